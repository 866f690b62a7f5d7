"""Coding sheets as they come back: sorted, filtered, with columns moved or added, as XLSX or CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.errors import CodingsError, Problem
from pipeline.formats.codings.keyed_sheets import KEY, KeyedSheet, find_keyed_sheet, letter_of
from pipeline.formats.codings.marks import parse_mark
from pipeline.formats.codings.sheets import SHOWN, WRITTEN
from pipeline.formats.grids import Grid
from pipeline.methods.coding.codebook import Codebook
from pipeline.methods.coding.placing import SheetRow


def parse_sheet(
    grids: Mapping[str, Grid], file: str, codebook: Codebook, asked: Mapping[str, Collection[str]]
) -> tuple[list[SheetRow], list[Problem]]:
    """Return the rows of the sheet with their codes and notes, and the notices worth telling.

    `grids` are the sheets of the file; the one with a column segment_id counts, wherever its header stands. Columns
    are known by their header: a code's label, id or other name, whatever its capitals. Where any row has a mark under
    `read`, only such rows and rows with a code were read; otherwise all were, unless the sheet has no mark at all: it
    counts as not read. Raises CodingsError listing, by sheet row and column, every cell that is neither a mark nor
    blank, every column that looks like a code and is none, every code without a column, and every row with codes that
    has lost its segment_id. The text of a cell is never repeated. `asked` says by their ids which codes each segment,
    and each source as a whole, is read for (`scope.list_asked`): a sheet needs no column for any other.
    """
    sheet = find_keyed_sheet(grids, file, (*SHOWN, *WRITTEN))
    columns = {position: code.code_id for position, name in sheet.free if (code := codebook.find(name))}
    problems = [
        *_column_problems(sheet, columns, codebook),
        *_missing_codes(sheet, columns, codebook, _list_needed(sheet, codebook, asked)),
        *_cell_problems(sheet, columns),
        *_lost_rows(sheet, columns),
    ]
    if problems:
        raise CodingsError.of(problems)
    rows = list(_list_rows(sheet, columns))
    n_read = sum(row.is_read for row in rows)
    if not n_read:
        return [], [_not_read(file)]
    left = len(sheet.rows) - n_read
    return rows, [_read_in_part(left, len(sheet.rows), file)] if left else []


def _column_problems(sheet: KeyedSheet, columns: Mapping[int, str], codebook: Codebook) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for position, name in sheet.free:
        place = f"{sheet.file}, column {letter_of(position)}"
        if position in columns:
            if seen.setdefault(columns[position], position) != position:
                yield Problem(f"two columns mean the code '{columns[position]}'", place, "keep one of them")
        elif problem := _unknown_column(name, _marks(sheet, position), codebook):
            yield Problem(problem[0], place, problem[1])


def _marks(sheet: KeyedSheet, position: int) -> set[bool | None]:
    return {parse_mark(row[position]) for _, row in sheet.rows}


def _unknown_column(name: str, marks: set[bool | None], codebook: Codebook) -> tuple[str, str] | None:
    """What is wrong with a column that is none of ours, if it looks like a code: by its name or by its cells."""
    close = codebook.closest(name) if name else None
    if close:
        return f"'{name}' is not a code of the codebook", f"did you mean '{close.label}'? Rename the column"
    if True in marks and None not in marks:
        said = f"'{name}' is not a code of the codebook" if name else "a column has marks but no header"
        return said, "add the code to the codebook, or delete the column if it is not a code"
    return None


def _list_needed(sheet: KeyedSheet, codebook: Codebook, asked: Mapping[str, Collection[str]]) -> set[str]:
    """The codes that the rows are read for: those of their sources where the study was cut anew, else of all."""
    every = {code.code_id for code in codebook.codes}
    segment_ids = {row[sheet.own[KEY]] for _, row in sheet.rows} - {""}
    sets = {frozenset(asked.get(id_, asked.get(id_.rpartition(":")[0], every))) for id_ in segment_ids}
    return set().union(*sets)


def _missing_codes(
    sheet: KeyedSheet, columns: Mapping[int, str], codebook: Codebook, needed: Collection[str]
) -> Iterator[Problem]:
    """The codes needed without a column, but for those that a misspelt column seems to mean."""
    others = [codebook.closest(name) for position, name in sheet.free if name and position not in columns]
    meant = {*columns.values(), *(code.code_id for code in others if code)}
    for code in codebook.codes:
        if code.code_id in needed and code.code_id not in meant:
            said = f"the sheet has no column for code '{code.label}': nobody can tell 'not given' from 'not asked'"
            fix = (
                "add the column (leave it blank if the coder looked for the code and found none), "
                "or write the sheet anew"
            )
            yield Problem(said, sheet.file, fix)


def _cell_problems(sheet: KeyedSheet, columns: Mapping[int, str]) -> Iterator[Problem]:
    positions = [*columns, *([sheet.own["read"]] if "read" in sheet.own else [])]
    for number, row in sheet.rows:
        for position in positions:
            if parse_mark(row[position]) is None:
                fix = "write x where the code is given and leave the cell blank where it is not; words go under 'note'"
                yield Problem("a cell is neither a mark nor blank", sheet.where(number, position), fix)


def _lost_rows(sheet: KeyedSheet, columns: Mapping[int, str]) -> Iterator[Problem]:
    for number, row in sheet.rows:
        if not row[sheet.own[KEY]] and _given(row, columns):
            fix = "copy the segment_id from the sheet as it was sent"
            yield Problem("a row has codes but no segment_id", f"{sheet.file}, row {number}", fix)


def _given(row: Sequence[str], columns: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(code_id for position, code_id in columns.items() if parse_mark(row[position]))


def _list_rows(sheet: KeyedSheet, columns: Mapping[int, str]) -> Iterator[SheetRow]:
    own = sheet.own
    given = {number: _given(row, columns) for number, row in sheet.rows}
    marked = {number for number, row in sheet.rows if "read" in own and parse_mark(row[own["read"]])}
    every = not marked and any(given.values())
    for number, row in sheet.rows:
        if row[own[KEY]]:
            yield SheetRow(
                file=sheet.file,
                row=number,
                segment_id=row[own[KEY]],
                text=row[own["text"]] if "text" in own else None,
                code_ids=given[number],
                note=row[own["note"]] if "note" in own else "",
                is_read=every or number in marked or bool(given[number]),
            )


def _read_in_part(n_left: int, n_rows: int, file: str) -> Problem:
    fix = "if all were read, clear the column 'read'"
    return Problem(f"{n_left} of {n_rows} rows count as not read: others are marked under 'read'", file, fix)


def _not_read(file: str) -> Problem:
    fix = "if it was read and carries no code, write x under 'read' in its rows"
    return Problem("nothing is marked in the sheet: it counts as not read", file, fix)
