"""Putting the rows of coders' files onto segments: by id and words, or by the answer they belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd
from rapidfuzz import fuzz

from pipeline.errors import Problem
from pipeline.methods.coding.following import Followed, Unit, follow_units
from pipeline.methods.text.letters import fold_letters

LONGEST_CELL = 32_000
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_FACILITATOR = "it is a facilitator's turn, which is not coded"
_NO_ANSWER = "no answer has this key: it was blank, or it is not among the sources"
_BLANK = "the answer is blank"
SEVERAL = "the row means several answers"
CUT = "the answer is cut into several segments"
_NO_ID = "its segment_id is not one that `qualpipe sheet` wrote"
NO_SEGMENT = "there is no such segment, and the sheet does not show its text"
_JOINED = "its words and those of other rows are now one segment"
_PARTLY_READ = "its words are now part of a segment of which the coder has not read the rest"
_PARTED = "its words are now cut into several segments"
_UNDIVIDED = "its words are now cut into several segments, and a code for all of them is not one for each"
_MOST_OF_IT = 90
_SPAN = re.compile(r"(\d+)-(\d+)")
MISADDRESSED = frozenset({SEVERAL, CUT})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an adjudicator decided about one code of one segment, in a queue of disagreements."""

    is_coded: bool
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row of a coding sheet; `text` is None or blank where the sheet does not show the text.

    A row that the coder has not read (`is_read`) is there because it shows where the rows about it belong. In a row of
    a queue, which has a `ruling`, `code_ids` holds the one code that is ruled on, given or not.
    """

    file: str
    row: int
    segment_id: str
    text: str | None = None
    code_ids: tuple[str, ...] = ()
    note: str = ""
    is_read: bool = True
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """The codes of one answer in a table: `key` is the id of its row or its respondent, as the table was told."""

    file: str
    row: int
    key: str
    question_id: str | None = None
    code_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedRow:
    """The codes of a quotation: its words, the document that it names, and where it stands there, if that is told.

    `place` is what messages call it; `row` numbers the quotations of a file, and is 0 where a segment was read only.
    """

    file: str
    row: int
    place: str = ""
    words: str = ""
    document: str = ""
    start: int | None = None
    end: int | None = None
    code_ids: tuple[str, ...] = ()
    note: str = ""


Row = SheetRow | AnswerRow | QuotedRow


def ruling_of(row: Row) -> Ruling | None:
    """Return what was ruled in `row`, if it is one of a queue."""
    return row.ruling if isinstance(row, SheetRow) else None


How = Literal["same", "moved", "fuzzy", "lost"]
HOW: tuple[How, ...] = get_args(How)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a coder's row landed, or why it landed nowhere.

    `similarity` is how much of the row's words stands, where they are not simply the segment's words; `is_joined` says
    that the segment holds other rows' words too.
    """

    row: Row
    segment_id: str | None
    reason: str = ""
    similarity: float | None = None
    is_joined: bool = False

    @property
    def how(self) -> How:
        """Whether the row is where it was, has moved, fits its segment but nearly, or is lost."""
        if self.segment_id is None:
            return "lost"
        if self.similarity is not None:
            return "fuzzy"
        return "moved" if isinstance(self.row, SheetRow) and self.row.segment_id != self.segment_id else "same"


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of all rows of one coder's files, what must be mended in them, and what is worth telling."""

    placements: Sequence[Placement]
    problems: Sequence[Problem] = ()
    notices: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    segment_ids: Sequence[str]
    units: Sequence[Unit]


def text_in_cell(text: str) -> str:
    """Return `text` as the cell of a sheet can hold it: no control characters, and no more than 32,000 in all."""
    return _UNSHOWN.sub(" ", text)[:LONGEST_CELL]


