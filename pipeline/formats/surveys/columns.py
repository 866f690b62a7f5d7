"""What the columns of an export are used for, and what its rows say beside their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.errors import Problem, SourceError
from pipeline.formats.surveys.dialects import PLAIN, Dialect, fold_header
from pipeline.formats.surveys.values import is_personal
from pipeline.formats.tables import TextTable, find_columns, list_headers
from pipeline.methods.text.collected import place
from pipeline.methods.text.passages import Fates, add_fates
from pipeline.methods.text.questions import Question
from pipeline.methods.text.words import squeeze

_YES = frozenset(("yes", "y", "1", "true"))
_NO = frozenset(("no", "n", "0", "false", ""))
_NAMES = ("first name", "second name")
_FATES = {
    "name": "name",
    "first name": "name",
    "second name": "name",
    "source": "key",
    "speaker": "speaker label",
    "question": "question",
    "start": "timestamp",
    "end": "timestamp",
    "consent": "consent",
    "participant": "key",
    "row": "key",
}
# Headers, as `fold_header` writes them, of what may not leave data/restricted, whichever tool wrote them.
_PERSONAL = re.compile(
    r"(?:your|recipient|respondent|participant|contact|work|home)?(?:e?mail(?:address)?|name|phone(?:number)?|address)"
    r"|(?:first|last|sur|full|given|family|user|middle)name|ip(?:v4|v6)?(?:addr|address)"
    r"|(?:tele|mobile|cell|work|home)phone(?:number)?|mobile(?:number)?|dateofbirth|dob"
    r"|(?:location)?(?:latitude|longitude)|postcode|zipcode|streetaddress|socialsecuritynumber|nhsnumber"
)
_NOBODY = frozenset(("anonymous", "anonym", "anonyme"))
_SAMPLE = 200
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Export:
    """How to read one table: which header each use of a column names, the attributes, and the study's questions.

    `not_answers` are the phrases that count as no answer; None for those that everybody agrees on.
    """

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    attributes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    not_answers: tuple[str, ...] | None = None


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


def find_uses(table: TextTable, export: Export, *required: str, dialect: Dialect = PLAIN) -> dict[str, int]:
    """Return the number of the column of each use that the study names; attributes as `attribute <name>`.

    Raises:
        SourceError: listing every column that is named and not there, or required and not named; and attributes that
            identify people.
    """
    missing = [use for use in required if not export.columns.get(use)]
    if missing:
        raise SourceError.of(_not_named(table, use) for use in missing)
    wanted = {f"columns.{use}": header for use, header in export.columns.items() if header}
    wanted |= {f"columns.attributes ({name})": name for name in export.attributes}
    found = find_columns(table, wanted)
    named = {use: found[f"columns.{use}"] for use, header in export.columns.items() if header}
    attributes = {name: found[f"columns.attributes ({name})"] for name in export.attributes}
    if personal := set(find_personal(table, dialect)) & set(attributes.values()):
        raise SourceError.of(_identifies(table, name) for name, n in attributes.items() if n in personal)
    return named | {f"attribute {name}": number for name, number in attributes.items()}


def _identifies(table: TextTable, name: str) -> Problem:
    return Problem(
        f"column '{name}' of '{table.name}' identifies people, so it cannot be an attribute",
        where=f"{table.name}, header",
        fix="attributes are written to tables that leave data/restricted: take it out of `columns.attributes`; if it"
        " holds no names, numbers or addresses of people, give it another header",
    )


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
    names = [uses[use] for use in ("name", *_NAMES) if use in uses]
    unclear: list[int] = []
    rows: list[Row] = []
    for line, cells in zip(table.places, table.rows, strict=True):
        may_quote = parse_yes_no(cells[uses["consent"]]) if "consent" in uses else None
        unclear += [line] if "consent" in uses and may_quote is None else []
        kept = {name: squeeze(cells[n]) for name, n in attributes.items()}
        key, row_key = (cells[uses[use]].strip() if use in uses else "" for use in ("participant", "row"))
        name = squeeze(" ".join(cells[n] for n in names))
        rows.append(Row(line, cells, key, "" if name.casefold() in _NOBODY else name, row_key, may_quote, kept))
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


def count_cells(
    table: TextTable, uses: Mapping[str, int], answers: Mapping[int, Fates], dialect: Dialect = PLAIN
) -> Fates:
    """Return what became of the characters of the table's rows, by fate; places are cells.

    Args:
        table: the table.
        uses: use of a column -> its number.
        answers: the columns whose cells are turns, and what became of these.
        dialect: the survey tool, some of whose own columns nobody uses.
    """
    heads = list_heads(table)
    fates = {n: "metadata" for n, head in enumerate(heads) if head in dialect.own}
    fates |= dict.fromkeys(find_personal(table, dialect), "personal data")
    fates |= {number: "attribute" for use, number in uses.items() if use.startswith("attribute ")}
    fates |= {uses[use]: fate for use, fate in _FATES.items() if use in uses}
    counted = [
        answers[n]
        if n in answers
        else {fates.get(n, "column not used"): (sum(len(row[n]) for row in table.rows), len(table.rows))}
        for n in range(len(heads))
    ]
    return add_fates(counted)


def list_heads(table: TextTable) -> list[str]:
    """Return the first name of every column as dialects write it; empty where a column has none."""
    return [fold_header(names[0]) if names else "" for names in table.columns]


def find_personal(table: TextTable, dialect: Dialect) -> Iterator[int]:
    """Find the columns that identify somebody: by what the survey tool or most people call them, or by their cells."""
    for number, head in enumerate(list_heads(table)):
        cells = [row[number] for row in table.rows[:_SAMPLE] if row[number].strip()]
        by_cells = bool(cells) and sum(map(is_personal, cells)) > _MOST * len(cells)
        if by_cells or head in dialect.personal or _PERSONAL.fullmatch(head):
            yield number


def assume_uses(table: TextTable, uses: Mapping[str, int], dialect: Dialect) -> dict[str, int]:
    """Return `uses` with those that the survey tool defines and the settings leave open: person, row, names, event."""
    heads = list_heads(table)
    defined = {"participant": dialect.person, "row": dialect.response}
    assumed = {
        use: next(n for n, head in enumerate(heads) if head in known)
        for use, known in defined.items()
        if use not in uses and not known.isdisjoint(heads)
    }
    if "name" not in uses:
        assumed |= {_NAMES[rank]: heads.index(head) for rank, head in enumerate(dialect.names) if head in heads}
    return {**uses, **assumed}
