"""Lines to passages: the one walk through a transcript that text, Markdown and Word files share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.methods.text.passages import SPEECH, Line, Passage, Transcript, TurnMark, trim_turns
from pipeline.methods.text.speakers import CLOCK, KnownLabels, Label, find_labels, find_legend, parse_time
from pipeline.methods.text.words import squeeze

BEFORE = "before the first speaker"
ORPHANED = "below a heading, before a speaker"
_WORDS = "words"
_HEADING = "heading"
_TIMESTAMP = "timestamp"
_TIME_ALONE = re.compile(rf"\s*[\[(]?{CLOCK}[\])]?\s*")
_QUESTION_LINE = re.compile(r"\W*(?:question|q)\s*\.?\s*\d+\s*(?:[.:)\u2013-].*)?", re.IGNORECASE)
_QUESTION_LEVEL = 6
INLINE_TIMES = rf"(?P<{_TIMESTAMP}>[\[(]{CLOCK}[\])] ?|^\s*\d{{1,2}}:\d{{2}}:\d{{2}}[ \t]+)"


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text`, whose line ends are all LF."""
    lines: list[Line] = []
    start = 0
    for number, written in enumerate(text.split("\n"), start=1):
        lines.append(Line(start, written, number))
        start += len(written) + 1
    return lines


def parse_lines(
    text: str,
    lines: Sequence[Line],
    *,
    labels: KnownLabels | None,
    inline: str = INLINE_TIMES,
) -> Transcript:
    """Return the transcript that `lines` of `text` hold: passages that tile the text, and a mark for every turn.

    With speakers, a label opens a turn, which runs over all lines up to the next label or heading and keeps their
    line breaks; words above the first label, or between a heading and a label, are nobody's and are skipped. Without
    speakers each paragraph is a turn; paragraphs are parted by blank lines, or are single lines where there are none.

    Args:
        text: the whole text.
        lines: its lines, in order, which with their line ends cover it.
        labels: what is known of the speakers' labels; None for a text nobody speaks in.
        inline: pattern for what is skipped inside speech; the name of its matching group is the fate.
    """
    kinds, found, legend, doubtful = _read_lines(lines, labels)
    has_speakers = any(found)
    sections = _list_sections(lines, kinds)
    turns = _number_turns(kinds, found) if has_speakers else _number_paragraphs(kinds)
    fates = _find_fates(kinds, turns)
    pattern = re.compile(inline, re.MULTILINE)
    passages: list[Passage] = []
    for number, line in enumerate(lines):
        end = lines[number + 1].start if number + 1 < len(lines) else len(text)
        whole = Passage(line.start, end, fates[number], turns[number])
        passages += _cut_line(text, whole, found[number], pattern) if kinds[number] == _WORDS else [whole]
    return Transcript(
        text=text,
        passages=tuple(p for p in trim_turns(text, passages) if p.start < p.end),
        marks=_mark_turns(turns, found, sections, kinds, lines),
        legend=legend,
        has_speakers=has_speakers,
        doubtful=tuple(lines[number].number for number in doubtful),
        orphaned=tuple(line.number for line, fate in zip(lines, fates, strict=True) if fate == ORPHANED),
    )


def _find_fates(kinds: Sequence[str], turns: Sequence[int]) -> list[str]:
    """Return the fate of each line: speech if it is in a turn, as blank lines inside one are, or else why not."""
    first = next((number for number, turn in enumerate(turns) if turn >= 0), len(turns))
    skipped = [BEFORE if number < first else ORPHANED for number in range(len(turns))]
    return [
        SPEECH if turn >= 0 else (skipped[number] if kind == _WORDS else kind)
        for number, (kind, turn) in enumerate(zip(kinds, turns, strict=True))
    ]


