"""How far two groupings agree: the published numbers, scikit-learn as the judge, and what must never matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from pipeline.methods.topics import coefficients

THEMES = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
TOPICS = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 0])
groupings = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40).map(
    lambda pairs: np.array(pairs).T
)


@pytest.mark.parametrize(
    ("coefficient", "value"),
    [
        (coefficients.purity, 0.8),
        (coefficients.inverse_purity, 0.8),
        (coefficients.harmonic_purity, 0.797143),
        (coefficients.adjusted_rand_index, 0.391144),
        (coefficients.normalised_mutual_information, 0.596162),
        (coefficients.matched_share, 0.8),
    ],
)
def test_the_worked_example_gives_the_numbers_of_the_methods_page(coefficient, value):
    """Ten segments of three themes and three topics give every coefficient its known value."""
    assert coefficient(coefficients.cross_tabulate(THEMES, TOPICS)) == pytest.approx(value, abs=5e-7)


@given(groupings)
def test_the_coefficients_match_scikit_learn(grouping):
    """The Rand index and both kinds of mutual information equal scikit-learn's, edge cases included."""
    first, second = grouping
    counts = coefficients.cross_tabulate(first, second)
    assert coefficients.adjusted_rand_index(counts) == pytest.approx(
        metrics.adjusted_rand_score(first, second), abs=1e-9
    )
    assert coefficients.normalised_mutual_information(counts) == pytest.approx(
        metrics.normalized_mutual_info_score(first, second), abs=1e-9
    )
    assert coefficients.adjusted_mutual_information(counts) == pytest.approx(
        metrics.adjusted_mutual_info_score(first, second), abs=1e-9
    )


@given(groupings)
def test_the_cross_table_matches_scikit_learn(grouping):
    """Counting pairs of groups gives scikit-learn's contingency matrix."""
    expected = metrics.cluster.contingency_matrix(*grouping)
    assert (coefficients.cross_tabulate(*grouping) == expected).all()


@given(groupings, st.randoms(use_true_random=False))
def test_neither_the_order_of_segments_nor_the_names_of_groups_matter(grouping, random):
    """Shuffled segments with renamed topics have the same coefficients."""
    order = list(range(grouping.shape[1]))
    random.shuffle(order)
    renamed = np.array([9, 3, 7, 1, 5])[grouping[1]]
    before = coefficients.cross_tabulate(*grouping)
    after = coefficients.cross_tabulate(grouping[0][order], renamed[order])
    for coefficient in (coefficients.harmonic_purity, coefficients.adjusted_rand_index, coefficients.matched_share):
        assert coefficient(after) == pytest.approx(coefficient(before))


def test_a_grouping_agrees_wholly_with_itself():
    """Every coefficient is 1 for the same grouping."""
    counts = coefficients.cross_tabulate(THEMES, THEMES)
    for coefficient in (
        coefficients.purity,
        coefficients.harmonic_purity,
        coefficients.adjusted_rand_index,
        coefficients.adjusted_mutual_information,
        coefficients.normalised_mutual_information,
        coefficients.matched_share,
    ):
        assert coefficient(counts) == pytest.approx(1)


def test_purity_and_its_inverse_look_from_opposite_sides():
    """One topic for everything is wholly pure seen from the themes and half so seen from the topic."""
    counts = coefficients.cross_tabulate(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 0]))
    assert coefficients.purity(counts) == 0.5
    assert coefficients.inverse_purity(counts) == 1


def test_a_stack_of_tables_gives_one_number_each():
    """Many tables with the same margins are judged at once, each as it would be alone."""
    tables = [coefficients.cross_tabulate(THEMES, TOPICS[order]) for order in (np.arange(10), np.arange(10)[::-1])]
    stack = np.stack(tables)
    for coefficient in (
        coefficients.harmonic_purity,
        coefficients.adjusted_mutual_information,
        coefficients.adjusted_rand_index,
        coefficients.matched_share,
    ):
        assert coefficient(stack) == pytest.approx([float(coefficient(table)) for table in tables])
