"""Response sheets: survey exports with one column a question, or with one answer a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import Problem, SourceError
from pipeline.formats.surveys.columns import Export, Row, count_cells, find_free_text, find_uses, read_answer, read_rows
from pipeline.formats.tables import TextTable
from pipeline.methods.text.collected import CollectedTurn
from pipeline.methods.text.passages import Fates
from pipeline.methods.text.words import squeeze


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

    `unasked` are the questions that name a column which this file does not have.
    """

    sheets: tuple[Sheet, ...]
    fates: Fates
    notices: tuple[Problem, ...] = ()
    unasked: tuple[str, ...] = ()


def parse_question_columns(table: TextTable, export: Export) -> Sheets:
    """Return the sheets of an export with one row a respondent and one column a question.

    Args:
        table: the export.
        export: the columns' uses; the columns of its questions hold the answers.

    Raises:
        SourceError: a column named is not there; no column is a question's; a cell of consent is unclear.
    """
    uses = find_uses(table, export)
    asked = _find_asked(table, export)
    rows = read_rows(table, uses)
    sheets = [Sheet(row.key, row.name, row.attributes, tuple(_read_answers(row, asked))) for row in rows]
    used = {*uses.values(), *asked}
    forgotten = [n for n in find_free_text(table) if not any(n in table.columns[number] for number in used)]
    unasked = tuple(q.question_id for q in export.questions if q.columns and q.question_id not in asked.values())
    notices = [*_tell_of_forgotten(table, forgotten), *_tell_of_blank(table, sheets)]
    fates = count_cells(table, uses, list(asked))
    return Sheets(tuple(sheet for sheet in sheets if sheet.answers), fates, tuple(notices), unasked)


def _find_asked(table: TextTable, export: Export) -> dict[int, str]:
    asked: dict[int, str] = {}
    problems: list[Problem] = []
    for question in export.questions:
        headers = {squeeze(header) for header in (*question.columns, question.question_id)}
        found = [number for number, names in enumerate(table.columns) if not headers.isdisjoint(names)]
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
        problems = [_no_questions(table)]
    if problems:
        raise SourceError.of(problems)
    return asked


def _no_questions(table: TextTable) -> Problem:
    candidates = ", ".join(f"'{name}'" for name in find_free_text(table)) or "none"
    return Problem(
        f"no [[questions]] of study.toml names a column of '{table.name}'",
        where=f"{table.name}, header",
        fix='add a [[questions]] with `columns = ["..."]` for each open question; '
        f"the columns that look like free text are: {candidates}",
    )


def _read_answers(row: Row, asked: Mapping[int, str]) -> Iterator[CollectedTurn]:
    for number, question_id in asked.items():
        if answer := read_answer(row.cells[number]):
            yield _turn(row, answer, question_id, may_quote=row.may_quote)


def _turn(row: Row, answer: str, question: str, *, may_quote: bool | None) -> CollectedTurn:
    return CollectedTurn(answer, question=question, line=row.line, row_key=row.row_key, may_quote=may_quote)


def parse_answer_rows(table: TextTable, export: Export) -> Sheets:
    """Return the sheets of an export with one row an answer.

    The rows of a respondent whose attributes are equal make one sheet, in the order of its first row; a row without
    the respondent's key is a sheet of its own. A sheet may be quoted if none of its rows says no.

    Args:
        table: the export.
        export: the columns' uses; it must name the columns of the text and of the question.

    Raises:
        SourceError: a column named is not there or one that is needed not named; a cell of consent is unclear.
    """
    uses = find_uses(table, export, "text", "question")
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in read_rows(table, uses):
        who = (row.key, *row.attributes.values()) if row.key else (row.line,)
        groups.setdefault(who, []).append(row)
    sheets = [_join_rows(rows, uses) for rows in groups.values()]
    fates = count_cells(table, uses, [uses["text"]])
    return Sheets(tuple(s for s in sheets if s.answers), fates, tuple(_tell_of_blank(table, sheets)))


def _join_rows(rows: Sequence[Row], uses: Mapping[str, int]) -> Sheet:
    may_quote = False if False in {row.may_quote for row in rows} else rows[0].may_quote
    answers = [
        _turn(row, answer, squeeze(row.cells[uses["question"]]), may_quote=may_quote)
        for row in rows
        if (answer := read_answer(row.cells[uses["text"]]))
    ]
    return Sheet(rows[0].key, rows[0].name, rows[0].attributes, tuple(answers))


def _tell_of_forgotten(table: TextTable, forgotten: Sequence[str]) -> Iterator[Problem]:
    if forgotten:
        yield Problem(
            f"'{table.name}' has columns that look like free text and are not used: "
            + ", ".join(f"'{name}'" for name in forgotten),
            where=f"{table.name}, header",
            fix="if one holds answers, name it in the `columns` of a question",
        )


def _tell_of_blank(table: TextTable, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    n_blank = sum(not sheet.answers for sheet in sheets)
    if n_blank:
        yield Problem(
            f"{n_blank} of the {len(sheets)} response sheets of '{table.name}' hold no answer and are left out",
            where=table.name,
            fix="nothing to do if people left them blank; the intake table counts every cell",
        )
