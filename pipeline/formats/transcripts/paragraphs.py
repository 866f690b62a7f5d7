"""Documents of paragraphs (Word, OpenDocument, RTF, PDF, web pages): from what their readers give to transcripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.errors import Problem
from pipeline.formats.encodings import normalise
from pipeline.formats.transcripts.lines import parse_lines
from pipeline.methods.text.labels import CLOCK, KnownLabels
from pipeline.methods.text.passages import MARKUP, Fates, Line, Transcript, add_fates, count_fates

_BREAK = "\n\n"
_TIME = re.compile(rf"[\[(#]?{CLOCK}(?:-\d)?[\])#]?")
_HEADERS = re.compile(
    r"(?:line|no|nr|number|#|turn|speaker|name|who|participant|person|role|time|start|end|begin|time ?(?:stamp|code)"
    r"|in|out|text|words|transcript|transcription|utterance|speech|content|what was said|comments?|notes?)\.?"
    r"(?: (?:time|no|name))?",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:[-_*=~\u2013\u2014]\s*){3,}")
_NUMBER = re.compile(r"\s*(?P<number>\d{1,5})(?=\s)\s?|\s*(?P<alone>\d{1,5})$")
_FEWEST_NUMBERS = 5
_FEWEST_ROWS = 3
_MOST = 0.6
_IN_ORDER = 0.8
_GAP = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or table row: its words, its heading level (0: none), and the length of its bold beginning.

    `fate` is why it is no speech where the format says so; `number` what a reader calls its place (0: its number in
    the document).
    """

    text: str
    level: int = 0
    bold: int = 0
    fate: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document: rows of cells of paragraphs."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its paragraphs and tables, the characters beside them by fate, and what it was recognised as.

    `length` is that of the file's text, where the file is text: what is in no fate is its format.
    """

    blocks: tuple[Paragraph | Table, ...]
    beside: Fates
    recognised: str
    notices: tuple[Problem, ...] = ()
    length: int = 0


def parse_document(document: Document, labels: KnownLabels | None) -> tuple[Transcript, Fates]:
    """Return the transcript in a document, and what became of every character of it.

    The text has a blank line between paragraphs. Rows of tables are lines, their cells parted by tabs, a time first;
    a row that names the columns is skipped, as is a line of dashes; numbers that run along the lines are left out.

    Args:
        document: what a reader found.
        labels: what is known of the speakers; None for a text nobody speaks in.
    """
    composed, in_tables = compose_blocks(document.blocks)
    bare, numbers = take_out_line_numbers(composed)
    clean, unseen = _normalise_paragraphs(bare)
    transcript = parse_paragraphs(clean, labels)
    fates = add_fates([count_fates(transcript), document.beside, in_tables, numbers, unseen])
    n_format = document.length - sum(n for n, _ in fates.values())
    return transcript, {**fates, **({"format": (n_format, 1)} if n_format > 0 else {})}


def parse_paragraphs(paragraphs: Sequence[Paragraph], labels: KnownLabels | None) -> Transcript:
    """Return the transcript that paragraphs hold; its text has a blank line between paragraphs.

    Args:
        paragraphs: the document's paragraphs and table rows, in order.
        labels: what is known of the speakers; None for a text nobody speaks in.
    """
    text = _BREAK.join(paragraph.text for paragraph in paragraphs)
    return parse_lines(text, list(_list_lines(paragraphs)), labels=labels)


def _list_lines(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    start = 0
    for count, paragraph in enumerate(paragraphs, start=1):
        number = paragraph.number or count
        if count > 1:
            yield Line(start - 1, "", number)
        for part, written in enumerate(paragraph.text.split("\n")):
            bold = 0 if part else _bold_of_label(written, paragraph.bold)
            yield Line(start, written, number, paragraph.level, bold, paragraph.fate)
            start += len(written) + 1
        start += 1


def _bold_of_label(line: str, bold: int) -> int:
    """Return the length of a line's bold beginning, or 0 if only a time follows: that is a notation of its own."""
    return 0 if _TIME.fullmatch(line[bold:].strip()) else min(bold, len(line))


def _normalise_paragraphs(paragraphs: Iterable[Paragraph]) -> tuple[list[Paragraph], Fates]:
    clean: list[Paragraph] = []
    fates: list[Fates] = []
    for paragraph in paragraphs:
        found = normalise(paragraph.text, "")
        bold = len(normalise(paragraph.text[: paragraph.bold], "").text)
        fate = MARKUP if _RULE.fullmatch(found.text) else paragraph.fate
        clean.append(replace(paragraph, text=found.text, bold=min(bold, len(found.text)), fate=fate))
        fates.append(found.fates)
    return clean, add_fates(fates)


