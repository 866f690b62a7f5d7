"""Whose themes are compared with topics, on which segments, and among which of them topics may be shuffled."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.methods.topics.units import (
    collect_human_themes,
    collect_machine_themes,
    collect_units,
    collect_units_by_codebook,
)
from tests.support.topic_tables import make_codes, make_segments

SEGMENTS = make_segments(["a", "b", "c", "d"], facilitated=[3])
IDS = SEGMENTS["segment_id"].tolist()
CODES = make_codes({"trust": "trust", "trust.peers": "trust", "time": "time"})


def decide(rows):
    """Return a decisions table of (place of segment, code, is_coded)."""
    decided = [(IDS[n], code, yes) for n, code, yes in rows]
    return pd.DataFrame(decided, columns=["segment_id", "code_id", "is_coded"]).astype({"is_coded": bool})


def give(rows):
    """Return a codings table of (place of segment, code, coder)."""
    return pd.DataFrame(
        [(IDS[n], code, coder, 1) for n, code, coder in rows], columns=["segment_id", "code_id", "coder_id", "round"]
    )


def test_peoples_themes_are_their_decisions_on_themes():
    """Rows of codes below a theme are left out, for the theme's own rows already stand for them."""
    found = collect_human_themes(decide([(0, "trust", True), (0, "trust.peers", True), (1, "time", False)]), CODES)
    assert found.to_dict("list") == {
        "segment_id": [IDS[0], IDS[1]],
        "theme_id": ["trust", "time"],
        "is_coded": [True, False],
    }


def test_the_rules_coders_themes_are_rolled_up_and_cover_all_that_participants_said():
    """A coding counts for its code's theme, once; other coders do not count; the rest was read all the same."""
    given = give([(0, "trust", "rules"), (0, "trust.peers", "rules"), (1, "trust.peers", "rules"), (2, "time", "ada")])
    found = collect_machine_themes(given, CODES, SEGMENTS)
    assert len(found) == 3 * 2
    assert sorted(
        found.loc[found["is_coded"], ["segment_id", "theme_id"]].itertuples(index=False, name=None)
    ) == sorted([(IDS[0], "trust"), (IDS[1], "trust")])


def test_a_theme_below_a_theme_counts_for_both():
    """As in the readings of people: for itself, and for every theme above it."""
    parents = {"trust": None, "trust.peers": "trust", "time": "trust.peers"}
    nested = CODES.assign(parent_id=CODES["code_id"].map(parents), is_theme=[True, False, True])
    found = collect_machine_themes(give([(0, "time", "rules"), (1, "trust.peers", "rules")]), nested, SEGMENTS)
    assert found.loc[found["is_coded"], ["segment_id", "theme_id"]].to_numpy().tolist() == [
        [IDS[0], "trust"],
        [IDS[0], "time"],
        [IDS[1], "trust"],
    ]


def test_units_are_participants_segments_that_were_read_in_the_order_of_their_ids():
    """Neither a facilitator's segment nor one nobody read is compared; themes keep the codebook's order."""
    themed = collect_human_themes(decide([(2, "time", True), (0, "trust", True), (3, "time", True)]), CODES)
    units = collect_units(themed, SEGMENTS, CODES)
    assert units.segment_ids.tolist() == sorted([IDS[0], IDS[2]])
    assert units.themes == ("trust", "time")
    assert units.carries.tolist() == [[True, False], [False, True]]


@pytest.mark.parametrize(
    ("kind", "strata"), [("focus_group", [0, 0, 1]), ("survey", [0, 1, 0])], ids=["within sources", "within questions"]
)
def test_topics_are_shuffled_within_sources_and_survey_answers_within_questions(kind, strata):
    """A focus group is a stratum; of a survey, the answers to one question are."""
    segments = SEGMENTS.assign(question_id=["q1", "q1", "q2", "q1"], kind=kind)
    themed = collect_human_themes(decide([(0, "time", True), (1, "time", True), (2, "time", True)]), CODES)
    units = collect_units(themed, segments, CODES)
    assert units.segment_ids.tolist() == [IDS[0], IDS[2], IDS[1]]
    assert units.strata.tolist() == strata


def test_survey_answers_without_a_question_are_one_stratum():
    """Where nothing says which question was answered, all answers may be shuffled."""
    themed = collect_human_themes(decide([(0, "time", True), (1, "time", True)]), CODES)
    assert collect_units(themed, SEGMENTS.assign(kind="survey"), CODES).strata.tolist() == [0, 0]


def test_nothing_read_gives_no_units():
    """Empty tables are no error: there are themes, and no segment to compare them on."""
    units = collect_units(collect_human_themes(decide([]), CODES), SEGMENTS, CODES)
    assert len(units.segment_ids) == len(units.strata) == 0
    assert units.carries.shape == (0, 2)


def test_no_codebook_gives_no_themes():
    """Without codes, everything participants said is left with no theme at all."""
    nothing = collect_machine_themes(give([]), make_codes({}), SEGMENTS)
    units = collect_units(nothing, SEGMENTS, make_codes({}))
    assert units.themes == ()
    assert units.carries.shape[1] == 0


def test_each_codebook_has_units_of_its_own():
    """Themes are compared with topics where they were looked for: a codebook for one segment has one unit."""
    codes = CODES.assign(codebook=["relations", "relations", "days"])
    themed = collect_human_themes(decide([(0, "trust", True), (1, "trust", False), (1, "time", True)]), codes)
    units = collect_units_by_codebook(themed, SEGMENTS, codes)
    assert list(units) == ["relations", "days"]
    assert {name: of_book.themes for name, of_book in units.items()} == {"relations": ("trust",), "days": ("time",)}
    assert set(units["relations"].segment_ids) == {IDS[0], IDS[1]}
    assert units["days"].segment_ids.tolist() == [IDS[1]]


def test_the_rules_coder_has_no_theme_where_its_codebook_does_not_apply():
    """What was not looked for is not a theme that is missing."""
    codes = CODES.assign(applies_to=[None, None, "survey"])
    segments = SEGMENTS.assign(kind=["survey", "focus_group", "survey", "focus_group"])
    found = collect_machine_themes(give([]), codes, segments)
    assert found.loc[found["theme_id"] == "time", "segment_id"].tolist() == [IDS[0], IDS[2]]
    assert (found["theme_id"] == "trust").sum() == 3


def test_no_codebook_is_one_without_a_name():
    """A study that has no codebook still has one set of units, without a theme."""
    nothing = collect_machine_themes(give([]), make_codes({}), SEGMENTS)
    (units,) = collect_units_by_codebook(nothing, SEGMENTS, make_codes({})).values()
    assert units.themes == ()
