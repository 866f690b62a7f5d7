"""The intake report."""

from __future__ import annotations

from dataclasses import replace

from pipeline.methods.text.intake import FileIntake, SpeakerIntake
from pipeline.reporting.intake import render_intake, render_intake_lines, render_told_intake

TALK = FileIntake(
    file="raw/talk.txt",
    recognised="plain text, utf-8; speakers: Name: words",
    fates={"blank": (20, 3), "turn": (1980, 4)},
    is_survey=False,
    n_sources=1,
    n_people=2,
    n_turns=4,
    n_words=400,
    speakers=(
        SpeakerIntake("P1", "participant", "a listed label, id or name", ("Ben", "Ben|jamin"), 2, 300),
        SpeakerIntake("U01", "facilitator", "", tuple("abcdefg"), 2, 100),
    ),
    links={"its meaning": 2, "its number or wording": 1},
    unlinked_share=0.125,
)
SURVEY = replace(TALK, file="s.csv", recognised="Qualtrics", is_survey=True, n_sources=3, speakers=(), links={})


def test_the_report_says_of_each_file_what_was_understood():
    """What was recognised, who speaks how much and is known how, what was skipped, and which questions were found."""
    text = render_intake([TALK, SURVEY], with_labels=True)
    assert "2 file(s), 8 turns and answers, 800 words; characters: 4,000 in = 3,960 in turns + 40 skipped" in text
    assert "- recognised: plain text, utf-8; speakers: Name: words" in text
    assert "- characters: 2,000 in = 1,980 in turns + 20 skipped: blank 20 (3x)" in text
    assert (
        "- questions recognised: 2 by its meaning, 1 by its number or wording; 12% of the participants' words" in text
    )
    assert "| P1     | participant | 2     | 300   | 75%   | a listed label, id or name | Ben; Ben/jamin" in text
    assert "| not on the roster          | a; b; c; d; e; and 2 more" in text
    assert "- 3 response sheets of 2 people: 4 answers, 400 words" in text
    assert text.count("questions recognised") == 1


def test_what_is_told_on_the_screen_holds_no_labels():
    """Ids and shares are shown; how the file calls people stays in the restricted folder."""
    told = render_told_intake([TALK])
    assert "U01" in told
    assert "25%" in told
    assert "Ben" not in told


def test_a_file_is_a_line_in_short_and_many_files_are_a_sum():
    """More than twelve files are folded, or told in lines where the stage runs alone."""
    assert render_intake_lines([TALK, SURVEY], folded=True).splitlines()[:2] == [
        "raw/talk.txt: plain text, utf-8; speakers: Name: words; 2 speaker(s), 1 of them leading, 4 turns, 400 words;"
        " 20 characters skipped",
        "s.csv: Qualtrics; 3 sheets of 2 people, 4 answers, 400 words; 20 characters skipped",
    ]
    assert len(render_intake_lines([TALK] * 13, folded=True).splitlines()) == 1
    assert len(render_told_intake([TALK] * 13).splitlines()) == 14


def test_a_file_without_words_skipped_characters_or_questions_has_a_plain_account():
    """Nothing is divided by nothing, and nothing is listed that is not there."""
    bare = replace(TALK, fates={"turn": (5, 1)}, n_words=0, links={}, unlinked_share=None)
    text = render_intake([bare, replace(TALK, unlinked_share=None)], with_labels=False)
    assert "- characters: 5 in = 5 in turns + 0 skipped\n" in text
    assert "| -     |" in text
    assert "1 by its number or wording\n" in text
