"""Public transcripts of five formats: turns, speakers and words are those counted in the files by another route.

How the numbers below were counted, once, by hand and without this software:

- ODT: content.xml cut at the tags of paragraphs by a pattern, tags taken out, words parted at white space; turns of the
  moderator are the paragraphs that begin with MODERATOR: (read through by eye).
- PDF: `pdftotext -layout`, the lines with page numbers ("1/5") and the paragraph numbers at the margin taken out; turns
  are the lines that begin with "Dan:" or "Participant:"; words without the labels and without the title "Interview".
- DOCX: word/document.xml cut at the tags of paragraphs by a pattern; the lines of dashes between the answers are no
  answers; comments are the `w:comment` elements of word/comments.xml.
- WebVTT: turns are runs of cues with the same voice tag; words are those of the lines without an arrow, tags taken out.
- JSON: turns are runs of records with the same speaker and some words.
"""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.formats.transcripts.reading import read_transcript
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns
from tests.support.real_data import find_data

pytestmark = pytest.mark.real_data


def _read(*parts, labels=KnownLabels()):  # noqa: B008 - a frozen value
    path = find_data(*parts)
    found = read_transcript(path.read_bytes(), path.name, labels)
    turns = list(join_turns(found.transcript).values())
    return found, turns, Counter(mark.label for mark in found.transcript.marks.values())


def _count_words(texts):
    return sum(len(text.split()) for text in texts)


@pytest.mark.parametrize(
    ("file", "n_moderator", "n_words"), [("P8_GMT20211129", 22, 2566), ("P17_GMT20211216", 24, 2534)]
)
def test_think_aloud_sessions_in_odt_lose_no_word(file, n_moderator, n_words):
    """Two usability sessions: the moderator's turns, and all words, in turns or before the first label."""
    found, _, speakers = _read("serdif-taguette", "raw", f"{file}.odt")
    document, paragraphs, _ = _read("serdif-taguette", "raw", f"{file}.odt", labels=None)
    assert found.recognised == "OpenDocument text"
    assert speakers["MODERATOR"] == n_moderator
    assert _count_words(paragraphs) - n_moderator == n_words
    assert sum(n for n, _ in found.fates.values()) == sum(n for n, _ in document.fates.values())


@pytest.mark.parametrize(("file", "each", "n_words", "n_cut"), [("P1", (47, 47), 2934, 0), ("P5", (68, 67), 3972, 2)])
def test_interviews_in_pdf_have_their_turns_and_words(file, each, n_words, n_cut):
    """Two interviews printed with paragraph numbers; words that the margin cut at a hyphen count once."""
    found, turns, speakers = _read("pdpilot-maxqda", "transcripts", f"{file}.pdf")
    assert (speakers["Dan"], speakers["Participant"]) == each
    assert len(turns) == sum(each)
    assert _count_words(turns) == n_words - n_cut
    assert found.fates["page number"][1] > 4
    assert not any(turn.strip().isdecimal() for turn in turns)


@pytest.mark.parametrize(
    ("file", "n_answers", "n_words", "n_comments"),
    [("bopp_test_examples.docx", 10, 532, 458), ("bopp_test_input.docx", 102, 7848, 6197)],
)
def test_answers_in_word_are_paragraphs_and_their_comments_are_kept_apart(file, n_answers, n_words, n_comments):
    """Two files of answers coded by comments in Word: no line of dashes is an answer, no comment is speech."""
    found, turns, _ = _read("games-as-art-llmcode", "games_as_art", file, labels=None)
    assert len(turns) == n_answers
    assert _count_words(turns) == n_words
    assert found.fates["comment"][0] == n_comments


@pytest.mark.parametrize(
    ("file", "n_turns", "n_speakers", "n_words"),
    [
        (("talkpython-vtt", "525-nicegui.vtt"), 176, 4, 12655),
        (("qmsum-committee", "ES2004a.json"), 320, 4, 3247),
        (("qmsum-committee", "covid_4.json"), 275, 89, 16180),
    ],
)
def test_subtitles_and_json_have_the_turns_speakers_and_words_of_the_file(file, n_turns, n_speakers, n_words):
    """A podcast and two meetings: runs of one speaker are turns, and no word is lost."""
    _, turns, speakers = _read("ingestion-samples", *file)
    assert len(turns) == n_turns
    assert len(speakers) == n_speakers
    assert _count_words(turns) == n_words


def test_subtitles_without_speakers_keep_every_word():
    """A podcast's captions that name nobody: turns are sentences, and their words are those of the cues."""
    _, turns, speakers = _read("ingestion-samples", "talkpython-vtt", "205-beginners-panel.vtt")
    assert set(speakers) == {""}
    assert _count_words(turns) == 10866
