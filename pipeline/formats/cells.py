"""Rows of cells: what every table becomes, and the values of spreadsheets and SPSS files as the text of cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from pipeline.formats.encodings import normalise
from pipeline.methods.text.passages import Fates

Grid = list[list[str]]
"""Rows of cells; a row may end early."""

_ESCAPED = re.compile(r"_x((?!D[89A-F])[0-9A-F]{4})_", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a whole CSV: its rows, and the line (CSV) or row (XLSX) on which each begins.

    `header_rows` says how many rows are headers where the format itself does (0: it does not), `separator` what parts
    the cells of a CSV; `fates` counts the characters that cleaning the cells cost.
    """

    title: str
    rows: Grid
    places: Sequence[int]
    is_hidden: bool = False
    header_rows: int = 0
    separator: str = ""
    fates: Fates = field(default_factory=dict[str, tuple[int, int]])


def read_cells(rows: Iterable[Iterable[object]]) -> tuple[Grid, Fates]:
    """Return values as text, and the characters that cleaning them cost, by fate.

    Whole numbers have no decimals, dates are written as in ISO 8601; text is cleaned as that of any file
    (`encodings.normalise`), after the escapes of spreadsheets (`_x000D_`) are written as what they stand for.
    """
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    grid: Grid = []
    for values in rows:
        row: list[str] = []
        for value in values:
            text = _write(value)
            if not (text.isascii() and text.isprintable()):
                decoded = normalise(text, "")
                text = decoded.text
                characters.update({fate: n for fate, (n, _) in decoded.fates.items()})
                places.update({fate: n for fate, (_, n) in decoded.fates.items()})
            row.append(text)
        grid.append(row)
    return grid, {fate: (n, places[fate]) for fate, n in characters.items()}


def _write(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - only a missing number differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    text = str(value)
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\r\n", "\r\n")
