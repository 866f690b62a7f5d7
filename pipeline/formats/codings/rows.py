"""Tables with one row a coding: the words that were coded, the document they stand in, and their codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import CodingsError, Problem, suggest
from pipeline.formats.codings.headers import Columns, RowLayout, find_columns, find_missing
from pipeline.formats.codings.marks import parse_mark
from pipeline.formats.grids import Grid
from pipeline.methods.coding.code_names import Named, find_codes, find_unknown
from pipeline.methods.coding.codebook import Codebook
from pipeline.methods.coding.hands import Hand, choose_own
from pipeline.methods.coding.placing import QuotedRow

_ABOVE_HEADER = 15
_NUMBERS = re.compile(r"\d+")
_TO_NAME = "name it in study.toml, under the coder: `text`, `document`, `code`, `coder`, `start`, `end`"


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet with codings: its columns, and its rows by their numbers."""

    place: str
    columns: Columns
    rows: Sequence[tuple[int, Sequence[str]]]


def parse_rows(
    grids: Mapping[str, Grid], file: str, layout: RowLayout, codebook: Codebook, hand: Hand
) -> tuple[list[QuotedRow], list[Problem]]:
    """Return the codings of the coder `hand` in a table, and the notices worth telling.

    Every sheet with a column of words and one of codes is read. Columns are known by their headers, whatever their
    capitals: those that the layout names, else those that tools write (`headers.KNOWN`). Raises CodingsError listing
    every column that is missing, every name that means no code with the nearest that does, and coders that the study
    does not know. The words that were coded are never repeated.
    """
    tables = list(_list_tables(grids, layout))
    if not tables:
        raise CodingsError.of(_nothing_found(grids, file, layout))
    named = [(t, number, row, _find_codes(row, t.columns, layout, codebook)) for t in tables for number, row in t.rows]
    is_own = choose_own(_list_coders(named), file, hand)
    own = [each for each, is_mine in zip(named, is_own, strict=True) if is_mine]
    places = [(_place(table, number), codes) for table, number, _, codes in own]
    if problems := list(find_unknown(places, file, codebook)):
        raise CodingsError.of(problems)
    rows = [_quote(file, *each) for each in own if each[3].code_ids]
    return rows, _notices(len(own) - len(rows), file)


def _list_tables(grids: Mapping[str, Grid], layout: RowLayout) -> Iterator[_Table]:
    filled = [title for title, grid in grids.items() if grid]
    for title in filled:
        grid = grids[title]
        for at, header in enumerate(grid[:_ABOVE_HEADER]):
            columns = find_columns(header, layout)
            if columns.is_whole and not find_missing(header, layout):
                rows = [(n, _pad(row, len(header))) for n, row in enumerate(grid[at + 1 :], start=at + 2) if any(row)]
                yield _Table(f"sheet '{title}', " if len(filled) > 1 else "", columns, rows)
                break


def _pad(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _place(table: _Table, number: int) -> str:
    return f"{table.place}row {number}"


def _nothing_found(grids: Mapping[str, Grid], file: str, layout: RowLayout) -> Iterator[Problem]:
    header = next((row for grid in grids.values() for row in grid if any(row)), [])
    missing = find_missing(header, layout)
    for name in missing:
        yield Problem(f"there is no column '{name}'", file, suggest(name, filter(None, header), otherwise=_TO_NAME))
    columns = find_columns(header, layout)
    if "text" not in columns.own and layout.named.get("text") not in missing:
        yield Problem("no column is known to hold the coded words", file, _TO_NAME)
    if not (columns.codes or columns.marked or set(layout.codes) & set(missing)):
        yield Problem("no column is known to hold the codes", file, _TO_NAME)


def _find_codes(row: Sequence[str], columns: Columns, layout: RowLayout, codebook: Codebook) -> Named:
    cells = [row[at] for at in columns.codes]
    cells += [name for at, name in columns.marked.items() if parse_mark(row[at])]
    found = [find_codes(cell, codebook, layout.separator) for cell in cells if cell]
    code_ids = dict.fromkeys(code_id for named in found for code_id in named.code_ids)
    return Named(tuple(code_ids), tuple(name for named in found for name in named.unknown))


def _list_coders(named: Sequence[tuple[_Table, int, Sequence[str], Named]]) -> list[str | None]:
    places = [(table.columns.own.get("coder"), row) for table, _, row, _ in named]
    return [None if at is None else row[at] for at, row in places]


def _quote(file: str, table: _Table, number: int, row: Sequence[str], codes: Named) -> QuotedRow:
    cells = {use: row[at] for use, at in table.columns.own.items()}
    start, end = (_NUMBERS.findall(cells.get(use, "")) for use in ("start", "end"))
    return QuotedRow(
        file=file,
        row=number,
        place=_place(table, number),
        words=cells["text"],
        document=cells.get("document", ""),
        start=int(start[0]) if start else None,
        end=int(end[-1]) if end else None,
        code_ids=codes.code_ids,
    )


def _notices(n_without: int, file: str) -> list[Problem]:
    fix = "nothing, if they were not to be coded"
    return [Problem(f"{n_without} row(s) name no code", file, fix)] if n_without else []
