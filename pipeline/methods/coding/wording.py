"""Finding quoted words in a text: letter by letter, or, where a few words differ, by most of them in their order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Indel

from pipeline.methods.text.letters import locate_letters

NOWHERE = -1
_BORDER = "\n"
_INSIDE_A_WORD = re.compile(r"['\u2019\u02bc\u00ad\u200b-\u200d\u0300-\u036f]*")
_LETTERS_INSIDE_WORDS = 12
_FEWEST_WORDS = 5
_MOST_OF_IT = 0.8
_CLEARLY_LESS = 0.1
_SLACK = 4
_WINDOWS = 3


@dataclass(frozen=True)
class Wording:
    """The letters of a text, cut into words; the unit that each word stands in (-1: none), units numbered in order.

    `first` is the letter with which each word begins; `places` is the character that each letter is of, where the text
    is one source; `n_units` counts units without words too.
    """

    letters: str
    words: tuple[str, ...]
    first: tuple[int, ...]
    units: tuple[int, ...]
    n_units: int
    places: tuple[int, ...] = ()

    @cached_property
    def sizes(self) -> Mapping[int, int]:
        """How many words each unit has."""
        return Counter(self.units)

    @cached_property
    def pairs(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """Where each two words follow each other: the numbers of the first of them."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, pair in enumerate(pairwise(self.words)):
            found[pair].append(number)
        return found


@dataclass(frozen=True, slots=True)
class Match:
    """The numbers of the words of a wording that are quoted; `similarity` is missing where all stand as quoted."""

    words: Sequence[int]
    similarity: float | None = None


def read_wording(text: str, unit_starts: Sequence[int] = ()) -> Wording:
    """Return the wording of `text`, whose units begin at the characters `unit_starts`."""
    letters, places = locate_letters(text)
    first = [at for at in range(len(places)) if at == 0 or _is_parted(text, places[at - 1], places[at])]
    words = [letters[start:end] for start, end in pairwise([*first, len(letters)])]
    units = [bisect_right(unit_starts, places[at]) - 1 for at in first]
    return Wording(letters, tuple(words), tuple(first), tuple(units), len(unit_starts), tuple(places))


def _is_parted(text: str, before: int, after: int) -> bool:
    return after - before > 1 and not _INSIDE_A_WORD.fullmatch(text, before + 1, after)


def join_wordings(wordings: Sequence[Wording]) -> Wording:
    """Return one wording of several texts, over whose borders nothing is found; their units are numbered through."""
    if len(wordings) == 1:
        return wordings[0]
    words: list[str] = []
    first: list[int] = []
    units: list[int] = []
    n_letters = n_units = 0
    for wording in wordings:
        words += [*wording.words, _BORDER]
        first += [*(at + n_letters for at in wording.first), n_letters + len(wording.letters)]
        units += [*(unit + n_units if unit != NOWHERE else NOWHERE for unit in wording.units), NOWHERE]
        n_letters += len(wording.letters) + 1
        n_units += wording.n_units
    letters = "".join(f"{wording.letters}{_BORDER}" for wording in wordings)
    return Wording(letters, tuple(words), tuple(first), tuple(units), n_units)


def find_exactly(quoted: Wording, text: Wording) -> list[Match]:
    """Return every place of `text` that has the letters of `quoted`, from where a word begins to where one ends.

    Where there is none, a quotation of twelve letters or more may begin and end inside a word.
    """
    found = list(_list_occurrences(quoted.letters, text.letters))
    n = len(quoted.letters)
    whole = [at for at in found if _is_border(text, at) and _is_border(text, at + n)]
    inside = found if n >= _LETTERS_INSIDE_WORDS else []
    return [_match(text, at, at + n) for at in whole or inside]


def _list_occurrences(letters: str, text: str) -> Iterator[int]:
    at = text.find(letters) if letters else -1
    while at >= 0:
        yield at
        at = text.find(letters, at + 1)


def _is_border(text: Wording, at: int) -> bool:
    found = bisect_left(text.first, at)
    return at == len(text.letters) or (found < len(text.first) and text.first[found] == at)


def _match(text: Wording, start: int, end: int) -> Match:
    return Match(range(bisect_right(text.first, start) - 1, bisect_left(text.first, end)))


def find_at(quoted: Wording, text: Wording, start: int, end: int) -> Match | None:
    """Return the words of `text` from character `start` to `end`, if they are the letters of `quoted`."""
    first, last = (bisect_left(text.places, at) for at in (start, end))
    is_same = bool(quoted.letters) and text.letters[first:last] == quoted.letters
    return _match(text, first, last) if is_same else None


def find_nearly(quoted: Wording, text: Wording) -> list[Match]:
    """Return the place of `text` that has most of the words of `quoted` in their order; several that do as well.

    Most of them are words with four fifths of the letters; of fewer than five words no place is found.
    """
    if len(quoted.words) < _FEWEST_WORDS:
        return []
    windows = [_align(quoted, text, start) for start in _list_windows(quoted, text)]
    near = [match for match in windows if (match.similarity or 0) >= _MOST_OF_IT]
    best = max((match.similarity or 0 for match in near), default=0)
    return [match for match in near if (match.similarity or 0) > best - _CLEARLY_LESS]


def _window(quoted: Wording) -> int:
    return len(quoted.words) * 5 // 4 + _SLACK


def _list_windows(quoted: Wording, text: Wording) -> Iterator[int]:
    """The numbers of the words where the three windows begin that have most of the quoted pairs; none overlaps."""
    hits = sorted(at for pair in dict.fromkeys(pairwise(quoted.words)) for at in text.pairs.get(pair, ()))
    width = _window(quoted)
    counts = [(bisect_left(hits, at + width) - n, -at) for n, at in enumerate(hits)]
    chosen: list[int] = []
    for _, negative in sorted(counts, reverse=True):
        if all(abs(-negative - other) >= width for other in chosen):
            chosen.append(-negative)
            yield -negative
        if len(chosen) == _WINDOWS:
            return


def _align(quoted: Wording, text: Wording, start: int) -> Match:
    """The words of `quoted` that stand in this order in the window of `text` from word `start` on, in one source."""
    first = max(0, start - _SLACK)
    last = min(len(text.words), start + _window(quoted) + _SLACK)
    borders = [at for at in range(first, last) if text.words[at] == _BORDER]
    matches = [_align_part(quoted, text, before + 1, after) for before, after in pairwise([first - 1, *borders, last])]
    return max(matches, key=lambda match: match.similarity or 0)


def _align_part(quoted: Wording, text: Wording, first: int, last: int) -> Match:
    steps = [step for step in Indel.opcodes(quoted.words, text.words[first:last]) if step.tag == "equal"]
    words = [first + at for step in steps for at in range(step.dest_start, step.dest_end)]
    n_letters = sum(len(text.words[at]) for at in words)
    return Match(words, round(n_letters / len(quoted.letters), 4))
