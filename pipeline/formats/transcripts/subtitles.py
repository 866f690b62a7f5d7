"""Subtitle files: WebVTT, with or without voice tags, and SRT."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.formats.transcripts.lines import split_lines
from pipeline.methods.text.passages import MARKUP, SPEECH, Line, Passage, Transcript, TurnMark, trim_turns
from pipeline.methods.text.speakers import KnownLabels, Label, comparable, find_labels, parse_time

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*(?P<start>{_CLOCK})\s*-->\s*(?P<end>{_CLOCK}).*")
_TAG = re.compile(r"<v(?:\.[\w.-]+)?[ \t]+(?P<voice>[^>\n]+)>|</?[A-Za-z0-9:.][^<>\n]*>|\{\\[^}\n]*\}|(?m:^>>+)")
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff1f\uff01][\"'\u201d\u2019)\]]*$")
_NOT_CUES = {"NOTE": "note", "STYLE": MARKUP, "REGION": MARKUP}
_WORDS = "words"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a cue's line: skipped for the reason in `kind`, or words of whoever `speaker` is."""

    start: int
    end: int
    kind: str
    line: int = 0
    speaker: str = ""


def parse_subtitles(text: str, labels: KnownLabels) -> Transcript:
    """Return the transcript in the WebVTT or SRT `text`.

    A speaker is named by a voice tag (`<v Name>`) or a label at the start of a cue's line, and goes on speaking until
    another is named: cues of the same speaker in a row are one turn, from the start of the first to the end of the
    last. Where nobody is named, a turn ends with the cue that ends a sentence.

    Args:
        text: the text, with LF line ends.
        labels: what is known of the speakers' labels.
    """
    lines = split_lines(text)
    kinds = _list_kinds(lines)
    readable = [line if kind == _WORDS else replace(line, text="") for line, kind in zip(lines, kinds, strict=True)]
    found, doubtful = find_labels(readable, labels)
    pieces = list(_cut_lines(text, lines, kinds, found))
    has_speakers = any(piece.speaker for piece in pieces)
    turns = _number_speakers(pieces) if has_speakers else _number_sentences(text, pieces)
    passages = [Passage(piece.start, piece.end, piece.kind, turn) for piece, turn in zip(pieces, turns, strict=True)]
    return Transcript(
        text=text,
        passages=tuple(p for p in trim_turns(text, passages) if p.start < p.end),
        marks=_mark_turns(pieces, turns, _list_times(lines, kinds)),
        legend={},
        has_speakers=has_speakers,
        doubtful=tuple(number + 1 for number in doubtful),
        joiner=" ",
    )


def _list_kinds(lines: Sequence[Line]) -> list[str]:
    """Return for each line: words of a cue, its timing or number, or what else the block is that it belongs to."""
    kinds: list[str] = []
    block = ""
    is_webvtt = lines[0].text.startswith("WEBVTT")
    for number, line in enumerate(lines):
        following = lines[number + 1].text if number + 1 < len(lines) else ""
        if not line.text.strip():
            block = ""
            kinds.append("blank")
        elif _TIMING.fullmatch(line.text):
            block = _WORDS
            kinds.append("timestamp")
        else:
            block = block or _open_block(line, following, is_webvtt=is_webvtt, is_first=number == 0)
            kinds.append("cue number" if block == _WORDS and _is_number(line, following) else block)
    return kinds


def _open_block(line: Line, following: str, *, is_webvtt: bool, is_first: bool) -> str:
    if is_webvtt and is_first:
        return "header"
    first_word = line.text.split(maxsplit=1)[0]
    if is_webvtt and first_word in _NOT_CUES and not _TIMING.fullmatch(following):
        return _NOT_CUES[first_word]
    return _WORDS


def _is_number(line: Line, following: str) -> bool:
    """A line right above a timing is the cue's number or name, never words."""
    return _TIMING.fullmatch(following) is not None and bool(line.text.strip())


def _cut_lines(
    text: str, lines: Sequence[Line], kinds: Sequence[str], found: Sequence[Label | None]
) -> Iterator[_Piece]:
    speaker = ""
    for number, line in enumerate(lines):
        end = lines[number + 1].start if number + 1 < len(lines) else len(text)
        if kinds[number] != _WORDS:
            yield _Piece(line.start, end, kinds[number])
            continue
        label, start = found[number], line.start
        if label:
            speaker, start = label.text, line.start + label.end
            yield _Piece(line.start, start, "speaker label")
        last = max(start, line.start + len(line.text.rstrip()))
        for piece in _cut_tags(text, start, last, number):
            speaker = piece.speaker or speaker
            yield replace(piece, speaker=speaker)
        yield _Piece(last, end, "line end")


def _cut_tags(text: str, start: int, end: int, number: int) -> Iterator[_Piece]:
    speaker = ""
    for match in _TAG.finditer(text, start, end):
        yield _Piece(start, match.start(), SPEECH, number, speaker)
        yield _Piece(match.start(), match.end(), "speaker label" if match["voice"] else MARKUP)
        speaker, start = (match["voice"] or speaker).strip(), match.end()
    yield _Piece(start, end, SPEECH, number, speaker)


def _number_speakers(pieces: Sequence[_Piece]) -> list[int]:
    turns: list[int] = []
    turn, speaker = -1, None
    for piece in pieces:
        if piece.kind == SPEECH and piece.start < piece.end and comparable(piece.speaker) != speaker:
            turn, speaker = turn + 1, comparable(piece.speaker)
        turns.append(turn if piece.kind == SPEECH else -1)
    return turns


def _number_sentences(text: str, pieces: Sequence[_Piece]) -> list[int]:
    turns: list[int] = []
    turn, is_open, last_words = -1, False, ""
    for piece in pieces:
        if piece.kind == "timestamp":
            is_open = is_open and _SENTENCE_END.search(last_words) is None
        words = text[piece.start : piece.end].strip() if piece.kind == SPEECH else ""
        if words:
            turn, is_open, last_words = turn + (not is_open), True, words
        turns.append(turn if piece.kind == SPEECH else -1)
    return turns


def _list_times(lines: Sequence[Line], kinds: Sequence[str]) -> list[tuple[float | None, float | None]]:
    """Return for each line the start and end of the cue it belongs to, in seconds."""
    times: list[tuple[float | None, float | None]] = []
    current: tuple[float | None, float | None] = (None, None)
    for line, kind in zip(lines, kinds, strict=True):
        timing = _TIMING.fullmatch(line.text) if kind == "timestamp" else None
        current = (parse_time(timing["start"]), parse_time(timing["end"])) if timing else current
        times.append(current)
    return times


def _mark_turns(
    pieces: Sequence[_Piece], turns: Sequence[int], times: Sequence[tuple[float | None, float | None]]
) -> dict[int, TurnMark]:
    marks: dict[int, TurnMark] = {}
    for piece, turn in zip(pieces, turns, strict=True):
        if turn < 0 or piece.start == piece.end:
            continue
        start, end = times[piece.line]
        mark = marks.get(turn, TurnMark(piece.speaker, "", start, end, piece.line + 1))
        marks[turn] = replace(mark, end_time=end)
    return marks
