"""Alpha and kappa of 40 codes with their intervals, against a loop over the krippendorff package in the same run.

Run with `python tests/benchmarks/agreement_speed.py`; it prints seconds and their ratio.
"""

from __future__ import annotations

import time

import krippendorff
import numpy as np

from pipeline.methods.agreement.coefficients import measure_agreement, tally_units
from pipeline.methods.agreement.intervals import Resampling, estimate_intervals

N_CODES, N_UNITS, N_CODERS, RESAMPLES = 40, 500, 2, 2000
LOOPED_CODES, LOOPED_RESAMPLES = 4, 100


def make_ratings(rng: np.random.Generator) -> np.ndarray:
    """Return ratings of two coders, one in ten missing: units x coders x codes."""
    truth = rng.random((N_UNITS, 1, N_CODES)) < 0.2
    ratings = (truth ^ (rng.random((N_UNITS, N_CODERS, N_CODES)) < 0.05)).astype(float)
    ratings[rng.random((N_UNITS, N_CODERS)) < 0.1] = np.nan
    return ratings


def time_ours(ratings: np.ndarray) -> float:
    """Return the seconds that all coefficients of all codes take, with intervals."""
    begun = time.perf_counter()
    for code in range(N_CODES):
        tallies = tally_units(ratings[:, :, code])
        for statistic in ("krippendorff_alpha", "cohen_kappa"):
            measure_agreement(tallies, statistic)
        estimate_intervals(tallies, "segments", Resampling(RESAMPLES, 0.95, 1), np.random.default_rng(1))
    return time.perf_counter() - begun


def time_loop(ratings: np.ndarray) -> float:
    """Return the seconds that alpha alone would take in a loop, from a part of the codes and resamples."""
    rng, begun = np.random.default_rng(1), time.perf_counter()
    for code in range(LOOPED_CODES):
        for _ in range(LOOPED_RESAMPLES):
            drawn = ratings[rng.integers(0, N_UNITS, N_UNITS), :, code]
            krippendorff.alpha(drawn.T, level_of_measurement="nominal")
    return (time.perf_counter() - begun) * N_CODES * RESAMPLES / (LOOPED_CODES * LOOPED_RESAMPLES)


if __name__ == "__main__":
    made = make_ratings(np.random.default_rng(0))
    ours, loop = time_ours(made), time_loop(made)
    print(f"ours {ours:.2f} s, loop over krippendorff {loop:.1f} s, ratio {loop / ours:.0f}")  # noqa: T201 - a benchmark prints
