"""Codebooks kept as tables."""

from __future__ import annotations

import pytest

from pipeline.commands.table_codebooks import is_codebook, render_codebook
from pipeline.errors import CodebookError
from pipeline.formats.codebooks import parse_codebook
from pipeline.formats.tables import TextTable


def _table(header, *rows):
    return TextTable("codes.csv", tuple((name,) for name in header), rows, tuple(range(2, len(rows) + 2)), {})


def test_a_table_of_codes_becomes_a_codebook_that_can_be_read():
    """Every row is a code with all that it says; a code without a definition says so."""
    header = ("Code", "Description", "Include", "Exclude", "Example", "n")
    table = _table(
        header, ("Café: talk", 'They "meet"', "in", "out", "eg", "3"), ("Help", "", "", "", "", ""), ("",) * 6
    )
    codes, mistakes = parse_codebook(render_codebook(table, "codes.csv"), "codes.csv")
    assert mistakes == []
    first, second = codes
    assert (first.code_id, first.label, first.definition) == ("cafe-talk", "Café: talk", 'They "meet"')
    assert (first.include, first.exclude, first.examples) == (("in",), ("out",), ("eg",))
    assert (second.code_id, second.definition) == ("help", "(to be written)")


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (("Name", "Definition"), (("a", "b"),), True),
        (("Name", "Age"), (("a", "b"),), False),
        (("Code", "Description"), (("a " * 60, "b"),), False),
        (("Code", "Description"), (("a", "b"),) * 600, False),
    ],
)
def test_a_codebook_has_short_codes_and_definitions(header, rows, expected):
    """Anything else with two such columns is a table of something else."""
    assert is_codebook(_table(header, *rows)) is expected


def test_two_rows_for_one_code_are_an_error():
    """Which of the two counts is for somebody to say."""
    with pytest.raises(CodebookError, match="names two codes"):
        render_codebook(_table(("Code", "Definition"), ("Help", "x"), ("help", "y")), "codes.csv")


HIERARCHY = [("work", None), ("training", "work"), ("pay", "work"), ("stigma", None)]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            ("Theme", "Sub-theme", "Definition"),
            (("Work", "", "w"), ("Work", "Training", "t"), ("", "Pay", "p"), ("Stigma", "", "s")),
        ),
        (("Code", "Definition"), (("Work", "w"), ("Work > Training", "t"), ("Work > Pay", "p"), ("Stigma", "s"))),
        (("Code", "Definition"), (("Work->Training", "t"), ("Work->Pay", "p"), ("Stigma", "s"))),
        (
            ("Code", "Parent", "Definition"),
            (("Work", "", "w"), ("Training", "Work", "t"), ("Pay", "Work", "p"), ("Stigma", "", "s")),
        ),
    ],
)
def test_codes_below_others_are_understood_however_the_table_writes_them(header, rows):
    """A column for every level, a path in one column, a column for the parent; a parent without a row is added."""
    codes, mistakes = parse_codebook(render_codebook(_table(header, *rows), "codes.csv"), "codes.csv")
    assert mistakes == []
    assert [(code.code_id, code.parent_id) for code in codes] == HIERARCHY


def test_sub_codes_of_one_name_below_two_themes_are_an_error():
    """Labels are how coders call codes, so that two of one name cannot be told apart."""
    rows = (("Work", "Other", "x"), ("Home", "Other", "y"))
    with pytest.raises(CodebookError, match="names two codes"):
        render_codebook(_table(("Theme", "Subtheme", "Definition"), *rows), "codes.csv")


def test_a_column_for_the_parent_may_lead_over_several_steps_and_never_in_a_circle():
    """A grandchild names its parent alone; two codes that are each other's parents are a mistake."""
    header, rows = ("Code", "Parent", "Definition"), (("A", "", "a"), ("B", "A", "b"), ("C", "B", "c"))
    codes, _ = parse_codebook(render_codebook(_table(header, *rows), "codes.csv"), "codes.csv")
    assert [(code.code_id, code.parent_id) for code in codes] == [("a", None), ("b", "a"), ("c", "b")]
    with pytest.raises(CodebookError):
        render_codebook(_table(header, ("A", "B", "a"), ("B", "A", "b")), "codes.csv")
