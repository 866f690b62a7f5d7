"""The numbers of the invented study, counted in the plainest way: enough for a page to be laid out with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.methods.agreement.readings import collect_decisions, collect_readings, list_codable
from pipeline.methods.coding.gate import judge_machine
from pipeline.methods.frequencies.estimates import Coded, tabulate_frequencies
from pipeline.methods.frequencies.groups import assign_groups
from pipeline.methods.topics.comparison import (
    compare_themes_topics,
    decline_alignment,
    estimate_alignment,
    number_topics,
)
from pipeline.methods.topics.units import (
    ThemedUnits,
    collect_human_themes,
    collect_machine_themes,
    collect_units_by_codebook,
)

MINIMUM_CELL = 3
Tables = dict[str, pd.DataFrame]


def count_frequencies(tables: Tables, *, groupings: tuple[str, ...]) -> pd.DataFrame:
    """Return a theme_frequencies table as the stage makes it: every code, over all and by each grouping named."""
    codable, codes = list_codable(tables["segments"]), tables["codes"]
    given = (tables["codings"], tables["reviews"], tables["coders"])
    machine = collect_readings(*given, codable, codes).take_kind("machine")
    verdicts = judge_machine(
        tables["agreement"],
        machine,
        codes["has_rules"].to_numpy(),
        statistic="krippendorff_alpha",
        threshold=0.5,
    )
    kinds = codable["kind"].to_numpy(dtype=object)
    coded = Coded.of(collect_decisions(tables["decisions"], codable, codes), machine, verdicts, kinds)
    breakdowns = {
        name: assign_groups(name, codable, tables["sources"], tables["participants"]) for name in ("all", *groupings)
    }
    table = tabulate_frequencies(coded, codable, breakdowns, confidence=0.95, minimum=MINIMUM_CELL)
    return table.merge(codes[["code_id", "is_theme"]], on="code_id")


def count_agreement(tables: Tables) -> pd.DataFrame:
    """Return an agreement table with made-up values of the right shape; the second theme never varies."""
    n_units = tables["decisions"]["segment_id"].nunique()
    pairs = ["ada | bo", "decisions | rules"] if "rules" in set(tables["coders"]["coder_id"]) else ["ada | bo"]
    statistics = ("percent_agreement", "positive_agreement", "negative_agreement", "cohen_kappa", "krippendorff_alpha")
    rows = []
    for number, code in enumerate(tables["codes"]["code_id"] if n_units else []):
        for place, pair in enumerate(pairs):
            for resampled in ("segments", "sources"):
                value = 0.95 - 0.05 * (number % 9) - 0.15 * place
                is_flat = number == 3 and place == 0
                rows += [
                    {
                        "code_id": code,
                        "coder_set": pair,
                        "statistic": name,
                        "value": None if is_flat and "_agreement" not in name else value,
                        "value_low": None if is_flat else value - 0.08,
                        "value_high": None if is_flat else min(1, value + 0.06),
                        "resampled": resampled,
                        "n_coded": 0 if is_flat else 20 - number % 9,
                        "undefined": "no_variation" if is_flat and "_agreement" not in name else None,
                    }
                    for name in statistics
                ]
    columns = ["code_id", "coder_set", "statistic", "value", "value_low", "value_high", "resampled", "n_coded"]
    bounds = {"jackknife_low": None, "jackknife_high": None}
    by_segment = pd.DataFrame(rows, columns=[*columns, "undefined"]).assign(unit="segment", n_units=n_units, **bounds)
    by_character = by_segment.assign(unit="character", value=by_segment["value"] * 0 - 0.5, n_units=n_units * 100)
    return pd.concat([by_segment, by_character], ignore_index=True)


def count_theme_topics(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return theme_topics and alignment tables as the stage makes them, from few permutations."""
    codes, segments = tables["codes"], tables["segments"]
    themed = collect_human_themes(tables["decisions"], codes)
    if themed.empty:
        themed = collect_machine_themes(tables["codings"], codes, segments)
    found = collect_units_by_codebook(themed, segments, codes)
    models = tables["topic_models"].itertuples()
    compared = [_compare(row, book, units, tables) for row in models for book, units in found.items()]
    return pd.concat([cells for cells, _ in compared]), pd.concat([whole for _, whole in compared])


def _compare(model: Any, codebook: str, units: ThemedUnits, tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    of_model = [tables[name].loc[lambda t: t["model"] == model.model] for name in ("topics", "segment_topics")]
    topic_ids = sorted(of_model[0]["topic_id"])
    found = number_topics(units, of_model[1], topic_ids)
    cells = compare_themes_topics(units, found, topic_ids).assign(model=model.model)
    if pd.notna(model.declined):
        return cells, decline_alignment(model.declined, n_units=0).assign(model=model.model, codebook=codebook)
    alignment = estimate_alignment(units, found, permutations=100, rng=np.random.default_rng(1))
    return cells, alignment.assign(model=model.model, codebook=codebook)
