"""Prevalence: published and hand-made vectors, independent implementations, and intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom
from statsmodels.stats.proportion import proportion_confint

from pipeline.methods.frequencies.prevalence import Cell, stratified_jeffreys, wilson

CELLS = st.tuples(st.integers(0, 60), st.floats(0, 1), st.floats(0, 1)).map(
    lambda drawn: Cell(drawn[0], read := int(drawn[0] * drawn[1]), int(read * drawn[2]))
)
CORPORA = st.lists(CELLS, min_size=1, max_size=3).filter(lambda cells: sum(cell.n_segments for cell in cells) > 0)


def exact_by_loop(cells, confidence):
    """Return median, low and high by convolving scipy's beta-binomials term by term."""
    total = np.ones(1)
    for cell in cells:
        n_unread = cell.n_segments - cell.n_read
        pmf = betabinom.pmf(np.arange(n_unread + 1), n_unread, cell.n_coded + 0.5, cell.n_read - cell.n_coded + 0.5)
        total = np.convolve(total, pmf)
    below = np.cumsum(total)
    counts = [int(np.argmax(below >= level - 1e-9)) for level in (0.5, (1 - confidence) / 2, (1 + confidence) / 2)]
    return [(count + sum(c.n_coded for c in cells)) / sum(c.n_segments for c in cells) for count in counts]


@pytest.mark.parametrize(
    ("cells", "median", "low", "high"),
    [
        ([Cell(40, 30, 24), Cell(760, 70, 1)], 0.055, 0.04125, 0.09875),
        ([Cell(40, 20, 20), Cell(760, 80, 0)], 0.05125, 0.0475, 0.0775),
        ([Cell(40, 40, 24), Cell(760, 760, 1)], 0.03125, 0.03125, 0.03125),
        ([Cell(1, 0, 0)], 0.0, 0.0, 1.0),
    ],
    ids=["machine right in most", "machine never wrong in the sample", "everything read", "one segment, unread"],
)
def test_stratified_jeffreys_of_known_corpora(cells, median, low, high):
    """The finite-corpus interval is that of METHODS 2; of a corpus read in full it is a point."""
    assert stratified_jeffreys(cells, 0.95) == pytest.approx((median, low, high, None), abs=1e-6)


@settings(max_examples=80, deadline=None)
@given(CORPORA, st.sampled_from([0.8, 0.95]))
def test_stratified_jeffreys_equals_a_plain_loop(cells, confidence):
    """Ratios and Fourier transforms give what scipy's beta-binomial and a plain convolution give."""
    found = stratified_jeffreys(cells, confidence)
    assert (found.value, found.low, found.high) == pytest.approx(exact_by_loop(cells, confidence), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(CORPORA)
def test_the_estimate_stays_among_the_possible(cells):
    """The share can be neither less than what was found nor more than if all the unread were coded."""
    found = stratified_jeffreys(cells, 0.95)
    n_coded, n_segments = sum(cell.n_coded for cell in cells), sum(cell.n_segments for cell in cells)
    n_unread = sum(cell.n_segments - cell.n_read for cell in cells)
    assert n_coded / n_segments <= found.low <= found.value <= found.high <= (n_coded + n_unread) / n_segments


def test_a_hundred_thousand_segments_are_no_trouble():
    """In a large corpus the interval of a sample is the familiar Jeffreys interval, corrected for what was read."""
    found = stratified_jeffreys([Cell(100_000, 400, 40)], 0.95)
    low, high = proportion_confint(40, 400, method="jeffreys")
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.6, 0.99))
def test_wilson_equals_the_reference_implementation(counts, confidence):
    """Wilson's interval equals that of statsmodels, around the exact share."""
    found = wilson(*counts, confidence)
    low, high = proportion_confint(*counts, alpha=1 - confidence, method="wilson")
    assert found.value == counts[0] / counts[1]
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_wilson_of_a_known_share():
    """Five of a hundred is 2.2 to 11.2 per cent (METHODS 2)."""
    assert wilson(5, 100, 0.95) == pytest.approx((0.05, 0.0215437, 0.1117505, None), abs=1e-6)


@pytest.mark.parametrize(("n_coded", "end"), [(0, "low"), (50, "high")])
def test_wilson_never_leaves_the_scale(n_coded, end):
    """At none and at all the interval ends exactly at the end of the scale."""
    assert getattr(wilson(n_coded, 50, 0.95), end) == n_coded / 50


@pytest.mark.parametrize(
    ("share", "n_read", "narrower"), [(0.3, 100, 0.75), (0.05, 50, 0.95), (0.05, 100, 0.8), (0.02, 200, 0.6)]
)
def test_the_post_stratified_interval_holds_the_truth_and_is_narrower(share, n_read, narrower):
    """With a machine of sensitivity .80 and specificity .97 it covers .93 or more and beats hand-coding alone."""
    rng, runs = np.random.default_rng(30), 300
    covered, widths = [], []
    for _ in range(runs):
        truth = rng.random(800) < share
        machine = np.where(truth, rng.random(800) < 0.8, rng.random(800) < 0.03)
        read = draw_half_from_machine(rng, machine, n_read)
        strata = [(machine, read & machine), (~machine, read & ~machine)]
        cells = [Cell(int(all_in.sum()), int(seen.sum()), int(truth[seen].sum())) for all_in, seen in strata]
        found = stratified_jeffreys(cells, 0.95)
        covered.append(found.low <= truth.mean() <= found.high)
        alone = wilson(int(rng.binomial(n_read, truth.mean())), n_read, 0.95)
        widths.append(((found.high - found.low), (alone.high - alone.low)))
    assert np.mean(covered) >= 0.93
    post_stratified, hand_coded = np.mean(widths, axis=0)
    assert post_stratified < narrower * hand_coded


def draw_half_from_machine(rng, machine, n_read):
    """Return which segments are read: half of them, as far as there are any, from those the machine gave the code."""
    given, withheld = np.flatnonzero(machine), np.flatnonzero(~machine)
    n_given = min(len(given), n_read // 2)
    drawn = [rng.choice(given, n_given, replace=False), rng.choice(withheld, n_read - n_given, replace=False)]
    return np.isin(np.arange(len(machine)), np.concatenate(drawn))


@pytest.mark.parametrize("share", [0.3, 0.05, 0.01])
def test_the_interval_of_a_sample_alone_holds_the_truth(share):
    """Without an accepted machine the interval from a random sample covers the share of these very segments."""
    rng = np.random.default_rng(31)
    covered = []
    for _ in range(400):
        truth = rng.random(600) < share
        seen = truth[rng.choice(600, 120, replace=False)]
        found = stratified_jeffreys([Cell(600, 120, int(seen.sum()))], 0.95)
        covered.append(found.low <= truth.mean() <= found.high)
    assert np.mean(covered) >= 0.93
