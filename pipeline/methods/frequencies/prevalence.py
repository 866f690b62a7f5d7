"""How common a code is, with an interval that stays valid where a machine read what no person did."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.signal import fftconvolve
from scipy.stats import norm

FloatArray = npt.NDArray[np.float64]

ROUNDING = 1e-9  # a level that is reached but for rounding is reached, on every machine alike


class Cell(NamedTuple):
    """Segments that the machine treats alike: how many there are, a person read, and of those were truly coded."""

    n_segments: int
    n_read: int
    n_coded: int


class Prevalence(NamedTuple):
    """A share of segments, 0 to 1, with its interval; without them, `undefined` says why."""

    value: float | None
    low: float | None
    high: float | None
    undefined: str | None = None


def wilson(n_coded: int, n_segments: int, confidence: float) -> Prevalence:
    """Return the exact share of fully hand-coded segments, with Wilson's (1927) score interval.

    The share is a fact about these segments; the interval is about segments like these, of which they are taken to be
    a random sample.

    Args:
        n_coded: how many of the segments carry the code.
        n_segments: how many segments there are, at least one.
        confidence: the level of the interval, between 0 and 1.
    """
    z = norm.ppf((1 + confidence) / 2)
    share = n_coded / n_segments
    centre = (n_coded + z**2 / 2) / (n_segments + z**2)
    half = z * np.sqrt(n_segments * share * (1 - share) + z**2 / 4) / (n_segments + z**2)
    return Prevalence(share, max(0.0, float(centre - half)), min(1.0, float(centre + half)))


def stratified_jeffreys(cells: Sequence[Cell], confidence: float) -> Prevalence:
    """Estimate the share of these very segments that carry a code, from a random hand-coded sample of them.

    In each cell (say: what the machine coded, and what it did not) the number coded among the segments that nobody
    read is beta-binomial, from Jeffreys' prior and the segments read. The distributions of the cells are convolved,
    the known number coded is added, and the median and the central quantiles are divided by the number of segments:
    exact for a finite corpus, without random numbers. With a single cell it is the plain hand-coded sample.

    Args:
        cells: the cells, together at least one segment.
        confidence: the level of the interval, between 0 and 1.
    """
    unread = reduce(_convolve, [_pmf_of_unread(cell) for cell in cells])
    below = np.cumsum(unread) / unread.sum()
    levels = np.array([0.5, (1 - confidence) / 2, (1 + confidence) / 2])
    counts = np.searchsorted(below, levels - ROUNDING)
    known, total = sum(cell.n_coded for cell in cells), sum(cell.n_segments for cell in cells)
    value, low, high = ((known + counts) / total).tolist()
    return Prevalence(value, low, high)


def _pmf_of_unread(cell: Cell) -> FloatArray:
    """The beta-binomial probabilities of 0, 1, ... coded among the unread segments, up to a constant factor.

    By the ratio of each probability to the one before: (n - k)(k + a) / ((k + 1)(n - k - 1 + b)).
    """
    n_unread = cell.n_segments - cell.n_read
    a, b = cell.n_coded + 0.5, cell.n_read - cell.n_coded + 0.5
    k = np.arange(n_unread)
    steps = np.log((n_unread - k) * (k + a)) - np.log((k + 1) * (n_unread - k - 1 + b))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    pmf = np.exp(logs - logs.max())
    return pmf / pmf.sum()


def _convolve(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.maximum(fftconvolve(one, other), 0)
