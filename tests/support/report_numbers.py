"""The numbers of the invented study, counted in the plainest way: enough for a page to be laid out with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.methods.agreement.readings import collect_decisions, collect_readings, list_codable
from pipeline.methods.coding.gate import judge_machine
from pipeline.methods.frequencies.estimates import Coded, tabulate_frequencies
from pipeline.methods.frequencies.groups import assign_groups

MINIMUM_CELL = 3
Tables = dict[str, pd.DataFrame]


def carried_by(tables: Tables) -> pd.DataFrame:
    """Return one row per segment and code it carries: by decision where people read it, by machine elsewhere."""
    decided = tables["decisions"]
    read = set(decided["segment_id"])
    machine = tables["codings"].query("coder_id == 'rules'")
    machine = machine[~machine["segment_id"].isin(read)]
    return pd.concat([decided.loc[decided["is_coded"], ["segment_id", "code_id"]], machine[["segment_id", "code_id"]]])


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
    coded = Coded.of(collect_decisions(tables["decisions"], codable, codes), machine, verdicts)
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
    return pd.DataFrame(rows, columns=[*columns, "undefined"]).assign(unit="segment", n_units=n_units)


def count_theme_topics(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return theme_topics and alignment tables: true counts, made-up p-values that follow the lift."""
    carried = carried_by(tables).drop_duplicates()
    placed = tables["segment_topics"]
    spoken = len(tables["segments"].loc[lambda t: ~t["is_facilitator"]])
    sizes = placed.groupby(["model", "topic_id"]).size()
    themes = tables["codes"].query("is_theme")["code_id"]
    both = placed.merge(carried, on="segment_id").groupby(["model", "code_id", "topic_id"]).size()
    rows = [
        _cell(model, theme, topic, (int(both.get((model, theme, topic), 0)), int(n_topic)))
        | {"n_theme": int((carried["code_id"] == theme).sum())}
        for (model, topic), n_topic in sizes.items()
        for theme in themes
    ]
    columns = ["model", "theme_id", "topic_id", "n_segments", "n_topic", "n_theme"]
    table = pd.DataFrame(rows, columns=columns)
    lift = table["n_segments"] * spoken / (table["n_theme"] * table["n_topic"]).replace(0, np.nan)
    best = table["n_segments"].gt(0) & table["n_segments"].eq(
        table.groupby(["model", "theme_id"])["n_segments"].transform("max")
    )
    p_value = np.where(lift.fillna(0) > 2, 0.001, 0.6)
    table = table.assign(lift=lift, tjur_r2=(lift / 10).clip(0, 1), is_best_match=best, p_value=p_value)
    return table.assign(p_adjusted=(table["p_value"] * 2).clip(0, 1)), _alignment(tables)


def _cell(model: str, theme: str, topic: str, counts: tuple[int, int]) -> dict[str, object]:
    return {"model": model, "theme_id": theme, "topic_id": topic, "n_segments": counts[0], "n_topic": counts[1]}


def _alignment(tables: Tables) -> pd.DataFrame:
    models = tables["topic_models"]
    columns = ["model", "statistic", "value", "null_mean", "null_high", "p_value", "n_units", "undefined"]
    rows = [
        (row.model, name, *((None,) * 4 if pd.notna(row.declined) else (value, 0.02, 0.05, 0.001)), 100, row.declined)
        for row in models.itertuples()
        for name, value in (("ami", 0.41), ("harmonic_purity", 0.62))
    ]
    return pd.DataFrame(rows, columns=columns)
