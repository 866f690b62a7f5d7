"""What is put to a topic model, and what its tables say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline import schemas
from pipeline.methods.topics.models import (
    collect_texts,
    decline_topics,
    describe_model,
    find_obstacle,
    find_topic_notices,
)
from pipeline.store import check_table
from tests.support.topic_tables import make_segments

TEXTS = ["red roses grow here", "yes", "red roses grow there", "late trains run here", "late trains run there", "n/a"]


@pytest.fixture
def texts() -> pd.DataFrame:
    """The four sentences long enough to carry a topic, one of them said twice."""
    return collect_texts(make_segments([*TEXTS, TEXTS[0]]), min_words=3)


def place(texts: pd.DataFrame, *, roses: int, trains: int) -> np.ndarray:
    """Return one topic number a distinct text: one for roses, one for trains."""
    distinct = texts.drop_duplicates("text_number")["text"]
    return np.where(distinct.str.contains("roses"), roses, trains)


def test_facilitators_and_short_segments_carry_no_topic():
    """Only participants' segments of enough words are put to a model."""
    found = collect_texts(make_segments(TEXTS, facilitated=[0]), min_words=3)
    assert sorted(found["text"]) == sorted(TEXTS[2:5])


def test_the_order_depends_on_the_words_alone(texts):
    """Renamed and reordered sources give the same texts in the same order."""
    segments = make_segments([*TEXTS, TEXTS[0]], n_sources=3).sample(frac=1, random_state=1)
    again = collect_texts(segments, min_words=3)
    assert again["text"].tolist() == texts["text"].tolist()
    assert texts["text_sha256"].is_monotonic_increasing


def test_a_text_that_is_said_twice_is_numbered_once(texts):
    """Numbers count the distinct texts, in order."""
    assert texts["text_number"].max() + 1 == 4
    assert texts.groupby("text")["text_number"].nunique().max() == 1
    assert len(texts) == 5


def test_no_segments_give_no_texts():
    """An empty table stays one, with its columns."""
    none = collect_texts(make_segments([]), min_words=3)
    assert none.columns.tolist() == ["segment_id", "text", "text_sha256", "text_number"]
    assert none.empty


@pytest.mark.parametrize("n_different", [0, 1, 9])
def test_too_few_different_texts_are_an_obstacle(n_different):
    """Vectors that are all alike, or too few, are not put to a model, and the reason counts them."""
    vectors = np.eye(10, dtype=np.float32)[np.arange(60) % max(1, n_different)] if n_different else np.empty((0, 0))
    assert str(n_different) in str(find_obstacle(vectors, min_segments=10))


def test_enough_different_texts_are_no_obstacle():
    """As many different vectors as asked for will do."""
    assert find_obstacle(np.eye(10, dtype=np.float32), min_segments=10) is None


def test_a_declined_model_has_a_reason_and_no_topics(texts):
    """Its row keeps the contract, counts the segments and says why."""
    tables = decline_topics("consensus", texts, "too few")
    row = check_table(tables.models, schemas.TOPIC_MODELS).iloc[0]
    assert (row.n_segments, row.n_topics, row.declined) == (5, 0, "too few")
    assert check_table(tables.topics, schemas.TOPICS).empty
    assert check_table(tables.segment_topics, schemas.SEGMENT_TOPICS).empty


def test_the_tables_say_what_was_found_and_how_surely(texts):
    """Two topics that every seed finds: named, sized by their segments, wholly stable."""
    partitions = [place(texts, roses=1, trains=0), place(texts, roses=0, trains=1)]
    tables = describe_model("consensus", partitions, texts, language="en")
    row = check_table(tables.models, schemas.TOPIC_MODELS).iloc[0]
    assert (row.n_segments, row.n_topics, row.outlier_share, row.n_seeds) == (5, 2, 0, 2)
    assert (row.stability, row.stability_low) == (1, 1)
    assert pd.isna(row.declined)
    topics = check_table(tables.topics, schemas.TOPICS).set_index("topic_id")
    assert topics["n_segments"].to_dict() == {"consensus-01": 3, "consensus-02": 2}
    assert topics["terms"].str.split(", ").str[0].tolist() == ["grow", "late"]
    assert topics["stability"].tolist() == [1, 1]
    placed = check_table(tables.segment_topics, schemas.SEGMENT_TOPICS)
    assert placed["probability"].tolist() == [1] * 5
    assert placed["segment_id"].is_monotonic_increasing


def test_topics_of_one_size_are_in_the_order_of_their_words():
    """The number a model gave a topic does not decide its name."""
    texts = collect_texts(make_segments([t for t in TEXTS if len(t) > 3]), min_words=3)
    for roses, trains in ((0, 1), (1, 0)):
        partition = place(texts, roses=roses, trains=trains)
        tables = describe_model("m", [partition, partition], texts, language="en")
        assert tables.topics.set_index("topic_id")["terms"].str.split(", ").str[0].to_dict() == {
            "m-01": "grow",
            "m-02": "late",
        }


def test_segments_without_a_topic_are_counted_and_listed_nowhere(texts):
    """An outlier has no row, and the share of outliers says so."""
    partition = place(texts, roses=0, trains=1)
    partition[np.flatnonzero(partition == 1)[0]] = -1
    tables = describe_model("bertopic", [partition, partition], texts, language="en")
    assert tables.models["outlier_share"].item() == pytest.approx(1 / 5)
    assert len(tables.segment_topics) == 4


@pytest.mark.parametrize("topic", [-1, 0])
def test_a_model_that_finds_less_than_two_topics_declines(texts, topic):
    """All outliers, or all in one topic, is no topic model, whatever its stability."""
    partition = np.full(4, topic)
    tables = describe_model("bertopic", [partition, partition], texts, language="en")
    assert "fewer than two topics" in tables.models["declined"].item()
    assert tables.topics.empty


def test_what_is_too_short_and_who_declined_is_told(texts):
    """One notice for the short segments, one a declined model; none holds a participant's words."""
    segments = make_segments([*TEXTS, TEXTS[0]])
    notices = list(find_topic_notices(segments, texts, decline_topics("bertopic", texts, "too few").models))
    assert [str(n).splitlines()[0] for n in notices] == [
        "2 of 7 segments are too short to carry a topic",
        "no bertopic topics: too few",
    ]


def test_nothing_is_told_where_all_went_well(texts):
    """With long segments and a model that found topics, there is nothing to say."""
    partition = place(texts, roses=0, trains=1)
    models = describe_model("m", [partition, partition], texts, language="en").models
    assert not list(find_topic_notices(make_segments(texts["text"].tolist()), texts, models))
