"""The tables of sources, turns and intake."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schemas
from pipeline.methods.text.asked import name_questions
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.people import name_people
from pipeline.methods.text.turns import build_intake, build_sources, build_turns, measure_texts, name_sources
from pipeline.store import check_table


def _tables(sources):
    people = name_people(sources, [], [])
    ids = name_sources(sources, people.ids)
    asked = name_questions(sources, people.leads, [])
    made = check_table(build_sources(sources, ids, "en"), schemas.SOURCES)
    return made, check_table(build_turns(sources, ids, people, asked), schemas.NAMED_TURNS)


def _group(stem, *texts, **more):
    return CollectedSource(
        stem, "focus_group", stem, "", f"{stem}.txt", tuple(CollectedTurn(t, label="Ann") for t in texts), **more
    )


def _sheet(key, **attributes):
    turn = CollectedTurn("fine", question="how", row_key="r1", attributes={})
    return CollectedSource(
        "s", "survey", "s", "2026-05-03", "s.csv", (turn,), {"wave": "1"}, attributes, key=key, is_sheet=True
    )


def test_turns_point_at_their_words_and_newlines_part_them():
    """A source's text is its turns, each on a new line; spans are half-open and count code points."""
    sources, turns = _tables([_group("a", "one\ntwo", "\U0001f44d", "three")])
    text = sources["text"].iloc[0]
    assert text == "one\ntwo\n\U0001f44d\nthree"
    assert [text[s:e] for s, e in zip(turns["start_char"], turns["end_char"], strict=True)] == [
        "one\ntwo",
        "\U0001f44d",
        "three",
    ]
    assert turns["turn_id"].tolist() == ["a#0001", "a#0002", "a#0003"]
    assert sources["n_words"].tolist() == [3]


def test_a_sheet_is_named_after_its_respondent_and_a_second_one_is_numbered():
    """Two sheets of one person in a file are two sources."""
    sources, turns = _tables([_sheet("k1", site="A"), _sheet("k2", site="B"), _sheet("k1", site="")])
    assert sources["source_id"].tolist() == ["s-R001", "s-R002", "s-R001-2"]
    assert sources["attr_site"].fillna("?").tolist() == ["A", "B", "?"]
    assert set(sources["attr_wave"]) == {"1"}
    assert turns["participant_key"].tolist() == ["k1", "k2", "k1"]
    assert set(turns["row_key"]) == {"r1"}


def test_what_is_missing_is_missing_and_not_a_word():
    """No date, no key, no time: empty cells, never the text None."""
    sources, turns = _tables([_group("a", "one")])
    assert sources["date"].isna().all()
    assert turns[["question_id", "section", "start_time", "row_key", "participant_key"]].isna().all(axis=None)


def test_the_hash_of_a_source_is_that_of_its_text():
    """The same words give the same hash, others another."""
    sources, _ = _tables([_group("a", "one"), _group("b", "one"), _group("c", "two")])
    first, second, third = sources["sha256"]
    assert first == second != third


def test_the_intake_has_a_row_for_every_file_and_fate():
    """Counts go into the table as they are."""
    table = check_table(build_intake({"a.txt": {"turn": (5, 1), "blank": (2, 2)}, "b.txt": {}}), schemas.INTAKE)
    expected = pd.DataFrame(
        {"file": ["a.txt"] * 2, "fate": ["turn", "blank"], "n_characters": [5, 2], "n_places": [1, 2]}
    )
    pd.testing.assert_frame_equal(table, expected)


words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=3))
def test_turns_and_newlines_make_up_every_text(texts):
    """Whatever is said, every character outside the turns is a separator."""
    sources, turns = _tables([_group(f"s{number}", *said) for number, said in enumerate(texts)])
    for source in sources.itertuples():
        spans = turns[turns["source_id"] == source.source_id]
        said = [source.text[s:e] for s, e in zip(spans["start_char"], spans["end_char"], strict=True)]
        assert "\n".join(said) == source.text


def test_a_text_is_measured_whatever_characters_it_holds():
    """Words, the hash of its UTF-8 bytes and the text itself, in the order of the texts, half a character too."""
    measured = measure_texts(["two words", "", "\ud800"])
    assert measured["n_words"] == [2, 0, 0]
    assert measured["sha256"][1] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert measured["text"] == ["two words", "", "\ud800"]
    assert len(set(measured["sha256"])) == 3
