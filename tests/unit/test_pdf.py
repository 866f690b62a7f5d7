"""PDF transcripts."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from pipeline.errors import SourceError
from pipeline.formats.transcripts.paragraphs import parse_document
from pipeline.formats.transcripts.pdf import read_pdf
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns
from tests.support.text_documents import make_pdf

ANYBODY = KnownLabels()
TALK = [
    "Study X",
    "Moderator: What did the garden mean to you,",
    "if I may ask you that?",
    "Maria: It was the first time that I stood up",
    "for myself.",
]


def test_turns_are_read_over_pages_without_what_every_page_repeats():
    """Wrapped lines are joined, also over a page's end; headers and page numbers are counted."""
    pages = [[*TALK, "1"], ["Study X", "José: I came for the plants and then stayed", "for the people.", "2"]]
    document = read_pdf(make_pdf(pages), "a.pdf", ANYBODY)
    transcript, fates = parse_document(document, ANYBODY)
    assert list(join_turns(transcript).values()) == [
        "What did the garden mean to you, if I may ask you that?",
        "It was the first time that I stood up for myself.",
        "I came for the plants and then stayed for the people.",
    ]
    assert [(mark.label, mark.line) for mark in transcript.marks.values()] == [
        ("Moderator", 1),
        ("Maria", 1),
        ("José", 2),
    ]
    assert fates["header or footer"] == (14, 2)
    assert fates["page number"] == (2, 2)
    assert document.recognised == "PDF, 2 page(s)"
    assert document.notices == ()


def test_a_scan_is_refused_with_a_reason():
    """Pictures of pages hold no text; a page without either holds nothing."""
    with pytest.raises(SourceError, match="pictures of pages, not text"):
        read_pdf(make_pdf([[], ["1"]], picture=True), "a.pdf", ANYBODY)
    with pytest.raises(SourceError, match="hardly any text"):
        read_pdf(make_pdf([["Hi"]]), "a.pdf", ANYBODY)


def test_pages_that_are_pictures_among_pages_of_text_are_told():
    """What was not read is said by its page."""
    document = read_pdf(make_pdf([TALK, []], picture=True), "a.pdf", ANYBODY)
    (notice,) = document.notices
    assert notice.where == "a.pdf, page 2"


def test_a_locked_pdf_is_refused_and_one_that_only_forbids_printing_is_read():
    """Without the password there is no text; an empty password is none."""
    with pytest.raises(SourceError, match="locked with a password"):
        read_pdf(make_pdf([TALK], password="secret"), "a.pdf", ANYBODY)  # noqa: S106 - the password of a made file


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_pdf_is_read_or_refused_in_silence(seed, caplog, capsys):
    """Whatever has happened to its bytes, there is no traceback, and nothing of it on the screen."""
    chance = np.random.default_rng(seed)
    data = bytearray(make_pdf([TALK, TALK]))
    for _ in range(12):
        data[chance.integers(8, len(data))] = chance.integers(256)
    try:
        outcome = read_pdf(bytes(data), "a.pdf", ANYBODY).recognised
    except SourceError as error:
        outcome = error.problems[0].fix
    assert outcome
    assert caplog.text == ""
    assert capsys.readouterr().err == ""
    assert logging.getLogger("pypdf").level == logging.NOTSET


def test_a_pdf_cut_off_is_told_as_damaged():
    """A head without a body cannot be read."""
    with pytest.raises(SourceError, match="damaged"):
        read_pdf(b"%PDF-1.7", "a.pdf", ANYBODY)
