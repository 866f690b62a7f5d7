"""What the researcher is told of a survey: what it was taken for, what was assumed, forgotten, blank or twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.errors import Problem
from pipeline.formats.surveys.answers import count_saying_none
from pipeline.formats.surveys.columns import Export, Row, find_personal, list_heads
from pipeline.formats.surveys.dialects import Dialect
from pipeline.formats.surveys.open_items import render_questions
from pipeline.formats.surveys.repeats import Answers, find_repeated_keys, find_repeated_people, find_repeats
from pipeline.formats.surveys.values import OpenItem, find_open_items
from pipeline.formats.tables import TextTable

_SHOWN = 12


def describe_survey(table: TextTable, dialect: Dialect, uses: Mapping[str, int], asked: Sequence[str]) -> str:
    """Return what a survey file was understood to be, in one sentence that holds headers and counts only.

    Args:
        table: the table, without the rows left out.
        dialect: the survey tool.
        uses: use of a column -> its number.
        asked: the headers of the columns that hold answers.
    """
    tool = f"{dialect.name} export, told by {dialect.evidence}" if dialect.name else "survey table"
    shown = ", ".join(f"'{name}'" for name in asked[:_SHOWN]) + (", ..." if len(asked) > _SHOWN else "")
    person = f"people told apart by '{table.columns[uses['participant']][0]}'" if "participant" in uses else ""
    return (
        f"{tool}: {table.form}; {len(table.rows)} rows below {dialect.header_rows} header row(s); "
        f"answers in {shown}; {person or 'each row is a person of its own'}"
    )


def find_forgotten(table: TextTable, dialect: Dialect, used: Collection[int]) -> list[OpenItem]:
    """Find the columns that look like people's own words and are neither used nor the survey tool's."""
    own = {n for n, head in enumerate(list_heads(table)) if head in dialect.own} | {*find_personal(table, dialect)}
    return [item for item in find_open_items(table) if item.number not in {*used, *own}]


def tell_of_no_questions(table: TextTable, items: Sequence[OpenItem], export: Export) -> Problem:
    """Return the problem that no question names a column, with lines to paste for the columns that could be one."""
    problem = f"no [[questions]] of study.toml names a column of '{table.name}'"
    if not items:
        fix = 'add a [[questions]] with `columns = ["..."]` for each open question; no column looks like free text'
        return Problem(problem, f"{table.name}, header", fix)
    return Problem(
        f"{problem}; {len(items)} of its {len(table.columns)} columns look like people's own words",
        where=f"{table.name}, header",
        fix="paste what is an open question into study.toml, and leave out the rest:\n\n"
        + render_questions(table, items, [question.question_id for question in export.questions]),
    )


def tell_of_forgotten(table: TextTable, items: Sequence[OpenItem], export: Export) -> Iterator[Problem]:
    """Tell of columns that look like free text and that no question names."""
    if items:
        yield Problem(
            f"'{table.name}' has columns that look like free text and are not used: "
            + ", ".join(f"'{item.names[0]}'" for item in items),
            where=f"{table.name}, header",
            fix="if one holds answers, paste its lines into study.toml:\n\n"
            + render_questions(table, items, [question.question_id for question in export.questions]),
        )


def tell_of_key(table: TextTable, export: Export, uses: Mapping[str, int], dialect: Dialect) -> Iterator[Problem]:
    """Tell which column was taken for the respondents' key where the settings name none."""
    if "participant" in uses and not export.columns.get("participant"):
        header = table.columns[uses["participant"]][0]
        yield Problem(
            f"respondents of '{table.name}' are told apart by '{header}', as in every export of {dialect.name}",
            where=f"{table.name}, header",
            fix="if another column says who answered (a code that links waves, say), name it: "
            '`columns.participant = "..."`',
        )


def tell_of_rows(table: TextTable, rows: Sequence[Row], uses: Mapping[str, int], dialect: Dialect) -> Iterator[Problem]:
    """Tell of row ids and respondents that several rows have, though no attribute or event tells them apart."""
    events = [n for n, head in enumerate(list_heads(table)) if head in dialect.event]
    of_events = [tuple(row.cells[n] for n in events) for row in rows]
    keyed = ((row.line, row.row_key, event) for row, event in zip(rows, of_events, strict=True))
    yield from find_repeated_keys(table.name, keyed)
    if uses.get("participant") != uses.get("row"):
        people = (
            (row.line, row.key, (*row.attributes.values(), *event)) for row, event in zip(rows, of_events, strict=True)
        )
        yield from find_repeated_people(table.name, people)


def tell_of_answers(table: TextTable, sheets: Sequence[Answers], export: Export) -> Iterator[Problem]:
    """Tell of sheets without an answer, answers that only say "none", and answers that stand twice."""
    answered = [sheet for sheet in sheets if sheet[1]]
    if len(answered) < len(sheets):
        yield Problem(
            f"{len(sheets) - len(answered)} of the {len(sheets)} response sheets of '{table.name}' hold no answer"
            " and are left out",
            where=table.name,
            fix="nothing to do if people left them blank; the intake table counts every cell",
        )
    n_none = count_saying_none(turn.text for _, answers in answered for turn in answers)
    if n_none and export.not_answers is None:
        yield Problem(
            f'{n_none} answer(s) of \'{table.name}\' say "none" or "nothing" and no more; they are kept as answers',
            where=table.name,
            fix="where that only fills a field, list what counts as no answer: `not_answers` in its [[sources]]",
        )
    yield from find_repeats(table.name, answered)
