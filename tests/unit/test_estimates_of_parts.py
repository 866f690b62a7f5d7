"""Estimates where a study has parts: kinds of source as strata of the sample, codes that apply to one kind alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.frequencies.estimates import Coded, estimate_frequencies, find_uncounted
from pipeline.methods.frequencies.prevalence import Cell, stratified_jeffreys
from tests.support.coding_tables import make_segments
from tests.support.estimated import (
    N_SEGMENTS,
    REFUSED,
    SEGMENTS,
    estimate,
    interval,
    machine_called,
    make_coded,
)

KINDS = np.array(["focus_group"] * 20 + ["survey"] * 40, dtype=object)
IS_SURVEY = KINDS == "survey"


def test_each_kind_of_source_is_a_stratum_of_the_sample():
    """Twenty turns read and ten of forty answers: the answers nobody read are taken to be like the ten."""
    row = estimate(make_coded(n_read=30, verdict="not used", kinds=KINDS))
    assert interval(row) == list(stratified_jeffreys([Cell(20, 20, 6), Cell(40, 10, 0)], 0.95)[:3])
    assert interval(row) != list(stratified_jeffreys([Cell(60, 30, 6)], 0.95)[:3])


def test_an_accepted_machine_parts_every_stratum():
    """The cells are kinds of source by what the machine gave."""
    row = estimate(make_coded(n_read=30, kinds=KINDS))
    cells = [Cell(4, 4, 1), Cell(16, 16, 5), Cell(6, 1, 0), Cell(34, 9, 0)]
    assert interval(row) == list(stratified_jeffreys(cells, 0.95)[:3])


def test_a_team_that_samples_its_kinds_differently_is_not_misled():
    """Talk read throughout, one answer in ten: over many samples the strata find the truth and the pool does not."""
    rng = np.random.default_rng(5)
    kinds = np.repeat(["focus_group", "survey"], [200, 800]).astype(object)
    truth = np.concatenate([np.arange(200) < 120, np.arange(800) < 80])[:, np.newaxis]
    segments, everything = make_segments([f"s{at}" for at in range(1000)]), pd.Series(["all"] * 1000)
    found, pooled = [], []
    for _ in range(20):
        is_read = (kinds == "focus_group") | np.isin(
            np.arange(1000), rng.choice(np.arange(200, 1000), 80, replace=False)
        )
        one_kind = np.full(1000, "survey", dtype=object)
        applies = np.ones_like(truth)
        for of_kind, into in ((kinds, found), (one_kind, pooled)):
            given = (np.array(["trust"], dtype=object), is_read, truth & is_read[:, np.newaxis], np.zeros_like(truth))
            coded = Coded(*given, np.array(["not used"], dtype=object), applies, of_kind)
            into.append(interval(estimate_frequencies(coded, segments, everything, 0.95).iloc[0]))
    assert np.mean([value for value, *_ in found]) == pytest.approx(truth.mean(), abs=0.01)
    assert sum(low <= truth.mean() <= high for _, low, high in found) >= 18
    assert all(low > truth.mean() + 0.1 for _, low, _ in pooled)


def test_a_kind_that_nobody_read_is_taken_to_be_like_the_others():
    """Nothing shows how it differs: the sample is taken to be one, as where there is a single kind."""
    row = estimate(make_coded(n_read=19, n_by_hand=6, verdict="not used", kinds=np.array(KINDS[::-1])))
    assert interval(row) == list(stratified_jeffreys([Cell(60, 19, 6)], 0.95)[:3])


def test_a_group_whose_answers_hardly_anyone_read_has_no_estimate():
    """The group's talk was read and three of its answers: what was said in talk does not speak for the answers."""
    groups = pd.Series(["a"] * 20 + ["b"] * 17 + ["a"] * 23)
    read = np.arange(N_SEGMENTS) < 40
    coded = make_coded(n_read=40, verdict="not used", kinds=KINDS, is_read=read)
    table = estimate_frequencies(coded, SEGMENTS, groups, 0.95).set_index("group")
    assert table["undefined"].fillna("").to_dict() == {"a": "too few hand-coded segments", "b": ""}


def test_a_code_is_counted_where_it_applies_and_nowhere_else():
    """Denominators hold the survey alone; the focus groups have no row, not a row of zero."""
    coded = make_coded(n_read=N_SEGMENTS, n_by_hand=30, kinds=KINDS, applies=IS_SURVEY[:, np.newaxis])
    row = estimate(coded)
    assert row[["n_segments", "n_segments_total", "n_hand_coded", "n_sources_total"]].tolist() == [10, 40, 40, 4]
    assert row["prevalence"] == pytest.approx(10 / 40)
    by_kind = estimate_frequencies(coded, SEGMENTS, pd.Series(KINDS), 0.95)
    assert by_kind["group"].tolist() == ["survey"]


def test_a_code_whose_segments_nobody_read_is_the_machines_alone():
    """People read the talk; of a code for the survey only the machine's count is known, and nothing is estimated."""
    row = estimate(make_coded(n_read=20, verdict=REFUSED, kinds=KINDS, applies=IS_SURVEY[:, np.newaxis]))
    assert row[["method", "undefined", "n_hand_coded"]].tolist() == ["machine count only", "no hand-coded sample", 0]
    assert row[["n_segments", "n_segments_total"]].tolist() == [6, 40]


def test_a_code_that_applies_to_nothing_is_not_coded():
    """Its one row has no numbers, and says that nobody has coded."""
    row = estimate(make_coded(n_read=30, applies=np.zeros((N_SEGMENTS, 1), dtype=bool)))
    assert row[["method", "undefined"]].tolist() == ["not coded", "nobody has coded"]
    assert pd.isna(row["n_segments"])


def test_codes_that_only_a_machine_has_read_for_are_told_apart_from_those_it_was_refused_for():
    """One codebook was coded by hand, the other was not: two notices, each with its number of codes."""
    applies = np.column_stack([np.ones(N_SEGMENTS, dtype=bool), IS_SURVEY])
    coded = Coded(
        np.array(["trust", "courage"], dtype=object),
        ~IS_SURVEY,
        np.zeros_like(applies),
        applies,
        np.array([REFUSED, "not accepted: no hand-coded sample"], dtype=object),
        applies,
        KINDS,
    )
    alone, refused = find_uncounted(coded, machine_called("rules"))
    assert alone.problem == (
        "no person has coded any segment for 1 of 2 codes: the machine's counts are shown, without prevalences"
    )
    assert refused.problem.endswith("from the hand-coded segments alone: trust")
