"""The language of a codebook's patterns: words and phrases, with their inflected forms, for the `rules` coder."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata

from pipeline.methods.coding.inflection import inflect

OPEN_END = "*"
_MOST_FORMS = 20_000
_SHORTEST_OPEN_WORD = 3
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\uff07", "''''")
_QUOTED = re.compile(r"[\"\u201c\u201d](?P<inside>[^\"\u201c\u201d]*)[\"\u201c\u201d]")
_WORD = re.compile(r"=?[^\W_]+(?:'[^\W_]+)*\*?")


def expand_pattern(pattern: str) -> tuple[str, ...]:
    """Return the phrases, in normal form, that `pattern` stands for, the shortest way of writing it first.

    `pattern` is a word or phrase. Each word stands for its inflected forms (see `inflect`); `=word` is that form only,
    and so is every word of a pattern in double quotes. `*` after the last word leaves its end open; the phrases then
    end in `*`. Raises ValueError where `find_pattern_problem` finds a problem.
    """
    if problem := find_pattern_problem(pattern):
        raise ValueError(problem)
    choices = [_forms(word, is_exact=is_exact) for word, is_exact in _words(pattern)]
    return tuple(" ".join(words) for words in itertools.product(*choices))


def find_pattern_problem(pattern: str) -> str | None:
    """Find what keeps `pattern` from being understood, in words a researcher can act on; None if nothing does."""
    words = [word for word, _ in _words(pattern)]
    odd = [word for word in words if not _WORD.fullmatch(word)]
    if not words:
        return "holds no word"
    if odd:
        return f"'{odd[0]}' is not a word; only '=' before a word and '*' after the last one have a meaning"
    if any(word.endswith(OPEN_END) for word in words[:-1]):
        return "'*' can stand only at the end of the pattern's last word"
    if words[-1].endswith(OPEN_END) and len(words[-1].lstrip("=")) <= _SHORTEST_OPEN_WORD:
        return f"'{words[-1]}' would match too many words: write at least {_SHORTEST_OPEN_WORD} letters before '*'"
    if math.prod(len(_forms(word, is_exact=is_exact)) for word, is_exact in _words(pattern)) > _MOST_FORMS:
        return "stands for too many phrases: write '=' before the words that keep their form, or quotes around all"
    return None


def _words(pattern: str) -> list[tuple[str, bool]]:
    """The words of `pattern` in normal form, each with whether only that form is meant."""
    plain = unicodedata.normalize("NFC", pattern).strip().lower().translate(_APOSTROPHES)
    quoted = _QUOTED.fullmatch(plain)
    text = quoted["inside"] if quoted else plain
    return [(word, bool(quoted) or word.startswith("=")) for word in re.split(r"[\s\-\u2010\u2011]+", text) if word]


def _forms(word: str, *, is_exact: bool) -> tuple[str, ...]:
    plain = word.removeprefix("=")
    return (plain,) if is_exact or plain.endswith(OPEN_END) else inflect(plain)
