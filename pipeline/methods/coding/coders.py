"""From what each coder's files say to the tables of codings: who coded, what they read, and what fits nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.coding.placing import (
    MISADDRESSED,
    Placed,
    Placement,
    QuotedRow,
    Row,
    SheetRow,
    ruling_of,
)
from pipeline.methods.coding.rules import RULES

_SETTINGS = "study.toml"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one coder read in one round, from one entry of the settings, and what became of it."""

    coder_id: str
    role: Literal["human", "adjudicator"]
    round: int
    placed: Placed


class CodingTables(NamedTuple):
    """The tables of codings, reviews, rulings, unplaced codings and placements of rows (columns: pipeline.schemas)."""

    codings: pd.DataFrame
    reviews: pd.DataFrame
    rulings: pd.DataFrame
    unplaced: pd.DataFrame
    placements: pd.DataFrame


def join_readings(readings: Sequence[Reading]) -> CodingTables:
    """Return the tables of all `readings`, in their order; what a coder says twice in a round counts once.

    The note of a row is the memo of its codings and, with codes or without, of its review. A ruling is about one code:
    it is neither a coding nor a review, which would say "no" to all other codes of its segment.
    """
    tables = (make(readings) for make in (_codings, _reviews, _rulings, _unplaced, _placed))
    return CodingTables(*tables)


def _placements(readings: Sequence[Reading]) -> Iterator[tuple[Reading, Placement]]:
    return ((reading, place) for reading in readings for place in reading.placed.placements)


def _codings(readings: Sequence[Reading]) -> pd.DataFrame:
    rows = [
        (place.segment_id, code_id, reading.coder_id, reading.round, None, place.row.note or None)
        for reading, place in _placements(readings)
        if place.segment_id is not None and not ruling_of(place.row)
        for code_id in place.row.code_ids
    ]
    table = pd.DataFrame(rows, columns=["segment_id", "code_id", "coder_id", "round", "score", "memo"])
    return table.drop_duplicates(["segment_id", "code_id", "coder_id", "round"], ignore_index=True)


def _reviews(readings: Sequence[Reading]) -> pd.DataFrame:
    notes: dict[tuple[str, str, int], dict[str, None]] = {}
    for reading, place in _placements(readings):
        if place.segment_id is not None and not ruling_of(place.row):
            of_segment = notes.setdefault((place.segment_id, reading.coder_id, reading.round), {})
            of_segment |= {place.row.note: None} if place.row.note else {}
    rows = [(*key, "; ".join(said) or None) for key, said in notes.items()]
    return pd.DataFrame(rows, columns=["segment_id", "coder_id", "round", "memo"])


def _rulings(readings: Sequence[Reading]) -> pd.DataFrame:
    """The rulings that have a place; where words of several rows are now one segment, a code of any is its code."""
    rows = [
        (
            *(place.segment_id, code_id, reading.coder_id, reading.round, ruling.is_coded),
            *(ruling.reason or None, place.row.note or None, ruling.decided_by or reading.coder_id),
        )
        for reading, place in _placements(readings)
        if place.segment_id is not None and (ruling := ruling_of(place.row))
        for code_id in place.row.code_ids
    ]
    rows.sort(key=lambda row: not row[4])
    names = ["segment_id", "code_id", "coder_id", "round", "is_coded", "reason", "note", "decided_by"]
    return pd.DataFrame(rows, columns=names).drop_duplicates(names[:4], ignore_index=True)


def _unplaced(readings: Sequence[Reading]) -> pd.DataFrame:
    rows = [
        (reading.coder_id, place.row.file, _place_of(place.row), code_id, place.reason)
        for reading, place in _placements(readings)
        if place.segment_id is None
        for code_id in place.row.code_ids
    ]
    return pd.DataFrame(rows, columns=["coder_id", "file", "place", "code", "reason"])


def _place_of(row: Row) -> str:
    return row.place if isinstance(row, QuotedRow) else f"row {row.row}"


def _placed(readings: Sequence[Reading]) -> pd.DataFrame:
    rows = [
        (
            *(reading.coder_id, reading.round, row.file, row.row),
            row.segment_id if isinstance(row, SheetRow) else None,
            *(place.segment_id, place.how, place.similarity, place.reason or None),
        )
        for reading, place in _placements(readings)
        if isinstance(row := place.row, SheetRow) or (isinstance(row, QuotedRow) and row.code_ids)
    ]
    names = ["coder_id", "round", "file", "row", "sheet_segment_id", "segment_id", "how", "similarity", "reason"]
    return pd.DataFrame(rows, columns=names)


