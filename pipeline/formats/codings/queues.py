"""Queues of disagreements (XLSX): one row a segment and code on which coders differ, for an adjudicator to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.formats.codings.sheets import fill_codebook
from pipeline.formats.codings.workbooks import (
    list_letters,
    make_workbook,
    protect,
    save_workbook,
    write_header,
    write_how_to,
    write_row,
)
from pipeline.methods.coding.codebook import Codebook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

GIVEN, NOT_GIVEN = "given", "not given"
SHOWN = ("segment_id", "code_id", "code", "definition", "before", "text", "after", "given by", "not given by")
WRITTEN = ("decision", "reason", "note", "decided by")
_WIDTHS = {"segment_id": 18, "code_id": 14, "code": 18, "definition": 34, "before": 40, "text": 60, "after": 40}
_WIDTH = 18
_TO_WRITE = "FFFFF2CC"
_HOW_TO = (
    f"Each row of the sheet 'Disagreements' is a code on which the coders of a segment differ. Write {GIVEN} or "
    f"{NOT_GIVEN} under 'decision', from the words under 'text'; the sheet 'Codebook' says what each code means.",
    "Choose under 'reason' why the coders differed (the list stands in the sheet 'Reasons'; study.toml can change it), "
    "and write under 'note' and 'decided by' what you like, but no names of participants.",
    "A row without a decision is asked again. A decision is about its own code alone, and says nothing of the others.",
    "Sort, filter and hide rows as you like (before sorting, choose Review > Unprotect Sheet), but keep the columns "
    "segment_id, code_id and text, and save the file as .xlsx.",
)


def render_queue(rows: pd.DataFrame, codebook: Codebook, reasons: Sequence[str]) -> bytes:
    """Return a queue of disagreements as an XLSX file, the same bytes for the same input.

    `rows` has the columns `SHOWN`, in the order in which they are to be decided. The columns to fill in follow: the
    decision and the reason with a list to choose from. Three more sheets hold the reasons, the codebook and four
    sentences on how to fill the queue in.
    """
    book = make_workbook()
    _fill_rows(book.create_sheet("Disagreements"), rows, len(reasons))
    listed = book.create_sheet("Reasons")
    write_header(listed, [("reason", 40)])
    for number, reason in enumerate(reasons, start=2):
        write_row(listed, number, [reason])
    fill_codebook(book.create_sheet("Codebook"), codebook)
    write_how_to(book.create_sheet("How to"), _HOW_TO)
    return save_workbook(book)


def _fill_rows(sheet: Worksheet, rows: pd.DataFrame, n_reasons: int) -> None:
    from openpyxl.styles import PatternFill

    header = [*SHOWN, *WRITTEN]
    letters = list_letters(len(header))
    write_header(sheet, [(name, _WIDTHS.get(name, _WIDTH)) for name in header])
    for letter in letters[len(SHOWN) :]:
        sheet[f"{letter}1"].fill = PatternFill("solid", fgColor=_TO_WRITE)
    for number, row in enumerate(rows[list(SHOWN)].itertuples(index=False), start=2):
        write_row(sheet, number, list(row))
    last = len(rows) + 1
    lists = {"decision": f'"{GIVEN},{NOT_GIVEN}"', "reason": f"Reasons!$A$2:$A${n_reasons + 1}"}
    for name, choices in lists.items():
        letter = letters[header.index(name)]
        _offer(sheet, f"{letter}2:{letter}{last}", choices)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letters[-1]}{last}"
    protect(sheet, letters[len(SHOWN) :])


def _offer(sheet: Worksheet, cells: str, choices: str) -> None:
    """Offer `choices` in a list beside each of `cells`; whatever else is typed is accepted after a question."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(
        type="list", formula1=choices, allow_blank=True, errorStyle="warning", showErrorMessage=True
    )
    choice.add(cells)
    sheet.add_data_validation(choice)
