"""The ways of writing who speaks, line by line."""

from __future__ import annotations

import pytest

from pipeline.methods.text.notations import (
    find_candidate,
    find_doubtful_candidates,
    find_heading_labels,
    find_initials,
    find_introductions,
)
from pipeline.methods.text.passages import Line


@pytest.mark.parametrize(
    ("text", "label", "notation"),
    [
        ("**Maria:** a", "Maria", "**Name:** words"),
        ("**Maria**: a", "Maria", "**Name**: words"),
        ("**Maria** (0:12): a", "Maria", "**Name**: words"),
        ("**Maria** a", "Maria", "**Name** words"),
        ("<v Maria>a", "Maria", "<v Name>words"),
        ("<Maria> a", "Maria", "<Name> words"),
        ("Maria [00:01:02]: a", "Maria", "Name [time]: words"),
        ("Maria (00:01) a", "Maria", "Name [time] words"),
        ("Maria #00:01:02-3#: a", "Maria", "Name [time]: words"),
        ("Maria 00:01", "Maria", "Name and time, words below"),
        ("[Maria] 00:01", "Maria", "[Name] and time, words below"),
        ("[Maria]: a", "Maria", "[Name] words"),
        ("Maria: a", "Maria", "Name: words"),
        ("P3 (F, 34): a", "P3 (F, 34)", "Name: words"),
        ("P3, (34, F): a", "P3, (34, F)", "Name: words"),
        ("Participant #3: a", "Participant #3", "Name: words"),
        ("Maria\ta", "Maria", "Name, tab, words"),
    ],
)
def test_a_label_says_how_it_is_written(text, label, notation):
    """The notation goes with the label, so that the whole file's can be told."""
    found = find_candidate(Line(0, text, 1), set(), set())
    assert (found.text, found.notation) == (label, notation)


@pytest.mark.parametrize("text", ["<i>so</i>", "<B> so", "<br>", "[12:30] so", "(Maria) so"])
def test_tags_and_brackets_are_not_labels(text):
    """What marks up words names nobody."""
    assert find_candidate(Line(0, text, 1), set(), set()) is None


def test_headings_are_no_usual_labels():
    """A heading with a colon is a heading."""
    assert find_candidate(Line(0, "Maria: a", 1, level=2), set(), set()) is None


def test_a_line_may_be_read_in_several_doubtful_ways():
    """Each notation that prose may look like is tried by itself."""
    lines = [Line(0, text, 1) for text in ("MARIA - Hello", "MARIA", "Q. Hello", "maria: hello", "I said So")]
    read = [{n: label.text for n, label in found.items()} for found in find_doubtful_candidates(lines, set())]
    assert read == [{0: "MARIA"}, {1: "MARIA"}, {2: "Q"}, {}, {3: "maria"}]


def test_a_heading_may_hold_a_name_and_a_time():
    """The signs of Markdown are no part of the label."""
    lines = [Line(0, "### **Maria** (0:12)", 1, level=3), Line(0, "### and so on", 2, level=3), Line(0, "Maria", 3)]
    found = find_heading_labels(lines, set())
    assert [(n, label.text, label.time, label.end) for n, label in found.items()] == [(0, "Maria", 12, 20)]


def test_initials_of_speakers_stand_where_lines_begin():
    """Those of an agency stand inside lines too; I and A are words; once is not enough."""
    text = "MD Good day from the NHS\nNHS Fife said so\nMD We did\nI Think\nNHS Fife too\nI Know\nTW Once\nGW so\nGW So"
    assert find_initials([Line(0, line, 1) for line in text.split("\n")]) == {0: "MD", 2: "MD"}
    assert find_initials([Line(0, "GW So", 1), Line(0, "GW (no)", 2), Line(0, "TW So", 3, level=1)]) == {
        0: "GW",
        1: "GW",
    }


def test_somebody_may_be_introduced_before_a_colon():
    """A full name that the file uses for a speaker, what the person is, a colon."""
    texts = (
        "Ann Lee, head of the service: We",
        "Bo Oak, chair: We",
        "Ann Lee, who went. So: no",
        "Ann, chair: no",
        "# x",
    )
    lines = [Line(0, text, 1, level=int(text == "# x")) for text in texts]
    found = find_introductions(lines, {"ann lee"})
    assert [(n, label.text, texts[n][label.end :]) for n, label in found.items()] == [(0, "Ann Lee", "We")]
