"""Likely names of people whom no list knows: words after a title, given names, and unusual words with capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.methods.text.everyday import (
    EVERYDAY_NAMES,
    FUNCTION_WORDS,
    HOUSEHOLD_NAMES,
    MONTHS,
    OPENING_WORDS,
    PARTICLES,
    ROLE_WORDS,
    TITLES,
)
from pipeline.methods.text.findings import Span, overlaps
from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.names import fold, starts_sentence, tells_case
from pipeline.methods.text.word_context import SURE, weigh_use


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PART = r"[^\W\d_][^\W\d_]*(?:['\u2019-][^\W\d_]{2,})*"
_RUN = re.compile(rf"{_PART}(?: {_PART}){{1,3}}")
_WORD = re.compile(_PART)
_TITLED = re.compile(
    rf"\b(?i:dr|mr|mrs|ms|miss|mx|prof|professor|sir|rev|reverend|sister|father|judge|sheriff|nurse|aunt|auntie|uncle)"
    rf"\.? ((?=[^\W\d_]*[^\W\d_])(?-i:{_PART}))"
)
_INTRODUCED = re.compile(
    rf"\b(?i:my name is|my name's|name is|named|a woman called|a man called|a guy called) ({_PART})", 0
)
_SAINT = re.compile(rf"\bSt\.? ((?=[A-Z]){_PART}(?: [A-Z]{_PART})?)")
_CAPITAL_RUN = re.compile(r"(?<![\w'\u2019-])[A-Z][a-z]+(?: [A-Z][a-z]+)+(?![\w'\u2019-])")
_NO_NAMES = TITLES | FUNCTION_WORDS | OPENING_WORDS | ROLE_WORDS | HOUSEHOLD_NAMES | MONTHS
_DAYS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays september october november december english scottish
    british american irish welsh french german spanish italian european african asian black christian
    """
)
_NO_BODIES = _DAYS | MONTHS | OPENING_WORDS
_SHORTEST = 3

Proposed = tuple[int, int, str]


def propose_people(text: str, lexicon: Lexicon) -> list[Proposed]:
    """Return the spans of `text` that are likely names of people, each as a recogniser gives an entity (PERSON).

    With capital letters: the word after a title (Dr. Pell), a known given name with the capitalised words after it
    (Lorraine Fitch), and within a sentence one or more capitalised words none of which is an ordinary word (Adaeze
    Okonkwo), ordinary words that are names and used as such (Rose), and, as an organisation, several capitalised words
    of any kind (Second Shift) and what follows "St." In texts whose case says nothing: given names that are no other
    word, with the unusual word after them, two unusual words side by side, and what follows "my name is" or a title.
    Texts are only read so where there is a dictionary.

    Args:
        text: the words of a turn.
        lexicon: what is a word, and what a given name.
    """
    if not lexicon.words:
        return []
    found = _find_cased(text, lexicon) if tells_case(text) else _find_uncased(text, lexicon)
    people = [(start, end, "PERSON") for start, end in dict.fromkeys(found)]
    taken = [span[:2] for span in people]
    return people + [(*span, "ORG") for span in _find_bodies(text) if tells_case(text) and not overlaps(span, taken)]


def _find_bodies(text: str) -> Iterator[Span]:
    for saint in _SAINT.finditer(text):
        yield saint.span(1)
    for run in _CAPITAL_RUN.finditer(text):
        words = [fold(word).text for word in run.group().split()]
        if not starts_sentence(text, run.start()) and not _NO_BODIES & {*words}:
            yield run.span()


def _find_cased(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    for titled in _TITLED.finditer(text):
        if titled.group(1)[0].isupper() and fold(titled.group(1)).text not in _NO_NAMES:
            yield titled.span(1)
    runs = [
        span
        for run in _RUN.finditer(text)
        for span in _find_in_run(text, list(_WORD.finditer(text, *run.span())), lexicon)
    ]
    yield from runs
    for word in _WORD.finditer(text):
        is_free = _is_capitalised([word], 0, 0) and not overlaps(word.span(), runs)
        if is_free and _is_alone_a_name(text, word, lexicon):
            yield word.span()


def _is_alone_a_name(text: str, word: re.Match[str], lexicon: Lexicon) -> bool:
    folded = fold(word.group()).text
    if folded in EVERYDAY_NAMES:
        return weigh_use(text, word.span(), folded) >= (SURE if starts_sentence(text, word.start()) else 0)
    if starts_sentence(text, word.start()) or len(folded) < _SHORTEST:
        return False
    return not lexicon.is_word(folded) or weigh_use(text, word.span(), folded) >= SURE


def _find_in_run(text: str, words: list[re.Match[str]], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_capitalised(words, at, end):
            end += 1
        while end > at and words[end - 1].group()[0].islower():
            end -= 1
        span = words[at:end]
        if len(span) > 1 and _is_person(text, span, lexicon):
            yield span[0].start(), span[-1].end()
        at = max(end, at + 1)


def _is_capitalised(words: list[re.Match[str]], first: int, at: int) -> bool:
    word = words[at].group()
    if at > first and fold(word).text in PARTICLES:
        return True
    return word[0].isupper() and not word.isupper() and fold(word).text not in _NO_NAMES | _DAYS


def _is_person(text: str, words: list[re.Match[str]], lexicon: Lexicon) -> bool:
    folded = [name for word in words if (name := fold(word.group()).text) not in PARTICLES]
    if folded[0] in lexicon.diminutives and (
        folded[0] not in lexicon.words or not starts_sentence(text, words[0].start())
    ):
        return True
    return not any(map(lexicon.is_word, folded)) and not starts_sentence(text, words[0].start())


def _find_uncased(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    for match in (*_INTRODUCED.finditer(text), *_TITLED.finditer(text)):
        if not _is_ordinary(match.group(1), lexicon):
            yield _with_surname(text, match.span(1), lexicon)
    for word in _WORD.finditer(text):
        folded = fold(word.group()).text
        if len(folded) >= _SHORTEST and not _is_ordinary(folded, lexicon):
            span = _with_surname(text, word.span(), lexicon)
            if folded in lexicon.diminutives or span != word.span():
                yield span


def restore_capitals(text: str, lexicon: Lexicon) -> str:
    """Return `text`, whose case says nothing, with a capital at the start and in every word that is no ordinary one.

    A recogniser was trained on text with capital letters; offsets stay as they are.
    """
    small = text.lower() if len(text.lower()) == len(text) else text
    raised = _WORD.sub(
        lambda word: word.group() if _is_ordinary(word.group(), lexicon) else _raise(word.group()), small
    )
    return _raise(raised)


def _raise(word: str) -> str:
    first = word[:1].upper()
    return first + word[1:] if len(first) == len(word[:1]) else word


def _is_ordinary(word: str, lexicon: Lexicon) -> bool:
    folded = fold(word).text.partition("'")[0]
    return folded in _NO_NAMES | _DAYS or lexicon.is_word(folded)


def _with_surname(text: str, span: tuple[int, int], lexicon: Lexicon) -> tuple[int, int]:
    after = _WORD.match(text, span[1] + 1) if text[span[1] : span[1] + 1] == " " else None
    if after and len(after.group()) >= _SHORTEST and not _is_ordinary(after.group(), lexicon):
        return span[0], after.end()
    return span
