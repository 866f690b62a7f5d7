"""What counts as a word, and what white space between words comes to, said once for the whole study."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc][^\W_]+)*")
# Anything but Latin letters and the punctuation of print, among which there are no marks and no joiners.
_RARE = re.compile(r"[^\x00-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]")


def count_words(text: str) -> int:
    """Return the number of words in `text`.

    A word is a run of letters and digits; an apostrophe inside it belongs to it ("don't" is one word), a hyphen does
    not ("peer-led" is two). Accents written as separate characters and invisible joiners never divide a word. A run
    of a script that is written without spaces counts as one word.
    """
    return len(_WORD.findall(_without_marks(text) if _RARE.search(text) else text))


def squeeze(text: str) -> str:
    """Return `text` with single spaces between its words: how headers, names and wordings are compared and kept."""
    return " ".join(text.split())


def _without_marks(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in {"Mn", "Mc", "Me", "Cf"})
