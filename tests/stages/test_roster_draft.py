"""The roster that `qualpipe init` drafts from who speaks in the files."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.commands.roster_draft import draft_roster, render_roster
from pipeline.formats.roster import parse_roster
from pipeline.formats.tables import read_table_file
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.people import name_people


def _source(stem, *said):
    """Return a transcript whose turns are (label, words) or (label, words, name by the legend)."""
    turns = tuple(CollectedTurn(words, label=label, name="".join(name)) for label, words, *name in said)
    return CollectedSource(stem, "interview", stem, "", f"{stem}.txt", turns)


def _asking(stem, leader, other):
    return _source(stem, *[turn for n in range(4) for turn in ((leader, f"And what of {n}?"), (other, f"It was {n}."))])


def test_everybody_who_speaks_has_a_row_without_consent():
    """A blank consent is a no; names come from labels and legends, words for a facilitator are none."""
    rows = draft_roster(
        [_source("a", ("Moderator", "Hello."), ("Ann Lee", "Hi."), ("BH", "Yes.", "Ben Hill"), ("P3", "No."))]
    )
    assert [tuple(row.values()) for row in rows] == [
        ("ID1", "", "facilitator", "Moderator", "", ""),
        ("ID2", "Ann Lee", "participant", "Ann Lee", "", ""),
        ("ID3", "Ben Hill", "participant", "BH", "", ""),
        ("ID4", "", "participant", "P3", "", ""),
    ]


def test_a_label_without_a_full_name_is_a_person_of_its_source():
    """Two groups have a Sam each; a full name is one person in both, and so is who asks the questions in all."""
    sources = [_asking("a", "Dan", "Sam"), _asking("b", "Dan", "Sam"), _source("c", ("Ann Lee", "I."), ("Sam", "You."))]
    rows = draft_roster([*sources, _source("d", ("Ann Lee", "I."), ("Jo Day", "You."))])
    assert [(row["participant_id"], row["labels"], row["role"], row["sources"]) for row in rows] == [
        ("P1", "Dan", "facilitator", ""),
        ("P2", "Sam", "participant", "a"),
        ("P3", "Sam", "participant", "b"),
        ("P4", "Ann Lee", "participant", ""),
        ("P5", "Sam", "participant", "c"),
        ("P6", "Jo Day", "participant", ""),
    ]


def test_who_alone_is_not_called_a_participant_leads():
    """Where the other label is a word for a participant, the name beside it is the interviewer's."""
    (leader, other) = draft_roster([_source("a", ("Dan", "So."), ("Participant", "Yes."), ("Dan", "Good."))])
    assert (leader["role"], other["role"]) == ("facilitator", "participant")


def test_no_source_no_roster():
    """Survey answers and documents have no speakers to list."""
    assert draft_roster([_source("a", ("", "Words of nobody."))]) == []


_LABELS = st.sampled_from(
    ["Ann", "ANN", "Ann Lee", "AL", "P1", "Dan", "Q", "Moderator", "Sam (staff)", "Sam (peer)", "a;b", "ID2", "All"]
)
_NAMES = st.sampled_from(["", "", "Ann Lee", "Al Long", "Interviewer"])
_TURNS = st.lists(st.tuples(_LABELS, st.sampled_from(["Well.", "Why?"])), min_size=1, max_size=8)
_TALKS = st.lists(
    st.tuples(_TURNS, st.dictionaries(st.sampled_from(["AL", "P1", "Ann", "Q"]), _NAMES)), min_size=1, max_size=4
)


@settings(max_examples=100, deadline=None)
@given(_TALKS)
def test_any_draft_can_be_read_and_knows_everybody(talks):
    """The analysis accepts the roster as it is, and takes every label on it for the person it is of."""
    sources = [
        _source(f"s{n}", *((label, words, legend.get(label, "")) for label, words in turns))
        for n, (turns, legend) in enumerate(talks)
    ]
    rows = draft_roster(sources)
    people = parse_roster(read_table_file(render_roster(rows).encode(), "participants.csv"))
    assert [person.participant_id for person in people] == [row["participant_id"] for row in rows]
    found = name_people(sources, people, ())
    unknown = found.table.loc[~found.table["is_listed"], "participant_id"]
    labels = {
        t.label
        for s, ids in zip(sources, found.ids, strict=True)
        for t, i in zip(s.turns, ids, strict=True)
        if i in set(unknown)
    }
    assert labels <= {"a;b"}
