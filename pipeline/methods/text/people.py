"""People: who speaks or answers in each turn, by the roster where it knows them, numbered where it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.text.collected import CollectedSource
from pipeline.methods.text.facilitators import find_asking
from pipeline.methods.text.identities import find_identities, list_names_used, number_people
from pipeline.methods.text.labels import comparable, is_facilitator_word, is_generic, is_name
from pipeline.methods.text.questions import Question, find_question
from pipeline.methods.text.roster import Person, list_names
from pipeline.methods.text.strangers import Meeting, find_notices, tell_of_asking, tell_of_named_files

NAME_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class People:
    """The participants table, who speaks the turns of each source, and what is worth telling.

    `ids` holds for each source the participant of every turn, `leads` whether that is a facilitator, `rules` by which
    rule of the roster the person was found (empty: not on the roster).
    """

    table: pd.DataFrame
    ids: tuple[tuple[str, ...], ...]
    leads: tuple[tuple[bool, ...], ...]
    rules: tuple[tuple[str, ...], ...]
    notices: tuple[Problem, ...]


def name_people(
    sources: Sequence[CollectedSource],
    roster: Sequence[Person],
    facilitators: Collection[str],
    questions: Sequence[Question] = (),
) -> People:
    """Return who speaks every turn, and the table of all people (`schemas.NAMED_PARTICIPANTS`).

    Labels and keys are looked up on the roster (`find_identities`). Who is not on it is R001 and so on (respondents)
    or U01 and so on (speakers), in the order of `sources`. A roster's person who never speaks is in the table all the
    same. Where the roster records that somebody must not be quoted, a speaker who is not on it must not be either. Who
    is no facilitator by the roster, the settings or a plain word is taken for one only with a label that could be
    anybody's and strong evidence (`find_asking`).

    Args:
        sources: in canonical order.
        roster: the rows of the roster, already checked.
        facilitators: labels of facilitators that the settings list.
        questions: the discussion guide.
    """
    by_source = _list_meetings(sources, roster)
    meetings = [meeting for of_source in by_source for meeting in of_source]
    words = frozenset(comparable(label) for label in facilitators)
    rows = _list_rows(meetings, roster, words)
    leading = {str(row["participant_id"]) for row in rows if row["role"] == "facilitator"}
    taken, unsure = _find_other_leaders(by_source, leading, questions)
    leading |= {meeting.participant_id for meeting in taken}
    unasked = _list_unasked(meetings, roster)
    notices = (
        *find_notices(meetings, roster, words),
        *tell_of_asking(taken, unsure),
        *tell_of_named_files(sources, [str(row["names"] or "") for row in rows]),
    )
    return People(
        _table([_settle(row, leading, unasked) for row in rows]),
        tuple(tuple(meeting.participant_id for meeting in of_source) for of_source in by_source),
        tuple(tuple(meeting.participant_id in leading for meeting in of_source) for of_source in by_source),
        tuple(tuple(meeting.identity.rule for meeting in of_source) for of_source in by_source),
        notices,
    )


def _list_meetings(sources: Sequence[CollectedSource], roster: Sequence[Person]) -> list[list[Meeting]]:
    identities = find_identities(sources, roster)
    ids = number_people([identity.key for of_source in identities for identity in of_source])
    return [
        [Meeting(ids[i.key], i, source, turn) for i, turn in zip(of_source, source.turns, strict=True)]
        for source, of_source in zip(sources, identities, strict=True)
    ]


def _settle(row: Mapping[str, object], leading: Collection[str], unasked: Collection[str]) -> dict[str, object]:
    """Return a row with the role and the consent that follow from all that is known."""
    role = {"role": "facilitator"} if row["participant_id"] in leading else {}
    consent = {"may_quote": False} if row["participant_id"] in unasked else {}
    return {**row, **role, **consent}


def _find_other_leaders(
    by_source: Sequence[Sequence[Meeting]], leading: Collection[str], questions: Sequence[Question]
) -> tuple[list[Meeting], list[Meeting]]:
    """Return a turn of each speaker who is surely a facilitator, and of each who may be one, in transcripts without."""
    taken: list[Meeting] = []
    unsure: list[Meeting] = []
    for meetings in by_source:
        source = meetings[0].source
        if source.is_sheet or source.kind == "document" or any(m.participant_id in leading for m in meetings):
            continue
        asking = find_asking(
            source.turns, [m.participant_id for m in meetings], lambda text: find_question(text, questions) is not None
        )
        first = next((m for m in meetings if asking and m.participant_id == asking.participant_id), None)
        if asking and first and first.is_stranger:
            is_sure = asking.is_strong and first.identity.key[0] == "label" and is_generic(first.turn.label)
            (taken if is_sure else unsure).append(first)
    return taken, unsure


def _list_unasked(meetings: Sequence[Meeting], roster: Sequence[Person]) -> set[str]:
    """Speakers who are not on a roster that records a refusal: a misspelt label must not quote who refused."""
    if all(person.may_quote for person in roster):
        return set()
    return {meeting.participant_id for meeting in meetings if meeting.is_stranger}


def _list_rows(
    meetings: Sequence[Meeting], roster: Sequence[Person], words: Collection[str]
) -> list[dict[str, object]]:
    met: dict[str, list[Meeting]] = {person.participant_id: [] for person in roster}
    for meeting in meetings:
        met.setdefault(meeting.participant_id, []).append(meeting)
    listed = {person.participant_id: person for person in roster}
    return [_describe(participant_id, listed.get(participant_id), met[participant_id], words) for participant_id in met]


def _describe(
    participant_id: str, person: Person | None, meetings: Sequence[Meeting], words: Collection[str]
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


def _names_used(meeting: Meeting) -> list[str]:
    """The names that the file uses for the person; on a response sheet, the one it gives."""
    if meeting.source.is_sheet:
        name = meeting.source.name.replace("|", " ").strip()
        return [name] if name and is_name(name) else []
    return list_names_used(meeting.turn)


def _find_role(person: Person | None, meetings: Sequence[Meeting], words: Collection[str]) -> str:
    labels = {comparable(meeting.turn.label) for meeting in meetings}
    if not labels.isdisjoint(words) or (person is None and any(map(_means_facilitator, meetings))):
        return "facilitator"
    if person is not None:
        return person.role
    return "author" if all(meeting.source.kind == "document" for meeting in meetings) else "participant"


def _means_facilitator(meeting: Meeting) -> bool:
    if meeting.source.is_sheet:
        return False
    return is_facilitator_word(meeting.turn.label) or is_facilitator_word(meeting.turn.name)


def _table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    columns = ["participant_id", "role", "may_quote", "names", "is_listed"]
    attributes = sorted({name for row in rows for name in row} - set(columns))
    return pd.DataFrame(list(rows), columns=[*columns, *attributes])
