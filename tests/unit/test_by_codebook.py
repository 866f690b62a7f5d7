"""Codebooks as a reader meets them: titles, what they are applied to, and when they must be told apart."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.reporting.by_codebook import (
    add_headings,
    list_codebooks,
    list_told_apart,
    part_by_codebook,
    place_codebooks,
)
from tests.support.report_tables import Shape, build_tables

TWO = Shape(has_survey_codebook=True)


def scoped(applies_to: str | None) -> dict:
    """Return the tables of a study with one codebook that is applied to what is named."""
    tables = build_tables()
    return {**tables, "codes": tables["codes"].assign(applies_to=applies_to)}


def test_codebooks_have_their_titles_and_what_they_are_applied_to():
    """Two codebooks, in their order: one for everything, one for the answers of the survey."""
    everything, survey = list_codebooks(build_tables(TWO))
    assert (everything.codebook_id, everything.heading) == ("garden", "What the garden gives: all sources")
    assert (everything.segments, everything.n_segments) == ("segments", 192)
    assert (survey.codebook_id, survey.heading) == ("limits", "What stands in the way: survey only")
    assert (survey.segments, survey.n_segments) == ("survey segments", 60)


@pytest.mark.parametrize(
    ("applies_to", "scope", "segments", "n_segments"),
    [
        ("focus_group", "focus groups only", "focus-group segments", 132),
        ("focus_group; survey", "focus groups and survey only", "focus-group and survey segments", 192),
        ("interview; document", "interviews and documents only", "interview and document segments", 0),
        ("hinder", "“What makes it hard to come?” only", "segments on “What makes it hard to come?”", 44),
        (
            "survey; hinder",
            "survey and “What makes it hard to come?” only",
            "survey segments and segments on “What makes it hard to come?”",
            104,
        ),
    ],
)
def test_kinds_of_source_and_questions_are_said_in_words(applies_to, scope, segments, n_segments):
    """A heading says what the codebook is for; a share says what it is a share of."""
    (book,) = list_codebooks(scoped(applies_to))
    assert (book.scope, book.segments, book.n_segments) == (scope, segments, n_segments)


def test_a_long_question_is_shortened_in_a_heading():
    """A heading stays a line; the whole wording is in the table of questions."""
    tables = scoped("hinder")
    questions = tables["questions"].assign(wording="Would you say " + "and so on " * 20)
    (book,) = list_codebooks({**tables, "questions": questions})
    assert len(book.scope) < 85
    assert "...” only" in book.scope


def test_one_codebook_for_everything_is_not_told_apart():
    """A study with one codebook needs no headings; one whose codebook is for the survey alone says so."""
    assert list_told_apart(build_tables()) == []
    assert [book.scope for book in list_told_apart(scoped("survey"))] == ["survey only"]
    assert len(list_told_apart(build_tables(TWO))) == 2
    without = {**build_tables(), "codes": build_tables()["codes"].iloc[:0]}
    assert list_told_apart(without) == list_codebooks(without) == []


def test_rows_get_the_heading_of_their_codebook_where_one_is_needed():
    """A table about one codebook for everything stays as it is."""
    rows = pd.DataFrame({"code_id": ["stigma", "belonging"]})
    assert add_headings(rows, build_tables()) is rows
    headings = add_headings(rows, build_tables(TWO))["heading"].tolist()
    assert headings == ["What stands in the way: survey only", "What the garden gives: all sources"]


def test_rows_are_parted_codebook_by_codebook():
    """In the order of the codebooks, by whatever column names the code; a codebook without rows is left out."""
    tables, rows = build_tables(TWO), pd.DataFrame({"theme_id": ["stigma", "belonging", "grief"]})
    parts = [
        (book.codebook_id, of_book["theme_id"].tolist())
        for book, of_book in part_by_codebook(rows, tables, by="theme_id")
    ]
    assert parts == [("garden", ["belonging"]), ("limits", ["stigma", "grief"])]
    alone = part_by_codebook(pd.DataFrame({"code_id": ["grief"]}), tables)
    assert [book.codebook_id for book, _ in alone] == ["limits"]
    assert place_codebooks(rows["theme_id"], tables).tolist() == [1, 0, 1]
