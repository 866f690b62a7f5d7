"""The agreement table: which coders are compared, on which segments, with which statistics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from pipeline.methods.agreement.coefficients import COEFFICIENTS
from pipeline.methods.agreement.comparisons import compare_coders, compare_machines, find_uncompared
from pipeline.methods.agreement.intervals import Resampling
from pipeline.methods.agreement.readings import Readings
from pipeline.methods.agreement.units import Places, rate_sources
from pipeline.schemas import AGREEMENT
from pipeline.store import check_table

PLAN = Resampling(resamples=200, confidence=0.95, seed=7)
N_SEGMENTS = 40
PLACES = Places(np.array([f"s{at % 8}" for at in range(N_SEGMENTS)], dtype=object), 5 + np.arange(N_SEGMENTS) % 3)


def make_readings(*coders, n_codes=2, kind="human", seed=1, read=None):
    """Return readings in which each coder gave each code to random segments, of all or of those named in `read`."""
    rng = np.random.default_rng(seed)
    is_read = np.ones((len(coders), N_SEGMENTS), dtype=bool)
    for coder, places in (read or {}).items():
        is_read[coders.index(coder)] = np.isin(np.arange(N_SEGMENTS), places)
    is_coded = (rng.random((len(coders), N_SEGMENTS, n_codes)) < 0.4) & is_read[:, :, np.newaxis]
    return Readings(
        np.array(coders, dtype=object),
        np.array([kind] * len(coders), dtype=object),
        np.array([f"segment {at}" for at in range(N_SEGMENTS)], dtype=object),
        np.array([f"code {at}" for at in range(n_codes)], dtype=object),
        is_read,
        is_coded,
        np.ones(is_coded.shape[1:], dtype=bool),
    )


def compare(readings, plan=PLAN):
    """Return the agreement table of the coders, checked against its contract."""
    places = PLACES.take(np.arange(N_SEGMENTS) < len(readings.segment_ids))
    return check_table(compare_coders(readings, places, plan), AGREEMENT)


def pick(table, *, unit="segment", **values):
    """Return the one row of `table` that has these values."""
    asked = {"unit": unit, **values}
    (row,) = table[(table[list(asked)] == pd.Series(asked)).all(axis=1)].to_dict("records")
    return row


def test_two_coders_are_a_pair_with_eight_statistics():
    """Two coders make one set, each code with eight statistics in three units, drawn by all that the unit has."""
    table = compare(make_readings("ada", "ben"))
    assert set(table["coder_set"]) == {"ada | ben"}
    assert set(table["statistic"]) == {*COEFFICIENTS} - {"fleiss_kappa"}
    ways = [("character", "segments"), ("character", "sources"), ("segment", "segments"), ("segment", "sources")]
    assert table.groupby(["code_id", "unit", "resampled"]).size().to_dict() == {
        (code, *way): 8 for code in ("code 0", "code 1") for way in (*ways, ("source", "sources"))
    }


def test_three_coders_are_three_pairs_and_one_set():
    """More than two coders are compared two by two and together; kappa and pi are of pairs, Fleiss' kappa of sets."""
    table = compare(make_readings("ada", "ben", "cy"))
    statistics = table.groupby("coder_set")["statistic"].unique().map(set).to_dict()
    pair = {*COEFFICIENTS} - {"fleiss_kappa"}
    assert statistics == dict.fromkeys(["ada | ben", "ada | cy", "ben | cy"], pair) | {
        "all human coders": {*COEFFICIENTS} - {"cohen_kappa", "scott_pi"}
    }


def test_characters_count_a_segment_as_often_as_it_is_long():
    """Character agreement is that of a table with one row a character, which is what NVivo counts."""
    readings = make_readings("ada", "ben")
    row = pick(compare(readings), unit="character", code_id="code 1", statistic="cohen_kappa", resampled="segments")
    ada, ben = np.repeat(readings.is_coded[:, :, 1], PLACES.n_chars, axis=1)
    assert row["value"] == pytest.approx(cohen_kappa_score(ada, ben))
    assert (row["n_units"], row["n_coded"]) == (PLACES.n_chars.sum(), (ada | ben).sum())
    assert row["value_low"] < row["value"] < row["value_high"]


def test_a_source_is_coded_by_whoever_gave_the_code_in_it():
    """Source agreement asks of each source whether the code was given anywhere in the segments both read."""
    readings = make_readings("ada", "ben", read={"ben": range(28)})
    row = pick(compare(readings), unit="source", code_id="code 0", statistic="percent_agreement", resampled="sources")
    given = pd.DataFrame(readings.is_coded[:, :28, 0].T).groupby(PLACES.source_ids[:28]).any()
    assert row["value"] == (given[0] == given[1]).mean()
    assert (row["n_units"], row["n_coded"]) == (8, given.any(axis=1).sum())


def test_a_coder_who_read_nothing_of_a_source_is_not_asked_about_it():
    """Of three coders, who did not read a source has no answer for it, not the answer no."""
    ratings = np.array([[1.0, 0.0, np.nan], [0.0, 0.0, np.nan], [np.nan, 1.0, 0.0]])
    rated = rate_sources(ratings, np.array(["b", "b", "a"], dtype=object))
    np.testing.assert_array_equal(rated, [[1.0, 0.0, np.nan], [np.nan, 1.0, 0.0]])


