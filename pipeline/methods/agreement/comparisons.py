"""The agreement table: every code, every two coders, all coders together, and machines against the decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.agreement.coefficients import (
    CODED,
    COEFFICIENTS,
    Agreement,
    FloatArray,
    count_given,
    measure_agreement,
)
from pipeline.methods.agreement.intervals import (
    Interval,
    Resampled,
    Resampling,
    estimate_intervals,
    estimate_jackknife,
)
from pipeline.methods.agreement.readings import DECISIONS, Readings
from pipeline.methods.agreement.units import SEGMENT, UNITS, Places, tally_by

ALL_CODERS = "all human coders"
PAIR = 2
_OTHER_THAN = {True: ("fleiss_kappa",), False: ("cohen_kappa", "scott_pi")}  # by whether two are compared
COLUMNS = (
    "code_id",
    "coder_set",
    "unit",
    "statistic",
    "value",
    "value_low",
    "value_high",
    "jackknife_low",
    "jackknife_high",
    "resampled",
    "n_units",
    "n_coded",
    "undefined",
)


def name_coder_set(*coder_ids: str) -> str:
    """Return how the agreement table names two coders, as in `coder_a | coder_b`."""
    return " | ".join(coder_ids)


def compare_coders(coders: Readings, places: Places, resampling: Resampling) -> pd.DataFrame:
    """Compare every two coders who read common segments and, of more than two, all of them together.

    Each code is compared on the segments it applies to, in each of `UNITS`; where two read none of these, they have no
    row for it.

    Args:
        coders: the readings of those who are compared.
        places: where each segment of the readings lies.
        resampling: how intervals are made.

    Returns:
        One row per code, coder set, unit, statistic and resampling, as `schemas.AGREEMENT`; `undefined` says why there
        is no value or, beside a value, why nothing could be drawn; wherever the jackknife is missing it says why too.
    """
    everyone = tuple(range(len(coders.coder_ids)))
    sets: dict[str, tuple[int, ...]] = {
        name_coder_set(*coders.coder_ids[list(pair)]): pair for pair in combinations(everyone, 2)
    }
    if len(sets) > 1:
        sets[ALL_CODERS] = everyone
    found = [_compare_set(name, coders.take(members), places, UNITS, resampling) for name, members in sets.items()]
    return pd.DataFrame(list(chain.from_iterable(found)), columns=COLUMNS)


def compare_machines(decisions: Readings, machines: Readings, places: Places, resampling: Resampling) -> pd.DataFrame:
    """Compare every machine with the settled decisions, segment by segment.

    Args:
        decisions: the readings of the one coder `decisions`.
        machines: the readings of the machines, of the same segments and codes.
        places: where each segment of the readings lies.
        resampling: how intervals are made.

    Returns:
        Rows as those of `compare_coders`; the coder set is `decisions | <machine>`.
    """
    found: list[dict[str, Any]] = []
    for at, machine in enumerate(machines.coder_ids):
        both = decisions.join(machines.take([at]))
        found += _compare_set(name_coder_set(DECISIONS, machine), both, places, (SEGMENT,), resampling)
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
    coder_set: str, coders: Readings, places: Places, units: Sequence[str], resampling: Resampling
) -> Iterator[dict[str, Any]]:
    is_shared = coders.is_read.sum(axis=0) > 1
    ratings = np.where(coders.is_read[:, :, np.newaxis], coders.is_coded, np.nan)
    statistics = [name for name in COEFFICIENTS if name not in _OTHER_THAN[len(coders.coder_ids) == PAIR]]
    for at, code_id in enumerate(coders.code_ids):
        is_asked = is_shared & coders.applies[:, at]
        if not is_asked.any():
            continue
        for unit in units:
            tallies = tally_by(unit, ratings[:, is_asked, at].T, places.take(is_asked))
            named = {"code_id": code_id, "coder_set": coder_set, "unit": unit}
            yield from (named | row for row in _measure(tallies, statistics, resampling))


def _measure(
    tallies: Mapping[Resampled, FloatArray], statistics: Sequence[str], resampling: Resampling
) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(resampling.seed)
    finest = next(iter(tallies.values()))
    n_coded = round(count_given(finest, CODED).sum())
    drawn = {name: estimate_intervals(rows, name, resampling, rng) for name, rows in tallies.items()}
    left_out = {name: estimate_jackknife(rows, name, resampling.confidence) for name, rows in tallies.items()}
    for statistic in statistics:
        found = measure_agreement(finest, statistic)
        for resampled in tallies:
            bounds = _bound(found, drawn[resampled][statistic], left_out[resampled][statistic])
            yield {
                "statistic": statistic,
                "value": found.value,
                **bounds,
                "resampled": resampled,
                "n_units": found.n_units,
                "n_coded": n_coded,
            }


def _bound(found: Agreement, drawn: Interval, left_out: Interval) -> dict[str, Any]:
    if found.value is None:
        return {"undefined": found.undefined}
    is_rare = drawn.undefined == "rare_code"
    return {
        "value_low": drawn.low,
        "value_high": drawn.high,
        "jackknife_low": None if is_rare else left_out.low,
        "jackknife_high": None if is_rare else left_out.high,
        "undefined": drawn.undefined,
    }
