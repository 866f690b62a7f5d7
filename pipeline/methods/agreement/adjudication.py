"""From what several people gave a segment to one decision for each code, with its basis on record."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.agreement.readings import BoolArray, Readings, StrArray, roll_up_given
from pipeline.methods.agreement.rulings import apply_rulings, list_ruled

AGREED, ADJUDICATED, SINGLE_CODER, LEAD_CODER = "agreed", "adjudicated", "single coder", "lead coder"
MAJORITY, INTERSECTION, UNION, NAMED_CODER = "majority", "intersection", "union", "named coder"
FIRST_CODER = "first_coder"


def settle_readings(
    given: Readings, codes: pd.DataFrame, reviews: pd.DataFrame, rulings: pd.DataFrame, consensus: str = FIRST_CODER
) -> pd.DataFrame:
    """Decide every code of every segment that a person has read, where the code applies.

    A ruling wins: all who read the segment count as if they had followed it, so that the themes above follow too. Next
    comes the word of an adjudicator who read the segment (of several, the first listed). Otherwise what the coders
    agree on stands, or the reading of the only one; where they differ, the rule of `consensus` decides. Under that of
    the first coder, the codes of a segment, and the themes above them, come from one person's reading, until somebody
    adjudicates. A code is adjudicated where the coders differed on it, where the adjudicator overruled what they agreed
    on, and where no coder read the segment; what adjudicator and coders all say is agreed.

    Args:
        given: what all coders gave, not rolled up to themes.
        codes: the codebook.
        reviews: the reviews, for the adjudicators' memos.
        rulings: one ruling per segment and code, as `rulings.take_latest` returns them.
        consensus: `first_coder`, `majority` (a tie is the first coder's), `intersection`, `union`, or a coder's id
            (where that coder did not read, the first coder's reading stands).

    Returns:
        One row per segment and code, as `schemas.DECISIONS`: is_coded, basis, decided_by (everyone, where they agreed
        or a rule counted them) and reason (of the rulings, or the adjudicator's memo of the segment).
    """
    people = given.take_kind("adjudicator").join(given.take_kind("human"))
    settled = _settle(roll_up_given(apply_rulings(people, rulings), codes), consensus)
    reasoned = _add_memos(settled, reviews)
    if not rulings.empty:
        before = _settle(roll_up_given(people, codes), consensus)
        reasoned = _credit_rulings(reasoned, before, list_ruled(rulings, codes))
    at = np.flatnonzero(people.is_read.any(axis=0))
    return reasoned[people.applies[at].ravel()].reset_index(drop=True)


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
            fix="`qualpipe adjudicate` writes what they differ on into a workbook, for an adjudicator to decide",
        )
    ]


def _settle(people: Readings, consensus: str) -> pd.DataFrame:
    """Every code of every segment read, wherever it applies: is_coded, basis, decided_by."""
    adjudicators, coders = people.take_kind("adjudicator"), people.take_kind("human")
    at = np.flatnonzero(people.is_read.any(axis=0))
    decider = people.is_read[:, at].argmax(axis=0) if len(at) else at
    basis = _find_basis(coders, adjudicators)
    rule = _apply_rule(coders, consensus)
    is_by_rule = ((basis == LEAD_CODER) & rule.decides)[at]
    readers = _join_readers(coders.join(adjudicators))[at, np.newaxis]
    decided_by = np.where(basis[at] == AGREED, readers, people.coder_ids[decider, np.newaxis])
    by_rule = readers if rule.coder_id is None else rule.coder_id
    return pd.DataFrame(
        {
            "segment_id": np.repeat(people.segment_ids[at], len(people.code_ids)),
            "code_id": np.tile(people.code_ids, len(at)),
            "is_coded": np.where(is_by_rule, rule.is_coded[at], people.is_coded[decider, at]).ravel(),
            "basis": np.where(is_by_rule, rule.basis, basis[at]).ravel(),
            "decided_by": np.where(is_by_rule, by_rule, decided_by).ravel(),
        }
    )


class _Rule(NamedTuple):
    """Segments x codes: what a rule of consensus says, and whether it can say anything; whose word it is, if one's."""

    basis: str
    is_coded: BoolArray
    decides: BoolArray
    coder_id: str | None = None


def _apply_rule(coders: Readings, consensus: str) -> _Rule:
    """What the rule says where coders differ. Each keeps a theme wherever one of its codes is."""
    n_read, n_giving = coders.is_read.sum(axis=0)[:, np.newaxis], coders.is_coded.sum(axis=0)
    never = np.zeros(n_giving.shape, dtype=np.bool_)
    if consensus == MAJORITY:
        return _Rule(MAJORITY, 2 * n_giving > n_read, 2 * n_giving != n_read)
    if consensus == INTERSECTION:
        return _Rule(INTERSECTION, never, ~never)
    if consensus == UNION:
        return _Rule(UNION, ~never, ~never)
    if consensus in coders.coder_ids:
        named = coders.take(coders.coder_ids == consensus)
        return _Rule(NAMED_CODER, named.is_coded[0], never | named.is_read[0][:, np.newaxis], consensus)
    return _Rule(LEAD_CODER, never, never)


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


def _add_memos(decisions: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    keys = ["segment_id", "coder_id"]
    latest = reviews.sort_values("round").drop_duplicates(keys, keep="last")
    memos = latest[[*keys, "memo"]].rename(columns={"coder_id": "decided_by", "memo": "reason"})
    joined = decisions.merge(memos, on=["segment_id", "decided_by"], how="left")
    return joined.assign(reason=joined["reason"].where(joined["basis"] == ADJUDICATED))


def _credit_rulings(settled: pd.DataFrame, before: pd.DataFrame, ruled: pd.DataFrame) -> pd.DataFrame:
    """Say of each decision that rulings made that they made it, and why.

    What all had agreed on anyway is theirs; a theme is the rulings' where they changed what would have been decided.
    """
    joined = settled.merge(ruled, on=["segment_id", "code_id"], how="left")
    is_same = settled["is_coded"] == before["is_coded"]
    was_agreed = (before["basis"] == AGREED) & is_same
    is_still_open = settled["basis"].isin([LEAD_CODER, MAJORITY, INTERSECTION, UNION, NAMED_CODER])
    is_about_it = joined["is_ruled"].eq(other=True)
    made_it = ~is_same | (before["basis"] != settled["basis"])
    is_theirs = joined["ruled_by"].notna() & ~was_agreed & ~is_still_open & (is_about_it | made_it)
    return settled.assign(
        basis=settled["basis"].mask(is_theirs, ADJUDICATED),
        decided_by=settled["decided_by"].mask(is_theirs, joined["ruled_by"]),
        reason=settled["reason"].mask(is_theirs, joined["why"]),
    )
