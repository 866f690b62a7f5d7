"""Adjudication: whose word becomes the decision, and on what basis."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.methods.agreement.adjudication import (
    FIRST_CODER,
    INTERSECTION,
    MAJORITY,
    UNION,
    find_unsettled,
    settle_readings,
)
from pipeline.methods.agreement.readings import collect_given
from pipeline.methods.agreement.rulings import take_latest
from pipeline.schemas import DECISIONS
from pipeline.settings import CONSENSUS
from pipeline.store import check_table
from tests.support.coding_tables import (
    make_coders,
    make_codes,
    make_codings,
    make_reviews,
    make_rulings,
    make_segments,
)

SEGMENTS = make_segments(["s1"] * 4)
CODES = make_codes("belonging", "belonging > welcome", "belonging > food")
CODERS = make_coders(ada="human", ben="human", cy="human", judge="adjudicator", rules="machine")
EVERYONE = {coder: range(4) for coder in ("ada", "ben", "cy")}


NO_RULINGS = make_rulings(SEGMENTS)


def settle(given, read, codes=CODES, coders=CODERS, memo=None, rulings=NO_RULINGS, consensus="first_coder"):
    """Return the decisions about what each coder gave to the segments that each has read."""
    codings = pd.concat([make_codings(SEGMENTS, coder, places) for coder, places in given.items()])
    reviews = pd.concat([make_reviews(SEGMENTS, coder, places, memo=memo) for coder, places in read.items()])
    laid_out = collect_given(codings, reviews, coders, SEGMENTS, codes)
    decisions = settle_readings(laid_out, codes, reviews, take_latest(rulings, coders), consensus)
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
    laid_out = collect_given(make_codings(segments, "judge", {}), reviews, coders, segments, CODES)
    assert set(settle_readings(laid_out, CODES, reviews, NO_RULINGS)["reason"]) == {"round 2"}


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
    laid_out = collect_given(codings, reviews, CODERS, segments, codes)
    decisions = settle_readings(laid_out, codes, reviews, NO_RULINGS)
    found = decisions.groupby("segment_id", sort=False)["code_id"].agg(list).tolist()
    assert found == [["food"], ["belonging", "welcome", "food"]]


def reasons(decisions, segment, code_id):
    """Return the reason of one segment and code."""
    is_it = (decisions["segment_id"] == SEGMENTS["segment_id"].iloc[segment]) & (decisions["code_id"] == code_id)
    return decisions.loc[is_it, "reason"].tolist()[0]


BOTH = {"ada": [0, 1], "ben": [0, 1]}


def test_a_ruling_is_about_its_own_code_and_says_no_to_no_other():
    """What was ruled is adjudicated, with its reason and note; the other codes of the segment stand as they did."""
    rulings = make_rulings(SEGMENTS, (0, "food", False), reason="overlooked", note="twice", decided_by="Kim")
    decisions = settle({"ada": {"food": [0], "welcome": [0]}, "ben": {"welcome": [0]}}, BOTH, rulings=rulings)
    assert decision(decisions, 0, "food") == [False, "adjudicated", "Kim"]
    assert reasons(decisions, 0, "food") == "overlooked; twice"
    assert decision(decisions, 0, "welcome") == [True, "agreed", "ada | ben"]
    assert decision(decisions, 0, "belonging") == [True, "agreed", "ada | ben"]


def test_a_theme_follows_what_was_ruled_about_its_codes():
    """Where the one code of a theme that somebody gave is ruled out, the theme goes with it."""
    given = {"ada": {"food": [0, 1], "welcome": [1]}, "ben": {}}
    decisions = settle(given, BOTH, rulings=make_rulings(SEGMENTS, (0, "food", False), (1, "food", False)))
    assert decision(decisions, 0, "belonging") == [False, "adjudicated", "judge"]
    assert decision(decisions, 1, "belonging") == [True, "lead coder", "ada"]


def test_a_theme_that_all_gave_is_ruled_out_with_all_its_codes():
    """Coders agree on a theme by different codes, and the rulings leave neither: so they have overruled the theme."""
    rulings = make_rulings(SEGMENTS, (0, "food", False), (0, "welcome", False))
    decisions = settle({"ada": {"food": [0]}, "ben": {"welcome": [0]}}, BOTH, rulings=rulings)
    assert decision(decisions, 0, "belonging") == [False, "adjudicated", "judge"]


def test_a_ruling_wins_over_an_adjudicators_reading_and_an_agreement():
    """It is the more particular word; what all say anyway is agreed."""
    rulings = make_rulings(SEGMENTS, (0, "food", True), (1, "food", False), decided_by="Kim")
    decisions = settle({"ada": {}, "ben": {}, "judge": {}}, BOTH | {"judge": [0]}, rulings=rulings)
    assert decision(decisions, 0, "food") == [True, "adjudicated", "Kim"]
    assert decision(decisions, 1, "food") == [False, "agreed", "ada | ben"]


def test_a_ruling_on_what_nobody_has_read_decides_nothing():
    """A decision on one code would say no to all others of the segment."""
    assert len(settle({"ada": {}}, {"ada": [0]}, rulings=make_rulings(SEGMENTS, (3, "food", True)))) == len(CODES)


@pytest.mark.parametrize(
    ("consensus", "welcome", "food"),
    [
        ("first_coder", [False, "lead coder", "ada"], [True, "lead coder", "ada"]),
        ("majority", [True, "majority", "ada | ben | cy"], [False, "majority", "ada | ben | cy"]),
        ("intersection", [False, "intersection", "ada | ben | cy"], [False, "intersection", "ada | ben | cy"]),
        ("union", [True, "union", "ada | ben | cy"], [True, "union", "ada | ben | cy"]),
        ("cy", [True, "named coder", "cy"], [False, "named coder", "cy"]),
    ],
)
def test_where_nobody_has_adjudicated_the_rule_of_the_study_decides(consensus, welcome, food):
    """Two of three gave `welcome`, one `food`; an adjudicator's word and an agreement stand whatever the rule."""
    given = {"ada": {"food": [0, 1]}, "ben": {"welcome": [0]}, "cy": {"welcome": [0]}, "judge": {}}
    decisions = settle(given, EVERYONE | {"judge": [1]}, consensus=consensus)
    assert decision(decisions, 0, "welcome") == welcome
    assert decision(decisions, 0, "food") == food
    assert decision(decisions, 0, "belonging") == [True, "agreed", "ada | ben | cy"]
    assert decision(decisions, 1, "food") == [False, "adjudicated", "judge"]


