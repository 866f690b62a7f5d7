"""Pseudonyms and remarks in square brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.coding.brackets import blank_brackets, level_brackets


@pytest.mark.parametrize(
    ("text", "level", "blank"),
    [
        ("I told [Person 1] [laughs].", "I told [] [].", "I told __________ ________."),
        ("[[P01]] left", "[[]] left", "[_____] left"),
        ("[open and\nclosed]", "[open and\nclosed]", "[open and\nclosed]"),
        (f"[{'x' * 40}]", "[]", "_" * 42),
        (f"[{'x' * 41}]", f"[{'x' * 41}]", f"[{'x' * 41}]"),
        ("no brackets", "no brackets", "no brackets"),
    ],
)
def test_short_brackets_on_a_line_are_pseudonyms_and_remarks(text, level, blank):
    """The innermost brackets count; what is long or runs over a line is left as somebody's words."""
    assert (level_brackets(text), blank_brackets(text, "_")) == (level, blank)


@given(st.text(alphabet="[] \nax1"))
def test_blanking_moves_no_character(text):
    """What stands outside the brackets stays where it was, so that offsets stay true."""
    blank = blank_brackets(text, "_")
    assert len(blank) == len(text)
    assert all(after in (before, "_") for before, after in zip(text, blank, strict=True))
