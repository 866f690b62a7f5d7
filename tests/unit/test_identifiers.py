"""Patterns, known names and proposals together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.entities import TurnText
from pipeline.methods.text.identifiers import find_identifiers, find_names, find_names_in_id
from tests.support.named_studies import make_rules

RULES = make_rules({"P1": "Maria Lopez", "P2": "Will Young"}, labels=["PERSON"])


def found(text, rules=RULES, entities=()):
    """Return kind and words of everything found in one turn."""
    [each] = find_identifiers([TurnText(text, entities)], rules)
    return [(f.kind, text[f.start : f.end]) for f in each]


@pytest.mark.parametrize(
    ("kind", "identifier"),
    [
        ("phone", "07700 900123"),
        ("phone", "+44 7700 900123"),
        ("phone", "(020) 7946 0958"),
        ("phone", "020 7946 0958"),
        ("phone", "0131-496-0000"),
        ("phone", "614-555-0142"),
        ("phone", "(614) 555-0142"),
        ("e-mail", "maria.lopez+x@post.example.org"),
        ("URL", "https://example.org/a?b=c"),
        ("URL", "www.maria.example"),
        ("URL", "example.co.uk/maria"),
        ("handle", "@maria_l"),
        ("number", "12345"),
        ("number", "10,000"),
        ("number", "943 476 5919"),
        ("number", "12-34-56"),
        ("number", "555-1234"),
        ("national insurance number", "AB123456C"),
        ("number", "1234 5678 9012 3456"),
    ],
)
def test_patterns_find_what_has_a_form(kind, identifier):
    """Numbers, addresses and handles are found whole, without the punctuation around them."""
    for text in (f"it is {identifier}, yes", f"{identifier}.", f"({identifier})"):
        assert found(text) == [(kind, identifier)]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019, 2018-2019, 2018-19 and 2018 2019 2020",
        "at 00:12:34",
        "pi is 3.14159",
        "1,234 or 10-15 or 1 2 3 4 5 6 7 8 9 10",
        "e.g. this, i.e. that. And so on",
        "me @ home",
        "half-way 10 10 10",
    ],
)
def test_years_dates_times_and_short_numbers_stay(text):
    """What tells nobody's identity is left alone."""
    assert found(text) == []


def test_a_pattern_is_surer_than_a_name_inside_it():
    """An e-mail address with a name in it is replaced as a whole."""
    assert found("write to maria@post.example") == [("e-mail", "maria@post.example")]


def test_a_name_that_is_written_together_with_an_identifier_is_found_too():
    """What becomes a whole word once its neighbour is replaced is found in the same run."""
    assert found("Mariawww.lopez.example") == [("participant", "Maria"), ("URL", "www.lopez.example")]
    assert found("Mariawww.lopez.example", make_rules({})) == [("URL", "www.lopez.example")]


def test_the_studys_own_patterns_go_first():
    """A pattern of the study's own finds its kind, and may take the place of one that always applies."""
    rules = make_rules({}, patterns={"school": r"St \w+'s School", "number": r"\d{6,}"})
    assert found("St Mary's School, 12345, 123456, \u00a310,000", rules) == [
        ("school", "St Mary's School"),
        ("number", "123456"),
    ]


def test_a_pattern_that_matches_nothing_finds_nothing():
    """An own pattern that can match an empty string does no harm."""
    assert found("aha", make_rules({}, patterns={"x": "b*"})) == []


def test_a_known_name_inside_a_proposal_keeps_its_owner():
    """Hi Maria is the participant, and a surname that is not hers is somebody."""
    text = "Hi Maria Gonzalez"
    assert found(text, entities=[(0, len(text), "PERSON")]) == [("participant", "Maria"), ("person", "Gonzalez")]


def test_labels_that_the_settings_do_not_list_are_not_heeded():
    """Only the kinds of entity that the study asks for are replaced."""
    assert found("in Leeds", entities=[(3, 8, "GPE")]) == []


def test_the_phrases_to_keep_stay():
    """Names are not looked for within phrases to keep, but still are outside them."""
    rules = make_rules({"P2": "Will Young"}, keep=["Young Carers", "Leeds"], labels=["GPE"])
    text = "the Young Carers and Mr Young of Leeds"
    assert found(text, rules, [(33, 38, "GPE")]) == [("participant", "Young")]
    assert find_names_in_id("young-carers", make_rules({"P2": "Will Young"}, keep=["Young-Carers"])) == []


@pytest.mark.parametrize(
    "text", ["[P1]", "[Person 12345]", "[Place 1]", "[phone]", "[e-mail]", "[number]", "[Work of art 2]"]
)
def test_nothing_is_found_inside_a_pseudonym(text):
    """A pseudonym that is already there is never replaced again."""
    rules = make_rules({"P1": "Person Phone"}, ["Place Number"], labels=["WORK_OF_ART"])
    assert found(f"so {text} said", rules, [(4, 4 + len(text) - 2, "WORK_OF_ART")]) == []


def test_a_participants_id_in_brackets_is_a_pseudonym_though_it_be_a_long_number():
    """Ids such as 1000234 are not taken for numbers once they stand in brackets."""
    assert found("[1000234]", make_rules({"1000234": ""})) == []


def test_in_brackets_names_are_replaced_but_entities_are_not():
    """A transcriber's remark may hold a known name; what else stands in brackets was put there by a researcher."""
    assert found("[Maria leaves] [Sandra]", entities=[(16, 22, "PERSON")]) == [("participant", "Maria")]


def test_names_in_ids_do_not_overlap():
    """A full name in an id is found once."""
    assert [(f.start, f.end, f.name) for f in find_names_in_id("interview-maria-lopez", RULES)] == [(10, 21, "P1")]


def test_names_are_found_for_those_present():
    """Of two people with one name the one present is meant."""
    rules = make_rules({"P1": "Ana", "P2": "Ana"})
    assert [f.name for f in find_names(TurnText("Ana", present=["P2"]), rules)] == ["P2"]


@given(st.text(alphabet="Maria Lopez12-@.[]P\n", max_size=40))
def test_findings_never_overlap(text):
    """Whatever a text is made of, the findings in it are disjoint and in order."""
    [each] = find_identifiers([TurnText(text, [(0, len(text), "PERSON")] if text else [])], RULES)
    ends = [0, *(f.end for f in each)]
    assert all(end <= f.start < f.end for end, f in zip(ends, each, strict=False))


def test_parts_of_one_name_side_by_side_are_one():
    """A name with an initial between its parts, or in two spellings, is replaced once; a name said twice is twice."""
    assert found("Then Maria J. Lopez and Maria, Lopez") == [
        ("participant", "Maria J. Lopez"),
        ("participant", "Maria"),
        ("participant", "Lopez"),
    ]
    assert found("Then Maria Maria") == [("participant", "Maria"), ("participant", "Maria")]


def test_only_the_number_behind_a_cue_is_replaced():
    """The word that tells what it is stays; words to keep stay whatever they hold."""
    rules = make_rules({}, keep=["badge 9999"])
    assert found("badge number 44713, badge 9999", rules) == [("record number", "44713")]


def test_an_empty_pattern_switches_its_kind_off():
    """The study decides what it looks for."""
    assert found("on 3 May 1985", make_rules({}, patterns={"date": ""})) == []
