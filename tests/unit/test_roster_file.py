"""The roster file."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.roster import read_roster
from pipeline.methods.text.roster import Person
from tests.support.documents import make_xlsx


def _read(tmp_path, text, name="roster.csv"):
    (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return read_roster(tmp_path / name, name)


def test_every_column_has_its_place(tmp_path):
    """Known columns are read whatever their order and capitals; all others are attributes."""
    header = "Site,NAME,participant_id,role,labels,may_quote,Years of work"
    maria, other = _read(tmp_path, f"{header}\nA,Maria  Lopez,P01,Facilitator,ML; Mia;,yes,3\nB,,P02,,,,\n")
    attributes = (("Site", "A"), ("Years of work", "3"))
    assert maria == Person("P01", "Maria Lopez", "facilitator", ("ML", "Mia"), attributes=attributes, line=2)
    assert other == Person("P02", may_quote=False, attributes=(("Site", "B"), ("Years of work", "")), line=3)


def test_a_row_may_be_limited_to_sources(tmp_path):
    """Ids, file names and patterns stand in one cell, parted by semicolons."""
    one, other = _read(tmp_path, "id,labels,Sources\nP1,A,group-1; pilot-*\nP2,A,group-2\n")
    assert (one.sources, other.sources) == (("group-1", "pilot-*"), ("group-2",))
    assert one.attributes == ()


def test_an_id_column_alone_is_a_roster(tmp_path):
    """Without a column for it everybody may be quoted; an Excel file will do."""
    assert _read(tmp_path, make_xlsx({"s": [["id"], ["P01"]]}), "r.xlsx") == [Person("P01", line=2)]


def test_a_roster_without_people_is_empty(tmp_path):
    """A new study's roster holds its header only."""
    assert _read(tmp_path, "participant_id,name\n") == []


def test_a_roster_without_ids_is_a_problem(tmp_path):
    """The column that is needed is named."""
    with pytest.raises(SourceError, match="no column 'participant_id'"):
        _read(tmp_path, "name\nMaria\n")


def test_all_problems_of_a_roster_come_at_once(tmp_path):
    """Blank and repeated ids, unknown roles, unclear consents and shared labels are listed together, without names."""
    text = "id,name,role,labels,may_quote\nP1,Ann,boss,A1,yes\n,Bo,,,perhaps\nP1,Cy,,a1,no\n"
    with pytest.raises(SourceError) as caught:
        _read(tmp_path, text)
    assert [(problem.problem, problem.where) for problem in caught.value.problems] == [
        ("the role of a person on the roster is unknown", "roster.csv, row 2"),
        ("a person on the roster has no participant_id", "roster.csv, row 3"),
        ("may_quote of a person on the roster is neither yes nor no", "roster.csv, row 3"),
        ("rows 2 and 4 have the same participant_id", "roster.csv, row 4"),
        ("rows 2 and 4 have the same label", "roster.csv, row 4"),
    ]
    assert not any(name in str(caught.value) for name in ("Ann", "Bo", "boss"))


@pytest.mark.parametrize("header", ["May quote", "may-quote", "MAY_QUOTE"])
def test_spaces_hyphens_and_capitals_in_a_header_make_no_difference(tmp_path, header):
    """A refusal counts however the column is written."""
    (person,) = _read(tmp_path, f"participant_id,{header}\nP1,no\n")
    assert not person.may_quote
    assert person.attributes == ()


@pytest.mark.parametrize(
    ("header", "meant"),
    [("consent", "may_quote"), ("may_qoute", "may_quote"), ("full name", "name"), ("Label", "labels")],
)
def test_a_column_that_nearly_has_a_known_name_is_refused(tmp_path, header, meant):
    """Taken for an attribute, it would name people or quote those who refused."""
    with pytest.raises(SourceError, match=f"looks like '{meant}'"):
        _read(tmp_path, f"participant_id,{header}\nP1,no\n")


def test_an_attribute_beside_the_known_column_stays_an_attribute(tmp_path):
    """Where may_quote is there, a column about another consent is the researcher's own."""
    (person,) = _read(tmp_path, "participant_id,may_quote,consent\nP1,yes,paper\n")
    assert person.attributes == (("consent", "paper"),)
