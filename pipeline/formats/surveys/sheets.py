"""Response sheets: survey exports with one column a question, or with one answer a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.errors import Problem, SourceError
from pipeline.formats.surveys.answers import IN_SURVEYS, list_phrases, read_answers
from pipeline.formats.surveys.columns import Export, Row, assume_uses, count_cells, find_uses, read_rows
from pipeline.formats.surveys.dialects import PLAIN, Dialect
from pipeline.formats.surveys.notices import (
    describe_survey,
    find_forgotten,
    tell_of_answers,
    tell_of_forgotten,
    tell_of_key,
    tell_of_no_questions,
    tell_of_rows,
)
from pipeline.formats.surveys.repeats import find_repeated_keys
from pipeline.formats.tables import TextTable
from pipeline.methods.text.collected import CollectedTurn
from pipeline.methods.text.passages import Fates
from pipeline.methods.text.words import squeeze

_OF_THE_SHEET: Mapping[str, str] = MappingProxyType({})
"""What an answer's attributes are: none of its own, all are its sheet's."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one respondent answered on one occasion: the key, the name and attributes, and the answers as turns."""

    key: str
    name: str
    attributes: Mapping[str, str]
    answers: tuple[CollectedTurn, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """All that a survey export says: the sheets with answers, what became of its characters, what is worth telling.

    `unasked` are the questions that name a column which this file does not have; `recognised` says what the file was
    understood to be.
    """

    sheets: tuple[Sheet, ...]
    fates: Fates
    notices: tuple[Problem, ...] = ()
    unasked: tuple[str, ...] = ()
    recognised: str = ""


def parse_question_columns(table: TextTable, export: Export, dialect: Dialect = PLAIN) -> Sheets:
    """Return the sheets of an export with one row a respondent and one column a question.

    Args:
        table: the export.
        export: the columns' uses; the columns of its questions hold the answers.
        dialect: the survey tool that wrote it, which may define who a row is about where the study does not say.

    Raises:
        SourceError: a column named is not there; no column is a question's; a cell of consent is unclear.
    """
    uses = assume_uses(table, find_uses(table, export, dialect=dialect), dialect)
    asked = _find_asked(table, export, dialect, {*uses.values()})
    rows = read_rows(table, uses)
    phrases = list_phrases(export.not_answers, IN_SURVEYS)
    read = {number: read_answers((row[number] for row in table.rows), phrases) for number in asked}
    columns = [(question_id, read[number][0]) for number, question_id in asked.items()]
    sheets = [
        Sheet(row.key, row.name, row.attributes, tuple(_read_answers(row, n, columns))) for n, row in enumerate(rows)
    ]
    unasked = tuple(q.question_id for q in export.questions if q.columns and q.question_id not in asked.values())
    notices = [
        *tell_of_key(table, export, uses, dialect),
        *tell_of_forgotten(table, find_forgotten(table, dialect, {*uses.values(), *asked}), export),
        *tell_of_answers(table, [(sheet.key, sheet.answers) for sheet in sheets], export),
        *tell_of_rows(table, rows, uses, dialect),
    ]
    fates = count_cells(table, uses, {number: fates for number, (_, fates) in read.items()}, dialect)
    recognised = describe_survey(table, dialect, uses, [table.columns[number][0] for number in asked])
    return Sheets(tuple(sheet for sheet in sheets if sheet.answers), fates, tuple(notices), unasked, recognised)


def _find_asked(table: TextTable, export: Export, dialect: Dialect, used: Collection[int]) -> dict[int, str]:
    asked: dict[int, str] = {}
    problems: list[Problem] = []
    for question in export.questions:
        found = _find_named(table, (*question.columns, question.question_id)) or (
            [] if question.columns else _find_named(table, (question.wording,))
        )
        if len(found) > 1 or any(number in asked for number in found):
            problems.append(
                Problem(
                    f"question '{question.question_id}' and a column of '{table.name}' do not match one to one",
                    where=f"{table.name}, header",
                    fix="name for each question one column that no other question names ([[questions]] `columns`)",
                )
            )
        asked |= dict.fromkeys(found[:1], question.question_id)
    if not asked and not problems:
        problems = [tell_of_no_questions(table, find_forgotten(table, dialect, used), export)]
    if problems:
        raise SourceError.of(problems)
    return asked


def _find_named(table: TextTable, headers: Iterable[str]) -> list[int]:
    wanted = {squeeze(header) for header in headers}
    return [number for number, names in enumerate(table.columns) if not wanted.isdisjoint(names)]


def _read_answers(row: Row, number: int, columns: Sequence[tuple[str, Sequence[str]]]) -> Iterator[CollectedTurn]:
    for question_id, answers in columns:
        if answer := answers[number]:
            yield _turn(row, answer, question_id, may_quote=row.may_quote)


def _turn(row: Row, answer: str, question: str, *, may_quote: bool | None) -> CollectedTurn:
    key = row.row_key
    return CollectedTurn(
        answer, question=question, line=row.line, row_key=key, may_quote=may_quote, attributes=_OF_THE_SHEET
    )


def parse_answer_rows(table: TextTable, export: Export, dialect: Dialect = PLAIN) -> Sheets:
    """Return the sheets of an export with one row an answer.

    The rows of a respondent whose attributes are equal make one sheet, in the order of its first row; a row without
    the respondent's key is a sheet of its own. A sheet may be quoted if none of its rows says no.

    Args:
        table: the export.
        export: the columns' uses; it must name the columns of the text and of the question.
        dialect: the survey tool that wrote it.

    Raises:
        SourceError: a column named is not there or one that is needed not named; a cell of consent is unclear.
    """
    uses = find_uses(table, export, "text", "question", dialect=dialect)
    phrases = list_phrases(export.not_answers, IN_SURVEYS)
    answers, fates = read_answers((row[uses["text"]] for row in table.rows), phrases)
    rows = read_rows(table, uses)
    groups: dict[tuple[object, ...], list[tuple[Row, str]]] = {}
    for row, answer in zip(rows, answers, strict=True):
        who = (row.key, *row.attributes.values()) if row.key else (row.line,)
        groups.setdefault(who, []).append((row, answer))
    sheets = [_join_rows(of_sheet, uses["question"]) for of_sheet in groups.values()]
    keyed = ((row.line, row.row_key, ()) for row in rows)
    return Sheets(
        tuple(s for s in sheets if s.answers),
        count_cells(table, uses, {uses["text"]: fates}, dialect),
        (
            *tell_of_answers(table, [(sheet.key, sheet.answers) for sheet in sheets], export),
            *find_repeated_keys(table.name, keyed),
        ),
        recognised=describe_survey(table, dialect, uses, [export.columns["text"]]),
    )


def _join_rows(rows: Sequence[tuple[Row, str]], question: int) -> Sheet:
    first, _ = rows[0]
    may_quote = False if False in {row.may_quote for row, _ in rows} else first.may_quote
    answers = [_turn(row, answer, squeeze(row.cells[question]), may_quote=may_quote) for row, answer in rows if answer]
    return Sheet(first.key, first.name, first.attributes, tuple(answers))
