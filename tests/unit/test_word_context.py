"""What the words around speak for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.word_context import SURE, weigh_use


def weigh(text, word):
    """Weigh the first `word` in `text`."""
    start = text.index(word)
    return weigh_use(text, (start, start + len(word)), word)


@pytest.mark.parametrize(
    ("text", "word", "weight"),
    [
        ("dear will", "will", SURE + 1),
        ("thank you ray", "ray", SURE + 1),
        ("i'm young and", "young", SURE - 1),
        ("my boss ray is", "ray", 2 + 1),
        ("the ray of", "ray", -SURE - 1),
        ("thanks very much ray", "ray", 2),
        ("for you mark on", "mark", -1 - 2),
        ("they say grace", "grace", -2 + 1),
        ("me and grace", "grace", 2 + 1),
        ("to mark it", "mark", -1 - 2),
        ("let will do", "will", 2 - SURE),
        ("kids will drive", "will", -1 - SURE),
        ("with will", "will", 2 + 1),
        ("and will", "will", 1),
        ("the quality mark", "mark", -1 + 1),
        ("in april we", "april", -SURE - 1),
        ("young people", "young", -1),
        ("will zigzag", "will", -1),
        ("will would", "will", SURE),
        ("ray brought it", "ray", SURE),
        ("ray and i", "ray", 2),
        ("ray who", "ray", 1),
        ("ray of", "ray", -1),
        ("so ray can", "ray", 2),
        ("ray elsewhere", "ray", 0),
        ("ray's plan", "ray", SURE),
        ("the hill, yes", "hill", -SURE),
    ],
)
def test_each_context_has_its_weight(text, word, weight):
    """Names are greeted, asked and quoted; words have articles and pronouns before and their own company after."""
    assert weigh(text, word) == weight


@given(st.text(alphabet="ab \n.,'I", max_size=20), st.text(alphabet="ab \n.,'s", max_size=20))
def test_letters_case_has_no_say(before, after):
    """A transcript in capitals is weighed as one in small letters."""
    text, span = f"{before} grace {after}", (len(before) + 1, len(before) + 6)
    assert weigh_use(text, span, "grace") == weigh_use(text.lower(), span, "grace")
