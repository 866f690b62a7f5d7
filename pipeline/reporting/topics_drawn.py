"""The tables the figures of themes and topics draw: one for each topic model and codebook."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.reporting import words
from pipeline.reporting.by_codebook import AppliedCodebook, list_told_apart, part_by_codebook
from pipeline.reporting.drawing import Drawing, name_file
from pipeline.reporting.given import Choices, Tables
from pipeline.reporting.ranked import MOST_ROWS, order_themes, take_coded

MOST_TOPICS = 18
MOST_TERMS = 3
TEST_OF_CELLS = (
    "an exact hypergeometric test, stratified by source (survey answers: by question), with the false discovery rate "
    "held by Benjamini and Hochberg's procedure"
)


def list_topic_drawings(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    """Return a figure for every topic model and codebook of which segments were read or, where nobody read, coded."""
    for model, of_model in tables["theme_topics"].groupby("model", sort=False):
        for book, every in part_by_codebook(of_model, tables, by="theme_id"):
            cells = every[every["theme_id"].isin(take_coded(order_themes(tables))["code_id"])]
            if cells["n_topic"].any():
                yield _draw(str(model), book, (every, cells), tables, choices)


def _draw(
    model: str, book: AppliedCodebook, found: tuple[pd.DataFrame, pd.DataFrame], tables: Tables, choices: Choices
) -> Drawing:
    every, cells = found
    table = _lay_out_cells(tables, cells, choices["compare"]["false_discovery_rate"])
    n_found = table.loc[table["is_significant"] & table["is_best_match"], "theme_id"].nunique()
    met = words.say_number_of(n_found, "theme meets", "themes meet")
    are_several = len(list_told_apart(tables)) > 1
    said = f"{words.say_model(model)}, {book.title}" if are_several else words.say_model(model)
    title = f"{said}: {met} a topic more often than chance would have it"
    caption = _say_caption(tables, choices, book, table)
    if len(cells) < len(every):
        caption += " Themes that are not coded yet are left out."
    if len(table) < len(cells):
        n_all = f"{cells['theme_id'].nunique()} themes and {cells['topic_id'].nunique()} topics"
        caption += f" The largest of {n_all}; all are in tables/theme_topics.csv."
    name = name_file("theme_topics", model, *([book.codebook_id] if are_several else []))
    return Drawing(name, "theme_topics", table, title, caption)


def _say_caption(tables: Tables, choices: Choices, book: AppliedCodebook, table: pd.DataFrame) -> str:
    error_rate = choices["compare"]["false_discovery_rate"]
    by_whom = "of the machine coder" if tables["decisions"].empty else "read by people"
    caption = (
        f"Numbers: {book.segments} {by_whom} that carry the theme and belong to the topic. Shades: lift, how many "
        f"times more often than chance, shown where chance is ruled out: {TEST_OF_CELLS} at {error_rate:g}. In "
        "brackets: how stable each topic is over seeds, from 0 to 1."
    )
    if not table["is_stable"].all():
        caption += f" \u2020 and grey: not stable (below {words.STABLE_FROM:g}), and so no evidence."
    return caption


def _lay_out_cells(tables: Tables, cells: pd.DataFrame, error_rate: float) -> pd.DataFrame:
    themes = order_themes(tables).loc[lambda t: t["code_id"].isin(cells["theme_id"])].head(MOST_ROWS)
    shown = cells[cells["theme_id"].isin(themes["code_id"])].merge(
        tables["topics"][["model", "topic_id", "terms", "stability"]], on=["model", "topic_id"]
    )
    largest = shown.drop_duplicates("topic_id").nlargest(MOST_TOPICS, "n_topic", keep="all")["topic_id"]
    shown = shown[shown["topic_id"].isin(largest.head(MOST_TOPICS))]
    places = {code: place for place, code in enumerate(themes["code_id"])}
    met = shown[shown["n_segments"] > 0]
    best = met.sort_values("n_segments", ascending=False, kind="stable").drop_duplicates("topic_id")
    beside = {topic: places[theme] for topic, theme in zip(best["topic_id"], best["theme_id"], strict=True)}
    terms = shown["terms"].str.split(",").str[:MOST_TERMS].str.join(",")
    marked = shown["stability"].map(_say_stability)
    laid = shown.assign(
        label=shown["theme_id"].map(themes.set_index("code_id")["label"]),
        topic=shown["topic_id"].str.removeprefix(f"{cells['model'].iloc[0]}-") + ": " + terms + marked,
        is_stable=~(shown["stability"] < words.STABLE_FROM),
        is_significant=shown["p_adjusted"].fillna(1.0) <= error_rate,
        row=shown["theme_id"].map(places),
        column=shown["topic_id"].map(beside).fillna(len(places)),
    ).sort_values(["row", "column", "n_topic", "topic_id"], ascending=[True, True, False, True])
    columns = ["model", "theme_id", "label", "topic_id", "topic", "stability", "is_stable", "n_segments", "lift"]
    return laid[[*columns, "is_significant", "is_best_match"]].reset_index(drop=True)


def _say_stability(stability: float) -> str:
    if pd.isna(stability):
        return " (stability not measured)"
    return f" ({words.say_coefficient(stability)})" + (" \u2020" if stability < words.STABLE_FROM else "")
