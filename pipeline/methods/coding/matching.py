"""Finding phrases in text as whole words, whatever the capitals, spaces, hyphens and apostrophes between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from ahocorasick_rs import AhoCorasick, Implementation

from pipeline.methods.coding.patterns import OPEN_END

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_OTHER, _WORD, _GAP, _APOSTROPHE, _INVISIBLE = range(5)
_PLAIN = {_GAP: ord(" "), _APOSTROPHE: ord("'")}
# A DFA finds twice as fast as an NFA and takes about 100 bytes a character of its phrases.
_LARGEST_DFA = 500_000
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'\u2018\u2019\u02bc\uff07"


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text as phrases are sought in it, with the way back to the original."""

    text: str
    offsets: Integers
    is_word: Flags


def normalise(text: str) -> NormalText:
    """Return `text` in normal form with the offset in `text` of each of its characters.

    Capitals become small; a run of white space and hyphens becomes one space; curly apostrophes become straight;
    soft hyphens and zero-width characters go. A character belongs to a word if it is a letter, digit or accent, or
    an apostrophe between two such.
    """
    lowered = text.replace("\u0130", "i").lower()
    points = np.frombuffer(lowered.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    kind_of, plain_of = _lookup(points)
    kinds, plain = kind_of.take(points), plain_of.take(points)
    offsets = np.flatnonzero(kinds != _INVISIBLE)
    if len(offsets) < len(kinds):
        kinds, plain = kinds[offsets], plain[offsets]
    is_gap = kinds == _GAP
    kept = ~(is_gap & _shifted(is_gap, 1))
    return NormalText(plain[kept].tobytes().decode("utf-32-le"), offsets[kept], _words(kinds[kept]))


def _lookup(points: Integers) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.uint32]]:
    """The kind of each code point in `points`, and the plain one that stands for it: two arrays to look it up in."""
    present = np.flatnonzero(np.bincount(points)).tolist()
    kind_of = np.zeros(max(present, default=0) + 1, dtype=np.int8)
    plain_of = np.arange(len(kind_of), dtype=np.uint32)
    for point in present:
        kind_of[point] = kind = _kind(chr(point))
        plain_of[point] = _PLAIN.get(kind, point)
    return kind_of, plain_of


def _shifted(flags: Flags, by: Literal[1, -1]) -> Flags:
    """`flags` moved on (1) or back (-1) by one place, with False at the end that falls free."""
    free = np.zeros(min(1, len(flags)), dtype=np.bool_)
    return np.concatenate([free, flags[:-1]] if by == 1 else [flags[1:], free])


def _kind(char: str) -> int:
    if char.isspace() or char in _HYPHENS:
        return _GAP
    if char in _APOSTROPHES:
        return _APOSTROPHE
    category = unicodedata.category(char)
    if category == "Cf":
        return _INVISIBLE
    return _WORD if category[0] in "LNM" else _OTHER


def _words(kinds: npt.NDArray[np.int8]) -> Flags:
    is_word = kinds == _WORD
    return is_word | ((kinds == _APOSTROPHE) & _shifted(is_word, 1) & _shifted(is_word, -1))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Groups of phrases, compiled once; `members` says which groups each literal of the automaton belongs to."""

    automaton: AhoCorasick
    members: pd.DataFrame


def compile_phrases(groups: Sequence[Sequence[str]]) -> Phrases:
    """Return `groups` of phrases in normal form, ready to be found; a phrase that ends in `*` has an open end."""
    members = pd.DataFrame(
        [(phrase.removesuffix(OPEN_END), n, phrase.endswith(OPEN_END)) for n, g in enumerate(groups) for phrase in g],
        columns=["phrase", "group", "is_open"],
    )
    spelt = pd.concat([members.assign(phrase=_composed(members["phrase"], form)) for form in ("NFC", "NFD")])
    literal, literals = pd.factorize(spelt["phrase"])
    size = sum(map(len, literals))
    kind = Implementation.DFA if size <= _LARGEST_DFA else Implementation.ContiguousNFA
    automaton = AhoCorasick(list(literals), implementation=kind)
    return Phrases(automaton, spelt.assign(literal=literal)[["literal", "group", "is_open"]].drop_duplicates())


def _composed(phrases: pd.Series[str], form: Literal["NFC", "NFD"]) -> list[str]:
    return [unicodedata.normalize(form, phrase) for phrase in phrases]


def find_phrases(phrases: Phrases, normal: NormalText) -> pd.DataFrame:
    """Find every whole-word occurrence of `phrases` in a text, overlapping ones too.

    Returns one row per group and span: `group` is the position of the group given to `compile_phrases`; `start`,
    `end` are half-open offsets in the original text, in the order of which the rows come.
    """
    found = phrases.automaton.find_matches_as_indexes(normal.text, overlapping=True)
    literal, start, end = np.array(found, dtype=np.int64).reshape(-1, 3).T
    inside = np.concatenate([[False], normal.is_word])[start]
    hits = pd.DataFrame({"literal": literal, "start": start, "end": end})[~inside].merge(phrases.members, on="literal")
    word_end = _word_ends(normal, hits["end"].to_numpy())
    is_whole = hits["is_open"] | (hits["end"] == word_end)
    whole = hits.assign(end=word_end)[is_whole]
    spans = whole.assign(start=normal.offsets[whole["start"]], end=normal.offsets[whole["end"] - 1] + 1)
    return spans[["group", "start", "end"]].drop_duplicates().sort_values(["start", "end", "group"], ignore_index=True)


def _word_ends(normal: NormalText, ends: Integers) -> Integers:
    """Where the words end that the hits' last characters stand in."""
    stops = np.flatnonzero(normal.is_word & ~_shifted(normal.is_word, -1)) + 1
    return stops[np.searchsorted(stops, ends)]
