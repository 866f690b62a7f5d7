"""What is told about people."""

from __future__ import annotations

from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.people import name_people
from pipeline.methods.text.roster import Person


def _source(stem, *labels):
    turns = tuple(CollectedTurn("words", label=label, line=n) for n, label in enumerate(labels, 1))
    return CollectedSource(stem, "focus_group", stem, "", f"{stem}.txt", turns)


def _told(words, sources, roster, facilitators=()):
    return [notice for notice in name_people(sources, roster, facilitators).notices if words in notice.problem]


def test_guesses_are_told_by_rule_with_rows_and_lines():
    """How many turns by which rule, for which rows of the roster, and where; never a name."""
    roster = [Person("P1", "Maria Lopez", line=2), Person("P2", "Abraham Oakley", line=3)]
    sources = [_source("a", "ML", "ML", "Abraham"), _source("b", "Abrahm Oakley", "Maria Lopez")]
    (notice,) = _told("less than a listed label", sources, roster)
    assert "4 turn(s)" in notice.problem
    assert "2 by initials (roster row 2), 1 by a part of the name (roster row 3)" in notice.problem
    assert "1 by a name that is nearly the same (roster row 3)" in notice.problem
    assert notice.where == "a.txt, line 1, 3; b.txt, line 1"
    assert "Oak" not in str(notice)


def test_a_generic_label_that_the_roster_gives_to_one_person_everywhere_is_told():
    """P1 in two transcripts is one person only because the roster does not say otherwise."""
    sources = [_source("a", "P1", "P2"), _source("b", "P1")]
    roster = [Person("P1", line=2), Person("P2", line=3)]
    (notice,) = _told("any transcript may use", sources, roster)
    assert notice.problem.startswith("1 person(s)")
    assert notice.where == "roster, row 2; a.txt, line 1; b.txt, line 1"
    settled = [Person("P1", sources=("*",), line=2), Person("P2", line=3)]
    assert _told("any transcript may use", sources, settled) == []
    leading = [Person("P1", role="facilitator", line=2), Person("P2", line=3)]
    assert _told("any transcript may use", sources, leading) == []


def test_rows_limited_to_sources_that_are_not_there_are_told():
    """A misspelt file name would leave a person without turns."""
    roster = [Person("P1", labels=("A",), sources=("a",), line=2), Person("P2", labels=("B",), sources=("b*",), line=3)]
    (notice,) = _told("limited by `sources`", [_source("a", "A", "B")], roster)
    assert notice.where == "roster, row 3"


def test_many_files_are_told_of_at_once():
    """Above twelve files one notice says how many speakers, and where the first are."""
    (notice,) = _told("not on the roster", [_source(f"f{n:02}", "Ann", "Bo") for n in range(13)], [])
    assert notice.problem.startswith("26 speaker(s) of 13 files are not on the roster")
    assert notice.where.startswith("f00.txt, line 1, 2; f01.txt")
    assert notice.where.endswith("; and 5 more file(s)")


def test_role_words_are_told_unless_the_settings_list_them():
    """What was guessed is told, what was said is not."""
    sources = [_source("a", "Interviewer", "Ann", "Interviewer")]
    (notice,) = _told("because of their labels", sources, [])
    assert notice.where == "a.txt, line 1"
    assert _told("because of their labels", sources, [], ["Interviewer"]) == []


def test_a_long_list_of_rows_is_cut():
    """Eight rows are shown."""
    roster = [Person(f"P{n}", line=n + 2) for n in range(9)]
    (notice,) = _told("neither speak", [_source("a", "Zoe")], roster)
    assert notice.where == "roster, row 2, 3, 4, 5, 6, 7, 8, 9, ..."


def test_many_sources_named_after_people_are_told_at_once():
    """Above twelve the first eight are shown."""
    (notice,) = _told("hold a person's name", [_source(f"maria-{n:02}", "Maria", "Maria") for n in range(13)], [])
    assert notice.problem.startswith("the ids of 13 sources")
    assert notice.where.endswith("maria-07.txt; and 5 more")


def test_turns_that_name_nobody_are_told():
    """They were given to the speaker above, which may be wrong."""
    (notice,) = _told("name no speaker", [_source("a", "Zoe", "", "")], [])
    assert notice.where == "a.txt, line 2, 3"
