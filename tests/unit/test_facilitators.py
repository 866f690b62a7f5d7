"""Facilitators by what they do."""

from __future__ import annotations

import pytest

from pipeline.methods.text.collected import CollectedTurn
from pipeline.methods.text.facilitators import Asking, find_asking

A_ASKS = "A:why? B:so. A:how? B:ah. A:when? B:no."


def _find(talk, guide=()):
    said = [turn.partition(":") for turn in talk.split()]
    turns = [CollectedTurn(words) for _, _, words in said]
    return find_asking(turns, [speaker for speaker, _, _ in said], lambda text: text in guide)


@pytest.mark.parametrize(
    ("talk", "guide", "found"),
    [
        (A_ASKS, (), Asking("A", is_strong=True)),
        ("B:so. " + A_ASKS, (), Asking("A", is_strong=False)),
        ("B:so. " + A_ASKS, ("why?", "how?"), Asking("A", is_strong=True)),
        ("A:so. B:why? A:so. B:how? A:so.", ("why?", "how?"), Asking("B", is_strong=False)),
        ("A:why? B:so. A:how? B:so.", (), None),
        (A_ASKS + " B:why? B:how?", (), None),
        (A_ASKS + " A:a. A:b. A:c. A:d.", (), None),
        ("A:why? A:how? A:when?", (), None),
        ("A:so. B:so.", (), None),
    ],
)
def test_who_asks_most_or_asks_the_guides_questions_seems_to_lead(talk, guide, found):
    """Three questions, half of the own turns, twice as many as anybody else; strong if first or by the guide."""
    assert _find(talk, guide) == found
