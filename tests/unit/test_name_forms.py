"""The forms of a name beside those that `test_known_names` lists."""

from __future__ import annotations

import pytest

from pipeline.methods.text.name_forms import full_name, list_diminutives, list_initials, list_shortened, list_words


def test_a_name_may_be_shortened_to_initials():
    """One of the names or both may be a letter; where the letters are an abbreviation, they are none."""
    assert list_shortened("Maria del Carmen Lopez") == ["m. lopez", "maria l.", "m.l.", "m. l."]
    assert list_shortened("Paul Mensinger") == ["p. mensinger", "paul m."]
    assert list_shortened("Maria") == []


@pytest.mark.parametrize(
    ("names", "initials"),
    [
        (["Marguerite Tolliver", "MT"], ["mt"]),
        (["MT"], []),
        (["Paul Mensinger", "PM"], []),
        (["Ann Bell", "Ann"], []),
        (["Terrence Vance", "TV"], []),
    ],
)
def test_initials_are_a_name_beside_the_name_they_stand_for(names, initials):
    """A label of initials alone is any label; abbreviations and household names are never initials."""
    assert list_initials(names) == initials


def test_the_first_name_has_short_and_long_forms():
    """Both directions, in order, of the first name alone."""
    pairs = {"margaret": frozenset({"peggy", "maggie"}), "lopez": frozenset({"lo"})}
    assert list_diminutives("Margaret Lopez", pairs) == ["maggie", "peggy"]
    assert list_diminutives("P3", pairs) == []


def test_titles_roles_and_numbers_are_no_part_of_a_name():
    """What is left are the words that identify."""
    assert list_words("Facilitator Dr. Anna O'Brien 2") == ["Anna", "O'Brien"]
    assert full_name("Dr. Jos\u00e9  Arriaga (he/him)") == "jose arriaga"
