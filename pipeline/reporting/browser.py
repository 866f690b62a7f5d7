"""What the excerpt browser of the page holds: every excerpt behind a number, small enough to open at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from pipeline.reporting import words
from pipeline.reporting.by_codebook import add_headings
from pipeline.reporting.excerpts import MACHINE, list_carried, list_marks, list_open_cells, list_quotable
from pipeline.reporting.given import Tables, list_rows


def make_filter(**wanted: str) -> str:
    """Return a filter of the excerpt browser as it stands behind the # of a link, as in 'theme=trust&group=before'."""
    return urlencode({key: value for key, value in wanted.items() if value})


def build_browser(tables: Tables) -> dict[str, Any]:
    """Return the excerpts behind every number of the page, with all that the page may filter them by.

    Names are given once, in lists, and pointed at by their place. Only what `list_quotable` lets through is in it, and
    of that only segments that carry a code or belong to a topic: what stands behind no number is not released.

    Returns:
        people, sources, questions, codes (id, label and, where codebooks must be told apart, the heading of its own),
        bases (words), topics (id, name): the lists;
        excerpts: segment id, text, places of person, source and question (-1: none), codes (place, basis, spans of
        evidence as start, end, start, end...), places of topics;
        cells: for a group cell that may be opened, by its filter, the places of its excerpts;
        numbers: for every number that leads to excerpts, by its filter, the segments it counts;
        not_beside_topics: the basis left out where themes meet topics, which is counted by people's word (-1: none).
    """
    carried, topics, quotable = list_carried(tables), _list_topics(tables), list_quotable(tables)
    behind = {*carried["segment_id"], *topics["segment_id"]}
    shown = quotable[quotable["segment_id"].isin(behind)].reset_index(drop=True)
    held = {
        "people": _distinct(shown["participant_id"]),
        "sources": _distinct(shown["source"]),
        "questions": _distinct(shown["question"].dropna()),
        "codes": add_headings(tables["codes"].sort_values("order")[["code_id", "label"]], tables).to_numpy().tolist(),
        "bases": list(words.BASES.values()),
        "topics": topics.drop_duplicates("key")[["key", "name"]].to_numpy().tolist(),
    }
    cells = _list_cells(list_open_cells(tables, carried), shown["segment_id"])
    return held | {
        "excerpts": _list_excerpts(shown, held, _point_at_codes(carried, tables), topics),
        "cells": cells,
        "numbers": _list_numbers(tables, cells),
        "not_beside_topics": -1 if tables["decisions"].empty else list(words.BASES).index(MACHINE),
    }


def _list_excerpts(
    shown: pd.DataFrame, held: Mapping[str, list[Any]], given: pd.DataFrame, topics: pd.DataFrame
) -> list[list[Any]]:
    places = {name: {value: n for n, value in enumerate(held[name])} for name in ("people", "sources", "questions")}
    place_of_topic = {key: place for place, (key, _) in enumerate(held["topics"])}
    codes = {segment: list(rows) for segment, rows in given.groupby("segment_id")["given"]}
    within = {s: [place_of_topic[key] for key in keys] for s, keys in topics.groupby("segment_id")["key"]}
    return [
        [
            row.segment_id,
            row.text,
            places["people"][row.participant_id],
            places["sources"][row.source],
            places["questions"].get(row.question, -1),
            codes.get(row.segment_id, []),
            within.get(row.segment_id, []),
        ]
        for row in list_rows(shown)
    ]


def render_browser(browser: Mapping[str, Any]) -> str:
    """Return `browser` as JSON that may stand inside a script element of a page."""
    return json.dumps(browser, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _list_topics(tables: Tables) -> pd.DataFrame:
    topics = tables["topics"]
    said = [
        f"{row.topic_id}: {row.terms} (stability {words.say_stability(row.stability)})" for row in list_rows(topics)
    ]
    known = topics[["model", "topic_id"]].assign(name=pd.Series(said, index=topics.index, dtype=str))
    named = tables["segment_topics"].merge(known, on=["model", "topic_id"])
    return named.assign(key=named["topic_id"])


def _point_at_codes(carried: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    codes = {code: place for place, code in enumerate(tables["codes"].sort_values("order")["code_id"])}
    bases = {basis: place for place, basis in enumerate(words.BASES)}
    marks = {key: rows.to_numpy().ravel().tolist() for key, rows in _spans(tables)}
    given = [
        [
            codes[row.code_id],
            bases[row.basis],
            marks.get((row.segment_id, row.code_id), []) if row.basis == MACHINE else [],
        ]
        for row in list_rows(carried)
    ]
    return pd.DataFrame({"segment_id": carried["segment_id"], "given": given})


def _spans(tables: Tables) -> Iterable[tuple[Any, pd.DataFrame]]:
    return list_marks(tables).groupby(["segment_id", "code_id"])[["start", "end"]]


def _list_cells(cells: pd.DataFrame, shown: pd.Series) -> dict[str, list[int]]:
    place = {segment: n for n, segment in enumerate(shown)}
    keys = ["code_id", "grouping", "group"]
    return {
        make_filter(theme=str(code), grouping=str(grouping), group=str(group)): sorted(
            place[s] for s in segments if s in place
        )
        for (code, grouping, group), segments in cells.groupby(keys)["segment_id"]
    }


def _list_numbers(tables: Tables, cells: Mapping[str, Any]) -> dict[str, int]:
    frequencies = tables["theme_frequencies"].dropna(subset="n_segments")
    numbers = {}
    for row in list_rows(frequencies):
        if row.grouping == "all":
            numbers[make_filter(theme=row.code_id)] = int(row.n_segments)
        elif (key := make_filter(theme=row.code_id, grouping=row.grouping, group=row.group)) in cells:
            numbers[key] = int(row.n_segments)
    for row in list_rows(tables["theme_topics"]):
        numbers[make_filter(theme=row.theme_id, topic=row.topic_id)] = int(row.n_segments)
    for row in list_rows(tables["topics"]):
        numbers[make_filter(topic=row.topic_id)] = int(row.n_segments)
    return numbers
