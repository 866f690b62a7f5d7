"""The topics stage: what it writes, that it never crashes, and that nothing but words and settings decides."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from pipeline import outputs, schemas
from pipeline.methods.topics import consensus
from pipeline.stages import topics
from pipeline.store import read_table, write_table
from tests.support.studies import SMALLEST, make_study
from tests.support.topic_tables import SUBJECTS, CountingEncoder, make_segments, write_sentences

WRITTEN = (outputs.EMBEDDINGS, outputs.TOPIC_MODELS, outputs.TOPICS, outputs.SEGMENT_TOPICS)
CONTRACTS = (schemas.EMBEDDINGS, schemas.TOPIC_MODELS, schemas.TOPICS, schemas.SEGMENT_TOPICS)
REAL_RUN = """
import sys
from pathlib import Path
from pipeline.stages import topics
from pipeline.study import read_study
topics.run(read_study(Path(sys.argv[1])))
"""


def make_topic_study(folder, segments, *, settings=""):
    """Return a study whose segments are already cut."""
    study = make_study(folder, SMALLEST + f"\n[topics]\nn_seeds = 3\n{settings}\n")
    write_table(segments, study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    return study


def read_all(study):
    """Return the four tables of the stage by name."""
    read = zip(WRITTEN, CONTRACTS, strict=True)
    return {schema.name: read_table(study.path(output), schema) for output, schema in read}


def read_bytes(study):
    """Return the four files of the stage as they lie on disk."""
    return [study.path(output).read_bytes() for output in WRITTEN]


@pytest.fixture
def encoder(monkeypatch):
    """Stand-ins for the heavy engines: an encoder that counts, BERTopic by the subject a text names, few runs."""
    counting = CountingEncoder()
    monkeypatch.setattr(topics, "build_encoder", lambda _model: counting)
    monkeypatch.setattr(topics, "assign_bertopic_topics", assign_by_subject)
    monkeypatch.setattr(consensus, "N_RUNS", 8)
    return counting


def assign_by_subject(texts, vectors, _seed, /):
    """Put each text with those about the same subject; every seventh text has no topic."""
    assert len(texts) == len(vectors)
    subjects = [next(n for n, words in enumerate(SUBJECTS.values()) if any(w in text for w in words)) for text in texts]
    return np.where(np.arange(len(texts)) % 7 == 0, -1, subjects)


@pytest.mark.usefixtures("encoder")
def test_every_segment_long_enough_is_placed_or_counted_as_an_outlier(tmp_path):
    """Counts in are counts out, for both models, and each topic's size is the number of its rows."""
    segments = make_segments([*write_sentences(60), "yes", "n/a"], facilitated=[3])
    study = make_topic_study(tmp_path, segments)
    notices = topics.run(study)
    tables = read_all(study)
    assert tables["topic_models"]["model"].tolist() == ["bertopic", "consensus"]
    for model in tables["topic_models"].itertuples():
        placed = tables["segment_topics"].query("model == @model.model")
        assert model.n_segments == 59
        assert len(placed) == round(59 * (1 - model.outlier_share))
        found = tables["topics"].query("model == @model.model").set_index("topic_id")["n_segments"]
        assert found.to_dict() == placed["topic_id"].value_counts().to_dict()
        assert found.index.tolist() == [f"{model.model}-{n:02d}" for n in range(1, len(found) + 1)]
        assert found.is_monotonic_decreasing
        assert placed["segment_id"].is_unique
    assert set(tables["segment_topics"]["segment_id"]) <= set(segments.loc[~segments["is_facilitator"], "segment_id"])
    assert [str(notice).splitlines()[0] for notice in notices] == ["2 of 61 segments are too short to carry a topic"]


@pytest.mark.usefixtures("encoder")
@pytest.mark.parametrize("n_segments", [0, 1, 2, 5, 10])
def test_small_studies_decline_with_a_reason(tmp_path, n_segments):
    """Below the smallest number of segments every model declines, says how many there were, and nothing crashes."""
    study = make_topic_study(tmp_path, make_segments(write_sentences(n_segments)), settings="min_segments = 11")
    notices = topics.run(study)
    tables = read_all(study)
    assert tables["topic_models"]["declined"].str.contains(f": {n_segments}, where at least 11").all()
    assert tables["topic_models"]["n_segments"].tolist() == [n_segments] * 2
    assert tables["topics"].empty
    assert tables["segment_topics"].empty
    assert len(tables["embeddings"]) == n_segments
    assert len(notices) == 2


