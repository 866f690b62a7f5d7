"""The tables the figures draw, each with a title that says the finding and a caption that says what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.methods.frequencies.groups import NOT_RECORDED
from pipeline.reporting import words
from pipeline.reporting.given import Choices, Tables, take_groups, take_spoken, take_wordings
from pipeline.reporting.ranked import count_reached, list_main_sets, order_themes, take_coded, take_tied

MOST_ROWS = 15
MOST_GROUPS = 6
MOST_CONVERSATIONS = 12
MOST_TOPICS = 18
MOST_TERMS = 3
TEST_OF_CELLS = (
    "an exact hypergeometric test, stratified by source (survey answers: by question), with the false discovery rate "
    "held by Benjamini and Hochberg's procedure"
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure before it is drawn: its file name, which figure it is, the table it shows, and its words."""

    name: str
    kind: str
    table: pd.DataFrame
    title: str
    caption: str


def list_drawings(tables: Tables, choices: Choices) -> list[Drawing]:
    """Return every figure this study has something to show in, in the order of the report."""
    return [
        *_theme_frequencies(tables, choices),
        *_by_group(tables, choices),
        *_agreement(tables, choices),
        *_theme_topics(tables, choices),
        *_participation(tables),
    ]


def render_captions(drawings: Sequence[Drawing]) -> str:
    """Return captions.md: for every figure its file, its title and its caption, to be pasted into a paper."""
    parts = [f"## {drawing.name}\n\n**{drawing.title}.** {drawing.caption}" for drawing in drawings]
    return "\n\n".join(["# Captions of the figures", *parts]) + "\n"


def say_confidence(confidence: float) -> str:
    """Return a level of confidence as in '95 %'."""
    return f"{confidence * 100:g} %"


_FREQUENCY_COLUMNS = [
    "code_id",
    "label",
    "prevalence",
    "prevalence_low",
    "prevalence_high",
    "counted_share",
    "method",
    "n_segments",
    "n_segments_total",
    "n_participants",
    "n_participants_total",
    "n_sources",
    "n_sources_total",
    "undefined",
]


