"""The review of names (XLSX): one row a candidate, for a person to accept or reject; written around the decisions."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.errors import SourceError
from pipeline.formats.reproducible_zip import remove_clock
from pipeline.formats.tables import TextTable, find_columns, read_table_file
from pipeline.methods.coding.placing import text_in_cell
from pipeline.methods.text.candidates import ACCEPT, COLUMNS, NAMED_KINDS, REJECT, find_review_problems

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {"text": 26, "kind": 13, "found": 22, "times": 7, "pseudonym": 18, "decision": 13, "note": 26}
_CONTEXT_WIDTH = 52
_WRITTEN = ("pseudonym", "decision", "note")
_HOW_TO = (
    "Each row is something that was replaced without a list of yours saying so, with up to three places of it.",
    f"Write under 'decision': {ACCEPT} (it is a name: replaced everywhere), {REJECT} (it is none: left as it is), or "
    f"{', '.join(NAMED_KINDS)} (it is the name of one). An empty cell means: not looked at yet; it stays replaced.",
    "In rows 'a name that is also a word' an empty cell means: decided place by place, by the words around; "
    f"{ACCEPT} replaces every doubtful place, {REJECT} none.",
    "You may write another pseudonym. Two rows with the same pseudonym are the same person or place.",
    "Save the file where it is, and run `qualpipe analyze`. It is written anew with your decisions, pseudonyms and "
    "notes; other cells are not kept. `make clean` leaves it.",
)


def render_review(candidates: pd.DataFrame) -> bytes:
    """Return the candidates (`candidates.COLUMNS`) as an XLSX file with a sheet that says how to fill it in.

    The same table gives the same bytes.
    """
    from openpyxl import Workbook

    book = Workbook()
    for unwanted in book.worksheets:
        book.remove(unwanted)
    _fill(book.create_sheet("Names"), candidates)
    how_to = book.create_sheet("How to")
    how_to.column_dimensions["A"].width = 110
    for number, sentence in enumerate(_HOW_TO, start=1):
        _write_row(how_to, number, [sentence])
    saved = io.BytesIO()
    book.save(saved)
    return remove_clock(saved.getvalue())


def _fill(sheet: Worksheet, candidates: pd.DataFrame) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    _write_row(sheet, 1, COLUMNS)
    for position, name in enumerate(COLUMNS, start=1):
        sheet.cell(1, position).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS.get(name, _CONTEXT_WIDTH)
        if name in _WRITTEN:
            sheet.cell(1, position).fill = PatternFill("solid", fgColor="FFFFF2CC")
    for number, row in enumerate(candidates[list(COLUMNS)].itertuples(index=False), start=2):
        _write_row(sheet, number, [str(value) for value in row])
    letter = get_column_letter(COLUMNS.index("decision") + 1)
    listed = ",".join((ACCEPT, REJECT, *NAMED_KINDS))
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    choice.add(f"{letter}2:{letter}{max(2, len(candidates) + 1)}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "B2"


def _write_row(sheet: Worksheet, number: int, texts: Sequence[str]) -> None:
    from openpyxl.styles import Alignment

    for position, text in enumerate(texts, start=1):
        cell = sheet.cell(number, position, text_in_cell(text))
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def read_review(path: Path, name: str) -> pd.DataFrame:
    """Return the review as it came back: `candidates.COLUMNS` as text, indexed by the sheet's row; empty if not there.

    Raises:
        SourceError: listing columns that are gone and cells that cannot be followed; never what stands in them.
    """
    if not path.exists():
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    table = read_table_file(path.read_bytes(), name)
    reviewed = _read_columns(table)
    if problems := find_review_problems(reviewed, name):
        raise SourceError.of(problems)
    return reviewed


def _read_columns(table: TextTable) -> pd.DataFrame:
    columns = find_columns(table, {name: name for name in COLUMNS})
    values = {name: [row[columns[name]] for row in table.rows] for name in COLUMNS}
    return pd.DataFrame(values, index=list(table.places), columns=list(COLUMNS), dtype="str")
