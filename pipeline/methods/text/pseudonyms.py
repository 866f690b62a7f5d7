"""Pseudonyms: one for each name over the whole study, put in the places of the names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.methods.text.entities import KINDS, TurnText
from pipeline.methods.text.findings import PATTERN, Finding
from pipeline.methods.text.identifier_patterns import coarsen
from pipeline.methods.text.known_names import PARTICIPANT, PERSON
from pipeline.methods.text.nouns import describe

Pseudonyms = Mapping[tuple[str, str], str]
"""(kind, name) -> pseudonym, in square brackets."""

_LETTERED = re.compile(r"\[(\w[\w ]*) ([A-Z]{1,3})\]")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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


def settle_kinds(
    turns: Sequence[TurnText], findings: Sequence[Sequence[Finding]], decided: Mapping[str, str] | None = None
) -> list[list[Finding]]:
    """Return `findings` with names of no participant as places or organisations where a recogniser mostly says so.

    Args:
        turns: the study's turns.
        findings: those of each turn, then those of other texts.
        decided: name -> the kind that a person has decided on, which counts for more.
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
    chosen = kinds | dict(decided or {})
    named = {PERSON, *KINDS.values()}
    return [
        [
            replace(f, kind=chosen.get(f.name, f.kind))
            if f.kind == PERSON or (f.kind in named and f.name in (decided or {}))
            else f
            for f in each
        ]
        for each in findings
    ]


def assign_pseudonyms(
    findings: Iterable[Finding], taken: Mapping[str, int], own: Mapping[str, str] | None = None
) -> Pseudonyms:
    """Return the pseudonym of every name, lettered within each noun in the order of `findings`.

    A participant becomes [participant_id], what a pattern found becomes what is left of it when it is coarsened
    ([phone], [2019], [over 89]), any other name [Person A], [Place A], [School A]. A pseudonym never depends on the
    letters of the name, so the key cannot be worked out from the pseudonyms.

    Args:
        findings: in the canonical order of the study.
        taken: how many letters each noun has used up in the texts as collected (`count_taken`).
        own: the pseudonyms that are settled, by the owner's name: a participant_id or a folded name.
    """
    settled = own or {}
    used, numbers = set(settled.values()), Counter(taken)
    pseudonyms: dict[tuple[str, str], str] = {}
    for finding in findings:
        key = finding.kind, finding.name
        if key in pseudonyms:
            continue
        if finding.detector == PATTERN:
            pseudonyms[key] = f"[{coarsen(*key)}]"
        elif finding.name in settled:
            pseudonyms[key] = settled[finding.name]
        elif finding.kind == PARTICIPANT:
            pseudonyms[key] = f"[{finding.name}]"
        else:
            pseudonyms[key] = _next_letter(describe(*key), numbers, used)
    return pseudonyms


def _next_letter(noun: str, numbers: Counter[str], used: Collection[str]) -> str:
    while True:
        numbers[noun] += 1
        pseudonym = f"[{noun} {to_letters(numbers[noun])}]"
        if pseudonym not in used:
            return pseudonym


def to_letters(number: int) -> str:
    """Return a number from 1 up in letters: A to Z, then AA, AB and so on."""
    letters = ""
    while number > 0:
        number, left = divmod(number - 1, len(_ALPHABET))
        letters = _ALPHABET[left] + letters
    return letters


def count_taken(texts: Iterable[str]) -> dict[str, int]:
    """Return for each noun the highest letter, as a number, of a pseudonym such as [Person D] in `texts`."""
    taken: dict[str, int] = {}
    for text in texts:
        for noun, letters in _LETTERED.findall(text):
            taken[noun] = max(taken.get(noun, 0), _from_letters(letters))
    return taken


def _from_letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * len(_ALPHABET) + _ALPHABET.index(letter) + 1
    return number


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
