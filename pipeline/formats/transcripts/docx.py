"""Word documents: paragraphs, with their headings and bold beginnings, and tables; what else there is, is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from pipeline.errors import SourceError
from pipeline.formats.encodings import DAMAGED
from pipeline.formats.transcripts.paragraphs import Document, Paragraph, Table, flatten_blocks
from pipeline.formats.zipped import Element, damaged, parse_xml, read_parts
from pipeline.methods.text.passages import Fates

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "\u00ad",
}
_WRAPPERS = {f"{_W}{name}" for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml")}
_INSIDE = _WRAPPERS | {f"{_W}{name}" for name in ("hyperlink", "fldSimple", "dir", "bdo")}
_REMOVED = {f"{_W}del", f"{_W}moveFrom"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"heading ([1-6])")
_OTHER_PARTS = (
    (r"word/(?:header|footer)\d*\.xml", "header or footer"),
    (r"word/(?:foot|end)notes\.xml", "footnote"),
    (r"word/comments\.xml", "comment"),
)
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the document's styles mean: the heading level of each paragraph style, and which styles are bold."""

    levels: Mapping[str, int]
    bold: Mapping[str, bool]


def read_docx(data: bytes, name: str) -> Document:
    """Return a Word document as it reads with all tracked changes accepted.

    Paragraphs in content controls are paragraphs like others. Deletions, text boxes, headers, footers, notes, comments
    and hidden text are counted beside them.

    Args:
        data: the file's bytes.
        name: what messages call the file.

    Raises:
        SourceError: the document is damaged, or of a size or kind that no word processor writes.
    """
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    parts = read_parts(data, name, r".*\.(?:xml|rels)")
    try:
        document = docx.Document(BytesIO(data))
        body = document.element.body
        styles = _read_styles(document.styles.element)
        blocks = tuple(_walk(body, styles))
        beside = _count_beside(body, parts, name)
    except SourceError:
        raise
    except (*DAMAGED, PythonDocxError, OpcError):
        raise damaged(name) from None
    return Document(blocks, beside, "Word document")


def _read_styles(styles: Element) -> _Styles:
    levels: dict[str, int] = {}
    bold: dict[str, bool] = {}
    for style in styles.iter(f"{_W}style"):
        style_id = style.get(f"{_W}styleId") or ""
        called = style.find(f"{_W}name")
        levels[style_id] = _level("" if called is None else called.get(f"{_W}val") or "")
        sign = style.find(f"{_W}rPr/{_W}b")
        bold[style_id] = sign is not None and sign.get(f"{_W}val") not in _OFF
    return _Styles(levels, bold)


def _level(style: str) -> int:
    match = _HEADING.match(style.casefold())
    return int(match[1]) if match else int(style.casefold() == "title")


def _walk(block: Element, styles: _Styles) -> Iterator[Paragraph | Table]:
    for child in block:
        if child.tag == f"{_W}p":
            yield _read_paragraph(child, styles)
        elif child.tag == f"{_W}tbl":
            yield Table(tuple(_read_row(row, styles) for row in _inside(child, "tr") if not _is_deleted(row)))
        elif child.tag in _WRAPPERS:
            yield from _walk(child, styles)


def _read_row(row: Element, styles: _Styles) -> tuple[tuple[Paragraph, ...], ...]:
    return tuple(tuple(flatten_blocks(_walk(cell, styles))) for cell in _inside(row, "tc"))


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{_W}{wanted}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, wanted)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None


def _read_paragraph(paragraph: Element, styles: _Styles) -> Paragraph:
    style = _style_of(paragraph, "pPr", "pStyle")
    written = [(read_run(run), _is_bold(run, style, styles)) for run in find_runs(paragraph)]
    text = "".join(part for part, _ in written)
    bold = 0
    for part, is_bold in written:
        if part.strip() and not is_bold:
            break
        bold += len(part)
    level = styles.levels.get(style, 0) if text.strip() else 0
    return Paragraph(text, level, bold if any(b for _, b in written) else 0)


def _style_of(element: Element, properties: str, kind: str) -> str:
    style = element.find(f"{_W}{properties}/{_W}{kind}")
    return "" if style is None else style.get(f"{_W}val") or ""


def find_runs(element: Element) -> Iterator[Element]:
    """Return the runs of a paragraph that are shown when all tracked changes are accepted."""
    for child in element:
        if child.tag == f"{_W}r":
            if not _is_hidden(child):
                yield child
        elif child.tag in _INSIDE:
            yield from find_runs(child)


def _is_hidden(run: Element) -> bool:
    sign = run.find(f"{_W}rPr/{_W}vanish")
    return sign is not None and sign.get(f"{_W}val") not in _OFF


def read_run(run: Element) -> str:
    """Return the text of a run, its tabs and breaks as characters."""
    return "".join(_written(child) if child.tag == f"{_W}t" else _TEXTS.get(child.tag, "") for child in run)


def _written(element: Element) -> str:
    """Return the text of a `w:t`; a line end in it is white space of the XML, not a break."""
    return re.sub(r"[\r\n\t]+", " ", element.text or "")


def _is_bold(run: Element, paragraph_style: str, styles: _Styles) -> bool:
    sign = run.find(f"{_W}rPr/{_W}b")
    if sign is not None:
        return sign.get(f"{_W}val") not in _OFF
    style = _style_of(run, "rPr", "rStyle")
    return style == "Strong" or styles.bold.get(style, styles.bold.get(paragraph_style, False))


def _count_beside(body: Element, parts: Mapping[str, bytes], name: str) -> Fates:
    """Count the text that is in the file but not in its paragraphs: deletions, boxes, notes, headers, comments."""
    found = [("deleted text", element.text) for element in body.iter(f"{_W}delText")]
    found += [("deleted text", text) for row in body.iter(f"{_W}tr") if _is_deleted(row) for text in _texts(row)]
    found += [("deleted text", text) for moved in body.iter(f"{_W}moveFrom") for text in _texts(moved)]
    found += [("hidden text", text) for run in body.iter(f"{_W}r") if _is_hidden(run) for text in _texts(run)]
    found += [
        ("text box", text) for box in body.iter(f"{_W}txbxContent") if not _is_fallback(box) for text in _texts(box)
    ]
    for pattern, fate in _OTHER_PARTS:
        inside = [parse_xml(part, name) for path, part in parts.items() if re.fullmatch(pattern, path)]
        found += [(fate, text) for root in inside for text in _texts(root)]
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for fate, text in found:
        characters[fate] += len(text or "")
        places[fate] += 1
    return {fate: (characters[fate], places[fate]) for fate in characters if characters[fate]}


def _texts(element: Element) -> list[str]:
    return [found.text or "" for found in element.iter(f"{_W}t")]


def _is_fallback(box: Element) -> bool:
    return any(parent.tag == _FALLBACK for parent in box.iterancestors())
