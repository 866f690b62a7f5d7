"""People: who speaks or answers in each turn, by the roster where it knows them, numbered where it does not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.text.collected import CollectedSource, CollectedTurn, place
from pipeline.methods.text.roster import Person, RosterLabels, list_labels, list_names
from pipeline.methods.text.speakers import comparable, is_facilitator_word, is_name

NAME_SEPARATOR = " | "
_SHOWN = 8
_INITIALS = 3

Key = tuple[object, ...]
"""Who is meant: ('listed', id), ('respondent', key), ('name', full name) or ('label', number of the source, label)."""


@dataclass(frozen=True, slots=True)
class People:
    """The participants table, who speaks the turns of each source, and what is worth telling.

    `ids` holds for each source the participant of every turn, `leads` whether that is a facilitator.
    """

    table: pd.DataFrame
    ids: tuple[tuple[str, ...], ...]
    leads: tuple[tuple[bool, ...], ...]
    notices: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Somebody speaks or answers."""

    participant_id: str
    key: Key
    source: CollectedSource
    turn: CollectedTurn


def name_people(sources: Sequence[CollectedSource], roster: Sequence[Person], facilitators: Collection[str]) -> People:
    """Return who speaks every turn, and the table of all people (`schemas.NAMED_PARTICIPANTS`).

    A label or key is looked up on the roster: as it is, whatever its capitals, as a name, as initials. Respondents who
    are not on it are R001, R002 and so on, the same key being the same person in all files. Other speakers are U01,
    U02 and so on: a full name is the same person in all sources, any other label a person of its source. They are
    numbered in the order of `sources`. A roster's person who never speaks is in the table all the same. Where the
    roster records that somebody must not be quoted, a speaker who is not on it must not be quoted either.

    Args:
        sources: in canonical order.
        roster: the rows of the roster, already checked.
        facilitators: labels of facilitators that the settings list.
    """
    labels = list_labels(roster)
    keys = [[_find_key(n, source, turn, labels) for turn in source.turns] for n, source in enumerate(sources)]
    ids = _number([key for of_source in keys for key in of_source])
    meetings = [
        _Meeting(ids[key], key, source, turn)
        for source, of_source in zip(sources, keys, strict=True)
        for turn, key in zip(source.turns, of_source, strict=True)
    ]
    words = frozenset(comparable(label) for label in facilitators)
    rows = _list_rows(meetings, roster, words)
    unasked = _list_unasked(meetings, roster)
    rows = [row | {"may_quote": False} if row["participant_id"] in unasked else row for row in rows]
    notices = (
        *_tell_of_strangers(meetings),
        *_tell_of_role_words(meetings, words),
        *_tell_of_silent(meetings, roster),
        *_tell_of_named_files(sources, [str(row["names"] or "") for row in rows]),
    )
    spoken = tuple(tuple(ids[key] for key in of_source) for of_source in keys)
    leading = {row["participant_id"] for row in rows if row["role"] == "facilitator"}
    leads = tuple(tuple(person in leading for person in of_source) for of_source in spoken)
    return People(_table(rows), spoken, leads, notices)


def _list_unasked(meetings: Sequence[_Meeting], roster: Sequence[Person]) -> set[str]:
    """Speakers who are not on a roster that records a refusal: a misspelt label must not quote who refused."""
    if all(person.may_quote for person in roster):
        return set()
    return {meeting.participant_id for meeting in meetings if meeting.key[0] in {"name", "label"}}


def _find_key(number: int, source: CollectedSource, turn: CollectedTurn, labels: RosterLabels) -> Key:
    key, name = (source.key, source.name) if source.is_sheet else (turn.key, turn.name)
    for called in (key, turn.label, name):
        if called and (listed := labels.find(called)):
            return ("listed", listed)
    if source.is_sheet or key:
        return ("respondent", key or number)
    full = next((called for called in (name, turn.label) if " " in called.strip() and is_name(called)), "")
    return ("name", comparable(full)) if full else ("label", number, comparable(turn.label))


def _number(keys: Sequence[Key]) -> dict[Key, str]:
    distinct = list(dict.fromkeys(keys))
    respondents = [key for key in distinct if key[0] == "respondent"]
    speakers = [key for key in distinct if key[0] in {"name", "label"}]
    return {
        **{key: str(key[1]) for key in distinct if key[0] == "listed"},
        **{key: f"R{n:03d}" for n, key in enumerate(respondents, start=1)},
        **{key: f"U{n:02d}" for n, key in enumerate(speakers, start=1)},
    }


def _list_rows(
    meetings: Sequence[_Meeting], roster: Sequence[Person], words: Collection[str]
) -> list[dict[str, object]]:
    met: dict[str, list[_Meeting]] = {person.participant_id: [] for person in roster}
    for meeting in meetings:
        met.setdefault(meeting.participant_id, []).append(meeting)
    listed = {person.participant_id: person for person in roster}
    return [_describe(participant_id, listed.get(participant_id), met[participant_id], words) for participant_id in met]


