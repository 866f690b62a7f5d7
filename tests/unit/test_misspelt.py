"""Words that are almost a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.misspelt import find_misspelt, is_misspelling

NAMES = ["marguerite", "kowalczyk", "maria", "sarah", "jose", "jon", "dennis"]
GIVEN = {"sara": frozenset(), "denise": frozenset(), "marcia": frozenset()}
LEXICON = Lexicon(frozenset({"tennis", "aria", "margarita"}), GIVEN)


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("margerite", "marguerite"),
        ("marguarete", "marguerite"),
        ("kowalchick", None),
        ("kowalzcyk", "kowalczyk"),
        ("mariah", "maria"),
        ("amria", "maria"),
        ("sara", "sarah"),
        ("josee", "jose"),
        ("hose", None),
        ("jonn", "jon"),
        ("jan", None),
        ("jx", None),
        ("denise", None),
        ("marcia", None),
        ("tennis", None),
        ("aria", None),
        ("maria", None),
        ("dennnys", "dennis"),
        ("elephant", None),
    ],
)
def test_slips_are_found_and_words_and_other_names_are_not(token, name):
    """How far a word may differ depends on its length and sound; what is a word or another name is left."""
    assert find_misspelt([token], NAMES, LEXICON).get(token) == name


def test_the_nearest_name_is_meant():
    """Of two names that are near, the nearer counts, of two equally near the first."""
    assert find_misspelt(["marla"], ["marlan", "maria", "carla"], Lexicon()) == {"marla": "marlan"}
    assert find_misspelt(["mariane"], ["marion", "marian"], Lexicon()) == {"mariane": "marian"}


def test_beside_a_name_a_word_may_be_a_slip():
    """Alexandra Dual is Alexandra Duval, although dual is a word."""
    assert is_misspelling("dual", "duval")
    assert is_misspelling("kowalzik", "kowalczyk")
    assert not is_misspelling("to", "tom")
    assert not is_misspelling("dull", "duval")


@given(st.text(alphabet="abcdef", min_size=5, max_size=9), st.integers(0, 8))
def test_a_letter_left_out_never_hides_a_name(name, place):
    """Whatever the name, one letter less is found where what is left is no word."""
    token = name[: place % len(name)] + name[place % len(name) + 1 :]
    found = find_misspelt([token], [name], Lexicon())
    assert found.get(token) == name or len(token) == 4
