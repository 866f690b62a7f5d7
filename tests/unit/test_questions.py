"""Which question a turn answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import schemas
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.questions import Question, find_question, name_questions
from pipeline.store import check_table

GUIDE = [
    Question("motives", "What made you take up this work?", block="Opening"),
    Question("q7", "What did you find most valuable about the course?", columns=("Most valuable",)),
    Question("why", "Why?"),
]


def _source(*turns):
    return CollectedSource("a", "focus_group", "a", "", "a.txt", tuple(CollectedTurn(**turn) for turn in turns))


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


def test_a_question_holds_until_the_next_is_asked():
    """What people say belongs to what the facilitator asked last; a participant's words ask nothing."""
    source = _source(
        {"text": "Welcome."},
        {"text": "What made you take up this work?"},
        {"text": "My mother. What did you find most valuable about the course?"},
        {"text": "Go on."},
        {"text": "Question 2."},
        {"text": "The people."},
    )
    asked = name_questions([source], [[True, True, False, True, True, False]], GUIDE)
    assert asked.ids == ((None, "motives", "motives", "motives", "q7", "q7"),)


def test_a_heading_may_ask_a_question():
    """The nearest heading above a turn gives its question, by number or wording; other headings change nothing."""
    course = "## Start > ### Q2. The course"
    sections = ["## Start", course, course, "## Tea", "## What made you take up this work?"]
    source = _source(*({"text": "words", "section": section} for section in sections))
    asked = name_questions([source], [[False] * 5], GUIDE)
    assert asked.ids == ((None, "q7", "q7", "q7", "motives"),)


def test_the_texts_of_a_table_are_matched_to_ids_columns_and_wordings():
    """Spaces and capitals do not matter; a text that nobody claims becomes a question of its own, once."""
    lunch = "How was lunch on the first day there?"
    texts = ["why", "most  Valuable", "What made you take up this work? ", lunch, lunch.upper(), ""]
    source = _source(*({"text": "words", "question": text} for text in texts))
    asked = name_questions([source], [[False] * 6], GUIDE)
    assert asked.ids == (("why", "q7", "motives", "how-was-lunch-on-the-first", "how-was-lunch-on-the-first", None),)
    check_table(asked.table, schemas.QUESTIONS)
    assert asked.table["order"].tolist() == [1, 2, 3, 4]
    assert asked.table["block"].fillna("").tolist() == ["Opening", "", "", ""]
    assert asked.table["wording"].iloc[3] == lunch


def test_questions_made_from_texts_have_ids_of_their_own():
    """Two long texts that begin alike, or like a question's id, do not share an id."""
    texts = ["Why, though, would you not come?", "a b c d e f g", "a b c d e f h"]
    source = _source(*({"text": "words", "question": text} for text in texts))
    asked = name_questions([source], [[False] * 3], [Question("a-b-c-d-e-f", "Alphabet?")])
    assert len(set(asked.table["question_id"])) == 4


def test_a_study_without_questions_has_an_empty_table():
    """Nothing is asked and nothing fails."""
    asked = name_questions([_source({"text": "words"})], [[True]], [])
    assert asked.ids == ((None,),)
    assert len(check_table(asked.table, schemas.QUESTIONS)) == 0


@given(st.text(max_size=40), st.text(min_size=1, max_size=30))
def test_any_words_may_be_asked_about(text, wording):
    """Whatever is said and whatever the guide asks, the answer is a question's id or none."""
    assert find_question(text, [Question("x", wording)]) in {"x", None}
