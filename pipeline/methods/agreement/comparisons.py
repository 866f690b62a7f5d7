"""The agreement table: every code, every two coders, all coders together, and machines against the decisions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.agreement.coefficients import COEFFICIENTS, FloatArray, measure_agreement, tally_units
from pipeline.methods.agreement.intervals import Resampling, estimate_intervals, sum_by_source
from pipeline.methods.agreement.readings import DECISIONS, Readings, StrArray

ALL_CODERS = "all human coders"
COLUMNS = (
    "code_id",
    "coder_set",
    "unit",
    "statistic",
    "value",
    "value_low",
    "value_high",
    "resampled",
    "n_units",
    "n_coded",
    "undefined",
)


def name_coder_set(*coder_ids: str) -> str:
    """Return how the agreement table names two coders, as in `coder_a | coder_b`."""
    return " | ".join(coder_ids)


def compare_coders(coders: Readings, source_ids: StrArray, resampling: Resampling) -> pd.DataFrame:
    """Compare every two coders who read common segments and, of more than two, all of them together.

    Each code is compared on the segments it applies to; where two read none of these, they have no row for it.

    Args:
        coders: the readings of those who are compared.
        source_ids: the source of each segment of the readings.
        resampling: how intervals are made.

    Returns:
        One row per code, coder set, statistic and resampling, as `schemas.AGREEMENT`; `undefined` says why there is no
        value or, beside a value, why it has no interval.
    """
    everyone = tuple(range(len(coders.coder_ids)))
    sets: dict[str, tuple[int, ...]] = {
        name_coder_set(*coders.coder_ids[list(pair)]): pair for pair in combinations(everyone, 2)
    }
    if len(sets) > 1:
        sets[ALL_CODERS] = everyone
    found = [_compare_set(name, coders.take(members), source_ids, resampling) for name, members in sets.items()]
    return pd.DataFrame(list(chain.from_iterable(found)), columns=COLUMNS)


def compare_machines(
    decisions: Readings, machines: Readings, source_ids: StrArray, resampling: Resampling
) -> pd.DataFrame:
    """Compare every machine with the settled decisions.

    Args:
        decisions: the readings of the one coder `decisions`.
        machines: the readings of the machines, of the same segments and codes.
        source_ids: the source of each segment of the readings.
        resampling: how intervals are made.

    Returns:
        Rows as those of `compare_coders`; the coder set is `decisions | <machine>`.
    """
    found: list[dict[str, Any]] = []
    for at, machine in enumerate(machines.coder_ids):
        both = decisions.join(machines.take([at]))
        found += _compare_set(name_coder_set(DECISIONS, machine), both, source_ids, resampling)
    return pd.DataFrame(found, columns=COLUMNS)


def find_uncompared(coders: Readings) -> list[Problem]:
    """Find whether several people have coded, but no segment in common."""
    n_coders = int(coders.is_read.any(axis=1).sum())
    if n_coders <= 1 or (coders.is_read.sum(axis=0) > 1).any():
        return []
    return [
        Problem(
            f"none of the {n_coders} coders read a segment in common: agreement between people cannot be measured",
            where="agreement",
            fix="let them code the same sample: `qualpipe sheet --coder NAME --sample 100`",
        )
    ]


def _compare_set(
    coder_set: str, coders: Readings, source_ids: StrArray, resampling: Resampling
) -> Iterator[dict[str, Any]]:
    is_shared = coders.is_read.sum(axis=0) > 1
    ratings = np.where(coders.is_read[:, :, np.newaxis], coders.is_coded, np.nan)
    for at, code_id in enumerate(coders.code_ids):
        is_asked = is_shared & coders.applies[:, at]
        if not is_asked.any():
            continue
        named = {"code_id": code_id, "coder_set": coder_set, "unit": "segment"}
        tallies = tally_units(ratings[:, is_asked, at].T)
        for row in _measure(tallies, source_ids[is_asked], resampling):
            if coder_set != ALL_CODERS or row["statistic"] != "cohen_kappa":
                yield named | row


def _measure(tallies: FloatArray, source_ids: StrArray, resampling: Resampling) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(resampling.seed)
    intervals = {
        "segments": estimate_intervals(tallies, "segments", resampling, rng),
        "sources": estimate_intervals(sum_by_source(tallies, source_ids), "sources", resampling, rng),
    }
    for statistic in COEFFICIENTS:
        found = measure_agreement(tallies, statistic)
        for resampled, interval in intervals.items():
            has_value = found.value is not None
            yield {
                "statistic": statistic,
                "value": found.value,
                "value_low": interval[statistic].low if has_value else None,
                "value_high": interval[statistic].high if has_value else None,
                "resampled": resampled,
                "n_units": found.n_units,
                "n_coded": int((tallies[:, 1, 0] > 0).sum()),
                "undefined": interval[statistic].undefined if has_value else found.undefined,
            }
