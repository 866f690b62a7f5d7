"""Identities: who is meant by the label of each turn and the key of each sheet, and by which rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.methods.text.collected import CollectedSource, CollectedTurn, list_called
from pipeline.methods.text.labels import comparable, is_generic, is_name, split_label
from pipeline.methods.text.roster import GUESSES, MISSPELT, Match, Person, RosterLabels, list_in_scope, list_labels

LEGEND = "the file's legend"
ABOVE = "the row above"
_SLIPS = 2
_SLIP_SHARE = 0.1
_DIRECTIONS = frozenset(("cont'd", "contd", "continued", "cont", "cont.", "laughs", "laughing", "whispering", "crying"))

Key = tuple[object, ...]
"""Who is meant: ('listed', id), ('respondent', key), ('name', full name) or ('label', number of the source, label)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is meant, and by which rule of the roster; an empty rule means that nobody on the roster is."""

    key: Key
    rule: str = ""


def find_identities(sources: Sequence[CollectedSource], roster: Sequence[Person]) -> list[list[Identity]]:
    """Return for each source who every turn belongs to.

    A key of a table is looked up on the roster as it is. A label is looked up in this order: the name that the file's
    own legend or the label's brackets give; the label as an id, label or name on the roster; and, where no legend
    says otherwise, as initials, as a part of a name, as a name that is nearly the same. A person who has a sure label
    in a source is not given the turns of another label that is only nearly the same, but for a slip: at most two turns
    or a tenth of the person's. A row of a table that names nobody goes on with the speaker above. Who is on no roster
    is known by a full name in all sources, by any other label in its own source only.

    Args:
        sources: in canonical order.
        roster: the rows of the roster.
    """
    has_limits = any(person.sources for person in roster)
    known: dict[tuple[str, ...], RosterLabels] = {}
    identities: list[list[Identity]] = []
    for number, source in enumerate(sources):
        called = list_called(source) if has_limits else ()
        if called not in known:
            known[called] = list_labels(list_in_scope(roster, called))
        find = _find_by_key if source.is_sheet else _find_by_label
        identities.append(find(number, source, known[called]))
    return identities


def _find_by_key(number: int, source: CollectedSource, labels: RosterLabels) -> list[Identity]:
    match = (labels.find_listed(source.key) if source.key else None) or (
        labels.find_listed(source.name) if source.name else None
    )
    identity = (
        Identity(("listed", match.participant_id), match.rule)
        if match
        else Identity(("respondent", source.key or number))
    )
    return [identity] * len(source.turns)


def _find_by_label(number: int, source: CollectedSource, labels: RosterLabels) -> list[Identity]:
    counts = Counter((turn.key, turn.label, turn.name) for turn in source.turns)
    matches = {called: _match(*called, labels) for called in counts}
    sure: Counter[str] = Counter()
    for called, match in matches.items():
        if match and match.rule not in GUESSES:
            sure[match.participant_id] += counts[called]
    bare = _count_additions(source.turns)
    identities: dict[tuple[str, str, str], Identity] = {}
    for called, match in matches.items():
        is_given = match and (match.rule != MISSPELT or _is_slip(counts[called], sure[match.participant_id]))
        identities[called] = (
            Identity(("listed", match.participant_id), match.rule)
            if match and is_given
            else Identity(_name_unlisted(number, called, bare))
        )
    return list(_carry([identities[turn.key, turn.label, turn.name] for turn in source.turns], source.turns))


def _carry(identities: Sequence[Identity], turns: Sequence[CollectedTurn]) -> Iterator[Identity]:
    """Yield who every turn belongs to: one that names nobody, in a table, goes on with the speaker above."""
    speaker: Identity | None = None
    for identity, turn in zip(identities, turns, strict=True):
        is_blank = not (turn.key or turn.label or turn.name)
        if is_blank and speaker:
            yield replace(speaker, rule=ABOVE)
        else:
            speaker = None if is_blank else identity
            yield identity


def _is_slip(n_turns: int, n_sure: int) -> bool:
    return not n_sure or n_turns <= max(_SLIPS, _SLIP_SHARE * n_sure)


def _match(key: str, label: str, name: str, labels: RosterLabels) -> Match | None:
    if key and (listed := labels.find_listed(key)):
        return listed
    told = name or _name_in_brackets(label)
    if told and (by_name := labels.find_listed(told)):
        return Match(by_name.participant_id, LEGEND)
    if label and (listed := labels.find_listed(label)):
        return listed
    called = told if is_name(told) else label
    return labels.find(called) if called else None


def _name_in_brackets(label: str) -> str:
    """Return the full name that stands in brackets behind a role or number: "Interviewer 1 (Jane Smith)"."""
    bare, added = split_label(label)
    words = added.split()
    is_full = len(words) > 1 and all(word[0].isupper() and word.isalpha() for word in words)
    return added if is_full and is_generic(bare) else ""


def list_names_used(turn: CollectedTurn) -> list[str]:
    """Return the names, not the roles, numbers or initials, that a file uses for the speaker of a turn."""
    used = (turn.name, split_label(turn.label)[0], _name_in_brackets(turn.label))
    return [name.replace("|", " ").strip() for name in used if name and is_name(name)]


def _count_additions(turns: Sequence[CollectedTurn]) -> Mapping[str, int]:
    """Return in how many ways each label is added to: P3 and "P3 (F, 34)" are one person, two Marias may be two."""
    additions: dict[str, set[str]] = defaultdict(set)
    for turn in turns:
        bare, added = split_label(turn.label)
        additions[comparable(bare)] |= {comparable(added)} - _DIRECTIONS - {""}
    return {label: len(ways) for label, ways in additions.items()}


def _name_unlisted(number: int, called: tuple[str, str, str], additions: Mapping[str, int]) -> Key:
    key, label, name = called
    if key:
        return ("respondent", key)
    bare, added = split_label(label)
    is_one = additions[comparable(bare)] <= 1 or comparable(added) in _DIRECTIONS
    known_as = bare if is_one else label
    candidates = (name, _name_in_brackets(label), bare)
    full = next((c for c in candidates if " " in c.strip() and is_name(c)), "")
    return ("name", comparable(full)) if full and is_one else ("label", number, comparable(known_as))


def number_people(keys: Sequence[Key]) -> dict[Key, str]:
    """Return an id for everybody: the roster's, or R001, R002, ... for respondents and U01, U02, ... for speakers."""
    distinct = list(dict.fromkeys(keys))
    respondents = [key for key in distinct if key[0] == "respondent"]
    speakers = [key for key in distinct if key[0] in {"name", "label"}]
    return {
        **{key: str(key[1]) for key in distinct if key[0] == "listed"},
        **{key: f"R{n:03d}" for n, key in enumerate(respondents, start=1)},
        **{key: f"U{n:02d}" for n, key in enumerate(speakers, start=1)},
    }
