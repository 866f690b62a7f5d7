"""The roster: who took part, and which speaker label or respondent's key means whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        for what, label in (("participant_id", person.participant_id), *(("label", label) for label in person.labels)):
            other = first.setdefault(comparable(label), person)
            if other is not person:
                yield Problem(
                    f"rows {other.line} and {person.line} have the same {what}",
                    where=f"{file}, row {person.line}",
                    fix="give each person an id and labels of their own; where groups share labels such as P1,"
                    " make them differ in the transcripts",
                )


@dataclass(frozen=True, slots=True)
class RosterLabels:
    """What means whom: ids, labels and names, as `comparable` writes them, and initials, each -> participant_id."""

    sure: Mapping[str, str]
    initials: Mapping[str, str]

    def find(self, label: str) -> str | None:
        """Return the participant whom `label` means, whatever its capitals; initials count in capitals only."""
        return self.sure.get(comparable(label)) or self.initials.get(label.strip(" :."))


def list_labels(people: Sequence[Person]) -> RosterLabels:
    """Return what the roster's people are called; a name or initials of two people mean nobody."""
    sure = {comparable(label): p.participant_id for p in people for label in (p.participant_id, *p.labels)}
    names = _list_own((comparable(person.name), person.participant_id) for person in people)
    initials = _list_own(
        ("".join(word[0] for word in person.name.split()).upper(), person.participant_id) for person in people
    )
    return RosterLabels(names | sure, {label: person for label, person in initials.items() if len(label) > 1})


def _list_own(called: Iterable[tuple[str, str]]) -> dict[str, str]:
    meant: dict[str, set[str]] = defaultdict(set)
    for label, participant_id in called:
        meant[label].add(participant_id)
    return {label: next(iter(ids)) for label, ids in meant.items() if label and len(ids) == 1}


def list_known_labels(people: Sequence[Person], facilitators: Iterable[str], pattern: str) -> KnownLabels:
    """Return what the roster and the settings let the speaker-label grammar know beforehand.

    Args:
        people: the rows of the roster.
        facilitators: labels that the settings list.
        pattern: the researcher's own pattern, or empty.
    """
    listed = [*facilitators, *(label for person in people for label in person.labels)]
    unmarked = frozenset(label for label in listed if label.isupper() and label.isalnum() and 1 < len(label) <= _SHORT)
    called = list_labels(people)
    known = frozenset(called.sure) | {comparable(label) for label in (*called.initials, *listed)}
    return KnownLabels(known, unmarked, pattern)


def list_names(person: Person) -> list[str]:
    """Return all that a person on the roster is called: the name and the labels."""
    return [name for name in (person.name, *person.labels) if name]
