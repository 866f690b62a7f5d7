"""The words that set topics apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.methods.topics.terms import describe_topics

TEXTS = ["Trains were late", "the late train: trains!", "roses and roses", "a rose garden of roses", "trains, roses"]
TOPICS = np.array([0, 0, 1, 1, -1])


def test_a_topic_is_named_by_what_its_texts_say_and_others_do_not():
    """Words that two texts of the topic share come first, and texts without a topic name none."""
    trains, roses = describe_topics(TEXTS, TOPICS, language="en")
    assert trains.split(", ")[:2] == ["late", "trains"]
    assert roses.split(", ")[0] == "roses"
    assert "roses" not in trains


def test_one_persons_favourite_word_does_not_name_a_topic():
    """A word said often in one text comes after a word that two texts share."""
    texts = ["zeppelin zeppelin zeppelin zeppelin food", "food", "rain", "rain"]
    assert describe_topics(texts, np.array([0, 0, 1, 1]), language="en") == ["food, zeppelin", "rain"]


def test_the_weights_follow_the_formula():
    """With counts worked out by hand, sqrt(n_wt / n_t) * log(1 + A / n_w) ranks the words."""
    texts = ["sun sun sun moon", "sun moon moon tide", "sun sun sun sun", "sun star"]
    found = describe_topics(texts, np.array([0, 0, 1, 1]), language="en")
    weight = {
        "sun": np.sqrt(4 / 8) * np.log(1 + 7 / 9),
        "moon": np.sqrt(3 / 8) * np.log(1 + 7 / 3),
    }
    assert weight["moon"] > weight["sun"]
    assert found[0] == "moon, sun, tide"


@pytest.mark.parametrize(
    "text",
    ["[Person 3] said that [laughs]", "don't won't isn’t", "1999 3rd 42", "and the of um er yeah", "", "!!!", "a b c"],
)
def test_replacements_contractions_numbers_and_function_words_are_no_terms(text):
    """Nothing that stands for a name or carries no meaning names a topic."""
    assert describe_topics([text, "garden"], np.array([0, 1]), language="en") == ["", "garden"]


def test_another_language_keeps_the_words_that_english_leaves_out():
    """In German, 'war' and 'die' and 'so' are judged by their counts, not by an English list."""
    assert "also" in describe_topics(["also gut", "nein"], np.array([0, 1]), language="de")[0]
    assert "also" not in describe_topics(["also gut", "nein"], np.array([0, 1]), language="en-GB")[0]


def test_ties_are_in_alphabetical_order():
    """Words of equal weight are listed from a to z, however the texts list them."""
    assert describe_topics(["pear fig apple", "rain"], np.array([0, 1]), language="en")[0] == "apple, fig, pear"


def test_only_so_many_words_are_given():
    """The list stops at the number asked for."""
    assert describe_topics(["pear fig apple", "rain"], np.array([0, 1]), language="en", n_terms=2)[0] == "apple, fig"


def test_no_topics_have_no_words():
    """Without a topic there is nothing to describe."""
    assert describe_topics(["pear"], np.array([-1]), language="en") == []
    assert describe_topics([], np.array([], dtype=int), language="en") == []


@settings(max_examples=20)
@given(st.permutations(range(len(TEXTS))))
def test_the_order_of_the_texts_changes_nothing(order):
    """Shuffled texts, with their topics, have the same words in the same order."""
    shuffled = describe_topics([TEXTS[place] for place in order], TOPICS[list(order)], language="en")
    assert shuffled == describe_topics(TEXTS, TOPICS, language="en")
