"""Transcripts kept as tables: one turn a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import Problem
from pipeline.formats.surveys.answers import IN_TALK, list_phrases, read_answers
from pipeline.formats.surveys.columns import Export, Row, count_cells, find_uses, read_rows
from pipeline.formats.surveys.repeats import find_repeated_keys
from pipeline.formats.tables import TextTable
from pipeline.methods.text.collected import CollectedTurn
from pipeline.methods.text.labels import parse_time
from pipeline.methods.text.passages import Fates
from pipeline.methods.text.words import squeeze


@dataclass(frozen=True, slots=True)
class TurnRows:
    """The turns of each transcript of a table, by what its source column calls it; and its characters' fates.

    `recognised` says what the table was understood to be, `notices` what else is worth telling.
    """

    turns: Mapping[str, tuple[CollectedTurn, ...]]
    fates: Fates
    recognised: str = ""
    notices: tuple[Problem, ...] = ()


def parse_turn_rows(table: TextTable, export: Export) -> TurnRows:
    """Return the turns of a table with one turn a row, which a blank speaker's cell gives to the speaker before.

    Args:
        table: the table.
        export: the columns' uses; it must name the column of the text. Where it names one of the source, each of
            its values is a source of its own.

    Raises:
        SourceError: a column named is not there or the text's not named; a cell of consent is unclear.
    """
    uses = find_uses(table, export, "text")
    phrases = list_phrases(export.not_answers, IN_TALK)
    said, fates = read_answers((row[uses["text"]] for row in table.rows), phrases)
    rows: dict[str, list[tuple[Row, str]]] = {}
    for row, text in zip(read_rows(table, uses), said, strict=True):
        rows.setdefault(_cell(row, uses, "source"), []).append((row, text))
    turns = {source: tuple(_read_turns(of_source, uses)) for source, of_source in rows.items()}
    keys = ((row.line, row.row_key, ()) for of_source in rows.values() for row, _ in of_source)
    return TurnRows(
        turns,
        count_cells(table, uses, {uses["text"]: fates}),
        f"table of turns: {table.form}; {len(table.rows)} rows, {len(turns)} source(s); words in"
        f" '{export.columns['text']}'",
        tuple(find_repeated_keys(table.name, keys)),
    )


def _cell(row: Row, uses: Mapping[str, int], use: str) -> str:
    return squeeze(row.cells[uses[use]]) if use in uses else ""


def _read_turns(rows: Sequence[tuple[Row, str]], uses: Mapping[str, int]) -> Iterator[CollectedTurn]:
    label, key, name = "", "", ""
    for row, text in rows:
        if named := _cell(row, uses, "speaker").rstrip(": "):
            label, key, name = named, row.key, row.name
        elif row.key:
            label, key, name = "", row.key, row.name
        if text:
            yield CollectedTurn(
                text=text,
                label=label,
                name=name,
                key=key,
                question=_cell(row, uses, "question"),
                start_time=parse_time(_cell(row, uses, "start")),
                end_time=parse_time(_cell(row, uses, "end")),
                line=row.line,
                row_key=row.row_key,
                may_quote=row.may_quote,
                attributes=row.attributes,
            )
