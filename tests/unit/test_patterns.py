"""The language in which a codebook's patterns are written."""

from __future__ import annotations

import pytest

from pipeline.methods.coding.patterns import expand_pattern, find_pattern_problem


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("=burnout", {"burnout"}),
        ('"Burn out"', {"burn out"}),
        ("\u201cburn out\u201d", {"burn out"}),
        ("stigma*", {"stigma*"}),
        ("=stigma*", {"stigma*"}),
        ("self-stigma*", {"self stigma*", "selves stigma*", "self's stigma*"}),
        ("self\u2011care", {"self care", "self caring"}),
        ("Don\u2019t know", {"don't know", "don't knew"}),
        ("take =care", {"take care", "took care", "taking care"}),
        ("out of the", {"out of the"}),
        ("  burn   out ", {"burn out", "burned out", "burnt out", "burning out"}),
    ],
)
def test_a_pattern_stands_for_the_phrases_a_reader_expects(pattern, expected):
    """Words inflect, `=` and quotes keep them as they are, `*` leaves the end open, hyphens are spaces."""
    phrases = expand_pattern(pattern)
    assert expected <= set(phrases)
    assert len(phrases) > 1 or set(phrases) == expected


def test_the_pattern_as_written_is_its_first_phrase():
    """What the researcher wrote comes before its other forms."""
    assert expand_pattern("burn out")[0] == "burn out"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "no word"),
        (" - ", "no word"),
        ('""', "no word"),
        ("help|support", "not a word"),
        ("(help)", "not a word"),
        ("help, support", "not a word"),
        ("he*lp", "not a word"),
        ("*ness", "not a word"),
        ("=", "not a word"),
        ('"burn out', "not a word"),
        ("stigma* attitude", "only at the end"),
        ("st*", "too many words"),
        ("one two three four five six seven eight nine", "too many phrases"),
    ],
)
def test_a_pattern_that_cannot_be_understood_is_explained(pattern, said):
    """Each way of getting a pattern wrong has its own sentence."""
    assert said in (find_pattern_problem(pattern) or "")
    with pytest.raises(ValueError, match=said):
        expand_pattern(pattern)


def test_a_long_phrase_of_exact_words_is_fine():
    """Quotes make any number of words one phrase."""
    assert find_pattern_problem('"one two three four five six seven eight nine"') is None
