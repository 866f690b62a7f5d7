"""Queues of disagreements as they come back: sorted, filtered, with columns moved or added, as XLSX or CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.errors import CodingsError, Problem
from pipeline.formats.codings.keyed_sheets import KEY, KeyedSheet, find_keyed_sheet
from pipeline.formats.codings.marks import parse_mark
from pipeline.formats.codings.queues import GIVEN, NOT_GIVEN, SHOWN, WRITTEN
from pipeline.formats.grids import Grid
from pipeline.methods.coding.codebook import Codebook, name_key
from pipeline.methods.coding.placing import Ruling, SheetRow

_NEEDED = ("code_id", "decision")
_DECISIONS = {GIVEN: True, NOT_GIVEN: False}


def parse_queue(
    grids: Mapping[str, Grid], file: str, codebook: Codebook, reasons: Collection[str]
) -> tuple[list[SheetRow], list[Problem]]:
    """Return the rows of the queue that were decided, each with its ruling, and the notices worth telling.

    `grids` are the sheets of the file; the one with a column segment_id counts, wherever its header stands. A decision
    is given or not given, or a mark that means yes or no; a row without one is asked again. Segments without any
    decision come along as rows that were not read, because they show where the others belong. Raises CodingsError
    listing, by row and column, every decision that is neither, every reason that is not among `reasons`, every decided
    row without a segment_id or with a code that the codebook does not have, and every reason without a decision. The
    text of a cell is never repeated.
    """
    sheet = find_keyed_sheet(grids, file, (*SHOWN, *WRITTEN))
    if missing := [name for name in _NEEDED if name not in sheet.own]:
        fix = "keep the columns of the workbook that `qualpipe adjudicate` wrote, with their headers"
        raise CodingsError.of([Problem(f"there is no column '{name}'", file, fix) for name in missing])
    lines = [_Line(sheet, number, row) for number, row in sheet.rows]
    known = {name_key(reason): reason for reason in reasons}
    if problems := [problem for line in lines for problem in _find_problems(line, codebook, known)]:
        raise CodingsError.of(problems)
    decided = [line for line in lines if line.decision is not None]
    read = {line.cell(KEY) for line in decided}
    rows = [_ruled_row(line, codebook, known) for line in decided]
    rows += [_unread_row(line) for line in lines if line.cell(KEY) and line.cell(KEY) not in read]
    return (rows if decided else []), [_undecided(n, len(lines), file)] if (n := len(lines) - len(decided)) else []


class _Line(NamedTuple):
    """A row of the sheet, whose cells are known by their column."""

    sheet: KeyedSheet
    number: int
    row: Sequence[str]

    def cell(self, name: str) -> str:
        return self.row[self.sheet.own[name]] if name in self.sheet.own else ""

    def where(self, name: str) -> str:
        return self.sheet.where(self.number, self.sheet.own[name])

    @property
    def decision(self) -> bool | None:
        """Whether the code is given; None where nothing is decided, or nothing that can be understood."""
        written = name_key(self.cell("decision"))
        return _DECISIONS.get(written, parse_mark(written)) if written else None


def _find_problems(line: _Line, codebook: Codebook, reasons: Mapping[str, str]) -> Iterator[Problem]:
    if line.cell("decision"):
        yield from _find_unusable(line, codebook)
    elif line.cell("reason"):
        fix = f"write {GIVEN} or {NOT_GIVEN} under 'decision', or clear the reason"
        yield Problem("a row has a reason and no decision", line.where("decision"), fix)
    if (reason := line.cell("reason")) and name_key(reason) not in reasons:
        fix = "choose one from the list, or add it under [reliability] `reasons` in study.toml; words go under 'note'"
        yield Problem("a reason is not on the study's list", line.where("reason"), fix)


def _find_unusable(line: _Line, codebook: Codebook) -> Iterator[Problem]:
    if line.decision is None:
        fix = f"write {GIVEN} or {NOT_GIVEN}, or leave the cell blank; words go under 'note'"
        yield Problem(f"a decision is neither '{GIVEN}' nor '{NOT_GIVEN}'", line.where("decision"), fix)
    if not line.cell(KEY):
        fix = "copy the segment_id from the queue as it was written"
        yield Problem("a row has a decision but no segment_id", line.where(KEY), fix)
    if codebook.find(line.cell("code_id")) is None:
        fix = "write the code's id as the codebook has it, or clear the decision if the code is gone"
        yield Problem("a decision is about a code that the codebook does not have", line.where("code_id"), fix)


def _ruled_row(line: _Line, codebook: Codebook, reasons: Mapping[str, str]) -> SheetRow:
    code = codebook.find(line.cell("code_id"))
    reason = reasons.get(name_key(line.cell("reason")), "")
    return SheetRow(
        file=line.sheet.file,
        row=line.number,
        segment_id=line.cell(KEY),
        text=line.cell("text") if "text" in line.sheet.own else None,
        code_ids=(code.code_id,) if code else (),
        note=line.cell("note"),
        ruling=Ruling(bool(line.decision), reason, line.cell("decided by")),
    )


def _unread_row(line: _Line) -> SheetRow:
    text = line.cell("text") if "text" in line.sheet.own else None
    return SheetRow(file=line.sheet.file, row=line.number, segment_id=line.cell(KEY), text=text, is_read=False)


def _undecided(n_left: int, n_rows: int, file: str) -> Problem:
    return Problem(f"{n_left} of {n_rows} rows have no decision", file, "`qualpipe adjudicate` asks about them again")