@pytest.mark.parametrize("consensus", ["majority", "cy"])
def test_what_a_rule_cannot_decide_is_the_first_coders(consensus):
    """A tie, or a segment that the named coder has not read, awaits adjudication as without a rule."""
    decisions = settle({"ada": {}, "ben": {"food": [0]}}, BOTH, consensus=consensus)
    assert decision(decisions, 0, "food") == [False, "lead coder", "ada"]


def test_every_rule_that_settings_know_is_one_that_decides():
    """A rule cannot be chosen that nobody applies."""
    assert set(CONSENSUS) == {FIRST_CODER, MAJORITY, INTERSECTION, UNION}


RULES = st.sampled_from([*CONSENSUS, "ben"])
RULED = st.dictionaries(st.tuples(st.integers(0, 3), st.sampled_from(["welcome", "food", "belonging"])), st.booleans())


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["ada", "ben", "cy", "judge"]), PERSON, min_size=1), RULES, RULED)
def test_rules_and_rulings_keep_themes_and_codes_together(people, consensus, ruled):
    """Whatever rule and rulings: no theme is missing where its code is, and a sub-code is as it was ruled."""
    given = {coder: {code: places & read for code, places in codes.items()} for coder, (read, codes) in people.items()}
    read = {coder: sorted(places) for coder, (places, _) in people.items()}
    rulings = make_rulings(SEGMENTS, *((at, code_id, is_coded) for (at, code_id), is_coded in ruled.items()))
    decisions = settle(given, read, rulings=rulings, consensus=consensus)
    wide = decisions.pivot_table(index="segment_id", columns="code_id", values="is_coded", aggfunc="any")
    if len(wide):
        assert (wide["belonging"] >= (wide["welcome"] | wide["food"])).all()
    for (at, code_id), is_coded in ruled.items():
        if code_id != "belonging" and any(at in places for places in read.values()):
            assert decision(decisions, at, code_id)[0] == is_coded
