"""Rulings: which of several counts, what follows from them, and what their reasons say of the codebook."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.methods.agreement.rulings import count_reasons, find_idle_rulings, find_shared_reasons, take_latest
from pipeline.schemas import REASONS, RULINGS
from pipeline.store import check_table
from tests.support.coding_tables import make_coders, make_rulings, make_segments

SEGMENTS = make_segments(["s1"] * 4)
CODERS = make_coders(ada="human", judge="adjudicator", chair="adjudicator")
UNCLEAR = "the definition is unclear"


def test_of_several_rulings_the_first_listed_adjudicators_latest_counts():
    """A later round takes the earlier one back; another adjudicator's ruling counts where the first has none."""
    rulings = pd.concat(
        [
            make_rulings(SEGMENTS, (0, "food", True), (1, "food", True), coder_id="chair", in_round=3),
            make_rulings(SEGMENTS, (0, "food", False), in_round=2),
            make_rulings(SEGMENTS, (0, "food", True)),
        ]
    )
    latest = take_latest(check_table(rulings, RULINGS), CODERS)
    assert latest[["segment_id", "coder_id", "is_coded"]].to_numpy().tolist() == [
        ["s1:0-10", "judge", False],
        ["s1:10-20", "chair", True],
    ]


def test_reasons_are_counted_for_each_code():
    """The most frequent first; a ruling without a reason counts for none."""
    rulings = make_rulings(
        SEGMENTS,
        *((at, "food", True) for at in range(4)),
        (0, "trust", False),
        reason=["overlooked", UNCLEAR, UNCLEAR, None, UNCLEAR],
    )
    counts = check_table(count_reasons(rulings), REASONS)
    assert counts.to_numpy().tolist() == [["food", UNCLEAR, 2], ["food", "overlooked", 1], ["trust", UNCLEAR, 1]]


@pytest.mark.parametrize(("n", "told"), [(2, 0), (3, 1)])
def test_a_reason_shared_three_times_is_told(n, told):
    """The team is asked to look at the code's definition."""
    rulings = make_rulings(SEGMENTS, *((at, "food", False) for at in range(n)), reason=UNCLEAR)
    found = find_shared_reasons(count_reasons(rulings))
    assert len(found) == told
    assert [f"3 disagreements on code 'food' have the same reason: {UNCLEAR}"][:told] == [p.problem for p in found]


def test_rulings_on_what_nobody_has_read_are_told():
    """They decide nothing, and the researcher learns how many."""
    rulings = make_rulings(SEGMENTS, (0, "food", True), (1, "food", True))
    (problem,) = find_idle_rulings(rulings, pd.DataFrame({"segment_id": ["s1:0-10"]}))
    assert problem.problem.startswith("1 ruling(s)")
    assert find_idle_rulings(rulings, rulings) == []
