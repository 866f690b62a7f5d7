"""Which parser reads a transcript file, and what the researcher is told."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.transcripts.reading import read_transcript
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns
from tests.support.documents import make_docx, make_xlsx
from tests.support.text_documents import make_json, make_odt, make_pdf, make_rtf, make_zip

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


TURNS = ["What did the garden mean to you?", "It was the first time that I stood up for myself."]
PLAIN = f"Moderator: {TURNS[0]}\nMaria: {TURNS[1]}\n"
PAGE = f"<html><body><p><b>Moderator:</b> {TURNS[0]}</p><p><b>Maria:</b> {TURNS[1]}</p></body></html>"
SPEECH = make_json([{"speaker": "Moderator", "text": TURNS[0]}, {"speaker": "Maria", "text": TURNS[1]}])
CUES = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Moderator>{TURNS[0]}\n\n00:02.000 --> 00:03.000\n<v Maria>{TURNS[1]}\n"
WORD = make_docx(lambda document: [document.add_paragraph(line) for line in PLAIN.splitlines()])
OPEN = make_odt("".join(f"<text:p>{line}</text:p>" for line in PLAIN.splitlines()))


@pytest.mark.parametrize(
    ("data", "name", "recognised"),
    [
        (PLAIN, "a.txt", "text (utf-8)"),
        (PLAIN, "a.md", "Markdown (utf-8)"),
        (CUES, "a.txt", "WebVTT"),
        (WORD, "a.docx", "Word document"),
        (WORD, "a.txt", "Word document"),
        (OPEN, "a.odt", "OpenDocument text"),
        (OPEN, "a.docx", "OpenDocument text"),
        (make_pdf([PLAIN.splitlines()]), "a.docx", "PDF, 1 page(s)"),
        (make_rtf(PLAIN.replace("\n", "\\par ")), "a.doc", "RTF document"),
        (PAGE, "a.doc", "web page (HTML)"),
        (PAGE, "a.html", "web page (HTML)"),
        (SPEECH, "a.json", "JSON from a list of turns (speaker, text)"),
        (SPEECH, "a.txt", "JSON from a list of turns (speaker, text)"),
    ],
)
def test_what_a_file_is_shows_in_its_content_whatever_its_name(data, name, recognised):
    """The same two turns come out of every format, and all characters of a text file are in some fate."""
    turns, found = _read(data, name)
    assert turns == TURNS
    assert found.recognised == recognised
    assert [mark.label for mark in found.transcript.marks.values()] == ["Moderator", "Maria"]
    if isinstance(data, str) or data is SPEECH:
        assert sum(n for n, _ in found.fates.values()) == len(data)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"%PDF-1.4", "a.docx", "damaged"),
        (b"", "a.docx", "is empty"),
        (b"hello", "a.docx", "damaged"),
        (b"{\\rtg hello", "a.rtf", "damaged"),
        (b"\xd0\xcf\x11\xe0", "a.doc", "password-protected"),
        (make_xlsx({"s": [["a"]]}), "a.docx", "an Excel workbook"),
        (make_zip({"ppt/a.xml": "<a/>"}), "a.docx", "a PowerPoint presentation"),
        (make_zip({"Index/Document.iwa": "x"}), "a.docx", "an Apple Pages"),
        (make_zip({"a.txt": "Ann: hi"}), "a.docx", "a zip file, not a transcript"),
        (make_zip({"mimetype": "application/epub+zip"}), "a.odt", "a zip file, not a transcript"),
        ("<?xml version='1.0'?><tt><p>Ann: hi</p></tt>", "a.xml", "an XML file of a kind"),
        ("From: x\nMIME-Version: 1.0\n\n<html>", "a.mht", "a web archive"),
        ('{"a": 1}', "a.json", "no speech-to-text tool"),
    ],
)
def test_a_file_that_is_not_read_is_told_for_what_it_is(data, name, message):
    """The message names the kind of file, its place and what to do."""
    with pytest.raises(SourceError, match=message) as raised:
        _read(data, name)
    assert raised.value.problems[0].where == name
    assert raised.value.problems[0].fix


def test_labels_of_facilitators_alone_are_told():
    """Where only the facilitator has a label, the participants' words would be the facilitator's."""
    _, found = _read("Moderator: Why?\n\nBecause of the plants.\n\nModerator: And then?\n\nThen I stayed.", "a.txt")
    assert [notice.problem[:25] for notice in found.notices] == ["all speaker labels in 'a."]


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
