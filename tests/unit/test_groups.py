"""Groups and counts: which group a segment is in, and the three denominators."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.methods.frequencies.groups import assign_groups, check_groupings, count_by_group, list_groups
from tests.support.coding_tables import make_segments

SOURCES = pd.DataFrame({"source_id": ["s1", "s2"], "kind": ["focus_group", "survey"], "attr_site": ["north", None]})
PARTICIPANTS = pd.DataFrame(
    {"participant_id": ["P1", "P2"], "attr_site": ["south", "east"], "attr_gender": ["woman", None]}
)
SEGMENTS = make_segments(
    ["s1", "s1", "s2", "s2"], participant_id=["P1", "P2", "P2", "P2"], question_id=["q1", None, "q2", "q1"]
)


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        ("all", ["all"] * 4),
        ("kind", ["focus_group", "focus_group", "survey", "survey"]),
        ("question_id", ["q1", "not recorded", "q2", "q1"]),
        ("gender", ["woman", "not recorded", "not recorded", "not recorded"]),
        ("site", ["north", "north", "east", "east"]),
    ],
)
def test_the_group_of_a_segment(grouping, expected):
    """A source's attribute comes first, then the participant's; what nobody recorded is a group of its own."""
    assert assign_groups(grouping, SEGMENTS, SOURCES, PARTICIPANTS).tolist() == expected


def test_unknown_groupings_are_all_reported_with_what_is_known():
    """Every grouping that is no attribute is named at once, with the list of those there are."""
    with pytest.raises(SettingsError) as raised:
        check_groupings(["gender", "gendre", "all"], SOURCES, PARTICIPANTS)
    assert [problem.problem.split("'")[1] for problem in raised.value.problems] == ["gendre", "all"]
    assert raised.value.problems[0].fix == "known are: gender, site, kind, question_id"


def test_known_groupings_pass():
    """Attributes of either table and the built-in groupings are returned as they are."""
    assert check_groupings(("gender", "kind"), SOURCES, PARTICIPANTS) == ("gender", "kind")


def test_groups_are_listed_as_they_first_occur_with_the_unknown_last():
    """Before comes before after, although the alphabet has it the other way round."""
    assert list_groups(pd.Series(["not recorded", "before", "after", "before"])) == ["before", "after", "not recorded"]


def count(is_counted, groups, segments=SEGMENTS, *, is_judged=None):
    """Return the counts, by code and group; every segment is judged for every code unless said otherwise."""
    judged = np.ones_like(is_counted) if is_judged is None else is_judged
    codes = np.array([f"c{at}" for at in range(is_counted.shape[1])], dtype=object)
    return count_by_group(is_counted, judged, segments, pd.Series(groups), codes).set_index(["code_id", "group"])


def test_the_three_denominators():
    """Segments, participants and sources are counted once each, beside how many the group has."""
    segments = SEGMENTS.assign(n_words=[10, 20, 30, 40])
    counts = count(np.array([[True], [True], [False], [True]]), ["all"] * 4, segments).loc[("c0", "all")]
    assert counts[["n_segments", "n_segments_total"]].tolist() == [3, 4]
    assert counts[["n_participants", "n_participants_total"]].tolist() == [2, 2]
    assert counts[["n_sources", "n_sources_total"]].tolist() == [2, 2]
    assert counts["words_share"] == pytest.approx(0.7)


def test_a_code_nobody_gave_in_a_group_is_a_row_of_zeros():
    """Every code has a row in every group, with counts of zero and the group's totals."""
    counts = count(np.array([[True, False], [False, False], [False, False], [False, False]]), ["a", "a", "b", "b"])
    assert counts.index.tolist() == [("c0", "a"), ("c0", "b"), ("c1", "a"), ("c1", "b")]
    assert counts["n_segments"].tolist() == [1, 0, 0, 0]
    assert counts["n_segments_total"].tolist() == [2, 2, 2, 2]


def test_what_nobody_judged_is_in_no_denominator():
    """Segments that no one whose word counts has looked at are not counted as segments without the code."""
    segments = SEGMENTS.assign(n_words=[10, 20, 30, 40])
    is_judged = np.array([[True, True], [True, True], [False, True], [False, True]])
    counts = count(np.array([[True, True]] * 4), ["all"] * 4, segments, is_judged=is_judged)
    assert counts["n_segments"].tolist() == [2, 4]
    assert counts["n_segments_total"].tolist() == [2, 4]
    assert counts["words_share"].tolist() == [1, 1]


def test_a_group_without_words_has_no_share_of_words():
    """Where nothing in a group has words, the share of words is missing, not zero."""
    counts = count(np.array([[True]]), ["a"], SEGMENTS.iloc[:1].assign(n_words=0))
    assert counts["words_share"].isna().all()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.booleans()), min_size=1, max_size=12))
def test_groups_add_up_to_the_whole(rows):
    """Segments over all groups sum to the overall count, and so do participants when each is in one group."""
    sources, groups, coded = zip(*rows, strict=True)
    segments = make_segments([f"{source}{group}" for source, group in zip(sources, groups, strict=True)])
    is_counted = np.array(coded)[:, np.newaxis]
    parts, whole = count(is_counted, list(groups), segments), count(is_counted, ["all"] * len(rows), segments)
    for name in ("n_segments", "n_segments_total", "n_participants", "n_participants_total", "n_sources"):
        assert parts[name].sum() == whole[name].sum()
