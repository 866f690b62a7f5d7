"""Answers in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.surveys.answers import IN_SURVEYS, IN_TALK, count_saying_none, list_phrases, read_answers


@pytest.mark.parametrize(
    ("cell", "answer", "fate"),
    [
        (" It helped.\n", "It helped.", "turn"),
        ("you &amp; me", "you & me", "turn"),
        ("", "", "blank answer"),
        (" \u00a0\n", "", "blank answer"),
        ("-", "", "placeholder"),
        ("...", "", "placeholder"),
        ("\u2014", "", "placeholder"),
        ("N/A", "", "not applicable"),
        ("n.a.", "", "not applicable"),
        ("NA", "", "not applicable"),
        ("not applicable.", "", "not applicable"),
        ("No answer", "", "declined to answer"),
        ("DID NOT ANSWER", "", "declined to answer"),
        ("Prefer not to say.", "", "declined to answer"),
        ("I\u2019d rather not say", "", "declined to answer"),
        ("no comment", "", "declined to answer"),
        ("No", "No", "turn"),
        ("None", "None", "turn"),
        ("nil", "nil", "turn"),
        ("Nothing", "Nothing", "turn"),
        ("Don't know", "Don't know", "turn"),
        ("?", "?", "turn"),
        ("\u2764\ufe0f", "\u2764\ufe0f", "turn"),
        ("n/a for me, but not applicable", "n/a for me, but not applicable", "turn"),
        ("No comment on that, but", "No comment on that, but", "turn"),
    ],
)
def test_what_nobody_meant_as_an_answer_is_none_and_all_else_is(cell, answer, fate):
    """People who write "None" or "No" have answered; those who write "n/a" or "prefer not to say" have not."""
    answers, fates = read_answers([cell], IN_SURVEYS)
    assert answers == [answer]
    assert fate in fates


def test_every_kind_of_cell_is_counted_apart():
    """Characters are those of the cell; white space and escapes around an answer have fates of their own."""
    cells = [" x &amp; y ", "n/a", "", "no comment", "--", "fine"]
    assert read_answers(cells, IN_SURVEYS) == (
        ["x & y", "", "", "", "", "fine"],
        {
            "turn": (9, 2),
            "blank answer": (0, 1),
            "placeholder": (2, 1),
            "blank": (2, 1),
            "character escape": (4, 1),
            "not applicable": (3, 1),
            "declined to answer": (10, 1),
        },
    )


def test_in_talk_only_what_is_not_applicable_is_no_turn():
    """Somebody who says "no comment" in an interview has said it."""
    assert read_answers(["No comment.", "n/a"], IN_TALK)[0] == ["No comment.", ""]


def test_the_list_of_the_settings_is_the_whole_list():
    """What the study lists is no answer and nothing else is; an empty list keeps all words."""
    phrases = list_phrases(["none", "Not Sure"], IN_SURVEYS)
    assert read_answers(["None.", "not sure", "n/a", "-"], phrases) == (
        ["", "", "n/a", ""],
        {"turn": (3, 1), "placeholder": (1, 1), "listed as no answer": (13, 2)},
    )
    assert list_phrases([], IN_SURVEYS) == {}
    assert list_phrases(None, IN_SURVEYS) == IN_SURVEYS


def test_answers_that_only_say_that_there_is_nothing_are_counted():
    """They are kept; whether they answer the question is for the researcher to say."""
    assert count_saying_none(["None", "nothing at all.", "Nil", "nothing more than tea", "no", ""]) == 3


@given(st.lists(st.text(alphabet="a &amp;nN/.-\u00a0\n\u00e9", max_size=10), min_size=1, max_size=5))
def test_the_characters_of_any_answers_are_all_counted(cells):
    """Trimming, escapes and blanks lose nothing uncounted; every cell is one place of what became of it."""
    answers, fates = read_answers(cells, IN_SURVEYS)
    assert sum(n for n, _ in fates.values()) == sum(map(len, cells))
    assert sum(places for fate, (_, places) in fates.items() if fate not in {"blank", "character escape"}) == len(cells)
    assert fates.get("turn", (0, 0))[0] == sum(map(len, answers))
