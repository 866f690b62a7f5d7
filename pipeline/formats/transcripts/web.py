"""Web pages (HTML), also those that Word, Google Docs, Otter or Trint save: what a reader of the page sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import SourceError
from pipeline.formats.encodings import DAMAGED
from pipeline.formats.transcripts.paragraphs import Document, Paragraph, Table, flatten_blocks
from pipeline.formats.zipped import MOST_TEXT, Element, damaged
from pipeline.methods.text.passages import Fates

HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_BESIDE = {
    "head": "page head",
    "script": "script or style",
    "style": "script or style",
    "noscript": "script or style",
    "template": "script or style",
    "select": "form field",
    "textarea": "form field",
    "button": "form field",
    "nav": "page navigation",
    "del": "deleted text",
    "svg": "script or style",
    "iframe": "script or style",
}
_BLOCKS = frozenset((
    *("html", "body", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main", "header", "footer"),
    *("aside", "blockquote", "pre", "address", "figure", "figcaption", "form", "fieldset", "details", "summary", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "center"),
))  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_BOLD = frozenset(("b", "strong"))
_WEIGHT = re.compile(r"font-weight\s*:\s*(?P<weight>bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MAKERS = (
    ("Word", "urn:schemas-microsoft-com:office:word"),
    ("Google Docs", "docs-internal-guid"),
    ("Otter", "otter.ai"),
    ("Trint", "trint"),
)
_LIGHT = {"normal", "100", "200", "300", "400", "500"}
_HEAD_LENGTH = 5_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text inside a block of a heading's `level` (0: none), or, where `text` is empty, a block's edge."""

    text: str
    level: int = 0
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds for the text of an element: the level of its heading, whether it is bold, whether its lines count."""

    level: int = 0
    is_bold: bool = False
    is_pre: bool = False


def read_html(text: str, name: str) -> Document:
    """Return the paragraphs, headings and tables of a web page; what a reader of the page does not see is counted.

    Args:
        text: the page.
        name: what messages call the file.

    Raises:
        SourceError: the page holds no text, is damaged, or of a size that no transcript has.
    """
    from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue] - lxml publishes no types

    if len(text) > MOST_TEXT or _ENTITY.search(text):
        raise damaged(name)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text[_find_start(text) :].encode("utf-8", "replace"), parser=parser)
        blocks = tuple(_walk(root))
        beside = _count_beside(root)
    except (*DAMAGED, etree.LxmlError):
        raise damaged(name) from None
    if not any(p.text.strip() for p in flatten_blocks(blocks)):
        raise SourceError(f"'{name}' is a web page without text", where=name, fix="save the page with its text")
    maker = next((who for who, sign in _MAKERS if sign in text[:_HEAD_LENGTH].casefold()), "")
    recognised = f"web page (HTML) from {maker}" if maker else "web page (HTML)"
    return Document(blocks, beside, recognised, length=len(text))


def _find_start(text: str) -> int:
    """Return where the page begins behind an XML declaration, which may name an encoding that is no longer true."""
    declaration = _DECLARATION.match(text)
    return declaration.end() if declaration else 0


def _walk(element: Element) -> Iterator[Paragraph | Table]:
    """Yield the paragraphs and tables of an element, in the order of the page."""
    gathered: list[_Piece] = []
    for piece in (*_list_pieces(element, _Place()), _Piece("")):
        if isinstance(piece, _Piece) and piece.text:
            gathered.append(piece)
            continue
        paragraph = _compose(gathered)
        if paragraph.text:
            yield paragraph
        gathered = []
        if isinstance(piece, Table):
            yield piece


def _list_pieces(element: Element, place: _Place) -> Iterator[_Piece | Table]:
    yield from _text(element.text, place)
    for child in element:
        if child.tag == "br":
            yield _Piece("\n", place.level, place.is_bold)
        elif child.tag == "table":
            yield Table(tuple(_read_row(row) for row in child.iter("tr") if _table_of(row) is child))
        elif child.tag in _BLOCKS:
            yield _Piece("")
            yield from _list_pieces(child, _enter(child, place))
            yield _Piece("")
        elif child.tag not in _BESIDE:
            yield from _list_pieces(child, _enter(child, place))
        yield from _text(child.tail, place)


def _text(written: str | None, place: _Place) -> Iterator[_Piece]:
    text = (written or "") if place.is_pre else _SPACES.sub(" ", written or "")
    if text:
        yield _Piece(text, place.level, place.is_bold)


def _enter(element: Element, place: _Place) -> _Place:
    heading = _HEADING.fullmatch(element.tag)
    weight = _WEIGHT.search(element.get("style") or "")
    is_bold = place.is_bold or element.tag in _BOLD
    if weight:
        is_bold = weight["weight"].casefold() not in _LIGHT
    return _Place(int(heading[1]) if heading else place.level, is_bold, place.is_pre or element.tag == "pre")


def _compose(pieces: Sequence[_Piece]) -> Paragraph:
    """Return a paragraph without the white space around it and around its breaks."""
    text, bold, is_begun = "", 0, any(piece.is_bold for piece in pieces)
    for piece in pieces:
        added = piece.text.lstrip() if not text or text.endswith(("\n", " ")) else piece.text
        text = text.rstrip(" ") + added if added.startswith("\n") else text + added
        is_begun = is_begun and (piece.is_bold or not piece.text.strip())
        bold = len(text) if is_begun else bold
    level = max((piece.level for piece in pieces), default=0)
    return Paragraph(text.rstrip(), level, min(bold, len(text.rstrip())))


def _read_row(row: Element) -> tuple[tuple[Paragraph, ...], ...]:
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    return tuple(tuple(flatten_blocks(_walk(cell))) for cell in cells)


def _table_of(row: Element) -> Element:
    return next(row.iterancestors("table"), None)


def _count_beside(root: Element) -> Fates:
    """Count the text that a reader of the page does not see, each stretch by the outermost element that holds it."""
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for element in root.iter(*_BESIDE):
        if not any(parent.tag in _BESIDE for parent in element.iterancestors()):
            texts = [text for text in element.itertext() if text.strip()]
            characters[_BESIDE[element.tag]] += sum(map(len, texts))
            places[_BESIDE[element.tag]] += len(texts)
    return {fate: (characters[fate], places[fate]) for fate in characters if characters[fate]}