def coders_table(readings: Sequence[Reading], *, has_rules: bool) -> pd.DataFrame:
    """Return the table of coders: those of `readings`, each once, in their order, then the rules coder if it codes."""
    kinds: dict[str, str] = {}
    for reading in readings:
        kinds.setdefault(reading.coder_id, reading.role)
    listed = [*kinds.items(), *([(RULES, "machine")] if has_rules else [])]
    rows = [(coder_id, kind, order) for order, (coder_id, kind) in enumerate(listed)]
    return pd.DataFrame(rows, columns=["coder_id", "kind", "order"])


def find_coding_problems(readings: Sequence[Reading], *, allow_unplaced: bool) -> list[Problem]:
    """Find all that keeps `readings` from being used: ids, files, contradictions and, unless allowed, lost codings."""
    return [
        *_id_problems(readings),
        *(problem for reading in readings for problem in reading.placed.problems),
        *_contradictions(readings),
        *(() if allow_unplaced else _unplaced_problems(_unplaced(readings))),
    ]


def _id_problems(readings: Sequence[Reading]) -> Iterator[Problem]:
    roles = dict.fromkeys((reading.coder_id, reading.role) for reading in readings)
    for coder_id, n_roles in Counter(coder_id for coder_id, _ in roles).items():
        if coder_id == RULES:
            yield Problem(f"'{RULES}' is the machine coder's id", _SETTINGS, "give the person another `id`")
        if n_roles > 1:
            fix = "give the adjudicator an `id` of its own"
            yield Problem(f"'{coder_id}' is listed as coder and as adjudicator", _SETTINGS, fix)


def _contradictions(readings: Sequence[Reading]) -> Iterator[Problem]:
    """The segments to which one coder gives different codes in one round, in two rows of one file or of two.

    Rulings contradict each other where they are about one code. Rows whose words were joined into one segment since
    they were read do not contradict each other, and neither do quotations, which add up.
    """
    seen: dict[tuple[str, int, str, str], Placement] = {}
    for reading, place in _placements(readings):
        if place.segment_id is None or isinstance(place.row, QuotedRow):
            continue
        about, said = _say_decision(place.row)
        first = seen.setdefault((reading.coder_id, reading.round, place.segment_id, about), place)
        if not place.is_joined and said != _say_decision(first.row)[1]:
            earlier = f"row {first.row.row}" + ("" if first.row.file == place.row.file else f" of {first.row.file}")
            fix = "keep the row that holds the coder's decision, or give the second file another `round` in study.toml"
            place_name = f"{place.row.file}, row {place.row.row}"
            otherwise = f"decides on code '{about}' otherwise" if about else "gives this segment other codes"
            yield Problem(f"coder '{reading.coder_id}' {otherwise} in {earlier}", place_name, fix)


def _say_decision(row: Row) -> tuple[str, frozenset[str]]:
    """Which code the row is about, or "" for all of them, and which it gives."""
    ruling = ruling_of(row)
    if ruling is None:
        return "", frozenset(row.code_ids)
    return "".join(row.code_ids), frozenset(row.code_ids if ruling.is_coded else ())


def _unplaced_problems(unplaced: pd.DataFrame) -> Iterator[Problem]:
    """A problem for every unplaced coding, but for those that `find_misaddressed` sums up by file."""
    fix = "mend the row in the coder's file, or set `allow_unplaced = true` under [coding] to go on without"
    for row in unplaced[~unplaced["reason"].isin(MISADDRESSED)].itertuples():
        yield Problem(f"coder '{row.coder_id}', code '{row.code}': {row.reason}", f"{row.file}, {row.place}", fix)


def find_notices(readings: Sequence[Reading]) -> list[Problem]:
    """Find what is worth telling of `readings`: columns and headings passed over, codings left out, too few coders."""
    return [
        *(notice for reading in readings for notice in reading.placed.notices),
        *_left_out(_unplaced(readings)),
        *_missing_hands(readings),
    ]


def _left_out(unplaced: pd.DataFrame) -> Iterator[Problem]:
    for (coder_id, reason), group in unplaced.groupby(["coder_id", "reason"], sort=False):
        fix = "see the table unplaced_codings"
        yield Problem(f"{len(group)} coding(s) of coder '{coder_id}' left out: {reason}", group["file"].iloc[0], fix)


def _missing_hands(readings: Sequence[Reading]) -> Iterator[Problem]:
    people = {reading.coder_id for reading in readings if reading.role == "human"}
    if not people:
        fix = "`qualpipe sheet --coder NAME` writes a sheet to code in; name the filled one under [[coders]]"
        yield Problem("nobody has coded by hand: no frequency can be defended yet", _SETTINGS, fix)
    elif len(people) == 1:
        fix = "have a second person code a sample: `qualpipe sheet --coder NAME --sample 100`"
        yield Problem("one person has coded: agreement between people cannot be estimated", _SETTINGS, fix)
