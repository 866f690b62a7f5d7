"""What counts as a word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.words import _RARE, count_words, squeeze


@pytest.mark.parametrize(
    ("text", "n_words"),
    [
        ("", 0),
        (" \n\t", 0),
        ("... -- ___ !", 0),
        ("One two  three", 3),
        ("don't, can’t", 2),
        ("'quoted'", 1),
        ("peer-led", 2),
        ("well—I mean", 3),
        ("a\nb", 2),
        ("Zoë naïve", 2),
        ("Zoe\u0308", 1),
        ("हिन्दी भाषा", 2),
        ("co\u00adoperate", 1),
        ("👍 ok 👍🏽", 1),
        ("covid19", 1),
        ("[Person 1]", 2),
    ],
)
def test_words_are_runs_of_letters_and_digits_with_inner_apostrophes(text, n_words):
    """Punctuation, symbols and white space are not words; apostrophes and accents never divide one."""
    assert count_words(text) == n_words


@given(st.text(alphabet="aé ’'-ñ\n1", max_size=40))
def test_the_count_does_not_depend_on_how_accents_are_encoded(text):
    """Composed and decomposed forms of one text have the same number of words."""
    assert count_words(text) == count_words(unicodedata.normalize("NFD", text))


@given(st.lists(st.sampled_from(["we", "don’t", "know", "7"]), max_size=12))
def test_words_joined_by_spaces_are_counted_one_by_one(words):
    """A text made of n words and spaces has n words."""
    assert count_words(" ".join(words)) == len(words)


def test_characters_that_are_passed_over_quickly_are_no_marks():
    """Latin letters and the punctuation of print divide words or belong to them, whatever else is in the text."""
    passed = [char for char in map(chr, range(0x3000)) if not _RARE.search(char)]
    assert {unicodedata.category(char) for char in passed}.isdisjoint({"Mn", "Mc", "Me", "Cf"})
    assert set("é’“”–…ž") <= set(passed)


def test_squeezed_text_has_single_spaces():
    """All white space is alike."""
    assert squeeze(" a\u00a0 b\n\tc ") == "a b c"
