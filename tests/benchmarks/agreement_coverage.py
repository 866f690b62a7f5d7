"""How often nominal 95 % intervals of alpha hold the truth: python tests/benchmarks/agreement_coverage.py.

Simulated coders see the truth with a known probability and guess at its base rate otherwise, so that alpha in the
population is known. Printed is the share of intervals that hold it, with the mean width: drawing units, leaving units
out (jackknife-t), and drawing pairs of values as Hayes and Krippendorff (2007) do; then, where how well coders see
varies by source, drawing and leaving out whole sources beside drawing their units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from pipeline.methods.agreement.coefficients import FloatArray, krippendorff_alpha, tally_units
from pipeline.methods.agreement.intervals import estimate_jackknife, resample_tallies, sum_by_source

RUNS, RESAMPLES = 400, 1000
SEEN = np.sqrt(0.72)
UNITS = [(30, 2, 0.3), (120, 2, 0.3), (30, 4, 0.3), (120, 4, 0.3), (300, 4, 0.3), (120, 2, 0.05), (300, 2, 0.05)]
SOURCES = [3, 4, 5, 6, 8, 12]
PER_SOURCE, SHARE, LEAST_SEEN = 60, 0.2, 0.6
Bounds = tuple[float, float]


def make_ratings(rng: np.random.Generator, shape: tuple[int, ...], share: float, seen: object) -> FloatArray:
    """Return ratings, ... x coders: each the truth where the coder sees it, and else a guess."""
    truth, guesses = rng.random((*shape[:-1], 1)) < share, rng.random(shape) < share
    return np.where(rng.random(shape) < seen, truth, guesses).astype(float)


def draw(tallies: FloatArray, rng: np.random.Generator) -> Bounds:
    """Return the interval from drawing rows of `tallies`."""
    return _quantiles(krippendorff_alpha(resample_tallies(tallies, RESAMPLES, rng)))


def leave_out(tallies: FloatArray, resampled: str) -> Bounds:
    """Return the jackknife-t interval; none holds nothing."""
    found = estimate_jackknife(tallies, resampled, 0.95)["krippendorff_alpha"]
    return (np.nan, np.nan) if found.low is None else (found.low, found.high)


def draw_pairs(ratings: FloatArray, rng: np.random.Generator) -> Bounds:
    """Return the interval from drawing pairs of values out of the coincidence matrix, chance held fixed."""
    n_units, n_coders = ratings.shape
    given, share = ratings.sum(axis=1), ratings.mean()
    n_pairs = n_units * n_coders * (n_coders - 1) // 2
    expected = 2 * share * (1 - share) * ratings.size / (ratings.size - 1)
    parted = rng.binomial(n_pairs, (given * (n_coders - given)).sum() / n_pairs, size=RESAMPLES)
    return _quantiles(1 - parted / n_pairs / expected) if expected else (np.nan, np.nan)


def try_units(n_units: int, n_coders: int, share: float, rng: np.random.Generator) -> list[Bounds]:
    """Return the three intervals of one simulated set of independent units."""
    ratings = make_ratings(rng, (n_units, n_coders), share, SEEN)
    tallies = tally_units(ratings)
    return [draw(tallies, rng), leave_out(tallies, "segments"), draw_pairs(ratings, rng)]


def try_sources(n_sources: int, rng: np.random.Generator) -> list[Bounds]:
    """Return the three intervals of one simulated study whose coders see better in some sources than in others."""
    seen = rng.uniform(LEAST_SEEN, 1.0, size=(n_sources, 1, 1))
    tallies = tally_units(make_ratings(rng, (n_sources, PER_SOURCE, 2), SHARE, seen).reshape(-1, 2))
    sums = sum_by_source(tallies, np.repeat(np.arange(n_sources), PER_SOURCE).astype(object))
    return [draw(tallies, rng), draw(sums, rng), leave_out(sums, "sources")]


def measure_coverage(attempt: Callable[[], Sequence[Bounds]], truth: float) -> Iterator[str]:
    """Return, for each way of making an interval, the share that hold the truth and their mean width."""
    bounds = np.array([attempt() for _ in range(RUNS)])
    covered = ((bounds[:, :, 0] <= truth) & (truth <= bounds[:, :, 1])).mean(axis=0)
    widths = np.nanmean(bounds[:, :, 1] - bounds[:, :, 0], axis=0)
    yield from (f"{share:.3f} ({width:.2f})" for share, width in zip(covered, widths, strict=True))


def _quantiles(values: FloatArray) -> Bounds:
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


def tabulate() -> Iterator[str]:
    """Return both tables, line by line."""
    rng = np.random.default_rng(1)
    yield "| units | coders | share coded | units drawn | units left out | pairs drawn |\n|---|---|---|---|---|---|"
    for row in UNITS:
        cells = measure_coverage(partial(try_units, *row, rng), SEEN**2)
        yield f"| {' | '.join([*map(str, row), *cells])} |"
    yield "\n| sources | units drawn | sources drawn | sources left out |\n|---|---|---|---|"
    truth = ((1 + LEAST_SEEN) / 2) ** 2 + (1 - LEAST_SEEN) ** 2 / 12
    for n_sources in SOURCES:
        cells = measure_coverage(partial(try_sources, n_sources, rng), truth)
        yield f"| {' | '.join([str(n_sources), *cells])} |"


if __name__ == "__main__":
    for line in tabulate():
        print(line, flush=True)  # noqa: T201 - a benchmark prints
