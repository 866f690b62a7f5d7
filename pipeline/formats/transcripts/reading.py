"""Transcript files of any format, told apart by their extension and their content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.errors import Problem, SourceError
from pipeline.formats.encodings import ZIP, Decoded, decode, find_guess_notice
from pipeline.formats.transcripts.docx import read_docx
from pipeline.formats.transcripts.lines import BEFORE
from pipeline.formats.transcripts.odt import read_odt
from pipeline.formats.transcripts.paragraphs import Document, parse_document
from pipeline.formats.transcripts.pdf import read_pdf
from pipeline.formats.transcripts.plain import parse_markdown, parse_plain
from pipeline.formats.transcripts.rtf import read_rtf
from pipeline.formats.transcripts.speech_json import parse_speech_json
from pipeline.formats.transcripts.subtitles import SUBTITLES, describe_subtitles, parse_subtitles
from pipeline.formats.transcripts.web import HTML, read_html
from pipeline.formats.zipped import damaged, list_parts, read_parts
from pipeline.methods.text.collected import place
from pipeline.methods.text.labels import KnownLabels, is_facilitator_word
from pipeline.methods.text.passages import Fates, Transcript, add_fates, count_fates

_MARKDOWN = (".md", ".markdown", ".mdown")
_WEB = (".html", ".htm", ".xhtml")
_JSON = re.compile(r'\s*(?:\{\s*"|\[\s*[{\[])')
_OTHER_TEXTS = (
    (re.compile(r"\s*<\?xml|\s*<tt[\s>]"), "an XML file of a kind that is not read"),
    (re.compile(r"(?:From:.*\n)?MIME-Version:", re.IGNORECASE), "a web archive or e-mail"),
)
_OTHER_ZIPS = (
    (r"xl/.*", "an Excel workbook, whatever its name says"),
    (r"ppt/.*", "a PowerPoint presentation"),
    (r"Index/.*\.iwa|index\.xml", "an Apple Pages, Numbers or Keynote document"),
)
_NEVER_TEXT = (".docx", ".odt", ".pdf", ".rtf")
_PDF_HEAD = 1024
_MUCH = 0.25


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """A transcript file as read: what it says, what became of every character of it, and what is worth telling.

    `recognised` says in a few words what the file was taken for.
    """

    transcript: Transcript
    fates: Fates
    notices: tuple[Problem, ...]
    recognised: str = ""


def read_transcript(data: bytes, name: str, labels: KnownLabels | None, encoding: str = "") -> ReadTranscript:
    """Return the transcript in a file.

    Args:
        data: the file's bytes.
        name: what the study calls the file; the content decides the format, and its extension where content cannot.
        labels: what is known of the speakers; None for a document nobody speaks in.
        encoding: what the settings say of a text file; empty to decide by the bytes.

    Raises:
        SourceError: the file is empty, damaged, locked, a scan, of a kind that is not read, or cannot be decoded.
    """
    document = _read_document(data, name, labels)
    if document:
        transcript, fates = parse_document(document, labels)
        told, recognised = document.notices, document.recognised
    else:
        transcript, fates, told, recognised = _read_text(decode(data, name, encoding), name, labels)
    notices = (*told, *(_find_notices(transcript, name) if labels else ()))
    return ReadTranscript(transcript, fates, notices, recognised)


def _read_document(data: bytes, name: str, labels: KnownLabels | None) -> Document | None:
    """Return what a binary document or RTF holds; None for anything else."""
    if data.startswith(ZIP):
        return read_odt(data, name) if _find_zipped(data, name) == "odt" else read_docx(data, name)
    if b"%PDF-" in data[:_PDF_HEAD]:
        return read_pdf(data, name, labels)
    return read_rtf(data, name) if data.lstrip().startswith(b"{\\rtf") else None


def _find_zipped(data: bytes, name: str) -> str:
    """Return whether a zip is a docx or an odt.

    Raises:
        SourceError: it is another document, or none.
    """
    parts = list_parts(data, name)
    if any(part.startswith("word/") for part in parts):
        return "docx"
    if read_parts(data, name, "mimetype").get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    kinds = [kind for pattern, kind in _OTHER_ZIPS if any(re.fullmatch(pattern, part) for part in parts)]
    raise SourceError(
        f"'{name}' is {kinds[0] if kinds else 'a zip file, not a transcript'}",
        where=name,
        fix="save it in the program that made it as DOCX, ODT or TXT; unpack a zip file and name what is in it",
    )


def _read_text(
    decoded: Decoded, name: str, labels: KnownLabels | None
) -> tuple[Transcript, Fates, tuple[Problem, ...], str]:
    """Return the transcript in a text, its fates, what to tell of its encoding, and what it was recognised as."""
    extension = PurePath(name).suffix.lower()
    text = decoded.text
    told = tuple(find_guess_notice(decoded, name))
    if HTML.match(text) or extension in _WEB:
        document = read_html(text, name)
        transcript, fates = parse_document(document, labels)
        return transcript, add_fates([fates, decoded.fates]), told, document.recognised
    if extension == ".json" or (_JSON.match(text) and text.rstrip().endswith(("}", "]"))):
        transcript, tool = parse_speech_json(text, name)
        kept = count_fates(transcript)
        around = {"format": (len(text) - len(transcript.text), 1)}
        return transcript, add_fates([kept, around, decoded.fates]), told, f"JSON from {tool}"
    transcript, recognised = _parse(decoded, name, labels)
    return transcript, add_fates([count_fates(transcript), decoded.fates]), told, recognised


def _parse(decoded: Decoded, name: str, labels: KnownLabels | None) -> tuple[Transcript, str]:
    extension = PurePath(name).suffix.lower()
    if extension in {".vtt", ".srt", ".sbv"} or SUBTITLES.match(decoded.text):
        return parse_subtitles(decoded.text, labels or KnownLabels()), describe_subtitles(decoded.text)
    for pattern, kind in _OTHER_TEXTS:
        if pattern.match(decoded.text):
            raise SourceError(f"'{name}' is {kind}", where=name, fix="save it as DOCX, TXT, HTML, VTT or SRT")
    if extension in _NEVER_TEXT:
        raise damaged(name)
    if extension in _MARKDOWN:
        return parse_markdown(decoded.text, labels), f"Markdown ({decoded.encoding})"
    return parse_plain(decoded.text, labels), f"text ({decoded.encoding})"


def _find_notices(transcript: Transcript, name: str) -> Iterator[Problem]:
    """Find what the parser had to decide that the researcher may want decided otherwise."""
    if not transcript.has_speakers:
        yield Problem(
            f"no speaker labels were found in '{name}'; each paragraph is a turn of one unknown participant",
            where=name,
            fix="if people are named in another way, describe it in [[sources]] with `speaker_pattern`; "
            'if nobody speaks, set `kind = "document"`',
        )
    elif all(is_facilitator_word(mark.label) for mark in transcript.marks.values()):
        yield Problem(
            f"all speaker labels in '{name}' are a facilitator's; the words below were taken for the facilitator's",
            where=name,
            fix="if a participant speaks there, begin the participant's words with a label too",
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
