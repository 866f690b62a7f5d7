"""The gate: a machine counts only where it agrees with people as the study demands."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.agreement.readings import Readings
from pipeline.methods.coding.gate import judge_machine


def make_machine(*coders, code="trust"):
    """Return the readings of machines that know one code and have read nothing."""
    names, kinds = np.array(coders, dtype=object), np.array(["machine"] * len(coders), dtype=object)
    is_read = np.zeros((len(coders), 0), dtype=bool)
    none = np.array([], dtype=object)
    applies = np.ones((0, 1), dtype=bool)
    return Readings(names, kinds, none, np.array([code], dtype=object), is_read, is_read[:, :, np.newaxis], applies)


def make_agreement(**changes):
    """Return one row of the agreement table, as it is with `changes`."""
    row = {
        "code_id": "trust",
        "coder_set": "decisions | rules",
        "unit": "segment",
        "statistic": "krippendorff_alpha",
        "resampled": "segments",
        "value": 0.8,
        "undefined": None,
    }
    return pd.DataFrame([row | changes])


def judge(agreement, machine=None, *, has_rules=True, statistic="krippendorff_alpha"):
    """Return the verdict on the code `trust`."""
    (verdict,) = judge_machine(
        agreement, machine or make_machine("rules"), np.array([has_rules]), statistic=statistic, threshold=0.667
    )
    return verdict


@pytest.mark.parametrize(("value", "accepted"), [(0.6669, False), (0.667, True), (0.668, True)])
def test_the_threshold_itself_is_enough(value, accepted):
    """A machine at the threshold is accepted; just below it is not."""
    assert (judge(make_agreement(value=value)) == "accepted") is accepted


def test_a_refusal_says_what_was_reached_and_what_was_asked():
    """The verdict names the statistic, its value and the threshold."""
    assert judge(make_agreement(value=0.5123)) == (
        "not accepted: krippendorff_alpha with the decisions is 0.512, below 0.667"
    )


@pytest.mark.parametrize("undefined", ["too_few_segments", "rare_code"])
def test_a_high_value_from_too_little_is_not_enough(undefined):
    """Agreement that has no interval because hardly anything was read, or coded, accepts no machine."""
    verdict = judge(make_agreement(value=1.0, undefined=undefined))
    assert verdict == f"not accepted: agreement with the decisions cannot be estimated ({undefined})"


def test_a_machine_that_never_differed_is_accepted():
    """An interval that is missing only because nobody ever differed is no reason to refuse."""
    assert judge(make_agreement(value=1.0, undefined="no_disagreement")) == "accepted"


def test_without_variation_there_is_nothing_to_accept():
    """A code that neither people nor machine gave has no agreement to go by."""
    verdict = judge(make_agreement(value=float("nan"), undefined="no_variation"))
    assert verdict.startswith("not accepted: agreement with the decisions cannot be estimated")


@pytest.mark.parametrize(
    "other",
    [
        {"coder_set": "ada | ben"},
        {"unit": "character"},
        {"statistic": "cohen_kappa"},
        {"resampled": "sources"},
        {"code_id": "food"},
    ],
)
def test_only_the_row_that_is_asked_for_decides(other):
    """Agreement among people, or in another unit, statistic, resampling or code accepts nothing."""
    assert judge(make_agreement(**other)) == "not accepted: no hand-coded sample"


def test_the_study_chooses_the_statistic():
    """The statistic named in study.toml decides."""
    assert judge(make_agreement(statistic="cohen_kappa"), statistic="cohen_kappa") == "accepted"


@pytest.mark.parametrize(("machine", "has_rules"), [(make_machine("rules"), False), (make_machine(), True)])
def test_no_machine_or_no_rules_is_not_used(machine, has_rules):
    """A code without rules, and a study without a machine, are not refused but not used."""
    assert judge(make_agreement().iloc[:0], machine, has_rules=has_rules) == "not used"
