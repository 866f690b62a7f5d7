"""Tables as people keep them, CSV, XLSX or SPSS: the one reader of their bytes, into sheets of rows of text."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pipeline.errors import SourceError
from pipeline.formats.cells import Grid, Sheet, read_cells
from pipeline.formats.encodings import DAMAGED, OLD_OFFICE, ZIP, Decoded, decode
from pipeline.formats.spss import SPSS, parse_sav
from pipeline.formats.zipped import check_size

_SEPARATORS = ",;\t|"
_SAMPLE_LINES = 50
_DECLARED = re.compile(r'"?sep=(?P<separator>[,;\t|])"?[ \t]*(?:\n|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grids:
    """All that a table file holds: its sheets in order, and, of a CSV, the text that its one sheet was cut from."""

    sheets: tuple[Sheet, ...]
    decoded: Decoded | None = None


def parse_grids(data: bytes, name: str, encoding: str = "") -> Grids:
    """Return the sheets in a CSV, XLSX or SPSS file; its content decides which it is, not its name.

    A CSV is parted by the separator that a first line such as `sep=;` names, else by the one of , ; tab and | that
    cuts its first lines into the most columns, evenly. Cells are as written, white space around them too; whole numbers
    have no decimals, dates are written as in ISO 8601. An SPSS file has two header rows, names and labels, and its
    values are written as their labels.

    Args:
        data: the file's bytes.
        name: what messages call the file.
        encoding: what the settings say of a text file; empty to decide by the bytes.

    Raises:
        SourceError: the file is an old or locked workbook, is damaged or no table, or a quotation mark in it is never
            closed.
    """
    if data.startswith(OLD_OFFICE):
        raise SourceError(
            f"'{name}' is an old Excel file or has a password", where=name, fix="save it as .xlsx without one"
        )
    if data.startswith(ZIP):
        return Grids(_parse_workbook(data, name))
    if data.startswith(SPSS):
        return Grids((parse_sav(data, name, encoding),))
    decoded = decode(data, name, encoding)
    return Grids((_parse_separated(decoded.text, name),), decoded)


def _parse_separated(text: str, name: str) -> Sheet:
    declared = _DECLARED.match(text)
    separator = declared["separator"] if declared else _find_separator(text)
    # A separator after the last line is a row of two blank cells, unless a quotation mark is still open there.
    reader = csv.reader(chain(io.StringIO(text, newline=""), [separator]), delimiter=separator)
    rows: Grid = []
    places = [1]
    try:
        for row in reader:
            rows.append(row)
            places.append(reader.line_num + 1)
    except csv.Error:
        raise _never_closed(name, places[-1]) from None
    if rows.pop() != ["", ""]:
        raise _never_closed(name, places[-2])
    first = 1 if declared else 0
    return Sheet("", rows[first:], places[first : len(rows)], separator=separator)


def _never_closed(name: str, line: int) -> SourceError:
    return SourceError(
        f"'{name}' cannot be read as a table from line {line} on",
        where=f"{name}, line {line}",
        fix="look for a quotation mark that is opened there and never closed, or save the table as XLSX",
    )


def _find_separator(text: str) -> str:
    """Return the separator that cuts the first lines into the most columns, evenly."""
    lines = text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]
    scores: dict[str, tuple[int, int]] = {}
    for separator in _SEPARATORS:
        widths = Counter(len(row) for row in _lenient(lines, separator) if row)
        width, n_rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        scores[separator] = (n_rows if width > 1 else 0, width)
    return max(_SEPARATORS, key=lambda separator: scores[separator])


def _lenient(lines: Sequence[str], separator: str) -> Grid:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=separator))
    except csv.Error:
        return []


def _parse_workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    import openpyxl

    check_size(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return tuple(_read_sheet(sheet) for sheet in book.worksheets)
    except DAMAGED:
        raise SourceError(
            f"'{name}' cannot be read as an Excel workbook",
            where=name,
            fix="open it in Excel or LibreOffice and save it again as .xlsx",
        ) from None


def _read_sheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()
    rows, fates = read_cells(sheet.iter_rows(values_only=True))
    return Sheet(sheet.title, rows, range(1, len(rows) + 1), sheet.sheet_state != "visible", fates=fates)
