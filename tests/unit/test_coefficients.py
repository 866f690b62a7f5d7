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
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import fleiss_kappa as reference_fleiss_kappa

from pipeline.methods.agreement.coefficients import COEFFICIENTS, Agreement, measure_agreement, tally_units

ANY_ANSWER = st.sampled_from([0.0, 1.0, np.nan])
RATINGS = st.tuples(st.integers(1, 12), st.integers(2, 5)).flatmap(
    lambda shape: arrays(float, shape, elements=ANY_ANSWER)
)
COMPLETE = st.tuples(st.integers(1, 12), st.integers(2, 5)).flatmap(
    lambda shape: arrays(float, shape, elements=st.sampled_from([0.0, 1.0, 2.0]))
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
FLEISS_1971 = """
0 0 0 6 0  0 3 0 0 3  0 1 4 0 1  0 0 0 0 6  0 3 0 3 0  2 0 4 0 0  0 0 4 0 2  2 0 3 1 0  2 0 0 4 0  0 0 0 0 6
1 0 0 5 0  1 1 0 4 0  0 3 3 0 0  1 0 0 5 0  0 2 0 3 1  0 0 5 0 1  3 0 0 1 2  5 1 0 0 0  0 2 0 4 0  1 0 2 0 3
0 0 0 0 6  0 1 0 5 0  0 2 0 1 3  2 0 0 4 0  1 0 0 4 1  0 5 0 1 0  4 0 0 0 2  0 2 0 4 0  1 0 5 0 0  0 0 0 0 6
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


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], {"scott_pi": 0.4872, "gwet_ac1": 0.5760, "brennan_prediger": 0.55}),
        ([[80, 7], [8, 5]], {"scott_pi": 0.3143, "gwet_ac1": 0.8080, "brennan_prediger": 0.70}),
        ([[20, 10], [20, 50]], {"scott_pi": 0.3407, "gwet_ac1": 0.4495, "brennan_prediger": 0.40}),
    ],
    ids=["Cohen 1960, example 2", "high agreement, low kappa", "Artstein and Poesio 2008"],
)
def test_other_coefficients_of_published_pairs(counts, expected):
    """Scott's pi, Gwet's AC1 and Brennan and Prediger's kappa of two coders are what was published."""
    ratings = read_crosstab(counts)
    found = {name: measure(ratings, name, range(len(counts))).value for name in expected}
    assert found == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("statistic", "expected"), [("fleiss_kappa", 0.76117), ("gwet_ac1", 0.77544), ("brennan_prediger", 0.77273)]
)
def test_coefficients_of_four_coders_who_skip_units(statistic, expected):
    """Of Krippendorff's 4 x 12 they are what Gwet printed: the unit read by one coder tells of base rates alone."""
    found = measure(read_grid(CANONICAL), statistic, range(1, 6))
    assert found.value == pytest.approx(expected, abs=5e-6)
    assert found.n_units == 11


@pytest.mark.parametrize(("statistic", "expected"), [("fleiss_kappa", 0.430245), ("krippendorff_alpha", 0.433410)])
def test_coefficients_of_thirty_patients_and_six_psychiatrists(statistic, expected):
    """Kappa of Fleiss's own example is the .430 that he printed, and alpha a little more, as it is of small samples."""
    counts = np.array(FLEISS_1971.split(), dtype=int).reshape(30, 5)
    ratings = np.array([np.repeat(np.arange(5.0), row) for row in counts])
    assert measure(ratings, statistic, range(5)).value == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("category", "expected"), [*enumerate([0.248, 0.248, 0.517, 0.470, 0.565])])
