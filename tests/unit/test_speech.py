"""Pieces of speech, as tools give them, put together to turns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.transcripts.speech import Said, compose_speech, dig, list_records, name_speaker, read_seconds
from pipeline.methods.text.passages import TurnMark, join_turns
from tests.support.transcripts import assert_accounted


def _told(*said):
    transcript = compose_speech(said)
    assert_accounted(transcript, transcript.text)
    return list(zip(transcript.marks.values(), join_turns(transcript).values(), strict=True))


def test_pieces_of_one_speaker_in_a_row_are_one_turn():
    """Pieces are parted by a space unless the tool glues them; the turn lasts from the first to the last."""
    told = _told(
        Said("Ann", " Hello", 1.0, 2.0),
        Said("ann ", "you", 2.0, 2.5),
        Said("Ann", ".", is_glued=True),
        Said("Ben", "Hi", 3.0),
    )
    assert told == [(TurnMark("Ann", "", 1.0, 2.5, 1), "Hello you."), (TurnMark("Ben", "", 3.0, None, 2), "Hi")]


def test_where_nobody_is_named_a_turn_ends_with_a_sentence():
    """A full stop glued to its word ends the sentence with it."""
    told = _told(
        Said("", "We met"), Said("", "in May"), Said("", ".", is_glued=True), Said("", "Then."), Said("", "So")
    )
    assert [words for _, words in told] == ["We met in May.", "Then.", "So"]
    assert not compose_speech([Said("", "a")]).has_speakers


def test_pieces_without_words_are_no_turn_and_bad_times_are_none():
    """Silence leaves nothing; an end before its start is moved to it."""
    assert _told(Said("Ann", "  "), Said("Ben", "\u00ad", is_glued=True)) == []
    assert _told(Said("Ann", "a", 5.0, 3.0))[0][0] == TurnMark("Ann", "", 5.0, 5.0, 1)


@pytest.mark.parametrize(
    ("value", "unit", "seconds"),
    [
        (1, 1, 1.0),
        (1500, 0.001, 1.5),
        ("4.87", 1, 4.87),
        ("250", 0.001, 0.25),
        ("1.2s", 1, 1.2),
        ("PT1.59S", 1, 1.59),
        ("PT1H2M3S", 1, 3723.0),
        ("P1DT1S", 1, 86401.0),
        ("00:00:03.7167320", 1, 3.717),
        ("00:01:02,500", 0.001, 62.5),
        (float("nan"), 1, None),
        (float("inf"), 1, None),
        (-1, 1, None),
        ("soon", 1, None),
        (True, 1, None),
        (None, 1, None),
        ([1], 1, None),
    ],
)
def test_times_are_seconds_however_a_tool_writes_them(value, unit, seconds):
    """Milliseconds, ticks, clock times and ISO durations all become seconds; what is no time becomes none."""
    assert read_seconds(value, unit) == seconds


@pytest.mark.parametrize(
    ("value", "label"),
    [(0, "Speaker 0"), (1.0, "Speaker 1"), (" Ann  Lee", "Ann Lee"), (None, ""), (True, ""), ({}, "")],
)
def test_a_speaker_s_number_is_a_label(value, label):
    """Tools that number speakers, from 0, get labels that the grammar knows."""
    assert name_speaker(value) == label


def test_paths_lead_into_json_or_nowhere():
    """A missing key, a wrong kind or a list that is too short is nothing, never a traceback."""
    value = {"a": [{"b": 1}, "x"]}
    assert dig(value, "a.0.b") == 1
    assert dig(value, "") == value
    assert [dig(value, path) for path in ("a.5", "a.b", "a.0.b.c", "z")] == [None] * 4
    assert list_records(value, "a") == [{"b": 1}]
    assert list_records(value, "z") == list_records(value) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.builds(Said, st.sampled_from(["", "A", "B"]), st.text(max_size=9), is_glued=st.booleans()), max_size=9)
)
def test_whatever_a_tool_says_is_accounted_for(said):
    """Every turn has words and a mark, and the turns are all of the text."""
    transcript = compose_speech(said)
    assert_accounted(transcript, transcript.text)
    assert len(join_turns(transcript)) == len(transcript.marks)
