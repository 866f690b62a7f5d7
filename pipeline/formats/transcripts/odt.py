"""OpenDocument texts (ODT): paragraphs, headings, bold beginnings and tables; what else there is, is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from pipeline.errors import SourceError
from pipeline.formats.encodings import DAMAGED
from pipeline.formats.transcripts.paragraphs import Document, Paragraph, Table, flatten_blocks
from pipeline.formats.zipped import Element, damaged, find_part, parse_xml, read_parts
from pipeline.methods.text.passages import Fates

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE = (
    f"{{{_NAMES.format(part)}}}" for part in ("office", "text", "table", "drawing", "style")
)
_WEIGHT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}font-weight"
_BOLD = {"bold", "600", "700", "800", "900"}
_BESIDE = {
    f"{_TEXT}tracked-changes": "deleted text",
    f"{_TEXT}note": "footnote",
    f"{_OFFICE}annotation": "comment",
    f"{_DRAW}text-box": "text box",
    f"{_STYLE}header": "header or footer",
    f"{_STYLE}footer": "header or footer",
}
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_MOST_SPACES = 1000
_SPACES = re.compile(r"[ \t\r\n]+")
_ROW, _CELL = f"{_TABLE}table-row", f"{_TABLE}table-cell"
_GROUPS = {f"{_TABLE}{group}" for group in ("table-rows", "table-header-rows", "table-row-group")}
_LEAVES = {f"{_TEXT}sequence-decls", f"{_TEXT}variable-decls", f"{_OFFICE}forms"}


def read_odt(data: bytes, name: str) -> Document:
    """Return an OpenDocument text as it reads with all tracked changes accepted.

    Deletions, notes, comments, text boxes, headers and footers are counted beside the paragraphs.

    Args:
        data: the file's bytes.
        name: what messages call the file.

    Raises:
        SourceError: the document is damaged, locked, or of a size or kind that no word processor writes.
    """
    parts = read_parts(data, name, r"content\.xml|styles\.xml|META-INF/manifest\.xml")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise SourceError(f"'{name}' has a password", where=name, fix="save it without a password")
    root = parse_xml(find_part(parts, "content.xml", name), name)
    roots = [root, *(parse_xml(parts[part], name) for part in parts if part == "styles.xml")]
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise damaged(name)
    try:
        bold = {style for tree in roots for style in _list_bold(tree)}
        blocks = tuple(_walk(body, bold))
        beside = _count_beside(roots)
    except DAMAGED:
        raise damaged(name) from None
    return Document(blocks, beside, "OpenDocument text")


def _list_bold(tree: Element) -> Iterator[str]:
    for style in tree.iter(f"{_STYLE}style"):
        properties = style.find(f"{_STYLE}text-properties")
        if properties is not None and properties.get(_WEIGHT) in _BOLD:
            yield style.get(f"{_STYLE}name") or ""


def _walk(block: Element, bold: Collection[str]) -> Iterator[Paragraph | Table]:
    for child in block:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield _read_paragraph(child, bold)
        elif child.tag == f"{_TABLE}table":
            yield Table(tuple(_read_row(row, bold) for row in _rows(child)))
        elif child.tag not in _BESIDE and child.tag not in _LEAVES:
            yield from _walk(child, bold)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == _ROW:
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _read_row(row: Element, bold: Collection[str]) -> tuple[tuple[Paragraph, ...], ...]:
    cells = [_walk(cell, bold) for cell in row if cell.tag == _CELL]
    return tuple(tuple(flatten_blocks(cell)) for cell in cells)


def _read_paragraph(paragraph: Element, bold: Collection[str]) -> Paragraph:
    is_bold = paragraph.get(f"{_TEXT}style-name") in bold
    written = list(_pieces(paragraph, bold, is_bold=is_bold))
    text = "".join(part for part, _ in written)
    begun = 0
    for part, is_heavy in written:
        if part.strip() and not is_heavy:
            break
        begun += len(part)
    level = _level(paragraph) if text.strip() else 0
    return Paragraph(text, level, begun if any(heavy for _, heavy in written) else 0)


def _level(paragraph: Element) -> int:
    if paragraph.tag == f"{_TEXT}p":
        return int(paragraph.get(f"{_TEXT}style-name") == "Title")
    written = paragraph.get(f"{_TEXT}outline-level") or "1"
    return min(int(written), 6) if written.isdecimal() else 1


def _pieces(element: Element, bold: Collection[str], *, is_bold: bool) -> Iterator[tuple[str, bool]]:
    yield _SPACES.sub(" ", element.text or ""), is_bold
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c") or "1"
            yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1), is_bold
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag], is_bold
        elif child.tag not in _BESIDE:
            style = child.get(f"{_TEXT}style-name")
            yield from _pieces(child, bold, is_bold=style in bold or is_bold)
        yield _SPACES.sub(" ", child.tail or ""), is_bold


def _count_beside(roots: list[Element]) -> Fates:
    """Count the text that is in the file but not in its paragraphs, each stretch by the outermost that holds it."""
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for root in roots:
        for element in root.iter(*_BESIDE):
            if any(parent.tag in _BESIDE for parent in element.iterancestors()):
                continue
            texts = [
                text for paragraph in element.iter(f"{_TEXT}p", f"{_TEXT}h") for text in paragraph.itertext() if text
            ]
            characters[_BESIDE[element.tag]] += sum(map(len, texts))
            places[_BESIDE[element.tag]] += len(texts)
    return {fate: (characters[fate], places[fate]) for fate in characters if characters[fate]}
