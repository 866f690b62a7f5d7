"""Adjudication: whose word becomes the decision, and on what basis."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.methods.agreement.adjudication import find_unsettled, settle_readings
from pipeline.methods.agreement.readings import collect_readings
from pipeline.schemas import DECISIONS
from pipeline.store import check_table
from tests.support.coding_tables import make_coders, make_codes, make_codings, make_reviews, make_segments

SEGMENTS = make_segments(["s1"] * 4)
CODES = make_codes("belonging", "belonging > welcome", "belonging > food")
CODERS = make_coders(ada="human", ben="human", cy="human", judge="adjudicator", rules="machine")
EVERYONE = {coder: range(4) for coder in ("ada", "ben", "cy")}


def settle(given, read, codes=CODES, coders=CODERS, memo=None):
    """Return the decisions about what each coder gave to the segments that each has read."""
    codings = pd.concat([make_codings(SEGMENTS, coder, places) for coder, places in given.items()])
    reviews = pd.concat([make_reviews(SEGMENTS, coder, places, memo=memo) for coder, places in read.items()])
    decisions = settle_readings(collect_readings(codings, reviews, coders, SEGMENTS, codes), reviews)
    return check_table(decisions, DECISIONS)


def decision(decisions, segment, code_id):
    """Return is_coded, basis and decided_by of one segment and code."""
    row = decisions[
        (decisions["segment_id"] == SEGMENTS["segment_id"].iloc[segment]) & (decisions["code_id"] == code_id)
    ]
    return row[["is_coded", "basis", "decided_by"]].to_numpy().tolist()[0]


def test_what_all_agree_on_stands():
    """Codes that all readers gave, and those that all withheld, are agreed, by all of them."""
    decisions = settle({coder: {"welcome": [0]} for coder in EVERYONE}, EVERYONE)
    assert decision(decisions, 0, "welcome") == [True, "agreed", "ada | ben | cy"]
    assert decision(decisions, 1, "welcome") == [False, "agreed", "ada | ben | cy"]


def test_where_coders_differ_the_first_listed_leads():
    """Two against one does not decide: the first listed reader's word stands, and the basis says so."""
    decisions = settle({"ada": {}, "ben": {"food": [0]}, "cy": {"food": [0]}}, EVERYONE)
    assert decision(decisions, 0, "food") == [False, "lead coder", "ada"]


def test_the_lead_is_the_first_who_read_the_segment():
    """Where the first coder of the study did not read, the next one leads."""
    decisions = settle({"ben": {"food": [0]}}, {"ada": [1], "ben": [0], "cy": [0]})
    assert decision(decisions, 0, "food") == [True, "lead coder", "ben"]


def test_a_segment_read_by_one_rests_on_one():
    """The word of a single coder is a decision, with its own basis; what nobody read is not decided."""
    decisions = settle({"ben": {"food": [2]}}, {"ben": [2, 3]})
    assert decision(decisions, 2, "food") == [True, "single coder", "ben"]
    assert decision(decisions, 3, "food") == [False, "single coder", "ben"]
    assert len(decisions) == 2 * len(CODES)


def test_an_adjudicators_word_wins_over_all():
    """The adjudicator overrules even what all coders agree on, and decides what nobody else has read."""
    decisions = settle(
        {coder: {"welcome": [0]} for coder in ("ada", "ben")} | {"judge": {"food": [0, 3]}},
        {"ada": [0], "ben": [0], "judge": [0, 3]},
    )
    assert decision(decisions, 0, "welcome") == [False, "adjudicated", "judge"]
    assert decision(decisions, 3, "food") == [True, "adjudicated", "judge"]


def test_what_adjudicator_and_coders_all_say_is_agreed():
    """The adjudicator settles only what the coders differed on; what all said anyway is everyone's."""
    decisions = settle(
        {"ada": {"welcome": [0], "food": [0]}, "ben": {"welcome": [0]}, "judge": {"welcome": [0]}},
        {"ada": [0, 1], "ben": [0], "judge": [0, 1]},
    )
    assert decision(decisions, 0, "welcome") == [True, "agreed", "ada | ben | judge"]
    assert decision(decisions, 0, "food") == [False, "adjudicated", "judge"]
    assert decision(decisions, 0, "belonging") == [True, "agreed", "ada | ben | judge"]
    assert decision(decisions, 1, "food") == [False, "agreed", "ada | judge"]


def test_adjudicators_alone_adjudicate():
    """Where no coder read, two adjudicators who say the same have agreed on nothing of the coders'."""
    two = make_coders(ada="human", judge="adjudicator", chair="adjudicator")
    decisions = settle({"judge": {"food": [0]}, "chair": {"food": [0]}}, {"judge": [0], "chair": [0]}, coders=two)
    assert decision(decisions, 0, "food") == [True, "adjudicated", "judge"]