def _read_lines(
    lines: Sequence[Line], labels: KnownLabels | None
) -> tuple[list[str], list[Label | None], dict[str, str], list[int]]:
    """Return for each line its kind and its label; the file's own legend; and the doubtful lines."""
    kinds = [line.fate or _kind(line) for line in lines]
    if labels is None:
        return kinds, [None] * len(lines), {}, []
    readable = [
        line if kind == _WORDS else replace(line, text="", bold=0) for line, kind in zip(lines, kinds, strict=True)
    ]
    explained = {} if labels.pattern else find_legend(readable)
    kinds = ["legend" if number in explained else kind for number, kind in enumerate(kinds)]
    readable = [replace(line, text="", bold=0) if n in explained else line for n, line in enumerate(readable)]
    legend = dict(explained.values())
    found, doubtful = find_labels(readable, replace(labels, unmarked=labels.unmarked | frozenset(legend)))
    if any(found):
        kinds = [
            _HEADING if kind == _WORDS and not label and _QUESTION_LINE.fullmatch(line.text) else kind
            for kind, label, line in zip(kinds, found, lines, strict=True)
        ]
    return kinds, found, legend, doubtful


def _kind(line: Line) -> str:
    if line.level:
        return _HEADING
    if not line.text.strip():
        return "blank"
    return _TIMESTAMP if _TIME_ALONE.fullmatch(line.text) else _WORDS


def _list_sections(lines: Sequence[Line], kinds: Sequence[str]) -> list[str]:
    """Return for each line the path of headings above it, each with the # signs of its level."""
    path: list[tuple[int, str]] = []
    sections: list[str] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind == _HEADING:
            level = line.level or _QUESTION_LEVEL
            path = [(n, title) for n, title in path if n < level]
            path.append((level, plain_heading(line.text)))
        sections.append(" > ".join("#" * level + " " + title for level, title in path))
    return sections


def plain_heading(text: str) -> str:
    """Return a heading without the signs of Markdown; `>` becomes `/`, because `>` parts the levels of a path."""
    bare = re.sub(r"^\s*#{1,6}\s*|\s*#*\s*$|\*+|__+", "", text)
    return squeeze(bare.replace(">", "/"))


def _number_turns(kinds: Sequence[str], found: Sequence[Label | None]) -> list[int]:
    turns: list[int] = []
    turn, is_open = -1, False
    for kind, label in zip(kinds, found, strict=True):
        turn += label is not None
        is_open = label is not None or (is_open and kind != _HEADING)
        turns.append(turn if is_open and kind in (_WORDS, "blank") else -1)
    return turns


def _number_paragraphs(kinds: Sequence[str]) -> list[int]:
    written = [number for number, kind in enumerate(kinds) if kind == _WORDS]
    has_blank_lines = "blank" in kinds[written[0] : written[-1]] if written else False
    turns: list[int] = []
    turn = -1
    for number, kind in enumerate(kinds):
        opens = kind == _WORDS and (not has_blank_lines or number == 0 or kinds[number - 1] not in (_WORDS, _TIMESTAMP))
        turn += opens or (kind == _WORDS and turn < 0)
        turns.append(turn if kind == _WORDS else -1)
    return turns


def _mark_turns(
    turns: Sequence[int],
    found: Sequence[Label | None],
    sections: Sequence[str],
    kinds: Sequence[str],
    lines: Sequence[Line],
) -> dict[int, TurnMark]:
    marks: dict[int, TurnMark] = {}
    label, time = "", None
    for number, turn in enumerate(turns):
        here = found[number]
        label = here.text if here else label
        if kinds[number] == _TIMESTAMP:
            time = parse_time(lines[number].text)
        if turn >= 0 and turn not in marks and kinds[number] == _WORDS:
            start = here.time if here and here.time is not None else time
            marks[turn] = TurnMark(label, sections[number], start, None, lines[number].number)
            time = None
    return marks


def _cut_line(text: str, line: Passage, label: Label | None, inline: re.Pattern[str]) -> Iterator[Passage]:
    if line.turn < 0:
        yield line
        return
    start = line.start
    if label:
        start = line.start + label.end
        yield Passage(line.start, start, "speaker label")
    for match in inline.finditer(text, start, line.end):
        yield Passage(start, match.start(), SPEECH, line.turn)
        yield Passage(match.start(), match.end(), match.lastgroup or "markup")
        start = match.end()
    yield Passage(start, line.end, SPEECH, line.turn)
