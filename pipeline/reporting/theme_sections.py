"""The themes of the page as plain values: every number in words, with the filter that opens the excerpts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.methods.frequencies.estimates import NOT_CODED
from pipeline.reporting import words
from pipeline.reporting.browser import make_filter
from pipeline.reporting.by_codebook import list_told_apart, part_by_codebook
from pipeline.reporting.excerpts import (
    MACHINE,
    choose_excerpts,
    list_carried,
    list_marks,
    list_open_cells,
    list_quotable,
)
from pipeline.reporting.given import Tables, list_rows, take_groups, take_overall, take_wordings
from pipeline.reporting.ranked import order_themes

Section = dict[str, Any]
Spans = Mapping[Any, list[list[int]]]


def list_codebook_sections(tables: Tables, n_excerpts: int, *, n_open: int) -> list[Section]:
    """Return every codebook with its themes, as `list_theme_sections` has them.

    Returns:
        For each codebook: heading, empty where nothing must be told apart; segments, whose share a prevalence is, in
        words; n_segments; themes.
    """
    sections = {section["id"]: section for section in list_theme_sections(tables, n_excerpts, n_open=n_open)}
    is_headed = len(list_told_apart(tables)) > 0
    return [
        {
            "heading": book.heading if is_headed else "",
            "segments": book.segments,
            "n_segments": words.say_count(book.n_segments),
            "themes": [sections[code_id] for code_id in of_book["code_id"]],
        }
        for book, of_book in part_by_codebook(order_themes(tables), tables)
    ]


def list_theme_sections(tables: Tables, n_excerpts: int, *, n_open: int) -> list[Section]:
    """Return every theme, the most frequent of each codebook first: numbers, groups, sub-codes and chosen excerpts.

    Args:
        tables: the derived tables.
        n_excerpts: how many excerpts of a theme the page shows at most without being asked.
        n_open: how many of these stand open; the others unfold.
    """
    carried = list_carried(tables)
    cells = list_open_cells(tables, carried)
    is_open = set(zip(cells["code_id"], cells["grouping"], strict=True))
    quotable = list_quotable(tables).merge(carried, on="segment_id")
    marks = list_marks(tables).groupby(["segment_id", "code_id"])[["start", "end"]]
    spans = {key: rows.to_numpy().tolist() for key, rows in marks}
    themes = order_themes(tables)
    highest = themes[["prevalence_high", "prevalence", "counted_share"]].max(axis=None)
    sections = []
    for row in list_rows(themes):
        quoted = quotable[quotable["code_id"] == row.code_id].reset_index(drop=True)
        chosen = choose_excerpts(quoted, n_excerpts)
        first = choose_excerpts(chosen, n_open)
        sections.append(
            _say_code(row)
            | {
                "verdict": words.say_verdict(row.machine_accepted),
                "strip": _place_on_strip(row, highest),
                "sub_codes": _list_sub_codes(tables, row.code_id),
                "breakdowns": _list_breakdowns(tables, row.code_id, is_open),
                "first": [_say_excerpt(excerpt, spans) for excerpt in list_rows(first)],
                "more": [_say_excerpt(excerpt, spans) for excerpt in list_rows(chosen.drop(first.index))],
                "n_shown": words.say_count(len(quoted)),
                "n_withheld": 0 if pd.isna(row.n_segments) else int(row.n_segments) - len(quoted),
            }
        )
    return sections


def _say_code(row: Any) -> Section:
    named = {"id": row.code_id, "label": row.label, "definition": row.definition}
    return named | _say_numbers(row, make_filter(theme=row.code_id))


def _say_numbers(row: Any, wanted: str) -> Section:
    is_estimated = pd.notna(row.prevalence)
    counts = {name: words.say_count(getattr(row, name), row.undefined) for name in _COUNTS}
    return counts | {
        "filter": wanted if pd.notna(row.n_segments) and row.n_segments > 0 else "",
        "is_hidden": pd.isna(row.n_segments),
        "is_estimated": is_estimated,
        "why": words.say_reason(row.undefined),
        "share": words.say_share(row.prevalence) if is_estimated else _say_missing(row),
        "interval": words.say_share_interval(row.prevalence_low, row.prevalence_high, row.undefined)
        if is_estimated
        else "none",
        "words_share": words.say_share(row.words_share, row.undefined),
        "method": words.METHODS[row.method],
        "estimand": row.estimand,
    }


def _say_missing(row: Any) -> str:
    return words.METHODS[NOT_CODED] if row.method == NOT_CODED else "not estimated"


_COUNTS = (
    *("n_segments", "n_participants", "n_sources", "n_hand_coded"),
    *("n_segments_total", "n_participants_total", "n_sources_total"),
)


def _place_on_strip(row: Any, highest: Any) -> Section | None:
    value = row.prevalence if pd.notna(row.prevalence) else row.counted_share
    if pd.isna(value) or not highest > 0:
        return None
    places = {"value": value, "low": row.prevalence_low, "high": row.prevalence_high}
    return {name: "" if pd.isna(place) else f"{place / highest:.1%}" for name, place in places.items()}


def _list_sub_codes(tables: Tables, theme_id: str) -> list[Section]:
    codes = tables["codes"]
    below = codes[(codes["theme_id"] == theme_id) & (codes["code_id"] != theme_id)]
    rows = take_overall(tables).merge(below[["code_id", "label", "definition", "order"]], on="code_id")
    return [_say_code(row) for row in list_rows(rows.sort_values("order"))]


def _list_breakdowns(tables: Tables, code_id: str, is_open: set[tuple[str, str]]) -> list[Section]:
    groups, wordings = take_groups(tables), take_wordings(tables)
    found = []
    n_groups = groups.groupby("grouping")["group"].nunique()
    for grouping, cells in groups[groups["code_id"] == code_id].groupby("grouping", sort=False):
        if len(cells) == 1 < n_groups[grouping]:
            continue  # the code applies to this one group alone: its numbers are those of the whole
        opens = (code_id, str(grouping)) in is_open
        rows = [
            _say_numbers(cell, _lead_to(cell) if opens else make_filter(theme=code_id))
            | {"group": words.say_group(str(grouping), cell.group, wordings)}
            for cell in list_rows(cells)
        ]
        found.append(
            {
                "grouping": words.say_grouping(str(grouping)),
                "leads_wide": not opens and any(row["filter"] for row in rows),
                "is_hidden": all(row["is_hidden"] for row in rows),
                "why": rows[0]["why"],
                "rows": rows,
            }
        )
    return found


def _lead_to(cell: Any) -> str:
    return make_filter(theme=cell.code_id, grouping=cell.grouping, group=cell.group)


def _say_excerpt(row: Any, spans: Spans) -> Section:
    evidence = spans.get((row.segment_id, row.code_id), []) if row.basis == MACHINE else []
    return {
        "pieces": _cut(row.text, evidence),
        "person": row.participant_id,
        "source": row.source,
        "question": row.question if pd.notna(row.question) else "",
        "decided": words.BASES[row.basis],
    }


def _cut(text: str, spans: list[list[int]]) -> list[tuple[str, bool]]:
    """Return `text` in pieces, each with whether it is evidence."""
    pieces: list[tuple[str, bool]] = []
    reached = 0
    for start, end in spans:
        pieces += [(text[reached:start], False), (text[start:end], True)]
        reached = end
    return [(piece, is_evidence) for piece, is_evidence in [*pieces, (text[reached:], False)] if piece]
