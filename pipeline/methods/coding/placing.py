"""Putting the rows of coders' files onto segments: by id, by the words themselves, or by the answer they belong to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from pipeline.errors import Problem
from pipeline.methods.coding.brackets import level_brackets
from pipeline.methods.text.words import squeeze

LONGEST_CELL = 32_000
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_FACILITATOR = "it is a facilitator's turn, which is not coded"
_NO_ANSWER = "no answer has this key: it was blank, or it is not among the sources"
_BLANK = "the answer is blank"
_SEVERAL = "the row means several answers"
_CUT = "the answer is cut into several segments"
_NEARLY_THE_SAME = 90
_CLEARLY_LESS = 5
_ROWS_NAMED = 10
MISADDRESSED = frozenset({_SEVERAL, _CUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row that a coder read in a coding sheet; `text` is None where the sheet no longer shows the text."""

    file: str
    row: int
    segment_id: str
    text: str | None = None
    code_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """The codes of one answer in a table: `key` is the id of its row or its respondent, as the table was told."""

    file: str
    row: int
    key: str
    question_id: str | None = None
    code_ids: tuple[str, ...] = ()
    note: str = ""


Row = SheetRow | AnswerRow


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a coder's row landed: on a segment, perhaps by nearly the same words, or on none, for a reason."""

    row: Row
    segment_id: str | None
    reason: str = ""
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of all rows of one coder's files, what must be mended in them, and what is worth telling."""

    placements: Sequence[Placement]
    problems: Sequence[Problem] = ()
    notices: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class _SegmentIndex:
    texts: Mapping[str, str]
    of_source: Mapping[str, Mapping[str, str]]
    same_text: Mapping[tuple[str, str], Sequence[str]]
    facilitators: frozenset[str]


def text_in_cell(text: str) -> str:
    """Return `text` as the cell of a sheet can hold it: no control characters, and no more than 32,000 in all."""
    return _UNSHOWN.sub(" ", text)[:LONGEST_CELL]


def place_sheet_rows(rows: Sequence[SheetRow], segments: pd.DataFrame) -> list[Placement]:
    """Put each of `rows` on the segment of its id, if that still has the row's words, or else on the one that has them.

    Words are compared without regard to white space or to what stands in square brackets, for pseudonyms are numbered
    anew whenever a name is added. A row is moved only where exactly one segment of the same source has its words, or
    where as many have them as such rows are left: in their order, then. Where none has, a segment with nearly the same
    words will do (see `_nearest`), unless other rows belong there. Facilitators' turns are not coded: a row that gives
    them a code is unplaced, others are left out.
    """
    index = _index(segments)
    placements = [_place_sheet_row(row, index) for row in rows]
    placements = _place_near(rows, _place_alike(rows, placements, index), index)
    return [place for place in placements if place.row.code_ids or place.reason != _FACILITATOR]


def find_misaddressed(placements: Sequence[Placement]) -> list[Problem]:
    """Find the files whose rows cannot be followed because the settings say too little: a problem each, with counts."""
    several = [place.row for place in placements if place.reason == _SEVERAL]
    cut = [place.row for place in placements if place.reason == _CUT]
    fix = "in study.toml, say with `question = ...` or {question} in `pattern` which answer a code is for"
    unit = 'set `unit = "turn"` (or "answer") for these sources: a code for an answer is not one for each of its parts'
    return [
        *_counted(several, "give codes to a person or row that has several answers", fix),
        *_counted(cut, "give codes to answers that are cut into several segments", unit),
    ]


def find_moved(placements: Sequence[Placement]) -> list[Problem]:
    """Find, for the notices, how many rows of each file were moved, placed by nearly their words, or read and lost."""
    near = [p.row for p in placements if p.is_near]
    away = [p for p in placements if isinstance(p.row, SheetRow) and p.segment_id not in (None, p.row.segment_id)]
    moved = [p.row for p in away if not p.is_near]
    lost = [p.row for p in placements if p.segment_id is None and not p.row.code_ids and isinstance(p.row, SheetRow)]
    return [
        *_counted(moved, "moved to the segment that now holds the same words", "nothing; the sources were cut anew"),
        *_nearly(near),
        *_counted(lost, "without a code fit no segment any more, and count as not read", "write the sheet anew"),
    ]


def _counted(rows: Sequence[Row], what: str, fix: str) -> list[Problem]:
    files = [row.file for row in rows]
    return [Problem(f"{files.count(file)} row(s) {what}", file, fix) for file in dict.fromkeys(files)]


def _nearly(rows: Sequence[Row]) -> Iterator[Problem]:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        numbers[row.file].append(row.row)
    for file, found in numbers.items():
        named = ", ".join(map(str, found[:_ROWS_NAMED])) + (", ..." if len(found) > _ROWS_NAMED else "")
        fix = "look whether these rows still say what they said when they were coded"
        yield Problem(f"{len(found)} row(s) were placed by nearly the same words", f"{file}, row {named}", fix)


def _index(segments: pd.DataFrame) -> _SegmentIndex:
    texts = {id_: _words(text) for id_, text in zip(segments["segment_id"], segments["text"], strict=True)}
    of_source: defaultdict[str, dict[str, str]] = defaultdict(dict)
    same_text: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for segment_id, source_id in zip(segments["segment_id"], segments["source_id"], strict=True):
        of_source[source_id][segment_id] = texts[segment_id]
        same_text[source_id, texts[segment_id]].append(segment_id)
    return _SegmentIndex(texts, of_source, same_text, frozenset(segments["segment_id"][segments["is_facilitator"]]))


