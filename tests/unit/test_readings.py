"""Readings: who read what, the latest round, and themes that are given with their codes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.agreement.readings import collect_decisions, collect_readings, list_codable, roll_up
from tests.support.coding_tables import make_coders, make_codes, make_codings, make_reviews, make_segments

SEGMENTS = make_segments(["s1", "s1", "s1", "s2"])
CODES = make_codes("belonging", "belonging > welcome", "trust")


def collect(codings, reviews, coders, segments=SEGMENTS, codes=CODES):
    """Return the readings of these tables."""
    return collect_readings(pd.concat(codings), pd.concat(reviews), coders, list_codable(segments), codes)


def codes_given(readings, coder, segment):
    """Return the codes that a coder gave to a segment, by their places."""
    return readings.code_ids[readings.is_coded[coder, segment]].tolist()


def test_a_review_without_a_coding_is_a_reading_without_a_code():
    """A coder who read a segment and gave it nothing has read it; one who is not listed there has not."""
    readings = collect(
        [make_codings(SEGMENTS, "ada", {"trust": [1]})],
        [make_reviews(SEGMENTS, "ada", [0, 1])],
        make_coders(ada="human"),
    )
    assert readings.is_read.tolist() == [[True, True, False, False]]
    assert [codes_given(readings, 0, segment) for segment in range(4)] == [[], ["trust"], [], []]


def test_a_coding_is_a_reading():
    """A segment that a coder coded counts as read even where the review is missing: no coding is dropped silently."""
    readings = collect(
        [make_codings(SEGMENTS, "ada", {"trust": [3]})], [make_reviews(SEGMENTS, "ada", [])], make_coders(ada="human")
    )
    assert readings.is_read.tolist() == [[False, False, False, True]]


def test_a_theme_is_given_where_one_of_its_codes_is():
    """Giving a code gives its theme; giving the theme itself gives none of its codes."""
    readings = collect(
        [make_codings(SEGMENTS, "ada", {"welcome": [0], "belonging": [1]})],
        [make_reviews(SEGMENTS, "ada")],
        make_coders(ada="human"),
    )
    assert codes_given(readings, 0, 0) == ["belonging", "welcome"]
    assert codes_given(readings, 0, 1) == ["belonging"]


def test_every_theme_above_a_code_is_given_and_nothing_else():
    """Rolling up reaches themes at any height and leaves codes in between, and beside, as they were coded."""
    codes = make_codes("a", "a > b", "a > b > c", "d").assign(is_theme=[True, False, False, True])
    assert roll_up(np.eye(4, dtype=bool), codes).tolist() == [
        [True, False, False, False],
        [True, True, False, False],
        [True, False, True, False],
        [False, False, False, True],
    ]


def test_rolling_up_twice_is_rolling_up_once():
    """A rolled-up table may be rolled up again without harm."""
    coded = np.random.default_rng(1).random((2, 5, 3)) < 0.3
    assert (roll_up(roll_up(coded, CODES), CODES) == roll_up(coded, CODES)).all()


def test_the_latest_round_counts_segment_by_segment():
    """What a coder changed in a later round replaces the earlier; segments not read again keep the earlier reading."""
    readings = collect(
        [
            make_codings(SEGMENTS, "ada", {"trust": [0, 1]}),
            make_codings(SEGMENTS, "ada", {"welcome": [0]}, in_round=2),
        ],
        [make_reviews(SEGMENTS, "ada"), make_reviews(SEGMENTS, "ada", [0, 2], in_round=2)],
        make_coders(ada="human"),
    )
    assert [codes_given(readings, 0, segment) for segment in range(3)] == [["belonging", "welcome"], ["trust"], []]


def test_facilitators_segments_are_no_units():
    """What a facilitator said is neither read nor coded, whatever the tables say."""
    segments = make_segments(["s1", "s1"], is_facilitator=[True, False])
    readings = collect(
        [make_codings(segments, "ada", {"trust": [0]})],
        [make_reviews(segments, "ada")],
        make_coders(ada="human"),
        segments,
    )
    assert readings.segment_ids.tolist() == ["s1:10-20"]
    assert not readings.is_coded.any()


def test_coders_of_a_kind_can_be_taken():
    """People, adjudicators and machines are told apart by the coders table."""
    coders = make_coders(ada="human", judge="adjudicator", rules="machine")
    readings = collect([make_codings(SEGMENTS, "ada", {})], [make_reviews(SEGMENTS, "rules", [0])], coders)
    assert readings.take_kind("machine").coder_ids.tolist() == ["rules"]
    assert readings.take_kind("machine").is_read.tolist() == [[True, False, False, False]]
    assert readings.take_kind("adjudicator").coder_ids.tolist() == ["judge"]


def test_coders_stand_in_their_order():
    """Coders come in the order of the coders table, wherever their rows stand in it."""
    coders = make_coders(ben="human", ada="human", rules="machine").assign(order=[1, 0, 2])
    readings = collect([make_codings(SEGMENTS, "ada", {})], [make_reviews(SEGMENTS, "ada")], coders)
    assert readings.coder_ids.tolist() == ["ada", "ben", "rules"]
    assert readings.take([2, 0]).coder_ids.tolist() == ["rules", "ada"]


def test_joined_readings_hold_both_coders():
    """Joining puts coders of the same segments and codes side by side, and codes can be picked from both."""
    readings = collect(
        [make_codings(SEGMENTS, "ada", {"trust": [0]}), make_codings(SEGMENTS, "ben", {"trust": [1]})],
        [make_reviews(SEGMENTS, "ada"), make_reviews(SEGMENTS, "ben")],
        make_coders(ada="human", ben="human"),
    )
    joined = readings.take([1]).join(readings.take([0])).take_codes(np.array([False, False, True]))
    assert joined.coder_ids.tolist() == ["ben", "ada"]
    assert joined.code_ids.tolist() == ["trust"]
    assert joined.is_coded[:, :2, 0].tolist() == [[False, True], [True, False]]


def test_decisions_are_the_readings_of_one_coder():
    """Settled decisions read back as a coder who read exactly the decided segments."""
    decisions = pd.DataFrame(
        {
            "segment_id": SEGMENTS["segment_id"].iloc[[0, 0, 3, 3]].to_list(),
            "code_id": ["welcome", "trust"] * 2,
            "is_coded": [True, False, False, True],
        }
    )
    readings = collect_decisions(decisions, SEGMENTS, CODES)
    assert readings.coder_ids.tolist() == ["decisions"]
    assert readings.is_read.tolist() == [[True, False, False, True]]
    assert [codes_given(readings, 0, segment) for segment in (0, 3)] == [["belonging", "welcome"], ["trust"]]


@pytest.mark.parametrize("segments", [SEGMENTS, SEGMENTS.iloc[:0]])
def test_nothing_coded_by_nobody_is_a_reading_too(segments):
    """Without coders, codes or segments there are readings of the right, empty shape."""
    readings = collect(
        [make_codings(segments, "ada", {})],
        [make_reviews(segments, "ada", [])],
        make_coders(),
        segments,
        CODES.iloc[:0],
    )
    assert readings.is_coded.shape == (0, len(segments), 0)


def test_readings_know_where_each_code_applies():
    """What applies is a fact of segments and codes, and follows the codes that are taken."""
    segments = SEGMENTS.assign(kind=["focus_group", "focus_group", "focus_group", "survey"])
    readings = collect(
        [make_codings(segments, "ada", {})],
        [make_reviews(segments, "ada")],
        make_coders(ada="human"),
        segments,
        CODES.assign(applies_to=[None, None, "survey"]),
    )
    assert readings.applies[:, :2].all()
    assert readings.take_codes(np.array([False, False, True])).applies.ravel().tolist() == [False, False, False, True]
