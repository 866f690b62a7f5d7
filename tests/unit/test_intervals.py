"""Intervals of agreement: that they hold the truth as often as they say, and when there is none."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.methods.agreement.coefficients import COEFFICIENTS, krippendorff_alpha, tally_units
from pipeline.methods.agreement.intervals import (
    MINIMUM_DRAWN,
    MINIMUM_LEFT_OUT,
    Interval,
    Resampling,
    estimate_intervals,
    estimate_jackknife,
    resample_tallies,
    sum_by_source,
)

PLAN = Resampling(resamples=600, confidence=0.95, seed=1)
TRUE_ALPHA = 0.72


def simulate_ratings(rng, n_units, n_coders, share):
    """Return ratings whose alpha in the population is TRUE_ALPHA: each coder sees the truth or guesses at its rate."""
    truth = rng.random((n_units, 1)) < share
    guesses = rng.random((n_units, n_coders)) < share
    sees = rng.random((n_units, n_coders)) < np.sqrt(TRUE_ALPHA)
    return np.where(sees, truth, guesses).astype(float)


def pair_bootstrap(ratings, rng, resamples=600):
    """Return the interval from drawing pairs of values out of the coincidence matrix, expected disagreement fixed."""
    n_coders = ratings.shape[1]
    given = ratings.sum(axis=1)
    n_pairs = len(ratings) * n_coders * (n_coders - 1) // 2
    n_parted = (given * (n_coders - given)).sum()
    expected = 2 * ratings.mean() * (1 - ratings.mean()) * ratings.size / (ratings.size - 1)
    parted = rng.binomial(n_pairs, n_parted / n_pairs, size=resamples)
    return np.quantile(1 - parted / n_pairs / expected, [0.025, 0.975])


def cover(low, high):
    """Return whether an interval holds the truth."""
    return low is not None and low <= TRUE_ALPHA <= high


def intervals_of(ratings, source_ids=None, plan=PLAN):
    """Return the intervals of all coefficients of `ratings`, over segments or, with `source_ids`, over sources."""
    tallies = tally_units(ratings)
    rng = np.random.default_rng(plan.seed)
    if source_ids is None:
        return estimate_intervals(tallies, "segments", plan, rng)
    return estimate_intervals(sum_by_source(tallies, np.asarray(source_ids, dtype=object)), "sources", plan, rng)


def make_pairs(both=0, one=0, neither=0):
    """Return the ratings of two coders who both, or one of them, or neither gave the code so many times."""
    return np.array([[1.0, 1.0]] * both + [[1.0, 0.0]] * one + [[0.0, 0.0]] * neither)


@pytest.mark.slow
@pytest.mark.parametrize(("n_units", "n_coders", "low"), [(60, 2, 0.91), (120, 4, 0.92), (300, 4, 0.92)])
def test_an_interval_over_units_holds_the_truth_as_often_as_it_says(n_units, n_coders, low):
    """The nominal 95 % interval of alpha covers 92 to 97 % of the time (METHODS 1: .950, .938, .940)."""
    rng = np.random.default_rng(20)
    found = [
        estimate_intervals(tally_units(simulate_ratings(rng, n_units, n_coders, 0.3)), "segments", PLAN, rng)
        for _ in range(300)
    ]
    covered = [cover(interval["krippendorff_alpha"].low, interval["krippendorff_alpha"].high) for interval in found]
    assert low <= np.mean(covered) <= 0.975


def test_drawing_pairs_of_values_instead_would_promise_too_much():
    """With four coders the bootstrap of the coincidence matrix covers below 85 % of the time: why units are drawn."""
    rng = np.random.default_rng(21)
    covered = [cover(*pair_bootstrap(simulate_ratings(rng, 120, 4, 0.3), rng)) for _ in range(400)]
    assert np.mean(covered) < 0.85


@pytest.mark.slow
def test_intervals_over_sources_hold_the_truth_where_agreement_varies_by_source():
    """With eight sources of uneven agreement, drawing sources covers far more often than drawing their segments."""
    rng = np.random.default_rng(22)
    covered = {"segments": [], "sources": []}
    for _ in range(200):
        sees = rng.uniform(0.6, 1.0, size=(8, 1, 1))
        truth, guesses = rng.random((8, 60, 1)) < 0.3, rng.random((8, 60, 2)) < 0.3
        ratings = np.where(rng.random((8, 60, 2)) < sees, truth, guesses).astype(float).reshape(-1, 2)
        true_alpha = 0.8**2 + 0.4**2 / 12
        tallies = tally_units(ratings)
        rows = {"segments": tallies, "sources": sum_by_source(tallies, np.repeat(np.arange(8), 60).astype(object))}
        for resampled, drawn in rows.items():
            interval = estimate_intervals(drawn, resampled, PLAN, rng)["krippendorff_alpha"]
            covered[resampled].append(interval.low <= true_alpha <= interval.high)
    assert np.mean(covered["sources"]) > np.mean(covered["segments"]) + 0.1


def test_drawing_alike_units_together_is_drawing_them_one_by_one():
    """Resampled coefficients have the mean and spread of a plain loop over resamples."""
    rng = np.random.default_rng(23)
    ratings = simulate_ratings(rng, 80, 3, 0.4)
    ratings[rng.random(ratings.shape) < 0.2] = np.nan
    tallies = tally_units(ratings)
    ours = krippendorff_alpha(resample_tallies(tallies, 4000, rng))
    loop = [krippendorff_alpha(tallies[rng.integers(0, len(tallies), len(tallies))].sum(axis=0)) for _ in range(4000)]
    assert ours.mean() == pytest.approx(np.mean(loop), abs=0.005)
    assert ours.std() == pytest.approx(np.std(loop), rel=0.06)


def test_every_sample_has_as_many_units_as_there_are():
    """No unit is lost or added in drawing: the number of values stays what it is where everyone read everything."""
    samples = resample_tallies(tally_units(make_pairs(5, 6, 7)), 50, np.random.default_rng(1))
    assert set(samples[:, :, 0].sum(axis=1)) == {36.0}


def test_intervals_do_not_depend_on_the_order_of_units():
    """The same units in another order, and the same seed, give the very same intervals."""
    ratings = make_pairs(10, 6, 30)
    assert intervals_of(ratings) == intervals_of(ratings[::-1])


def test_sources_are_summed_whole():
    """The tally of a source is the sum of the tallies of its segments, sources in the order they appear."""
    tallies = tally_units(make_pairs(2, 1, 1))
    sums = sum_by_source(tallies, np.array(["b", "a", "b", "a"], dtype=object))
    assert sums.tolist() == [(tallies[0] + tallies[2]).tolist(), (tallies[1] + tallies[3]).tolist()]


@pytest.mark.parametrize(("n_units", "undefined"), [(9, "too_few_segments"), (10, None)])
def test_ten_segments_are_the_fewest(n_units, undefined):
    """Below ten jointly read segments no interval is estimated."""
    ratings = make_pairs(4, 2, n_units - 6)
    assert intervals_of(ratings)["percent_agreement"].undefined == undefined
    assert MINIMUM_DRAWN["segments"] == 10


@pytest.mark.parametrize(("n_sources", "undefined"), [(1, "too_few_sources"), (5, "too_few_sources"), (6, None)])
def test_six_sources_are_the_fewest(n_sources, undefined):
    """Below six sources no interval over sources is estimated, whatever the number of segments."""
    ratings = np.tile(make_pairs(3, 2, 5), (n_sources, 1))
    ratings[0, 0] = 0.0
    found = intervals_of(ratings, [f"s{at // 10}" for at in range(len(ratings))])
    assert found["krippendorff_alpha"].undefined == undefined


@pytest.mark.parametrize(("n_coded", "undefined"), [(2, "rare_code"), (4, "rare_code"), (7, None)])
def test_a_rare_code_has_no_interval(n_coded, undefined):
    """A code that more than one sample in a hundred lacks altogether has no interval; percent agreement still has."""
    found = intervals_of(make_pairs(n_coded - 1, 1, 300), plan=Resampling(5000, 0.95, 1))
    assert {found[name].undefined for name in ("krippendorff_alpha", "cohen_kappa")} == {undefined}
    assert found["positive_agreement"].undefined == undefined
    assert found["percent_agreement"].undefined is None


def test_coders_who_never_differ_have_no_interval():
    """Perfect agreement in the sample does not make a certain one: no interval from 1 to 1."""
    assert set(intervals_of(make_pairs(both=10, neither=10)).values()) == {Interval(None, None, "no_disagreement")}


def test_an_interval_holds_the_value_and_widens_with_confidence():
    """The interval lies around the coefficient, and a surer one is wider."""
    ratings = make_pairs(20, 10, 40)
    narrow, wide = intervals_of(ratings, plan=Resampling(600, 0.8, 1)), intervals_of(ratings)
    for name, coefficient in COEFFICIENTS.items():
        value = coefficient(tally_units(ratings).sum(axis=0))
        assert wide[name].low <= narrow[name].low <= value <= narrow[name].high <= wide[name].high


def simulate_sources(rng, n_sources):
    """Return the ratings of two coders, source by source, whose agreement varies by source, and whose alpha is .653."""
    sees = rng.uniform(0.6, 1.0, size=(n_sources, 1, 1))
    truth, guesses = rng.random((n_sources, 60, 1)) < 0.2, rng.random((n_sources, 60, 2)) < 0.2
    ratings = np.where(rng.random((n_sources, 60, 2)) < sees, truth, guesses).astype(float).reshape(-1, 2)
    return ratings, np.repeat(np.arange(n_sources), 60).astype(object)


@pytest.mark.parametrize("n_sources", [3, 5])
def test_leaving_sources_out_holds_the_truth_where_they_are_too_few_to_draw(n_sources):
    """With three or five sources the jackknife-t covers as it says, where drawing sources covers below .87."""
    rng = np.random.default_rng(24)
    covered = {"left out": [], "drawn": []}
    for _ in range(300):
        ratings, source_ids = simulate_sources(rng, n_sources)
        sums = sum_by_source(tally_units(ratings), source_ids)
        interval = estimate_jackknife(sums, "sources", 0.95)["krippendorff_alpha"]
        drawn = np.quantile(krippendorff_alpha(resample_tallies(sums, 300, rng)), [0.025, 0.975])
        covered["left out"].append(interval.low <= 0.8**2 + 0.4**2 / 12 <= interval.high)
        covered["drawn"].append(drawn[0] <= 0.8**2 + 0.4**2 / 12 <= drawn[1])
    assert 0.92 <= np.mean(covered["left out"]) <= 0.98
    assert np.mean(covered["drawn"]) < 0.87


def test_the_jackknife_is_leaving_out_one_unit_after_another():
    """The interval is the one of a plain loop: the value, and t times the root of the spread of what remains."""
    ratings = make_pairs(9, 4, 17)
    loop = np.array([krippendorff_alpha(tally_units(np.delete(ratings, at, 0)).sum(axis=0)) for at in range(30)])
    value = krippendorff_alpha(tally_units(ratings).sum(axis=0))
    reach = 2.045230 * np.sqrt(29 / 30 * ((loop - loop.mean()) ** 2).sum())
    found = estimate_jackknife(tally_units(ratings), "segments", 0.95)["krippendorff_alpha"]
    assert (found.low, found.high) == pytest.approx((value - reach, value + reach), abs=1e-6)


def test_a_jackknife_interval_ends_at_one():
    """An interval around a coefficient near 1 does not promise more than full agreement."""
    found = estimate_jackknife(tally_units(make_pairs(20, 1, 20)), "segments", 0.95)["krippendorff_alpha"]
    assert found.low < 1 == found.high


@pytest.mark.parametrize(("n_sources", "undefined"), [(2, "too_few_sources"), (3, None)])
def test_three_sources_are_the_fewest_to_leave_out(n_sources, undefined):
    """Of two sources nothing can be said about a third; of three, something with a wide interval."""
    ratings = np.tile(make_pairs(3, 2, 5), (n_sources, 1))
    sums = sum_by_source(tally_units(ratings), np.repeat(np.arange(n_sources), 10).astype(object))
    assert estimate_jackknife(sums, "sources", 0.95)["krippendorff_alpha"].undefined == undefined
    assert MINIMUM_LEFT_OUT["sources"] == 3


def test_nine_units_are_too_few_however_many_sources_they_lie_in():
    """Nine sources of one unit each are nine units: neither way of resampling makes an interval of them."""
    tallies = tally_units(make_pairs(4, 2, 3))
    drawn = estimate_intervals(tallies, "sources", PLAN, np.random.default_rng(1))
    left_out = estimate_jackknife(tallies, "sources", 0.95)
    assert {drawn["gwet_ac1"].undefined, left_out["gwet_ac1"].undefined} == {"too_few_sources"}


@pytest.mark.parametrize(
    ("ratings", "undefined"),
    [(make_pairs(1, 0, 20), "rare_code"), (make_pairs(10, 0, 10), "no_disagreement")],
    ids=["given once", "never differed"],
)
def test_the_jackknife_says_why_there_is_none(ratings, undefined):
    """A code that leaving one unit out loses, and coders who never differ, have no interval."""
    found = estimate_jackknife(tally_units(ratings), "segments", 0.95)["krippendorff_alpha"]
    assert found == Interval(None, None, undefined)