def test_the_reason_is_the_adjudicators_memo():
    """The memo of the segment is the reason of every code the adjudicator decided, given or not; no coder's is."""
    decisions = settle(
        {"ada": {"food": [0, 1]}, "judge": {"welcome": [0]}}, {"ada": [0, 1], "judge": [0]}, memo="They ate."
    )
    reasons = decisions.dropna(subset="reason")
    assert reasons[["code_id", "is_coded", "decided_by", "reason"]].to_numpy().tolist() == [
        ["welcome", True, "judge", "They ate."],
        ["food", False, "judge", "They ate."],
    ]


def test_the_reason_is_that_of_the_latest_round():
    """An adjudicator who reads again, and says why, has taken the first word back."""
    segments, coders = SEGMENTS.head(1), make_coders(judge="adjudicator")
    reviews = pd.concat([make_reviews(segments, "judge", in_round=n, memo=f"round {n}") for n in (2, 1)])
    readings = collect_readings(make_codings(segments, "judge", {}), reviews, coders, segments, CODES)
    assert set(settle_readings(readings, reviews)["reason"]) == {"round 2"}


def test_a_theme_can_be_agreed_where_its_codes_are_not():
    """Coders who gave different codes of one theme agree on the theme."""
    decisions = settle({"ada": {"welcome": [0]}, "ben": {"food": [0]}}, {"ada": [0], "ben": [0]})
    assert decision(decisions, 0, "belonging") == [True, "agreed", "ada | ben"]
    assert decision(decisions, 0, "food") == [False, "lead coder", "ada"]


def test_machines_decide_nothing():
    """What the machine gave is in no decision."""
    decisions = settle({"ada": {}, "rules": {"food": [0]}}, {"ada": [0]})
    assert not decisions["is_coded"].any()


def test_without_people_there_are_no_decisions():
    """A study that only a machine has coded has an empty table of decisions, and nothing unsettled."""
    decisions = settle({"rules": {"food": [0]}}, {"ada": []}, coders=make_coders(rules="machine"))
    assert len(decisions) == 0
    assert find_unsettled(decisions) == []


PLACES = st.sets(st.integers(0, 3))
PERSON = st.tuples(PLACES, st.dictionaries(st.sampled_from(CODES["code_id"].to_list()), PLACES))


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(["ada", "ben", "cy", "judge"]), PERSON, min_size=1))
def test_a_theme_is_decided_as_its_codes_are(people):
    """Whoever read what, a theme is coded wherever one of its codes is, and every read segment has every code once."""
    given = {coder: {code: places & read for code, places in codes.items()} for coder, (read, codes) in people.items()}
    decisions = settle(given, {coder: sorted(read) for coder, (read, _) in people.items()})
    wide = decisions.pivot_table(index="segment_id", columns="code_id", values="is_coded", aggfunc="any")
    read = set().union(*(places for places, _ in people.values()))
    assert len(wide) == len(read)
    assert len(decisions) == len(read) * len(CODES)
    if read:
        assert (wide["belonging"] >= (wide["welcome"] | wide["food"])).all()


@pytest.mark.parametrize(("places", "count"), [([0], "1 of 4"), ([0, 2], "2 of 4")])
def test_what_awaits_adjudication_is_counted(places, count):
    """The notice says on how many segments the coders differ, and how to settle them."""
    (found,) = find_unsettled(settle({"ada": {"food": places}, "ben": {}, "cy": {}}, EVERYONE))
    assert f"differ on {count} hand-coded segments" in found.problem
    assert "adjudicator" in found.fix


def test_nothing_awaits_adjudication_where_all_agree():
    """Agreed decisions make no notice."""
    assert find_unsettled(settle({coder: {"food": [0]} for coder in EVERYONE}, EVERYONE)) == []


def test_nothing_is_decided_where_a_code_does_not_apply():
    """A codebook for the survey has no decisions on a focus group that the same people read."""
    kinds = ["focus_group", "survey"]
    segments, codes = make_segments(["s1", "s2"], kind=kinds), CODES.assign(applies_to=["survey", "survey", None])
    codings = make_codings(segments, "ada", {"food": [0], "welcome": [1]})
    reviews = make_reviews(segments, "ada")
    decisions = settle_readings(collect_readings(codings, reviews, CODERS, segments, codes), reviews)
    found = decisions.groupby("segment_id", sort=False)["code_id"].agg(list).tolist()
    assert found == [["food"], ["belonging", "welcome", "food"]]
