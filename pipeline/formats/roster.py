"""The roster file: one row a person, CSV or XLSX."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import Problem, SourceError
from pipeline.formats.surveys.columns import parse_yes_no
from pipeline.formats.tables import TextTable, read_table_file
from pipeline.methods.text.roster import Person, find_roster_problems
from pipeline.methods.text.words import squeeze
from pipeline.schemas import ROLES

_ID = ("participant_id", "id")
_KNOWN = {*_ID, "name", "role", "labels", "may_quote", "sources"}
_SEPARATOR = ";"
_PARTS = re.compile(r"[\s_-]+")
_MEANT = {
    **dict.fromkeys(("full_name", "names", "surname", "first_name", "participant", "participant_name"), "name"),
    **dict.fromkeys(("label", "label(s)", "speaker", "speaker_label", "alias", "aliases", "nickname"), "labels"),
    **dict.fromkeys(
        ("quote", "quotes", "quotable", "mayquote", "can_quote", "consent", "consent_to_quote"), "may_quote"
    ),
    **dict.fromkeys(("participantid", "participant_code"), "participant_id"),
}


def read_roster(path: Path, name: str) -> list[Person]:
    """Return the people on the roster at `path`.

    Columns: participant_id (or id), and, where they are there, name, role (participant, facilitator or author; blank
    is participant), labels (parted by ;), may_quote (yes or no; blank is no), sources (ids, file names or patterns
    such as group-*, parted by ;: the labels of the row mean the person there only; blank is everywhere); any other is
    an attribute. Capitals, hyphens and spaces in a header make no difference.

    Args:
        path: the roster file.
        name: what messages call it.

    Raises:
        SourceError: listing a missing id column, columns that nearly have one of these names, blank and repeated ids,
            roles and consents that are none, and labels of two people.
    """
    return parse_roster(read_table_file(path.read_bytes(), name))


def parse_roster(table: TextTable) -> list[Person]:
    """Return the people in the roster `table`; see `read_roster`."""
    headers = [_PARTS.sub("_", names[0].casefold()) if names else "" for names in table.columns]
    id_column = next((headers.index(wanted) for wanted in _ID if wanted in headers), None)
    if id_column is None:
        raise SourceError(
            f"the roster '{table.name}' has no column 'participant_id'",
            where=f"{table.name}, header",
            fix="give each person an id of its own (P01, P02, ...) in a column of that name",
        )
    people: list[Person] = []
    problems: list[Problem] = list(_find_header_problems(headers, table.name))
    for line, row in zip(table.places, table.rows, strict=True):
        cells = {header: squeeze(cell) for header, cell in zip(headers, row, strict=True) if header in _KNOWN}
        written = {names[0]: squeeze(cell) for names, cell in zip(table.columns, row, strict=True) if names}
        problems += _find_cell_problems(
            {**cells, "participant_id": squeeze(row[id_column])}, f"{table.name}, row {line}"
        )
        people.append(
            Person(
                participant_id=squeeze(row[id_column]),
                name=cells.get("name", ""),
                role=cells.get("role", "").casefold() or "participant",
                labels=_split(cells.get("labels", "")),
                may_quote=parse_yes_no(cells.get("may_quote", "yes")) is True,
                attributes=tuple((k, v) for k, v in written.items() if _PARTS.sub("_", k.casefold()) not in _KNOWN),
                line=line,
                sources=_split(cells.get("sources", "")),
            )
        )
    problems += find_roster_problems([person for person in people if person.participant_id], table.name)
    if problems:
        raise SourceError.of(problems)
    return people


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split(_SEPARATOR))))


def _find_header_problems(headers: Sequence[str], file: str) -> Iterator[Problem]:
    """Find headers that nearly have a known name: taken for attributes, they would name people or quote who refused."""
    for header in headers:
        close = difflib.get_close_matches(header, ["labels", "may_quote", "participant_id"], n=1, cutoff=0.8)
        meant = _MEANT.get(header) or next(iter(close), header)
        if header not in _KNOWN and meant != header and meant not in headers:
            yield Problem(
                f"the roster's column '{header}' looks like '{meant}'", f"{file}, header", f"call it '{meant}'"
            )


def _find_cell_problems(cells: dict[str, str], where: str) -> Iterator[Problem]:
    if not cells["participant_id"]:
        yield Problem("a person on the roster has no participant_id", where, "give each an id of its own")
    if cells.get("role", "").casefold() not in {"", *ROLES}:
        yield Problem("the role of a person on the roster is unknown", where, f"write one of: {', '.join(ROLES)}")
    if parse_yes_no(cells.get("may_quote", "")) is None:
        yield Problem("may_quote of a person on the roster is neither yes nor no", where, "write yes or no")
