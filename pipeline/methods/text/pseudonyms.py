"""Pseudonyms: one for each name over the whole study, put in the places of the names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.methods.text.entities import KINDS, TurnText
from pipeline.methods.text.findings import Finding
from pipeline.methods.text.known_names import PARTICIPANT, PERSON

Pseudonyms = Mapping[tuple[str, str], str]
"""(kind, name) -> pseudonym, in square brackets."""

_NUMBERED = re.compile(r"\[(\w[\w ]*) (\d+)\]")


@dataclass(frozen=True, slots=True)
class Replacement:
    """One substitution: the span of the text as collected, what stands for it, of what kind, and who found it."""

    start_char: int
    end_char: int
    pseudonym: str
    kind: str
    detector: str


def unite_people(findings: Sequence[Sequence[Finding]]) -> list[list[Finding]]:
    """Return `findings` with people called by one word given the full name, where only one full name has that word.

    Maria is Maria Lopez where the study speaks of no other Maria with a surname.

    Args:
        findings: those of each text.
    """
    names = dict.fromkeys(f.name for each in findings for f in each if f.kind == PERSON)
    full = {name: name.split() for name in names if " " in name}
    means: dict[str, list[str]] = {}
    for name, words in full.items():
        for word in {words[0], words[-1]}:
            means.setdefault(word, []).append(name)
    return [
        [replace(f, name=means[f.name][0]) if f.kind == PERSON and len(means.get(f.name, ())) == 1 else f for f in each]
        for each in findings
    ]


def settle_kinds(turns: Sequence[TurnText], findings: Sequence[Sequence[Finding]]) -> list[list[Finding]]:
    """Return `findings` with names of no participant as places or organisations where a recogniser mostly says so.

    Args:
        turns: the study's turns.
        findings: those of each turn, then those of other texts.
    """
    in_turns = [
        (turn, found) for turn, each in zip(turns, findings, strict=False) for found in each if found.kind == PERSON
    ]
    places = Counter(found.name for _, found in in_turns)
    votes = Counter(
        (found.name, KINDS[label])
        for turn, found in in_turns
        for start, end, label in turn.entities
        if label in KINDS and start <= found.start and found.end <= end
    )
    kinds = {name: kind for (name, kind), n in votes.items() if 2 * n > places[name]}
    return [[replace(f, kind=kinds.get(f.name, PERSON)) if f.kind == PERSON else f for f in each] for each in findings]


def assign_pseudonyms(findings: Iterable[Finding], taken: Mapping[str, int]) -> Pseudonyms:
    """Return the pseudonym of every name, numbered within each kind in the order of `findings`.

    A participant becomes [participant_id], what a pattern found becomes [kind], any other name [Kind number].

    Args:
        findings: in the canonical order of the study.
        taken: the highest number that each kind already has in the texts as collected.
    """
    numbers = Counter(taken)
    pseudonyms: dict[tuple[str, str], str] = {}
    for finding in findings:
        key = finding.kind, finding.name
        if key in pseudonyms:
            continue
        if finding.kind == PARTICIPANT:
            pseudonyms[key] = f"[{finding.name}]"
        elif finding.detector == "pattern":
            pseudonyms[key] = f"[{finding.kind}]"
        else:
            numbers[finding.kind] += 1
            pseudonyms[key] = f"[{finding.kind.capitalize()} {numbers[finding.kind]}]"
    return pseudonyms


def count_taken(texts: Iterable[str]) -> dict[str, int]:
    """Return for each kind the highest number of a pseudonym such as [Person 4] that already stands in `texts`."""
    taken: dict[str, int] = {}
    for text in texts:
        for kind, number in _NUMBERED.findall(text):
            taken[kind.lower()] = max(taken.get(kind.lower(), 0), int(number))
    return taken


def list_replacements(findings: Iterable[Finding], pseudonyms: Pseudonyms) -> list[Replacement]:
    """Return the replacement for each finding."""
    return [Replacement(f.start, f.end, pseudonyms[f.kind, f.name], f.kind, f.detector) for f in findings]


def apply_replacements(text: str, replacements: Iterable[Replacement]) -> str:
    """Return `text` with every replacement made, from its end backwards; spans must not overlap."""
    for made in sorted(replacements, key=lambda replacement: replacement.start_char, reverse=True):
        text = text[: made.start_char] + made.pseudonym + text[made.end_char :]
    return text


def move_offsets(offsets: Iterable[int], replacements: Sequence[Replacement]) -> list[int]:
    """Return where `offsets` of a text lie after the replacements.

    Args:
        offsets: none inside a replaced span; one where a span starts stays before the pseudonym.
        replacements: in the order of the text.
    """
    ends = [made.end_char for made in replacements]
    shifts = [0]
    for made in replacements:
        shifts.append(shifts[-1] + len(made.pseudonym) - (made.end_char - made.start_char))
    return [offset + shifts[bisect_right(ends, offset)] for offset in offsets]
