"""Word transcripts: paragraphs and table rows become lines; headings and bold labels are kept as such."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pipeline.errors import SourceError
from pipeline.formats.encodings import DAMAGED, find_content
from pipeline.formats.transcripts.lines import parse_lines
from pipeline.methods.text.passages import Fates, Line, Transcript
from pipeline.methods.text.speakers import KnownLabels

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_INSIDE = {f"{_W}{name}" for name in ("hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag", "fldSimple")}
_REMOVED = {f"{_W}del", f"{_W}moveFrom"}
_BLOCKS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"heading ([1-6])")
_OTHER_PARTS = (
    (re.compile(r"word/(?:header|footer)\d*\.xml"), "header or footer"),
    (re.compile(r"word/(?:foot|end)notes\.xml"), "footnote"),
    (re.compile(r"word/comments\.xml"), "comment"),
)
_BREAK = "\n\n"

Element = Any
"""An element of the document's XML tree (lxml publishes no types)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or table row: its words, its heading level (0: none), and the length of its bold beginning."""

    text: str
    level: int = 0
    bold: int = 0


def parse_docx(paragraphs: Sequence[Paragraph], labels: KnownLabels | None) -> Transcript:
    """Return the transcript that a Word document's paragraphs hold; its text has a blank line between paragraphs.

    Args:
        paragraphs: the document's paragraphs and table rows, in order.
        labels: what is known of the speakers; None for a text nobody speaks in.
    """
    text = _BREAK.join(paragraph.text for paragraph in paragraphs)
    return parse_lines(text, list(_list_lines(paragraphs)), labels=labels)


def _list_lines(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    start = 0
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield Line(start - 1, "", number)
        for part, written in enumerate(paragraph.text.split("\n")):
            bold = 0 if part else min(paragraph.bold, len(written))
            yield Line(start, written, number + 1, paragraph.level, bold)
            start += len(written) + 1
        start += 1


def read_paragraphs(data: bytes, name: str) -> tuple[list[Paragraph], Fates]:
    """Return the paragraphs of a Word document, and what it holds beside them, counted by fate.

    Args:
        data: the file's bytes.
        name: what messages call the file.

    Raises:
        SourceError: the file is not a Word document, whatever its name says, or is damaged or empty.
    """
    import docx

    content = find_content(data)
    if content == "nothing" or not zipfile.is_zipfile(BytesIO(data)):
        raise SourceError(
            f"'{name}' is named .docx but is {'empty' if content == 'nothing' else 'not a Word document'}"
            + (f": it is {content}" if content.startswith(("a ", "an ")) else ""),
            where=name,
            fix="open it in the program that made it and save it as a Word document (.docx)",
        )
    try:
        document = docx.Document(BytesIO(data))
        beside = _count_beside(document.element.body, data)
    except DAMAGED:
        raise SourceError(
            f"'{name}' is damaged or not a Word document",
            where=name,
            fix="open it in Word and save it again as .docx",
        ) from None
    levels = {style.style_id: _level(str(style.name)) for style in document.styles}
    return list(_walk(document.element.body, levels)), beside


def _level(style: str) -> int:
    match = _HEADING.match(style.casefold())
    return int(match[1]) if match else int(style.casefold() == "title")


def _walk(block: Element, levels: Mapping[str, int]) -> Iterator[Paragraph]:
    for child in block:
        if child.tag == f"{_W}p":
            yield _read_paragraph(child, levels)
        elif child.tag == f"{_W}tbl":
            yield from (_read_row(row, levels) for row in child.iter(f"{_W}tr"))
        elif child.tag in _BLOCKS:
            yield from _walk(child, levels)


def _read_row(row: Element, levels: Mapping[str, int]) -> Paragraph:
    cells = [[p for p in _walk(cell, levels) if p.text.strip()] for cell in row.iter(f"{_W}tc")]
    filled = [paragraphs for paragraphs in cells if paragraphs]
    text = "\t".join("\n".join(p.text for p in paragraphs) for paragraphs in filled)
    return Paragraph(text, 0, filled[0][0].bold if filled else 0)


def _read_paragraph(paragraph: Element, levels: Mapping[str, int]) -> Paragraph:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(f"{_W}val"), 0) if style is not None else 0
    written = [(_run_text(run), _is_bold(run)) for run in _runs(paragraph)]
    text = "".join(part for part, _ in written)
    bold = 0
    for part, is_bold in written:
        if part.strip() and not is_bold:
            break
        bold += len(part)
    return Paragraph(text, level if text.strip() else 0, bold if any(b for _, b in written) else 0)


def _runs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag in _INSIDE:
            yield from _runs(child)


def _run_text(run: Element) -> str:
    return "".join((child.text or "") if child.tag == f"{_W}t" else _TEXTS.get(child.tag, "") for child in run)


def _is_bold(run: Element) -> bool:
    sign = run.find(f"{_W}rPr/{_W}b")
    style = run.find(f"{_W}rPr/{_W}rStyle")
    if sign is not None:
        return sign.get(f"{_W}val") not in {"0", "false", "off"}
    return style is not None and style.get(f"{_W}val") == "Strong"


def _count_beside(body: Element, data: bytes) -> Fates:
    """Count the text that is in the file but not in its paragraphs: deletions, boxes, notes, headers, comments."""
    from docx.oxml import parse_xml

    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    found = [("deleted text", element.text) for element in body.iter(f"{_W}delText")]
    found += [
        ("text box", text) for box in body.iter(f"{_W}txbxContent") if not _is_fallback(box) for text in _texts(box)
    ]
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for part in sorted(parts.namelist()):
            fates = [fate for pattern, fate in _OTHER_PARTS if pattern.fullmatch(part)]
            found += [(fate, text) for fate in fates for text in _texts(parse_xml(parts.read(part)))]
    for fate, text in found:
        characters[fate] += len(text or "")
        places[fate] += 1
    return {fate: (characters[fate], places[fate]) for fate in characters if characters[fate]}


def _texts(element: Element) -> list[str]:
    return [found.text or "" for found in element.iter(f"{_W}t")]


def _is_fallback(box: Element) -> bool:
    return any(parent.tag == _FALLBACK for parent in box.iterancestors())
