"""The letters of a text: what stays of it when case, punctuation, white space and bracketed remarks are set aside."""

from __future__ import annotations

import re
import unicodedata

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
