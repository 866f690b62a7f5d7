"""What chance alone would do, held to scipy, to brute force and to its own promises."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipeline.methods.topics.chance import (
    adjust_p_values,
    estimate_overlap_p,
    overlap_probabilities,
    shuffle_within,
)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))))
def test_overlaps_have_the_hypergeometric_probabilities_of_scipy(case):
    """Every possible overlap has scipy's probability, and together they are certain."""
    total, marked, drawn = case
    lowest, found = overlap_probabilities(total, marked, drawn)
    expected = stats.hypergeom.pmf(np.arange(lowest, lowest + len(found)), total, marked, drawn)
    assert found == pytest.approx(expected)
    assert found.sum() == pytest.approx(1)


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 1)), min_size=2, max_size=6).map(
        lambda rows: np.array(rows).T
    )
)
def test_the_p_value_is_the_share_of_all_shuffles_that_reach_the_overlap(rows):
    """Going through every shuffle within two strata gives the same p-value; None where the overlap cannot change."""
    marked, drawn, strata = rows[0].astype(bool), rows[1].astype(bool), rows[2].astype(int)
    allowed = [list(p) for p in permutations(range(len(strata))) if (strata[list(p)] == strata).all()]
    overlaps = np.array([(marked & drawn[p]).sum() for p in allowed])
    found = estimate_overlap_p(marked, drawn, strata)
    if len(set(overlaps)) == 1:
        assert found is None
    else:
        assert found == pytest.approx((overlaps >= (marked & drawn).sum()).mean())


def test_one_stratum_gives_fishers_exact_test():
    """Without strata the p-value is Fisher's, one-sided."""
    marked, drawn = (
        np.repeat([True, True, False, False], [8, 2, 3, 17]),
        np.repeat([True, False, True, False], [8, 2, 3, 17]),
    )
    expected = stats.fisher_exact([[8, 2], [3, 17]], alternative="greater").pvalue
    assert estimate_overlap_p(marked, drawn, np.zeros(30, dtype=int)) == pytest.approx(expected)


def test_a_theme_and_a_topic_of_the_same_source_are_no_evidence_for_each_other():
    """Where each source has its own theme and topic throughout, no shuffle within a source can tell anything."""
    strata = np.repeat([0, 1], 20)
    assert estimate_overlap_p(strata == 0, strata == 0, strata) is None


def test_no_segments_give_no_p_value():
    """Nothing to shuffle is not a test."""
    nothing = np.zeros(0, dtype=bool)
    assert estimate_overlap_p(nothing, nothing, np.zeros(0, dtype=int)) is None


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(0, 2**32 - 1))
def test_a_shuffle_moves_no_segment_out_of_its_stratum_and_loses_none(strata, seed):
    """Each order is a permutation, and keeps every stratum where it was."""
    orders = shuffle_within(np.array(strata, dtype=int), 3, np.random.default_rng(seed))
    for order in orders:
        assert sorted(order) == list(range(len(strata)))
        assert [strata[place] for place in order] == strata


def test_every_order_of_a_stratum_is_as_likely():
    """Over many shuffles of three segments the six orders come about equally often."""
    orders = shuffle_within(np.zeros(3, dtype=int), 6000, np.random.default_rng(1))
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert len(counts) == 6
    assert stats.chisquare(counts).pvalue > 0.001


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_adjustment_matches_scipy(p_values):
    """Adjusted p-values equal scipy's Benjamini-Hochberg."""
    assert adjust_p_values(np.array(p_values)) == pytest.approx(stats.false_discovery_control(p_values))


def test_missing_tests_stay_missing_and_are_not_counted():
    """A nan in between changes nothing for the others."""
    adjusted = adjust_p_values(np.array([0.01, np.nan, 0.04]))
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(adjusted[1])
