"""Square brackets in what people said: pseudonyms and remarks, which are nobody's own words."""

from __future__ import annotations

import re

_BRACKETED = re.compile(r"\[[^\[\]\n]{0,40}\]")
_SAME = "[]"


def level_brackets(text: str) -> str:
    """Return `text` with every pseudonym and remark as the same empty brackets, so that [Person 3] equals [Person 4].

    Brackets count that hold neither brackets nor a new line, and no more than 40 characters.
    """
    return _BRACKETED.sub(_SAME, text)


def blank_brackets(text: str, filler: str) -> str:
    """Return `text` with `filler`, a single character, for every character of its pseudonyms and remarks."""
    return _BRACKETED.sub(lambda found: filler * len(found[0]), text)
