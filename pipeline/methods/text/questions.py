"""Questions of the guide and the survey, and how one is known by its number or its wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.methods.text.words import squeeze

_NUMBER = re.compile(r"\W*(?:question|q)\s*\.?\s*(?P<number>\d+)\b", re.IGNORECASE)
_CLOSE = 86.0
_LONG_ENOUGH = 0.8
_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """One item of the guide or survey; `columns` are the headers, or the question texts, that mean it in exports."""

    question_id: str
    wording: str
    block: str = ""
    columns: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Return a question's text as it is compared: single spaces, no capitals."""
    return squeeze(text).casefold()


def find_question(text: str, questions: Sequence[Question]) -> str | None:
    """Return the id of the question that `text`, a heading or what a facilitator says, asks; None if it asks none.

    A number at the start ("Q3", "Question 3") means the question with that id, or else the third one. Otherwise the
    closest wording counts that stands in `text` almost word for word: similarity of the best matching stretch
    (normalised indel similarity, 0-100) of at least 86, and a text not much shorter than the wording. Wordings of less
    than four words ("Why?") must be all that is said.
    """
    if match := _NUMBER.match(text):
        return _find_number(match["number"], questions)
    said = _words(text)
    scores = [(_closeness(said, _words(question.wording)), question.question_id) for question in questions]
    score, question_id = max(scores, key=lambda scored: scored[0], default=(0.0, None))
    return question_id if score >= _CLOSE else None


def _find_number(number: str, questions: Sequence[Question]) -> str | None:
    ids = {question.question_id.casefold(): question.question_id for question in questions}
    named = next((ids[key] for key in (f"q{number}", number) if key in ids), None)
    in_order = questions[int(number) - 1].question_id if 0 < int(number) <= len(questions) else None
    return named or in_order


def _closeness(said: str, wording: str) -> float:
    if not wording or len(said) < _LONG_ENOUGH * len(wording):
        return 0.0
    compare = fuzz.partial_ratio if len(wording.split()) >= _FEW_WORDS else fuzz.ratio
    return compare(wording, said, score_cutoff=_CLOSE)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
