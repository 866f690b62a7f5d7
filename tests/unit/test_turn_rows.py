"""Transcripts kept as tables."""

from __future__ import annotations

from pipeline.formats.surveys.columns import Export
from pipeline.formats.surveys.turn_rows import parse_turn_rows
from pipeline.formats.tables import read_table_file

TABLE = """speaker,words,at,until,file,about
Ann Lee:,Hello,[0:00],0:05,one,a
,and more,,,one,a
BO:,,0:10,,one,a
,Bo's words,soon,,one,b
,"no\nspeaker yet",,,two,
"""


def _parse(**columns):
    return parse_turn_rows(read_table_file(TABLE.encode(), "a.csv"), Export({"text": "words", **columns}))


def test_a_blank_speaker_is_the_speaker_before():
    """Every row with words is a turn; a label on a row without words still names who speaks next."""
    found = _parse(speaker="speaker")
    assert [(turn.label, turn.text, turn.line) for turn in found.turns[""]] == [
        ("Ann Lee", "Hello", 2),
        ("Ann Lee", "and more", 3),
        ("BO", "Bo's words", 5),
        ("BO", "no\nspeaker yet", 6),
    ]
    assert found.fates["blank answer"] == (0, 1)
    assert found.fates["speaker label"] == (11, 5)


def test_each_value_of_the_source_column_is_a_source():
    """Speakers, times and questions are those of the row; a time that is none is missing."""
    found = _parse(speaker="speaker", source="file", start="at", end="until", question="about")
    assert {source: [turn.label for turn in turns] for source, turns in found.turns.items()} == {
        "one": ["Ann Lee", "Ann Lee", "BO"],
        "two": [""],
    }
    times = [(turn.start_time, turn.end_time, turn.question) for turn in found.turns["one"]]
    assert times == [(0, 5, "a"), (None, None, "a"), (None, None, "b")]


def test_a_participants_key_names_the_speaker_too():
    """Without labels the key says who speaks, until another does."""
    found = _parse(participant="speaker")
    assert [(turn.label, turn.key) for turn in found.turns[""]] == [("", "Ann Lee:")] * 2 + [("", "BO:")] * 2
