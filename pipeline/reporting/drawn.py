"""The tables the figures draw, each with a title that says the finding and a caption that says what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.reporting import words
from pipeline.reporting.by_codebook import add_headings, list_told_apart, place_codebooks
from pipeline.reporting.drawing import Drawing
from pipeline.reporting.frequencies_drawn import list_frequency_drawings
from pipeline.reporting.given import Choices, Tables, take_agreement
from pipeline.reporting.ranked import count_reached, list_main_sets
from pipeline.reporting.topics_drawn import list_topic_drawings

MOST_CONVERSATIONS = 12


def list_drawings(tables: Tables, choices: Choices) -> list[Drawing]:
    """Return every figure this study has something to show in, in the order of the report."""
    return [
        *list_frequency_drawings(tables, choices),
        *_agreement(tables, choices),
        *list_topic_drawings(tables, choices),
        *_participation(tables),
    ]


def render_captions(drawings: Sequence[Drawing]) -> str:
    """Return captions.md: for every figure its file, its title and its caption, to be pasted into a paper."""
    parts = [f"## {drawing.name}\n\n**{drawing.title}.** {drawing.caption}" for drawing in drawings]
    return "\n\n".join(["# Captions of the figures", *parts]) + "\n"


def _agreement(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    settings, rows = choices["reliability"], take_agreement(tables)
    rows = rows[(rows["statistic"] == settings["statistic"]) & rows["coder_set"].isin(list_main_sets(tables))]
    if rows.empty:
        return
    by_source = rows[rows["resampled"] == "sources"]
    resampled = "sources" if by_source["value_low"].notna().any() else "segments"
    rows = rows[rows["resampled"] == resampled].merge(tables["codes"][["code_id", "label", "order"]], on="code_id")
    placed = rows.assign(place=place_codebooks(rows["code_id"], tables))
    rows = placed.sort_values(["place", "order"], kind="stable")
    named = words.say_statistic(settings["statistic"])
    table = rows.assign(
        coder_set=rows["coder_set"].map(words.say_coder_set),
        undefined=words.say_reasons(rows["value"], rows["undefined"]),
        threshold=settings["threshold"],
        statistic=named,
    )
    reached = ", and for ".join(f"{said} between {coder_set}" for coder_set, said in count_reached(tables, choices))
    title = f"{named} reaches {settings['threshold']:g} for {reached}"
    level = words.say_confidence(settings["confidence"])
    where = ", where the codebook is applied" if list_told_apart(tables) else ""
    caption = (
        f"Dots: {named} by code, over the segments both sides read{where}. Lines: {level} percentile intervals from "
        f"{settings['resamples']:,} resamples of {resampled}. Dashed line: the threshold of the study. Numbers: "
        "segments to which at least one side gave the code, of those both read."
    )
    columns = ["code_id", "label", "coder_set", "value", "value_low", "value_high", "n_coded", "n_units"]
    drawn = add_headings(table[[*columns, "threshold", "statistic", "undefined"]], tables)
    yield Drawing("agreement", "agreement", drawn, title, caption)


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
