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


def found(text, lexicon=LEXICON, label="PERSON"):
    """Return what is proposed in `text` as a person, or under another label."""
    return [text[start:end] for start, end, said in propose_people(text, lexicon) if said == label]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("There is Dr. Pell, and Mrs Okafor", ["Pell", "Okafor"]),
        ("He met Lorraine Fitch", ["Lorraine Fitch"]),
        ("We met Adaeze Okonkwo", ["Adaeze Okonkwo"]),
        ("So Ludwig van Beethoven met", ["Ludwig van Beethoven"]),
        ("We met Maria de", ["Maria"]),
        ("Adaeze Okonkwo came", ["Okonkwo"]),
        ("Lorraine Fitch came", ["Lorraine Fitch"]),
        ("We met the Community Network", []),
        ("On Monday Walks", []),
        ("Dr Who", []),
        ("Dr who knows I", []),
        ("Said Fitch and said it", ["Fitch"]),
        ("my mom, Pilar, she met Rose", ["Pilar", "Rose"]),
        ("Came Pilar. He met the rose. It was good. Thank you, Grace", ["Pilar", "Grace"]),
    ],
)
def test_with_capital_letters(text, names):
    """Titles, given names, unusual words, and names that are words where they are used as names; no ordinary words."""
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We met the Community Network and St. Odile", ["Odile", "Community Network"]),
        ("Community Network came. On Monday Walks we met", []),
        ("we met the community network", []),
    ],
)
def test_several_capitals_are_an_organisation(text, names):
    """Whatever the words mean by themselves, but not at the start of a sentence, and not where a day is among them."""
    assert found(text, label="ORG") == names


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