def _describe(
    participant_id: str, person: Person | None, meetings: Sequence[_Meeting], words: Collection[str]
) -> dict[str, object]:
    values: dict[str, set[str]] = defaultdict(set)
    for meeting in meetings:
        for name, value in (*meeting.source.of_person.items(), *meeting.turn.attributes.items()):
            values[name] |= {value} if value else set()
    constant = {name: next(iter(found)) if len(found) == 1 else None for name, found in values.items()}
    known = dict(person.attributes) if person else {}
    attributes = {**constant, **{name: value or constant.get(name) for name, value in known.items()}}
    names = dict.fromkeys([*(list_names(person) if person else ()), *(n for m in meetings for n in _names_used(m))])
    consents = {meeting.turn.may_quote for meeting in meetings}
    return {
        "participant_id": participant_id,
        "role": _find_role(person, meetings, words),
        "may_quote": (person is None or person.may_quote) and False not in consents,
        "names": NAME_SEPARATOR.join(names) or None,
        "is_listed": person is not None,
        **{f"attr_{name}": value for name, value in attributes.items()},
    }


def _names_used(meeting: _Meeting) -> list[str]:
    """The names, not the roles, numbers or initials, that the file uses for the person."""
    used = (meeting.source.name if meeting.source.is_sheet else meeting.turn.name, meeting.turn.label)
    return [name.replace("|", " ").strip() for name in used if name and is_name(name)]


def _find_role(person: Person | None, meetings: Sequence[_Meeting], words: Collection[str]) -> str:
    labels = {comparable(meeting.turn.label) for meeting in meetings}
    if not labels.isdisjoint(words) or (person is None and any(map(is_facilitator_word, labels))):
        return "facilitator"
    if person is not None:
        return person.role
    return "author" if all(meeting.source.kind == "document" for meeting in meetings) else "participant"


def _table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    columns = ["participant_id", "role", "may_quote", "names", "is_listed"]
    attributes = sorted({name for row in rows for name in row} - set(columns))
    return pd.DataFrame(list(rows), columns=[*columns, *attributes])


def _tell_of_strangers(meetings: Sequence[_Meeting]) -> Iterator[Problem]:
    first = {m.participant_id: m for m in reversed(meetings) if m.key[0] in {"name", "label"} and m.turn.label}
    for file, found in groupby(sorted(first.values(), key=_where), key=lambda meeting: meeting.source.file):
        lines = [meeting.turn.line for meeting in found]
        yield Problem(
            f"{len(lines)} speaker(s) of '{file}' are not on the roster; they are numbered U01, U02 and so on,"
            " and are not quoted if anybody on the roster refused",
            where=place(file, lines),
            fix="to give a speaker an id and attributes, add the label on that line to the roster's column `labels`",
        )


def _tell_of_role_words(meetings: Sequence[_Meeting], words: Collection[str]) -> Iterator[Problem]:
    first = {
        (m.source.file, m.turn.label): m
        for m in reversed(meetings)
        if m.key[0] == "label" and is_facilitator_word(m.turn.label) and comparable(m.turn.label) not in words
    }
    for file, found in groupby(sorted(first.values(), key=_where), key=lambda meeting: meeting.source.file):
        lines = [meeting.turn.line for meeting in found]
        yield Problem(
            f"{len(lines)} speaker(s) of '{file}' are taken for facilitators because of their labels",
            where=place(file, lines),
            fix="facilitators' turns are kept but never coded; list the label in [participants] `facilitators`,"
            " or the person on the roster with the right role",
        )


def _tell_of_silent(meetings: Sequence[_Meeting], roster: Sequence[Person]) -> Iterator[Problem]:
    met = {meeting.participant_id for meeting in meetings}
    silent = [person for person in roster if person.participant_id not in met]
    if silent:
        yield Problem(
            f"{len(silent)} of {len(roster)} people on the roster neither speak nor answer in any source",
            where=f"roster, row {', '.join(str(person.line) for person in silent[:_SHOWN])}",
            fix="if they should, check the spelling of their labels and keys",
        )


def _tell_of_named_files(sources: Sequence[CollectedSource], names: Sequence[str]) -> Iterator[Problem]:
    known = {word.casefold() for called in names for word in re.findall(r"\w+", called) if len(word) > _INITIALS}
    for source in sources:
        if not source.is_sheet and not known.isdisjoint(re.split(r"[\W_]+", source.stem)):
            yield Problem(
                "the id of a source holds a person's name, and ids are shown in reports",
                where=source.file,
                fix='rename the file, or give it an id of its own in [[sources]], as in `id = "interview-07"`',
            )


def _where(meeting: _Meeting) -> tuple[str, int]:
    return meeting.source.file, meeting.turn.line
