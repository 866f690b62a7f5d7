"""How a name that is also a word is used in its place."""

from __future__ import annotations

import pytest

from pipeline.methods.text.word_names import Use, judge_use


def use(text, word, *, is_derived=False):
    """Judge the first `word` in `text`, capital letters as they stand there."""
    start = text.index(word)
    return judge_use(text, (start, start + len(word)), word.lower(), is_derived=is_derived)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("i asked will about it", "will"),
        ("will said he would come", "will"),
        ("thank you grace", "grace"),
        ("hi mark how are you", "mark"),
        ("my name is hope", "hope"),
        ("grace's idea was good", "grace"),
        ("so may what do you think", "may"),
        ("my boss mark says no", "mark"),
        ("we were speaking to may", "may"),
        ("with ray and joy", "ray"),
        ("i went over to grace and i sat down", "grace"),
    ],
)
def test_in_small_letters_the_words_around_make_a_name(text, word):
    """Who is addressed, asked, greeted, owns or speaks is a person, also where a transcript has no capitals."""
    assert use(text, word).is_name


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("i will come", "will"),
        ("it will be fine", "will"),
        ("families will get help", "will"),
        ("you may not know", "may"),
        ("that was in may i think", "may"),
        ("i hope so", "hope"),
        ("i hope that it helps", "hope"),
        ("the art of talking", "art"),
        ("a mark on the wall", "mark"),
        ("we say the grace of god", "grace"),
        ("an and so on", "an"),
    ],
)
def test_in_small_letters_the_words_around_make_a_word(text, word):
    """Pronouns, articles and what follows a verb show the word."""
    assert not use(text, word).is_name


def test_capital_letters_within_a_sentence_make_a_name_but_for_months_in_dates():
    """Where the text has capital letters they are trusted."""
    assert use("Then I saw Grace there", "Grace") is Use.NAME
    assert use("It was in May, I think", "May") is Use.WORD
    assert use("I was speaking to May then", "May") is Use.NAME


def test_at_the_start_of_a_sentence_the_words_around_decide():
    """A comma or a verb of saying makes a name there; an article after it, or a question, a word."""
    assert use("Will, I saw you", "Will") is Use.NAME
    assert use("Grace said it to Ann", "Grace") is Use.PERHAPS_NAME
    assert use("Will probably I know Ann", "Will") is Use.WORD
    assert use("Hope to see Ann", "Hope") is Use.PERHAPS_WORD
    assert use("So I know Ann", "So") is Use.WORD


def test_small_letters_among_capitals_are_a_name_only_beyond_doubt():
    """A stray small letter is no reason to take the word out of everybody's mouth."""
    assert use("Then I asked grace about Ann", "grace") is Use.PERHAPS_NAME
    assert use("Ann had the grace", "grace") is Use.WORD
    assert use("Ann, you WILL do it", "WILL") is Use.WORD


def test_a_name_that_nobody_listed_needs_the_words_around():
    """A diminutive that is also a word is replaced where nothing speaks against it, and left in doubt otherwise."""
    assert use("we asked bob about it", "bob", is_derived=True) is Use.NAME
    assert use("when he drew to a close", "drew", is_derived=True) is Use.WORD
    assert use("nearly bob on it", "bob", is_derived=True) is Use.PERHAPS_WORD
    assert use("nearly bob on it", "bob").is_name
