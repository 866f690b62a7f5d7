"""The other sections of the page as plain values: agreement, topics, who spoke, where it all came from."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from pipeline.reporting import words
from pipeline.reporting.browser import make_filter
from pipeline.reporting.by_codebook import add_headings, list_told_apart, place_codebooks
from pipeline.reporting.given import Tables, list_rows, take_agreement

Section = dict[str, Any]

_MOST_TITLES = 3


def list_agreement(tables: Tables) -> list[Section]:
    """Return the agreement of every code and set of coders in words, codes in the codebook's order.

    `heading` is that of the code's codebook, empty where nothing must be told apart.
    """
    codes = tables["codes"].assign(place=place_codebooks(tables["codes"]["code_id"], tables))
    ordered = codes.sort_values(["place", "order"])
    labels = dict(zip(ordered["code_id"], ordered["label"], strict=True))
    places = {code: place for place, code in enumerate(labels)}
    rows = take_agreement(tables).loc[lambda t: t["resampled"] == "segments"]
    rows = add_headings(rows.assign(place=rows["code_id"].map(places)), tables).sort_values("place", kind="stable")
    return [
        {
            "heading": values.get("heading", pd.Series("")).iloc[0],
            "label": labels.get(values["code_id"].iloc[0], values["code_id"].iloc[0]),
            "coder_set": words.say_coder_set(values["coder_set"].iloc[0]),
            "n_units": words.say_count(values["n_units"].iloc[0]),
            "n_coded": words.say_count(values["n_coded"].iloc[0]),
            "said": {row.statistic: _say_agreement(row) for row in list_rows(values)},
        }
        for _, values in rows.groupby(["code_id", "coder_set"], sort=False)
    ]


def _say_agreement(row: Any) -> Section:
    interval = words.say_interval(row.value_low, row.value_high, row.undefined) if pd.notna(row.value) else ""
    return {"value": words.say_coefficient(row.value, row.undefined), "interval": interval}


def list_topic_models(tables: Tables) -> list[Section]:
    """Return every topic model: how stable it is or why it declined, its topics, and how far they meet the themes."""
    return [
        {
            "id": row.model,
            "name": words.say_model(row.model),
            "declined": row.declined if pd.notna(row.declined) else "",
            "n_topics": row.n_topics,
            "n_segments": words.say_count(row.n_segments),
            "n_seeds": row.n_seeds,
            "outliers": words.say_share(row.outlier_share, "not counted"),
            "stability": words.say_coefficient(row.stability, "not measured"),
            "stability_low": words.say_coefficient(row.stability_low, "not measured"),
            "topics": _list_topics(tables, row.model),
            "alignment": _list_alignment(tables, row.model),
        }
        for row in list_rows(tables["topic_models"])
    ]


def _list_topics(tables: Tables, model: str) -> list[Section]:
    cells, topics = tables["theme_topics"], tables["topics"]
    cells = cells[(cells["model"] == model) & cells["is_best_match"] & (cells["n_segments"] > 0)]
    cells = cells.merge(tables["codes"][["code_id", "label"]], left_on="theme_id", right_on="code_id")
    return [
        {
            "topic_id": row.topic_id,
            "terms": row.terms,
            "n_segments": words.say_count(row.n_segments),
            "filter": make_filter(topic=row.topic_id),
            "stability": words.say_stability(row.stability),
            "matches": [_say_match(cell) for cell in list_rows(cells[cells["topic_id"] == row.topic_id])],
        }
        for row in list_rows(topics[topics["model"] == model])
    ]


def _say_match(cell: Any) -> Section:
    return {
        "label": cell.label,
        "theme_id": cell.theme_id,
        "n_segments": words.say_count(cell.n_segments),
        "lift": words.say_coefficient(cell.lift, "no lift"),
        "p": words.say_probability(cell.p_adjusted),
        "filter": make_filter(theme=cell.theme_id, topic=cell.topic_id),
    }


def _list_alignment(tables: Tables, model: str) -> list[Section]:
    alignment, headings = tables["alignment"], {b.codebook_id: b.heading for b in list_told_apart(tables)}
    return [
        {
            "heading": headings.get(row.codebook, ""),
            "statistic": words.say_statistic(row.statistic),
            "value": words.say_coefficient(row.value, row.undefined),
            "null": words.say_coefficient(row.null_mean, row.undefined),
            "p": words.say_probability(row.p_value),
            "n_units": words.say_count(row.n_units),
        }
        for row in list_rows(alignment[alignment["model"] == model])
    ]


def list_participation(tables: Tables) -> Section:
    """Return who spoke how much: each person where several spoke, a summary where each source has one person."""
    spoken = tables["participation"].merge(tables["sources"][["source_id", "title", "kind"]], on="source_id")
    is_shared = spoken["source_id"].duplicated(keep=False)
    return {
        "together": [_say_person(row) for row in list_rows(spoken[is_shared])],
        "alone": [_say_alone(str(kind), rows["n_words"]) for kind, rows in spoken[~is_shared].groupby("kind")],
    }


def _say_person(row: Any) -> Section:
    return {
        "source": row.title,
        "person": row.participant_id,
        "role": row.role,
        "n_turns": words.say_count(row.n_turns),
        "n_words": words.say_count(row.n_words),
        "share": words.say_share(row.words_share),
        "filter": "" if row.role == "facilitator" else make_filter(person=row.participant_id),
    }


def _say_alone(kind: str, n_words: pd.Series) -> Section:
    measures = {
        "n": len(n_words),
        "n_words": n_words.sum(),
        "shortest": n_words.min(),
        "median": n_words.median(),
        "longest": n_words.max(),
    }
    return {"kind": words.KINDS[kind][1]} | {name: words.say_count(value) for name, value in measures.items()}


def list_provenance(tables: Tables) -> list[Section]:
    """Return the sources by kind with one fingerprint of all their texts: what this report belongs to.

    Not one for each source: a short answer could be guessed from its hash, whether its author consented or not.
    """
    return [
        {
            "kind": words.say_number_of(len(rows), *words.KINDS[str(kind)]),
            "titles": _say_titles(list(dict.fromkeys(rows["title"]))),
            "fingerprint": hashlib.sha256("\n".join(sorted(rows["sha256"])).encode()).hexdigest(),
        }
        for kind, rows in tables["sources"].groupby("kind")
    ]


def _say_titles(titles: list[str]) -> str:
    more = len(titles) - _MOST_TITLES
    return words.join_words([*titles[:_MOST_TITLES], *([f"{more:,} more"] if more > 0 else [])])
