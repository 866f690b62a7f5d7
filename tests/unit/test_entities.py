"""Which proposed entities are names."""

from __future__ import annotations

import re

import pytest

from pipeline.methods.text.entities import TurnText, find_entity_names, name_kind
from pipeline.methods.text.known_names import build_known_names
from pipeline.methods.text.lexicon import Lexicon

NOBODY = build_known_names({})


def propose(text, *names):
    """Return a turn in which a recogniser proposes `names` as persons, one after the other."""
    entities, end = [], 0
    for name in names:
        start = text.index(name, end)
        end = start + len(name)
        entities.append((start, end, "PERSON"))
    return TurnText(text, entities)


def names_in(turns, known=NOBODY, closed=None):
    """Return what is found in each turn."""
    found = find_entity_names(turns, closed or [[] for _ in turns], known, Lexicon())
    return [
        [turn.text[f.start : f.end] for f in sorted(each, key=lambda f: f.start)]
        for turn, each in zip(turns, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("proposed", "name"),
    [
        ("Hi Sandra", "Sandra"),
        ("Sandra's", "Sandra"),
        ("Sandra\u2019s", "Sandra"),
        ("the University of Leeds", "University of Leeds"),
        ("Mr Smith", "Smith"),
        ("NHS Fife", "Fife"),
        ("Rang 999 Joan", "Rang 999 Joan"),
        ("Leeds and", "Leeds"),
        ("A. Sandra", "Sandra"),
        ("Jo", "Jo"),
        ("yes.\nSandra", "Sandra"),
    ],
)
def test_a_proposal_counts_without_what_is_no_part_of_the_name(proposed, name):
    """Greetings, articles, titles, possessives, list letters and other lines are cut off a proposal."""
    assert names_in([propose(f"so {proposed} it was", proposed)]) == [[name]]


@pytest.mark.parametrize(
    "proposed", ["Covid", "the NHS", "yip", "Oh Yeah", "Interviewer", "UK", "XXX", "2019", "iPad", "I"]
)
def test_what_everybody_says_is_no_name(proposed):
    """Household names, fillers, roles, small letters, initials and numbers are dropped."""
    assert names_in([propose(f"so {proposed} it was", proposed)]) == [[]]


def test_what_the_study_mostly_writes_in_small_letters_is_no_name():
    """A word seen three times in lower case is a word, however often it starts a sentence."""
    turns = [propose("Rang back.", "Rang"), TurnText("I rang, she rang. Nobody rang")]
    assert names_in(turns) == [[], []]


def test_texts_without_capitals_have_no_say():
    """A transcript all in lower case does not turn names into words."""
    turns = [propose("I met Sandra.", "Sandra"), TurnText("sandra and sandra and sandra")]
    assert names_in(turns) == [["Sandra"], []]


def test_a_name_is_found_wherever_else_it_has_a_capital_letter():
    """What was proposed once is found everywhere, so that no mention of it stays behind."""
    turns = [propose("I met Sandra.", "Sandra"), TurnText("Sandra left. Then SANDRA and sandra.")]
    assert names_in(turns) == [["Sandra"], ["Sandra", "SANDRA"]]


def test_an_everyday_word_is_a_name_only_where_it_was_proposed():
    """One Grace among the names does not take every Grace at a sentence's start."""
    turns = [propose("I met Grace.", "Grace"), TurnText("Grace is a virtue, and Grace too.")]
    assert names_in(turns) == [["Grace"], []]


def test_at_the_start_of_a_sentence_a_word_seen_in_small_letters_must_be_proposed():
    """A name that also occurs in lower case is looked for only within sentences."""
    turns = [
        propose("I met Sander and Sander.", "Sander", "Sander"),
        TurnText("Sander it first. Is it Sander? a sander, a sander, a sander"),
    ]
    assert names_in(turns) == [["Sander", "Sander"], ["Sander"]]


def test_one_name_has_one_kind():
    """Leeds is a place where the recogniser says so more often than not."""
    text = "I met Leeds in Leeds by Leeds or Leeds."
    labels = zip(re.finditer("Leeds", text), ("PERSON", "GPE", "GPE", "PERSON"), strict=True)
    proposed = [(*place.span(), label) for place, label in labels]
    found = find_entity_names([TurnText(text, proposed[:3]), TurnText(text, proposed[:2])], [[], []], NOBODY, Lexicon())
    assert [f.kind for each in found for f in each] == ["place"] * 8
    [found] = find_entity_names([TurnText(text, [*proposed[1:3], proposed[0]])], [[]], NOBODY, Lexicon())
    assert [f.kind for f in found] == ["place"] * 4


def test_nothing_is_found_in_closed_spans():
    """What is already replaced, kept or bracketed is left alone; the rest of a proposal beside it counts."""
    turn = propose("Maria Gonzalez and [Sandra] and Sandra", "Maria Gonzalez", "Sandra]")
    bracketed = TurnText("[Gonzalez] and Gonzalez")
    assert names_in([turn, bracketed], closed=[[(0, 5), (19, 27)], [(0, 10)]]) == [["Gonzalez"], ["Gonzalez"]]


def test_a_proposal_of_a_known_name_means_its_owner():
    """The recogniser may tell that Will at the start of a sentence is the participant."""
    known = build_known_names({"P1": "Will"})
    found = find_entity_names([propose("Will went.", "Will")], [[]], known, Lexicon())
    assert [(f.kind, f.name, f.detector) for f in found[0]] == [("participant", "P1", "entity")]


def test_other_labels_keep_their_own_kind():
    """A label that is no person, place or organisation is called by its own name."""
    assert [name_kind(label) for label in ("PERSON", "FAC", "ORG", "WORK_OF_ART")] == [
        "person",
        "place",
        "organisation",
        "work of art",
    ]


def test_where_case_says_nothing_a_proposal_must_be_unusual():
    """In small letters ordinary words and single strange ones that would be an organisation are left."""
    known_words = Lexicon(frozenset({"roadmap", "the", "trust"}))
    text = "so okonkwo and polydata and polydata labs and roadmap"
    labels = (("okonkwo", "PERSON"), ("polydata", "ORG"), ("polydata labs", "ORG"), ("roadmap", "PERSON"))
    at = {name: text.rindex(name) if name == "polydata labs" else text.index(name) for name, _ in labels}
    entities = [(at[name], at[name] + len(name), label) for name, label in labels]
    [found] = find_entity_names([TurnText(text, entities)], [[]], NOBODY, known_words)
    assert {text[f.start : f.end] for f in found} == {"okonkwo", "polydata labs"}
    [again] = find_entity_names([TurnText("then okonkwo came", [])], [[]], NOBODY, known_words)
    assert again == []


def test_a_name_found_with_capitals_is_found_in_small_letters_if_it_is_no_word():
    """Sandra, once met, is found in a transcript without capital letters, Grace is not."""
    known_words = Lexicon(frozenset({"word"}))
    turns = [propose("I met Sandra and Grace.", "Sandra", "Grace"), TurnText("sandra and grace")]
    found = find_entity_names(turns, [[], []], NOBODY, known_words)
    assert [(f.start, f.end) for f in found[1]] == [(0, 6)]


def test_an_ordinary_word_cut_off_a_known_name_is_dropped():
    """Of "Enabling Maria" only Maria is a name."""
    known_words = Lexicon(frozenset({"enabling"}))
    turn = propose("Enabling Maria to come.", "Enabling Maria")
    assert find_entity_names([turn], [[(9, 14)]], NOBODY, known_words) == [[]]
