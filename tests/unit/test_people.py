"""Who speaks or answers."""

from __future__ import annotations

from pipeline import schemas
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.people import name_people
from pipeline.methods.text.roster import INITIALS, LISTED, Person
from pipeline.store import check_table


def _source(stem, *turns, kind="focus_group", **more):
    made = tuple(
        t if isinstance(t, CollectedTurn) else CollectedTurn("words", label=t, line=n) for n, t in enumerate(turns, 1)
    )
    return CollectedSource(stem, kind, stem, "", f"{stem}.txt", made, **more)


def _sheet(key, *, name="", may_quote=None, **attributes):
    turn = CollectedTurn("words", may_quote=may_quote, line=2)
    return CollectedSource(
        "s", "survey", "s", "", "s.csv", (turn,), of_person=attributes, key=key, name=name, is_sheet=True
    )


def _row(people, participant_id):
    check_table(people.table, schemas.NAMED_PARTICIPANTS)
    return people.table.set_index("participant_id").loc[participant_id]


def test_the_roster_knows_people_by_label_name_initials_and_key():
    """The same person in a focus group and in the survey is one participant; each turn says by which rule."""
    roster = [Person("P01", "Maria Lopez", labels=("Mia",)), Person("P02", "Abe Oak")]
    people = name_people([_source("fg", "MARIA LOPEZ", "ML", "Mia:", "AO"), _sheet("p01")], roster, [])
    assert people.ids == (("P01", "P01", "P01", "P02"), ("P01",))
    assert people.rules == ((LISTED, INITIALS, LISTED, INITIALS), (LISTED,))
    assert list(people.table["participant_id"]) == ["P01", "P02"]
    assert _row(people, "P01")["is_listed"]


def test_unlisted_speakers_are_numbered_within_their_source():
    """Speaker 1 of one group is not Speaker 1 of another; nobody is merged by a label that is no full name."""
    people = name_people([_source("a", "Speaker 1", "Mia", "speaker 1:"), _source("b", "Speaker 1", "Mia")], [], [])
    assert people.ids == (("U01", "U02", "U01"), ("U03", "U04"))


def test_a_full_name_is_the_same_person_in_every_source():
    """A name given in full, or by a file's legend, joins a person's turns across files."""
    legend = CollectedTurn("words", label="ML", name="Maria Lopez")
    people = name_people([_source("a", "Maria Lopez"), _source("b", legend)], [], [])
    assert people.ids == (("U01",), ("U01",))
    assert _row(people, "U01")["names"] == "Maria Lopez"


def test_an_unlisted_respondent_is_one_person_over_waves_and_files():
    """The respondent's key decides; sheets without one are as many people as sheets."""
    people = name_people([_sheet("k1"), _sheet("k2"), _sheet("k1"), _sheet(""), _sheet("")], [], [])
    assert people.ids == (("R001",), ("R002",), ("R001",), ("R003",), ("R004",))


def test_a_participants_key_in_a_table_of_turns_is_a_respondents_key():
    """Somebody who has a key is the same person in an interview and in the survey."""
    people = name_people([_source("a", CollectedTurn("words", key="k1"), kind="interview"), _sheet("k1")], [], [])
    assert people.ids == (("R001",), ("R001",))


def test_facilitators_are_known_by_role_listing_or_plain_words():
    """The roster's role, the settings' labels and words like Moderator make facilitators; only the guess is told."""
    roster = [Person("F1", "Fay Hill", role="facilitator"), Person("P1", "Moderator")]
    people = name_people([_source("a", "Fay Hill", "MD", "Interviewer", "Mia", "Moderator")], roster, ["md"])
    assert people.leads == ((True, True, True, False, False),)
    told = [notice for notice in people.notices if "taken for facilitators" in notice.problem]
    assert [notice.where for notice in told] == ["a.txt, line 3"]


def test_the_author_of_a_document_is_an_author():
    """Nobody speaks in a document."""
    people = name_people([_source("a", "", "", kind="document")], [], [])
    assert _row(people, "U01")["role"] == "author"
    assert people.notices == ()


def test_attributes_are_a_persons_where_they_do_not_change():
    """What differs between two waves belongs to the sheets; the roster's own words come first."""
    roster = [Person("P1", attributes=(("site", "X"), ("age", "")))]
    people = name_people(
        [_sheet("P1", site="A", wave="before", age="30"), _sheet("P1", site="", wave="after", age="")], roster, []
    )
    row = _row(people, "P1")
    assert (row["attr_site"], row["attr_age"]) == ("X", "30")
    assert row.isna()["attr_wave"]


def test_attributes_of_turns_count_for_their_speaker():
    """A table of turns may tell the speakers' attributes row by row."""
    turns = [
        CollectedTurn("words", label="Mia", attributes={"sex": "f"}),
        CollectedTurn("words", label="Bo", attributes={"sex": "m"}),
    ]
    assert list(name_people([_source("a", *turns)], [], []).table["attr_sex"]) == ["f", "m"]


def test_one_no_anywhere_forbids_quoting():
    """Consent is refused by the roster or by any sheet."""
    roster = [Person("P1", may_quote=False), Person("P2")]
    people = name_people(
        [_sheet("P1", may_quote=True), _sheet("P2"), _sheet("k", may_quote=True), _sheet("k", may_quote=False)],
        roster,
        [],
    )
    assert list(people.table["may_quote"]) == [False, True, False]


