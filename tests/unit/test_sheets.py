"""Coding sheets as they are written."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from pipeline.errors import CodingsError
from pipeline.formats.codings.sheets import render_sheet
from tests.support.codebooks import make_code, make_codebook

ROWS = pd.DataFrame(
    {
        "segment_id": ["g:0-8", "g:9-20", "g:21-40"],
        "source": "g",
        "speaker": ["F1", "P1", "P2"],
        "question": ["How?", "How?", ""],
        "text": ["Go ahead", "=1+1 is not a formula", "a\x0bb\nc"],
        "is_facilitator": [True, False, False],
    }
)
CODEBOOK = make_codebook(
    make_code(
        "trust", label="Trust", include=("Relying.", "Being relied on."), exclude=("Funds.",), examples=("I did.",)
    ),
    make_code("early", label="Early trust", parent_id="trust"),
)
EVERYWHERE = np.ones((3, 2), dtype=bool)
GREY = "FFE7E6E6"


def _sheet(name="Coding", rows=ROWS, applies=EVERYWHERE):
    return openpyxl.load_workbook(io.BytesIO(render_sheet(rows, CODEBOOK, applies)))[name]


def test_a_sheet_has_a_row_for_each_segment_and_a_column_for_each_code():
    """The header holds the labels, between what is shown and what is to be written."""
    rows = list(_sheet().iter_rows(values_only=True))
    shown = ("segment_id", "source", "speaker", "question", "text")
    assert rows[0] == (*shown, "Trust", "Early trust", "note", "read")
    assert rows[2] == ("g:9-20", "g", "P1", "How?", "=1+1 is not a formula", None, None, None, None)
    assert rows[3][4] == "a b\nc"
    assert len(rows) == 4


def test_words_are_never_formulas():
    """Whatever a participant's words begin with, the cell is text."""
    assert [cell.data_type for cell in _sheet()["E"]] == ["s"] * 4


def test_what_is_shown_is_locked_and_what_is_to_be_filled_in_is_open():
    """The columns of codes, note and read can be written into; filtering stays possible."""
    sheet = _sheet()
    assert sheet.protection.sheet
    assert not sheet.protection.autoFilter
    assert sheet["A2"].protection.locked
    locked = {letter: sheet.column_dimensions[letter].protection.locked for letter in "AEFGHI"}
    assert locked == {"A": True, "E": True, "F": False, "G": False, "H": False, "I": False}


def test_a_mark_is_offered_and_nothing_else_is_refused():
    """The cells of codes and of `read` have a list with x in it, which does not stand in the way of a coder."""
    (choice,) = _sheet().data_validations.dataValidation
    assert str(choice.sqref) == "F2:F4 G2:G4 I2:I4"
    assert not choice.showErrorMessage


def test_facilitators_rows_are_grey_and_locked():
    """They are context: to be read, not coded."""
    sheet = _sheet()
    assert {cell.fill.fgColor.rgb for cell in sheet[2]} == {GREY}
    assert all(cell.protection.locked for cell in sheet[2])
    assert sheet["F3"].fill.fgColor.rgb != GREY


def test_a_cell_of_a_code_that_does_not_apply_is_grey():
    """The code is not looked for there; the cells beside it, the note and the text stay as they are."""
    sheet = _sheet(applies=np.array([[True, True], [True, False], [True, True]]))
    is_grey = {cell.coordinate: cell.fill.fgColor.rgb == GREY for cell in (*sheet[3], *sheet[4])}
    assert [name for name, grey in is_grey.items() if grey] == ["G3"]


def test_the_header_and_the_words_stay_in_view():
    """Panes are frozen below the header and after the text; every column can be filtered."""
    sheet = _sheet()
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("F2", "A1:I4")
    assert sheet["E3"].alignment.wrap_text


def test_the_codebook_goes_with_the_sheet():
    """Definition, limits and examples of every code, with its id and the code it is part of."""
    rows = list(_sheet("Codebook").iter_rows(values_only=True))
    assert rows[1][:4] == ("Trust", "trust", None, "What Trust means.")
    assert rows[1][4:7] == ("Relying.\nBeing relied on.", "Funds.", "I did.")
    assert rows[2][:3] == ("Early trust", "early", "Trust")


def test_the_coder_is_told_what_to_do_in_four_sentences():
    """The third sheet says how to fill in the first."""
    sentences = [cell.value for cell in _sheet("How to")["A"]]
    assert len(sentences) == 4
    assert "write x" in sentences[0]


def test_the_same_input_makes_the_same_bytes():
    """No clock is in the file."""
    sheet = render_sheet(ROWS, CODEBOOK, EVERYWHERE)
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2
    assert sheet == render_sheet(ROWS, CODEBOOK, EVERYWHERE)


def test_a_very_long_segment_is_cut_to_what_a_cell_can_hold():
    """Excel refuses cells of more than 32,767 characters."""
    rows = ROWS.assign(text=["a" * 40_000, "b", "c"])
    assert len(_sheet(rows=rows)["E2"].value) == 32_000


def test_a_label_that_is_a_column_of_the_sheet_is_refused():
    """A code called Text could not be told from the text."""
    with pytest.raises(CodingsError, match="has a column 'text' of its own"):
        render_sheet(ROWS, make_codebook(make_code("words", label="Text")), EVERYWHERE[:, :1])
