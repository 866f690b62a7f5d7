"""What a name says of what it names."""

from __future__ import annotations

import pytest

from pipeline.methods.text.nouns import describe


@pytest.mark.parametrize(
    ("kind", "name", "noun"),
    [
        ("organisation", "university of leeds", "University"),
        ("place", "sunrise road", "Street"),
        ("organisation", "st aldric", "Organisation"),
        ("organisation", "school", "Organisation"),
        ("place", "leeds", "Place"),
        ("person", "grace church", "Person"),
        ("work of art", "the park", "Work of art"),
    ],
)
def test_a_pseudonym_keeps_the_noun_of_a_place_or_organisation(kind, name, noun):
    """A reader is told that it was a school, and never which."""
    assert describe(kind, name) == noun
