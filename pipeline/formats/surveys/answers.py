"""Answers in cells: which are people's words, and what became of those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.methods.text.passages import ESCAPE, KEPT, Fates, plain_text

BLANK = "blank answer"
PLACEHOLDER = "placeholder"
LISTED = "listed as no answer"
NOT_APPLICABLE = ("n/a", "not applicable")
NOT_ANSWERED = (
    "no answer",
    "no answer given",
    "not answered",
    "did not answer",
    "no response",
    "no comment",
    "no comments",
    "prefer not to say",
    "prefer not to answer",
    "rather not say",
    "i prefer not to say",
    "i'd prefer not to say",
    "i'd rather not say",
)
SAYING_NONE = frozenset(("none", "nothing", "nil", "nothingatall", "nothingtoadd", "nothingelse", "nothingreally"))
_PUNCTUATION = re.compile(r"[\s.,/\\_\-\u2013\u2014#]+")
_LONGER = 8

Phrases = Mapping[str, str]
"""What is no answer, as `bare` writes it -> the fate of such a cell."""


def bare(text: str) -> str:
    """Return a cell as it is compared with a list: no capitals, white space, full stops, commas, dashes or slashes."""
    return _PUNCTUATION.sub("", text.casefold()).replace("\u2019", "'")


IN_TALK: Phrases = dict.fromkeys(map(bare, NOT_APPLICABLE), "not applicable")
IN_SURVEYS: Phrases = {**IN_TALK, **dict.fromkeys(map(bare, NOT_ANSWERED), "declined to answer")}


def list_phrases(listed: Sequence[str] | None, otherwise: Phrases) -> Phrases:
    """Return the phrases that are no answer: those that the settings list, if they do, or else the usual ones."""
    return otherwise if listed is None else {bare(phrase): LISTED for phrase in listed}


def read_answers(cells: Iterable[str], phrases: Phrases) -> tuple[list[str], Fates]:
    """Return the answer in every cell without white space around it, nothing where it is none; and the cells' fates.

    A cell is no answer when it is blank, holds nothing but dots, dashes, commas or slashes, or says one of the
    `phrases` and nothing else. The characters of all fates sum to those of the cells; places are cells.
    """
    longest = max(map(len, phrases), default=0) + _LONGER
    answers: list[str] = []
    counts = {fate: [0, 0] for fate in (KEPT, BLANK, PLACEHOLDER, "blank", ESCAPE, *phrases.values())}
    for cell in cells:
        plain = plain_text(cell) if "&" in cell else cell
        answer = plain.strip()
        fate = _find_fate(answer, phrases) if len(answer) <= longest else KEPT
        answers.append(answer if fate == KEPT else "")
        n_kept = len(answer) if fate == KEPT else len(plain)
        for became, n_characters, n_places in (
            (fate, n_kept, 1),
            ("blank", len(plain) - n_kept, int(len(plain) > n_kept)),
            (ESCAPE, len(cell) - len(plain), int(len(cell) > len(plain))),
        ):
            counts[became][0] += n_characters
            counts[became][1] += n_places
    return answers, {fate: (n, places) for fate, (n, places) in counts.items() if places}


def _find_fate(answer: str, phrases: Phrases) -> str:
    if not answer:
        return BLANK
    said = bare(answer)
    return phrases.get(said, KEPT) if said else PLACEHOLDER


def count_saying_none(answers: Iterable[str]) -> int:
    """Return how many answers say that there is nothing ("none", "nothing", "nil") and no more."""
    return sum(len(answer) < max(map(len, SAYING_NONE)) + _LONGER and bare(answer) in SAYING_NONE for answer in answers)
