"""Tables as people export them: columns named by their headers, rows by where they stand, all characters counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from pipeline.errors import Problem, SourceError, suggest
from pipeline.formats.cells import Grid, Sheet
from pipeline.formats.encodings import OLD_OFFICE, ZIP, find_guess_notice
from pipeline.formats.grids import parse_grids
from pipeline.methods.text.collected import place
from pipeline.methods.text.passages import Fates
from pipeline.methods.text.words import squeeze

_WORKBOOKS = {".xlsx", ".xlsm"}
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of text: for each column the names its header gives it; the rows; the line or row each stands on.

    `fates` counts the characters of the file that are in no cell of a row: headers, separators, quotes, line ends.
    `form` says what the file is: a CSV parted by what and in which encoding, or a workbook.
    """

    name: str
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[int, ...]
    fates: Fates
    notices: tuple[Problem, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class RawTable:
    """The sheet of a table file that is read, before anybody knows which of its rows are headers.

    `n_characters` is the length of the text that the sheet was cut from; 0 where there is none.
    """

    name: str
    sheet: Sheet
    form: str
    fates: Fates
    notices: tuple[Problem, ...] = ()
    n_characters: int = 0


def read_table_file(data: bytes, name: str, *, encoding: str = "", header_rows: int = 1) -> TextTable:
    """Return the table in a CSV, TSV, XLSX or SPSS file; the content decides which, an XLSX gives its first sheet.

    Args:
        data: the file's bytes.
        name: what messages call the file.
        encoding: what the settings say of a text file; empty to decide by the bytes.
        header_rows: how many rows at the top name the columns.

    Raises:
        SourceError: the file is no table, or rows have cells beyond the last header.
    """
    return build_table(read_raw_table(data, name, encoding), header_rows)


def read_raw_table(data: bytes, name: str, encoding: str = "") -> RawTable:
    """Return the sheet in a CSV, TSV, XLSX or SPSS file that a table is built from; see `read_table_file`.

    Raises:
        SourceError: the file is no table.
    """
    if PurePath(name).suffix.lower() in _WORKBOOKS and not data.startswith((ZIP, OLD_OFFICE)):
        raise SourceError(
            f"'{name}' is not an Excel workbook (XLSX), whatever its name says",
            where=name,
            fix="open it in the program that made it; save it as XLSX or CSV",
        )
    grids = parse_grids(data, name, encoding)
    if grids.decoded is None:
        return _find_first(grids.sheets, name)
    (sheet,), decoded = grids.sheets, grids.decoded
    return RawTable(
        name,
        sheet,
        f"CSV parted by {_SEPARATORS[sheet.separator]}, {decoded.encoding}",
        decoded.fates,
        tuple(find_guess_notice(decoded, name)),
        len(decoded.text),
    )


def _find_first(sheets: Iterable[Sheet], name: str) -> RawTable:
    filled = [sheet for sheet in sheets if not sheet.is_hidden and any(map(any, sheet.rows))]
    if not filled:
        raise SourceError(f"'{name}' has no filled sheet", where=name, fix="check that this is the right file")
    first, *others = filled
    raw = RawTable(name, first, "SPSS file" if first.header_rows else "workbook", first.fates)
    if not others:
        return raw
    n_left = sum(_count_characters(sheet.rows) for sheet in others)
    told = Problem(
        f"'{name}' has {len(filled)} filled sheets; only the first is read",
        where=name,
        fix="if another holds data, save it as a file of its own and name that in study.toml",
    )
    return replace(raw, fates={**raw.fates, "other sheet": (n_left, len(others))}, notices=(told,))


def _count_characters(rows: Iterable[Iterable[str]]) -> int:
    return sum(len(cell) for row in rows for cell in row)


def build_table(raw: RawTable, header_rows: int, read_header: Callable[[str], str] = squeeze) -> TextTable:
    """Return the table below the first `header_rows` rows of a sheet; blank rows are no rows.

    Args:
        raw: the sheet.
        header_rows: how many rows at the top name the columns.
        read_header: a header's cell -> the name it gives.

    Raises:
        SourceError: rows have cells beyond the last header.
    """
    headers, body = raw.sheet.rows[:header_rows], raw.sheet.rows[header_rows:]
    width = max((len(row) for row in headers), default=0)
    filled = [(row, line) for row, line in zip(body, raw.sheet.places[header_rows:], strict=True) if _is_filled(row)]
    too_long = [line for row, line in filled if len(row) > width and _is_filled(row[width:])]
    if too_long:
        raise SourceError(
            f"'{raw.name}' has rows with more cells than its header: {len(too_long)} of {len(filled)} rows",
            where=place(raw.name, too_long[:1]),
            fix="look there for a separator or quotation mark that does not belong, or save the table as XLSX",
        )
    rows = tuple(_fit(row, width) for row, _ in filled)
    n_header = _count_characters(headers)
    n_parting = raw.n_characters - n_header - _count_characters(rows)
    parting = {"separator": (n_parting, len(raw.sheet.rows))} if raw.n_characters else {}
    return TextTable(
        name=raw.name,
        columns=tuple(_name_columns([list(map(read_header, row)) for row in headers], width)),
        rows=rows,
        places=tuple(line for _, line in filled),
        fates={"header": (n_header, sum(map(len, headers))), **parting, **raw.fates},
        notices=raw.notices,
        form=raw.form,
    )


def _is_filled(row: Iterable[str]) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def _fit(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row[:width], *("",) * (width - len(row)))


def _name_columns(headers: Grid, width: int) -> Iterable[tuple[str, ...]]:
    """Give each column its name in every header row, and these joined; a blank upper cell takes the one to its left."""
    padded = [_fit(row, width) for row in headers]
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
