"""The queue of disagreements: what is asked, in which order, and what stands beside it."""

from __future__ import annotations

import pandas as pd

from pipeline.methods.agreement.queue import find_disagreements, rank_codes, show_surroundings, sort_worst_first
from pipeline.methods.agreement.readings import collect_given
from tests.support.coding_tables import (
    make_coders,
    make_codes,
    make_codings,
    make_reviews,
    make_rulings,
    make_segments,
)

SEGMENTS = make_segments(["s1"] * 4)
CODES = make_codes("belonging", "belonging > welcome", "belonging > food", "trust")
CODERS = make_coders(ada="human", ben="human", cy="human", judge="adjudicator", rules="machine")
NO_RULINGS = make_rulings(SEGMENTS)


def _ask(given, read, *, rulings=NO_RULINGS, memos=None):
    """Return what is asked, as (row of the segment, code, who gave it, who did not)."""
    codings = pd.concat([make_codings(SEGMENTS, coder, places) for coder, places in given.items()])
    reviews = pd.concat(
        [make_reviews(SEGMENTS, coder, places, memo=(memos or {}).get(coder)) for coder, places in read.items()]
    )
    laid_out = collect_given(codings, reviews, CODERS, SEGMENTS, CODES)
    found = find_disagreements(laid_out, CODES, reviews, rulings)
    places = [SEGMENTS["segment_id"].tolist().index(segment_id) for segment_id in found["segment_id"]]
    return list(zip(places, found["code_id"], found["given by"], found["not given by"], strict=True))


def test_what_coders_differ_on_is_asked_and_nothing_else():
    """Each code on which readers differ, with who gave it and who did not; a machine's codings are no disagreement."""
    asked = _ask(
        {"ada": {"welcome": [0, 1], "trust": [2]}, "ben": {"welcome": [0]}, "rules": {"trust": [0]}},
        {"ada": range(4), "ben": [0, 1, 3], "cy": [1], "rules": range(4)},
    )
    assert asked == [(1, "welcome", "ada", "ben\ncy")]


def test_a_theme_is_asked_about_only_where_it_was_given_itself():
    """Different codes of one theme, or a code and its theme, are no disagreement on the theme."""
    both = {"ada": [0], "ben": [0]}
    assert [row[1] for row in _ask({"ada": {"welcome": [0]}, "ben": {"food": [0]}}, both)] == ["welcome", "food"]
    assert [row[1] for row in _ask({"ada": {"belonging": [0]}, "ben": {"food": [0]}}, both)] == ["food"]
    assert [row[1] for row in _ask({"ada": {"belonging": [0]}, "ben": {}}, both)] == ["belonging"]


def test_what_was_decided_is_never_asked_again():
    """Neither by a ruling, which is about its own code alone, nor by an adjudicator who read the segment."""
    given = {"ada": {"welcome": [0, 1], "food": [0]}, "ben": {}, "judge": {}}
    asked = _ask(
        given, {"ada": [0, 1], "ben": [0, 1], "judge": [1]}, rulings=make_rulings(SEGMENTS, (0, "food", False))
    )
    assert [row[:2] for row in asked] == [(0, "welcome")]


def test_the_coders_notes_stand_beside_their_names():
    """The adjudicator reads why each coder decided as they did."""
    asked = _ask({"ada": {"trust": [0]}, "ben": {}}, {"ada": [0], "ben": [0]}, memos={"ada": "They rely on him."})
    assert asked == [(0, "trust", "ada: They rely on him.", "ben")]


def test_a_code_is_not_asked_about_where_it_does_not_apply():
    """Nobody was asked for it there, so nobody can have differed."""
    codes = CODES.assign(applies_to=[None, None, None, "survey"])
    codings = make_codings(SEGMENTS, "ada", {"trust": [0]})
    reviews = pd.concat([make_reviews(SEGMENTS, "ada"), make_reviews(SEGMENTS, "ben")])
    laid_out = collect_given(codings, reviews, CODERS, SEGMENTS, codes)
    assert find_disagreements(laid_out, codes, reviews, NO_RULINGS).empty


def test_the_codes_with_the_lowest_agreement_come_first():
    """The lowest value among people counts; a code without one comes last, and each keeps the order of its segments."""
    agreement = pd.DataFrame(
        [
            ("welcome", "ada | ben", "krippendorff_alpha", 0.7),
            ("welcome", "ada | cy", "krippendorff_alpha", 0.2),
            ("food", "ada | ben", "krippendorff_alpha", 0.4),
            ("food", "decisions | rules", "krippendorff_alpha", 0.1),
            ("food", "ada | ben", "percent_agreement", 0.1),
            ("trust", "ada | ben", "krippendorff_alpha", None),
        ],
        columns=["code_id", "coder_set", "statistic", "value"],
    )
    ranks = rank_codes(agreement, "krippendorff_alpha")
    assert ranks == {"welcome": 0.2, "food": 0.4}
    asked = pd.DataFrame({"segment_id": [*"abcd"], "code_id": ["trust", "food", "welcome", "food"]})
    assert "".join(sort_worst_first(asked, ranks, CODES)["segment_id"]) == "cbda"


def test_around_a_segment_stand_the_rest_of_its_turn_and_the_turns_beyond():
    """Facilitators' words count; the first and the last turn of a source have nothing beyond."""
    segments = make_segments(
        ["s1", "s1", "s1", "s2"],
        turn_id=["s1#1", "s1#2", "s1#2", "s2#1"],
        participant_id=["F1", "P1", "P1", "P2"],
        text=["Well? ", "I came. ", "I stayed.", "Alone."],
    )
    found = show_surroundings(segments[::-1]).loc[segments["segment_id"]]
    assert found["before"].tolist() == ["", "F1: Well?", "F1: Well?\nI came.", ""]
    assert found["after"].tolist() == ["P1: I came. I stayed.", "I stayed.", "", ""]
