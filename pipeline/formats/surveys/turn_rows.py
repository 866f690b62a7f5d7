"""Transcripts kept as tables: one turn a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.formats.surveys.columns import Export, Row, count_cells, find_uses, read_answer, read_rows
from pipeline.formats.tables import TextTable
from pipeline.methods.text.collected import CollectedTurn
from pipeline.methods.text.passages import Fates
from pipeline.methods.text.speakers import parse_time
from pipeline.methods.text.words import squeeze


@dataclass(frozen=True, slots=True)
class TurnRows:
    """The turns of each transcript of a table, by what its source column calls it; and its characters' fates."""

    turns: Mapping[str, tuple[CollectedTurn, ...]]
    fates: Fates


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
    rows: dict[str, list[Row]] = {}
    for row in read_rows(table, uses):
        rows.setdefault(_cell(row, uses, "source"), []).append(row)
    turns = {source: tuple(_read_turns(of_source, uses)) for source, of_source in rows.items()}
    return TurnRows(turns, count_cells(table, uses, [uses["text"]]))


def _cell(row: Row, uses: Mapping[str, int], use: str) -> str:
    return squeeze(row.cells[uses[use]]) if use in uses else ""


def _read_turns(rows: Sequence[Row], uses: Mapping[str, int]) -> Iterator[CollectedTurn]:
    label, key, name = "", "", ""
    for row in rows:
        if named := _cell(row, uses, "speaker").rstrip(": "):
            label, key, name = named, row.key, row.name
        elif row.key:
            label, key, name = "", row.key, row.name
        if text := read_answer(row.cells[uses["text"]]):
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
