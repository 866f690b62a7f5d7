"""Who is meant by a label or key."""

from __future__ import annotations

from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.identities import ABOVE, LEGEND, find_identities, list_names_used, number_people
from pipeline.methods.text.roster import INITIALS, LISTED, MISSPELT, PART, Person

MARIA = Person("P1", "Maria Lopez")


def _source(stem, *turns):
    made = tuple(t if isinstance(t, CollectedTurn) else CollectedTurn("words", label=t) for t in turns)
    return CollectedSource(stem, "focus_group", stem, "", f"raw/{stem}.txt", made)


def _find(roster, *sources):
    return [[(*i.key[1:], i.rule) for i in of_source] for of_source in find_identities(sources, roster)]


def _keys(roster, *sources):
    return [[i.key for i in of_source] for of_source in find_identities(sources, roster)]


def test_labels_are_matched_by_the_surest_rule():
    """Each turn says who is meant and by which rule."""
    source = _source("a", "P1", "ML", "Maria", "Zoe")
    assert _find([MARIA], source) == [[("P1", LISTED), ("P1", INITIALS), ("P1", PART), (0, "zoe", "")]]


def test_a_misspelt_label_is_somebodys_where_that_person_has_no_other():
    """A recogniser writes one name wrong throughout, or a typist once; two names side by side are two people."""
    wrong = ["Maria Lopes"] * 9
    assert _find([MARIA], _source("a", *wrong)) == [[("P1", MISSPELT)] * 9]
    slip = _source("a", *["Maria Lopez"] * 9, "Maria Lopes", "Maria Lopes")
    assert _find([MARIA], slip)[0][-1] == ("P1", MISSPELT)
    both = _source("a", *["Maria Lopez"] * 9, *wrong)
    assert _find([MARIA], both)[0][-1] == ("maria lopes", "")


def test_a_files_legend_comes_before_initials():
    """ML is who the file says, and by initials only where it says nothing."""
    legend = [
        CollectedTurn("words", label="ML", name=name) for name in ("Mark Little", "Maria Lopez", "Maria Lopes", "")
    ]
    assert _find([MARIA], _source("a", *legend)) == [
        [("mark little", ""), ("P1", LEGEND), ("P1", MISSPELT), ("P1", INITIALS)]
    ]


def test_a_listed_label_comes_before_the_legend_of_an_unlisted_name():
    """What the researcher listed decides over the file."""
    roster = [Person("P7", labels=("ML",)), MARIA]
    turns = [CollectedTurn("words", label="ML", name=name) for name in ("Mark Little", "Maria Lopez")]
    assert _find(roster, _source("a", *turns)) == [[("P7", LISTED), ("P1", LEGEND)]]


def test_a_name_in_brackets_behind_a_role_is_the_persons_name():
    """Interviewer 1 (Maria Lopez) is Maria Lopez; "(F, 34)" is nobody's name."""
    source = _source("a", "Interviewer 1 (Maria Lopez)", "P3 (Kim Ray)", "P4 (F, 34)", "P4")
    assert _keys([MARIA], source) == [[("listed", "P1"), ("name", "kim ray"), ("label", 0, "p4"), ("label", 0, "p4")]]
    assert [list_names_used(turn) for turn in source.turns] == [["Maria Lopez"], ["Kim Ray"], [], []]


def test_what_is_added_to_a_label_tells_people_apart_only_where_it_differs():
    """P3 and "P3 (laughs)" are one person; Maria the mother and Maria the teacher are two."""
    source = _source("a", "P3", "P3 (laughs)", "P3 (F)", "Maria (mother)", "Maria (teacher)")
    keys = _keys([], source)[0]
    assert len(set(keys[:3])) == 1
    assert keys[3] != keys[4]


def test_a_generic_label_is_another_person_in_every_source():
    """Nobody is merged by P1, unless the roster says who P1 is where."""
    sources = [_source("group-1", "P1"), _source("group-2", "P1"), _source("pilot", "P1")]
    assert len({key for of_source in _keys([], *sources) for key in of_source}) == 3
    roster = [
        Person("A1", labels=("P1",), sources=("group-1",)),
        Person("A2", labels=("P1",), sources=("group-2.txt",)),
    ]
    assert _keys(roster, *sources) == [[("listed", "A1")], [("listed", "A2")], [("label", 2, "p1")]]


def test_a_key_is_looked_up_as_it_is():
    """A respondent's key is never taken for a misspelt name or for initials."""
    sheets = [
        CollectedSource("s", "survey", "s", "", "s.csv", (CollectedTurn("w"),), key=key, name=name, is_sheet=True)
        for key, name in (("p1", ""), ("ML", ""), ("k2", "Maria Lopez"), ("", ""))
    ]
    turn = _source("a", CollectedTurn("words", key="P1"), CollectedTurn("words", key="k2", label="Zoe"))
    assert _keys([MARIA], *sheets, turn) == [
        [("listed", "P1")],
        [("respondent", "ML")],
        [("listed", "P1")],
        [("respondent", 3)],
        [("listed", "P1"), ("respondent", "k2")],
    ]


def test_people_are_numbered_in_the_order_in_which_they_are_met():
    """Listed people keep their ids."""
    keys = [("label", 0, "b"), ("respondent", "x"), ("listed", "P1"), ("name", "a b"), ("label", 0, "b")]
    assert number_people(keys) == {
        ("listed", "P1"): "P1",
        ("respondent", "x"): "R001",
        ("label", 0, "b"): "U01",
        ("name", "a b"): "U02",
    }


def test_a_row_that_names_nobody_goes_on_with_the_speaker_above():
    """Rows above the first label are nobody's in particular."""
    source = _source("a", "", "P1", "", "Zoe", "")
    assert _find([MARIA], source) == [[(0, "", ""), ("P1", LISTED), ("P1", ABOVE), (0, "zoe", ""), (0, "zoe", ABOVE)]]


def test_initials_beside_the_full_name_are_the_same_person():
    """Only a name that is nearly the same is doubted beside the right one."""
    source = _source("a", "Maria Lopez", *["ML"] * 9, *["Maria"] * 9)
    assert {key for of_source in _keys([MARIA], source) for key in of_source} == {("listed", "P1")}
