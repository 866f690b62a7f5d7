"""Which words of a study are ordinary."""

from __future__ import annotations

from pipeline.methods.text.lexicon import Lexicon, find_ordinary_words, list_tokens


def test_tokens_are_counted_in_small_letters_where_those_mean_something():
    """A transcript without capital letters does not make words of its names."""
    assert list_tokens(["Ann walks, walks. Jos\u00e9!", "ann walks"]) == {"ann": 0, "walks": 2, "jose": 0}


def test_a_word_is_ordinary_by_the_dictionary_or_by_use():
    """What a study keeps writing in small letters is a word, though no dictionary has it."""
    found = find_ordinary_words({"outwith": 3, "ann": 0, "walks": 1, "roadmap": 2}, ["walks"])
    assert {"outwith", "walks", "will"} <= found
    assert not {"ann", "roadmap"} & found


def test_a_given_name_that_is_no_other_word_is_no_word():
    """Dictionaries list John and Mary; art and will are words all the same."""
    lexicon = Lexicon(frozenset({"john", "table", "art"}), {"john": frozenset({"jack"}), "art": frozenset({"arthur"})})
    assert [lexicon.is_word(word) for word in ("john", "table", "art", "the", "zzz")] == [
        False,
        True,
        True,
        True,
        False,
    ]
