"""Workbooks that people fill in (XLSX): words as words, columns to write into, the same bytes for the same input."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.formats.reproducible_zip import remove_clock
from pipeline.methods.coding.placing import text_in_cell

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def make_workbook() -> Workbook:
    """Return a workbook without sheets."""
    from openpyxl import Workbook

    book = Workbook()
    for unwanted in book.worksheets:
        book.remove(unwanted)
    return book


def save_workbook(book: Workbook) -> bytes:
    """Return `book` as an XLSX file without a clock in it."""
    saved = io.BytesIO()
    book.save(saved)
    return remove_clock(saved.getvalue())


def write_header(sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
    """Write the names of `columns` into the first row and give each its width."""
    from openpyxl.styles import Font

    write_row(sheet, 1, [name for name, _ in columns])
    for letter, (_, width) in zip(list_letters(len(columns)), columns, strict=True):
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = width


def write_row(sheet: Worksheet, number: int, texts: Sequence[str]) -> None:
    """Write `texts` as texts: never as formulas, whatever they begin with."""
    from openpyxl.styles import Alignment

    for position, text in enumerate(texts, start=1):
        cell = sheet.cell(number, position, text_in_cell(text))
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def write_how_to(sheet: Worksheet, sentences: Sequence[str]) -> None:
    """Write `sentences` below each other."""
    sheet.column_dimensions["A"].width = 100
    for number, sentence in enumerate(sentences, start=1):
        write_row(sheet, number, [sentence])


def protect(sheet: Worksheet, open_letters: Sequence[str]) -> None:
    """Lock all but the columns `open_letters`, without a password; filtering and widening of columns stay possible.

    Cells that hold something already are locked in every column.
    """
    from openpyxl.styles import Protection

    for letter in open_letters:
        sheet.column_dimensions[letter].protection = Protection(locked=False)
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    sheet.protection.sort = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def list_letters(count: int) -> list[str]:
    """Return the letters of the first `count` columns."""
    from openpyxl.utils import get_column_letter

    return [get_column_letter(position) for position in range(1, count + 1)]
