"""BERTopic on vectors that are already there, the same every time for the same seed and order of texts."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from bertopic import BERTopic

_NEIGHBOURS = 15
_FEWEST_FOR_SPECTRAL = 20


def assign_bertopic_topics(
    texts: Sequence[str], vectors: npt.NDArray[np.float32], seed: int, /
) -> npt.NDArray[np.int64]:
    """Return the topic of each text as BERTopic (Grootendorst 2022) finds it, the largest first; -1 for none.

    UMAP to five dimensions, then HDBSCAN, with the settings of BERTopic, but for what small studies need: as many
    neighbours as there are other texts, up to 15, found exactly; a random start below 20 texts; a smallest topic that
    grows with the root of the number of texts, from 3 to BERTopic's own 10, below which 60 texts would all be outliers;
    and no topic of more than half of the texts, without which 16 of 101 runs tried on three corpora ended with two
    topics that held everything. BERTopic finds its own number of topics.

    Args:
        texts: at least ten; the result depends on their order, so give them in a canonical one.
        vectors: one row a text.
        seed: of UMAP, which then runs in one thread.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = _build_model(vectors, seed)
        topics, _ = model.fit_transform(list(texts), embeddings=vectors)
    return np.asarray(topics, dtype=np.int64)


def _build_model(vectors: npt.NDArray[np.float32], seed: int) -> BERTopic:
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.neighbors import NearestNeighbors
    from umap import UMAP

    n_texts = len(vectors)
    n_neighbors = min(_NEIGHBOURS, n_texts - 1)
    nearest = NearestNeighbors(n_neighbors=n_neighbors, metric="cosine", algorithm="brute").fit(vectors)
    distances, neighbours = nearest.kneighbors(vectors)
    umap = UMAP(
        n_neighbors=n_neighbors,
        precomputed_knn=(neighbours, distances),
        n_components=5,
        min_dist=0.0,
        metric="cosine",
        init="spectral" if n_texts >= _FEWEST_FOR_SPECTRAL else "random",
        random_state=seed,
        n_jobs=1,
    )
    smallest = int(np.clip(round(n_texts**0.5 / 3), 3, 10))
    hdbscan = HDBSCAN(min_cluster_size=smallest, max_cluster_size=n_texts // 2, core_dist_n_jobs=1)
    return BERTopic(umap_model=umap, hdbscan_model=hdbscan, calculate_probabilities=False)
