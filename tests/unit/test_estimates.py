"""Estimates: which segments count, which method follows from who coded what, and what is left undefined."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.frequencies.estimates import (
    MINIMUM_HAND_CODED,
    Coded,
    estimate_frequencies,
    find_uncounted,
    tabulate_frequencies,
)
from pipeline.methods.frequencies.prevalence import Cell, stratified_jeffreys, wilson
from pipeline.schemas import THEME_FREQUENCIES
from pipeline.store import check_table
from tests.support.estimated import (
    EVERYTHING,
    N_SEGMENTS,
    REFUSED,
    SEGMENTS,
    estimate,
    interval,
    machine_called,
    make_coded,
)


def test_everything_hand_coded_is_counted_and_has_wilsons_interval():
    """Where people read all, the share is exact, its interval is about segments like these, and no machine is used."""
    row = estimate(make_coded(n_read=N_SEGMENTS))
    assert interval(row) == list(wilson(6, N_SEGMENTS, 0.95)[:3])
    assert row[["method", "estimand"]].tolist() == ["hand-coded, all", "segments like these"]
    assert row[["n_segments", "n_hand_coded", "n_machine_coded"]].tolist() == [6, 60, 0]
    assert row["machine_accepted"] == "not used"


def test_a_sample_with_an_accepted_machine_is_post_stratified():
    """An accepted machine makes the strata, and its word counts where nobody read."""
    row = estimate(make_coded(n_read=30))
    assert interval(row) == list(stratified_jeffreys([Cell(10, 5, 1), Cell(50, 25, 5)], 0.95)[:3])
    assert row[["method", "estimand"]].tolist() == ["post-stratified Jeffreys", "these segments"]
    assert row[["n_segments", "n_hand_coded", "n_machine_coded"]].tolist() == [11, 30, 5]


@pytest.mark.parametrize("verdict", [REFUSED, "not used"])
def test_without_an_accepted_machine_the_sample_speaks_alone(verdict):
    """A refused machine counts for nothing: neither its strata nor its word are used."""
    row = estimate(make_coded(n_read=30, verdict=verdict))
    assert interval(row) == list(stratified_jeffreys([Cell(60, 30, 6)], 0.95)[:3])
    assert row[["method", "machine_accepted"]].tolist() == ["hand-coded sample", verdict]
    assert row[["n_segments", "n_machine_coded"]].tolist() == [6, 0]


def test_a_machine_alone_is_counted_without_an_estimate():
    """Where people read nothing, the machine's count is shown, and no prevalence is made of it."""
    row = estimate(make_coded(n_read=0, verdict="not accepted: no hand-coded sample"))
    assert row[["method", "estimand", "undefined"]].tolist() == ["machine count only", "none", "no hand-coded sample"]
    assert row[["n_segments", "n_hand_coded", "n_machine_coded"]].tolist() == [10, 0, 10]
    assert pd.isna(interval(row)).all()


def test_a_code_that_nobody_and_no_machine_can_have_given_is_not_coded():
    """Without hand-coding and without rules for the code there is nothing to count: 0 of 60 would be a finding."""
    row = estimate(make_coded(n_read=0, verdict="not used", n_by_machine=0))
    assert row[["method", "undefined"]].tolist() == ["not coded", "nobody has coded"]
    counts = ["n_segments", "n_participants", "n_sources"]
    assert row[[*counts, *(f"{name}_total" for name in counts), "words_share"]].isna().all()
    assert row[["n_hand_coded", "n_machine_coded"]].tolist() == [0, 0]


def test_a_code_that_nobody_has_coded_is_no_hidden_cell():
    """Where one code is not coded and the machine counted another, the breakdown says which is which."""
    at = np.arange(N_SEGMENTS)
    by_machine = np.column_stack([np.zeros(N_SEGMENTS, dtype=bool), at < 50])
    verdicts = np.array(["not used", REFUSED], dtype=object)
    nobody = np.zeros(N_SEGMENTS, dtype=bool)
    kinds, applies = np.full(N_SEGMENTS, "survey", dtype=object), np.ones_like(by_machine)
    none = np.zeros_like(by_machine)
    coded = Coded(np.array(["a", "b"], dtype=object), nobody, none, by_machine, verdicts, applies, kinds)
    site = pd.Series(["x"] * 20 + ["y"] * 40)
    table = tabulate_frequencies(
        coded, SEGMENTS, {"all": EVERYTHING, "site": site}, confidence=0.95, minimum=3
    ).set_index(["grouping", "code_id", "group"])
    assert set(table.loc[("site", "a"), "undefined"]) == {"nobody has coded"}
    assert set(table.loc[("site", "b"), "undefined"]) == {"suppressed to protect fewer than 3 participants"}