def test_only_segments_that_both_read_are_compared():
    """Units are the jointly read segments, and coded are those where at least one of the two gave the code."""
    readings = make_readings("ada", "ben", read={"ada": range(30), "ben": range(20, 40)})
    row = pick(compare(readings), code_id="code 1", statistic="cohen_kappa", resampled="segments")
    both = readings.is_coded[:, 20:30, 1]
    assert row["n_units"] == 10
    assert row["n_coded"] == both.any(axis=0).sum()
    assert row["value"] == pytest.approx(cohen_kappa_score(*both))


def test_coders_without_a_common_segment_are_not_compared():
    """A pair that shares nothing has no rows; the others still have theirs."""
    readings = make_readings("ada", "ben", "cy", read={"ada": range(20), "ben": range(20, 40)})
    assert set(compare(readings)["coder_set"]) == {"ada | cy", "ben | cy", "all human coders"}


def test_a_code_nobody_gave_has_rows_that_say_why_there_is_no_value():
    """A code without variation keeps its counts, without value and interval, with the reason."""
    readings = make_readings("ada", "ben")
    readings.is_coded[:, :, 0] = False
    row = pick(compare(readings), code_id="code 0", statistic="krippendorff_alpha", resampled="segments")
    assert (row["n_units"], row["n_coded"], row["undefined"]) == (N_SEGMENTS, 0, "no_variation")
    assert pd.isna([row["value"], row["value_low"], row["value_high"]]).all()


def test_a_value_without_an_interval_says_why():
    """A rare code keeps its value; its interval is missing for a reason given."""
    readings = make_readings("ada", "ben")
    readings.is_coded[:, :, 0] = False
    readings.is_coded[0, :2, 0] = readings.is_coded[1, :1, 0] = True
    row = pick(compare(readings), code_id="code 0", statistic="cohen_kappa", resampled="segments")
    assert row["value"] == pytest.approx(0.655172, abs=1e-6)
    assert row["undefined"] == "rare_code"
    assert pd.isna(row["value_low"])


def test_the_interval_of_a_code_does_not_depend_on_the_other_codes():
    """Adding a code to the codebook changes no row of the codes that were there."""
    readings = make_readings("ada", "ben", n_codes=3)
    fewer = compare(readings.take_codes(np.array([False, True, True])))
    more = compare(readings)
    kept = more[more["code_id"] != "code 0"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, fewer)


def test_machines_are_compared_with_the_decisions():
    """Every machine is compared with the decisions, by the decided segments alone, and not with other machines."""
    decisions = make_readings("decisions", read={"decisions": range(25)})
    machines = make_readings("rules", "other", kind="machine", seed=2)
    table = check_table(compare_machines(decisions, machines, PLACES, PLAN), AGREEMENT)
    assert set(table["coder_set"]) == {"decisions | rules", "decisions | other"}
    assert set(table["n_units"]) == {25}
    assert set(table["unit"]) == {"segment"}


@pytest.mark.parametrize("coders", [(), ("ada",)])
def test_nobody_to_compare_is_an_empty_table(coders):
    """Fewer than two coders make an empty table that still keeps its contract."""
    assert len(compare(make_readings(*coders))) == 0


def test_nothing_decided_leaves_the_machines_without_comparison():
    """Machines alone have no agreement rows."""
    decisions = make_readings("decisions", read={"decisions": []})
    assert len(compare_machines(decisions, make_readings("rules", kind="machine"), PLACES, PLAN)) == 0


@pytest.mark.parametrize(
    ("coders", "read", "is_told"),
    [
        ((), {}, False),
        (("ada",), {}, False),
        (("ada", "ben"), {"ben": []}, False),
        (("ada", "ben"), {"ada": [1, 2], "ben": [3]}, True),
        (("ada", "ben"), {"ada": [1, 2], "ben": [2]}, False),
        (("ada", "ben", "cy"), {"ada": [1], "ben": [2], "cy": [2]}, False),
    ],
)
def test_coders_who_share_no_segment_are_told(coders, read, is_told):
    """Two or more coders without a common segment make a notice; one common segment, or one coder, makes none."""
    found = find_uncompared(make_readings(*coders, read=read))
    assert [problem.problem.split(":")[0] for problem in found] == [
        "none of the 2 coders read a segment in common"
    ] * is_told


def test_a_code_is_compared_where_it_applies():
    """Units are the segments the code is looked for in, and only they and their sources are drawn from."""
    readings = make_readings("ada", "ben")
    applies = np.column_stack([np.ones(N_SEGMENTS, dtype=bool), np.arange(N_SEGMENTS) < 25])
    table = compare(replace(readings, applies=applies))
    row = pick(table, code_id="code 1", statistic="cohen_kappa", resampled="segments")
    alone = replace(
        readings,
        segment_ids=readings.segment_ids[:25],
        is_read=readings.is_read[:, :25],
        is_coded=readings.is_coded[:, :25],
        applies=applies[:25],
    )
    assert row == pick(compare(alone), code_id="code 1", statistic="cohen_kappa", resampled="segments")
    assert row["n_units"] == 25
    assert pick(table, code_id="code 0", statistic="cohen_kappa", resampled="segments")["n_units"] == N_SEGMENTS


def test_a_code_that_applies_to_nothing_both_read_has_no_row():
    """Coders of the talk alone were never asked for the survey's codes: that is no agreement, not one of zero units."""
    readings = make_readings("ada", "ben", read={"ada": range(20), "ben": range(30)})
    applies = np.column_stack([np.ones(N_SEGMENTS, dtype=bool), np.arange(N_SEGMENTS) >= 20])
    assert set(compare(replace(readings, applies=applies))["code_id"]) == {"code 0"}
