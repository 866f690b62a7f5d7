"""What the columns of an export are used for."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.surveys.columns import (
    Export,
    assume_uses,
    count_cells,
    find_personal,
    find_uses,
    parse_yes_no,
    read_rows,
)
from pipeline.formats.surveys.dialects import PLAIN, recognise
from pipeline.formats.tables import read_table_file
from tests.support import survey_exports as exports


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


def test_every_cell_is_counted_by_its_use():
    """Answers, keys, attributes and unused columns are told apart; what became of answers is as it was counted."""
    table = _table("id,site,answer,extra,e-mail\n11,A,abc,abc,a@example.org\n12,B,,,\n")
    uses = {"participant": 0, "attribute site": 1, "text": 2}
    assert count_cells(table, uses, {2: {"turn": (3, 1), "blank answer": (0, 1)}}) == {
        "attribute": (2, 2),
        "blank answer": (0, 1),
        "column not used": (3, 2),
        "key": (4, 2),
        "personal data": (13, 2),
        "turn": (3, 1),
    }


def test_the_tools_own_columns_are_metadata():
    """They are no attributes unless the study asks for one."""
    table = _table(exports.write_csv(exports.LIMESURVEY))
    dialect = recognise(exports.LIMESURVEY)
    fates = count_cells(table, {"attribute startlanguage": 3, "text": 7}, {7: {"turn": (1, 1)}}, dialect)
    assert {fate: places for fate, (_, places) in fates.items()} == {
        "attribute": 2,
        "column not used": 2,
        "metadata": 8,
        "personal data": 2,
        "turn": 1,
    }


@pytest.mark.parametrize(
    ("header", "cells", "is_found"),
    [
        ("E-Mail", ["", ""], True),
        ("Your email address", ["x", "y"], True),
        ("IP Address", ["", ""], True),
        ("Full Name", ["", ""], True),
        ("LocationLatitude", ["51.5", ""], True),
        ("contact", ["a@example.org", "b@example.org"], True),
        ("seen from", ["203.0.113.7", "2001:db8::1"], True),
        ("site", ["North", "South"], False),
        ("role name", ["Peer", "Lead"], False),
        ("remark", ["a@example.org", "none"], False),
    ],
)
def test_columns_that_identify_people_are_found_by_header_or_content(header, cells, is_found):
    """Whatever the tool, an e-mail address is one."""
    table = _table(exports.write_csv([["id", header], *([n, cell] for n, cell in enumerate(cells))]))
    assert list(find_personal(table, PLAIN)) == ([1] if is_found else [])


def test_what_identifies_people_cannot_be_an_attribute():
    """Attributes leave the private folders; a respondent's key does not, so it may be an address."""
    table = _table("Email,site\na@example.org,X\n")
    with pytest.raises(SourceError, match=r"column 'Email' of .* identifies people") as caught:
        find_uses(table, Export({"participant": "Email"}, ("site", "Email")))
    assert "example.org" not in str(caught.value)
    assert find_uses(table, Export({"participant": "Email"}, ("site",))) == {"participant": 0, "attribute site": 1}


def test_a_tool_defines_who_a_row_is_about_unless_the_study_does():
    """Where ids are only numbers of rows, as in LimeSurvey, they name the row and nobody's person."""
    for rows, expected in (
        (exports.LIMESURVEY, {"row": 0}),
        (exports.REDCAP, {"participant": 0}),
        (exports.SURVEYMONKEY, {"participant": 0, "row": 0, "first name": 6, "second name": 7}),
        (exports.MICROSOFT, {"row": 0, "first name": 4}),
        (exports.GOOGLE, {}),
    ):
        table, dialect = _table(exports.write_csv(rows)), recognise(rows)
        assert assume_uses(table, {}, dialect) == expected
        settled = {"participant": 1, "row": 2, "name": 3}
        assert assume_uses(table, settled, dialect) == settled


def test_names_that_a_tool_keeps_apart_are_joined_and_anonymous_is_none():
    """The name goes to de-identification with the person."""
    table = _table("first,last,id\nCass,Wick,1\n,,2\nAnonymous,,3\n")
    rows = read_rows(table, {"first name": 0, "second name": 1})
    assert [row.name for row in rows] == ["Cass Wick", "", ""]
