"""Finding given phrases in texts however they are cased, accented, hyphenated or spaced."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from pipeline.methods.text.everyday import TITLES

_APOSTROPHES = dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4\u2032\uff07", "'")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
_SAME = {**_APOSTROPHES, **_HYPHENS, **_LETTERS}
_INVISIBLE = {"Mn", "Me", "Cf"}
_SENTENCE_ENDS = ".?!…:;]\n"
_BEFORE_A_SENTENCE = " \t\u00a0\"'\u201c\u2018\u201d\u2019([*_-\u2013\u2014>"
_LOOK_BACK = 24
_I = re.compile(r"\bI\b")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without case, accents, typographic variants and repeated white space; `offsets` lead back to it."""

    text: str
    offsets: Sequence[int]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Folded phrases, ready to be found all at once."""

    texts: tuple[str, ...]
    automaton: AhoCorasick | None


def fold(text: str) -> Folded:
    """Return `text` folded: "José  O'Brien" becomes "jose o'brien", each character with its offset in `text`."""
    if text.isascii() and not any(space in text for space in ("  ", "\n", "\t", "\r", "`")):
        return Folded(text.lower(), range(len(text) + 1))
    variants = {char: _folded_char(char) for char in set(text)}
    folded: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        variant = variants[char]
        if variant == " " and folded and folded[-1] == " ":
            continue
        folded += variant
        offsets += [offset] * len(variant)
    return Folded("".join(folded), [*offsets, len(text)])


def _folded_char(char: str) -> str:
    if char.isspace():
        return " "
    if char in _SAME:
        return _SAME[char]
    plain = unicodedata.normalize("NFKD", char.casefold())
    return "".join(_SAME.get(part, part) for part in plain if unicodedata.category(part) not in _INVISIBLE)


def build_phrases(texts: Iterable[str]) -> Phrases:
    """Return `texts` folded, without repeats and empty ones, ready for `find_phrases`."""
    folded = tuple(dict.fromkeys(text for text in (fold(text).text.strip() for text in texts) if text))
    return Phrases(folded, AhoCorasick(folded) if folded else None)


def find_phrases(text: str, phrases: Phrases) -> list[tuple[int, int, str]]:
    """Find every phrase that stands in `text` as whole words, overlapping ones too.

    "Ann" is found in "ann's" and "ANN-marie", not in "Annual"; "Don" is not found in "don't".

    Returns:
        Start, end and folded phrase, in the order of their ends; spans point into `text`.
    """
    if phrases.automaton is None:
        return []
    folded = fold(text)
    found = phrases.automaton.find_matches_as_indexes(folded.text, overlapping=True)
    return [
        (folded.offsets[start], _end(text, folded, end), phrases.texts[index])
        for index, start, end in found
        if _is_whole(folded.text, start, end)
    ]


def _end(text: str, folded: Folded, end: int) -> int:
    """Return where the match ends in `text`: with the accents that follow it, without white space."""
    after = folded.offsets[end - 1] + 1
    return after + len(text[after : folded.offsets[end]].rstrip())


def _is_whole(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and _are_joined(text[start - 1], text[start])
    cut_after = end < len(text) and _are_joined(text[end - 1], text[end])
    is_contraction = text[end : end + 2] == "'t" and not text[end + 2 : end + 3].isalpha()
    return not (cut_before or cut_after or is_contraction)


def _are_joined(left: str, right: str) -> bool:
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def has_capitals(text: str) -> bool:
    """Return whether `text` has a capital letter anywhere; where a whole turn has none, its case tells nothing."""
    return text != text.lower()


def tells_case(text: str) -> bool:
    """Return whether capital letters mean something in `text`: it has some beside I, and not only capital letters."""
    return has_capitals(_I.sub("", text)) and text != text.upper()


def starts_sentence(text: str, start: int) -> bool:
    """Return whether the word at `start` begins a sentence or line of `text`, or follows a remark in brackets."""
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(_BEFORE_A_SENTENCE)
    if before and before[-1] == ".":
        last_word = before.rstrip(".").rsplit(maxsplit=1)[-1:]
        return not (last_word and last_word[0].casefold() in TITLES)
    return not before or before[-1] in _SENTENCE_ENDS
