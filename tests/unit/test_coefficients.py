"""Coefficients of agreement: published examples, independent implementations, and what has no value."""

from __future__ import annotations

from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score

from pipeline.methods.agreement.coefficients import COEFFICIENTS, Agreement, measure_agreement, tally_units

ANY_ANSWER = st.sampled_from([0.0, 1.0, np.nan])
RATINGS = st.tuples(st.integers(1, 12), st.integers(2, 5)).flatmap(
    lambda shape: arrays(float, shape, elements=ANY_ANSWER)
)
PAIRS = st.integers(1, 15).flatmap(lambda n: arrays(float, (n, 2), elements=st.sampled_from([0.0, 1.0, 2.0])))

CANONICAL = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
THREE_BY_FIFTEEN = """
. . . . . 3 4 1 2 1 1 3 3 . 3
1 . 2 1 3 3 4 3 . . . . . . .
. . 2 1 3 4 4 . 2 1 1 3 3 . 4
"""
TWO_BY_TEN = """
0 1 0 0 0 0 0 0 1 0
1 1 1 0 0 1 0 0 0 0
"""


def read_grid(grid):
    """Return units x coders from one line a coder, a point where a coder did not read."""
    rows = [[np.nan if mark == "." else float(mark) for mark in line.split()] for line in grid.strip().splitlines()]
    return np.array(rows).T


def read_crosstab(counts):
    """Return the ratings of two coders whose cross-tabulation is `counts`."""
    counts = np.asarray(counts)
    return np.repeat([divmod(cell, len(counts)) for cell in range(counts.size)], counts.ravel(), axis=0).astype(float)


def measure(ratings, statistic, categories=(0.0, 1.0)):
    """Return the coefficient of `ratings`."""
    return measure_agreement(tally_units(ratings, categories), statistic)


@pytest.mark.parametrize(
    ("grid", "expected"),
    [(CANONICAL, 0.743421), (THREE_BY_FIFTEEN, 0.691358), (TWO_BY_TEN, 0.095238)],
    ids=["Krippendorff 2011, 4 x 12", "three coders, 15 units", "Krippendorff 2004, p. 224"],
)
def test_alpha_of_published_examples(grid, expected):
    """Nominal alpha is what its author and others published, with coders who skip units."""
    assert measure(read_grid(grid), "krippendorff_alpha", range(6)).value == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("category", "expected"), [(1, 0.72043), (2, 0.66667), (3, 0.74), (4, 0.77714), (5, 1.0)])
def test_alpha_of_one_code_against_the_rest(category, expected):
    """Alpha of a single category, coded or not, is the published one."""
    ratings = read_grid(CANONICAL)
    binary = np.where(np.isnan(ratings), np.nan, ratings == category)
    assert measure(binary, "krippendorff_alpha").value == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.491525),
        ([[80, 7], [8, 5]], 0.314442),
        ([[20, 10], [20, 50]], 0.347826),
        ([[25, 25], [50, 0]], -0.5),
    ],
    ids=["Cohen 1960, example 2", "high agreement, low kappa", "Artstein and Poesio 2008", "worse than chance"],
)
def test_kappa_of_published_examples(counts, expected):
    """Cohen's kappa is what was published, however many categories there are."""
    found = measure(read_crosstab(counts), "cohen_kappa", range(len(counts)))
    assert found.value == pytest.approx(expected, abs=1e-6)
    assert found.n_units == np.sum(counts)


@settings(max_examples=150, deadline=None)
@given(RATINGS)
def test_alpha_equals_the_reference_implementation(ratings):
    """Alpha equals the `krippendorff` package wherever that has a value, and has none only where that has none."""
    found = measure(ratings, "krippendorff_alpha")
    paired = ratings[(~np.isnan(ratings)).sum(axis=1) > 1]
    if found.value is None:
        assert len(set(paired[~np.isnan(paired)])) < 2
    else:
        assert found.value == pytest.approx(krippendorff.alpha(paired.T, level_of_measurement="nominal"))


