"""What is put to a topic model, and the tables that say what it found, how surely, or why it declined."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.topics.stability import Stability, estimate_recurrence, estimate_stability
from pipeline.methods.topics.terms import describe_topics

Labels = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]

_FEWEST_TOPICS = 2


class TopicModel(Protocol):
    """Anything that sorts texts into topics."""

    def __call__(self, texts: Sequence[str], vectors: Vectors, seed: int, /) -> Labels:
        """Return one topic number a text, from 0 without gaps; -1 means that it has none."""
        ...


@dataclass(frozen=True, slots=True)
class TopicTables:
    """What one model found: rows of `schemas.TOPIC_MODELS`, `schemas.TOPICS` and `schemas.SEGMENT_TOPICS`."""

    models: pd.DataFrame
    topics: pd.DataFrame
    segment_topics: pd.DataFrame


def collect_texts(segments: pd.DataFrame, *, min_words: int) -> pd.DataFrame:
    """Return the segments that can carry a topic, in the order of their texts' hashes.

    Facilitators' segments and those of fewer than `min_words` words ("yes", "n/a") are left out. The order depends on
    the words alone, so that neither renaming a source nor listing the files in another order moves a topic.

    Args:
        segments: a table as `schemas.SEGMENTS`.
        min_words: how many words a segment must have to carry a topic.

    Returns:
        One row a segment: segment_id, text, text_sha256, and text_number: the place of its text among the distinct
        texts, from 0. The distinct texts are the rows whose text_number is new.
    """
    carries = ~segments["is_facilitator"] & (segments["n_words"] >= min_words)
    texts = segments.loc[carries, ["segment_id", "text"]]
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts["text"]]
    texts = texts.assign(text_sha256=pd.Series(hashes, index=texts.index, dtype=str))
    texts = texts.sort_values(["text_sha256", "segment_id"], ignore_index=True)
    return texts.assign(text_number=texts["text_sha256"].ne(texts["text_sha256"].shift()).cumsum() - 1)


def find_obstacle(vectors: Vectors, *, min_segments: int) -> str | None:
    """Find what keeps these texts from any topic model: too few of them that differ.

    Args:
        vectors: one row a distinct text.
        min_segments: how many segments that differ a topic model must have.

    Returns:
        The reason in words, or None.
    """
    n_different = len(np.unique(vectors, axis=0))
    if n_different >= min_segments:
        return None
    return f"there are too few different texts of enough words: {n_different}, where at least {min_segments} are needed"


def decline_topics(model: str, texts: pd.DataFrame, reason: str) -> TopicTables:
    """Return the tables of the model called `model` that declines `texts` for `reason`: a row that says so, no topics.

    Args:
        model: its name.
        texts: as returned by `collect_texts`.
        reason: why, in words.
    """
    row = {"model": model, "n_segments": len(texts), "n_topics": 0, "n_seeds": 0, "declined": reason}
    models = pd.DataFrame([row | dict.fromkeys(("outlier_share", "stability", "stability_low"), np.nan)])
    topics = pd.DataFrame(columns=["model", "topic_id", "terms", "n_segments", "stability"])
    return TopicTables(models, topics, pd.DataFrame(columns=["model", "segment_id", "topic_id", "probability"]))


def describe_model(model: str, partitions: Sequence[Labels], texts: pd.DataFrame, *, language: str) -> TopicTables:
    """Return the tables of the model called `model`: its topics as its most typical seed found them.

    A model whose typical result has fewer than two topics declines. Topics are numbered by size, the largest first,
    then by their words. `probability` is the share of seeds that agree, as `stability.estimate_recurrence` says.

    Args:
        model: its name, which its topics' ids start with.
        partitions: one a seed, at least two; each gives one topic number a distinct text, in the order of text_number.
        texts: as returned by `collect_texts`.
        language: the language of the study, as in study.toml.
    """
    stability = estimate_stability(partitions)
    topic_of = partitions[stability.typical]
    if topic_of.max() + 1 < _FEWEST_TOPICS:
        return decline_topics(
            model, texts, "it found fewer than two topics: nearly all segments stood alone or together"
        )
    recurrence, probability = estimate_recurrence(partitions, stability.typical)
    distinct = texts.drop_duplicates("text_number")["text"].tolist()
    placed = texts.assign(
        topic=topic_of[texts["text_number"]], probability=probability[texts["text_number"]], model=model
    ).query("topic >= 0")
    topics = pd.DataFrame({"terms": describe_topics(distinct, topic_of, language=language), "stability": recurrence})
    topics = topics.assign(model=model, n_segments=placed["topic"].value_counts().sort_index())
    topics = topics.sort_values(["n_segments", "terms"], ascending=[False, True], kind="stable")
    topics = topics.assign(topic_id=[f"{model}-{place:02d}" for place in range(1, len(topics) + 1)])
    placed = placed.assign(topic_id=topics["topic_id"].loc[placed["topic"]].to_numpy())
    models = _describe_fit(model, stability, texts, placed).assign(n_seeds=len(partitions))
    columns = ["model", "segment_id", "topic_id", "probability"]
    return TopicTables(models, topics, placed[columns].sort_values("segment_id", ignore_index=True))


def find_topic_notices(segments: pd.DataFrame, texts: pd.DataFrame, models: pd.DataFrame) -> Iterator[Problem]:
    """Find what a researcher should know before reading the topics: what was too short, and which model declined.

    Args:
        segments: a table as `schemas.SEGMENTS`.
        texts: as returned by `collect_texts` for these segments.
        models: a table as `schemas.TOPIC_MODELS`.
    """
    n_spoken = int((~segments["is_facilitator"]).sum())
    if n_short := n_spoken - len(texts):
        yield Problem(f"{n_short} of {n_spoken} segments are too short to carry a topic", where="[topics] min_words")
    for row in models.dropna(subset="declined").itertuples():
        yield Problem(f"no {row.model} topics: {row.declined}", where="[topics]")


def _describe_fit(model: str, stability: Stability, texts: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    row = {
        "model": model,
        "n_segments": len(texts),
        "n_topics": placed["topic_id"].nunique(),
        "outlier_share": 1 - len(placed) / len(texts),
        "stability": stability.value,
        "stability_low": stability.low,
        "declined": None,
    }
    return pd.DataFrame([row])
