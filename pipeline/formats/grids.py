"""Tables as people keep them, CSV or XLSX, read into rows of plain text whatever their separator or types."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.errors import CodingsError, SourceError
from pipeline.formats.encodings import decode

Grid = list[list[str]]

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"


def read_grids(path: Path, file: str, encoding: str = "") -> Mapping[str, Grid]:
    """Return the sheets of the CSV or XLSX file at `path` by name, each a list of rows of cells as text.

    What the file is, is told by its content, not its name. A CSV may be separated by commas, semicolons or tabs; it
    is read in `encoding`, or else in the one its bytes show. Blank cells are empty text, whole numbers have no
    decimals. `file` is the name messages use. Raises CodingsError.
    """
    content = path.read_bytes()
    if content.startswith(_OLD_EXCEL):
        raise CodingsError(
            "this is an old Excel file or has a password", where=file, fix="save it as .xlsx without one"
        )
    if content.startswith(_ZIP):
        return _parse_xlsx(content, file)
    return {"": parse_csv(_decode(content, file, encoding), file)}


def _decode(content: bytes, file: str, encoding: str) -> str:
    try:
        return decode(content, file, encoding).text
    except SourceError:
        fix = "save it as .xlsx, or name its encoding under [[coders]] in study.toml, as in `encoding = 'cp1252'`"
        raise CodingsError("the file holds no text that can be read", where=file, fix=fix) from None


def parse_csv(text: str, file: str) -> Grid:
    """Return the rows of the CSV `text`; its separator is the commonest of , ; and tab in its first line."""
    first_line = text.lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t", key=first_line.count)
    try:
        return [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error:
        raise CodingsError(
            "the file cannot be read as CSV", where=file, fix="open it in Excel; save as .xlsx"
        ) from None


def _parse_xlsx(content: bytes, file: str) -> Mapping[str, Grid]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return {sheet.title: _rows(sheet.iter_rows(values_only=True)) for sheet in book.worksheets} or {"": []}
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, OSError, SyntaxError):
        fix = "open it in Excel or LibreOffice and save it again as .xlsx"
        raise CodingsError("the file cannot be read as XLSX", where=file, fix=fix) from None


def _rows(values: Iterable[tuple[object, ...]]) -> Grid:
    return [[_text(value) for value in row] for row in values]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
