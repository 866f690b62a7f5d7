"""Putting quotations on segments: by their words, within the document that they name.

A quotation is looked for in the text as collected, and where that does not have it in the text after replacement, so
that both a coder who worked on the transcripts and one who worked on pseudonyms are followed. Speakers' labels and time
stamps before its lines do not count. It lands on every segment of which it covers all words or at least three; one that
covers fewer of each lands where most of it is. Of two places that would do as well neither is taken, unless the order
of other quotations tells them apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Problem
from pipeline.methods.coding.documents import Library, Shelf
from pipeline.methods.coding.placing import Placement, QuotedRow
from pipeline.methods.coding.wording import (
    NOWHERE,
    Match,
    Wording,
    find_at,
    find_exactly,
    find_nearly,
    read_wording,
)

NO_WORDS = "the quotation has no words"
NO_DOCUMENT = "no source is called what its document is called"
NOT_FOUND = "its document does not have these words"
NOT_IN_STUDY = "no source of the study has these words"
SEVERAL = "its words stand in several places"
FACILITATOR = "it is a facilitator's turn, which is not coded"
_STRAY = 3
_PLACES_NAMED = 10
_LABEL = re.compile(
    r"^[ \t]*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?[ \t]*)?(?:[^\W\d_][\w .'\u2019()-]{0,39}:[ \t])?",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """The places where a quotation may stand in the words of a shelf, as collected or as they are after replacement."""

    row: QuotedRow
    shelf: Shelf
    matches: Sequence[Match] = ()
    is_collected: bool = True
    reason: str = ""

    @property
    def wording(self) -> Wording:
        return self.shelf.collected if self.is_collected else self.shelf.replaced

    @property
    def order(self) -> tuple[str, str, bool]:
        """What the starts of quotations must have in common to be in one order."""
        return self.row.file, self.row.document, self.is_collected


def place_quotations(rows: Sequence[QuotedRow], library: Library) -> list[Placement]:
    """Put each of `rows` on the segments that have its words; a row on several segments has a placement for each.

    Also returned are placements without a code, for the other segments of every document in which a row has landed: a
    coder who gave a code anywhere in a document has read it. Facilitators' turns are not coded.
    """
    found = _settle_by_order([_find(row, library) for row in rows])
    placed = [place for each in found for place in _land(each)]
    return [*placed, *_list_read(placed, library)]


def _find(row: QuotedRow, library: Library) -> _Found:
    shelf = library.open(row.document)
    versions = [v for v in (read_wording(row.words), read_wording(_LABEL.sub("", row.words))) if v.words]
    if not shelf.documents or not versions:
        return _Found(row, shelf, reason=NO_WORDS if shelf.documents else NO_DOCUMENT)
    for is_collected, text in ((True, shelf.collected), (False, shelf.replaced)):
        for quoted in versions:
            if matches := _find_exactly(row, quoted, text):
                return _Found(row, shelf, matches, is_collected)
    near = find_nearly(versions[-1], shelf.collected)
    return _Found(row, shelf, near, reason="" if near else NOT_FOUND if row.document.strip() else NOT_IN_STUDY)


def _find_exactly(row: QuotedRow, quoted: Wording, text: Wording) -> list[Match]:
    """The place that the file tells, where it has the words; else every place that has them."""
    told = None if row.start is None or row.end is None else find_at(quoted, text, row.start, row.end)
    return [told] if told else find_exactly(quoted, text)


def _covered(match: Match, wording: Wording) -> tuple[int, ...]:
    """The units on which the words of a match are more than stray ones."""
    counts = Counter(wording.units[word] for word in match.words)
    counts.pop(NOWHERE, None)
    least = min(_STRAY, max(counts.values(), default=0))
    return tuple(sorted(unit for unit, n in counts.items() if n >= least or n == wording.sizes[unit]))


def _settle_by_order(found: Sequence[_Found]) -> list[_Found]:
    """Leave each quotation the place that keeps the order which the starts in the file give it, if that is one."""
    anchors: defaultdict[tuple[str, str, bool], list[tuple[int, int]]] = defaultdict(list)
    for each in found:
        if each.row.start is not None and len(each.matches) == 1:
            anchors[each.order].append((each.row.start, each.matches[0].words[0]))
    ordered = {key: sorted(pairs) for key, pairs in anchors.items()}
    return [_settle(each, ordered.get(each.order, ())) if len(each.matches) > 1 else each for each in found]


def _settle(found: _Found, anchors: Sequence[tuple[int, int]]) -> _Found:
    if len({_covered(match, found.wording) for match in found.matches}) == 1:
        return replace(found, matches=found.matches[:1])
    between = _keep_order(found.matches, found.row.start, anchors) if found.row.start is not None else []
    return replace(found, matches=between) if len(between) == 1 else replace(found, matches=(), reason=SEVERAL)


def _keep_order(matches: Sequence[Match], start: int, anchors: Sequence[tuple[int, int]]) -> list[Match]:
    """Those of `matches` between the places of the quotations that begin before and after `start` in the file."""
    at = bisect_left(anchors, (start, 0))
    low = anchors[at - 1][1] if at else 0
    high = anchors[at][1] if at < len(anchors) else matches[-1].words[0]
    return [match for match in matches if low <= match.words[0] <= high]


def _land(found: _Found) -> Iterator[Placement]:
    if not found.matches:
        yield Placement(found.row, None, found.reason)
        return
    match = found.matches[0]
    covered = [found.shelf.segments[unit] for unit in _covered(match, found.wording)]
    landed = [segment.segment_id for segment in covered if not segment.is_facilitator]
    if not landed:
        yield Placement(found.row, None, FACILITATOR)
    for segment_id in landed:
        yield Placement(found.row, segment_id, similarity=match.similarity)


def _list_read(placed: Sequence[Placement], library: Library) -> Iterator[Placement]:
    """The segments that were read without being given a code: those of documents in which the coder gave one."""
    coded = {place.segment_id: place.row for place in placed if place.segment_id is not None}
    named = {row.document: row for row in coded.values() if isinstance(row, QuotedRow) and row.document.strip()}
    shelves = {id(d): d.segments for name in named for d in library.open(name).documents}
    shelves |= {id(d): d.segments for d in library.documents if any(s.segment_id in coded for s in d.segments)}
    for segment in (segment for d in library.documents for segment in shelves.get(id(d), ())):
        if segment.segment_id not in coded and not segment.is_facilitator:
            yield Placement(QuotedRow(file=placed[0].row.file, row=0), segment.segment_id)


def find_near(placements: Sequence[Placement]) -> list[Problem]:
    """Find, for the notices, how many quotations of each file stand nearly as quoted; the first ten are named."""
    files: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for place in placements:
        if place.similarity is not None and isinstance(place.row, QuotedRow):
            files[place.row.file][place.row.place] = place.similarity
    return [_told_of(file, of_file) for file, of_file in files.items()]


def _told_of(file: str, of_file: Mapping[str, float]) -> Problem:
    said = f"{len(of_file)} quotation(s) placed by most of their words (lowest similarity {min(of_file.values()):.2f})"
    where = ", ".join([file, *list(of_file)[:_PLACES_NAMED]]) + ", ..." * (len(of_file) > _PLACES_NAMED)
    return Problem(said, where, "see data/derived/code/placements.csv; are the segments the right ones?")


def find_read_in_part(placements: Sequence[Placement], library: Library) -> list[Problem]:
    """Find, for the notices, how many answers of surveys count as not read because the coder gave them no code."""
    read = {place.segment_id for place in placements if place.segment_id is not None}
    answers = [segment.segment_id for d in library.documents if d.is_survey for segment in d.segments]
    left = [answer for answer in answers if answer not in read]
    if not left or len(left) == len(answers):
        return []
    fix = "if they were read and carry no code, name the survey, not the respondent, in the column of the document"
    said = f"{len(left)} of {len(answers)} answers of the survey have no code and count as not read"
    return [Problem(said, placements[0].row.file, fix)]
