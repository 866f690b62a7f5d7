"""Queues of disagreements as they are written and as they come back."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from pipeline.errors import CodingsError
from pipeline.formats.codings.queues import SHOWN, WRITTEN, render_queue
from pipeline.formats.codings.returned_queues import parse_queue
from tests.support.codebooks import make_code, make_codebook

CODEBOOK = make_codebook(make_code("trust", label="Trust"), make_code("self-care", label="Self care"))
REASONS = ("the definition is unclear", "overlooked")
HEADER = [*SHOWN, *WRITTEN]
ROWS = pd.DataFrame(
    [
        ["g:0-8", "trust", "Trust", "Relying.", "", "=1+1 said", "P2: Hm.", "ada: sure", "ben"],
        ["g:9-20", "self-care", "Self care", "Rest.", "P1: Hm.", "I slept.", "", "ben", "ada"],
    ],
    columns=list(SHOWN),
)


def _row(segment_id="g:0-8", code_id="trust", decision="", reason="", **more):
    cells = {"segment_id": segment_id, "code_id": code_id, "text": "words", "decision": decision, "reason": reason}
    return [(cells | more).get(name.replace(" ", "_"), (cells | more).get(name, "")) for name in HEADER]


def _parse(*rows, header=HEADER):
    return parse_queue({"Disagreements": [list(header), *rows]}, "q.xlsx", CODEBOOK, REASONS)


def _problems(*rows, header=HEADER):
    with pytest.raises(CodingsError) as error:
        _parse(*rows, header=header)
    return [(problem.problem, problem.where) for problem in error.value.problems]


def _rulings(rows):
    ruled = (row for row in rows if row.ruling)
    return [(row.segment_id, row.code_ids, row.ruling.is_coded, row.ruling.reason, row.note) for row in ruled]


def test_a_queue_shows_a_row_a_disagreement_and_leaves_what_is_to_be_written_open():
    """What is shown is text, locked; decision and reason have lists to choose from; the codebook goes along."""
    book = openpyxl.load_workbook(io.BytesIO(render_queue(ROWS, CODEBOOK, REASONS)))
    sheet = book["Disagreements"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (*SHOWN, *WRITTEN)
    assert rows[1][:2] == ("g:0-8", "trust")
    assert sheet["F2"].data_type == "s"
    assert sheet.protection.sheet
    assert {letter: sheet.column_dimensions[letter].protection.locked for letter in "IJKLM"} == dict(
        zip("IJKLM", [True, False, False, False, False], strict=True)
    )
    offered = {str(choice.sqref): choice.formula1 for choice in sheet.data_validations.dataValidation}
    assert offered == {"J2:J3": '"given,not given"', "K2:K3": "Reasons!$A$2:$A$3"}
    assert [cell.value for cell in book["Reasons"]["A"]] == ["reason", *REASONS]
    assert book["Codebook"]["A2"].value == "Trust"
    assert len(list(book["How to"]["A"])) == 4


def test_the_same_queue_makes_the_same_bytes():
    """No clock is in the file."""
    assert render_queue(ROWS, CODEBOOK, REASONS) == render_queue(ROWS, CODEBOOK, REASONS)


def test_decided_rows_are_read_and_the_others_are_asked_again():
    """Given, not given, or a mark that means yes or no, in any capitals; reasons are read as the list has them."""
    rows, notices = _parse(
        _row(decision="Not given", reason="Overlooked", note="see above", decided_by="Kim"),
        _row("g:9-20", "Self care", "x"),
        _row("g:9-20", "trust"),
        _row("g:21-30", "trust", note="to be talked about"),
    )
    assert _rulings(rows) == [
        ("g:0-8", ("trust",), False, "overlooked", "see above"),
        ("g:9-20", ("self-care",), True, "", ""),
    ]
    assert rows[0].ruling.decided_by == "Kim"
    assert notices[0].problem == "2 of 4 rows have no decision"
    assert [(row.segment_id, row.is_read) for row in rows[2:]] == [("g:21-30", False)]


def test_a_queue_without_a_decision_decides_nothing():
    """It is told, and no row comes along."""
    rows, notices = _parse(_row())
    assert rows == []
    assert notices[0].problem == "1 of 1 rows have no decision"


def test_all_that_cannot_be_followed_is_told_at_once_by_row_and_column():
    """Never with what stands in the cell, which may be a participant's words."""
    found = _problems(
        _row(decision="perhaps she meant it"),
        _row("", decision="given"),
        _row(code_id="gone", decision="given"),
        _row(reason="overlooked"),
        _row(decision="given", reason="she whispered"),
    )
    assert found == [
        ("a decision is neither 'given' nor 'not given'", "q.xlsx, row 2, column J ('decision')"),
        ("a row has a decision but no segment_id", "q.xlsx, row 3, column A ('segment_id')"),
        ("a decision is about a code that the codebook does not have", "q.xlsx, row 4, column B ('code_id')"),
        ("a row has a reason and no decision", "q.xlsx, row 5, column J ('decision')"),
        ("a reason is not on the study's list", "q.xlsx, row 6, column K ('reason')"),
    ]


def test_a_queue_needs_its_columns():
    """Without codes or decisions there is nothing to read."""
    assert _problems(["g:0-8"], header=["segment_id"]) == [
        ("there is no column 'code_id'", "q.xlsx"),
        ("there is no column 'decision'", "q.xlsx"),
    ]


def test_a_row_of_a_code_that_is_gone_is_in_nobodys_way_while_undecided():
    """Only a decision needs its code; columns that a team took away are not missed."""
    rows, _ = _parse(["g:0-8", "gone", ""], ["g:9-20", "trust", "yes"], header=["segment_id", "code_id", "decision"])
    assert _rulings(rows) == [("g:9-20", ("trust",), True, "", "")]
    assert rows[0].text is None
