"""The walk from lines to passages."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.transcripts.lines import parse_lines, plain_heading, split_lines
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import count_fates, join_turns
from tests.support.transcripts import assert_accounted, transcript_texts

ANYBODY = KnownLabels()


def _parse(text, labels=ANYBODY, levels=()):
    lines = [replace(line, level=dict(levels).get(number, 0)) for number, line in enumerate(split_lines(text))]
    return parse_lines(text, lines, labels=labels)


def _told(transcript):
    return [(transcript.marks[number].label, words) for number, words in join_turns(transcript).items()]


def test_a_turn_runs_to_the_next_label_and_keeps_its_line_breaks():
    """The blank line between two paragraphs of a turn stays; white space around the turn does not."""
    transcript = _parse("P1: one\ntwo\n\nthree\n\nP2:\n\n four\n")
    assert _told(transcript) == [("P1", "one\ntwo\n\nthree"), ("P2", "four")]


def test_two_labels_of_the_same_speaker_open_two_turns():
    """A label opens a turn, even if the same person spoke before."""
    assert _told(_parse("Ann: one\nAnn: two")) == [("Ann", "one"), ("Ann", "two")]


def test_words_above_the_first_label_are_in_no_turn():
    """A title page is not speech."""
    transcript = _parse("Interview with somebody\n3 May\n\nAnn: one\nAnn: two")
    assert _told(transcript) == [("Ann", "one"), ("Ann", "two")]
    assert count_fates(transcript)["before the first speaker"] == (30, 2)


def test_words_between_a_heading_and_a_label_belong_to_nobody():
    """What stands below a heading is not put into the mouth of the speaker before it."""
    transcript = _parse("Ann: one\nPart two\nWhat did you learn?\nAnn: two", levels=[(1, 2)])
    assert _told(transcript) == [("Ann", "one"), ("Ann", "two")]
    assert transcript.orphaned == (3,)
    assert count_fates(transcript)["below a heading, before a speaker"] == (20, 1)


def test_a_turn_knows_the_headings_above_it_with_their_levels():
    """The section is the path of headings, each with the # signs of its level."""
    text = "# Group\n## 1. Value\nAnn: a\n### a) General > all\nAnn: b\n## 2. *Use*\nAnn: c"
    transcript = _parse(text, levels=[(0, 1), (1, 2), (3, 3), (5, 2)])
    assert [mark.section for mark in transcript.marks.values()] == [
        "# Group > ## 1. Value",
        "# Group > ## 1. Value > ### a) General / all",
        "# Group > ## 2. Use",
    ]


def test_a_question_on_a_line_of_its_own_is_a_heading():
    """A numbered question that the researcher wrote between turns is in nobody's mouth."""
    transcript = _parse("Ann: one\nQuestion 2. Why?\nAnn: two\nQ3\nAnn: Q4 is hard\n")
    assert _told(transcript) == [("Ann", "one"), ("Ann", "two"), ("Ann", "Q4 is hard")]
    assert [mark.section for mark in transcript.marks.values()] == ["", "###### Question 2. Why?", "###### Q3"]


def test_times_in_brackets_and_on_lines_of_their_own_are_not_words():
    """A turn starts at the time beside its label, or on the line above it."""
    transcript = _parse("[00:00:05] Ann: one [00:10] two\n00:00:20\nBen: three\nAnn: four\n(00:30)\nBen: five")
    assert _told(transcript) == [("Ann", "one two"), ("Ben", "three"), ("Ann", "four"), ("Ben", "five")]
    assert [mark.start_time for mark in transcript.marks.values()] == [5, 20, None, 30]
    assert count_fates(transcript)["timestamp"][1] == 3


def test_a_time_below_a_label_is_the_time_of_its_turn():
    """Where the name, the time and the words have a line each, the time does not slip to the next turn."""
    transcript = _parse("Ann:\n00:05\none\n\nBen:\n00:09\ntwo\n00:30\nAnn: three\nBen:\nfour")
    assert [(mark.label, mark.start_time) for mark in transcript.marks.values()] == [
        ("Ann", 5),
        ("Ben", 9),
        ("Ann", 30),
        ("Ben", None),
    ]


def test_times_at_the_end_of_a_paragraph_are_not_words():
    """Times between # signs are skipped as others are."""
    assert _told(_parse("Ann: one #00:00:12-3#\n\nBen: two\nAnn: so #00:00:15#")) == [
        ("Ann", "one"),
        ("Ben", "two"),
        ("Ann", "so"),
    ]


