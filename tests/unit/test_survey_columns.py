"""What the columns of an export are used for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.surveys.columns import (
    Export,
    count_cells,
    find_free_text,
    find_uses,
    parse_yes_no,
    read_answer,
    read_rows,
)
from pipeline.formats.tables import read_table_file


def _table(text, name="a.csv"):
    return read_table_file(text.encode(), name)


def test_uses_are_the_columns_that_the_study_names():
    """Blank settings name nothing; attributes are uses of their own."""
    table = _table("id,site,answer\n1,A,x\n")
    export = Export({"participant": "id", "text": "answer", "row": ""}, ("site",))
    assert find_uses(table, export, "text") == {"participant": 0, "text": 2, "attribute site": 1}


def test_a_column_that_is_needed_and_not_named_is_a_problem():
    """The message says what to write and shows what there is."""
    with pytest.raises(SourceError) as caught:
        find_uses(_table("id,answer\n1,x\n"), Export(), "text", "question")
    assert [problem.problem for problem in caught.value.problems] == [
        "study.toml does not say which column of 'a.csv' holds the text",
        "study.toml does not say which column of 'a.csv' holds the question",
    ]
    assert "'id', 'answer'" in caught.value.problems[0].fix


def test_attributes_that_are_not_there_are_problems_too():
    """A misspelt attribute is found with the closest header."""
    with pytest.raises(SourceError, match="no column 'sites'") as caught:
        find_uses(_table("id,site\n1,A\n"), Export(attributes=("sites",)))
    assert caught.value.problems[0].fix == "did you mean 'site'?"


def test_rows_carry_keys_consent_and_attributes():
    """Keys keep their inner spaces, attributes are squeezed; a blank consent is none."""
    table = _table('id,who,site,ok\n"a  1 ",Ann  Lee, A\u00a0 B ,yes\n2,Bo,C,\n')
    export = Export({"participant": "id", "name": "who", "consent": "ok"}, ("site",))
    rows = read_rows(table, find_uses(table, export))
    assert [(row.key, row.name, row.may_quote, row.attributes, row.line) for row in rows] == [
        ("a  1", "Ann Lee", True, {"site": "A B"}, 2),
        ("2", "Bo", False, {"site": "C"}, 3),
    ]


def test_a_consent_that_is_neither_yes_nor_no_is_a_problem():
    """Whether somebody may be quoted is never guessed, and the cell is not repeated."""
    table = _table("ok\nyes\nmaybe\nNO\nlater\n")
    with pytest.raises(SourceError, match="2 cell") as caught:
        read_rows(table, {"consent": 0})
    assert caught.value.problems[0].where == "a.csv, line 3, 5"
    assert "maybe" not in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [("yes", True), (" Y ", True), ("1", True), ("TRUE", True), ("no", False), ("0", False), ("", False), ("x", None)],
)
def test_yes_and_no_are_known_in_their_usual_spellings(cell, meaning):
    """Anything else is neither."""
    assert parse_yes_no(cell) is meaning


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        (" It helped.\n", "It helped."),
        ("you &amp; me", "you & me"),
        ("", ""),
        ("  \n", ""),
        ("N/A", ""),
        ("n.a.", ""),
        ("not applicable.", ""),
        ("-", ""),
        ("...", ""),
        ("No", "No"),
        ("None", "None"),
        ("Nothing", "Nothing"),
        ("?", "?"),
        ("\u2764\ufe0f", "\u2764\ufe0f"),
        ("n/a for me, but not applicable", "n/a for me, but not applicable"),
    ],
)
def test_blank_and_not_applicable_are_no_answers_and_all_else_is(cell, answer):
    """People who write "None" or "No" have answered the question; those who write "n/a" have not."""
    assert read_answer(cell) == answer


def test_every_cell_is_counted_by_its_use():
    """Answers, blanks, keys, attributes and unused columns are told apart."""
    table = _table("id,site,answer,extra\n11,A, x &amp; y ,abc\n12,B,n/a,\n13,C,,d\n")
    uses = {"participant": 0, "attribute site": 1, "text": 2}
    assert count_cells(table, uses, [2]) == {
        "attribute": (3, 3),
        "blank": (2, 1),
        "blank answer": (0, 1),
        "character escape": (4, 1),
        "column not used": (4, 3),
        "key": (6, 3),
        "not applicable": (3, 1),
        "turn": (5, 1),
    }


@given(st.lists(st.text(alphabet="a &amp;nN/.-\u00a0\n\u00e9", max_size=10), min_size=1, max_size=5))
def test_the_characters_of_any_answers_are_all_counted(answers):
    """Trimming, escapes and blanks lose nothing uncounted."""
    table = _table("a\n1\n")
    table = type(table)("a.csv", (("a",),), tuple((answer,) for answer in answers), tuple(range(len(answers))), {})
    counted = count_cells(table, {}, [0])
    assert sum(n for n, _ in counted.values()) == sum(map(len, answers))


def test_columns_of_peoples_own_words_are_recognised():
    """Several words that seldom repeat are free text; codes, short answers and repeated sentences are not."""
    table = _table(
        "id,rating,why,always,short\n"
        "1,5,it was a good day,I agree with all of it,yes\n"
        "2,4,nobody ever asked me that,I agree with all of it,no\n"
        "3,5,,I agree with all of it,well yes\n"
    )
    assert list(find_free_text(table)) == ["why"]