@pytest.mark.parametrize(("n_read", "undefined"), [(9, "too few hand-coded segments"), (10, None), (11, None)])
def test_ten_hand_coded_segments_are_the_fewest(n_read, undefined):
    """From fewer than ten hand-coded segments of a group nothing is estimated; the counts stay."""
    row = estimate(make_coded(n_read=n_read))
    assert row["undefined"] == undefined or (undefined is None and pd.isna(row["undefined"]))
    assert pd.isna(row["prevalence"]) == (undefined is not None)
    assert row["n_hand_coded"] == n_read
    assert MINIMUM_HAND_CODED == 10


def test_every_group_has_the_method_that_its_own_coding_allows():
    """A group read in full is hand-coded, all; one hardly read at all is undefined, in the same study."""
    groups = pd.Series(["a"] * 20 + ["b"] * 40)
    table = estimate_frequencies(make_coded(n_read=25), SEGMENTS, groups, 0.95).set_index("group")
    assert table["method"].to_dict() == {"a": "hand-coded, all", "b": "post-stratified Jeffreys"}
    assert table.loc["b", "undefined"] == "too few hand-coded segments"


def test_breakdowns_are_suppressed_and_the_whole_is_not():
    """Six participants in all are shown whole; a group of two of them is not, nor the group that would give it away."""
    site = pd.Series(["a"] * 20 + ["b"] * 40)
    table = tabulate_frequencies(
        make_coded(n_read=N_SEGMENTS), SEGMENTS, {"all": EVERYTHING, "site": site}, confidence=0.95, minimum=3
    ).set_index(["grouping", "group"])
    assert table["n_participants_total"].fillna(-1).to_dict() == {
        ("all", "all"): 6,
        ("site", "a"): -1,
        ("site", "b"): -1,
    }
    assert table["undefined"].notna().tolist() == [False, True, True]


def test_a_second_breakdown_does_not_give_a_hidden_cell_away():
    """Sites hide the code; the halves, which alone would hide nothing, do not show it either."""
    breakdowns = {
        "all": EVERYTHING,
        "site": pd.Series(["a"] * 20 + ["b"] * 40),
        "half": pd.Series(["x", "y"] * 30),
    }
    shown = tabulate_frequencies(
        make_coded(n_read=N_SEGMENTS, n_by_hand=N_SEGMENTS), SEGMENTS, breakdowns, confidence=0.95, minimum=3
    ).set_index(["grouping", "group"])
    assert shown["n_segments"].notna().to_dict() == {
        ("all", "all"): True,
        **dict.fromkeys([("site", "a"), ("site", "b"), ("half", "x"), ("half", "y")], False),
    }


@pytest.mark.parametrize("n_codes", [0, 1])
def test_a_study_without_segments_or_codes_has_an_empty_table(n_codes):
    """Nothing to count is an empty table that keeps its contract."""
    none = np.zeros((0, n_codes), dtype=bool)
    codes = np.array(["trust"] * n_codes, dtype=object)
    verdicts, kinds = np.array(["not used"] * n_codes, dtype=object), np.array([], dtype=object)
    coded = Coded(codes, np.zeros(0, dtype=bool), none, none, verdicts, none, kinds)
    breakdowns = {name: pd.Series([], dtype="str") for name in ("all", "kind")}
    table = tabulate_frequencies(coded, SEGMENTS.iloc[:0], breakdowns, confidence=0.95, minimum=3)
    assert len(check_table(table.assign(is_theme=True), THEME_FREQUENCIES)) == 0


@pytest.mark.parametrize(
    ("coded", "machine", "said"),
    [
        (make_coded(n_read=0, verdict=REFUSED), machine_called("rules"), "the machine's counts are shown"),
        (make_coded(n_read=0, verdict="not used"), machine_called("rules"), "nothing is counted"),
        (make_coded(n_read=30, verdict=REFUSED), machine_called("rules"), "not accepted for 1 of 1 codes"),
        (make_coded(n_read=30), machine_called("rules"), None),
        (make_coded(n_read=30, verdict="not used"), machine_called("rules"), None),
        (make_coded(n_read=N_SEGMENTS, verdict=REFUSED), machine_called("rules"), None),
        (make_coded(n_read=30, verdict="not used"), machine_called(), None),
    ],
)
def test_a_study_is_told_where_the_machine_does_not_count(coded, machine, said):
    """A notice names the codes a machine was refused for, or asks for a hand-coded sample; otherwise there is none."""
    found = find_uncounted(coded, machine)
    assert len(found) == (said is not None)
    assert all(said in problem.problem for problem in found)


def test_what_is_known_of_the_segments_is_put_together_from_readings():
    """Decisions become what people decided, the machine's readings what it gave; without a machine it gave nothing."""
    decisions = machine_called("decisions")
    decisions.is_coded[0, 3, 0] = decisions.is_read[0, 3] = True
    kinds = np.full(N_SEGMENTS, "interview", dtype=object)
    coded = Coded.of(decisions, machine_called(), np.array(["not used"], dtype=object), kinds)
    assert np.flatnonzero(coded.is_read).tolist() == np.flatnonzero(coded.by_hand).tolist() == [3]
    assert not coded.by_machine.any()
    assert coded.by_machine.shape == coded.by_hand.shape
