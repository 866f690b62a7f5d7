"""Names that are also words (Will, Grace, Mark, May): how each is used in its place."""

from __future__ import annotations

import re
from enum import Enum

from pipeline.methods.text.everyday import FUNCTION_WORDS, MONTHS
from pipeline.methods.text.names import starts_sentence, tells_case
from pipeline.methods.text.word_context import MODALS, SPOKEN_TO, SURE, weigh_use

_VOCATIVE = re.compile(r"['\u2019]s\b|\s*(?:[.,!?:;\u2026]|$)")
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|of|by|since|until|till|from|to|last|next|this|every|each|early|late|mid|end)|\d[a-z]{0,2})[\s-]+$",
    re.IGNORECASE,
)
_AFTER_MONTH = re.compile(r"\s+\d")
_LOOK_BACK = 24


class Use(Enum):
    """How a word that is also a name is used in one place."""

    NAME = "name"
    PERHAPS_NAME = "perhaps a name"
    PERHAPS_WORD = "perhaps a word"
    WORD = "word"

    @property
    def is_name(self) -> bool:
        """Whether it counts as a name where nobody has decided."""
        return self in {Use.NAME, Use.PERHAPS_NAME}

    @property
    def is_unsure(self) -> bool:
        """Whether somebody should look."""
        return self in {Use.PERHAPS_NAME, Use.PERHAPS_WORD}


def judge_use(text: str, span: tuple[int, int], form: str, *, is_derived: bool = False) -> Use:
    """Return how the word at `span` is used: as somebody's name or as the word that it is.

    Where capital letters mean something, one within a sentence makes a name, but for a month in a date; at the start
    of a sentence a comma, a full stop or an 's behind it does, or the words around. A word in small letters is a name
    only if the words around leave no doubt. Where a whole text has no capital letters, or nothing else, the words
    around decide alone: for `will`, `may` and months they must speak for a name, for rarer words it is enough that they
    do not speak clearly against one, since a leak harms more than a word too many replaced.

    Args:
        text: the whole turn.
        span: where the word stands.
        form: the word, folded.
        is_derived: nobody listed this name; it is only short for one that is, so the words around must speak for it.
    """
    surface = text[span[0] : span[1]]
    if not tells_case(text):
        return Use.WORD if form in FUNCTION_WORDS else _judge_by_words(text, span, form, is_derived=is_derived)
    if not surface.istitle():
        return _judge_small(text, span, form)
    if form in MONTHS and _is_date(text, span):
        return Use.WORD
    if starts_sentence(text, span[0]):
        return _judge_opening(text, span, form)
    return Use.PERHAPS_WORD if is_derived and weigh_use(text, span, form) < 0 else Use.NAME


def _is_date(text: str, span: tuple[int, int]) -> bool:
    before = text[max(0, span[0] - _LOOK_BACK) : span[0]]
    stands_in_date = _BEFORE_MONTH.search(before) or _AFTER_MONTH.match(text, span[1])
    return bool(stands_in_date) and not SPOKEN_TO.search(before)


def _judge_small(text: str, span: tuple[int, int], form: str) -> Use:
    is_sure = form not in FUNCTION_WORDS and weigh_use(text, span, form) >= SURE
    return Use.PERHAPS_NAME if is_sure else Use.WORD


def _judge_opening(text: str, span: tuple[int, int], form: str) -> Use:
    if form in FUNCTION_WORDS:
        return Use.WORD
    if _VOCATIVE.match(text, span[1]):
        return Use.NAME
    weight = weigh_use(text, span, form)
    if weight >= (1 if form in MODALS | MONTHS else 0):
        return Use.PERHAPS_NAME
    return Use.PERHAPS_WORD if weight > -SURE else Use.WORD


def _judge_by_words(text: str, span: tuple[int, int], form: str, *, is_derived: bool) -> Use:
    weight = weigh_use(text, span, form)
    least = 0 if is_derived or form in MODALS | MONTHS else 1 - SURE
    if weight >= least:
        return Use.NAME if weight >= SURE else Use.PERHAPS_NAME
    return Use.WORD if weight <= -SURE else Use.PERHAPS_WORD
