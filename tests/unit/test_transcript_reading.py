"""Which parser reads a transcript file, and what the researcher is told."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.transcripts.reading import read_transcript
from pipeline.methods.text.passages import join_turns
from pipeline.methods.text.speakers import KnownLabels
from tests.support.documents import make_docx

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi\n"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nANN: Hi\n\n2\n00:00:02,000 --> 00:00:03,000\nANN: Hi\n"


def _read(data, name, labels=KnownLabels()):  # noqa: B008 - a frozen value
    data = data.encode() if isinstance(data, str) else data
    found = read_transcript(data, name, labels)
    return list(join_turns(found.transcript).values()), found


@pytest.mark.parametrize(
    ("data", "name", "turns"),
    [
        (VTT, "a.vtt", ["Hi"]),
        (VTT, "a.txt", ["Hi"]),
        (SRT, "a.srt", ["Hi Hi"]),
        (SRT, "a.TXT", ["Hi Hi"]),
        ("# A\nAnn: *x*\nAnn: y", "a.md", ["x", "y"]),
        ("# A\nAnn: *x*\nAnn: y", "a.txt", ["*x*", "y"]),
        ("Ann: x\nAnn: y", "a.transcript", ["x", "y"]),
        (
            make_docx(lambda d: [d.add_paragraph("Ann: cafe\u0301"), d.add_paragraph("Ann: y")]),
            "a.docx",
            ["caf\u00e9", "y"],
        ),
    ],
)
def test_the_extension_and_the_content_decide_the_format(data, name, turns):
    """Subtitles saved as text are subtitles; an unknown extension is text."""
    assert _read(data, name)[0] == turns


def test_the_characters_of_a_file_sum_up():
    """Line ends, marks and passages together are all of a file."""
    text = "\ufeffAnn: a\r\nAnn: b\r\n"
    _, found = _read(text, "a.txt")
    assert sum(n for n, _ in found.fates.values()) == len(text) - 1
    assert found.fates["line end"] == (2, 2)


def test_a_docx_that_is_a_pdf_is_a_problem():
    """A renamed file is named for what it is."""
    with pytest.raises(SourceError, match="it is a PDF"):
        _read(b"%PDF-1.4", "a.docx")


def test_a_file_without_speakers_is_told():
    """Somebody who speaks alone is one unknown participant, and the researcher learns what to do."""
    turns, found = _read("one\n\ntwo", "a.txt")
    assert turns == ["one", "two"]
    assert [notice.problem for notice in found.notices] == [
        "no speaker labels were found in 'a.txt'; each paragraph is a turn of one unknown participant"
    ]


def test_a_document_needs_no_speakers():
    """Nobody is missed in a text that nobody speaks in."""
    turns, found = _read("one\n\ntwo: three", "a.txt", labels=None)
    assert turns == ["one", "two: three"]
    assert found.notices == ()


def test_doubtful_and_orphaned_lines_and_a_long_preface_are_told_by_their_lines():
    """Each decision that could hide speech is reported with its place, and without a word of the file."""
    text = "A preface\nthat goes on and on and on\n# One\n\nAnn: a\nb\nc\nd\nWilma: e\nAnn: f\n\n# Two\nstray\nAnn: g"
    _, found = _read(text, "a.md")
    assert [(notice.where, notice.problem[:24]) for notice in found.notices] == [
        ("a.md, line 9", "1 line(s) begin like a s"),
        ("a.md, line 13", "1 line(s) between a head"),
        ("a.md", "37 of the 92 characters "),
    ]
    assert not any(word in str(notice) for notice in found.notices for word in ("Wilma", "stray", "preface"))


def test_a_guessed_encoding_is_told():
    """The researcher learns in what encoding a file was read."""
    _, found = _read("Ann: caf\u00e9\nAnn: b".encode("cp1252"), "a.txt")
    assert "read as cp1252" in found.notices[0].problem


def test_a_word_document_nobody_speaks_in_has_paragraphs_and_no_notices():
    """A policy paper in Word is read as a document, its bold words as words."""

    def build(document):
        document.add_heading("Policy", 1)
        document.add_paragraph("").add_run("Scope:").bold = True
        document.add_paragraph("All staff.")

    turns, found = _read(make_docx(build), "a.docx", labels=None)
    assert turns == ["Scope:", "All staff."]
    assert {mark.section for mark in found.transcript.marks.values()} == {"# Policy"}
    assert found.notices == ()


def test_speakers_that_the_roster_knows_are_found_where_the_grammar_would_doubt():
    """A label that occurs once counts when it is known."""
    text = "Maria: one\nmore\nmore\nMaria: two\nmore\nOutcome: three\nmore"
    turns, found = _read(text, "a.txt", KnownLabels(frozenset({"outcome"})))
    assert turns == ["one\nmore\nmore", "two\nmore", "three\nmore"]
    assert found.notices == ()
