"""Participation: who spoke how much."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.methods.frequencies.participation import count_participation
from pipeline.schemas import PARTICIPATION
from pipeline.store import check_table
from tests.support.coding_tables import make_segments

PARTICIPANTS = pd.DataFrame(
    {"participant_id": ["P1", "P2", "F1"], "role": ["participant", "participant", "facilitator"], "may_quote": True}
)
SEGMENTS = make_segments(
    ["s1"] * 4, participant_id=["P1", "F1", "P1", "P1"], turn_id=["t1", "t2", "t3", "t3"], n_words=[5, 5, 6, 4]
)


def count(turns, segments=SEGMENTS):
    """Return the participation table, checked against its contract."""
    return check_table(count_participation(turns, segments, PARTICIPANTS), PARTICIPATION)


def turns_of(*rows):
    """Return turns of source s1, each a pair of turn and participant."""
    return pd.DataFrame(rows, columns=["turn_id", "participant_id"]).assign(source_id="s1")


def test_turns_and_words_of_everyone():
    """Turns are counted as turns, words as the words of their segments; facilitators are there with their role."""
    table = count(turns_of(("t1", "P1"), ("t2", "F1"), ("t3", "P1")))
    assert table.drop(columns="source_id").to_numpy().tolist() == [
        ["P1", 2, 15, 0.75, "participant"],
        ["F1", 1, 5, 0.25, "facilitator"],
    ]


def test_someone_whose_turns_hold_no_words_is_counted():
    """A turn without a segment is a turn with no words."""
    table = count(turns_of(("t1", "P1"), ("t4", "P2"))).set_index("participant_id")
    assert table.loc["P2", ["n_turns", "n_words", "words_share"]].tolist() == [1, 0, 0]


def test_shares_of_a_source_sum_to_one():
    """The shares of those who spoke in a source sum to one, and to zero where nobody said a word."""
    turns = turns_of(("t1", "P1"), ("t2", "F1"), ("t3", "P1"))
    assert count(turns)["words_share"].sum() == pytest.approx(1)
    assert count(turns, SEGMENTS.assign(n_words=0))["words_share"].sum() == 0
