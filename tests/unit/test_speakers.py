"""The speaker-label grammar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pipeline.methods.text.passages import Line
from pipeline.methods.text.speakers import (
    KnownLabels,
    comparable,
    find_labels,
    find_legend,
    is_facilitator_word,
    is_name,
    parse_time,
)
from tests.support.transcripts import transcript_texts


def _lines(text):
    return [Line(0, written, number) for number, written in enumerate(text.split("\n"), start=1)]


def _labels(text, known=KnownLabels()):  # noqa: B008 - a frozen value
    found, _ = find_labels(_lines(text), known)
    return [
        (label.text, line.text[label.end :]) if label else None for label, line in zip(found, _lines(text), strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "label", "words", "time"),
    [
        ("Maria: Hello", "Maria", "Hello", None),
        ("MARIA: Hello", "MARIA", "Hello", None),
        ("**Maria**: Hello", "Maria", "Hello", None),
        ("**Maria:** Hello", "Maria", "Hello", None),
        ("__Maria:__ Hello", "Maria", "Hello", None),
        ("*Maria*: Hello", "Maria", "Hello", None),
        ("**Maria** (00:12): Hello", "Maria", "Hello", 12),
        ("**Maria (00:12):** Hello", "Maria", "Hello", 12),
        ("**Maria** Hello", "Maria", "Hello", None),
        ("[Speaker 1] Hello", "Speaker 1", "Hello", None),
        ("[Speaker 1]: Hello", "Speaker 1", "Hello", None),
        ("[00:12:31] Maria: Hello", "Maria", "Hello", 751),
        ("00:12:31 Maria: Hello", "Maria", "Hello", 751),
        ("Maria (00:12:31): Hello", "Maria", "Hello", 751),
        ("Maria 00:12", "Maria", "", 12),
        ("Maria Lopez  0:03 Hello", "Maria Lopez", "Hello", 3),
        ("Maria: [00:12:31] Hello", "Maria", "Hello", 751),
        ("P3: Hello", "P3", "Hello", None),
        ("p3: Hello", "p3", "Hello", None),
        ("Interviewer: Hello", "Interviewer", "Hello", None),
        ("interviewer 2: Hello", "interviewer 2", "Hello", None),
        ("Dr. O'Neill: Hello", "Dr. O'Neill", "Hello", None),
        ("José Ángel de la Cruz: Hello", "José Ángel de la Cruz", "Hello", None),
        ("Maria (mother): Hello", "Maria (mother)", "Hello", None),
        ("- Maria: Hello", "Maria", "Hello", None),
        (">> MARIA: Hello", "MARIA", "Hello", None),
        ("Maria\tHello", "Maria", "Hello", None),
        ("Maria:Hello", "Maria", "Hello", None),
        ("王\uff1a你好", "王", "你好", None),
        ("<v Maria Lopez>Hello", "Maria Lopez", "Hello", None),
        ("00:00:06 <v Maria>Hello", "Maria", "Hello", 6),
        ("Q: Hello", "Q", "Hello", None),
    ],
)
def test_every_usual_notation_names_its_speaker(line, label, words, time):
    """A label that recurs is found in each notation, with the words after it and the time beside it."""
    found, doubtful = find_labels(_lines(f"{line}\n{line}"), KnownLabels())
    assert [(one.text, line[one.end :], one.time) for one in found if one] == [(label, words, time)] * 2
    assert doubtful == []


@pytest.mark.parametrize(
    "line",
    [
        "I said to him: no",
        "https://example.org is a page",
        "10:30 we met",
        "At 10:30 we met",
        "Note: the tape is unclear",
        "Date: 3 May",
        "[Laughter] and so on",
        "[inaudible] and so on",
        "Question 1: What did you learn?",
        "Q1: What did you learn?",
        "2019: a good year",
        "The thing is: no",
        "and then: no",
        "",
        ":",
        "<v (x)> what",
    ],
)
def test_what_only_looks_like_a_label_is_words(line):
    """Even when it recurs, such a beginning of a line names nobody."""
    assert _labels(f"{line}\n{line}") == [None, None]


def test_a_candidate_that_occurs_once_is_words_and_is_reported():
    """In a text of unlabelled lines one capitalised word and a colon do not make a speaker."""
    text = "Maria: one\nmore\nmore\nMaria: two\nmore\nOutcome: three\nmore"
    found, doubtful = find_labels(_lines(text), KnownLabels())
    assert [number for number, label in enumerate(found) if label] == [0, 3]
    assert doubtful == [5]


def test_a_candidate_that_occurs_once_speaks_where_most_lines_carry_labels():
    """Somebody who speaks once in a focus group is not lost."""
    assert _labels("Maria: a\nAhmed: b\nMaria: c") == [("Maria", "a"), ("Ahmed", "b"), ("Maria", "c")]


def test_a_known_label_counts_even_once_and_whatever_its_shape():
    """The roster decides over the grammar's doubts, even over words that are no speakers elsewhere."""
    known = KnownLabels(frozenset({"note", "the lady in red"}))
    assert _labels("one\ntwo\nNote: a\nthree\nthe lady in red: b\nfour\nfive", known)[2::2][:2] == [
        ("Note", "a"),
        ("the lady in red", "b"),
    ]


