"""How far two groupings of the same segments agree, from the table that crosses them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.methods.topics.chance import overlap_probabilities

Labels = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

_ALIKE = 1e-12


def cross_tabulate(first: Labels, second: Labels) -> Counts:
    """Return how many segments each pair of groups shares.

    Args:
        first: one group a segment; any whole numbers, which need not follow each other.
        second: the same segments in the other grouping.

    Returns:
        One row per group of `first` and one column per group of `second`, both in ascending order.
    """
    rows, row_of = np.unique(first, return_inverse=True)
    columns, column_of = np.unique(second, return_inverse=True)
    cells = np.bincount(row_of * len(columns) + column_of, minlength=len(rows) * len(columns))
    return cells.reshape(len(rows), len(columns)).astype(np.int64)


def purity(counts: Counts) -> Numbers:
    """Return the share of segments that belong to the largest theme of their topic.

    Args:
        counts: themes by topics, or a stack of such tables; the last two axes are the table.

    Returns:
        One number a table, from 0 to 1.
    """
    return counts.max(axis=-2).sum(axis=-1) / counts.sum(axis=(-2, -1))


def inverse_purity(counts: Counts) -> Numbers:
    """Return the share of segments that belong to the largest topic of their theme; as `purity`, turned round."""
    return purity(np.swapaxes(counts, -1, -2))


def harmonic_purity(counts: Counts) -> Numbers:
    """Return, over segments, the mean of the best F1 that any topic reaches for the segment's theme.

    P1 of Pham et al. (2024, TopicGPT): sum over themes i of n_i/n * max_j 2 n_ij / (n_i + n_j), after Amigó et al.
    (2009). Arguments and result as in `purity`.
    """
    in_theme = counts.sum(axis=-1, keepdims=True)
    in_topic = counts.sum(axis=-2, keepdims=True)
    best = (2 * counts / np.maximum(in_theme + in_topic, 1)).max(axis=-1)
    return (in_theme[..., 0] * best).sum(axis=-1) / counts.sum(axis=(-2, -1))


def adjusted_rand_index(counts: Counts) -> Numbers:
    """Return the adjusted Rand index (Hubert & Arabie 1985): 1 for the same grouping, 0 on average by chance.

    Two groupings that leave no room for chance (both one group, or both all singles) agree wholly: 1. Arguments and
    result as in `purity`, but from -1 to 1.
    """
    together = _pairs(counts).sum(axis=(-2, -1))
    first = _pairs(counts.sum(axis=-1)).sum(axis=-1)
    second = _pairs(counts.sum(axis=-2)).sum(axis=-1)
    expected = first * second / np.maximum(_pairs(counts.sum(axis=(-2, -1))), 1)
    return _adjusted(together, expected, (first + second) / 2)


def normalised_mutual_information(counts: Counts) -> Numbers:
    """Return the mutual information over the mean of the two entropies; arguments and result as in `purity`."""
    return _adjusted(_mutual_information(counts), np.zeros(counts.shape[:-2]), _mean_entropy(counts))


def adjusted_mutual_information(counts: Counts) -> Numbers:
    """Return the mutual information adjusted for chance (Vinh, Epps & Bailey 2010), over the mean entropy.

    1 for the same grouping, 0 on average by chance; 1 where there is no room for chance. Arguments and result as in
    `purity`; the tables of a stack must share their margins, as those of a permutation test do.
    """
    first = counts.reshape(-1, *counts.shape[-2:])[0]
    expected = _expected_information(first.sum(axis=1), first.sum(axis=0))
    return _adjusted(_mutual_information(counts), np.full(counts.shape[:-2], expected), _mean_entropy(counts))


def matched_share(counts: Counts) -> Numbers:
    """Return the share of segments in the pairs when each theme is given one topic of its own, as well as can be.

    The best pairing is found exactly (Kuhn 1955, the Hungarian method). Arguments and result as in `purity`.
    """
    from scipy.optimize import linear_sum_assignment

    tables = counts.reshape(-1, *counts.shape[-2:])
    matched = [table[linear_sum_assignment(table, maximize=True)].sum() for table in tables]
    return np.array(matched).reshape(counts.shape[:-2]) / counts.sum(axis=(-2, -1))


def _pairs(sizes: Counts) -> Numbers:
    return sizes * (sizes - 1.0) / 2


def _adjusted(found: Numbers, expected: Numbers, most: Numbers) -> Numbers:
    room = most - expected
    has_room = room > _ALIKE
    return np.where(has_room, (found - expected) / np.where(has_room, room, 1.0), 1.0)


def _entropy(sizes: Counts) -> Numbers:
    share = sizes / sizes.sum(axis=-1, keepdims=True)
    return -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=-1)


def _mean_entropy(counts: Counts) -> Numbers:
    return (_entropy(counts.sum(axis=-1)) + _entropy(counts.sum(axis=-2))) / 2


def _mutual_information(counts: Counts) -> Numbers:
    joint = _entropy(counts.reshape(*counts.shape[:-2], -1))
    return 2 * _mean_entropy(counts) - joint


def _expected_information(first: Counts, second: Counts) -> float:
    """The mutual information that margins `first` and `second` give on average by chance."""
    total = int(first.sum())
    information = 0.0
    for row, n_rows in zip(*np.unique(first[first > 0], return_counts=True), strict=True):
        for column, n_columns in zip(*np.unique(second[second > 0], return_counts=True), strict=True):
            lowest, probabilities = overlap_probabilities(total, int(row), int(column))
            shared = lowest + np.arange(len(probabilities))
            some = shared > 0
            here = shared[some] / total * np.log(total * shared[some] / (int(row) * int(column)))
            information += int(n_rows) * int(n_columns) * float(here @ probabilities[some])
    return information
