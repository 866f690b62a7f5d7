"""The roster's labels."""

from __future__ import annotations

import pytest

from pipeline.methods.text.roster import Person, find_roster_problems, list_known_labels, list_labels, list_names

MARIA = Person("P01", "Maria Lopez", labels=("ML", "Mia"), line=2)
JOSE = Person("P02", "José Ruiz", labels=("JR",), line=3)


def _find(label, *people):
    return list_labels(people).find(label)


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
