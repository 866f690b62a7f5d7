"""The example study is what its README says: enough talk, nobody's phrases twice, identifiers where they are listed."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import outputs, run, schemas
from pipeline.store import read_table
from pipeline.study import read_study
from tests.project.example_quality import (
    SHARED,
    find_repeated,
    find_sentences_twice,
    find_unlike,
    measure_talk,
    read_example,
    read_real_talk,
)
from tests.support.example import copy_example


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example study, its files read and nothing more."""
    study = read_study(copy_example(tmp_path_factory.mktemp("example")))
    run.run_stage(run.STAGES[0], study)
    return study


@pytest.fixture(scope="module")
def turns(example):
    """Every turn and answer as collected, with the kind of its source and its words."""
    sources = read_table(example.path(outputs.NAMED_SOURCES), schemas.SOURCES).set_index("source_id")
    table = read_table(example.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    spans = zip(table["source_id"], table["start_char"], table["end_char"], strict=True)
    words = [sources["text"][source][start:end] for source, start, end in spans]
    return table.assign(kind=table["source_id"].map(sources["kind"]), text=words)


def test_three_groups_talk_for_two_hours_each(example, turns):
    """Each group has six participants and two facilitators, 8,000 to 12,000 words, and nearly two hours."""
    sources = read_table(example.path(outputs.NAMED_SOURCES), schemas.SOURCES)
    groups = sources[sources["kind"] == "focus_group"]
    assert groups["n_words"].between(8000, 12000).all()
    assert groups["n_words"].sum() >= 30_000
    people = turns[turns["kind"] == "focus_group"].groupby(["source_id", "is_facilitator"])["participant_id"].nunique()
    assert people.tolist() == [6, 2] * 3
    assert (turns.groupby("source_id")["start_time"].max().loc[groups["source_id"]] > 100 * 60).all()


def test_the_survey_has_two_waves_and_more_than_550_answers(example, turns):
    """Eighty-four people answered before the course, fewer after it."""
    answers = turns[turns["kind"] == "survey"]
    waves = read_table(example.path(outputs.NAMED_SOURCES), schemas.SOURCES).set_index("source_id")["attr_wave"]
    by_wave = answers.groupby(answers["source_id"].map(waves))["participant_id"].nunique()
    assert len(answers) >= 550
    assert answers["participant_id"].nunique() == 84
    assert by_wave["after"] < by_wave["before"] == 84


def test_nobody_speaks_in_phrases_that_come_again(example, turns):
    """No sentence of over four words is said twice, no six words by participants four times."""
    talk = read_example(example)
    leads = frozenset(turns.loc[turns["is_facilitator"], "participant_id"])
    assert find_repeated(talk.values(), leads, least=4) == {}
    assert find_sentences_twice(talk.values(), longer_than=4) == {}


def test_every_planted_identifier_stands_where_it_is_listed(example):
    """Each span of identifiers.csv holds its words in the text as collected; all nine kinds are there."""
    planted = pd.read_csv(example.root / "data" / "example" / "identifiers.csv", dtype={"text": str})
    texts = read_table(example.path(outputs.NAMED_SOURCES), schemas.SOURCES).set_index("source_id")["text"]
    found = [texts[row.source_id][row.start_char : row.end_char] for row in planted.itertuples()]
    assert found == planted["text"].tolist()
    kinds = {"name", "employer", "town", "date", "phone", "email", "address", "id", "age90"}
    assert set(planted["kind"]) == kinds
    assert len(planted) > 400


@pytest.mark.real_data
def test_the_talk_is_like_real_talk(example):
    """How long turns are, how evenly people speak and how soon words repeat lies in the range of real recordings."""
    if not SHARED.exists():
        pytest.skip("public data is not there")
    assert find_unlike(measure_talk(read_example(example)), measure_talk(read_real_talk())) == []
