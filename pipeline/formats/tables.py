"""Tables as people export them, CSV, TSV or XLSX, read as text: headers, rows, and where each row stands."""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import PurePath
from typing import Any

from pipeline.errors import Problem, SourceError
from pipeline.formats.encodings import decode, find_content, find_guess_notice
from pipeline.methods.text.collected import squeeze

_SEPARATORS = ",;\t|"
_SAMPLE_LINES = 50
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of text: for each column the names its header gives it; the rows; the line or row each stands on.

    `fates` counts the characters of the file that are in no cell of a row: headers, separators, quotes, line ends.
    """

    name: str
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[int, ...]
    fates: Mapping[str, tuple[int, int]]
    notices: tuple[Problem, ...] = ()


def read_table_file(data: bytes, name: str, *, encoding: str = "", header_rows: int = 1) -> TextTable:
    """Return the table in a CSV, TSV or XLSX file; the content decides which, an XLSX gives its first sheet.

    Args:
        data: the file's bytes.
        name: what messages call the file.
        encoding: what the settings say of a text file; empty to decide by the bytes.
        header_rows: how many rows at the top name the columns.

    Raises:
        SourceError: the file is no table, or rows have cells beyond the last header.
    """
    if PurePath(name).suffix.lower() in {".xlsx", ".xlsm"} or data.startswith(b"PK\x03\x04"):
        return _read_workbook(data, name, header_rows)
    decoded = decode(data, name, encoding)
    cells, places = _parse_separated(decoded.text, name)
    table = _build_table(name, cells, places, header_rows)
    in_cells = table.fates["header"][0] + sum(len(cell) for row in table.rows for cell in row)
    fates = {**table.fates, "separator": (len(decoded.text) - in_cells, len(cells)), **decoded.fates}
    return TextTable(name, table.columns, table.rows, table.places, fates, tuple(find_guess_notice(decoded, name)))


def _parse_separated(text: str, name: str) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_find_separator(text))
    cells: list[list[str]] = []
    places: list[int] = []
    line = 1
    try:
        for row in reader:
            cells.append(row)
            places.append(line)
            line = reader.line_num + 1
    except csv.Error:
        raise SourceError(
            f"'{name}' cannot be read as a table from line {line} on",
            where=f"{name}, line {line}",
            fix="look for a quotation mark that is opened there and never closed, or save the table as XLSX",
        ) from None
    return cells, places


def _find_separator(text: str) -> str:
    """Return the separator that cuts the first lines into the most columns, evenly."""
    lines = text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]
    scores: dict[str, tuple[int, int]] = {}
    for separator in _SEPARATORS:
        widths = Counter(len(row) for row in _lenient(lines, separator) if row)
        width, n_rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        scores[separator] = (n_rows if width > 1 else 0, width)
    return max(_SEPARATORS, key=lambda separator: scores[separator])


def _lenient(lines: Sequence[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=separator))
    except csv.Error:
        return []


def _read_workbook(data: bytes, name: str, header_rows: int) -> TextTable:
    import warnings
    import zipfile

    import openpyxl

    if find_content(data) == "nothing" or not zipfile.is_zipfile(io.BytesIO(data)):
        raise SourceError(
            f"'{name}' is not an Excel workbook (XLSX), whatever its name says",
            where=name,
            fix="open it in the program that made it; save it as XLSX or CSV",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [(sheet.title, _read_cells(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except (KeyError, ValueError, TypeError, OSError, SyntaxError, zipfile.BadZipFile):
        raise SourceError(
            f"'{name}' cannot be read as an Excel workbook",
            where=name,
            fix="open it in Excel and save it again as XLSX",
        ) from None
    filled = [(title, cells) for title, cells in sheets if any(any(row) for row in cells)]
    if not filled:
        raise SourceError(f"'{name}' has no filled sheet", where=name, fix="check that this is the right file")
    (_, cells), others = filled[0], [title for title, _ in filled[1:]]
    table = _build_table(name, cells, range(1, len(cells) + 1), header_rows)
    n_left = sum(len(cell) for _, rows in filled[1:] for row in rows for cell in row)
    fates = {**table.fates, **({"other sheet": (n_left, len(others))} if others else {})}
    told = Problem(
        f"'{name}' has {len(filled)} filled sheets; only the first is read",
        where=name,
        fix="if another holds data, save it as a file of its own and name that in study.toml",
    )
    return TextTable(name, table.columns, table.rows, table.places, fates, (told,) if others else ())


def _read_cells(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()
    return [[_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")


def _build_table(name: str, cells: Sequence[Sequence[str]], places: Sequence[int], header_rows: int) -> TextTable:
    headers, body = cells[:header_rows], cells[header_rows:]
    width = max((len(row) for row in headers), default=0)
    filled = [(row, place) for row, place in zip(body, places[header_rows:], strict=True) if any(map(str.strip, row))]
    too_long = [place for row, place in filled if any(cell.strip() for cell in row[width:])]
    if too_long:
        raise SourceError(
            f"'{name}' has rows with more cells than its header: {len(too_long)} of {len(filled)} rows",
            where=f"{name}, line {too_long[0]}",
            fix="look there for a separator or quotation mark that does not belong, or save the table as XLSX",
        )
    return TextTable(
        name=name,
        columns=tuple(_name_columns(headers, width)),
        rows=tuple((*row[:width], *("",) * (width - len(row))) for row, _ in filled),
        places=tuple(place for _, place in filled),
        fates={"header": (sum(len(cell) for row in headers for cell in row), sum(map(len, headers)))},
    )


def _name_columns(headers: Sequence[Sequence[str]], width: int) -> Iterable[tuple[str, ...]]:
    """Give each column its name in every header row, and these joined; a blank upper cell takes the one to its left."""
    padded = [[squeeze(cell) for cell in row] + [""] * (width - len(row)) for row in headers]
    above = [""] * len(padded)
    for column in range(width):
        own = [row[column] for row in padded]
        above = [
            name or (left if rank < len(own) - 1 else "")
            for rank, (name, left) in enumerate(zip(own, above, strict=True))
        ]
        yield tuple(dict.fromkeys(name for name in (*own, " | ".join(filter(None, above))) if name))


def find_columns(table: TextTable, wanted: Mapping[str, str]) -> dict[str, int]:
    """Return the number of each column that the settings name.

    Args:
        table: the table to look in.
        wanted: what the settings call the use of a column (`columns.text`) -> the header that it names.

    Raises:
        SourceError: listing every header that no column, or more than one, has, with the closest there is.
    """
    found = {
        use: [n for n, names in enumerate(table.columns) if squeeze(header) in names] for use, header in wanted.items()
    }
    problems = [
        Problem(
            f"'{table.name}' has {'no' if not columns else 'more than one'} column '{wanted[use]}', which {use} names",
            where=f"{table.name}, header",
            fix=_suggest(table, wanted[use]) if not columns else "give each column a name of its own",
        )
        for use, columns in found.items()
        if len(columns) != 1
    ]
    if problems:
        raise SourceError.of(problems)
    return {use: columns[0] for use, columns in found.items()}


def _suggest(table: TextTable, header: str) -> str:
    known = [names[0] for names in table.columns if names]
    folded = {name.casefold(): name for name in reversed(known)}
    close = difflib.get_close_matches(squeeze(header).casefold(), list(folded), n=1, cutoff=0.5)
    shown = ", ".join(f"'{name}'" for name in known[:_SHOWN]) + (", ..." if len(known) > _SHOWN else "")
    return f"did you mean '{folded[close[0]]}'?" if close else f"its columns are: {shown or 'none'}"
