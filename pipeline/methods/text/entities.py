"""Which of the entities that a recogniser proposes are names, and everywhere those names stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.methods.text.everyday import (
    EVERYDAY_NAMES,
    FUNCTION_WORDS,
    HOUSEHOLD_NAMES,
    OPENING_WORDS,
    ROLE_WORDS,
    TITLES,
)
from pipeline.methods.text.findings import ENTITY, Finding, Span, overlaps, subtract_spans
from pipeline.methods.text.known_names import PERSON, KnownNames, owner_of
from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.names import build_phrases, find_phrases, fold, has_capitals, starts_sentence, tells_case

Entity = tuple[int, int, str]
"""What a recogniser proposes: start, end and label."""

KINDS = {
    "PERSON": PERSON,
    "PER": PERSON,
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "organisation",
}

_LINE = re.compile(r"[^\n\r\t|]+")
_WORD = re.compile(r"[^\W_]+(?:[&'\u2019\u2010\u2011-][^\W_]+)*")
_CONTRACTION = re.compile(r"\w+['\u2019](?:ve|m|ll|d|re|t)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)
_EDGE_WORDS = OPENING_WORDS | TITLES | HOUSEHOLD_NAMES
_NO_NAMES = _EDGE_WORDS | FUNCTION_WORDS | ROLE_WORDS
_NAME_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
_LEAST_LOWER, _LOWER_PER_PROPOSAL, _OFTEN = 3, 2, 3


@dataclass(frozen=True, slots=True)
class TurnText:
    """The words of one turn: what a recogniser proposes in them, and which participants the source has."""

    text: str
    entities: Sequence[Entity] = ()
    present: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class _Proposal:
    start: int
    end: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One place where a proposed name stands, in the turn numbered `turn`."""

    turn: int
    start: int
    end: int
    name: str
    is_proposed: bool
    is_lower: bool


def name_kind(label: str) -> str:
    """Return our word for the kind of name that a recogniser's `label` stands for."""
    return KINDS.get(label, label.replace("_", " ").lower())


def find_entity_names(
    turns: Sequence[TurnText], closed: Sequence[Sequence[Span]], known: KnownNames, lexicon: Lexicon
) -> list[list[Finding]]:
    """Find the names among the proposed entities, and the same names wherever else they have a capital letter.

    A proposal counts without the words at its edges that are no part of a name. It must hold a capital letter and
    three characters, and not consist of function words, roles or names that everybody uses (Zoom, Covid). It is no
    name where the study itself writes it in lower case at least three times and at least twice as often as it is
    proposed; turns without any capital letter have no say. In those, a name counts whose words are no ordinary ones, or
    that is proposed three times and never written small elsewhere.
    One name has one kind: the one most often proposed, but a given name is a person's.

    Args:
        turns: the study's turns, in order.
        closed: spans of each turn where nothing may be found.
        known: names that take precedence; a proposal that is a form of one means its owner.
        lexicon: what is an ordinary word.

    Returns:
        The findings in each turn.
    """
    proposed = [
        [p for p in _propose(turn, spans) if _is_likely(p, turn, lexicon)]
        for turn, spans in zip(turns, closed, strict=True)
    ]
    found = [
        [Finding(p.start, p.end, *owner_of(p.name, known, turn.present), ENTITY) for p in each if _is_known(p, known)]
        for turn, each in zip(turns, proposed, strict=True)
    ]
    strangers = [[proposal for proposal in each if not _is_known(proposal, known)] for each in proposed]
    kinds = _choose_kinds(strangers, lexicon)
    places = _find_places(turns, strangers, closed)
    lower = Counter(place.name for place in places if place.is_lower and tells_case(turns[place.turn].text))
    common = _find_common(places, lower)
    unusual = _find_unusual(places, lower, lexicon)
    for place in places:
        if place.name not in common and _counts(place, turns[place.turn].text, lower, unusual):
            found[place.turn].append(Finding(place.start, place.end, kinds[place.name], place.name, ENTITY))
    return found


def _find_unusual(places: Sequence[_Place], lower: Counter[str], lexicon: Lexicon) -> set[str]:
    """Find the proposed names that are no ordinary words, by the dictionary or by how the study writes them."""
    proposed = Counter(place.name for place in places if place.is_proposed) if lexicon.words else Counter[str]()
    return {
        name
        for name, n in proposed.items()
        if name not in EVERYDAY_NAMES
        and (not any(map(lexicon.is_word, _NAME_WORD.findall(name))) or (n >= _OFTEN and not lower[name]))
    }


