"""The roster: who took part, and which speaker label or respondent's key means whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import Problem
from pipeline.methods.text.speakers import KnownLabels, comparable

_SHORT = 4


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the roster; `line` is where it stands in the file."""

    participant_id: str
    name: str = ""
    role: str = "participant"
    labels: tuple[str, ...] = ()
    may_quote: bool = True
    attributes: tuple[tuple[str, str], ...] = ()
    line: int = 0


def find_roster_problems(people: Sequence[Person], file: str) -> Iterator[Problem]:
    """Find ids given to two people, and labels by which two people would be meant.

    Args:
        people: the rows of the roster.
        file: what messages call it.
    """
    first: dict[str, Person] = {}
    for person in people:
        for label in (person.participant_id, *person.labels):
            other = first.setdefault(comparable(label), person)
            if other is person:
                continue
            is_id = comparable(person.participant_id) == comparable(other.participant_id)
            yield Problem(
                f"rows {other.line} and {person.line} have the same {'participant_id' if is_id else 'label'}",
                where=f"{file}, row {person.line}",
                fix="give each person an id and labels of their own; where groups share labels such as P1, make them"
                " differ in the transcripts",
            )


def list_labels(people: Iterable[Person]) -> dict[str, str]:
    """Return label -> participant_id for all that the roster says: ids, labels, names, and initials of names.

    Labels are written as `comparable` writes them. A name or initials that would mean two people mean nobody.
    """
    people = list(people)
    sure = {comparable(label): p.participant_id for p in people for label in (p.participant_id, *p.labels)}
    names: dict[str, set[str]] = defaultdict(set)
    initials: dict[str, set[str]] = defaultdict(set)
    for person in people:
        names[comparable(person.name)].add(person.participant_id)
        initials["".join(word[0] for word in comparable(person.name).split())].add(person.participant_id)
    for label, ids in (*names.items(), *initials.items()):
        if len(ids) == 1 and len(label) > 1 and label not in sure and len(names.get(label, ids) | ids) == 1:
            sure[label] = next(iter(ids))
    return sure


def list_known_labels(people: Sequence[Person], facilitators: Iterable[str], pattern: str) -> KnownLabels:
    """Return what the roster and the settings let the speaker-label grammar know beforehand.

    Args:
        people: the rows of the roster.
        facilitators: labels that the settings list.
        pattern: the researcher's own pattern, or empty.
    """
    listed = [*facilitators, *(label for person in people for label in person.labels)]
    unmarked = frozenset(label for label in listed if label.isupper() and label.isalnum() and len(label) <= _SHORT)
    known = frozenset(list_labels(people)) | {comparable(label) for label in listed}
    return KnownLabels(known, unmarked, pattern)


def list_names(person: Person) -> list[str]:
    """Return all that a person on the roster is called: the name and the labels."""
    return [name for name in (person.name, *person.labels) if name]
