"""Passages: every character is kept in a turn or skipped for a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.passages import (
    MARKUP,
    SPEECH,
    Passage,
    Transcript,
    TurnMark,
    add_fates,
    count_fates,
    join_turns,
    plain_text,
    trim_turns,
)


def _transcript(pieces, joiner=""):
    text, passages = "", []
    for written, kind, turn in pieces:
        passages.append(Passage(len(text), len(text) + len(written), kind, turn))
        text += written
    marks = {turn: TurnMark() for _, kind, turn in pieces if kind == SPEECH}
    return Transcript(text, tuple(passages), marks, {}, has_speakers=True, joiner=joiner)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a &amp; b", "a & b"),
        ("kind&#8212;brief", "kind\u2014brief"),
        ("it&#x27;s", "it's"),
        ("a&nbsp;b", "a b"),
        ("R&D, AT&T; &copy &unknown;", "R&D, AT&T; &copy &unknown;"),
        ("no escape", "no escape"),
    ],
)
def test_only_plain_character_escapes_are_resolved(written, meant):
    """An ampersand in ordinary words stays as it is."""
    assert plain_text(written) == meant


@given(st.text(alphabet="&#;xamplt10 \n"))
def test_resolving_escapes_never_lengthens_a_text(text):
    """Characters can be lost to an escape, never won."""
    assert len(plain_text(text)) <= len(text)


def test_fates_count_characters_and_places_and_sum_to_the_text():
    """A turn in two pieces is one place; the characters of an escape that stand for nothing are counted as such."""
    transcript = _transcript(
        [("Ann: ", "speaker label", -1), ("a &amp; ", SPEECH, 0), ("*", MARKUP, -1), ("b", SPEECH, 0)]
    )
    assert count_fates(transcript) == {
        "character escape": (4, 1),
        "markup": (1, 1),
        "speaker label": (5, 1),
        "turn": (5, 1),
    }


def test_counts_of_several_parts_of_a_file_are_added_fate_by_fate():
    """Characters and places are summed each."""
    added = add_fates([{"turn": (5, 1), "blank": (2, 2)}, {"turn": (1, 1)}, {}])
    assert added == {"blank": (2, 2), "turn": (6, 2)}


def test_speech_is_joined_by_the_joiner_unless_only_markup_interrupts_it():
    """A word with a bold syllable stays one word; two cues of a subtitle file do not run together."""
    pieces = [
        ("un", SPEECH, 0),
        ("*", MARKUP, -1),
        ("do", SPEECH, 0),
        ("\n", "blank", -1),
        ("it", SPEECH, 0),
        ("yes", SPEECH, 1),
    ]
    assert join_turns(_transcript(pieces, joiner=" ")) == {0: "undo it", 1: "yes"}


def test_the_white_space_around_a_turn_is_blank_and_that_inside_it_is_kept():
    """Trimming moves white space out of a turn's first and last passage; the text stays tiled."""
    transcript = _transcript(
        [(" \n", SPEECH, 0), (" a", SPEECH, 0), ("\n\n", SPEECH, 0), ("b \n", SPEECH, 0), (" ", SPEECH, 1)]
    )
    trimmed = trim_turns(transcript.text, transcript.passages)
    kept = [transcript.text[p.start : p.end] for p in trimmed if p.kind == SPEECH]
    assert kept == ["a", "\n\n", "b"]
    assert "".join(transcript.text[p.start : p.end] for p in trimmed) == transcript.text


@given(
    st.lists(
        st.tuples(
            st.text(alphabet="a \n*", min_size=1, max_size=4), st.sampled_from([SPEECH, MARKUP]), st.integers(0, 3)
        )
    )
)
def test_trimming_any_passages_keeps_them_tiling_the_text(pieces):
    """No character is lost or counted twice by trimming."""
    transcript = _transcript(sorted(pieces, key=lambda piece: piece[2]))
    trimmed = trim_turns(transcript.text, transcript.passages)
    assert "".join(transcript.text[p.start : p.end] for p in trimmed) == transcript.text
    assert all(p.start < p.end for p in trimmed)
