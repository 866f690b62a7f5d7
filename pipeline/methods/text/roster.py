"""The roster: who took part, and which speaker label or respondent's key means whom."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from rapidfuzz import fuzz

from pipeline.errors import Problem
from pipeline.methods.text.labels import KnownLabels, comparable, is_generic, is_name, split_label

_SHORT = 4
_CLOSE = 85.0
_CLEAR = 10.0
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "rev", "reverend", "sister"))

LISTED = "a listed label, id or name"
INITIALS = "initials"
PART = "a part of the name"
MISSPELT = "a name that is nearly the same"
GUESSES = (INITIALS, PART, MISSPELT)


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the roster; `line` is where it stands in the file; `sources`, if any, limit the labels to those."""

    participant_id: str
    name: str = ""
    role: str = "participant"
    labels: tuple[str, ...] = ()
    may_quote: bool = True
    attributes: tuple[tuple[str, str], ...] = ()
    line: int = 0
    sources: tuple[str, ...] = ()


def find_roster_problems(people: Sequence[Person], file: str) -> Iterator[Problem]:
    """Find ids given to two people, and labels by which two people would be meant in one source.

    Args:
        people: the rows of the roster.
        file: what messages call it.
    """
    holders: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for what, label in (("participant_id", person.participant_id), *(("label", label) for label in person.labels)):
            other = next((p for p in holders[comparable(label)] if _may_clash(person, p)), person)
            if other is not person:
                yield Problem(
                    f"rows {other.line} and {person.line} have the same {what}",
                    where=f"{file}, row {person.line}",
                    fix="give each person an id and labels of their own; where groups share labels such as P1,"
                    " say in the column `sources` which source each row is about",
                )
            holders[comparable(label)].append(person)


def _may_clash(person: Person, other: Person) -> bool:
    """Tell whether two rows may be about one source, where the row limited to it would not come first."""
    if comparable(person.participant_id) == comparable(other.participant_id):
        return person is not other
    return person.sources == other.sources or not set(person.sources).isdisjoint(other.sources)


def list_in_scope(people: Iterable[Person], names: Iterable[str]) -> list[Person]:
    """Return the people who may be meant in the source that has these `names`, those limited to it first.

    Args:
        people: the rows of the roster.
        names: what the source is called: its id, its file, the file's name with and without its extension.
    """
    called = [name.casefold() for name in names]
    limited = [p for p in people if any(fnmatchcase(name, s.casefold()) for s in p.sources for name in called)]
    return [*limited, *(person for person in people if not person.sources)]


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a label means, and by which rule."""

    participant_id: str
    rule: str = LISTED


@dataclass(frozen=True, slots=True)
class RosterLabels:
    """What means whom: ids, labels and names, as `comparable` writes them, initials and parts of names -> id."""

    sure: Mapping[str, str]
    initials: Mapping[str, str]
    parts: Mapping[str, str]
    spelled: Mapping[str, frozenset[str]]

    def find_listed(self, label: str) -> Match | None:
        """Return the participant whose id, label or name `label` is, whatever its capitals."""
        found = self.sure.get(comparable(label)) or self.sure.get(comparable(split_label(label)[0]))
        return Match(found) if found else None

    def find(self, label: str) -> Match | None:
        """Return the participant whom `label` most surely means.

        In this order: an id, label or name; initials, in capitals only; a part of one person's name ("Maria", "Dr
        Lopez", "Maria L"); one name that is clearly closer than all others (normalised indel similarity of at least
        85, 0-100, and 10 more than the next).
        """
        bare = split_label(label)[0]
        return self.find_listed(label) or self._find_initials(bare) or self._find_part(bare) or self._find_close(bare)

    def _find_initials(self, label: str) -> Match | None:
        found = self.initials.get(label.strip(" :.").replace(".", ""))
        return Match(found, INITIALS) if found else None

    def _find_part(self, label: str) -> Match | None:
        found = self.parts.get(_plain(label))
        return Match(found, PART) if found and not is_generic(label) else None

    def _find_close(self, label: str) -> Match | None:
        written = _plain(label)
        if len(written) < _SHORT or not is_name(label.title()):
            return None
        scores = sorted(
            ((max(fuzz.ratio(written, form) for form in forms), person) for person, forms in self.spelled.items()),
            reverse=True,
        )
        best, following = [*scores, (0.0, ""), (0.0, "")][:2]
        return Match(best[1], MISSPELT) if best[0] >= _CLOSE and best[0] - following[0] >= _CLEAR else None


def list_labels(people: Sequence[Person]) -> RosterLabels:
    """Return what people are called; what two of them are called means nobody, or who is limited to a source.

    Args:
        people: the rows that may be meant, as `list_in_scope` returns them.
    """
    sure = {
        comparable(label): person.participant_id
        for person in reversed(people)
        for label in (person.participant_id, *person.labels)
    }
    names = _list_own((comparable(person.name), person.participant_id) for person in people)
    initials = _list_own(
        ("".join(word[0] for word in person.name.split()).upper(), person.participant_id) for person in people
    )
    parts = _list_own((part, person.participant_id) for person in people for part in _list_parts(person.name))
    return RosterLabels(
        names | sure,
        {label: person for label, person in initials.items() if len(label) > 1},
        parts,
        {person.participant_id: forms for person in people if (forms := _list_spellings(person))},
    )


def _list_own(called: Iterable[tuple[str, str]]) -> dict[str, str]:
    meant: dict[str, set[str]] = defaultdict(set)
    for label, participant_id in called:
        meant[label].add(participant_id)
    return {label: next(iter(ids)) for label, ids in meant.items() if label and len(ids) == 1}


def _plain(name: str) -> str:
    """Return a name without titles, full stops, accents and capitals."""
    spelled = unicodedata.normalize("NFKD", comparable(name))
    words = re.sub(r"[.,]", " ", "".join(sign for sign in spelled if not unicodedata.combining(sign))).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in _TITLES else words)


def _list_parts(name: str) -> set[str]:
    """Return what a person may be called by less than the whole name: one of its words, or one and an initial."""
    words = _plain(name).split()
    if len(words) < 2:  # noqa: PLR2004 - a name of one word has no parts
        return set(words)
    first, last = words[0], words[-1]
    return {first, last, f"{first} {last}", f"{first} {last[0]}", f"{first[0]} {last}"}


def _list_spellings(person: Person) -> frozenset[str]:
    """Return the words and names that a label may misspell."""
    words = _plain(person.name).split()
    forms = {" ".join(words), *words[:1], *words[-1:], *(_plain(label) for label in person.labels if is_name(label))}
    return frozenset(form for form in forms if len(form) >= _SHORT)


def list_known_labels(people: Sequence[Person], facilitators: Iterable[str], pattern: str) -> KnownLabels:
    """Return what the roster and the settings let the speaker-label grammar know beforehand.

    Args:
        people: the rows of the roster that may be meant.
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
