"""Speaker labels."""

from __future__ import annotations

import pytest

from pipeline.methods.text.labels import (
    comparable,
    is_facilitator_word,
    is_generic,
    is_interjection,
    is_name,
    is_shaped,
    parse_time,
    split_label,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("[00:12:31]", 751),
        ("(0:45)", 45),
        ("01:02:03.5", 3723.5),
        ("00:00:01,250", 1.25),
        ("751.5", 751.5),
        ("", None),
        ("soon", None),
        ("1:-5", None),
        ("nan", None),
        ("1e999", None),
    ],
)
def test_times_are_read_as_seconds(text, seconds):
    """Clock times and plain seconds are times; anything else is none."""
    assert parse_time(text) == seconds


def test_labels_are_compared_without_capitals_emphasis_and_final_signs():
    """The same person written two ways is the same label."""
    assert comparable(" **Maria  Lopez**: ") == comparable("MARIA LOPEZ.") == "maria lopez"


@pytest.mark.parametrize("word", ["Interviewer", "MODERATOR 2", "Facilitator:", "int", "Mod.", "Q"])
def test_role_words_mean_facilitators(word):
    """The words that plainly mean a facilitator are known."""
    assert is_facilitator_word(word)


@pytest.mark.parametrize("word", ["Maria", "Q1", "Interviewee", "M", "Quentin"])
def test_other_labels_do_not_mean_facilitators(word):
    """No participant becomes a facilitator by a similar label."""
    assert not is_facilitator_word(word)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Maria", True), ("MARIA", True), ("Bo", True), ("BO", False), ("JS", False), ("P3", False), ("Speaker 1", False),
     ("Participant", False), ("**A** d", False), ("Dr. Lee", True)],
)  # fmt: skip
def test_names_are_told_from_roles_numbers_and_initials(label, expected):
    """Only what may be a name is handed on to be removed from the text."""
    assert is_name(label) is expected


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("P3 (F, 34)", ("P3", "F, 34")),
        ("P3 [F]", ("P3", "F")),
        ("Maria", ("Maria", "")),
        ("(x)", ("(x)", "")),
        ("Interviewer 1 (Jane Smith)", ("Interviewer 1", "Jane Smith")),
    ],
)
def test_what_stands_in_brackets_behind_a_label_is_told_from_it(label, parts):
    """A label may be followed by what the researcher noted about the person."""
    assert split_label(label) == parts


@pytest.mark.parametrize(
    "label", ["A", "P1", "p 12", "Speaker 1", "SPEAKER_00", "Participant #2", "R", "P3 (F, 34)", "Q"]
)
def test_a_label_that_any_transcript_may_use_is_generic(label):
    """Letters, numbers and roles mean nobody in particular."""
    assert is_generic(label)


@pytest.mark.parametrize("label", ["Maria", "MD", "Mia P", "Speakerman"])
def test_names_and_initials_are_not_generic(label):
    """They may mean the same person in another file."""
    assert not is_generic(label)


def test_words_that_people_say_alone_are_known():
    """A "Yes" on a line of its own is an answer."""
    assert is_interjection("Thank you")
    assert not is_interjection("Maria")


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Maria de la Cruz", True), ("maria", False), ("Note", False), ("note", False), ("12", False), ("#a", False),
     ("(x)", False), ("", False), ("the lady", True), ("p3 (f)", True), ("Monday", False)],
)  # fmt: skip
def test_a_label_has_the_shape_of_one_or_is_known(label, expected):
    """Capital words are labels, words for parts of a text are none, and the roster decides over both."""
    assert is_shaped(label, {"the lady"}) is expected