def _is_known(proposal: _Proposal, known: KnownNames) -> bool:
    return proposal.name in known.owners


def _propose(turn: TurnText, closed: Sequence[Span]) -> Iterator[_Proposal]:
    for start, end, label in turn.entities:
        for left, right in subtract_spans((start, end), closed):
            for line in _LINE.finditer(turn.text, left, right):
                yield from _trim(turn.text, line.span(), name_kind(label))


def _is_likely(proposal: _Proposal, turn: TurnText, lexicon: Lexicon) -> bool:
    """Return whether a proposal is more than the ordinary word before a name, or a strange word in small letters."""
    if not lexicon.words:
        return True
    if not tells_case(turn.text):
        is_strange = not all(map(lexicon.is_word, _NAME_WORD.findall(proposal.name)))
        return is_strange and (proposal.kind != "organisation" or " " in proposal.name)
    if " " in proposal.name:
        return True
    is_whole = any((start, end) == (proposal.start, proposal.end) for start, end, _ in turn.entities)
    return is_whole or not (lexicon.is_word(proposal.name) and starts_sentence(turn.text, proposal.start))


def _trim(text: str, span: Span, kind: str) -> Iterator[_Proposal]:
    words = list(_WORD.finditer(text, *span))
    says = tells_case(text)
    while words and _is_edge(words[0].group(), says=says):
        words = words[1:]
    while words and _is_edge(words[-1].group(), says=says):
        words = words[:-1]
    if not words:
        return
    start, end = words[0].start(), words[-1].end()
    surface = _POSSESSIVE.sub("", text[start:end])
    name = fold(surface).text
    folded = {_POSSESSIVE.sub("", fold(word.group()).text) for word in words}
    if _is_long(surface, kind) and not folded <= _NO_NAMES and name not in HOUSEHOLD_NAMES:
        yield _Proposal(start, start + len(surface), name, kind)


def _is_long(surface: str, kind: str) -> bool:
    """Return whether `surface` is more than initials or a row of one letter; a person may be called Jo."""
    shortest = _SHORTEST - 1 if kind == PERSON and not surface.isupper() else _SHORTEST
    return len(surface) >= shortest and len(set(surface.lower())) > 1


def _is_edge(word: str, *, says: bool) -> bool:
    is_small = not (word[0].isupper() if says else word[0].isalpha())
    return len(word) == 1 or is_small or fold(word).text in _EDGE_WORDS or _CONTRACTION.fullmatch(word) is not None


def _choose_kinds(proposed: Sequence[Sequence[_Proposal]], lexicon: Lexicon) -> dict[str, str]:
    votes = Counter((proposal.name, proposal.kind) for each in proposed for proposal in each)
    chosen: dict[str, str] = {}
    for name, kind in votes:
        if name not in chosen or votes[name, kind] > votes[name, chosen[name]]:
            chosen[name] = kind
    given = dict.fromkeys((name for name in chosen if name in lexicon.diminutives), PERSON)
    return chosen | given


def _find_places(
    turns: Sequence[TurnText], proposed: Sequence[Sequence[_Proposal]], closed: Sequence[Sequence[Span]]
) -> list[_Place]:
    phrases = build_phrases(proposal.name for each in proposed for proposal in each)
    places: list[_Place] = []
    for number, turn in enumerate(turns):
        spans = {(proposal.start, proposal.end) for proposal in proposed[number]}
        for start, end, name in find_phrases(turn.text, phrases):
            if not overlaps((start, end), closed[number]):
                is_lower = not has_capitals(turn.text[start:end])
                places.append(_Place(number, start, end, name, (start, end) in spans, is_lower))
    return places


def _find_common(places: Sequence[_Place], lower: Counter[str]) -> set[str]:
    """Find the proposed names that the study's own texts show to be ordinary words."""
    proposed = Counter(place.name for place in places if place.is_proposed)
    return {name for name, n in lower.items() if n >= max(_LEAST_LOWER, _LOWER_PER_PROPOSAL * proposed[name])}


def _counts(place: _Place, text: str, lower: Counter[str], unusual: Collection[str]) -> bool:
    """Return whether a name stands at `place`; what may be a word is a name only where the recogniser says so."""
    if not tells_case(text):
        return place.is_proposed or place.name in unusual
    may_be_word = lower[place.name] >= _LEAST_LOWER
    is_word = place.name in EVERYDAY_NAMES or (may_be_word and starts_sentence(text, place.start))
    return text[place.start].isupper() and (place.is_proposed or not is_word)