def test_the_names_are_all_that_could_give_somebody_away():
    """Names and labels of the roster, and names that files use, are kept; roles, numbers and initials are none."""
    roster = [Person("P1", "Maria Lopez", labels=("ML",))]
    turns = [CollectedTurn("words", label="ml"), "Speaker 2", CollectedTurn("words", label="BO", name="Bo|Oak"), "Jan"]
    people = name_people([_source("a", *turns), _sheet("k", name="Kim Ray")], roster, [])
    assert people.table["names"].fillna("").tolist() == ["Maria Lopez | ML", "", "Bo Oak", "Jan", "Kim Ray"]


def test_strangers_are_told_by_their_lines_never_by_their_labels():
    """The researcher learns where an unlisted speaker first speaks and how to list the person."""
    people = name_people([_source("a", "Mia", "Bo", "Mia"), _source("b", "Kim")], [Person("P1", "Lu Oak", line=2)], [])
    assert [(n.where, n.problem[:11]) for n in people.notices] == [
        ("a.txt, line 1, 2", "2 speaker(s"),
        ("b.txt, line 1", "1 speaker(s"),
        ("roster, row 2", "1 of 1 peop"),
    ]
    assert not any(name in str(notice) for notice in people.notices for name in ("Mia", "Kim", "Bo"))


def test_a_person_who_never_speaks_stays_in_the_table():
    """Somebody on the roster may be spoken about."""
    people = name_people([_source("a", "Mia", "Mia")], [Person("P1", "Bo Oak")], [])
    assert list(people.table["participant_id"]) == ["P1", "U01"]


def test_a_source_that_is_named_after_a_person_is_told():
    """An id is shown in reports, so it should not be a name."""
    people = name_people([_source("interview-maria", "Maria", "Maria"), _source("group", "Maria")], [], [])
    told = [notice.where for notice in people.notices if "holds a person's name" in notice.problem]
    assert told == ["interview-maria.txt"]


def test_a_speaker_off_a_roster_that_records_a_refusal_is_not_quoted():
    """An unknown label must not quote somebody who refused; where nobody refused, strangers may be quoted."""
    source = _source("a", "Somebody", "Abe")
    refused = name_people([source, _sheet("k")], [Person("P1", "Marguerite", may_quote=False), Person("P2", "Abe")], [])
    assert not _row(refused, "U01")["may_quote"]
    assert _row(refused, "P2")["may_quote"]
    assert _row(refused, "R001")["may_quote"]
    assert _row(name_people([source], [Person("P2", "Abe")], []), "U01")["may_quote"]


def _talk(stem, *said, kind="interview"):
    turns = tuple(CollectedTurn(text, label=label, line=n) for n, (label, text) in enumerate(said, 1))
    return CollectedSource(stem, kind, stem, "", f"{stem}.txt", turns)


ASKING = (
    ("Speaker 1", "Hello. Why did you come?"),
    ("Speaker 2", "To learn. And you?"),
    ("Speaker 1", "What did you find?"),
    ("Speaker 2", "People."),
    ("Speaker 1", "And then?"),
    ("Speaker 2", "More."),
)


def test_who_plainly_leads_under_a_label_that_could_be_anybodys_is_taken_for_a_facilitator():
    """Speaker 1, who begins and asks, is a facilitator, and the researcher is told where."""
    people = name_people([_talk("a", *ASKING)], [], [])
    assert people.leads == ((True, False) * 3,)
    assert _row(people, "U01")["role"] == "facilitator"
    assert [n.where for n in people.notices if "because they ask" in n.problem] == ["a.txt, line 1"]


def test_a_named_person_who_seems_to_lead_is_asked_about_not_assumed():
    """A name may be a participant's: the turns count, and a notice asks."""
    said = [("Ann" if label == "Speaker 1" else label, text) for label, text in ASKING]
    people = name_people([_talk("a", *said)], [], [])
    assert people.leads == ((False,) * 6,)
    assert [n.where for n in people.notices if "nothing says" in n.problem] == ["a.txt, line 1"]
    assert not any("Ann" in str(notice) for notice in people.notices)


def test_nobody_else_is_looked_for_where_a_facilitator_is_known():
    """The roster's word is enough, and a participant on the roster is one, whatever the person asks."""
    listed = [Person("P1", labels=("Speaker 1",)), Person("F1", labels=("Speaker 2",), role="facilitator")]
    for roster in (listed, listed[:1]):
        people = name_people([_talk("a", *ASKING)], roster, [])
        assert people.leads[0][0] is False
        assert not any("ask most" in notice.problem for notice in people.notices)


def test_a_document_and_one_voice_have_no_facilitator():
    """Who asks oneself is not an interviewer."""
    alone = [("Speaker 1", "Why? How? What for?")] * 4
    people = name_people([_talk("a", *alone), _talk("b", *ASKING, kind="document")], [], [])
    assert not any(any(of_source) for of_source in people.leads)


def test_a_legend_may_say_who_leads():
    """Where the file explains I as the interviewer, I leads."""
    turns = [CollectedTurn("words", label="I", name="Interviewer"), CollectedTurn("words", label="M", name="Mary Dee")]
    people = name_people([_source("a", *turns)], [], [])
    assert people.leads == ((True, False),)
    assert people.table["names"].fillna("").tolist() == ["", "Mary Dee"]
