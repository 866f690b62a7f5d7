"""From what several people gave a segment to one decision for each code, with its basis on record."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.agreement.readings import Readings, StrArray

AGREED, ADJUDICATED, SINGLE_CODER, LEAD_CODER = "agreed", "adjudicated", "single coder", "lead coder"


def settle_readings(readings: Readings, reviews: pd.DataFrame) -> pd.DataFrame:
    """Decide every code of every segment that a person has read, where the code applies.

    The word of an adjudicator who read the segment wins (of several, the first listed). Otherwise what the coders
    agree on stands, or the reading of the only one; where they differ, the reading of the first listed among them
    stands until somebody adjudicates. So the codes of a segment, and the themes above them, always come from one
    person's reading. A code is adjudicated where the coders differed on it, where the adjudicator overruled what they
    agreed on, and where no coder read the segment; what adjudicator and coders all say is agreed.

    Args:
        readings: the readings of all coders, rolled up to themes.
        reviews: the reviews, for the adjudicators' memos.

    Returns:
        One row per segment and code, as `schemas.DECISIONS`: is_coded, basis, decided_by (everyone, where they agreed)
        and reason (the adjudicator's memo of the segment, where the code is adjudicated).
    """
    adjudicators, coders = readings.take_kind("adjudicator"), readings.take_kind("human")
    people = adjudicators.join(coders)
    at = np.flatnonzero(people.is_read.any(axis=0))
    decider = people.is_read[:, at].argmax(axis=0) if len(at) else at
    basis = _find_basis(coders, adjudicators)[at]
    decided_by = np.where(
        basis == AGREED, _join_readers(coders.join(adjudicators))[at, np.newaxis], people.coder_ids[decider, np.newaxis]
    )
    decisions = pd.DataFrame(
        {
            "segment_id": np.repeat(readings.segment_ids[at], len(readings.code_ids)),
            "code_id": np.tile(readings.code_ids, len(at)),
            "is_coded": people.is_coded[decider, at].ravel(),
            "basis": basis.ravel(),
            "decided_by": decided_by.ravel(),
        }
    )
    return _add_reasons(decisions[readings.applies[at].ravel()].reset_index(drop=True), reviews)


def find_unsettled(decisions: pd.DataFrame) -> list[Problem]:
    """Find whether decisions rest on the lead coder's reading alone, and say of how many segments."""
    waiting = decisions.loc[decisions["basis"] == LEAD_CODER, "segment_id"].nunique()
    if not waiting:
        return []
    return [
        Problem(
            f"the coders differ on {waiting} of {decisions['segment_id'].nunique()} hand-coded segments; "
            "there the reading of the coder listed first stands",
            where="decisions, basis 'lead coder'",
            fix='settle them together and add the result as a coder with `role = "adjudicator"`',
        )
    ]


def _find_basis(coders: Readings, adjudicators: Readings) -> StrArray:
    """Segments x codes: on what the decision rests."""
    people = coders.join(adjudicators)
    n_coders, n_people = (who.is_read.sum(axis=0)[:, np.newaxis] for who in (coders, people))
    n_giving = people.is_coded.sum(axis=0)
    are_several = (n_coders > 0) & (n_people > 1)
    is_adjudicated = adjudicators.is_read.any(axis=0, keepdims=True).T
    conditions = [are_several & ((n_giving == 0) | (n_giving == n_people)), is_adjudicated, n_coders == 1]
    shaped = [np.broadcast_to(condition, n_giving.shape) for condition in conditions]
    return np.select(shaped, [AGREED, ADJUDICATED, SINGLE_CODER], LEAD_CODER).astype(object)


def _join_readers(people: Readings) -> StrArray:
    """Segments: the names of those who read each, as in `coder_a | coder_b`."""
    patterns, pattern = np.unique(people.is_read, axis=1, return_inverse=True)
    names = [" | ".join(people.coder_ids[is_read]) for is_read in patterns.T]
    return np.array(names, dtype=object)[pattern]


def _add_reasons(decisions: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    keys = ["segment_id", "coder_id"]
    latest = reviews.sort_values("round").drop_duplicates(keys, keep="last")
    reasons = latest[[*keys, "memo"]].rename(columns={"coder_id": "decided_by", "memo": "reason"})
    joined = decisions.merge(reasons, on=["segment_id", "decided_by"], how="left")
    return joined.assign(reason=joined["reason"].where(joined["basis"] == ADJUDICATED))
