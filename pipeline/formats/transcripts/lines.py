"""Lines to passages: the one walk through a transcript that text, Markdown and Word files share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.methods.text.labels import CLOCK, KnownLabels, Label, comparable, parse_time
from pipeline.methods.text.legends import find_legend
from pipeline.methods.text.passages import SPEECH, Line, Passage, Transcript, TurnMark, trim_turns
from pipeline.methods.text.speakers import find_labels, split_lines_at_labels
from pipeline.methods.text.words import squeeze

BEFORE = "before the first speaker"
ORPHANED = "below a heading, before a speaker"
_WORDS = "words"
_HEADING = "heading"
_TIMESTAMP = "timestamp"
_RARE = 0.1
_TIME_ALONE = re.compile(rf"\s*[\[(#]?{CLOCK}(?:-\d)?[\])#]?\s*")
_QUESTION_LINE = re.compile(r"\W*(?:question|q)\s*\.?\s*\d+\s*(?:[.:)\u2013-].*)?", re.IGNORECASE)
_QUESTION_LEVEL = 6
INLINE_TIMES = rf"(?P<{_TIMESTAMP}>[\[(]{CLOCK}[\])] ?|#{CLOCK}(?:-\d)?# ?|^\s*\d{{1,2}}:\d{{2}}:\d{{2}}[ \t]+)"


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text`, whose line ends are all LF."""
    lines: list[Line] = []
    start = 0
    for number, written in enumerate(text.split("\n"), start=1):
        lines.append(Line(start, written, number))
        start += len(written) + 1
    return lines


@dataclass(frozen=True, slots=True)
class _Reading:
    """The lines of a file, cut where somebody else begins; for each its kind and label; and what was noticed."""

    lines: Sequence[Line]
    kinds: Sequence[str]
    found: Sequence[Label | None]
    legend: Mapping[str, str]
    doubtful: Sequence[int]


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
    read = _read_lines(lines, labels)
    lines, kinds, found = read.lines, read.kinds, read.found
    has_speakers = any(found)
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
        marks=_mark_turns(read, turns, _list_sections(lines, kinds)),
        legend=read.legend,
        has_speakers=has_speakers,
        doubtful=tuple(dict.fromkeys(lines[number].number for number in read.doubtful)),
        orphaned=tuple(line.number for line, fate in zip(lines, fates, strict=True) if fate == ORPHANED),
        notation=describe_notation(found),
    )


def describe_notation(found: Sequence[Label | None]) -> str:
    """Return how a file writes its labels, the usual way first, without ways of less than a tenth of the labels."""
    counts = Counter(label.notation for label in found if label)
    return "; ".join(notation for notation, n in counts.most_common() if n >= _RARE * counts.total())


def _find_fates(kinds: Sequence[str], turns: Sequence[int]) -> list[str]:
    """Return the fate of each line: speech if it is in a turn, as blank lines inside one are, or else why not."""
    first = next((number for number, turn in enumerate(turns) if turn >= 0), len(turns))
    skipped = [BEFORE if number < first else ORPHANED for number in range(len(turns))]
    return [
        SPEECH if turn >= 0 else (skipped[number] if kind == _WORDS else kind)
        for number, (kind, turn) in enumerate(zip(kinds, turns, strict=True))
    ]


def _read_lines(lines: Sequence[Line], labels: KnownLabels | None) -> _Reading:
    kinds = [line.fate or _kind(line) for line in lines]
    if labels is None:
        return _Reading(lines, kinds, [None] * len(lines), {}, [])
    explained = {} if labels.pattern else find_legend(_blank(lines, kinds, _WORDS))
    above = {number - 1 for number in explained if number and lines[number - 1].text.rstrip().endswith(":")}
    kinds = ["legend" if number in {*explained, *above} else kind for number, kind in enumerate(kinds)]
    legend = dict(explained.values())
    names = frozenset(map(comparable, legend.values()))
    labels = replace(labels, unmarked=labels.unmarked | frozenset(legend), explained=names)
    found, doubtful = find_labels(_blank(lines, kinds, _WORDS, _HEADING), labels)
    if not labels.pattern and len(cut := split_lines_at_labels(_blank(lines, kinds, _WORDS), found)) > len(lines):
        whole = {line.start: (line, kind) for line, kind in zip(lines, kinds, strict=True)}
        kinds = [whole[line.start][1] if line.start in whole else _WORDS for line in cut]
        lines = [line if kind == _WORDS else whole[line.start][0] for line, kind in zip(cut, kinds, strict=True)]
        found, doubtful = find_labels(_blank(lines, kinds, _WORDS, _HEADING), labels)
    if any(found):
        kinds = [_kind_beside_labels(*of_line) for of_line in zip(lines, kinds, found, strict=True)]
    return _Reading(lines, kinds, found, legend, doubtful)


def _blank(lines: Sequence[Line], kinds: Sequence[str], *kept: str) -> list[Line]:
    """Return `lines` with nothing written on those that are of no `kept` kind."""
    return [
        line if kind in kept else replace(line, text="", level=0, bold=0)
        for line, kind in zip(lines, kinds, strict=True)
    ]


def _kind_beside_labels(line: Line, kind: str, label: Label | None) -> str:
    if label:
        return _WORDS
    return _HEADING if kind == _WORDS and _QUESTION_LINE.fullmatch(line.text) else kind


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


def _mark_turns(read: _Reading, turns: Sequence[int], sections: Sequence[str]) -> dict[int, TurnMark]:
    marks: dict[int, TurnMark] = {}
    time: float | None = None
    waiting = -1
    for number, (line, kind, label) in enumerate(zip(read.lines, read.kinds, read.found, strict=True)):
        turn = turns[number]
        if kind == _TIMESTAMP:
            time = parse_time(line.text)
            if waiting >= 0 and marks[waiting].start_time is None:
                marks[waiting], time = replace(marks[waiting], start_time=time), None
        if turn >= 0 and turn not in marks and kind == _WORDS:
            start = label.time if label and label.time is not None else time
            marks[turn] = TurnMark(label.text if label else "", sections[number], start, None, line.number)
            time = None
        if kind == _WORDS:
            waiting = turn if label and label.end >= len(line.text.rstrip()) else -1
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
