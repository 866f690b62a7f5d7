"""The letters of a text: what stays of it when case, punctuation, white space and bracketed remarks are set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_BRACKETED = re.compile(r"\[[^\[\]\n]{0,40}\]")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_KEPT = frozenset("LNM")


def fold_letters(text: str) -> str:
    """Return the letters, marks and digits of `text` in small letters, without spaces, pseudonyms and remarks.

    Two texts have the same letters if they differ only in what a proof-reader changes without changing a word:
    capitals, punctuation, hyphens, white space, ligatures and full-width forms, and what stands in square brackets. A
    text without a letter is returned as it is, but for white space and what its brackets hold: "[laughs] ..." is
    "[]...".
    """
    spoken = _BRACKETED.sub(" ", text)
    if spoken.isascii():
        letters = _NOT_A_LETTER.sub("", spoken.lower())
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", spoken).casefold())
        letters = "".join(char for char in folded if unicodedata.category(char)[0] in _KEPT)
    return letters or "".join(_BRACKETED.sub("[]", text).split())


def locate_letters(text: str) -> tuple[str, list[int]]:
    """Return the letters of `text` as `fold_letters` does, and for each the place in `text` of the character it is of.

    What stands in square brackets has no letters, and neither has a text without words.
    """
    spoken = _BRACKETED.sub(lambda bracketed: " " * len(bracketed[0]), text)
    letters: list[str] = []
    places: list[int] = []
    for start, cluster in _list_clusters(spoken):
        folded = _fold_cluster(cluster)
        letters.append(folded)
        places += [start] * len(folded)
    return "".join(letters), places


def _list_clusters(text: str) -> Iterator[tuple[int, str]]:
    """The characters of `text` and where each stands, one that is composed of several with its marks."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or text[end].isascii() or not _is_composed(text[start:end], text[end]):
            yield start, text[start:end]
            start = end


def _is_composed(before: str, char: str) -> bool:
    parts = unicodedata.normalize("NFKC", before) + unicodedata.normalize("NFKC", char)
    return unicodedata.category(char)[0] == "M" or unicodedata.normalize("NFKC", before + char) != parts


def _fold_cluster(cluster: str) -> str:
    if cluster.isascii():
        return cluster.lower() if cluster.isalnum() else ""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(char for char in folded if unicodedata.category(char)[0] in _KEPT)
