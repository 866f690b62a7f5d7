"""How sure a coefficient of agreement is: by drawing segments, or whole sources, anew, and by leaving each out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from pipeline.methods.agreement.coefficients import COEFFICIENTS, FloatArray, count_paired

Resampled = Literal["segments", "sources"]

# In simulations of Krippendorff's alpha with two coders (60 segments a source, one in five coded, agreement varying by
# source) the nominal 95 % interval over whole sources held the truth .50, .78, .81, .81, .88 and .92 of the time with
# 2, 3, 4, 5, 6 and 8 sources; the interval over segments stayed below .80 however many sources there were.
# The jackknife-t over sources held it .92, .96, .95, .95, .92 and .93 of the time; of two it is as good as endless.
MINIMUM_DRAWN: Mapping[Resampled, int] = {"segments": 10, "sources": 6}
MINIMUM_LEFT_OUT: Mapping[Resampled, int] = {"segments": 10, "sources": 3}
MINIMUM_UNITS = 10
LARGEST_LOST_SHARE = 0.01
DECIMALS = 12  # beyond these a product of matrices may differ between processors


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made: how many samples, how many of them an interval holds, and where chance starts."""

    resamples: int
    confidence: float
    seed: int


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; without them, `undefined` says why no interval can be estimated.

    `too_few_segments`, `too_few_sources`: fewer to draw from, or to leave out, than the minimum. `rare_code`: more than
    one sample in a hundred lost the code (or its absence) and with it the coefficient, as happens below about five
    coded units.
    `no_disagreement`: the coders never differed, so that resampling cannot show how often they might.
    """

    low: float | None
    high: float | None
    undefined: str | None = None


def sum_by_source(tallies: FloatArray, source_ids: npt.NDArray[np.object_]) -> FloatArray:
    """Return the tallies of whole sources, sources x categories x parts, from those of their units."""
    source, names = pd.factorize(source_ids)
    sums = np.zeros((len(names), *tallies.shape[1:]))
    np.add.at(sums, source, tallies)
    return sums


def estimate_intervals(
    tallies: FloatArray, resampled: Resampled, resampling: Resampling, rng: np.random.Generator
) -> dict[str, Interval]:
    """Return the interval of every coefficient, by its name, from one set of resamples.

    Args:
        tallies: one row for each thing to draw, a segment or a source, x categories x parts.
        resampled: what the rows are.
        resampling: how many samples, and the confidence.
        rng: where chance comes from.
    """
    if _are_too_few(tallies, MINIMUM_DRAWN[resampled]):
        return dict.fromkeys(COEFFICIENTS, Interval(None, None, f"too_few_{resampled}"))
    samples = resample_tallies(tallies, resampling.resamples, rng)
    return {
        name: _percentile_interval(coefficient(samples), resampling.confidence)
        for name, coefficient in COEFFICIENTS.items()
    }


def estimate_jackknife(tallies: FloatArray, resampled: Resampled, confidence: float) -> dict[str, Interval]:
    """Return the jackknife-t interval of every coefficient, by its name: no chance in it, and fit for small samples.

    Each row is left out once; the spread of the coefficients of what remains, times Student's t with as many degrees
    of freedom as there are rows less one, reaches from the coefficient to either side, and never above 1.

    Args:
        tallies: one row for each thing to leave out, a segment or a source, x categories x parts.
        resampled: what the rows are.
        confidence: how often the interval should hold the truth.
    """
    if _are_too_few(tallies, MINIMUM_LEFT_OUT[resampled]):
        return dict.fromkeys(COEFFICIENTS, Interval(None, None, f"too_few_{resampled}"))
    whole, reach = tallies.sum(axis=0), float(stats.t.ppf((1 + confidence) / 2, len(tallies) - 1))
    return {
        name: _interval_around(float(coefficient(whole)), coefficient(whole - tallies), reach)
        for name, coefficient in COEFFICIENTS.items()
    }


def resample_tallies(tallies: FloatArray, resamples: int, rng: np.random.Generator) -> FloatArray:
    """Return the summed tallies of `resamples` samples, each drawn with replacement from the rows of `tallies`.

    Rows that are alike are drawn together, by how many there are: the same distribution as drawing them one by one,
    at a cost that hardly grows with their number. Neither the order of the rows nor any row's name matters.

    Args:
        tallies: at least one row x categories x parts.
        resamples: how many samples.
        rng: where chance comes from.

    Returns:
        Samples x categories x parts.
    """
    rows = pd.DataFrame(tallies.reshape(len(tallies), -1))
    alike = rows.groupby(list(rows.columns)).size()
    times_drawn = rng.multinomial(len(rows), alike.to_numpy() / len(rows), size=resamples).astype(np.float64)
    return (times_drawn @ alike.index.to_frame().to_numpy()).reshape(resamples, *tallies.shape[1:])


def _are_too_few(tallies: FloatArray, minimum: int) -> bool:
    return len(tallies) < minimum or count_paired(tallies).sum() < MINIMUM_UNITS


def _percentile_interval(values: FloatArray, confidence: float) -> Interval:
    is_lost = np.isnan(values)
    if is_lost.mean() > LARGEST_LOST_SHARE:
        return Interval(None, None, "rare_code")
    low, high = np.quantile(values[~is_lost], [(1 - confidence) / 2, (1 + confidence) / 2]).round(DECIMALS)
    if low == high == 1:
        return Interval(None, None, "no_disagreement")
    return Interval(float(low), float(high))


def _interval_around(value: float, without_one: FloatArray, reach: float) -> Interval:
    if np.isnan(value) or np.isnan(without_one).any():
        return Interval(None, None, "rare_code")
    far = reach * np.sqrt((len(without_one) - 1) * np.var(without_one))
    low, high = np.array([value - far, min(value + far, 1.0)]).round(DECIMALS)
    if low == high == 1:
        return Interval(None, None, "no_disagreement")
    return Interval(float(low), float(high))