def test_several_speakers_of_a_line_have_a_turn_each():
    """The second label on a line opens a turn of its own, on the same line of the file."""
    transcript = _parse("# One\nAnn: Well? Ben: Yes.\nBen: Go on.", levels=[(0, 1)])
    assert _told(transcript) == [("Ann", "Well?"), ("Ben", "Yes."), ("Ben", "Go on.")]
    assert [mark.line for mark in transcript.marks.values()] == [2, 2, 3]


def test_headings_may_name_the_speakers():
    """A heading that is a label opens a turn and is no section."""
    text = "# Talk\n## Interviewer\none\n## Participant 1\ntwo\n## Interviewer\nthree\n## Participant 1\nfour"
    transcript = _parse(text, levels=[(0, 1), (1, 2), (3, 2), (5, 2), (7, 2)])
    assert _told(transcript)[:2] == [("Interviewer", "one"), ("Participant 1", "two")]
    assert {mark.section for mark in transcript.marks.values()} == {"# Talk"}


def test_a_transcript_says_how_it_writes_its_labels():
    """The usual way comes first; a way of less than a tenth of the labels is not told; prose has none."""
    assert _parse("Ann: a\nBen: b\n" * 6 + "[Ann] c").notation == "Name: words"
    assert _parse("Ann: a\nBen: b\nAnn: c\n[Ann] c").notation == "Name: words; [Name] words"
    assert _parse("some words").notation == ""


def test_every_turn_knows_its_line():
    """A message can say where a turn begins."""
    assert [mark.line for mark in _parse("Title\n\nAnn: a\nb\nAnn: c").marks.values()] == [3, 5]


def test_a_legend_gives_names_and_is_not_speech():
    """The lines that explain the labels are skipped; the labels then need no colon."""
    transcript = _parse("MD - Mary Dee\nJO Jo Oak\n\nMD Hello\n\nJO Hello\n\nagain")
    assert _told(transcript) == [("MD", "Hello"), ("JO", "Hello\n\nagain")]
    assert transcript.legend == {"MD": "Mary Dee", "JO": "Jo Oak"}
    assert count_fates(transcript)["legend"] == (24, 2)


def test_without_labels_each_paragraph_is_a_turn():
    """Paragraphs are parted by blank lines."""
    transcript = _parse("one\ntwo\n\nthree\n")
    assert _told(transcript) == [("", "one\ntwo"), ("", "three")]
    assert not transcript.has_speakers


def test_without_labels_and_blank_lines_each_line_is_a_turn():
    """A text with one paragraph a line is cut at its lines."""
    assert _told(_parse("one\ntwo\nthree\n\n")) == [("", "one"), ("", "two"), ("", "three")]


def test_a_text_nobody_speaks_in_has_no_labels():
    """In a document "Note:" and "Ann:" are words."""
    assert _told(_parse("Ann: one\nAnn: two", labels=None)) == [("", "Ann: one"), ("", "Ann: two")]


def test_a_pattern_leaves_the_legend_alone():
    """Where the researcher describes the labels, nothing else is taken for one."""
    transcript = _parse("MD - Mary Dee\n#a one\nMD two", labels=KnownLabels(pattern=r"#(?P<speaker>\w) "))
    assert _told(transcript) == [("a", "one\nMD two")]


def test_a_heading_loses_its_signs_only():
    """The words of a heading stay, and never hold the sign that parts the levels."""
    assert plain_heading("  ## 2. **Trust** > doubt ##") == "2. Trust / doubt"


def test_lines_are_those_between_line_feeds():
    """Other separators do not part lines, so offsets stay true."""
    assert [(line.start, line.text, line.number) for line in split_lines("a\u2028b\n\nc")] == [(0, "a\u2028b", 1), (4, "", 2), (5, "c", 3)]  # fmt: skip  # noqa: E501 - one line of expectation


@settings(max_examples=150, deadline=None)
@given(transcript_texts, st.sampled_from([ANYBODY, None, KnownLabels(pattern=r"\W*(?P<speaker>\w+):")]))
def test_every_character_of_any_text_is_accounted_for(text, labels):
    """Speech and skipped passages tile whatever text there is, with and without speakers."""
    assert_accounted(_parse(text, labels, levels=[(2, 1), (5, 3)]), text)
