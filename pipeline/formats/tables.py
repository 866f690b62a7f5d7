"""Tables as people export them: columns named by their headers, rows by where they stand, all characters counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from pipeline.errors import Problem, SourceError, suggest
from pipeline.formats.encodings import OLD_OFFICE, ZIP, find_guess_notice
from pipeline.formats.grids import Grid, Sheet, parse_grids
from pipeline.methods.text.collected import place
from pipeline.methods.text.passages import Fates
from pipeline.methods.text.words import squeeze

_WORKBOOKS = {".xlsx", ".xlsm"}
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
    fates: Fates
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
    if PurePath(name).suffix.lower() in _WORKBOOKS and not data.startswith((ZIP, OLD_OFFICE)):
        raise SourceError(
            f"'{name}' is not an Excel workbook (XLSX), whatever its name says",
            where=name,
            fix="open it in the program that made it; save it as XLSX or CSV",
        )
    grids = parse_grids(data, name, encoding)
    if grids.decoded is None:
        return _read_first(grids.sheets, name, header_rows)
    (sheet,) = grids.sheets
    table = _build_table(name, sheet, header_rows)
    in_cells = table.fates["header"][0] + _count_characters(table.rows)
    separators = {"separator": (len(grids.decoded.text) - in_cells, len(sheet.rows))}
    fates = {**table.fates, **separators, **grids.decoded.fates}
    return replace(table, fates=fates, notices=tuple(find_guess_notice(grids.decoded, name)))


def _read_first(sheets: Iterable[Sheet], name: str, header_rows: int) -> TextTable:
    filled = [sheet for sheet in sheets if not sheet.is_hidden and any(map(any, sheet.rows))]
    if not filled:
        raise SourceError(f"'{name}' has no filled sheet", where=name, fix="check that this is the right file")
    first, *others = filled
    table = _build_table(name, first, header_rows)
    if not others:
        return table
    n_left = sum(_count_characters(sheet.rows) for sheet in others)
    told = Problem(
        f"'{name}' has {len(filled)} filled sheets; only the first is read",
        where=name,
        fix="if another holds data, save it as a file of its own and name that in study.toml",
    )
    return replace(table, fates={**table.fates, "other sheet": (n_left, len(others))}, notices=(told,))


def _count_characters(rows: Iterable[Iterable[str]]) -> int:
    return sum(len(cell) for row in rows for cell in row)


def _build_table(name: str, sheet: Sheet, header_rows: int) -> TextTable:
    headers, body = sheet.rows[:header_rows], sheet.rows[header_rows:]
    width = max((len(row) for row in headers), default=0)
    places = sheet.places[header_rows:]
    filled = [(row, line) for row, line in zip(body, places, strict=True) if any(map(str.strip, row))]
    too_long = [line for row, line in filled if any(cell.strip() for cell in row[width:])]
    if too_long:
        raise SourceError(
            f"'{name}' has rows with more cells than its header: {len(too_long)} of {len(filled)} rows",
            where=place(name, too_long[:1]),
            fix="look there for a separator or quotation mark that does not belong, or save the table as XLSX",
        )
    return TextTable(
        name=name,
        columns=tuple(_name_columns(headers, width)),
        rows=tuple((*row[:width], *("",) * (width - len(row))) for row, _ in filled),
        places=tuple(line for _, line in filled),
        fates={"header": (_count_characters(headers), sum(map(len, headers)))},
    )


def _name_columns(headers: Grid, width: int) -> Iterable[tuple[str, ...]]:
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
            fix=_closest(table, wanted[use]) if not columns else "give each column a name of its own",
        )
        for use, columns in found.items()
        if len(columns) != 1
    ]
    if problems:
        raise SourceError.of(problems)
    return {use: columns[0] for use, columns in found.items()}


def _closest(table: TextTable, header: str) -> str:
    known = (names[0] for names in table.columns if names)
    return suggest(squeeze(header), known, otherwise=f"its columns are: {list_headers(table)}")


def list_headers(table: TextTable) -> str:
    """Return the names of the table's columns as a message lists them: the first twelve, in quotes."""
    known = [names[0] for names in table.columns if names]
    return ", ".join(f"'{name}'" for name in known[:_SHOWN]) + (", ..." if len(known) > _SHOWN else "") or "none"