@pytest.mark.usefixtures("encoder")
def test_a_study_that_says_one_thing_only_declines(tmp_path):
    """Sixty identical answers hold one text, and no topics."""
    study = make_topic_study(tmp_path, make_segments(["the bank gave a loan"] * 60))
    topics.run(study)
    assert read_all(study)["topic_models"]["declined"].str.contains(": 1, where at least 40").all()


@pytest.mark.usefixtures("encoder")
def test_the_order_of_the_rows_changes_no_byte(tmp_path):
    """Shuffled segments give the same four files."""
    segments = make_segments(write_sentences(60))
    studies = [
        make_topic_study(tmp_path / name, table)
        for name, table in (("given", segments), ("shuffled", segments.sample(frac=1, random_state=1)))
    ]
    for study in studies:
        topics.run(study)
    assert read_bytes(studies[0]) == read_bytes(studies[1])


def test_a_second_run_encodes_nothing_and_a_cache_changes_no_byte(tmp_path, encoder):
    """Vectors of this or another run are reused; vectors no longer needed do not stay."""
    study = make_topic_study(tmp_path, make_segments(write_sentences(60)))
    topics.run(study)
    first, n_encoded = read_bytes(study), encoder.n_encoded
    topics.run(study)
    assert read_bytes(study) == first
    assert encoder.n_encoded == n_encoded == 60
    write_table(make_segments(write_sentences(80)), study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    topics.run(study)
    assert encoder.n_encoded == 80
    write_table(make_segments(write_sentences(60)), study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    topics.run(study)
    assert read_bytes(study) == first


def test_a_damaged_cache_is_no_reason_to_stop(tmp_path, encoder):
    """Embeddings that cannot be read are made again."""
    study = make_topic_study(tmp_path, make_segments(write_sentences(60)))
    topics.run(study)
    first = read_bytes(study)
    study.path(outputs.EMBEDDINGS).write_bytes(b"half a file")
    topics.run(study)
    assert read_bytes(study) == first
    assert encoder.n_encoded == 120


@pytest.mark.usefixtures("encoder")
def test_only_the_models_named_are_run(tmp_path):
    """study.toml says which models, and in which order."""
    study = make_topic_study(
        tmp_path, make_segments(write_sentences(60)), settings='models = ["consensus"]\nn_topics = 4'
    )
    topics.run(study)
    models = read_all(study)["topic_models"]
    assert models["model"].tolist() == ["consensus"]
    assert models["n_topics"].tolist() == [4]


@pytest.mark.slow
def test_the_real_engines_find_the_subjects_and_the_same_bytes_in_every_process(tmp_path):
    """Eighty sentences on four subjects: both models find them, whatever the hash seed, the threads or the cache."""
    studies = [make_topic_study(tmp_path / name, make_segments(write_sentences(80))) for name in ("one", "two")]
    for study, hash_seed, threads in zip(studies, ("1", "2"), ("1", "2"), strict=True):
        variables = {"PYTHONHASHSEED": hash_seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        command = [sys.executable, "-W", "error", "-c", REAL_RUN, str(study.root / "study.toml")]
        finished = subprocess.run(command, env=os.environ | variables, check=True, capture_output=True)  # noqa: S603 - our own words
        assert finished.stdout == finished.stderr == b""
    assert read_bytes(studies[0]) == read_bytes(studies[1])
    tables = read_all(studies[0])
    assert tables["topic_models"]["declined"].isna().all()
    assert (tables["topic_models"]["n_topics"] >= 3).all()
    assert len(tables["embeddings"]) == 80
    terms = ", ".join(tables["topics"].query("model == 'consensus'")["terms"].str.split(", ").str[:3].sum())
    assert all(any(word in terms for word in words) for words in SUBJECTS.values())
