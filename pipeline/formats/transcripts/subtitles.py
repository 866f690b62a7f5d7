"""Subtitle files: WebVTT, with or without voice tags, SRT and SBV; captions that roll are read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.formats.transcripts.lines import describe_notation, split_lines
from pipeline.methods.text.labels import KnownLabels, Label, comparable, parse_time
from pipeline.methods.text.passages import MARKUP, SPEECH, Line, Passage, Transcript, TurnMark, trim_turns
from pipeline.methods.text.speakers import find_labels
from pipeline.methods.text.words import squeeze

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*(?P<start>{_CLOCK})\s*(?:-->|,)\s*(?P<end>{_CLOCK})(?:\s.*)?")
_SBV = r"\d+:\d{2}:\d{2}\.\d{3},\d+:\d{2}:\d{2}\.\d{3}[ \t]*\n"
SUBTITLES = re.compile(rf"\s*(?:WEBVTT\b|(?:\d+[ \t]*\n[ \t]*)?{_CLOCK}[ \t]*-->|{_SBV})")
_TAG = re.compile(
    r"<v(?:\.[\w.-]+)?[ \t]+(?P<voice>[^>\n]{1,200})>|</?[A-Za-z0-9:.][^<>\n]*>|\{\\[^}\n]{0,200}\}|(?m:^>>+)"
)
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff1f\uff01][\"'\u201d\u2019)\]]*$")
_NOT_CUES = {"NOTE": "note", "STYLE": MARKUP, "REGION": MARKUP}
_WORDS = "words"
_REPEATED = "repeated caption"
_TEAMS_CUE = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/\d+-\d+|-\d+)?$", re.MULTILINE)
_HEAD = 2000
_ROLLING = 0.3
_FEWEST_CUES = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a cue's line: skipped for the reason in `kind`, or words of whoever `speaker` is."""

    start: int
    end: int
    kind: str
    line: int = 0
    speaker: str = ""


def parse_subtitles(text: str, labels: KnownLabels) -> Transcript:
    """Return the transcript in the WebVTT, SRT or SBV `text`.

    A speaker is named by a voice tag (`<v Name>`) or a label at the start of a cue's line, and goes on speaking until
    another is named: cues of the same speaker in a row are one turn, from the start of the first to the end of the
    last. Where nobody is named, a turn ends with the cue that ends a sentence. Where captions roll (a cue shows again
    what the one before showed), each line counts once.

    Args:
        text: the text, with LF line ends.
        labels: what is known of the speakers' labels.
    """
    lines = split_lines(text)
    kinds = _skip_repeated(lines, _list_kinds(lines))
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
        notation=describe_notation(found),
    )


def describe_subtitles(text: str) -> str:
    """Return which kind of subtitles `text` is, and which program wrote them where that shows."""
    head = text[:_HEAD]
    if not head.lstrip().startswith("WEBVTT"):
        return "SRT subtitles" if "-->" in head else "SBV subtitles"
    if _TEAMS_CUE.search(head):
        return "WebVTT from Teams"
    return "WebVTT from YouTube" if "Kind: captions" in head else "WebVTT"


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


def _skip_repeated(lines: Sequence[Line], kinds: Sequence[str]) -> list[str]:
    """Return `kinds` with the lines of rolling captions that were shown before, or are shown whole later, marked."""
    cues: list[list[int]] = []
    for number, kind in enumerate(kinds):
        if kind == "timestamp":
            cues.append([])
        elif kind == _WORDS and cues:
            cues[-1].append(number)
    plain = {number: squeeze(_TAG.sub("", lines[number].text)) for cue in cues for number in cue}
    again = [[n for n in cue if plain[n] in {plain[m] for m in before}] for before, cue in pairwise(cues)]
    grown = [cue if cue and _grows(cue, after, plain) else [] for cue, after in pairwise(cues)]
    rolling = [kind for kind in (again, grown) if sum(map(bool, kind)) >= max(_FEWEST_CUES, _ROLLING * len(cues))]
    repeated = {number for kind in rolling for cue in kind for number in cue}
    return [_REPEATED if number in repeated else kind for number, kind in enumerate(kinds)]


def _grows(cue: Sequence[int], after: Sequence[int], plain: Mapping[int, str]) -> bool:
    shown, next_shown = (" ".join(plain[number] for number in numbers) for numbers in (cue, after))
    return next_shown.startswith(shown + " ")


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
