"""Misspelt names: words of a study that are no ordinary words and are written or spoken almost like a known name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from jellyfish import metaphone
from rapidfuzz.distance import OSA

from pipeline.methods.text.lexicon import Lexicon

_SHORTEST, _SHORT, _LONG = 3, 4, 8


def find_misspelt(tokens: Iterable[str], names: Collection[str], lexicon: Lexicon) -> dict[str, str]:
    """Return word -> the name that it is a misspelling of, the nearest, of those the first.

    A word may differ from a name of four letters or more by one letter left out, added, changed or swapped with its
    neighbour (optimal string alignment), from one of eight or more by two; by two also where both sound alike
    (metaphone). A word of four letters begins as the name does, one of three sounds like it and is shorter or longer.
    Ordinary words are no misspellings; another given name is one only where it sounds alike and differs by one letter
    (Sara, Sarah).

    Args:
        tokens: the folded words of a study.
        names: folded names of one word.
        lexicon: what is a word, and what a given name.
    """
    known = list(dict.fromkeys(name for name in names if name.isalpha() and len(name) >= _SHORTEST))
    found: dict[str, str] = {}
    for token in tokens:
        if len(token) < _SHORTEST or token in names or lexicon.is_word(token):
            continue
        near = [(distance, name) for name in known if (distance := _distance(token, name, lexicon)) is not None]
        if near:
            found[token] = min(near, key=lambda pair: pair[0])[1]
    return found


def is_misspelling(token: str, name: str) -> bool:
    """Return whether `token`, beside another of somebody's names, is near enough to be `name`, though it be a word."""
    longest = 2 if min(len(token), len(name)) >= _LONG else 1
    return min(len(token), len(name)) >= _SHORTEST and OSA.distance(token, name, score_cutoff=longest) <= longest


def _distance(token: str, name: str, lexicon: Lexicon) -> int | None:
    if abs(len(token) - len(name)) > 2:  # noqa: PLR2004 - no distance above two counts
        return None
    distance = OSA.distance(token, name, score_cutoff=2)
    return distance if _is_near(token, name, distance, lexicon) else None


def _is_near(token: str, name: str, distance: int, lexicon: Lexicon) -> bool:
    shorter = min(len(token), len(name))
    if distance > 2 or (distance == 2 and shorter < _SHORT + 1):  # noqa: PLR2004 - as above
        return False
    sounds = _sound(token) == _sound(name)
    if token in lexicon.diminutives:
        return sounds and distance == 1
    if shorter < _SHORT:
        return sounds and distance == 1 and token[0] == name[0] and len(token) != len(name)
    if distance == 1:
        return sounds or shorter > _SHORT or token[0] == name[0]
    return sounds or shorter >= _LONG


@cache
def _sound(word: str) -> str:
    return metaphone(word)
