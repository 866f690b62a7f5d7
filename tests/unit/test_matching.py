"""Finding phrases as whole words."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.methods.coding import matching
from pipeline.methods.coding.matching import compile_phrases, find_phrases, normalise

TEXTS = st.text("artART es-.,\n\u2019\u00ad\u2011éé\U0001f642İ'0", max_size=60)


def _found(phrase, text):
    table = find_phrases(compile_phrases([[phrase]]), normalise(text))
    return [text[start:end] for start, end in zip(table["start"], table["end"], strict=True)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("art", "Art, start, ART! arts art", ["Art", "ART", "art"]),
        ("art*", "start arts artist's. heART", ["arts", "artist's"]),
        ("art", "art's art\u2019s 'art' o'art", ["art"]),
        (
            "self care",
            "self-care self  care Self\u2011Care self\ncare self, care",
            ["self-care", "self  care", "Self\u2011Care", "self\ncare"],
        ),
        ("don't know", "I don\u2019t know; dont know", ["don\u2019t know"]),
        ("burnout", "burn\u00adout burn\u200bout", ["burn\u00adout", "burn\u200bout"]),
        ("café", "cafe\u0301 café cafe", ["cafe\u0301", "café"]),
        ("ice", "İce ice", ["İce", "ice"]),
        ("can", "I can't, can you", ["can"]),
        ("art", "_art_ 2art art2", ["art"]),
        ("a a", "a a a", ["a a", "a a"]),
        ("art", "", []),
    ],
)
def test_phrases_are_found_as_whole_words_whatever_stands_between_them(phrase, text, expected):
    """Capitals, white space, hyphens, curly apostrophes and soft hyphens make no difference; word boundaries do."""
    assert _found(phrase, text) == expected


def test_each_group_of_phrases_reports_its_own_hits():
    """A phrase that belongs to two groups is found for both, and one phrase may lie inside another."""
    phrases = compile_phrases([["burn out", "burned out"], ["burned*"], ["out"], ["burned out"]])
    table = find_phrases(phrases, normalise("He burned out."))
    assert table.to_dict("list") == {"group": [1, 0, 3, 2], "start": [3, 3, 3, 10], "end": [9, 13, 13, 13]}


def test_nothing_is_found_where_there_are_no_phrases():
    """An empty codebook compiles, and finds nothing."""
    assert find_phrases(compile_phrases([]), normalise("some text")).empty


@given(TEXTS)
@settings(deadline=None)
def test_normal_text_leads_back_to_the_original(text):
    """Each character of the normal text has the offset of the character it came from, in rising order."""
    normal = normalise(text)
    assert len(normal.text) == len(normal.offsets) == len(normal.is_word)
    assert sorted(set(normal.offsets.tolist())) == normal.offsets.tolist()
    letters = [(a, text[o]) for a, o in zip(normal.text, normal.offsets, strict=True) if a.isalnum()]
    assert all(a == b.lower().removesuffix("\u0307") for a, b in letters)


@given(TEXTS, st.sampled_from(["art", "a", "art es", "\u00e9a", "ra*", "a r*"]))
@settings(max_examples=150, deadline=None)
def test_every_hit_is_the_phrase_standing_as_whole_words_and_none_is_missed(text, phrase):
    """Cutting the text into words and comparing them one by one finds the same spans."""
    table = find_phrases(compile_phrases([[phrase]]), normalise(text))
    assert list(zip(table["start"], table["end"], strict=True)) == _spans_word_by_word(phrase, text)


def _spans_word_by_word(phrase, text):
    kept = [(i, "i" if c == "\u0130" else c.lower()) for i, c in enumerate(text) if c != "\u00ad"]
    bare = "".join("'" if c == "\u2019" else c for _, c in kept)
    words = list(re.finditer(r"[^\W_]+(?:'[^\W_]+)*", bare))
    sought = phrase.removesuffix("*").split()
    spans = []
    for first in range(len(words) - len(sought) + 1):
        run = words[first : first + len(sought)]
        same = [w.group() for w in run[:-1]] == sought[:-1] and run[-1].group().startswith(sought[-1])
        exact = phrase.endswith("*") or run[-1].group() == sought[-1]
        gaps = [bare[a.end() : b.start()] for a, b in itertools.pairwise(run)]
        if same and exact and all(re.fullmatch(r"[\s\-\u2011]+", gap) for gap in gaps):
            spans.append((kept[run[0].start()][0], kept[run[-1].end() - 1][0] + 1))
    return spans


def test_a_great_many_phrases_are_found_the_same_way(monkeypatch):
    """Beyond a size the automaton is of a kind that takes less memory; the hits are the same."""
    phrases, normal = [["burn out"], ["out*"]], normalise("Burn out, outside.")
    expected = find_phrases(compile_phrases(phrases), normal)
    monkeypatch.setattr(matching, "_LARGEST_DFA", 0)
    assert find_phrases(compile_phrases(phrases), normal).equals(expected)
    assert len(expected) == 3