@settings(max_examples=100, deadline=None)
@given(PAIRS)
def test_kappa_equals_the_reference_implementation(ratings):
    """Kappa equals scikit-learn's, and has no value only where both coders gave one and the same answer throughout."""
    found = measure(ratings, "cohen_kappa", (0.0, 1.0, 2.0))
    if found.value is None:
        assert len(np.unique(ratings)) == 1
    else:
        assert found.value == pytest.approx(cohen_kappa_score(*ratings.T))


@settings(max_examples=100, deadline=None)
@given(RATINGS)
def test_shares_of_agreement_equal_counting_pair_by_pair(ratings):
    """Percent, positive and negative agreement are what one gets by going through the pairs of coders by hand."""
    pairs = [pair for unit in ratings for pair in combinations(unit[~np.isnan(unit)], 2)]
    same = {word: sum(a == b == word for a, b in pairs) for word in (0, 1)}
    words = {word: sum([*pair].count(word) for pair in pairs) for word in (0, 1)}
    expected = {
        "percent_agreement": sum(same.values()) / len(pairs) if pairs else None,
        "positive_agreement": 2 * same[1] / words[1] if words[1] else None,
        "negative_agreement": 2 * same[0] / words[0] if words[0] else None,
    }
    for statistic, share in expected.items():
        assert measure(ratings, statistic).value == (None if share is None else pytest.approx(share))


@settings(max_examples=50, deadline=None)
@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_units_and_coders_does_not_matter(ratings, shuffler):
    """Shuffling units changes nothing; shuffling coders changes nothing for any but kappa's missing partner."""
    units, coders = list(range(ratings.shape[0])), list(range(ratings.shape[1]))
    shuffler.shuffle(units)
    shuffler.shuffle(coders)
    for statistic in set(COEFFICIENTS) - {"cohen_kappa"}:
        before, after = measure(ratings, statistic), measure(ratings[units][:, coders], statistic)
        assert after.undefined == before.undefined
        assert after.value == (None if before.value is None else pytest.approx(before.value))


@settings(max_examples=50, deadline=None)
@given(RATINGS, RATINGS)
def test_tallies_add_up(some, others):
    """The tally of two sets of units is the sum of their tallies: this is what resampling rests on."""
    width = min(some.shape[1], others.shape[1])
    apart = tally_units(some[:, :width]).sum(axis=0) + tally_units(others[:, :width]).sum(axis=0)
    together = tally_units(np.concatenate([some[:, :width], others[:, :width]])).sum(axis=0)
    assert apart == pytest.approx(together)


@pytest.mark.parametrize("statistic", sorted(COEFFICIENTS))
def test_without_a_unit_read_by_two_there_are_no_pairs(statistic):
    """Coders who share no unit have no agreement of any kind, not zero agreement."""
    assert measure(np.array([[1.0, np.nan], [np.nan, 0.0]]), statistic) == Agreement(None, 0, "no_pairs")


@pytest.mark.parametrize("statistic", ["cohen_kappa", "krippendorff_alpha", "positive_agreement"])
def test_a_code_that_nobody_gave_has_no_variation(statistic):
    """Where everyone withheld the code throughout, there is no chance-corrected and no positive agreement."""
    assert measure(np.zeros((8, 2)), statistic) == Agreement(None, 8, "no_variation")


def test_a_code_that_everybody_gave_has_no_negative_agreement():
    """Where everyone gave the code throughout, negative agreement is undefined and percent agreement is one."""
    assert measure(np.ones((8, 3)), "negative_agreement") == Agreement(None, 8, "no_variation")
    assert measure(np.ones((8, 3)), "percent_agreement") == Agreement(1.0, 8)


def test_a_coder_who_never_gives_the_code_has_kappa_zero():
    """One coder gives the code, the other never: agreement is what chance gives, and that is a value."""
    assert measure(np.array([[1.0, 0.0], [0.0, 0.0]]), "cohen_kappa").value == 0


def test_one_tally_serves_many_samples_at_once():
    """A coefficient of stacked tallies is the coefficient of each."""
    tallies = np.stack([tally_units(read_grid(TWO_BY_TEN)).sum(axis=0), tally_units(np.eye(2)).sum(axis=0)])
    both = COEFFICIENTS["krippendorff_alpha"](tallies)
    assert both == pytest.approx([0.095238, -0.5], abs=1e-6)
