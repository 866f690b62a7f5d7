"""Questions by their number and wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.questions import Question, find_question, fold

GUIDE = [
    Question("motives", "What made you take up this work?", block="Opening"),
    Question("q7", "What did you find most valuable about the course?", columns=("Most valuable",)),
    Question("why", "Why?"),
]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("What made you take up this work?", "motives"),
        ("Thanks. So, what made you take up this work? Anybody?", "motives"),
        ("Right, and what did you find the most valuable about this course", "q7"),
        ("Q1", "motives"),
        ("Question 2: tell us", "q7"),
        ("Q7 is next", "q7"),
        ("Question 9", None),
        ("Q0", None),
        ("Why?", "why"),
        ("Why did you come?", None),
        ("What made you laugh?", None),
        ("So what did you find most difficult about the course?", None),
        ("What", None),
        ("", None),
    ],
)
def test_a_question_is_asked_by_its_number_or_close_to_its_wording(text, question):
    """A number means the question's id or its place in the guide; words must come close to the whole wording."""
    assert find_question(text, GUIDE) == question


@given(st.text(max_size=40), st.text(min_size=1, max_size=30))
def test_any_words_may_be_asked_about(text, wording):
    """Whatever is said and whatever the guide asks, the answer is a question's id or none."""
    assert find_question(text, [Question("x", wording)]) in {"x", None}


def test_wordings_are_compared_without_capitals_and_spaces():
    """The same question written two ways is one."""
    assert fold(" Most  Valuable") == fold("most valuable")
