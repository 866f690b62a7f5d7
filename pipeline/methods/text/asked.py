"""Which question every turn answers: by the survey's column or text, or by what the facilitator asked before."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.text.collected import CollectedSource, CollectedTurn, make_distinct, slug
from pipeline.methods.text.questions import Question, find_question, fold
from pipeline.methods.text.words import count_words, squeeze

HEADING = "a heading"
WORDING = "its number or wording"
MEANING = "its meaning"
CARRIED = "carried forward"
TABLE = "its column"

_ENDS = re.compile(r"[.?!](?:\s|$)")
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_ASKS = re.compile(
    r"(?:(?:so|and|now|okay|ok|then|please|well|first|next|finally|right)\W+)*"
    r"(?:tell|describe|talk|take|think|explain|share|walk|imagine|say|suppose|let's|i(?:'d| would) (?:like|love)"
    r"|what|how|why|who|when|where|which|do|did|have|has|is|are|was|were|can|could|would)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
_SENTENCES_BEFORE = 2
_NEXT, _AGAIN = 0.06, 0.1
_WINDOW, _STEP = 24, 8
_CLEAR = 0.04
_MUCH = 0.25
_SHOWN = 8
_ID_WORDS = 6

Similarity = npt.NDArray[np.float32]
Compare = Callable[[Sequence[str], Sequence[str]], Similarity]
"""From sentences and wordings to their similarity: one row a sentence, one column a wording, at most 1."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How to tell that words mean a question: `compare` them with the guide; from `threshold` on they do."""

    compare: Compare
    threshold: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions table; for each source the question of every turn (None: no question); what is worth telling.

    `ways` says for each turn how its question is known; empty where there is none.
    """

    table: pd.DataFrame
    ids: tuple[tuple[str | None, ...], ...]
    ways: tuple[tuple[str, ...], ...]
    notices: tuple[Problem, ...] = ()


def name_questions(
    sources: Sequence[CollectedSource],
    leads: Sequence[Sequence[bool]],
    questions: Sequence[Question],
    meaning: Meaning | None = None,
) -> Asked:
    """Return the question of every turn, and the table of all questions (`schemas.QUESTIONS`).

    In a table the question is what its column or cell says; a text that no question claims becomes a question of its
    own. In a transcript a question holds from where it is asked until another is: it is asked by a heading or a
    facilitator who gives its number ("Q3", "Question 3") or words that come close to its wording (`find_question`), or
    by a sentence of a facilitator that means it. Of the meanings one must reach the threshold and be clearly the
    closest; the question after the one asked last has a small start, and one that was asked before stands back.
    Questions of the survey alone are known by their wording only, where the guide has questions of its own.

    Args:
        sources: in canonical order.
        leads: for each source and turn, whether a facilitator speaks it.
        questions: the questions of the study, in order.
        meaning: how to compare by meaning; None for numbers and wordings only. It is used once, for all sources, and
            only if a facilitator asks something that is not known by its wording.
    """
    every, claimed = _claim(sources, questions)
    worded = _find_worded(sources, leads, questions)
    guide = _Guide(tuple(questions), worded, *_measure(worded, questions, meaning))
    links = [
        [_find_claimed(turn, claimed) for turn in source.turns]
        if any(turn.question for turn in source.turns)
        else list(guide.follow(source, of_source))
        for source, of_source in zip(sources, leads, strict=True)
    ]
    return Asked(
        _table(every),
        tuple(tuple(question for question, _ in of_source) for of_source in links),
        tuple(tuple(way for _, way in of_source) for of_source in links),
        tuple(_find_notices(sources, leads, questions, links)),
    )


def _claim(
    sources: Sequence[CollectedSource], questions: Sequence[Question]
) -> tuple[Sequence[Question], dict[str, str]]:
    """Return all questions, with those that only tables ask, and which question the texts in tables mean."""
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
    return every, claimed


Link = tuple[str | None, str]
"""A question, or None, and how it is known."""


def _find_claimed(turn: CollectedTurn, claimed: Mapping[str, str]) -> Link:
    return (claimed[fold(turn.question)], TABLE) if turn.question else (None, "")


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


def _find_worded(
    sources: Sequence[CollectedSource], leads: Sequence[Sequence[bool]], questions: Sequence[Question]
) -> dict[str, str | None]:
    """Return for all that facilitators say in transcripts the question that its number or wording asks, or None."""
    said = {
        turn.text
        for source, of_source in zip(sources, leads, strict=True)
        for turn, is_asking in zip(source.turns, of_source, strict=True)
        if is_asking and not turn.question
    }
    return {text: find_question(text, questions) for text in said} if questions else dict.fromkeys(said)


def _measure(
    worded: Mapping[str, str | None], questions: Sequence[Question], meaning: Meaning | None
) -> tuple[Mapping[str, Similarity], tuple[str, ...], float]:
    """Return how similar all that facilitators ask is to the questions that may be meant, their ids, the threshold."""
    own = tuple(question for question in questions if not question.columns) or tuple(questions)
    sentences = sorted({s for text, found in worded.items() if found is None for s in list_asking_sentences(text)})
    if meaning is None or not own or not sentences:
        return {}, (), 1.0
    rows = meaning.compare(sentences, [question.wording for question in own])
    return (
        dict(zip(sentences, rows, strict=True)),
        tuple(question.question_id for question in own),
        meaning.threshold,
    )


def list_asking_sentences(text: str) -> list[str]:
    """Return the sentences of `text` that ask something: questions, and requests such as "Tell us about ...".

    Each is followed by itself with the one and the two sentences before it, which may say what is asked about:
    "People who used to be your co-workers. What was that like?" Of captions without punctuation, every stretch of 24
    words may ask.
    """
    words = text.split()
    if len(words) >= _WINDOW and not _ENDS.search(text):
        return [" ".join(words[first : first + _WINDOW]) for first in range(0, len(words) - _WINDOW + _STEP, _STEP)]
    sentences = [match.strip() for match in _SENTENCE.findall(text)]
    return [
        " ".join(sentences[first : at + 1])
        for at, s in enumerate(sentences)
        if count_words(s) >= _FEWEST_WORDS and (s.endswith("?") or _ASKS.match(s))
        for first in range(at, max(-1, at - 1 - _SENTENCES_BEFORE), -1)
    ]


@dataclass(frozen=True, slots=True)
class _Guide:
    """The guide, what facilitators ask by its wording, and how similar their sentences are to its questions `ids`."""

    questions: tuple[Question, ...]
    worded: Mapping[str, str | None]
    similarities: Mapping[str, Similarity]
    ids: tuple[str, ...]
    threshold: float

    def follow(self, source: CollectedSource, leads: Sequence[bool]) -> Iterator[Link]:
        """Yield the question of each turn of a transcript."""
        current: str | None = None
        before: set[str | None] = set()
        section = ""
        for turn, is_asking in zip(source.turns, leads, strict=True):
            way = CARRIED
            if turn.section != section:
                section = turn.section
                heading = find_question(section.rsplit(" > ", maxsplit=1)[-1].lstrip("# "), self.questions)
                current, way = (heading, HEADING) if heading else (current, way)
            if is_asking and (found := self.worded[turn.text]):
                current, way = found, WORDING
            elif is_asking and (found := self._find_meant(turn.text, current, before - {current})):
                current, way = found, MEANING
            before.add(current)
            yield current, way if current else ""

    def _find_meant(self, text: str, current: str | None, before: Collection[str | None]) -> str | None:
        rows = [self.similarities[s] for s in list_asking_sentences(text) if s in self.similarities]
        if not rows:
            return None
        closest = np.max(np.stack(rows), axis=0)
        following = self.ids.index(current) + 1 if current in self.ids else 0
        head_start = np.where(np.arange(len(self.ids)) == following, _NEXT, 0.0)
        scores = closest + head_start - _AGAIN * np.array([question in before for question in self.ids])
        best = int(np.argmax(scores))
        lead = scores[best] - np.max(np.delete(scores, best), initial=-1.0)
        return self.ids[best] if scores[best] >= self.threshold and lead >= _CLEAR else None


def _find_notices(
    sources: Sequence[CollectedSource],
    leads: Sequence[Sequence[bool]],
    questions: Sequence[Question],
    links: Sequence[Sequence[Link]],
) -> Iterator[Problem]:
    """Find the questions of the guide that were asked nowhere, and transcripts with much that answers no question."""
    spoken = [n for n, source in enumerate(sources) if any(leads[n]) and not any(t.question for t in source.turns)]
    guide = [question.question_id for question in questions if not question.columns]
    asked = {question for of_source in links for question, _ in of_source}
    unasked = [f"'{question}'" for question in guide if question not in asked]
    if spoken and unasked:
        yield Problem(
            f"{len(unasked)} question(s) of the guide were found in no transcript: " + ", ".join(unasked),
            where="study.toml, [[questions]]",
            fix="nothing to do if they were not asked; otherwise bring `wording` closer to what was said,"
            " or write the question's number or wording into the transcript on a line of its own",
        )
    if not guide:
        return
    open_ends = [(n, _measure_unlinked(sources[n], leads[n], links[n])) for n in spoken]
    wide = [(sources[n].file, share) for n, share in open_ends if share > _MUCH]
    if wide:
        shown = "; ".join(f"{file}: {share:.0%} of the participants' words" for file, share in wide[:_SHOWN])
        yield Problem(
            f"in {len(wide)} transcript(s) much is said before any question of the guide was recognised",
            where=shown + (f"; and {len(wide) - _SHOWN} more" if len(wide) > _SHOWN else ""),
            fix="these turns answer no question in breakdowns by question; everything else counts them",
        )


def _measure_unlinked(source: CollectedSource, leads: Sequence[bool], links: Sequence[Link]) -> float:
    """Return the share of the participants' words that answer no question."""
    words = [0 if is_lead else count_words(turn.text) for turn, is_lead in zip(source.turns, leads, strict=True)]
    unlinked = [n for n, (question, _) in zip(words, links, strict=True) if question is None]
    return sum(unlinked) / max(sum(words), 1)
