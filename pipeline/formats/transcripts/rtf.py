"""Rich text (RTF): its paragraphs and table rows; bold is lost, notes, headers and deletions are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.formats.encodings import DAMAGED
from pipeline.formats.transcripts.paragraphs import Document, Paragraph
from pipeline.formats.zipped import damaged

_BESIDE = {
    **{f"{part}{pages}": "header or footer" for part in ("header", "footer") for pages in ("", "l", "r", "f")},
    "footnote": "footnote",
    "annotation": "comment",
    "shptxt": "text box",
    "deleted": "deleted text",
}
_KIND = rf"(?:{'|'.join(_BESIDE)})(?![a-z0-9])"
_GROUP = re.compile(rf"\{{(?:\\\*)?(?:\\(?!{_KIND})[a-z]+-?\d*[ \r\n]?)*\\(?P<kind>{_KIND})")
_BRACE = re.compile(r"\\[{}\\]|[{}]")
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")
_BINARY = re.compile(r"\\bin\d+")
# The library writes the address of a link behind its words, and takes long to find it in a damaged file.
_LINK = re.compile(r"HYPERLINK(?=\s)")
_FONTS = re.compile(r"\{\\fonttbl")
_FONT = re.compile(r"\\f\d")
_MOST_FONTS = 1_000
_LONGEST_FONTS = 100_000
_COLUMNS = re.compile(r"[ \t]*\t\s*$")


def read_rtf(data: bytes, name: str) -> Document:
    """Return an RTF document; the cells of a table's row are parted by tabs.

    Headers, footers, notes, comments, text boxes and tracked deletions are counted; the rest of the file is format.

    Args:
        data: the file's bytes.
        name: what messages call the file.

    Raises:
        SourceError: the document is damaged.
    """
    raw = _without_odd_fonts(_LINK.sub("LINK", _decode(data)))
    groups = list(_find_groups(raw))
    kept, start = "", 0
    for _, first, last in groups:
        kept, start = kept + raw[start:first] + "{}", last
    try:
        text = _read_text(kept + raw[start:])
        inside = [(fate, _read_text(raw[first:last], alone=True)) for fate, first, last in groups]
    except (*DAMAGED, OverflowError):
        raise damaged(name) from None
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for fate, found in inside:
        characters[fate] += len(found.strip())
        places[fate] += 1
    beside = {fate: (characters[fate], places[fate]) for fate in characters if characters[fate]}
    paragraphs = tuple(Paragraph(_COLUMNS.sub("", line)) for line in text.rstrip("\n").split("\n"))
    return Document(paragraphs, beside, "RTF document", length=len(raw))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _without_odd_fonts(raw: str) -> str:
    """Return `raw` without a table of more fonts than any document has, which the library would be at for minutes."""
    match = _FONTS.search(raw)
    end = _find_end(raw, match.end()) if match else 0
    start = match.start() if match else 0
    is_odd = end - start > _LONGEST_FONTS or len(_FONT.findall(raw, start, end)) > _MOST_FONTS
    return raw[:start] + raw[end:] if is_odd else raw


def _read_text(rtf: str, *, alone: bool = False) -> str:
    from striprtf.striprtf import rtf_to_text

    bare = _CELL.sub(r"\\tab", _BINARY.sub("", rtf))
    if alone:
        bare = "{\\rtf1 " + re.sub(_GROUP, "{", bare, count=1)
    return rtf_to_text(bare, errors="replace").replace("\r", "")


def _find_groups(raw: str) -> Iterator[tuple[str, int, int]]:
    """Yield what each group beside the text is, and where it begins and ends."""
    position = 0
    while match := _GROUP.search(raw, position):
        position = _find_end(raw, match.end())
        yield _BESIDE[match["kind"]], match.start(), position


def _find_end(raw: str, start: int) -> int:
    """Return where the group that `start` is in ends, or the end of the file where it never does."""
    depth = 1
    for brace in _BRACE.finditer(raw, start):
        depth += {"{": 1, "}": -1}.get(brace.group(), 0)
        if depth == 0:
            return brace.end()
    return len(raw)
