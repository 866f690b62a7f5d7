"""The headers by which the tables of other tools are known: which column holds the words, the document, the code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.methods.coding.codebook import name_key

# By use, the likeliest first: names in plain tables, then those of the exports of Taguette (content, tag), MAXQDA
# (segment, document name), Dedoose (excerpt copy, media title, codes applied combined), NVivo (coded text), ATLAS.ti
# (quotation content), QualCoder (seltext, codename, pos0) and of tables of Word's comments (scope).
KNOWN: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "quote", "quotation", "coded words", "words", "excerpt", "passage", "coded text", "selected text"),
        *("content", "segment", "coded segment", "coded segments", "excerpt copy", "quotation content"),
        *("seltext", "coded", "highlight", "snippet", "scope", "quotation text", "reference text"),
    ),
    "document": (
        *("document", "source", "transcript", "source id", "source_id", "interview", "file", "filename", "file name"),
        *("document name", "document title", "media title", "source name", "file/case", "case", "resource title"),
    ),
    "code": (
        *("code", "codes", "tag", "tags", "theme", "themes", "label", "labels", "node", "nodes", "code name"),
        *("codename", "code_name", "codes applied combined", "codes applied", "code system", "comment", "comment text"),
    ),
    "coder": (
        *("coder", "coder name", "coder id", "coder_id", "coded by", "rater", "annotator", "researcher", "initials"),
        *("excerpt creator", "created by", "owner", "author", "user", "coded by initials"),
    ),
    "start": ("start", "start_char", "start offset", "start_offset", "pos0", "beginning", "begin", "excerpt range"),
    "end": ("end", "end_char", "end offset", "end_offset", "pos1", "excerpt range"),
}
NAMED = tuple(use for use in KNOWN if use != "code")
"""The uses of which the settings name one column each."""
_SPREAD = re.compile(r"(?:codes?|tags?|themes?|labels?) ?[_#.]? ?\d{1,2}")
_MARKED = re.compile(r"code: (?P<code>.+) applied")


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The headers that the settings name by use (text, document, coder, start, end) and for codes; the separator."""

    named: Mapping[str, str] = field(default_factory=dict[str, str])
    codes: tuple[str, ...] = ()
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in use, by position: one for each use, those with names of codes, those with marks of one code."""

    own: Mapping[str, int]
    codes: tuple[int, ...]
    marked: Mapping[int, str]

    @property
    def is_whole(self) -> bool:
        """Whether there are words and codes, without which a table holds no codings."""
        return "text" in self.own and bool(self.codes or self.marked)


def find_columns(header: Sequence[str], layout: RowLayout) -> Columns:
    """Return the columns of a table with this header; what the settings name counts for more than what is known."""
    keys = [name_key(cell) for cell in header]
    wanted = {use: (name_key(layout.named[use]),) if layout.named.get(use) else KNOWN[use] for use in KNOWN}
    own = {use: keys.index(name) for use, names in wanted.items() for name in reversed(names) if name in keys}
    code = own.pop("code", None)
    if layout.codes:
        codes = [keys.index(name) for name in map(name_key, layout.codes) if name in keys]
        return Columns(own, tuple(codes), {})
    taken = set(own.values())
    spread = [at for at, key in enumerate(keys) if _SPREAD.fullmatch(key) and at not in taken]
    codes = spread if code is None else [code, *spread]
    marked = {at: match["code"] for at, key in enumerate(keys) if (match := _MARKED.fullmatch(key))}
    return Columns(own, tuple(codes), {} if codes else marked)


def find_missing(header: Sequence[str], layout: RowLayout) -> list[str]:
    """Return the headers that the settings name and that are not there."""
    keys = {name_key(cell) for cell in header}
    return [name for name in (*layout.named.values(), *layout.codes) if name and name_key(name) not in keys]
