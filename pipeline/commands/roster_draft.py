"""The roster that `qualpipe init` drafts: a row for everybody who speaks, by what the files call them."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.commands.looking_talk import find_leading
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.labels import comparable, is_facilitator_word, is_name, split_label
from pipeline.methods.text.people import name_people
from pipeline.methods.text.words import squeeze

COLUMNS = ("participant_id", "name", "role", "labels", "may_quote", "sources")
_PREFIXES = ("P", "ID", "person-")
_SEPARATOR = ";"


@dataclass
class _Found:
    """Somebody who speaks: labels and names as the files write them, and where; how many of the sources they lead."""

    labels: dict[str, str] = field(default_factory=dict[str, str])
    names: list[str] = field(default_factory=list[str])
    stems: list[str] = field(default_factory=list[str])
    n_led: int = 0
    has_shared_label: bool = False


def draft_roster(sources: Sequence[CollectedSource]) -> list[dict[str, str]]:
    """Return a row for everybody who speaks in `sources`, in the order of their first words.

    A full name is the same person everywhere, and so is the name or word for a facilitator; any other label is a
    person of its source. The role is guessed: a facilitator leads (`find_leading`) in half of the sources or more.
    Consent to be quoted stays blank, which means no.

    Args:
        sources: transcripts in canonical order; labels are read as names where they look like names.
    """
    found = _find_speakers(sources)
    known = [person for person in found if person.labels or person.names]
    prefix = _find_prefix([label for person in known for label in person.labels])
    has_several = len({source.stem for source in sources}) > 1
    return [_row(f"{prefix}{n}", person, has_several=has_several) for n, person in enumerate(known, start=1)]


def _find_speakers(sources: Sequence[CollectedSource]) -> list[_Found]:
    people = name_people(sources, [], ())
    found: dict[str, _Found] = {}
    for source, ids, leading in zip(sources, people.ids, find_leading(sources, people), strict=True):
        for turn, person in zip(source.turns, ids, strict=True):
            if turn.label and _SEPARATOR not in turn.label:
                key = comparable(turn.label) if _is_known_by_label(turn, leads=person in leading) else person
                _add(found.setdefault(key, _Found()), source, turn, leads=person in leading)
    _part_labels(list(found.values()))
    return list(found.values())


def render_roster(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the rows of a roster as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([row[column] for column in COLUMNS] for row in rows)
    return out.getvalue()


def _is_known_by_label(turn: CollectedTurn, *, leads: bool) -> bool:
    """Tell whether a label means one person wherever it stands: those who lead often go by a first name only."""
    has_full_name = " " in turn.name.strip() and is_name(turn.name)
    return not has_full_name and (is_facilitator_word(turn.label) or (leads and is_name(turn.label)))


def _add(person: _Found, source: CollectedSource, turn: CollectedTurn, *, leads: bool) -> None:
    person.labels.setdefault(comparable(turn.label), squeeze(turn.label))
    name = squeeze(turn.name or split_label(turn.label)[0])
    if is_name(name) and name not in person.names:
        person.names.append(name)
    if source.stem not in person.stems:
        person.stems.append(source.stem)
        person.n_led += leads


def _part_labels(people: Sequence[_Found]) -> None:
    """Leave each label that two people have in one source to whoever is in fewer sources."""
    holders: dict[str, list[_Found]] = defaultdict(list)
    for person in sorted(people, key=lambda person: len(person.stems)):
        for label in list(person.labels):
            if any(not set(person.stems).isdisjoint(other.stems) for other in holders[label]):
                del person.labels[label]
            else:
                holders[label].append(person)
    for person in people:
        person.has_shared_label = any(len(holders[label]) > 1 for label in person.labels)


def _find_prefix(labels: Sequence[str]) -> str:
    """Return what ids begin with, so that none of them is also what a file calls somebody."""
    free = (p for p in _PREFIXES if not any(re.fullmatch(rf"{p}\d+", label, re.IGNORECASE) for label in labels))
    return next(free, _PREFIXES[-1])


def _row(participant_id: str, person: _Found, *, has_several: bool) -> dict[str, str]:
    leads = len(person.stems) <= 2 * person.n_led
    is_known_everywhere = leads or any(" " in name for name in person.names)
    is_limited = person.has_shared_label or (has_several and not is_known_everywhere)
    return {
        "participant_id": participant_id,
        "name": person.names[0] if person.names else "",
        "role": "facilitator" if leads else "participant",
        "labels": f"{_SEPARATOR} ".join(person.labels.values()),
        "may_quote": "",
        "sources": f"{_SEPARATOR} ".join(person.stems) if is_limited else "",
    }
