"""Likely names of people whom no list knows."""

from __future__ import annotations

import pytest

from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.likely_names import propose_people, restore_capitals

WORDS = frozenset(
    [
        "walks",
        "community",
        "support",
        "network",
        "table",
        "said",
        "met",
        "we",
        "came",
        "good",
        "afternoon",
        "royal",
        "mail",
        "he",
        "is",
        "wise",
    ]
)
LEXICON = Lexicon(WORDS, {"lorraine": frozenset(), "mark": frozenset(), "said": frozenset()})


def found(text, lexicon=LEXICON):
    """Return what is proposed in `text`."""
    assert all(label == "PERSON" for _, _, label in propose_people(text, lexicon))
    return [text[start:end] for start, end, _ in propose_people(text, lexicon)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("There is Dr. Pell, and Mrs Okafor", ["Pell", "Okafor"]),
        ("He met Lorraine Fitch", ["Lorraine Fitch"]),
        ("We met Adaeze Okonkwo", ["Adaeze Okonkwo"]),
        ("So Ludwig van Beethoven met", ["Ludwig van Beethoven"]),
        ("We met Maria de", []),
        ("Adaeze Okonkwo came", []),
        ("Lorraine Fitch came", ["Lorraine Fitch"]),
        ("We met the Community Network", []),
        ("On Monday Morning", []),
        ("Dr Who", []),
        ("Dr who knows I", []),
        ("Said Fitch and said it", []),
    ],
)
def test_with_capital_letters(text, names):
    """Titles, given names with a surname, and unusual words side by side are people; ordinary words are not."""
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("we met lorraine fitch", ["lorraine fitch"]),
        ("we met lorraine", ["lorraine"]),
        ("we met lorraine and", ["lorraine"]),
        ("my name is adaeze okonkwo", ["adaeze okonkwo"]),
        ("he said mark is wise", []),
        ("my name is wise", []),
        ("we met mrs okafor", ["okafor"]),
        ("the okafor table", []),
    ],
)
def test_in_small_letters(text, names):
    """A given name that is no other word, two unusual words, and what follows an introduction are people."""
    assert found(text) == names


def test_without_a_dictionary_nothing_is_proposed():
    """In a language whose words are not known, every word would be unusual."""
    assert found("We met Adaeze Okonkwo", Lexicon()) == []


def test_capitals_are_restored_without_moving_anything():
    """Unusual words and the first one are raised; the rest is lowered; letters without a single capital stay."""
    assert restore_capitals("we MET lorraine fitch", LEXICON) == "We met Lorraine Fitch"
    assert restore_capitals("\u00df we met \u0130brahim", LEXICON) == "\u00df we met \u0130brahim"
    assert restore_capitals("", LEXICON) == ""