def flatten_blocks(blocks: Iterable[Paragraph | Table]) -> Iterator[Paragraph]:
    """Yield the paragraphs of `blocks`, those in tables too, in order: what a cell holds, whatever stands in it."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (paragraph for row in block.rows for cell in row for paragraph in cell)
        else:
            yield block


def compose_blocks(blocks: Iterable[Paragraph | Table]) -> tuple[list[Paragraph], Fates]:
    """Return paragraphs, with each row of a table as one, and the characters that tables cost, by fate."""
    paragraphs: list[Paragraph] = []
    fates: list[Fates] = []
    for block in blocks:
        if isinstance(block, Table):
            rows, lost = _compose_table(block)
            paragraphs += rows
            fates.append(lost)
        else:
            paragraphs.append(block)
    return paragraphs, add_fates(fates)


def _compose_table(table: Table) -> tuple[list[Paragraph], Fates]:
    rows = [[[p for p in cell if p.text.strip()] for cell in row] for row in table.rows]
    heads = [_is_header(row) for row in rows[:1]]
    n_head = sum(heads)
    numbers = [_cell_text(row[0]).strip() for row in rows[n_head:] if row]
    lost: Fates = {}
    if _is_count(numbers):
        lost = {"line number": (sum(map(len, numbers)), len(numbers))}
        rows = [*rows[:n_head], *(row[1:] for row in rows[n_head:])]
    return [_compose_row(row, "table header" if place < n_head else "") for place, row in enumerate(rows)], lost


def _is_header(row: Sequence[Sequence[Paragraph]]) -> bool:
    cells = [_cell_text(cell).strip(" :") for cell in row if cell]
    return len(cells) > 1 and all(_HEADERS.fullmatch(cell) for cell in cells)


def _is_count(numbers: Sequence[str]) -> bool:
    """Tell whether a column is nothing but the numbers of the rows."""
    if len(numbers) < _FEWEST_ROWS or not all(number.isdecimal() for number in numbers):
        return False
    values = [int(number) for number in numbers]
    return all(later == earlier + 1 for earlier, later in pairwise(values))


def _compose_row(cells: Sequence[Sequence[Paragraph]], fate: str) -> Paragraph:
    filled = [cell for cell in cells if cell]
    texts = [_cell_text(cell) for cell in filled]
    in_order = sorted(texts, key=lambda text: _TIME.fullmatch(text.strip()) is None)
    bold = filled[0][0].bold if filled and in_order == texts else 0
    return Paragraph("\t".join(in_order), 0, bold, fate)


def _cell_text(cell: Sequence[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in cell)


def take_out_line_numbers(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], Fates]:
    """Return `paragraphs` without the numbers that run along their beginnings, and those numbers' characters.

    Numbers are those of lines where at least five rise by the same step, 1, 5 or another, almost without exception,
    starting anew now and then, and where, if they rise by 1, most of the paragraphs that hold text begin with one.
    """
    matches = [None if p.level or p.fate else _NUMBER.match(p.text) for p in paragraphs]
    values = [int(match["number"] or match["alone"]) for match in matches if match]
    step = _find_step(values)
    n_written = sum(bool(p.text.strip()) for p in paragraphs)
    if not step or (step == 1 and len(values) < _MOST * n_written):
        return list(paragraphs), {}
    is_number = _follow(values, step)
    ends = [match.end() if match and next(is_number) else 0 for match in matches]
    return [_without(p, end) for p, end in zip(paragraphs, ends, strict=True)], {
        "line number": (sum(ends), sum(map(bool, ends)))
    }


def _follow(values: Sequence[int], step: int) -> Iterator[bool]:
    """Yield for each value whether it carries on the count, so that "3 people came" keeps its 3."""
    last = values[0] - step
    for value in values:
        rise = value - last
        fits = value == values[0] or (0 < rise <= _GAP * step and rise % step == 0)
        last = value if fits else last
        yield fits


def _without(paragraph: Paragraph, end: int) -> Paragraph:
    return replace(paragraph, text=paragraph.text[end:], bold=max(0, paragraph.bold - end)) if end else paragraph


def _find_step(values: Sequence[int]) -> int:
    """Return by how much numbers rise from one to the next, almost all of them alike, or 0."""
    steps = [later - earlier for earlier, later in pairwise(values)]
    rising = [step for step in steps if step > 0]
    step = max(set(rising), key=lambda step: (rising.count(step), -step), default=0)
    restarts = sum(later == values[0] for later in values[1:])
    enough = len(values) >= _FEWEST_NUMBERS and rising.count(step) + restarts >= _IN_ORDER * len(steps)
    return step if enough else 0
