"""Transcript files of any format, told apart by their extension and their content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.errors import Problem
from pipeline.formats.encodings import Decoded, decode, find_guess_notice, normalise
from pipeline.formats.transcripts.docx import Paragraph, parse_docx, read_paragraphs
from pipeline.formats.transcripts.lines import BEFORE
from pipeline.formats.transcripts.plain import parse_markdown, parse_plain
from pipeline.formats.transcripts.subtitles import parse_subtitles
from pipeline.methods.text.collected import place
from pipeline.methods.text.passages import Fates, Transcript, add_fates, count_fates
from pipeline.methods.text.speakers import KnownLabels

_SUBTITLES = re.compile(r"\s*(?:WEBVTT\b|\d+\s*\n\s*\d+:\d{2}:\d{2}[.,]\d{1,3}\s*-->)")
_MARKDOWN = (".md", ".markdown", ".mdown")
_MUCH = 0.25


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """A transcript file as read: what it says, what became of every character of it, and what is worth telling."""

    transcript: Transcript
    fates: Fates
    notices: tuple[Problem, ...]


def read_transcript(data: bytes, name: str, labels: KnownLabels | None, encoding: str = "") -> ReadTranscript:
    """Return the transcript in a file.

    Args:
        data: the file's bytes.
        name: what the study calls the file; its extension and the content decide the format.
        labels: what is known of the speakers; None for a document nobody speaks in.
        encoding: what the settings say of a text file; empty to decide by the bytes.

    Raises:
        SourceError: the file is empty, is not what its name says, or cannot be decoded.
    """
    extension = PurePath(name).suffix.lower()
    if extension == ".docx":
        paragraphs, fates = read_paragraphs(data, name)
        composed = [Paragraph(normalise(p.text, "").text, p.level, p.bold) for p in paragraphs]
        transcript, guessed = parse_docx(composed, labels), ()
    else:
        decoded = decode(data, name, encoding)
        transcript, guessed, fates = _parse(decoded, extension, labels), find_guess_notice(decoded, name), decoded.fates
    notices = (*guessed, *(_find_notices(transcript, name) if labels else ()))
    return ReadTranscript(transcript, add_fates([count_fates(transcript), fates]), notices)


def _parse(decoded: Decoded, extension: str, labels: KnownLabels | None) -> Transcript:
    if extension in {".vtt", ".srt"} or _SUBTITLES.match(decoded.text):
        return parse_subtitles(decoded.text, labels or KnownLabels())
    return parse_markdown(decoded.text, labels) if extension in _MARKDOWN else parse_plain(decoded.text, labels)


def _find_notices(transcript: Transcript, name: str) -> Iterator[Problem]:
    """Find what the parser had to decide that the researcher may want decided otherwise."""
    if not transcript.has_speakers:
        yield Problem(
            f"no speaker labels were found in '{name}'; each paragraph is a turn of one unknown participant",
            where=name,
            fix="if people are named in another way, describe it in [[sources]] with `speaker_pattern`; "
            'if nobody speaks, set `kind = "document"`',
        )
    if transcript.doubtful:
        yield Problem(
            f"{len(transcript.doubtful)} line(s) begin like a speaker's label that occurs once; they were read as words"
            " of the speaker before",
            where=place(name, transcript.doubtful),
            fix="where somebody speaks, add the label to the roster's column `labels`",
        )
    if transcript.orphaned:
        yield Problem(
            f"{len(transcript.orphaned)} line(s) between a heading and a speaker's label are nobody's and were skipped",
            where=place(name, transcript.orphaned),
            fix="where somebody speaks, begin the line with the speaker's label",
        )
    n_before, _ = count_fates(transcript).get(BEFORE, (0, 0))
    if n_before > _MUCH * len(transcript.text):
        yield Problem(
            f"{n_before} of the {len(transcript.text)} characters of '{name}' stand before the first speaker's label",
            where=name,
            fix="they are in no turn; if somebody speaks there, give the first words a label",
        )