def _theme_frequencies(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    themes = order_themes(tables)
    if themes.empty:
        return
    table = themes.assign(undefined=words.say_reasons(themes["prevalence"], themes["undefined"]))[_FREQUENCY_COLUMNS]
    title, caption = _frequency_title(themes), _frequency_caption(themes, tables, choices)
    if len(table) > MOST_ROWS:
        more = f" Here are the {MOST_ROWS} most frequent of {len(table)} themes."
        yield Drawing("theme_frequencies_top", "theme_frequencies", table.head(MOST_ROWS), title, caption + more)
    yield Drawing("theme_frequencies", "theme_frequencies", table, title, caption)


def _frequency_title(themes: pd.DataFrame) -> str:
    first = take_tied(themes)
    named, top = words.join_labels(list(first["label"])), first.iloc[0]
    if top["prevalence"] > 0:
        share = f"{words.say_share(top['prevalence'])} of segments carry"
        if len(first) > 1:
            return f"{named} are equally the most frequent themes: {share} each of them"
        return f"{named} is the most frequent theme: {share} it"
    if take_coded(themes).empty:
        return "No theme is coded yet"
    if top["n_segments"] > 0:
        segments = words.say_number_of(top["n_segments"], "segment", "segments")
        return f"The machine found {named} most often: in {segments}{' each' if len(first) > 1 else ''}"
    return "No segment carries a theme"


def _frequency_caption(themes: pd.DataFrame, tables: Tables, choices: Choices) -> str:
    n_segments = words.say_count(len(take_spoken(tables)))
    coded, n_tied = take_coded(themes), len(take_tied(themes))
    if coded.empty:
        return "Nobody has coded any segment for these themes yet, so there is nothing to draw."
    methods = "; ".join(words.METHODS[method] for method in coded["method"].unique())
    n_open = words.say_number_of(len(themes) - len(coded), "theme is", "themes are")
    return (
        f"Dots: share of the {n_segments} segments of participants that carry the theme.{_say_lines(coded, choices)} "
        f"Method: {methods}. Columns: segments, people and sources in which the theme was counted, of those judged for "
        "it. A segment can carry several themes."
        f"{f' The first {n_tied} are tied: their order means nothing.' if n_tied > 1 else ''}"
        f"{f' {n_open} not coded yet.' if len(coded) < len(themes) else ''}"
    )


def _say_lines(themes: pd.DataFrame, choices: Choices) -> str:
    level = say_confidence(choices["frequencies"]["confidence"])
    estimands = themes.loc[themes["prevalence_low"].notna(), "estimand"].unique()
    return f" Lines: {level} intervals for the share in {' or '.join(estimands)}." if len(estimands) else ""


def _by_group(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    order = list(order_themes(tables)["code_id"])
    groups = take_groups(tables)
    frequencies = groups[groups["is_theme"]]
    labels, wordings = tables["codes"].set_index("code_id")["label"], take_wordings(tables)
    for grouping, every in frequencies.groupby("grouping", sort=False):
        rows = _take_recorded(every)
        if rows["group"].nunique() > MOST_GROUPS or rows["prevalence"].isna().all():
            continue
        table = rows.assign(
            label=rows["code_id"].map(labels),
            group=[words.say_group(str(grouping), group, wordings) for group in rows["group"]],
            place=rows["code_id"].map(order.index),
            undefined=words.say_reasons(rows["prevalence"], rows["undefined"]),
        )
        table = table[table["place"] < MOST_ROWS].sort_values("place", kind="stable")
        caption = _group_caption(table, choices)
        if len(rows) < len(every):
            caption += " Segments of which the group is not known are in the table of frequencies alone."
        if len(order) > MOST_ROWS:
            caption += f" The {MOST_ROWS} most frequent of {len(order)} themes; all are in the table of frequencies."
        title = f"Themes by {words.say_grouping(str(grouping))}"
        columns = [name if name != "counted_share" else "group" for name in _FREQUENCY_COLUMNS]
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", f"theme_frequencies_by_{grouping}")
        yield Drawing(name, "theme_frequencies_by_group", table[columns], title, caption)


def _take_recorded(rows: pd.DataFrame) -> pd.DataFrame:
    """The groups that can be set against each other: not what lies outside them, as a focus group beside two waves."""
    recorded = rows[rows["group"] != NOT_RECORDED]
    return recorded if len(recorded["group"].unique()) > 1 else rows


def _group_caption(table: pd.DataFrame, choices: Choices) -> str:
    fewest = choices["frequencies"]["minimum_cell"]
    return (
        f"Dots: share of each group's segments that carry the theme.{_say_lines(table, choices)} Numbers that would "
        f"rest on fewer than {fewest} people are left out, and with them numbers of the same theme from which they "
        "could be had by subtraction, as the figure says in their place."
    )


def _agreement(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    settings, rows = choices["reliability"], tables["agreement"]
    rows = rows[(rows["statistic"] == settings["statistic"]) & rows["coder_set"].isin(list_main_sets(tables))]
    if rows.empty:
        return
    by_source = rows[rows["resampled"] == "sources"]
    resampled = "sources" if by_source["value_low"].notna().any() else "segments"
    rows = rows[rows["resampled"] == resampled].merge(tables["codes"][["code_id", "label", "order"]], on="code_id")
    rows = rows.sort_values("order", kind="stable")
    named = words.say_statistic(settings["statistic"])
    table = rows.assign(
        coder_set=rows["coder_set"].map(words.say_coder_set),
        undefined=words.say_reasons(rows["value"], rows["undefined"]),
        threshold=settings["threshold"],
        statistic=named,
    )
    reached = ", and for ".join(f"{said} between {coder_set}" for coder_set, said in count_reached(tables, choices))
    title = f"{named} reaches {settings['threshold']:g} for {reached}"
    caption = (
        f"Dots: {named} by code, over the segments both sides read. Lines: {say_confidence(settings['confidence'])} "
        f"percentile intervals from {settings['resamples']:,} resamples of {resampled}. Dashed line: the threshold of "
        "the study. Numbers: segments to which at least one side gave the code, of those both read."
    )
    columns = ["code_id", "label", "coder_set", "value", "value_low", "value_high", "n_coded", "n_units"]
    yield Drawing("agreement", "agreement", table[[*columns, "threshold", "statistic", "undefined"]], title, caption)


def _theme_topics(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    error_rate = choices["compare"]["false_discovery_rate"]
    by_whom = "of the machine coder" if tables["decisions"].empty else "read by people"
    themes = take_coded(order_themes(tables))["code_id"]
    for model, every in tables["theme_topics"].groupby("model", sort=False):
        cells = every[every["theme_id"].isin(themes)]
        if cells.empty:
            continue
        table = _lay_out_cells(tables, cells, error_rate)
        n_found = table.loc[table["is_significant"] & table["is_best_match"], "theme_id"].nunique()
        met = words.say_number_of(n_found, "theme meets", "themes meet")
        title = f"{words.say_model(str(model))}: {met} a topic more often than chance would have it"
        caption = (
            f"Numbers: segments {by_whom} that carry the theme and belong to the topic. Shades: lift, how many times "
            f"more often than chance, shown where chance is ruled out: {TEST_OF_CELLS} at {error_rate:g}. In brackets: "
            "how stable each topic is over seeds, from 0 to 1."
        )
        if not table["is_stable"].all():
            caption += f" \u2020 and grey: not stable (below {words.STABLE_FROM:g}), and so no evidence."
        if len(cells) < len(every):
            caption += " Themes that are not coded yet are left out."
        if len(table) < len(cells):
            n_all = f"{cells['theme_id'].nunique()} themes and {cells['topic_id'].nunique()} topics"
            caption += f" The largest of {n_all}; all are in tables/theme_topics.csv."
        yield Drawing(f"theme_topics_{model}", "theme_topics", table, title, caption)


def _lay_out_cells(tables: Tables, cells: pd.DataFrame, error_rate: float) -> pd.DataFrame:
    themes = order_themes(tables).head(MOST_ROWS)
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


def _participation(tables: Tables) -> Iterator[Drawing]:
    titled = tables["sources"][["source_id", "title"]].assign(place=range(len(tables["sources"])))
    spoken = tables["participation"].merge(titled, on="source_id")
    spoken = spoken[spoken["source_id"].duplicated(keep=False)]
    if spoken.empty:
        return
    spoken = spoken.assign(last=spoken["role"] == "facilitator").sort_values(
        ["place", "last", "words_share", "participant_id"], ascending=[True, True, False, True]
    )
    conversations = list(dict.fromkeys(spoken["source_id"]))
    caption = "Bars: share of the words of each conversation, by person; facilitators hatched. Numbers: words."
    if len(conversations) > MOST_CONVERSATIONS:
        caption += f" The first {MOST_CONVERSATIONS} of {len(conversations)}; all are in tables/participation.csv."
    table = spoken[spoken["source_id"].isin(conversations[:MOST_CONVERSATIONS])]
    columns = ["source_id", "title", "participant_id", "role", "n_words", "words_share"]
    title = _participation_title(spoken[~spoken["last"]])
    yield Drawing("participation", "participation", table[columns].reset_index(drop=True), title, caption)


def _participation_title(people: pd.DataFrame) -> str:
    if people.empty:
        return "Who spoke how much"
    most = people.sort_values("words_share", ascending=False, kind="stable").iloc[0]
    return f"{most['participant_id']} spoke most: {words.say_share(most['words_share'])} of \u201c{most['title']}\u201d"
