"""Codings as columns of a table of answers: one row an answer or a respondent, one column a code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import CodingsError, Problem, suggest
from pipeline.formats.codings.marks import parse_mark
from pipeline.formats.grids import Grid
from pipeline.methods.coding.codebook import Codebook, name_key
from pipeline.methods.coding.placing import AnswerRow
from pipeline.methods.text.words import squeeze

_NOT_ASKED = frozenset({"na", "n/a", "nan"})


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table of codes is laid out: the columns of the key and question, and how the header of a code is made."""

    key: str
    question: str = ""
    pattern: str = "{code}"


@dataclass(frozen=True, slots=True)
class _CodeColumn:
    position: int
    header: str
    code_id: str
    question_id: str | None


def parse_code_columns(
    grids: Mapping[str, Grid], file: str, layout: Layout, codebook: Codebook, questions: Mapping[str, str]
) -> tuple[list[AnswerRow], list[Problem]]:
    """Return the answers of a table with the codes that its columns give them, and the notices worth telling.

    `grids` are the sheets of the file, of which the first with the column `layout.key` counts; `questions` are the
    wordings by question_id. One notice names the headers that mean no code, another the codes without a column.
    Raises CodingsError listing every missing or repeated column and every column with cells that are not marks.
    """
    table = _read_table(grids, file, layout)
    columns = list(_code_columns(table.header, layout, codebook, questions))
    question_ids = {name_key(name): id_ for id_, wording in questions.items() for name in (id_, wording)}
    problems = [
        *_column_problems(columns, table, layout.pattern),
        *_cell_problems(columns, table),
        *_row_problems(table, columns, question_ids),
    ]
    if problems:
        raise CodingsError.of(problems)
    answers = [answer for number, row in table.rows for answer in _answers(table, number, row, columns, question_ids)]
    return answers, list(_notices(columns, table, codebook))


@dataclass(frozen=True, slots=True)
class _Table:
    file: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    key: int
    question: int | None


def _read_table(grids: Mapping[str, Grid], file: str, layout: Layout) -> _Table:
    """The first sheet that has the key's column, its blank rows left out; rows are numbered as a spreadsheet does."""
    headers = {name: [name_key(cell) for cell in grid[0]] if grid else [] for name, grid in grids.items()}
    name = next((name for name, header in headers.items() if name_key(layout.key) in header), next(iter(grids)))
    problems = [
        Problem(f"there is no column '{wanted}'", file, _closest_header(wanted, grids[name]))
        for wanted in (layout.key, layout.question)
        if wanted and name_key(wanted) not in headers[name]
    ]
    if problems:
        raise CodingsError.of(problems)
    width = len(headers[name])
    rows = [(number, [*row, *[""] * (width - len(row))]) for number, row in enumerate(grids[name], start=1) if any(row)]
    question = headers[name].index(name_key(layout.question)) if layout.question else None
    return _Table(file, grids[name][0], rows[1:], headers[name].index(name_key(layout.key)), question)


def _closest_header(wanted: str, grid: Grid) -> str:
    header = [cell for cell in grid[0] if cell] if grid else []
    return suggest(wanted, header, otherwise="name a column of the file in study.toml")


def _code_columns(
    header: Sequence[str], layout: Layout, codebook: Codebook, questions: Mapping[str, str]
) -> Iterator[_CodeColumn]:
    ids = {question_id.casefold(): question_id for question_id in questions}
    pattern = _header_pattern(layout.pattern, list(ids))
    for position, cell in enumerate(header):
        found = pattern.fullmatch(squeeze(cell).casefold())
        code = codebook.find(found["code"]) if found else None
        if found and code and name_key(cell) not in (name_key(layout.key), name_key(layout.question)):
            yield _CodeColumn(position, cell, code.code_id, ids.get(found.groupdict().get("question", "")))


def _header_pattern(pattern: str, question_ids: Sequence[str]) -> re.Pattern[str]:
    questions = "|".join(re.escape(id_) for id_ in sorted(question_ids, key=len, reverse=True)) or "(?!)"
    parts = re.split(r"(\{code\}|\{question\})", pattern.casefold())
    groups = {"{code}": "(?P<code>.+)", "{question}": f"(?P<question>{questions})"}
    return re.compile("".join(groups.get(part, re.escape(part)) for part in parts))


def _column_problems(columns: Sequence[_CodeColumn], table: _Table, pattern: str) -> Iterator[Problem]:
    if not columns:
        fix = "compare the headers with the codebook's labels and with `pattern` in study.toml"
        yield Problem(f"no column of the file means a code (pattern '{pattern}')", table.file, fix)
    seen: dict[tuple[str, str | None], _CodeColumn] = {}
    for column in columns:
        first = seen.setdefault((column.code_id, column.question_id), column)
        if first is not column:
            said = f"columns '{first.header}' and '{column.header}' mean the same code '{column.code_id}'"
            yield Problem(said, table.file, "keep one of them")


def _cell_problems(columns: Sequence[_CodeColumn], table: _Table) -> Iterator[Problem]:
    for column in columns:
        odd = [number for number, row in table.rows if _mark(row[column.position]) is None]
        if odd:
            said = (
                f"column '{column.header}': {len(odd)} cell(s) are neither a mark nor blank, the first in row {odd[0]}"
            )
            yield Problem(said, table.file, "write 1 where the code is given, and 0 or nothing where it is not")


def _mark(cell: str) -> bool | None:
    return False if cell.casefold() in _NOT_ASKED else parse_mark(cell)


def _row_problems(table: _Table, columns: Sequence[_CodeColumn], question_ids: Mapping[str, str]) -> Iterator[Problem]:
    coded = [(number, row) for number, row in table.rows if any(_mark(row[c.position]) for c in columns)]
    for number, row in coded:
        if not row[table.key]:
            said = f"a row gives codes, but its cell '{table.header[table.key]}' is blank"
            yield Problem(said, f"{table.file}, row {number}", "write there whose answer the row is about")
        if table.question is not None and name_key(row[table.question]) not in question_ids:
            said = f"the cell '{table.header[table.question]}' is no question of the study"
            yield Problem(said, f"{table.file}, row {number}", "write the id or wording of a question of study.toml")


def _answers(
    table: _Table, number: int, row: Sequence[str], columns: Sequence[_CodeColumn], question_ids: Mapping[str, str]
) -> Iterator[AnswerRow]:
    in_row = question_ids.get(name_key(row[table.question]), "") if table.question is not None else None
    given: dict[str | None, list[str]] = {column.question_id or in_row: [] for column in columns}
    for column in columns:
        if _mark(row[column.position]):
            given[column.question_id or in_row].append(column.code_id)
    for question_id, code_ids in given.items():
        key = row[table.key]
        yield AnswerRow(file=table.file, row=number, key=key, question_id=question_id, code_ids=tuple(code_ids))


def _notices(columns: Sequence[_CodeColumn], table: _Table, codebook: Codebook) -> Iterator[Problem]:
    named = {table.key, table.question, *(column.position for column in columns)}
    other = [squeeze(cell) for position, cell in enumerate(table.header) if position not in named and cell]
    missing = [code.label for code in codebook.codes if code.code_id not in {column.code_id for column in columns}]
    if other:
        fix = "if one of them is a code, add its name to the code's `also_called`"
        yield Problem(f"{len(other)} column(s) mean no code: {', '.join(other)}", table.file, fix)
    if missing:
        fix = "nothing, if the coder was not asked for them; otherwise add their names to `also_called`"
        yield Problem(f"no column for {len(missing)} code(s), not given here: {', '.join(missing)}", table.file, fix)
