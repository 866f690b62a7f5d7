"""Topics that many runs of k-means agree on: a text's topic is where most runs put it with the same others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.methods.topics.models import TopicModel
from pipeline.methods.topics.stability import estimate_stability

Labels = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]
Shares = npt.NDArray[np.floating[Any]]

SMALLEST_TOPIC = 3
N_RUNS = 50
_SEGMENTS_A_TOPIC = 12
_N_CANDIDATES = 6
_TEXTS_TO_CHOOSE_ON = 600
_TEXTS_TO_CROSS = 5000


def build_consensus(vectors: Vectors, n_topics: int, seeds: Sequence[int]) -> TopicModel:
    """Return the consensus model of `n_topics` topics; 0 means as many as `choose_n_topics` finds for these texts.

    Args:
        vectors: the texts it will be given, as in `assign_consensus_topics`.
        n_topics: how many topics to cut; 0 to choose.
        seeds: what the choice is judged over.
    """
    wanted = n_topics or choose_n_topics(vectors, seeds)

    def assign_topics(_texts: Sequence[str], vectors: Vectors, seed: int, /) -> Labels:
        return assign_consensus_topics(vectors, wanted, np.random.default_rng(seed))

    return assign_topics


def assign_consensus_topics(vectors: Vectors, n_topics: int, rng: np.random.Generator) -> Labels:
    """Return the topic of each text: a consensus of 50 runs of k-means.

    Each run starts from other random centres. Two texts are as near as the share of runs that put them together;
    average linkage on these shares is cut into `n_topics` groups (evidence accumulation, Fred & Jain 2005). Groups of
    fewer than three texts then join the group they were put with most often. Beyond 5,000 texts the consensus is
    found on the first 5,000, and every other text joins the topic with the nearest mean; texts in the order of their
    hashes are in random order, so that the first are a fair sample.

    Args:
        vectors: one row a text, each of length 1, in a canonical order.
        n_topics: how many groups to cut; at most a third of the texts, so that each can hold three.
        rng: the source of the seeds of the runs.

    Returns:
        One topic number a text, from 0 without gaps.
    """
    crossed = vectors[:_TEXTS_TO_CROSS]
    n_topics = max(1, min(n_topics, len(crossed) // SMALLEST_TOPIC))
    together = _share_together(crossed, n_topics, rng)
    topics = _dissolve_small(_cut(together, n_topics), together)
    if len(vectors) == len(crossed):
        return topics
    means = np.stack([crossed[topics == topic].mean(axis=0) for topic in range(topics.max() + 1)])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return np.concatenate([topics, np.argmax(vectors[len(crossed) :] @ means.T, axis=1)])


def choose_n_topics(vectors: Vectors, seeds: Sequence[int]) -> int:
    """Return how many topics come back most faithfully from one seed to the next.

    Candidates are at most six numbers, evenly spaced in ratio, from a third of the root of the number of texts
    (between 3 and 10) to one topic per twelve texts (at most 30). The one with the highest mean adjusted Rand index
    between seeds is chosen, the smallest of equals. Stability, not coherence, chooses (Hoyle et al. 2021: automated
    coherence declares winners that people do not see). More than 600 texts are judged by the first 600.

    Args:
        vectors: as in `assign_consensus_topics`.
        seeds: at least two.
    """
    sample = vectors[:_TEXTS_TO_CHOOSE_ON]
    candidates = _candidates(len(vectors))
    if len(candidates) == 1:
        return candidates[0]
    scores = [
        estimate_stability([assign_consensus_topics(sample, n, np.random.default_rng(seed)) for seed in seeds]).value
        for n in candidates
    ]
    return candidates[int(np.argmax(np.round(scores, 9)))]


def _candidates(n_texts: int) -> list[int]:
    fewest = int(np.clip(round(n_texts**0.5 / 3), 3, 10))
    most = int(np.clip(n_texts // _SEGMENTS_A_TOPIC, fewest, 30))
    return np.unique(np.geomspace(fewest, most, _N_CANDIDATES).round().astype(int)).tolist()


def _share_together(vectors: Vectors, n_topics: int, rng: np.random.Generator) -> Shares:
    from sklearn.cluster import KMeans  # pyright: ignore[reportMissingTypeStubs] - scikit-learn has none

    build: Any = KMeans
    inside = np.zeros((len(vectors), N_RUNS * n_topics), dtype=np.float32)
    for run, seed in enumerate(rng.integers(2**31, size=N_RUNS)):
        groups: Labels = build(n_topics, init="random", n_init=1, random_state=int(seed)).fit_predict(vectors)
        inside[np.arange(len(vectors)), run * n_topics + groups] = 1
    return inside @ inside.T / N_RUNS


def _cut(together: Shares, n_topics: int) -> Labels:
    from scipy.cluster.hierarchy import average, fcluster
    from scipy.spatial.distance import squareform

    tree = average(squareform(1 - together, checks=False))
    return fcluster(tree, n_topics, criterion="maxclust").astype(np.int64)


def _dissolve_small(groups: Labels, together: Shares) -> Labels:
    names, sizes = np.unique(groups, return_counts=True)
    kept = names[sizes >= SMALLEST_TOPIC] if sizes.max() >= SMALLEST_TOPIC else names
    nearness = np.stack([together[:, groups == name].mean(axis=1) for name in kept], axis=1)
    nearest = nearness.argmax(axis=1)
    own = np.searchsorted(kept, groups).clip(max=len(kept) - 1)
    return np.where(kept[own] == groups, own, nearest).astype(np.int64)
