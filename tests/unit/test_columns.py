"""Codings as columns of a table of answers."""

from __future__ import annotations

import pytest

from pipeline.errors import CodingsError
from pipeline.formats.codings.columns import Layout, parse_code_columns
from pipeline.methods.coding.placing import AnswerRow
from tests.support.codebooks import make_code, make_codebook

CODEBOOK = make_codebook(
    make_code("trust", label="Trust", also_called=("Reliance", "trusting  others")),
    make_code("self-care", label="Self care"),
    make_code("gains_losses", label="Gains"),
)
QUESTIONS = {"q1": "What helped?", "q1_b": "What else?"}


def _parse(*grid, layout=None, codebook=CODEBOOK):
    rows = [list(row) for row in grid]
    return parse_code_columns({"": rows}, "codes.csv", layout or Layout("id"), codebook, QUESTIONS)


def _codes(rows):
    return {(row.key, row.question_id): row.code_ids for row in rows}


def _problems(*grid, layout=None):
    with pytest.raises(CodingsError) as error:
        _parse(*grid, layout=layout)
    return [(p.problem, p.where, p.fix) for p in error.value.problems]


def test_a_column_is_known_by_label_id_or_other_name():
    """Capitals and white space, also line breaks, make no difference."""
    header = ["ID", "trusting\nothers", "SELF-CARE", "Gains"]
    rows, notices = _parse(header, ["1", "1", "0", "x"], ["2", "", "yes", "NA"])
    assert _codes(rows) == {("1", None): ("trust", "gains_losses"), ("2", None): ("self-care",)}
    assert rows[1] == AnswerRow(file="codes.csv", row=3, key="2", code_ids=("self-care",))
    assert notices == []


@pytest.mark.parametrize(
    ("pattern", "headers"),
    [
        ("{code}_{question}", ["trust_q1", "Self Care_Q1_B", "gains_losses_q1"]),
        ("{question}_{code}", ["q1_trust", "Q1_B_self care", "q1_gains_losses"]),
        ("Code: {code} ({question})", ["code: Trust (q1)", "code: Self care (q1_b)", "CODE: Gains (Q1)"]),
    ],
)
def test_a_header_may_hold_the_question_too(pattern, headers):
    """Each row then gives an answer for each question that has columns, coded or not."""
    rows, _ = _parse(["id", *headers], ["1", "1", "0", "1"], layout=Layout("id", pattern=pattern))
    assert _codes(rows) == {("1", "q1"): ("trust", "gains_losses"), ("1", "q1_b"): ()}


def test_a_question_may_stand_in_a_column_of_its_own():
    """By its id or its wording."""
    grid = [["id", "Asked", "Trust"], ["1", "what HELPED?", "1"], ["1", "q1_b", "0"]]
    rows, _ = _parse(*grid, layout=Layout("id", question="asked"))
    assert _codes(rows) == {("1", "q1"): ("trust",), ("1", "q1_b"): ()}


def test_columns_that_mean_no_code_and_codes_without_a_column_are_told():
    """A forgotten code is visible in one line each."""
    _, notices = _parse(["id", "Date", "Trust", "Sun\nshine"], ["1", "today", "1", "fine"])
    assert [notice.problem for notice in notices] == [
        "2 column(s) mean no code: Date, Sun shine",
        "no column for 2 code(s), not given here: Self care, Gains",
    ]


def test_blank_rows_and_short_rows_are_read_as_blank_cells():
    """Rows are numbered as the spreadsheet shows them."""
    rows, _ = _parse(["id", "Trust"], [], ["1"], ["", ""], ["2", "1"])
    assert [(row.row, row.key, row.code_ids) for row in rows] == [(3, "1", ()), (5, "2", ("trust",))]


def test_the_sheet_with_the_key_is_the_one_that_counts():
    """A workbook may hold others."""
    grids = {"Plan": [["to do"]], "Empty": [], "Codes": [["id", "Trust"], ["1", "1"]]}
    rows, _ = parse_code_columns(grids, "codes.xlsx", Layout("id"), CODEBOOK, {})
    assert _codes(rows) == {("1", None): ("trust",)}


def test_a_missing_column_is_named_with_the_nearest_there_is():
    """Both the key's and the question's column are looked for at once."""
    found = _problems(["idd", "Trust"], ["1", "1"], layout=Layout("id", question="weather"))
    assert found[0] == ("there is no column 'id'", "codes.csv", "did you mean 'idd'?")
    assert found[1] == ("there is no column 'weather'", "codes.csv", "name a column of the file in study.toml")


def test_an_empty_file_has_no_column():
    """There is nothing to suggest then."""
    with pytest.raises(CodingsError, match="no column 'id'"):
        parse_code_columns({"": []}, "codes.csv", Layout("id"), CODEBOOK, {})


def test_a_table_without_any_code_is_a_problem():
    """A wrong pattern must not pass for a coder who found nothing."""
    ((problem, _, fix),) = _problems(["id", "Trust_q1"], ["1", "1"])
    assert problem == "no column of the file means a code (pattern '{code}')"
    assert "labels" in fix


def test_questions_that_the_study_does_not_have_match_no_header():
    """Without questions, a pattern with {question} fits nothing."""
    with pytest.raises(CodingsError, match="no column of the file means a code"):
        parse_code_columns({"": [["id", "Trust_q1"]]}, "c.csv", Layout("id", pattern="{code}_{question}"), CODEBOOK, {})


def test_two_columns_for_one_code_are_a_problem():
    """It cannot be said which one counts."""
    ((problem, _, _),) = _problems(["id", "Trust", "Reliance"], ["1", "1", "0"])
    assert problem == "columns 'Trust' and 'Reliance' mean the same code 'trust'"


def test_cells_that_are_no_marks_are_counted_by_column_and_not_repeated():
    """One problem a column, with the first row, never the words."""
    found = _problems(["id", "Trust"], ["1", "she cried"], ["2", "2"])
    assert found[0][:2] == (
        "column 'Trust': 2 cell(s) are neither a mark nor blank, the first in row 2",
        "codes.csv",
    )
    assert "cried" not in str(found)


def test_a_coded_row_needs_a_key_and_a_question_of_the_study():
    """Codings without an address are not dropped."""
    grid = [["id", "Asked", "Trust"], ["", "q1", "1"], ["2", "q9", "1"], ["3", "q9", "0"]]
    found = _problems(*grid, layout=Layout("id", question="Asked"))
    assert [(problem, where) for problem, where, _ in found] == [
        ("a row gives codes, but its cell 'id' is blank", "codes.csv, row 2"),
        ("the cell 'Asked' is no question of the study", "codes.csv, row 3"),
    ]


def test_a_key_may_be_called_like_a_code():
    """The column of the key is never a column of codings."""
    rows, _ = _parse(["Trust", "Self care"], ["17", "1"], layout=Layout("trust"))
    assert _codes(rows) == {("17", None): ("self-care",)}