def test_fleiss_kappa_of_one_category_against_the_rest(category, expected):
    """Kappa of each diagnosis, given or not, is what Fleiss printed, but for the rounding of his steps."""
    counts = np.array(FLEISS_1971.split(), dtype=int).reshape(30, 5)
    ratings = np.array([np.repeat(np.arange(5), row) == category for row in counts]).astype(float)
    assert measure(ratings, "fleiss_kappa").value == pytest.approx(expected, abs=0.004)


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
@given(COMPLETE)
def test_fleiss_and_free_kappa_equal_the_reference_implementation(ratings):
    """Fleiss' kappa and, with a uniform chance, Brennan and Prediger's equal statsmodels' where all read all.

    statsmodels divides zero by zero where one answer was given throughout, and asserts that all units have equally
    many coders: of coders who skip units it is no oracle.
    """
    table, _ = aggregate_raters(ratings.astype(int), n_cat=3)
    free = measure(ratings, "brennan_prediger", (0.0, 1.0, 2.0)).value
    assert free == pytest.approx(reference_fleiss_kappa(table, method="uniform"))
    fixed = measure(ratings, "fleiss_kappa", (0.0, 1.0, 2.0))
    if fixed.value is None:
        assert len(np.unique(ratings)) == 1
    else:
        assert fixed.value == pytest.approx(reference_fleiss_kappa(table, method="fleiss"))


@settings(max_examples=100, deadline=None)
@given(PAIRS)
def test_pi_is_kappa_of_coders_who_may_swap(ratings):
    """Scott's pi is scikit-learn's kappa of the ratings put under themselves the other way round."""
    found = measure(ratings, "scott_pi", (0.0, 1.0, 2.0))
    if found.value is None:
        assert len(np.unique(ratings)) == 1
    else:
        both_ways = np.concatenate([ratings, ratings[:, ::-1]])
        assert found.value == pytest.approx(cohen_kappa_score(*both_ways.T))


@settings(max_examples=100, deadline=None)
@given(RATINGS)
def test_ac1_equals_counting_unit_by_unit(ratings):
    """AC1 of coders who skip units is what one gets from Gwet's definition by hand."""
    units = [unit[~np.isnan(unit)] for unit in ratings]
    paired = [unit for unit in units if len(unit) > 1]
    found = measure(ratings, "gwet_ac1")
    if not paired:
        assert found == Agreement(None, 0, "no_pairs")
        return
    agreed = np.mean([np.mean([a == b for a, b in combinations(unit, 2)]) for unit in paired])
    rate = np.mean([unit.mean() for unit in units if len(unit)])
    by_chance = 2 * rate * (1 - rate)
    assert found.value == pytest.approx((agreed - by_chance) / (1 - by_chance))


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


@settings(max_examples=50, deadline=None)
@given(RATINGS, st.lists(st.integers(1, 5), min_size=12, max_size=12))
def test_a_unit_that_counts_twice_is_a_unit_met_twice(ratings, times):
    """Tallies times a number are those of so many alike units: this is what counting by character rests on."""
    read = ratings[(~np.isnan(ratings)).any(axis=1)]
    weights = np.array(times[: len(read)], dtype=int)
    weighed = tally_units(read) * weights[:, np.newaxis, np.newaxis]
    for statistic in COEFFICIENTS:
        found, repeated = measure_agreement(weighed, statistic), measure(np.repeat(read, weights, axis=0), statistic)
        assert (found.n_units, found.undefined) == (repeated.n_units, repeated.undefined)
        assert found.value == (None if repeated.value is None else pytest.approx(repeated.value))


CORRECTED = ["cohen_kappa", "scott_pi", "fleiss_kappa", "krippendorff_alpha"]


@pytest.mark.parametrize("statistic", [*CORRECTED, "positive_agreement"])
def test_a_code_that_nobody_gave_has_no_variation(statistic):
    """Where everyone withheld the code throughout, there is no chance-corrected and no positive agreement."""
    assert measure(np.zeros((8, 2)), statistic) == Agreement(None, 8, "no_variation")


@pytest.mark.parametrize("statistic", ["gwet_ac1", "brennan_prediger", "percent_agreement"])
def test_a_code_that_nobody_gave_has_full_agreement_for_some(statistic):
    """AC1, Brennan and Prediger's kappa and the plain share call it perfect: one reason never to show them alone."""
    assert measure(np.zeros((8, 2)), statistic) == Agreement(1.0, 8)


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
