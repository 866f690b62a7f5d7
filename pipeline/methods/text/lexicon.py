"""What a language knows of words and names: which words are ordinary ones, and which names are short for which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.methods.text.everyday import EVERYDAY_NAMES, FUNCTION_WORDS, NICKNAME_WORDS
from pipeline.methods.text.names import fold, tells_case

_TOKEN = re.compile(r"[^\W\d_]+")
_LEAST_LOWER = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The ordinary words among those of a study, in small letters, and given names with their short and long forms."""

    words: frozenset[str] = frozenset()
    diminutives: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def is_word(self, folded: str) -> bool:
        """Return whether `folded` is an ordinary word; a given name that is no other word is none."""
        if folded in FUNCTION_WORDS or folded in NICKNAME_WORDS:
            return True
        return folded in self.words and folded not in self.diminutives


def list_tokens(texts: Iterable[str]) -> dict[str, int]:
    """Return every folded word of `texts`, of letters alone, and how often it stands there in small letters.

    Only texts that have capital letters count for the number, as only there small letters mean something.
    """
    written: dict[str, int] = {}
    for text in texts:
        says = tells_case(text)
        for word in _TOKEN.findall(text):
            written[word] = written.get(word, 0) + says
    counts: dict[str, int] = {}
    for word, n in written.items():
        folded = fold(word).text
        counts[folded] = counts.get(folded, 0) + (n if word.islower() else 0)
    return counts


def find_ordinary_words(tokens: Mapping[str, int], dictionary: Iterable[str]) -> frozenset[str]:
    """Return the words among `tokens` that a dictionary has, or that the study itself keeps writing in small letters.

    Args:
        tokens: each word with the number of its uses in small letters (`list_tokens`).
        dictionary: the words among them that the dictionary has.
    """
    seen = (word for word, n in tokens.items() if n >= _LEAST_LOWER)
    return frozenset(dictionary) | frozenset(seen) | EVERYDAY_NAMES
