"""The endings that a pattern's words stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.coding.inflection import inflect


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("support", "support supports supported supporting support's"),
        ("stop", "stop stops stopped stopping stop's"),
        ("travel", "travel travels travelled traveled travelling traveling travel's"),
        ("admit", "admitted admitting admits"),
        ("care", "cares cared caring care's"),
        ("agree", "agrees agreed agreeing"),
        ("worry", "worries worried worrying"),
        ("play", "plays played playing"),
        ("die", "dies died dying"),
        ("stress", "stresses stressed stressing"),
        ("coach", "coaches coached coaching"),
        ("panic", "panics panicked panicking"),
        ("show", "shows showed shown showing"),
        ("equip", "equips equipped equipping"),
        ("burn", "burns burned burnt burning"),
        ("take", "takes took taken taking"),
        ("begin", "begins began begun beginning"),
        ("be", "am is are was were been being"),
        ("go", "goes went gone going"),
        ("have", "has had having"),
        ("overcome", "overcomes overcame overcoming"),
        ("undergo", "underwent undergone"),
        ("withdraw", "withdrew withdrawn withdrawing"),
        ("child", "children child's children's"),
        ("person", "persons people people's"),
        ("woman", "women woman's women's"),
        ("self", "selves"),
        ("crisis", "crises"),
        ("hero", "heroes"),
        ("thought", "thoughts"),
    ],
)
def test_a_base_form_stands_for_its_plural_possessive_and_verb_forms(word, expected):
    """The regular endings and the common irregular forms are found from the base form."""
    assert set(expected.split()) <= set(inflect(word))


@pytest.mark.parametrize(
    ("word", "another"),
    [
        ("car", "caring"),
        ("car", "cared"),
        ("star", "stared"),
        ("hop", "hoped"),
        ("plan", "planes"),
        ("god", "goding"),
        ("see", "seed"),
        ("took", "take"),
        ("art", "artful"),
        ("behave", "behad"),
        ("welcome", "welcame"),
    ],
)
def test_a_word_does_not_stand_for_a_form_of_another(word, another):
    """No rule of spelling turns a pattern into a form of a different word."""
    assert another not in inflect(word)


@pytest.mark.parametrize("word", ["the", "out", "my", "not", "never", "us", "pm", "2020", "covid19", "don't"])
def test_words_that_do_not_change_stand_for_themselves(word):
    """Function words, very short words, and words with a digit or apostrophe have no other form."""
    assert inflect(word) == (word,)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_every_word_stands_first_for_itself_and_lists_each_form_once(word):
    """The word as written is always among its forms, and no form comes twice."""
    forms = inflect(word)
    assert forms[0] == word
    assert len(set(forms)) == len(forms)
