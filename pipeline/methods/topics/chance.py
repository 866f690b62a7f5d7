"""What chance alone would do: exact probabilities of an overlap, shuffles within strata, and many tests at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


def overlap_probabilities(total: int, marked: int, drawn: int) -> tuple[int, Numbers]:
    """Return how likely each overlap is when `drawn` of `total` segments are taken blindly and `marked` are marked.

    The hypergeometric distribution, from logarithms of factorials.

    Args:
        total: how many segments there are.
        marked: how many of them carry the theme.
        drawn: how many of them are in the topic.

    Returns:
        The smallest possible overlap, and the probability of it and of each larger one up to the largest possible.
    """
    lowest, highest = max(0, marked + drawn - total), min(marked, drawn)
    shared = np.arange(lowest, highest + 1)
    log = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1)))])
    ways = log[marked] - log[shared] - log[marked - shared] + log[total - marked]
    ways -= log[drawn - shared] + log[total - marked - drawn + shared]
    return lowest, np.exp(ways - log[total] + log[drawn] + log[total - drawn])


def estimate_overlap_p(marked: Flags, drawn: Flags, strata: Labels) -> float | None:
    """Return the chance of so large an overlap, or larger, when topics are shuffled among the segments of a stratum.

    Exact: the overlap is a sum of hypergeometric counts, one a stratum, so their distributions are convolved instead
    of shuffling at random (the one-sided exact conditional test of Mantel & Haenszel 1959). A theme that belongs to
    one source, and a topic that does, are thus no evidence for each other.

    Args:
        marked: for each segment, whether it carries the theme.
        drawn: for each segment, whether it is in the topic.
        strata: for each segment, the stratum within which topics may be shuffled.

    Returns:
        A probability; None where no shuffle changes the overlap, so that chance cannot be told from anything else.
    """
    probabilities, least = np.ones(1), 0
    n_strata = int(strata.max(initial=-1)) + 1
    counted = (marked & drawn, marked, drawn, np.ones(len(strata), dtype=np.bool_))
    both, themes, topics, sizes = (np.bincount(strata[which], minlength=n_strata) for which in counted)
    for stratum in np.flatnonzero((themes > 0) & (topics > 0)):
        lowest, here = overlap_probabilities(int(sizes[stratum]), int(themes[stratum]), int(topics[stratum]))
        probabilities, least = np.convolve(probabilities, here), least + lowest
    if len(probabilities) == 1:
        return None
    return float(min(1.0, probabilities[int(both.sum()) - least :].sum()))


def shuffle_within(strata: Labels, n_shuffles: int, rng: np.random.Generator) -> Labels:
    """Return `n_shuffles` random orders of the segments that move none out of its stratum.

    Args:
        strata: the stratum of each segment.
        n_shuffles: how many orders.
        rng: the source of chance.

    Returns:
        One row an order: `values[row]` are the shuffled values.
    """
    by_stratum = np.argsort(strata, kind="stable")
    keys = strata[by_stratum] + rng.random((n_shuffles, len(strata)))
    orders = np.empty((n_shuffles, len(strata)), dtype=np.int64)
    orders[:, by_stratum] = by_stratum[np.argsort(keys, axis=1, kind="stable")]
    return orders


def adjust_p_values(p_values: Numbers) -> Numbers:
    """Return the p-values adjusted for their number: the false discovery rate at which each would be called.

    Benjamini & Hochberg (1995), step up.

    Args:
        p_values: one a test; nan where there was no test, which stays nan and is not counted.

    Returns:
        The adjusted values, in the order given.
    """
    tested = np.flatnonzero(~np.isnan(p_values))
    order = tested[np.argsort(p_values[tested], kind="stable")[::-1]]
    ranks = np.arange(len(order), 0, -1)
    adjusted = np.full(len(p_values), np.nan)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(p_values[order] * len(order) / ranks))
    return adjusted
