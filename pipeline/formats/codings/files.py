"""All the files of one coder: read one after another and placed together, with all that is wrong with any of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from pipeline.errors import CodingsError, Problem, SourceError
from pipeline.formats.codings.columns import Layout, parse_code_columns
from pipeline.formats.codings.comments import parse_comment_codes
from pipeline.formats.codings.headers import RowLayout
from pipeline.formats.codings.returned_queues import parse_queue
from pipeline.formats.codings.returned_sheets import parse_sheet
from pipeline.formats.codings.rows import parse_rows
from pipeline.formats.codings.taguette import SQLITE, parse_taguette
from pipeline.formats.grids import Grid, parse_grids
from pipeline.methods.coding.codebook import Codebook
from pipeline.methods.coding.documents import Library
from pipeline.methods.coding.hands import Hand
from pipeline.methods.coding.placement_notices import find_misaddressed, find_moved
from pipeline.methods.coding.placing import (
    Placed,
    QuotedRow,
    place_answer_rows,
    place_sheet_rows,
)
from pipeline.methods.coding.quotations import find_near, find_read_in_part, place_quotations

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Quoted:
    """How files with quotations are read: columns and separator, codes, whose codings, where words are sought."""

    layout: RowLayout
    codebook: Codebook
    hand: Hand
    library: Library


@dataclass(frozen=True, slots=True)
class CoderFiles:
    """Files with the names by which messages call them, and the encoding of those that are CSV; empty: find out."""

    named: Sequence[tuple[str, Path]]
    encoding: str = ""


def read_grids(path: Path, file: str, encoding: str = "") -> Mapping[str, Grid]:
    """Return the sheets of the coder's file at `path` by title, hidden ones too; no cell has white space around it.

    `file` is the name messages use; see `parse_grids` for the rest. Raises CodingsError.
    """
    try:
        grids = parse_grids(path.read_bytes(), file, encoding)
    except SourceError as error:
        raise CodingsError.of(error.problems) from None
    stripped = {sheet.title: [[cell.strip() for cell in row] for row in sheet.rows] for sheet in grids.sheets}
    return stripped or {"": []}


def read_sheets(
    files: CoderFiles, codebook: Codebook, segments: pd.DataFrame, asked: Mapping[str, Collection[str]]
) -> Placed:
    """Return where the rows of returned coding sheets landed among `segments`; problems are listed, not raised.

    `asked` says by their ids which codes each segment, and each source as a whole, is read for (`scope.list_asked`).
    """
    rows, problems, notices = _read_all(files, lambda grids, file: parse_sheet(grids, file, codebook, asked))
    placements = place_sheet_rows(rows, segments)
    return Placed(placements, problems, [*notices, *find_moved(placements)])


def read_queues(files: CoderFiles, codebook: Codebook, segments: pd.DataFrame, reasons: Collection[str]) -> Placed:
    """Return where the decided rows of queues landed among `segments`; problems are listed, not raised.

    `reasons` are those that a decision may have.
    """
    rows, problems, notices = _read_all(files, lambda grids, file: parse_queue(grids, file, codebook, reasons))
    placements = place_sheet_rows(rows, segments)
    return Placed(placements, problems, [*notices, *find_moved(placements)])


def read_code_columns(
    files: CoderFiles, layout: Layout, codebook: Codebook, questions: Mapping[str, str], answers: pd.DataFrame
) -> Placed:
    """Return where the rows of tables with a column a code landed among `answers`; problems are listed, not raised.

    `questions` are wordings by question_id; `answers` comes from `list_answers`.
    """
    rows, problems, notices = _read_all(
        files, lambda grids, file: parse_code_columns(grids, file, layout, codebook, questions)
    )
    placements = place_answer_rows(rows, answers)
    return Placed(placements, [*problems, *find_misaddressed(placements)], notices)


def read_rows(files: CoderFiles, quoted: Quoted) -> Placed:
    """Return where the rows of tables with a coding a row landed; problems are listed, not raised."""
    parse = partial(parse_rows, layout=quoted.layout, codebook=quoted.codebook, hand=quoted.hand)
    read = _collect(files, lambda path, file: parse(_read_tables(path, file, files.encoding), file))
    return _place_quoted(read, quoted.library)


def _read_tables(path: Path, file: str, encoding: str) -> Mapping[str, Grid]:
    data = path.read_bytes()
    return {"": parse_taguette(data, file)} if data.startswith(SQLITE) else read_grids(path, file, encoding)


def read_comments(files: CoderFiles, quoted: Quoted) -> Placed:
    """Return where the words under the comments of Word documents landed; problems are listed, not raised."""
    parse = partial(parse_comment_codes, separator=quoted.layout.separator, codebook=quoted.codebook, hand=quoted.hand)
    return _place_quoted(_collect(files, lambda path, file: parse(path.read_bytes(), file)), quoted.library)


def _place_quoted(read: tuple[list[QuotedRow], list[Problem], list[Problem]], library: Library) -> Placed:
    rows, problems, notices = read
    placements = place_quotations(rows, library)
    told = [*notices, *find_near(placements), *find_read_in_part(placements, library)]
    return Placed(placements, problems, told)


def _read_all(
    files: CoderFiles, parse: Callable[[Mapping[str, Grid], str], tuple[list[Row], list[Problem]]]
) -> tuple[list[Row], list[Problem], list[Problem]]:
    return _collect(files, lambda path, file: parse(read_grids(path, file, files.encoding), file))


def _collect(
    files: CoderFiles, parse: Callable[[Path, str], tuple[list[Row], list[Problem]]]
) -> tuple[list[Row], list[Problem], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    notices: list[Problem] = []
    for file, path in files.named:
        try:
            found, told = parse(path, file)
        except CodingsError as error:
            problems += error.problems
        else:
            rows += found
            notices += told
    return rows, problems, notices
