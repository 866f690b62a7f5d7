"""What the cells of coders' files say."""

from __future__ import annotations

import pytest

from pipeline.formats.codings.marks import parse_mark


@pytest.mark.parametrize("cell", ["x", "X", "1", "yes", "Yes ", "y", "TRUE", "\u2713", "\u2714"])
def test_a_mark_gives_the_code(cell):
    """What people and spreadsheets write for yes is a mark."""
    assert parse_mark(cell) is True


@pytest.mark.parametrize("cell", ["", "  ", "0", "no", "N", "FALSE", "-", "\u2013"])
def test_a_blank_or_a_no_does_not(cell):
    """Nothing, zero, no and a dash mean that the code was not given."""
    assert parse_mark(cell) is False


@pytest.mark.parametrize("cell", ["2", "maybe", "?", "xx", "ja", "#N/A"])
def test_anything_else_is_neither(cell):
    """A doubtful cell is never guessed at."""
    assert parse_mark(cell) is None