def test_short_labels_that_are_known_need_no_sign():
    """Initials before the words are a label; a single letter only before a capital."""
    known = KnownLabels(unmarked=frozenset({"MD", "A"}))
    text = "MD Good morning\nA Yes\nA lot of people\nMDs say so\nMD\n  MD and more"
    assert _labels(text, known) == [("MD", "Good morning"), ("A", "Yes"), None, None, ("MD", ""), ("MD", "and more")]


def test_a_pattern_decides_alone():
    """The researcher's own pattern replaces the grammar and is matched at the start of each line."""
    known = KnownLabels(frozenset({"ann"}), pattern=r"#(?P<speaker>\w+)\s+|(?P<nobody>!)")
    assert _labels("#ann  hi\nAnn: no\n x #bo y\n! z", known) == [("ann", "hi"), None, None, ("", " z")]


@pytest.mark.parametrize(
    ("text", "bold", "label", "words"),
    [
        ("Maria: Hello", 5, "Maria", "Hello"),
        ("Maria: Hello", 6, "Maria", "Hello"),
        ("Maria Hello", 6, "Maria", "Hello"),
        ("Maria (0:12) Hello", 12, "Maria", "Hello"),
        ("Maria", 5, "Maria", ""),
    ],
)
def test_bold_words_at_the_start_of_a_paragraph_are_a_label(text, bold, label, words):
    """In a Word document the bold beginning names the speaker, with or without a colon."""
    lines = [Line(0, text, 1, bold=bold), Line(0, text, 2, bold=bold)]
    found, _ = find_labels(lines, KnownLabels())
    assert [(one.text, text[one.end :]) for one in found if one] == [(label, words)] * 2


def test_bold_words_inside_a_sentence_are_words():
    """A bold beginning that has not the shape of a label names nobody."""
    lines = [Line(0, "we never agreed", 1, bold=8)] * 3
    assert find_labels(lines, KnownLabels())[0] == [None] * 3


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("MD - Michelle Drumm", ("MD", "Michelle Drumm")),
        ("MD \u2013 Michelle Drumm  ", ("MD", "Michelle Drumm")),
        ("MD = Michelle Drumm", ("MD", "Michelle Drumm")),
        ("MD Michelle Drumm", ("MD", "Michelle Drumm")),
        ("MD - Professor Michelle Drumm, City Council", ("MD", "Professor Michelle Drumm")),
        ("MD - Michelle Drumm - City Council", ("MD", "Michelle Drumm")),
        ("MD Good morning", None),
        ("MD Michelle Drumm, chair", None),
        ("Co-production is good", None),
    ],
)
def test_a_file_may_explain_its_own_labels(line, expected):
    """A legend line gives a label a name; the first words somebody speaks are no legend."""
    assert find_legend(_lines(f"{line}\n\nMD Good morning all\nCo stays")).get(0) == expected


def test_a_legend_counts_only_where_its_label_is_used():
    """A line that explains something nobody is called is not a legend."""
    assert find_legend(_lines("UK - United Kingdom\nAnn: hello")) == {}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("[00:12:31]", 751),
        ("(0:45)", 45),
        ("01:02:03.5", 3723.5),
        ("00:00:01,250", 1.25),
        ("751.5", 751.5),
        ("", None),
        ("soon", None),
        ("1:-5", None),
        ("nan", None),
        ("1e999", None),
    ],
)
def test_times_are_read_as_seconds(text, seconds):
    """Clock times and plain seconds are times; anything else is none."""
    assert parse_time(text) == seconds


def test_labels_are_compared_without_capitals_emphasis_and_final_signs():
    """The same person written two ways is the same label."""
    assert comparable(" **Maria  Lopez**: ") == comparable("MARIA LOPEZ.") == "maria lopez"


@pytest.mark.parametrize("word", ["Interviewer", "MODERATOR 2", "Facilitator:", "int", "Mod.", "Q"])
def test_role_words_mean_facilitators(word):
    """The words that plainly mean a facilitator are known."""
    assert is_facilitator_word(word)


@pytest.mark.parametrize("word", ["Maria", "Q1", "Interviewee", "M", "Quentin"])
def test_other_labels_do_not_mean_facilitators(word):
    """No participant becomes a facilitator by a similar label."""
    assert not is_facilitator_word(word)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Maria", True), ("MARIA", True), ("Bo", True), ("BO", False), ("JS", False), ("P3", False), ("Speaker 1", False),
     ("Participant", False), ("**A** d", False), ("Dr. Lee", True)],
)  # fmt: skip
def test_names_are_told_from_roles_numbers_and_initials(label, expected):
    """Only what may be a name is handed on to be removed from the text."""
    assert is_name(label) is expected


@settings(max_examples=80)
@given(transcript_texts)
def test_labels_lie_inside_their_lines_in_any_text(text):
    """Whatever the text, a label ends within its line and is never found on a blank one."""
    lines = _lines(text)
    found, doubtful = find_labels(lines, KnownLabels(unmarked=frozenset({"MD"})))
    assert len(found) == len(lines)
    assert all(0 < label.end <= len(line.text) for label, line in zip(found, lines, strict=True) if label)
    assert all(found[number] is None for number in doubtful)
