"""Facilitators by what they do: who asks most of the questions, and those of the guide, where no label tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.methods.text.collected import CollectedTurn

_FEWEST_QUESTIONS = 3
_ASKING_SHARE = 0.5
_AHEAD = 2
_FEWEST_OF_GUIDE = 2
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who seems to lead a conversation, and whether the evidence for it is strong."""

    participant_id: str
    is_strong: bool


def find_asking(
    turns: Sequence[CollectedTurn], speakers: Sequence[str], is_in_guide: Callable[[str], bool]
) -> Asking | None:
    """Return who leads a conversation by the look of it, or None.

    It is the one who asks in at least three turns and half of the own ones, twice as often as anybody else, or who
    alone asks two or more questions of the guide. The evidence is strong where both hold, or where the person who asks
    most also speaks first.

    Args:
        turns: the turns of one transcript.
        speakers: who speaks each.
        is_in_guide: whether a sentence asks a question of the guide.
    """
    n_turns = Counter(speakers)
    if len(n_turns) == 1:
        return None
    asked = [(speaker, _list_questions(turn.text)) for speaker, turn in zip(speakers, turns, strict=True)]
    asking = Counter(speaker for speaker, questions in asked if questions)
    guided = Counter(speaker for speaker, questions in asked if any(map(is_in_guide, questions)))
    by_number = _find_ahead(asking, _FEWEST_QUESTIONS)
    if by_number and asking[by_number] < _ASKING_SHARE * n_turns[by_number]:
        by_number = ""
    by_guide = _find_ahead(guided, _FEWEST_OF_GUIDE)
    found = by_guide or by_number
    return Asking(found, found == by_number and (found in {by_guide, speakers[0]})) if found else None


def _list_questions(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(text) if "?" in sentence] if "?" in text else []


def _find_ahead(counts: Counter[str], fewest: int) -> str:
    """Return who has at least `fewest`, and twice as many as anybody else; empty for nobody."""
    (first, n_first), (_, n_next) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first if n_first >= max(fewest, _AHEAD * n_next) else ""
