"""Coding sheets (XLSX): one row a segment, one column a code; written for a coder to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.errors import CodingsError, Problem
from pipeline.formats.codings.workbooks import (
    list_letters,
    make_workbook,
    protect,
    save_workbook,
    write_header,
    write_how_to,
    write_row,
)
from pipeline.methods.coding.codebook import Code, Codebook, name_key
from pipeline.methods.coding.scope import BoolArray

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHOWN = ("segment_id", "source", "speaker", "question", "text")
WRITTEN = ("note", "read")
_WIDTHS = {"segment_id": 22, "source": 16, "speaker": 11, "question": 26, "text": 80, "note": 30, "read": 7}
_CODE_WIDTH = 13
_GREY = "FFE7E6E6"
_CODEBOOK_WIDTHS = {"label": 26, "code_id": 20, "part of": 20}
_CODEBOOK_TEXT_WIDTH = 50
_HOW_TO = (
    "In the sheet 'Coding', write x under every code that a row's text carries (1, yes and a tick mean the same), "
    "and leave the other cells blank; the sheet 'Codebook' says what each code means.",
    "Grey rows are the facilitators' words: they are there to be read, not coded. Leave grey cells blank: the code is "
    "not looked for there.",
    "If you do not read every row, write x under 'read' in those that you have read; if nothing stands under 'read', "
    "every row counts as read.",
    "Sort, filter and hide rows as you like (before sorting, choose Review > Unprotect Sheet), but keep the column "
    "segment_id and save the file as .xlsx.",
)


def render_sheet(rows: pd.DataFrame, codebook: Codebook, applies: BoolArray) -> bytes:
    """Return a coding sheet as an XLSX file, the same bytes for the same input.

    `rows` has the columns segment_id, source, speaker, question, text (all of them shown) and is_facilitator, in the
    order in which they are to be read. The columns of the codes follow, under their labels, then `note` and `read`; the
    cells of a code that does not apply to the row (`applies`: rows x codes) are grey.
    Two more sheets hold the codebook, with the codes' ids, and four sentences on how to fill the sheet in. Raises
    CodingsError where a code's label is the name of one of the sheet's own columns.
    """
    if problems := list(_find_label_problems(codebook.codes)):
        raise CodingsError.of(problems)
    book = make_workbook()
    _fill_coding(book.create_sheet("Coding"), rows, [code.label for code in codebook.codes], applies)
    fill_codebook(book.create_sheet("Codebook"), codebook)
    write_how_to(book.create_sheet("How to"), _HOW_TO)
    return save_workbook(book)


def _find_label_problems(codes: Sequence[Code]) -> Iterator[Problem]:
    for code in codes:
        if name_key(code.label) in (*SHOWN, *WRITTEN):
            said = f"a coding sheet has a column '{name_key(code.label)}' of its own"
            yield Problem(said, code.file, f"give code '{code.code_id}' another label")


def _fill_coding(sheet: Worksheet, rows: pd.DataFrame, labels: Sequence[str], applies: BoolArray) -> None:
    from openpyxl.styles import PatternFill

    header = [*SHOWN, *labels, *WRITTEN]
    write_header(sheet, [(name, _WIDTHS.get(name, _CODE_WIDTH)) for name in header])
    letters = list_letters(len(header))
    grey = PatternFill("solid", fgColor=_GREY)
    for number, (row, of_row) in enumerate(zip(rows.itertuples(), applies, strict=True), start=2):
        write_row(sheet, number, [str(getattr(row, name)) for name in SHOWN])
        unasked = [len(SHOWN) + at for at in np.flatnonzero(~of_row).tolist()]
        for position in range(len(header)) if row.is_facilitator else unasked:
            sheet.cell(number, position + 1).fill = grey
    _offer_marks(sheet, [*letters[len(SHOWN) : -len(WRITTEN)], letters[-1]], len(rows) + 1)
    sheet.freeze_panes = "F2"
    sheet.auto_filter.ref = f"A1:{letters[-1]}{len(rows) + 1}"
    protect(sheet, letters[len(SHOWN) :])


def _offer_marks(sheet: Worksheet, letters: Sequence[str], last: int) -> None:
    """Offer x in a list beside the cell; whatever else is typed is accepted."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(type="list", formula1='"x"', allow_blank=True, showErrorMessage=False)
    for letter in letters:
        choice.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choice)


def fill_codebook(sheet: Worksheet, codebook: Codebook) -> None:
    """Write every code with its definition, limits and examples into `sheet`, a row a code."""
    names = ["label", "code_id", "part of", "definition", "include", "exclude", "examples", "counter-examples"]
    write_header(sheet, [(name, _CODEBOOK_WIDTHS.get(name, _CODEBOOK_TEXT_WIDTH)) for name in names])
    for number, code in enumerate(codebook.codes, start=2):
        parent = codebook.find(code.parent_id) if code.parent_id else None
        lists = (code.include, code.exclude, code.examples, code.counter_examples)
        texts = [code.label, code.code_id, parent.label if parent else "", code.definition]
        write_row(sheet, number, [*texts, *("\n".join(entries) for entries in lists)])
    sheet.freeze_panes = "B2"
