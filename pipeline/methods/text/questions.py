"""Which question a turn answers: by the survey's column or text, or by what the facilitator asked before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from pipeline.methods.text.collected import CollectedSource, make_distinct, slug
from pipeline.methods.text.words import squeeze

_NUMBER = re.compile(r"\W*(?:question|q)\s*\.?\s*(?P<number>\d+)\b", re.IGNORECASE)
_CLOSE = 86.0
_LONG_ENOUGH = 0.8
_FEW_WORDS = 4
_ID_WORDS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """One item of the guide or survey; `columns` are the headers, or the question texts, that mean it in exports."""

    question_id: str
    wording: str
    block: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions table and, for each source, the question of every turn (None: no question)."""

    table: pd.DataFrame
    ids: tuple[tuple[str | None, ...], ...]


def name_questions(
    sources: Sequence[CollectedSource], leads: Sequence[Sequence[bool]], questions: Sequence[Question]
) -> Asked:
    """Return the question of every turn, and the table of all questions (`schemas.QUESTIONS`).

    In a table the question is what its column or cell says; a text that no question claims becomes a question of its
    own. In a transcript a question holds from where it is asked until another is: it is asked by a heading or a
    facilitator who gives its number ("Q3", "Question 3") or words that come close to its wording.

    Args:
        sources: in canonical order.
        leads: for each source and turn, whether a facilitator speaks it.
        questions: the questions of the study, in order.
    """
    claimed = {fold(text): q.question_id for q in questions for text in (q.wording, *q.columns, q.question_id)}
    unclaimed = dict.fromkeys(
        squeeze(turn.question)
        for s in sources
        for turn in s.turns
        if turn.question and fold(turn.question) not in claimed
    )
    distinct = {fold(text): text for text in reversed(unclaimed)}
    new = [distinct[key] for key in dict.fromkeys(map(fold, unclaimed))]
    every = (*questions, *_name_new(new, questions))
    claimed |= {fold(question.wording): question.question_id for question in every[len(questions) :]}
    ids = tuple(
        tuple(claimed[fold(turn.question)] if turn.question else None for turn in source.turns)
        if any(turn.question for turn in source.turns)
        else tuple(_follow(source, of_source, questions))
        for source, of_source in zip(sources, leads, strict=True)
    )
    return Asked(_table(every), ids)


def fold(text: str) -> str:
    """Return a question's text as it is compared: single spaces, no capitals."""
    return squeeze(text).casefold()


def _name_new(wordings: Sequence[str], questions: Sequence[Question]) -> list[Question]:
    taken = [question.question_id for question in questions]
    short = ["-".join(slug(wording).split("-")[:_ID_WORDS]) for wording in wordings]
    ids = make_distinct([*taken, *short])[len(taken) :]
    return [Question(question_id, wording) for question_id, wording in zip(ids, wordings, strict=True)]


def _table(questions: Sequence[Question]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "question_id": [q.question_id for q in questions],
            "order": range(1, len(questions) + 1),
            "block": [q.block or None for q in questions],
            "wording": [q.wording for q in questions],
        }
    ).astype({"question_id": "str", "order": "int64", "block": "str", "wording": "str"})


def _follow(source: CollectedSource, leads: Sequence[bool], questions: Sequence[Question]) -> Iterator[str | None]:
    current: str | None = None
    section = ""
    for turn, is_asking in zip(source.turns, leads, strict=True):
        if turn.section != section:
            section = turn.section
            current = find_question(section.rsplit(" > ", maxsplit=1)[-1].lstrip("# "), questions) or current
        current = (find_question(turn.text, questions) if is_asking else None) or current
        yield current


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
