"""Sheets whose rows are about segments, as they come back: found by the column segment_id, wherever it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import CodingsError
from pipeline.formats.grids import Grid
from pipeline.methods.coding.codebook import name_key
from pipeline.methods.text.words import squeeze

KEY = "segment_id"
_KEY_NAMES = (KEY, "segment id", "segment")


@dataclass(frozen=True, slots=True)
class KeyedSheet:
    """The grid of a returned sheet: its own columns by name, the positions and headers of the others, its rows."""

    file: str
    own: Mapping[str, int]
    free: Sequence[tuple[int, str]]
    rows: Sequence[tuple[int, Sequence[str]]]

    def where(self, number: int, position: int) -> str:
        """Return how messages name the cell in row `number` at `position`."""
        headers = {at: name for name, at in self.own.items()} | dict(self.free)
        return f"{self.file}, row {number}, column {letter_of(position)} ('{headers[position]}')"


def letter_of(position: int) -> str:
    """Return the letter of the column at `position`, counted from 0."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(position + 1)


def find_keyed_sheet(grids: Mapping[str, Grid], file: str, own: Collection[str]) -> KeyedSheet:
    """Return the first of `grids` with a column segment_id, from its header on.

    `own` are the names of the columns that are known by themselves, in any capitals. Raises CodingsError where no
    sheet has such a column.
    """
    for grid in grids.values():
        for number, row in enumerate(grid):
            if any(name_key(cell) in _KEY_NAMES for cell in row):
                return _read_sheet(grid[number:], number + 1, file, own)
    fix = "keep the first column of the sheet that qualpipe wrote, with its header"
    raise CodingsError("there is no column 'segment_id'", where=file, fix=fix)


def _read_sheet(grid: Grid, first: int, file: str, own: Collection[str]) -> KeyedSheet:
    width = max(len(row) for row in grid)
    header, *rows = [[*row, *[""] * (width - len(row))] for row in grid]
    names = [KEY if name_key(cell) in _KEY_NAMES else name_key(cell) for cell in header]
    found = {name: names.index(name) for name in own if name in names}
    free = [(position, squeeze(cell)) for position, cell in enumerate(header) if position not in found.values()]
    return KeyedSheet(file, found, free, [(n, row) for n, row in enumerate(rows, start=first + 1) if any(row)])


def is_filled(grids: Mapping[str, Grid], shown: Collection[str]) -> bool:
    """Return whether anything stands in a sheet beside the columns `shown`, which qualpipe wrote into it."""
    try:
        sheet = find_keyed_sheet(grids, "", shown)
    except CodingsError:
        return True
    return any(row[position] for _, row in sheet.rows for position, _ in sheet.free)
