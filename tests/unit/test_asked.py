"""Which question a turn answers."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import schemas
from pipeline.methods.text.asked import (
    CARRIED,
    HEADING,
    MEANING,
    TABLE,
    WORDING,
    Meaning,
    list_asking_sentences,
    name_questions,
)
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.questions import Question
from pipeline.store import check_table

GUIDE = [
    Question("motives", "What made you take up this work?", block="Opening"),
    Question("q7", "What did you find most valuable about the course?", columns=("Most valuable",)),
    Question("why", "Why?"),
]
OWN = [Question("a", "One thing here?"), Question("b", "Two things there?"), Question("c", "Three of them?")]


def _source(*turns):
    return CollectedSource("a", "focus_group", "a", "", "a.txt", tuple(CollectedTurn(**turn) for turn in turns))


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


def _meaning(close, threshold=0.5, calls=None):
    """Sentences mean what the table `close` says: sentence -> similarities to the wordings."""

    def compare(sentences, wordings):
        calls is None or calls.append((list(sentences), list(wordings)))
        return np.array([close.get(sentence, [0.0] * len(wordings)) for sentence in sentences], dtype=np.float32)

    return Meaning(compare, threshold)


def _ask(said, close, guide=OWN, **more):
    source = _source(*({"text": text} for text in said))
    return name_questions([source], [[text.startswith("F") for text in said]], guide, _meaning(close, **more))


def test_a_facilitators_own_words_may_mean_a_question():
    """What comes clearly closest, from the threshold on, is asked; the answers carry it forward."""
    said = ["F is it so?", "yes", "F and that one then?", "no", "F what else is there?"]
    close = {
        "F is it so?": [0.2, 0.7, 0.1],
        "F and that one then?": [0.6, 0.59, 0.1],
        "F what else is there?": [0.4] * 3,
    }
    asked = _ask(said, close)
    assert asked.ids == (("b", "b", "b", "b", "b"),)
    assert asked.ways == ((MEANING, CARRIED, CARRIED, CARRIED, CARRIED),)


def test_the_order_of_the_guide_is_weak_evidence():
    """The next question has a small start: enough to settle a near tie, not to override a clear meaning."""
    said = ["F Q1", "F is it so?", "F is it so?", "F Q1", "F or is it no?"]
    close = {"F is it so?": [0.1, 0.47, 0.46], "F or is it no?": [0.1, 0.5, 0.62]}
    said = [text.removeprefix("F ") if text.endswith("Q1") else text for text in said]
    source = _source(*({"text": text} for text in said))
    asked = name_questions([source], [[True] * 5], OWN, _meaning(close))
    assert asked.ids == (("a", "b", "c", "a", "c"),)


def test_everything_is_compared_at_once_and_only_what_is_not_known_by_its_wording():
    """The encoder is called once, with what facilitators ask, or not at all."""
    calls = []
    _ask(["F what is this?", "F hm", "what is that?", "F One thing here?", "F what is this?"], {}, calls=calls)
    assert calls == [(["F what is this?"], ["One thing here?", "Two things there?", "Three of them?"])]
    _ask(["F One thing here?", "yes, it is so?"], {}, calls=calls)
    _ask(["F what is this?"], {}, guide=[], calls=calls)
    assert len(calls) == 1


def test_questions_of_the_survey_are_not_meant_where_the_guide_has_its_own():
    """What only the survey asks is known by its wording; where survey and guide are one, meaning counts."""
    survey = [Question("s", "Three of them?", columns=("q",))]
    close = {"F what is this?": [0.1, 0.2]}
    assert _ask(["F what is this?"], close, guide=OWN[:2] + survey).ids == ((None,),)
    assert _ask(["F what is this?"], {"F what is this?": [0.9]}, guide=survey).ids == (("s",),)


def test_without_a_comparison_only_numbers_headings_and_wordings_count():
    """Each turn says how its question is known."""
    source = _source(
        {"text": "what is this about?"}, {"text": "words", "section": "## Q1"}, {"text": "Q2"}, {"text": "words"}
    )
    asked = name_questions([source], [[True, False, True, False]], OWN)
    assert asked.ids == ((None, "a", "b", "b"),)
    assert asked.ways == (("", HEADING, WORDING, CARRIED),)
    table = _source({"text": "words", "question": "Why?"}, {"text": "words"})
    assert name_questions([table], [[False] * 2], GUIDE).ways == ((TABLE, ""),)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Thank you. So, what was it like? Well.", ["So, what was it like?", "Thank you. So, what was it like?"]),
        ("Okay, so tell me about home. It rains.", ["Okay, so tell me about home."]),
        (
            "I'd like to hear more. Let's begin here.",
            ["I'd like to hear more.", "Let's begin here.", "I'd like to hear more. Let's begin here."],
        ),
        ("Why? And then?", []),
        ("What was hard about it. For you.", ["What was hard about it."]),
        (
            " ".join("abcdefghijklmnopqrstuvwxyz"),
            [" ".join("abcdefghijklmnopqrstuvwx"), " ".join("ijklmnopqrstuvwxyz")],
        ),
        ("Tells us nothing at all.", []),
    ],
)
def test_questions_and_requests_are_what_facilitators_ask(text, sentences):
    """Sentences that end in a question mark or begin as questions and requests do, with what was said before them."""
    assert list_asking_sentences(text) == sentences


def test_unasked_questions_and_long_stretches_without_one_are_told():
    """The ids of the guide that were found nowhere, and the files in which much answers no question."""
    said = ["long answers of many words come first", "and go on", "F Two things there?", "short"]
    source = _source(*({"text": text} for text in said))
    leads = [[text.startswith("F") for text in said]]
    unasked, unlinked = name_questions([source], leads, OWN).notices
    assert "2 question(s) of the guide were found in no transcript: 'a', 'c'" in unasked.problem
    assert unlinked.where == "a.txt: 91% of the participants' words"


def test_nothing_is_told_without_a_guide_or_a_transcript_that_somebody_leads():
    """A survey's questions need not be asked aloud."""
    source = _source({"text": "words"}, {"text": "words"})
    assert name_questions([source], [[False, False]], OWN).notices == ()
    survey = [Question("s", "Three of them?", columns=("q",))]
    assert name_questions([source], [[True, False]], survey).notices == ()


def test_many_transcripts_with_long_stretches_are_counted():
    """Eight are shown."""
    sources = [_source({"text": "F hm"}, {"text": "words"})] * 10
    *_, notice = name_questions(sources, [[True, False]] * 10, OWN).notices
    assert notice.problem.startswith("in 10 transcript(s)")
    assert notice.where.endswith("; and 2 more")
