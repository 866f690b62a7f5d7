"""How far a topic model finds the same topics again from other seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from pipeline.methods.topics.coefficients import adjusted_rand_index, cross_tabulate

Labels = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Stability:
    """How alike the results of several seeds are: `value` on average over pairs, `low` for the worst pair."""

    value: float
    low: float
    typical: int


def estimate_stability(partitions: Sequence[Labels]) -> Stability:
    """Return the agreement of every pair of partitions, and which partition is most like all the others.

    Agreement is the adjusted Rand index; texts without a topic (-1) count as one group. The typical partition is the
    one to report (after Rieger et al. 2024, LDAPrototype); of equals, the first.

    Args:
        partitions: at least two; each gives one topic number a text, the same texts in the same order.

    Returns:
        The mean and the smallest index over pairs, and the place of the typical partition.
    """
    alike = np.zeros((len(partitions), len(partitions)))
    for one, other in combinations(range(len(partitions)), 2):
        alike[one, other] = alike[other, one] = adjusted_rand_index(cross_tabulate(partitions[one], partitions[other]))
    pairs = alike[np.triu_indices(len(partitions), k=1)]
    typical = int(np.argmax(alike.sum(axis=1).round(_DECIMALS)))
    return Stability(float(pairs.mean()), float(pairs.min()), typical)


def estimate_recurrence(partitions: Sequence[Labels], typical: int) -> tuple[Numbers, Numbers]:
    """Return how fully each topic of the typical partition comes back in the others, and how often each text does.

    A topic's match in another partition is the topic with the largest Jaccard index, |both| / |either|.

    Args:
        partitions: as in `estimate_stability`.
        typical: the place of the partition whose topics are judged.

    Returns:
        For each topic in ascending order, the mean of its best Jaccard indices in the other partitions; for each
        text, the share of all partitions that put it into its topic or the match of its topic (0 without a topic).
    """
    topic_of = partitions[typical]
    topics = np.unique(topic_of[topic_of >= 0])
    others = [p for place, p in enumerate(partitions) if place != typical]
    best = np.zeros((len(others), len(topics)))
    found = (topic_of >= 0).astype(float)
    for row, other in enumerate(others):
        for column, topic in enumerate(topics):
            inside = topic_of == topic
            best[row, column], match = _best_jaccard(inside, other)
            found[inside] += other[inside] == match
    return best.mean(axis=0), found / len(partitions)


def _best_jaccard(inside: npt.NDArray[np.bool_], other: Labels) -> tuple[float, int]:
    """The largest Jaccard index of the texts `inside` with a topic of `other`, and that topic; -2 where it has none."""
    topics, sizes = np.unique(other[other >= 0], return_counts=True)
    if not len(topics):
        return 0.0, -2
    shared = np.array([np.count_nonzero(other[inside] == topic) for topic in topics])
    jaccard = shared / (inside.sum() + sizes - shared)
    return float(jaccard.max()), int(topics[jaccard.argmax()])
