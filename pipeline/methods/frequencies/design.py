"""Whether the hand-coded segments look like a random sample of all, as every interval from a sample assumes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2_contingency

from pipeline.errors import Problem
from pipeline.methods.agreement.readings import BoolArray, StrArray

SMALLEST_EXPECTED = 5
# Of fewer, the interval would span a fifth of the scale even for a code that none of them carries.
MINIMUM_HAND_CODED = 10
SURPRISING = 0.001


def list_strata(kinds: StrArray, is_read: BoolArray, is_asked: BoolArray) -> list[BoolArray]:
    """Return the strata of the hand-coded sample: the segments of each kind of source, or all of them as one.

    A team codes its focus groups throughout and a sample of its survey: each kind is a stratum, read at a rate of its
    own. But a kind of which hardly anything was read shows nothing of itself; then the sample is taken to be one, and
    `find_uneven_sample` tells of it.

    Args:
        kinds: for each segment the kind of its source.
        is_read: for each segment, whether a person read it.
        is_asked: for each segment, whether it is one of those that the sample is of: those that a code applies to.

    Returns:
        One or more arrays like `is_asked`, which they share out among them.
    """
    strata = [is_asked & (kinds == kind) for kind in pd.unique(kinds[is_asked])]
    is_shown = all((stratum & is_read).sum() >= min(MINIMUM_HAND_CODED, stratum.sum()) for stratum in strata)
    return strata if strata and is_shown else [is_asked]


def find_uneven_sample(is_read: BoolArray, applies: BoolArray, source_ids: StrArray, kinds: StrArray) -> list[Problem]:
    """Find whether, in a stratum of the sample, the hand-coded share differs between sources by more than chance.

    Pearson's chi-square test of homogeneity. Neighbouring sources that are too small for it (fewer than five expected,
    hand-coded or not) are taken together. It tells of whole sources hand-coded and others left, or the first pages of
    an export; a difference inside the sources it cannot see.

    Args:
        is_read: for each codable segment, whether a person read it.
        applies: segments x codes: whether the code applies to the segment.
        source_ids: the source of each segment.
        kinds: the kind of source of each segment.
    """
    found: dict[Problem, None] = {}
    for is_asked in {of_code.tobytes(): of_code for of_code in applies.T}.values():
        for stratum in list_strata(kinds, is_read, is_asked):
            if _is_uneven(is_read[stratum], source_ids[stratum]):
                of_stratum = pd.unique(kinds[stratum])
                is_named = len(of_stratum) == 1 and len(pd.unique(kinds)) > 1
                found[_tell_of_uneven(is_read[stratum], source_ids[stratum], of_stratum[0] if is_named else "")] = None
    return list(found)


def _is_uneven(is_read: BoolArray, source_ids: StrArray) -> bool:
    if is_read.all() or not is_read.any():
        return False
    n_segments, n_read = _count_by_source(is_read, source_ids)
    pool = _pool_neighbours(n_segments * min(is_read.mean(), 1 - is_read.mean()))
    read, unread = np.bincount(pool, weights=n_read), np.bincount(pool, weights=n_segments - n_read)
    return bool(chi2_contingency([read, unread]).pvalue < SURPRISING)


def _count_by_source(is_read: BoolArray, source_ids: StrArray) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    source, _ = pd.factorize(source_ids)
    return np.bincount(source), np.bincount(source[is_read], minlength=source.max() + 1)


def _tell_of_uneven(is_read: BoolArray, source_ids: StrArray, kind: str) -> Problem:
    n_segments, n_read = _count_by_source(is_read, source_ids)
    n_all, n_none = (n_read == n_segments).sum(), (n_read == 0).sum()
    of_kind = f" of kind {kind}" if kind else ""
    return Problem(
        f"the hand-coded segments do not look like a random sample: of {len(n_read)} sources{of_kind} {n_all} are "
        f"hand-coded throughout and {n_none} not at all; the intervals of the prevalences assume a random sample",
        where="theme_frequencies, prevalence",
        fix="hand-code segments drawn by `qualpipe sheet --sample`, or read the prevalences as those of the "
        "hand-coded sources alone",
    )


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
