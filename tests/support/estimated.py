"""Sixty segments of six sources, one code, and who has read and coded what: enough for every kind of estimate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.methods.agreement.readings import Readings
from pipeline.methods.frequencies.estimates import Coded, estimate_frequencies
from pipeline.schemas import THEME_FREQUENCIES
from pipeline.store import check_table
from tests.support.coding_tables import make_segments

REFUSED = "not accepted: krippendorff_alpha with the decisions is 0.100, below 0.667"
N_SEGMENTS = 60
SEGMENTS = make_segments([f"s{at // 10}" for at in range(N_SEGMENTS)])
EVERYTHING = pd.Series(["all"] * N_SEGMENTS)


def make_coded(*, n_read, verdict="accepted", n_by_hand=6, n_by_machine=10, **changed):
    """Return one code: people read the first segments and gave it to the first of them, the machine to every sixth."""
    at = np.arange(N_SEGMENTS)
    is_read = at < n_read
    by_hand = (at < n_by_hand) & is_read
    by_machine = at % 6 < n_by_machine / 10
    coded = Coded(
        np.array(["trust"], dtype=object),
        is_read,
        by_hand[:, np.newaxis],
        by_machine[:, np.newaxis],
        np.array([verdict], dtype=object),
        np.ones((N_SEGMENTS, 1), dtype=bool),
        np.full(N_SEGMENTS, "focus_group", dtype=object),
    )
    return replace(coded, **changed)


def estimate(coded, groups=EVERYTHING):
    """Return the one row of frequencies that there is for the first group."""
    table = estimate_frequencies(coded, SEGMENTS, groups, 0.95)
    check_table(table.assign(grouping="x", is_theme=True), THEME_FREQUENCIES)
    return table.iloc[0]


def interval(row):
    """Return the prevalence and its interval."""
    return row[["prevalence", "prevalence_low", "prevalence_high"]].tolist()


def machine_called(*names):
    """Return the readings of machines of these names."""
    given = np.zeros((len(names), N_SEGMENTS, 1), dtype=bool)
    coders, kinds = np.array(names, dtype=object), np.array(["machine"] * len(names), dtype=object)
    segment_ids = SEGMENTS["segment_id"].to_numpy(dtype=object)
    applies = np.ones((N_SEGMENTS, 1), dtype=bool)
    return Readings(coders, kinds, segment_ids, np.array(["trust"], dtype=object), given[:, :, 0], given, applies)
