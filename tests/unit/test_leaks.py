"""What no output may hold."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.identifiers import Decisions, refine_rules
from pipeline.methods.text.leaks import (
    build_search,
    find_leaks,
    find_patterns,
    list_name_forms,
    may_hold,
    without_own_words,
)
from pipeline.methods.text.lexicon import Lexicon
from tests.support.named_studies import make_rules

NAMES = {"P1": "Maria Lopez | ML", "P2": "Will Wave", "P3": "Grace Hill", "P4": "Jo Bo"}
KEY = [
    ("Sandra", "person", "[Person A]"),
    ("Tom Oakes", "person", "[Person B]"),
    ("Peer", "organisation", "[Organisation A]"),
    ("Grace", "person", "[Person C]"),
    ("07700 900123", "phone", "[phone]"),
    ("a@b.org", "e-mail", "[e-mail]"),
    ("12345", "number", "[number]"),
    ("interview-maria", "source", "p1"),
]
LEXICON = Lexicon(frozenset({"peer", "wave", "hill"}))


def make_search(texts=(), *, keep=(), decisions=None, kinds=()):
    """Return the search for the study's names and its key."""
    rules = refine_rules(make_rules(NAMES, ["Corliss Falls"]), NAMES, [], LEXICON, decisions or Decisions())
    key = pd.DataFrame(KEY, columns=["name", "kind", "pseudonym"])
    forms = list_name_forms(key, texts, rules)
    return build_search(forms, keep, kinds)


def leaks(text, search=None):
    """Return the forms found in `text`."""
    return {form for _, form in find_leaks(text, search or make_search())}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("said maria", {"maria"}),
        ("said MARIA_LOPEZ", {"maria", "lopez", "maria lopez"}),
        ("Annamaria", set()),
        ("as ML said", {"ml"}),
        ("as ml said", set()),
        ("with Jo", {"jo"}),
        ("with jo", set()),
        ("the Wave of it", {"wave"}),
        ("a wave of it", set()),
        ("Wave", set()),
        ("Then I asked Will about it", {"will"}),
        ("Free Will", set()),
        ("Will you? Grace", set()),
        ("it will be", set()),
        ("i asked will about it", {"will"}),
        ("so grace hill", {"grace hill"}),
        ("at corliss falls", {"corliss falls"}),
        ("in Corliss", {"corliss"}),
        ("in corliss", set()),
        ("met Sandra and sandra", {"sandra"}),
        ("met [Sandra]", set()),
        ("met [Maria]", {"maria"}),
        ("met Tom Oakes", {"tom oakes"}),
        ("met tom oakes", set()),
        ("a peer, the Peer Centre", set()),
        ("ring 07700 900123", {"07700 900123"}),
        ("n = 12345", set()),
        ("mail a@b.org", {"a@b.org"}),
    ],
)
def test_a_form_counts_where_it_cannot_be_the_word(text, forms):
    """Names are found in any case, words that are names only where they are used as one."""
    assert leaks(text) == forms


def test_what_stays_in_the_words_was_taken_for_a_word_there():
    """A recogniser's name that de-identification itself left is no leak elsewhere; the roster's always is."""
    search = make_search(["I like Sandra and Maria"])
    assert leaks("met Sandra and Maria", search) == {"maria"}


def test_a_rejected_form_is_not_looked_for():
    """Who says that it is no name is believed."""
    assert leaks("met Sandra", make_search(decisions=Decisions(rejected=frozenset({"sandra"})))) == set()


def test_nothing_is_looked_for_within_phrases_to_keep():
    """Keeping words is the way to say that they are harmless."""
    search = make_search(keep=["Maria Hall", "116 123"], kinds=["phone", "e-mail"])
    assert leaks("in Maria Hall", search) == set()
    assert leaks("in Maria", search) == {"maria"}
    assert list(find_patterns("0131-496-0000 or x@y.org", search)) == [(0, 13), (17, 24)]
    assert list(find_patterns("ring 0131-496-0000", make_search(keep=["0131-496-0000"], kinds=["phone"]))) == []


def test_the_softwares_own_words_are_no_names_on_its_pages():
    """Wave is looked for in tables; on a page whose own words have it, it is not, but a full name is."""
    search = without_own_words(make_search(), ["Wave after wave", "Maria"])
    assert leaks("the Wave and Maria and Maria Lopez, as I asked Will", search) == {"maria lopez", "lopez"}


@given(st.text(max_size=20), st.sampled_from(["maria", "Mar\u00eda L\u00f3pez", "LOPEZ", "Sandra", "07700 900123"]))
def test_a_quick_look_never_misses_what_the_search_finds(before, name):
    """What is found is always seen first."""
    search = make_search()
    text = f"{before} {name} said"
    assert may_hold(text, search) or not find_leaks(text, search)


def test_where_nothing_is_known_nothing_is_found():
    """Without names there is no search."""
    nothing = build_search(pd.DataFrame({"form": [], "counts": []}, dtype="str"), ())
    assert not may_hold("Maria", nothing)
    assert leaks("Maria", nothing) == set()
