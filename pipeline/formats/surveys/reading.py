"""Survey files as read: the tool that wrote them recognised, its header rows found, the researchers' tests left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Problem, SourceError
from pipeline.formats.surveys.columns import list_heads
from pipeline.formats.surveys.dialects import Dialect, fold_header, read_header, recognise
from pipeline.formats.surveys.values import is_data
from pipeline.formats.tables import TextTable, build_table, read_raw_table
from pipeline.methods.text.collected import place

_TOP = 12
TESTS = "preview or test response"


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """A survey's table without the researchers' own tests, the tool that wrote it, and what is worth telling."""

    table: TextTable
    dialect: Dialect
    notices: tuple[Problem, ...]


def read_survey_file(data: bytes, name: str, encoding: str = "", header_rows: int | None = None) -> SurveyTable:
    """Return the table in a survey export.

    Args:
        data: the file's bytes.
        name: what messages call the file.
        encoding: what the settings say of a text file; empty to decide by the bytes.
        header_rows: how many rows the settings say name the columns; None for what the survey tool writes.

    Raises:
        SourceError: the file is no table, rows are longer than its header, or its first row holds answers.
    """
    raw = read_raw_table(data, name, encoding)
    found = recognise(raw.sheet.rows[:_TOP], raw.sheet.header_rows)
    dialect = replace(found, header_rows=header_rows or found.header_rows)
    if any(is_data(cell) for row in raw.sheet.rows[:1] for cell in row):
        raise SourceError(
            f"the first row of '{name}' holds answers, not headers",
            where=place(name, raw.sheet.places[:1]),
            fix="put a row above it that names the columns",
        )
    table = build_table(raw, dialect.header_rows, read_header)
    notices = (*table.notices, *_tell_of_header(name, dialect, header_rows), *_tell_of_unfinished(table, dialect))
    kept = leave_out_tests(table, dialect)
    return SurveyTable(kept, dialect, (*notices, *_tell_of_tests(table, kept, dialect)))


def leave_out_tests(table: TextTable, dialect: Dialect) -> TextTable:
    """Return `table` without previews and tests of the researchers, whose characters get a fate of their own.

    A table that holds nothing else is a trial of the survey: it is returned as it is.
    """
    is_test = _have_value(table, *dialect.tests)
    if not any(is_test) or all(is_test):
        return table
    gone = [row for row, test in zip(table.rows, is_test, strict=True) if test]
    fate = {TESTS: (sum(len(cell) for row in gone for cell in row), sum(map(len, gone)))}
    return replace(
        table,
        rows=tuple(row for row, test in zip(table.rows, is_test, strict=True) if not test),
        places=tuple(line for line, test in zip(table.places, is_test, strict=True) if not test),
        fates={**table.fates, **fate},
    )


def _have_value(table: TextTable, heads: frozenset[str], values: frozenset[str]) -> list[bool]:
    """Return for each row whether one of the columns has one of the values."""
    columns = [n for n, head in enumerate(list_heads(table)) if head in heads]
    return [any(fold_header(row[n]) in values for n in columns) for row in table.rows]


def _tell_of_header(name: str, dialect: Dialect, header_rows: int | None) -> Iterator[Problem]:
    if dialect.name and not header_rows and dialect.header_rows > 1:
        yield Problem(
            f"'{name}' was recognised as an export of {dialect.name} by {dialect.evidence}; its first"
            f" {dialect.header_rows} rows were read as headers",
            where=name,
            fix="if that is wrong, say how many rows are headers: `header_rows = 1` in its [[sources]]",
        )


def _tell_of_tests(table: TextTable, kept: TextTable, dialect: Dialect) -> Iterator[Problem]:
    n_tests = sum(_have_value(table, *dialect.tests))
    if n_tests and kept is table:
        yield Problem(
            f"all {n_tests} responses of '{table.name}' are previews or tests; they are read as if people had answered",
            where=table.name,
            fix="nothing to do in a trial; otherwise export the responses of the survey itself",
        )
    elif n_tests:
        gone = sorted(set(table.places) - set(kept.places))
        yield Problem(
            f"{n_tests} preview or test response(s) of '{table.name}' are left out: {dialect.name} says that they are"
            " the researchers' own",
            where=place(table.name, gone),
            fix="if one of them is a person's, empty its cell in the column of the status",
        )


def _tell_of_unfinished(table: TextTable, dialect: Dialect) -> Iterator[Problem]:
    lines: Sequence[int] = [
        line for line, found in zip(table.places, _have_value(table, *dialect.unfinished), strict=True) if found
    ]
    if 0 < len(lines) < len(table.rows):
        yield Problem(
            f"{len(lines)} of the {len(table.rows)} responses of '{table.name}' were not finished; they are kept",
            where=place(table.name, lines),
            fix="to leave them out, export finished responses only",
        )
