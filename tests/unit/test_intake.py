"""What was understood of each file."""

from __future__ import annotations

import pytest

from pipeline.methods.text.asked import name_questions
from pipeline.methods.text.collected import CollectedSource, CollectedTurn
from pipeline.methods.text.intake import build_file_intakes
from pipeline.methods.text.people import name_people
from pipeline.methods.text.questions import Question
from pipeline.methods.text.roster import LISTED, Person

GUIDE = [Question("why", "Why did you come here?")]
ROSTER = [Person("F1", "Ann Lee", role="facilitator", labels=("Ann",)), Person("P1", "Ben Oak", labels=("Ben",))]
TALK = CollectedSource(
    "talk",
    "focus_group",
    "talk",
    "",
    "talk.txt",
    (
        CollectedTurn("Before we begin", label="Ben"),
        CollectedTurn("Why did you come here?", label="Ann"),
        CollectedTurn("To learn and to meet people here", label="Ben:"),
        CollectedTurn("Me too", label="Zoe"),
    ),
)
SHEETS = [
    CollectedSource("s", "survey", "s", "", "s.csv", turns, key=key, is_sheet=True)
    for key, turns in (
        ("k1", (CollectedTurn("two words", question="Why?"), CollectedTurn("one", question="How?"))),
        ("k1", (CollectedTurn("again", question="Why?"),)),
    )
]
FATES = {
    "s.csv": {"turn": (20, 3), "structure": (5, 1)},
    "talk.txt": {"blank": (3, 3), "turn": (80, 4)},
    "empty.csv": {"blank answer": (2, 2)},
}


@pytest.fixture(scope="module")
def intakes():
    """The account of a talk, a survey of two sheets, and a file in which nobody says anything."""
    sources = [*SHEETS, TALK]
    people = name_people(sources, ROSTER, [])
    asked = name_questions(sources, people.leads, GUIDE)
    made = build_file_intakes(sources, people, asked, FATES, {"talk.txt": "plain text"})
    return {intake.file: intake for intake in made}


def test_every_file_has_an_account_in_the_order_of_the_files(intakes):
    """Also a file without a word in it."""
    assert list(intakes) == ["s.csv", "talk.txt", "empty.csv"]
    assert (intakes["empty.csv"].n_turns, intakes["empty.csv"].n_words) == (0, 0)


def test_characters_in_are_characters_out(intakes):
    """What is in turns and what was skipped sum to the file."""
    assert (intakes["talk.txt"].n_characters, intakes["talk.txt"].n_kept) == (83, 80)
    assert (intakes["empty.csv"].n_characters, intakes["empty.csv"].n_kept) == (2, 0)


def test_the_speakers_of_a_transcript_are_listed_with_what_they_say(intakes):
    """Most words first; with role, rule and the labels of the file."""
    listed = [(s.participant_id, s.role, s.rule, s.labels, s.n_turns, s.n_words) for s in intakes["talk.txt"].speakers]
    assert listed == [
        ("P1", "participant", LISTED, ("Ben", "Ben:"), 2, 10),
        ("F1", "facilitator", LISTED, ("Ann",), 1, 5),
        ("U01", "participant", "", ("Zoe",), 1, 2),
    ]


def test_questions_are_counted_by_how_they_are_known(intakes):
    """Turns that only carry a question forward are not counted; the words before the first are."""
    assert intakes["talk.txt"].links == {"its number or wording": 1}
    assert intakes["talk.txt"].unlinked_share == pytest.approx(3 / 12)
    assert intakes["empty.csv"].unlinked_share is None


def test_a_survey_has_sheets_and_people_and_no_list_of_speakers(intakes):
    """A thousand respondents are a number."""
    survey = intakes["s.csv"]
    assert (survey.is_survey, survey.n_sources, survey.n_people, survey.n_turns) == (True, 2, 1, 3)
    assert (survey.speakers, survey.links, survey.unlinked_share) == ((), {}, None)
