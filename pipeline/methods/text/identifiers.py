"""Finding what may tell who somebody is: patterns, the roster's names, and names that a recogniser proposes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.methods.text.entities import KINDS, TurnText, find_entity_names, name_kind
from pipeline.methods.text.findings import Finding, Span, overlaps, resolve_overlaps
from pipeline.methods.text.known_names import (
    KnownNames,
    build_known_names,
    find_known_names,
    find_known_names_in_id,
)
from pipeline.methods.text.names import Phrases, build_phrases, find_phrases

_PHONE = (
    r"(?<![\w.])(?=(?:[ ().+-]*\d){9,15}(?![ .-]?\d))"
    r"(?:\+\d{1,3}|\(\+?\d{2,5}\)|00\d{2}|0\d{2,5})(?:[ ().-]{0,2}\d{2,})+(?!\d)"
    r"|(?<![\w.-])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d-])"
)
_YEAR = r"(?:19|20)\d\d"
_DATES = (
    rf"{_YEAR}(?:[ -]{_YEAR})+(?![ -]?\d)|{_YEAR}-\d\d(?![\d-])|\d{{4}}-\d\d?-\d\d?(?!\d)|\d\d?-\d\d?-\d{{4}}(?!\d)"
)
_NUMBER = (
    rf"(?<!\d)(?<!\d[.,-])(?!{_DATES})(?:[A-Za-z]{{0,3}}\d{{5,}}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?"
    r"|\d{2,}(?:-\d{2,}){2,}|\d{3}-\d{4}|\d{3,}(?: \d{3,})+)[A-Za-z]{0,2}(?!\d)"
)
NUMBER = "number"
PATTERNS: Mapping[str, str] = {
    "e-mail": r"(?<![\w.+-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+",
    "URL": r"(?:https?://|www\.)[^\s<>\"]*[\w/]"
    r"|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|io|(?:ac|co|gov|nhs|org|sch)\.uk)\b(?:/[^\s<>\"]*[\w/])?",
    "handle": r"(?<![\w@.])@[A-Za-z_]\w*",
    "phone": _PHONE,
    NUMBER: _NUMBER,
}
_LEAST_DIGITS = 5
_BRACKETS = re.compile(r"\[[^\[\]\n]*\]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as identifying in a study: names, patterns by kind, what to keep, and which labels to heed."""

    known: KnownNames
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    kept: Phrases
    labels: frozenset[str]
    pseudonym: re.Pattern[str]


def build_rules(
    participants: Mapping[str, str],
    names: Iterable[str] = (),
    keep: Iterable[str] = (),
    labels: Iterable[str] = (),
    patterns: Mapping[str, str] | None = None,
) -> Rules:
    """Return the rules of a study.

    Args:
        participants: participant_id -> names and labels, joined by `NAME_SEPARATOR`; may be empty.
        names: full names of other people.
        keep: words and phrases in which no name is looked for.
        labels: the recogniser's labels to heed, such as PERSON.
        patterns: the study's own regular expressions by kind; they go before those that always apply.
    """
    own = dict(patterns or {})
    expressions = {**own, **{kind: pattern for kind, pattern in PATTERNS.items() if kind not in own}}
    heeded = frozenset(labels)
    numbered = sorted({*KINDS.values(), *map(name_kind, heeded)})
    forms = [
        *(rf"{re.escape(kind.capitalize())} \d+" for kind in numbered),
        *map(re.escape, (*expressions, *participants)),
    ]
    return Rules(
        known=build_known_names(participants, names),
        patterns=tuple((kind, re.compile(pattern)) for kind, pattern in expressions.items()),
        kept=build_phrases(keep),
        labels=heeded,
        pseudonym=re.compile(rf"\[(?:{'|'.join(forms)})\]"),
    )


def find_identifiers(turns: Sequence[TurnText], rules: Rules) -> list[list[Finding]]:
    """Find the identifiers in each turn, none overlapping (see `resolve_overlaps`), in the order of its text.

    Nothing is found inside a pseudonym that is already there; names are not looked for within the phrases to keep,
    and no entity in brackets, which researchers use for what they have replaced or added themselves.

    Args:
        turns: the study's turns, in order; what one says bears on what is a name in another.
        rules: what counts as identifying.
    """
    sure = [resolve_overlaps([*_find_patterns(turn.text, rules), *find_names(turn, rules)]) for turn in turns]
    heeded = [replace(turn, entities=[e for e in turn.entities if e[2] in rules.labels]) for turn in turns]
    closed = [_list_closed(turn.text, found, rules) for turn, found in zip(turns, sure, strict=True)]
    names = find_entity_names(heeded, closed, rules.known)
    found = [resolve_overlaps([*each, *more]) for each, more in zip(sure, names, strict=True)]
    return [_find_rest(turn, each, rules) for turn, each in zip(turns, found, strict=True)]


def _find_rest(turn: TurnText, found: list[Finding], rules: Rules) -> list[Finding]:
    """Return `found` with the names that come to light once it is replaced, as Ann does in "Annwww.example"."""
    while rest := find_names(replace(turn, text=_mask(turn.text, found)), rules) if found else []:
        found = resolve_overlaps([*found, *rest])
    return found


def _mask(text: str, found: Sequence[Finding]) -> str:
    for f in found:
        text = text[: f.start] + "[" * min(1, f.end - f.start - 1) + "_" * (f.end - f.start - 2) + "]" + text[f.end :]
    return text


def find_names(turn: TurnText, rules: Rules) -> list[Finding]:
    """Find the known names in a text outside pseudonyms and outside the phrases to keep, overlapping ones too."""
    return _open(find_known_names(turn.text, rules.known, turn.present), turn.text, rules)


def find_names_in_id(text: str, rules: Rules, present: Collection[str] = ()) -> list[Finding]:
    """Find the known names in an id or title outside pseudonyms and outside the phrases to keep, none overlapping."""
    found = find_known_names_in_id(text, rules.known, present)
    return resolve_overlaps(_open(found, text, rules))


def _open(found: Sequence[Finding], text: str, rules: Rules) -> list[Finding]:
    pseudonyms, kept = _list_pseudonyms(text, rules), _list_kept(text, rules)
    return [f for f in found if not overlaps(_span(f), pseudonyms) and not _lies_in(_span(f), kept)]


def _find_patterns(text: str, rules: Rules) -> list[Finding]:
    pseudonyms = _list_pseudonyms(text, rules)
    return [
        Finding(*match.span(), kind, match.group(), "pattern")
        for kind, pattern in rules.patterns
        for match in pattern.finditer(text)
        if match.group() and _is_long(kind, match.group()) and not overlaps(match.span(), pseudonyms)
    ]


def _is_long(kind: str, found: str) -> bool:
    return kind != NUMBER or sum(map(str.isdigit, found)) >= _LEAST_DIGITS


def _list_pseudonyms(text: str, rules: Rules) -> list[Span]:
    return [match.span() for match in rules.pseudonym.finditer(text)]


def _list_kept(text: str, rules: Rules) -> list[Span]:
    return [(start, end) for start, end, _ in find_phrases(text, rules.kept)]


def _list_closed(text: str, found: Sequence[Finding], rules: Rules) -> list[Span]:
    bracketed = [match.span() for match in _BRACKETS.finditer(text)]
    return [*map(_span, found), *_list_kept(text, rules), *bracketed]


def _span(finding: Finding) -> Span:
    return finding.start, finding.end


def _lies_in(span: Span, others: Collection[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