def place_sheet_rows(rows: Sequence[SheetRow], segments: pd.DataFrame) -> list[Placement]:
    """Put each of `rows` on the segment that has its words now; sources may have been corrected since they were read.

    The rows of one sheet and source are followed together, by their order and their words (see `follow_units`; case,
    punctuation, white space and what stands in square brackets do not count). Rows whose words are now one segment
    share it, if the coder read all of it. A row whose words are now several segments was read in each of them; its
    codes go to the one that has nearly all of its words, and nowhere if none has. A row without text goes by its id.
    Facilitators' turns are not coded: a row that gives them a code is lost, others are left out, and so are rows that
    were not read.
    """
    sources = _list_sources(segments)
    facilitators = frozenset(segments["segment_id"][segments["is_facilitator"]])
    groups: defaultdict[tuple[str, str], list[SheetRow]] = defaultdict(list)
    for row in rows:
        groups[row.file, row.segment_id.rpartition(":")[0]].append(row)
    placed: dict[SheetRow, list[Placement]] = {}
    for (_, source_id), group in groups.items():
        placed |= _place_group(group, sources.get(source_id, _Source((), ())))
    read = [_unless_facilitator(place, facilitators) for row in rows if row.is_read for place in placed[row]]
    return [place for place in read if place.row.code_ids or place.reason != _FACILITATOR]


def _list_sources(segments: pd.DataFrame) -> dict[str, _Source]:
    columns = ["segment_id", "start_char", "end_char", "text"]
    sources: dict[str, _Source] = {}
    for source_id, own in segments.sort_values("start_char", kind="stable").groupby("source_id", sort=False):
        rows = list(zip(*(own[name] for name in columns), strict=True))
        units = [Unit(start, end, fold_letters(text_in_cell(text))) for _, start, end, text in rows]
        sources[str(source_id)] = _Source([segment_id for segment_id, *_ in rows], units)
    return sources


def _place_group(rows: Sequence[SheetRow], source: _Source) -> dict[SheetRow, list[Placement]]:
    """The places of the rows of one sheet and source: those without text first, which are in nobody else's way."""
    known = frozenset(source.segment_ids)
    by_id = {row: row.segment_id if row.segment_id in known else None for row in rows if not row.text}
    placed = {row: [Placement(row, id_, "" if id_ else NO_SEGMENT)] for row, id_ in by_id.items()}
    units = {row: unit for row in rows if row.text and (unit := _unit_of(row))}
    placed |= {row: [Placement(row, None, _NO_ID)] for row in rows if row not in units and row not in placed}
    free = [at for at, segment_id in enumerate(source.segment_ids) if segment_id not in by_id.values()]
    old = sorted({*units.values()}, key=lambda unit: (unit.start_char, unit.end_char, unit.letters))
    followed = follow_units(old, [source.units[at] for at in free]) if old else []
    found = dict(zip(old, followed, strict=True))
    unread = {place for row, unit in units.items() if not row.is_read for place in found[unit].places}
    for row, unit in units.items():
        parts = {source.segment_ids[free[at]]: source.units[free[at]].letters for at in found[unit].places}
        is_read = unread.isdisjoint(found[unit].places)
        placed[row] = list(_settle(row, unit, found[unit], parts)) if is_read else [Placement(row, None, _PARTLY_READ)]
    return placed


def _unit_of(row: SheetRow) -> Unit | None:
    span = _SPAN.fullmatch(row.segment_id.rpartition(":")[2])
    return Unit(int(span[1]), int(span[2]), fold_letters(text_in_cell(row.text or ""))) if span else None


def _settle(row: SheetRow, unit: Unit, followed: Followed, parts: Mapping[str, str]) -> Iterator[Placement]:
    """The segments of one row: none, its own, one shared with other rows, or the parts that it was cut into."""
    if not parts:
        yield Placement(row, None, followed.reason)
    elif len(parts) == 1:
        near = followed.similarity if followed.is_joined or followed.similarity != 1 else None
        reason = _JOINED if followed.is_joined else ""
        yield Placement(row, next(iter(parts)), reason, near, is_joined=followed.is_joined)
    elif not row.code_ids:
        yield from (Placement(row, segment_id, _PARTED, followed.similarity) for segment_id in parts)
    else:
        nearest, near = max(((id_, fuzz.ratio(unit.letters, of_part)) for id_, of_part in parts.items()), key=_second)
        is_enough = near >= _MOST_OF_IT
        yield Placement(row, nearest, _PARTED, round(near / 100, 4)) if is_enough else Placement(row, None, _UNDIVIDED)


def _second(pair: tuple[str, float]) -> float:
    return pair[1]


def _unless_facilitator(place: Placement, facilitators: frozenset[str]) -> Placement:
    return Placement(place.row, None, _FACILITATOR) if place.segment_id in facilitators else place


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
        return Placement(row, None, SEVERAL)
    return Placement(row, None, CUT) if len(asked) > 1 else Placement(row, asked[0][1])
