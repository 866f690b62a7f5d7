"""Whether the hand-coded segments look like a random sample of all, as every interval from a sample assumes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2_contingency

from pipeline.errors import Problem
from pipeline.methods.agreement.readings import BoolArray, StrArray

SMALLEST_EXPECTED = 5
SURPRISING = 0.001


def find_uneven_sample(is_read: BoolArray, source_ids: StrArray) -> list[Problem]:
    """Find whether the hand-coded share differs between sources by more than chance would have it.

    Pearson's chi-square test of homogeneity. Neighbouring sources that are too small for it (fewer than five expected,
    hand-coded or not) are taken together. It tells of whole sources hand-coded and others left, or the first pages of
    an export; a difference inside the sources it cannot see.

    Args:
        is_read: for each codable segment, whether a person read it.
        source_ids: the source of each.
    """
    if is_read.all() or not is_read.any():
        return []
    source, _ = pd.factorize(source_ids)
    n_segments, n_read = np.bincount(source), np.bincount(source, weights=is_read)
    pool = _pool_neighbours(n_segments * min(is_read.mean(), 1 - is_read.mean()))
    read, unread = np.bincount(pool, weights=n_read), np.bincount(pool, weights=n_segments - n_read)
    if chi2_contingency([read, unread]).pvalue >= SURPRISING:
        return []
    n_all, n_none = (n_read == n_segments).sum(), (n_read == 0).sum()
    return [
        Problem(
            f"the hand-coded segments do not look like a random sample: of {len(n_read)} sources {n_all} are "
            f"hand-coded throughout and {n_none} not at all; the intervals of the prevalences assume a random sample",
            where="theme_frequencies, prevalence",
            fix="hand-code segments drawn by `qualpipe sheet --sample`, or read the prevalences as those of the "
            "hand-coded sources alone",
        )
    ]


def _pool_neighbours(expected: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Number the pools of neighbouring sources, each closed as soon as enough is expected in it."""
    pools: list[int] = []
    pool, filled = 0, 0.0
    for size in expected:
        pools.append(pool)
        filled += size
        if filled >= SMALLEST_EXPECTED:
            pool, filled = pool + 1, 0.0
    return np.array(pools)
