"""What the columns of an export are used for, and the cells that every layout reads alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.errors import Problem, SourceError
from pipeline.formats.tables import TextTable, find_columns, list_headers
from pipeline.methods.text.collected import place
from pipeline.methods.text.passages import ESCAPE, KEPT, Fates, plain_text
from pipeline.methods.text.questions import Question
from pipeline.methods.text.words import squeeze

_YES = frozenset(("yes", "y", "1", "true"))
_NO = frozenset(("no", "n", "0", "false", ""))
_NO_ANSWER = frozenset(("na", "notapplicable"))
_PUNCTUATION = re.compile(r"[\s.,/\\_\-\u2013\u2014#]+")
_FATES = {
    "name": "name",
    "source": "key",
    "speaker": "speaker label",
    "question": "question",
    "start": "timestamp",
    "end": "timestamp",
    "consent": "consent",
    "participant": "key",
    "row": "key",
}
_WORDY = 4
_MANY = 0.5
_LONGEST_NOTHING = len("not applicable.")


@dataclass(frozen=True, slots=True)
class Export:
    """How to read one table: which header each use of a column names, the attributes, and the study's questions."""

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    attributes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says beside its answers: whose it is, and what the study keeps of it."""

    line: int
    cells: tuple[str, ...]
    key: str
    name: str
    row_key: str
    may_quote: bool | None
    attributes: Mapping[str, str]


def find_uses(table: TextTable, export: Export, *required: str) -> dict[str, int]:
    """Return the number of the column of each use that the study names; attributes as `attribute <name>`.

    Raises:
        SourceError: listing every column that is named and not there, or required and not named.
    """
    missing = [use for use in required if not export.columns.get(use)]
    if missing:
        raise SourceError.of(_not_named(table, use) for use in missing)
    wanted = {f"columns.{use}": header for use, header in export.columns.items() if header}
    wanted |= {f"columns.attributes ({name})": name for name in export.attributes}
    found = find_columns(table, wanted)
    named = {use: found[f"columns.{use}"] for use, header in export.columns.items() if header}
    return named | {f"attribute {name}": found[f"columns.attributes ({name})"] for name in export.attributes}


def _not_named(table: TextTable, use: str) -> Problem:
    return Problem(
        f"study.toml does not say which column of '{table.name}' holds the {use}",
        where=f"{table.name}, header",
        fix=f'add `columns.{use} = "..."` to its [[sources]]; its columns are: {list_headers(table)}',
    )


def read_rows(table: TextTable, uses: Mapping[str, int]) -> list[Row]:
    """Return the rows of `table` with their keys, consent and attributes; a blank consent is none.

    Raises:
        SourceError: a cell of the consent column is neither yes nor no.
    """
    attributes = {use.removeprefix("attribute "): n for use, n in uses.items() if use.startswith("attribute ")}
    unclear: list[int] = []
    rows: list[Row] = []
    for line, cells in zip(table.places, table.rows, strict=True):
        may_quote = parse_yes_no(cells[uses["consent"]]) if "consent" in uses else None
        unclear += [line] if "consent" in uses and may_quote is None else []
        kept = {name: squeeze(cells[n]) for name, n in attributes.items()}
        key, name, row_key = (cells[uses[use]].strip() if use in uses else "" for use in ("participant", "name", "row"))
        rows.append(Row(line, cells, key, squeeze(name), row_key, may_quote, kept))
    if unclear:
        raise SourceError(
            f"{len(unclear)} cell(s) of the consent column of '{table.name}' say neither yes nor no",
            where=place(table.name, unclear),
            fix="write yes or no (1 or 0, true or false) in each; a blank cell means no",
        )
    return rows


def parse_yes_no(text: str) -> bool | None:
    """Return what a yes/no cell says (yes, y, 1, true; no, n, 0, false; blank is no), or None for anything else."""
    word = text.strip().casefold()
    return True if word in _YES else (False if word in _NO else None)


def read_answer(cell: str) -> str:
    """Return the words of an answer without white space around them; nothing if it is blank or says "n/a"."""
    answer = plain_text(cell).strip()
    return "" if len(answer) <= _LONGEST_NOTHING and _says_nothing(answer) else answer


def _says_nothing(answer: str) -> bool:
    bare = _PUNCTUATION.sub("", answer.casefold())
    return not bare or bare in _NO_ANSWER


def count_cells(table: TextTable, uses: Mapping[str, int], answers: Sequence[int]) -> Fates:
    """Return what became of the characters of the table's rows, by fate; places are cells.

    Args:
        table: the table.
        uses: use of a column -> its number.
        answers: the columns whose cells are turns where they are not blank.
    """
    fates = {number: "attribute" for use, number in uses.items() if use.startswith("attribute ")}
    fates |= {uses[use]: fate for use, fate in _FATES.items() if use in uses}
    counts: dict[str, tuple[int, int]] = {}
    for number in range(len(table.columns)):
        column = [row[number] for row in table.rows]
        found = _count_answers(column) if number in answers else [(fates.get(number, "column not used"), column)]
        for fate, parts in found:
            characters, places = counts.get(fate, (0, 0))
            counts[fate] = (characters + sum(map(len, parts)), places + len(parts))
    return counts


def _count_answers(cells: Iterable[str]) -> list[tuple[str, list[str]]]:
    kept: dict[str, list[str]] = {fate: [] for fate in (KEPT, "blank answer", "not applicable", "blank", ESCAPE)}
    for cell in cells:
        plain = plain_text(cell)
        answer = read_answer(cell)
        fate = KEPT if answer else ("not applicable" if plain.strip() else "blank answer")
        kept[fate].append(answer or plain)
        kept["blank"] += [" " * (len(plain) - len(answer))] if answer and len(plain) > len(answer) else []
        kept[ESCAPE] += [" " * (len(cell) - len(plain))] if len(cell) > len(plain) else []
    return [(fate, parts) for fate, parts in kept.items() if parts]


def find_free_text(table: TextTable) -> Iterator[str]:
    """Find the headers of the columns whose cells look like people's own words: mostly several words, seldom alike."""
    for number, names in enumerate(table.columns):
        cells = [row[number].strip() for row in table.rows if row[number].strip()]
        wordy = sum(len(cell.split()) >= _WORDY for cell in cells)
        if names and wordy > _MANY * len(cells) and len(set(cells)) > _MANY * len(cells):
            yield names[0]
