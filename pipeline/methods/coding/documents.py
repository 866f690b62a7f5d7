"""The documents that coders quote from: each source in its words as collected and as they are after replacement."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from pipeline.methods.coding.wording import Wording, join_wordings, read_wording
from pipeline.methods.text.collected import slug

_STEP = re.compile(r"[\\/:]")
_ENDING = re.compile(r"\.\w{1,5}$")
_RENAMED = "source"


class SourceTables(NamedTuple):
    """What is known of the sources: as collected, without names, and how the two are related."""

    named: pd.DataFrame
    sources: pd.DataFrame
    pseudonym_key: pd.DataFrame
    replacements: pd.DataFrame
    answer_keys: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its id, where it begins in the source, and whether it is a facilitator's."""

    segment_id: str
    start_char: int
    is_facilitator: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A source: the slugs of all that it is called, its segments, its text twice, and the spans (old, new) replaced."""

    names: frozenset[str]
    segments: Sequence[Segment]
    collected: str
    text: str
    replaced: Sequence[tuple[int, int, int, int]] = ()
    is_survey: bool = False


@dataclass(frozen=True)
class Shelf:
    """The documents that a name means, and what is written in them."""

    documents: tuple[Document, ...]

    @cached_property
    def segments(self) -> list[Segment]:
        """The segments of the documents, as the wordings count them."""
        return [segment for document in self.documents for segment in document.segments]

    @cached_property
    def collected(self) -> Wording:
        """The words of the documents as they were collected."""
        return join_wordings([_read_collected(document) for document in self.documents])

    @cached_property
    def replaced(self) -> Wording:
        """The words of the documents as they are after replacement."""
        if not any(document.replaced for document in self.documents):
            return self.collected
        return join_wordings([_read_replaced(document) for document in self.documents])


@dataclass(frozen=True)
class Library:
    """The documents of a study."""

    documents: Sequence[Document]
    _opened: dict[str, Shelf] = field(default_factory=dict[str, Shelf], repr=False)

    def open(self, name: str) -> Shelf:
        """Return the documents that `name` means: all where it is blank, none where nothing is called so.

        A name is a source's id, title or file name, with or without folders and ending, or the key of a respondent; or,
        where no source is called so, a part of ids between hyphens: a survey means all its sheets.
        """
        if name not in self._opened:
            self._opened[name] = Shelf(tuple(self._find(name)))
        return self._opened[name]

    def _find(self, name: str) -> Sequence[Document]:
        if not name.strip():
            return self.documents
        last = _STEP.split(name)[-1].strip()
        keys = [slug(each) for each in (name, last, _ENDING.sub("", last))]
        called = [document for document in self.documents if not document.names.isdisjoint(keys)]
        return called or [document for document in self.documents if _has_part(document, keys[-1])]


def _has_part(document: Document, key: str) -> bool:
    return any(f"-{key}-" in f"-{name}-" for name in document.names)


def _read_collected(document: Document) -> Wording:
    starts = [_as_collected(segment.start_char, document.replaced) for segment in document.segments]
    return read_wording(document.collected, starts)


def _read_replaced(document: Document) -> Wording:
    return read_wording(document.text, [segment.start_char for segment in document.segments])


def _as_collected(offset: int, replaced: Sequence[tuple[int, int, int, int]]) -> int:
    """Where `offset` of the text lies in the text as collected; inside a pseudonym: behind the name."""
    before = bisect_right([new_start for _, _, new_start, _ in replaced], offset) - 1
    if before < 0:
        return offset
    start, end, new_start, new_end = replaced[before]
    return start if offset == new_start else end + max(0, offset - new_end)


def list_documents(tables: SourceTables, segments: pd.DataFrame) -> Library:
    """Return the documents of a study with their segments, in the order of the sources."""
    renamed = tables.pseudonym_key[tables.pseudonym_key["kind"] == _RENAMED]
    new_ids = dict(zip(renamed["name"], renamed["pseudonym"], strict=True))
    texts = dict(zip(tables.sources["source_id"], tables.sources["text"], strict=True))
    of_sources, replaced, keys = (
        _list_segments(segments),
        _list_replaced(tables.replacements),
        _list_keys(tables, segments),
    )
    columns = [tables.named[name] for name in ("source_id", "title", "text", "kind")]
    documents: list[Document] = []
    for old_id, title, collected, kind in zip(*columns, strict=True):
        new_id = new_ids.get(old_id, old_id)
        document = Document(
            names=frozenset(map(slug, (old_id, new_id, title, *keys.get(new_id, ())))),
            segments=of_sources.get(new_id, ()),
            collected=collected,
            text=texts[new_id],
            replaced=tuple(replaced.get(new_id, ())),
            is_survey=kind == "survey",
        )
        documents.append(document)
    return Library(documents)


def _list_segments(segments: pd.DataFrame) -> dict[str, list[Segment]]:
    found: defaultdict[str, list[Segment]] = defaultdict(list)
    ordered = segments.sort_values("start_char", kind="stable")
    names = ("source_id", "segment_id", "start_char", "is_facilitator")
    for source_id, segment_id, start, is_facilitator in zip(*(ordered[name] for name in names), strict=True):
        found[source_id].append(Segment(segment_id, int(start), bool(is_facilitator)))
    return found


def _list_replaced(replacements: pd.DataFrame) -> dict[str, list[tuple[int, int, int, int]]]:
    spans: defaultdict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    names = ("source_id", "start_char", "end_char", "new_start_char", "new_end_char")
    for source_id, *span in zip(*(replacements.sort_values("start_char")[name] for name in names), strict=True):
        start, end, new_start, new_end = map(int, span)
        spans[source_id].append((start, end, new_start, new_end))
    return spans


def _list_keys(tables: SourceTables, segments: pd.DataFrame) -> Mapping[str, set[str]]:
    """The keys of the rows and respondents that each source came from."""
    sources = dict(zip(segments["turn_id"], segments["source_id"], strict=True))
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for turn_id, *own in zip(*(tables.answer_keys[c] for c in ("turn_id", "row_key", "participant_key")), strict=True):
        if turn_id in sources:
            keys[sources[turn_id]] |= {key for key in own if pd.notna(key)}
    return keys
