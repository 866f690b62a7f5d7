"""The roster's labels."""

from __future__ import annotations

import pytest

from pipeline.methods.text.roster import (
    INITIALS,
    LISTED,
    MISSPELT,
    PART,
    Person,
    find_roster_problems,
    list_in_scope,
    list_known_labels,
    list_labels,
    list_names,
)

MARIA = Person("P01", "Maria Lopez", labels=("ML", "Mia"), line=2)
JOSE = Person("P02", "José Ruiz", labels=("JR",), line=3)


def _find(label, *people):
    match = list_labels(people).find(label)
    return match.participant_id if match else None


def _rule(label, *people):
    match = list_labels(people).find(label)
    return (match.participant_id, match.rule) if match else None


@pytest.mark.parametrize(
    "label", ["P01", "p01", "ML", "Mia:", "MIA", "Maria  Lopez", "MARIA LOPEZ", "**Mia**", "ML.", "ML:"]
)
def test_a_label_is_an_id_a_listed_label_or_a_name(label):
    """Whatever a transcript calls somebody, the roster knows who it is."""
    assert _find(label, MARIA, JOSE) == "P01"


def test_initials_in_capitals_mean_the_one_person_who_has_them():
    """Ann Bell may be called "AB"; "Ab" may be somebody's name."""
    people = [Person("P1", "Ann Bell"), Person("P2", "Cy Oak"), Person("P3", "Cleo Onn"), Person("P4", "Xi")]
    assert [_find(label, *people) for label in ("AB", "AB:", "Ab", "ab", "CO", "X")] == [
        "P1",
        "P1",
        None,
        None,
        None,
        None,
    ]


def test_a_name_of_two_people_means_nobody():
    """Nobody's words are given to somebody else because their names are alike."""
    assert _find("Cy", Person("P1", "Cy"), Person("P2", "Cy")) is None
    assert _find("", Person("P1"), Person("P2")) is None


def test_what_the_researcher_wrote_decides_over_what_could_be_guessed():
    """A listed label comes before another person's name or initials."""
    people = [Person("P1", "Ann Bell"), Person("P2", "Cy", labels=("AB", "Dee")), Person("P3", "Dee")]
    assert [_find(label, *people) for label in ("AB", "Dee")] == ["P2", "P2"]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("P01", ("P01", LISTED)),
        ("Mia (laughs)", ("P01", LISTED)),
        ("M.L.", ("P01", INITIALS)),
        ("Maria", ("P01", PART)),
        ("Dr. Lopez", ("P01", PART)),
        ("Maria L.", ("P01", PART)),
        ("M Lopez", ("P01", PART)),
        ("Maria Lopes", ("P01", MISSPELT)),
        ("MARIAH LOPEZ", ("P01", MISSPELT)),
        ("Jose Ruis", ("P02", MISSPELT)),
        ("Marta", None),
        ("Mia Farrow", None),
        ("Mar", None),
        ("Speaker 1", None),
        ("Nobody Known", None),
    ],
)
def test_every_label_is_matched_by_the_surest_rule(label, found):
    """The rule goes with the match, so that the researcher can be told of guesses."""
    maria = Person("P01", "Maria Lopez", labels=("Mia",))
    jose = Person("P02", "José Ruiz")
    assert _rule(label, maria, jose) == found


def test_a_name_that_is_nearly_two_peoples_means_nobody():
    """One of them must be clearly closer."""
    people = [Person("P1", "Jon Smith"), Person("P2", "John Smyth")]
    assert _find("Johm Smith", *people) is None
    assert _find("Jo Smithe", people[0]) == "P1"


def test_a_part_of_two_peoples_names_means_nobody():
    """Two Marias are told apart by more than "Maria"."""
    people = [Person("P1", "Maria Lopez"), Person("P2", "Maria Ruiz"), Person("P3", "Zoe")]
    assert [_find(label, *people) for label in ("Maria", "Lopez", "Maria R", "Zoë")] == [None, "P1", "P2", "P3"]


def test_a_row_that_is_limited_to_sources_means_the_person_there_only():
    """The P1 of each group is somebody else; where no row is limited to a source the others count."""
    first = Person("A1", labels=("P1",), sources=("group-1", "pilot*"), line=2)
    second = Person("A2", labels=("P1",), sources=("Group-2.txt",), line=3)
    anywhere = Person("A3", labels=("P1",), line=4)
    people = [anywhere, first, second]
    scopes = [list_in_scope(people, names) for names in (("group-1",), ("x", "group-2.txt"), ("pilot-7",), ("other",))]
    assert scopes == [[first, anywhere], [second, anywhere], [first, anywhere], [anywhere]]
    assert [_find("p1", *scope) for scope in scopes] == ["A1", "A2", "A1", "A3"]
    assert list(find_roster_problems(people, "r")) == []


def test_rows_that_share_a_source_may_not_share_a_label():
    """A label must mean one person in each source."""
    rows = [
        Person("A1", labels=("P1",), sources=("g1", "g2"), line=2),
        Person("A2", labels=("P1",), sources=("g2",), line=3),
    ]
    assert [problem.problem for problem in find_roster_problems(rows, "r")] == ["rows 2 and 3 have the same label"]


def test_ids_and_labels_of_two_people_are_all_listed():
    """Every clash names both rows; the labels themselves stay out of the message."""
    people = [MARIA, JOSE, Person("P01", "Bo", labels=("jr",), line=4)]
    problems = list(find_roster_problems(people, "roster.csv"))
    assert [(problem.problem, problem.where) for problem in problems] == [
        ("rows 2 and 4 have the same participant_id", "roster.csv, row 4"),
        ("rows 3 and 4 have the same label", "roster.csv, row 4"),
    ]


def test_one_person_may_repeat_a_label():
    """An id that is also listed as a label is no clash."""
    assert list(find_roster_problems([Person("P01", labels=("p01", "ML"))], "r")) == []


def test_short_capital_labels_need_no_sign_in_a_transcript():
    """Listed initials are known without a colon; longer labels, one letter and guessed initials only with one."""
    known = list_known_labels([MARIA, JOSE], ["MOD", "Chairperson", "I"], pattern="x")
    assert known.unmarked == {"ML", "JR", "MOD"}
    assert known.comparable >= {"mod", "chairperson", "mia", "josé ruiz", "p02"}
    assert known.pattern == "x"


def test_a_person_is_called_by_name_and_labels():
    """All of them are handed on to be removed from the text."""
    assert list_names(MARIA) == ["Maria Lopez", "ML", "Mia"]
    assert list_names(Person("P9")) == []