def _words(text: str) -> str:
    return level_brackets(squeeze(text_in_cell(text)))


def _place_sheet_row(row: SheetRow, index: _SegmentIndex) -> Placement:
    stands = row.segment_id in index.texts
    if stands and (row.text is None or _words(row.text) == index.texts[row.segment_id]):
        return _unless_facilitator(row, row.segment_id, index)
    if row.text is None:
        return Placement(row, None, "there is no such segment, and the sheet does not show its text")
    found = index.same_text.get((_source_of(row), _words(row.text)), ())
    if len(found) == 1:
        return _unless_facilitator(row, found[0], index)
    what = "the segment's words have changed" if stands else "there is no such segment"
    return Placement(row, None, f"{what}, and {len(found) or 'no'} segments of its source have the row's words")


def _source_of(row: SheetRow) -> str:
    return row.segment_id.rpartition(":")[0]


def _place_alike(rows: Sequence[SheetRow], placements: Sequence[Placement], index: _SegmentIndex) -> list[Placement]:
    """Put rows that have the same words on the segments that have them, in order, if they are as many."""
    taken: set[str | None] = set()
    alike: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row, place in zip(rows, placements, strict=True):
        if place.segment_id or place.reason == _FACILITATOR:
            taken.add(place.segment_id or row.segment_id)
        elif row.text is not None:
            alike[_source_of(row), _words(row.text)].add(row.segment_id)
    moves: dict[tuple[str, str], str] = {}
    for key, before in alike.items():
        now = set(index.same_text.get(key, ())) - taken
        if len(now) == len(before):
            pairs = zip(sorted(before, key=_in_order), sorted(now, key=_in_order), strict=True)
            moves |= {(segment_id, key[1]): moved_to for segment_id, moved_to in pairs}
    return [
        _unless_facilitator(row, moves[at], index)
        if (at := (row.segment_id, _words(row.text or ""))) in moves
        else place
        for row, place in zip(rows, placements, strict=True)
    ]


def _in_order(segment_id: str) -> tuple[int, str]:
    """A key that puts the ids of a source's segments, none of which overlap, in the order of their places."""
    return len(segment_id), segment_id


def _place_near(rows: Sequence[SheetRow], placements: Sequence[Placement], index: _SegmentIndex) -> list[Placement]:
    """Put rows whose words no segment has on the nearest one, unless another row lands there."""
    taken = {place.segment_id for place in placements}
    unplaced = [row for row, place in zip(rows, placements, strict=True) if place.segment_id is None]
    nearest = {row: found for row in unplaced if (found := _nearest(row, index)) and found not in taken}
    claims = Counter(found for _, found in {(row.segment_id, found) for row, found in nearest.items()})
    alone = {row: found for row, found in nearest.items() if claims[found] == 1}
    return [
        _unless_facilitator(row, alone[row], index, is_near=True) if row in alone else place
        for row, place in zip(rows, placements, strict=True)
    ]


def _nearest(row: SheetRow, index: _SegmentIndex) -> str | None:
    """The segment of the row's source with nearly its words, if none has them and no other is about as near."""
    source_id, words = _source_of(row), _words(row.text or "")
    if (source_id, words) in index.same_text:
        return None
    found = process.extract(words, index.of_source.get(source_id, {}), scorer=fuzz.ratio, limit=2)
    scores = [score for _, score, _ in found] + [0, 0]
    if scores[0] < _NEARLY_THE_SAME or scores[0] - scores[1] < _CLEARLY_LESS:
        return None
    return found[0][2]


def _unless_facilitator(row: SheetRow, segment_id: str, index: _SegmentIndex, *, is_near: bool = False) -> Placement:
    if segment_id in index.facilitators:
        return Placement(row, None, _FACILITATOR)
    return Placement(row, segment_id, is_near=is_near)


def list_answers(segments: pd.DataFrame, answer_keys: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the codable segments of turns that have a key: segment_id, turn_id, question_id, key.

    `key` is the column of `answer_keys` that tells the answers apart: row_key or participant_key.
    """
    keys = answer_keys[["turn_id", key]].rename(columns={key: "key"}).dropna()
    answers = segments[~segments["is_facilitator"]].merge(keys, on="turn_id")
    return answers[["segment_id", "turn_id", "question_id", "key"]]


def place_answer_rows(rows: Sequence[AnswerRow], answers: pd.DataFrame) -> list[Placement]:
    """Put each of `rows` on the segment of the answer with its key and, where it names one, its question.

    `answers` comes from `list_answers`. A row is unplaced where there is no such answer, where its answer was blank,
    where it could mean several, or where its answer was cut into several segments.
    """
    by_key: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for key, *answer in zip(*(answers[c] for c in ("key", "question_id", "turn_id", "segment_id")), strict=True):
        by_key[key].append(tuple(answer))
    return [_place_answer_row(row, by_key.get(row.key, [])) for row in rows]


def _place_answer_row(row: AnswerRow, answers: Sequence[tuple[str, str, str]]) -> Placement:
    asked = [(turn, segment) for question, turn, segment in answers if row.question_id in (None, question)]
    if not asked:
        return Placement(row, None, _BLANK if answers else _NO_ANSWER)
    if len({turn for turn, _ in asked}) > 1:
        return Placement(row, None, _SEVERAL)
    return Placement(row, None, _CUT) if len(asked) > 1 else Placement(row, asked[0][1])
