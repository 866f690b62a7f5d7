"""Themes against topics: the counts are right, chance is told from evidence, and order does not matter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression

from pipeline.methods.topics.comparison import (
    compare_themes_topics,
    decline_alignment,
    estimate_alignment,
    number_topics,
)
from pipeline.methods.topics.units import ThemedUnits

TOPIC_IDS = ["m-01", "m-02"]


def make_units(carries, strata=None):
    """Return units that carry themes A, B, ... as the columns of `carries` say, in one stratum unless given."""
    carries = np.array(carries, dtype=bool)
    ids = np.array([f"group:{n:03d}-{n + 1:03d}" for n in range(len(carries))], dtype=object)
    strata = np.zeros(len(carries), dtype=int) if strata is None else np.array(strata)
    return ThemedUnits(ids, tuple("ABCDEFGH"[: carries.shape[1]]), carries, strata)


def single(themes, n_themes):
    """Return the membership of units that carry exactly one theme each."""
    return np.eye(n_themes, dtype=bool)[themes]


def random_units(seed, *, n=120, n_themes=4):
    """Return units of three sources with one theme each, and topics that follow the sources but not the themes."""
    rng = np.random.default_rng(seed)
    strata = rng.integers(0, 3, n)
    themes = (strata + rng.integers(0, 2, n)) % n_themes
    return make_units(single(themes, n_themes), strata), (strata + rng.integers(0, 2, n)) % 3


def test_topics_are_numbered_by_their_place_and_units_without_one_are_marked():
    """The place of the unit's topic among the ids; -1 where the segment has no row."""
    units = make_units([[True], [True], [True]])
    placed = pd.DataFrame({"segment_id": units.segment_ids[[2, 0]], "topic_id": ["m-02", "m-01"]})
    assert number_topics(units, placed, TOPIC_IDS).tolist() == [0, -1, 1]


def test_every_cell_counts_what_it_says():
    """Ten segments, four with theme A, five in the first topic, three in both: by hand."""
    units = make_units([[True, n == 0] for n in range(4)] + [[False, n == 9] for n in range(4, 10)])
    topics = np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, -1])
    table = compare_themes_topics(units, topics, TOPIC_IDS).set_index(["theme_id", "topic_id"])
    cell = table.loc[("A", "m-01")]
    assert (cell.n_segments, cell.n_theme, cell.n_topic) == (3, 4, 5)
    assert cell.lift == pytest.approx(10 * 3 / (4 * 5))
    assert cell.tjur_r2 == pytest.approx((3 / 5 - 1 / 5) ** 2 * (5 * 5) / (4 * 6))
    assert cell.p_value == pytest.approx(stats.hypergeom.sf(2, 10, 4, 5))
    assert table["is_best_match"].to_dict() == {
        ("A", "m-01"): True,
        ("A", "m-02"): False,
        ("B", "m-01"): False,
        ("B", "m-02"): False,
    }


def test_tjurs_r2_is_that_of_a_logistic_regression():
    """The mean fitted probability where the theme is, less that where it is not."""
    rng = np.random.default_rng(4)
    topic = rng.integers(0, 2, 200)
    theme = rng.random(200) < np.where(topic == 0, 0.6, 0.2)
    units = make_units(theme[:, None])
    found = compare_themes_topics(units, topic, TOPIC_IDS).query("topic_id == 'm-01'")["tjur_r2"].item()
    inside = (topic == 0)[:, None]
    fitted = LogisticRegression(C=1e9).fit(inside, theme).predict_proba(inside)[:, 1]
    assert found == pytest.approx(fitted[theme].mean() - fitted[~theme].mean(), abs=1e-5)


def test_a_theme_nobody_gave_and_a_topic_nobody_read_have_no_lift_and_no_p_value():
    """Empty margins leave the numbers missing, and no match."""
    table = compare_themes_topics(make_units([[True, False], [False, False]]), np.array([0, 0]), TOPIC_IDS)
    empty = table[(table["theme_id"] == "B") | (table["topic_id"] == "m-02")]
    assert empty[["lift", "tjur_r2", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert not table["is_best_match"].any()


def test_a_match_is_more_than_independence_would_give():
    """A theme and a topic paired for want of better, with a lift of 1 or less, are no match."""
    topics = np.array([0, 0, 0, 1])
    table = compare_themes_topics(make_units([[True], [True], [False], [True]]), topics, TOPIC_IDS)
    assert table.set_index("topic_id")["lift"].to_dict() == pytest.approx({"m-01": 8 / 9, "m-02": 4 / 3})
    assert not table["is_best_match"].any()


def test_a_model_without_topics_has_no_cells():
    """No topics, no rows, but every column."""
    table = compare_themes_topics(make_units([[True], [False]]), np.array([-1, -1]), [])
    assert table.empty
    assert {"p_value", "p_adjusted", "is_best_match"} <= set(table.columns)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_units_changes_nothing(seed):
    """Shuffled units give the same cells, p-values included."""
    units, topics = random_units(seed)
    order = np.random.default_rng(seed).permutation(len(topics))
    shuffled = ThemedUnits(units.segment_ids[order], units.themes, units.carries[order], units.strata[order])
    ids = ["m-01", "m-02", "m-03"]
    pd.testing.assert_frame_equal(
        compare_themes_topics(units, topics, ids), compare_themes_topics(shuffled, topics[order], ids)
    )


def test_shuffled_themes_give_no_significant_cell():
    """Over 200 studies where themes follow the sources but not the topics, at most 5 % report any cell."""
    false_alarms = 0
    for seed in range(200):
        units, topics = random_units(seed, n=60)
        table = compare_themes_topics(units, topics, ["m-01", "m-02", "m-03"])
        false_alarms += bool((table["p_adjusted"] <= 0.05).any())
    assert false_alarms <= 10


def test_shuffling_within_sources_is_what_prevents_the_false_alarms():
    """Larger studies of the same kind, taken as one stratum, raise an alarm in most."""
    alarms = 0
    for seed in range(20):
        units, topics = random_units(seed, n=300)
        blind = make_units(units.carries)
        table = compare_themes_topics(blind, topics, ["m-01", "m-02", "m-03"])
        alarms += bool((table["p_adjusted"] <= 0.05).any())
    assert alarms > 10


def test_a_real_match_is_found():
    """A topic that holds most of a theme within every source is significant and its best match."""
    rng = np.random.default_rng(1)
    themes = rng.integers(0, 3, 150)
    topics = np.where(rng.random(150) < 0.7, themes, rng.integers(0, 3, 150))
    units = make_units(single(themes, 3), rng.integers(0, 3, 150))
    table = compare_themes_topics(units, topics, ["m-01", "m-02", "m-03"])
    on_diagonal = table["theme_id"].map({"A": 0, "B": 1, "C": 2}) == table["topic_id"].str[-1].astype(int) - 1
    assert (table.loc[on_diagonal, "p_adjusted"] < 0.001).all()
    assert (table["is_best_match"] == on_diagonal).all()


def test_alignment_is_measured_on_segments_with_exactly_one_theme():
    """The worked example of the methods page, with a segment of two themes and one of none beside it."""
    carries = [*single([0, 0, 0, 0, 1, 1, 1, 2, 2, 2], 3), [True, True, False], [False, False, False]]
    topics = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 0, 1])
    rng = np.random.default_rng(1)
    table = estimate_alignment(make_units(carries), topics, permutations=100, rng=rng).set_index("statistic")
    assert set(table["n_units"]) == {10}
    assert table["value"].to_dict() == pytest.approx(
        {
            "harmonic_purity": 0.797143,
            "purity": 0.8,
            "inverse_purity": 0.8,
            "ami": table.loc["ami", "value"],
            "ari": 0.391144,
            "nmi": 0.596162,
            "matched_share": 0.8,
        },
        abs=5e-7,
    )
    assert table["undefined"].isna().all()


def test_segments_without_a_topic_count_as_a_group_of_their_own():
    """Leaving half of the segments out costs a model purity."""
    themes = np.repeat([0, 1], 20)
    sure = np.where(np.arange(40) % 2, themes, -1)
    values = [
        estimate_alignment(
            make_units(single(themes, 2)), topics, permutations=10, rng=np.random.default_rng(1)
        ).set_index("statistic")["value"]
        for topics in (themes, sure)
    ]
    assert values[0]["harmonic_purity"] == 1
    assert values[1]["harmonic_purity"] < 0.7


def test_topics_that_follow_themes_are_told_from_chance_and_others_are_not():
    """The null of shuffled topics lies below true alignment and around that of unrelated topics."""
    rng = np.random.default_rng(2)
    themes = rng.integers(0, 3, 150)
    units = make_units(single(themes, 3), rng.integers(0, 2, 150))
    follows = np.where(rng.random(150) < 0.6, themes, rng.integers(0, 3, 150))
    for topics, is_chance in ((follows, False), (rng.permutation(follows), True)):
        table = estimate_alignment(units, topics, permutations=200, rng=np.random.default_rng(1))
        table = table.set_index("statistic")
        assert (table.loc["ami", "p_value"] > 0.05) == is_chance
        assert table.loc["ami", "null_mean"] == pytest.approx(0, abs=0.01)
        assert (table["null_high"] >= table["null_mean"]).all()


def test_the_same_seed_gives_the_same_null():
    """The alignment is a function of its arguments."""
    units, topics = random_units(1)
    first, second = (
        estimate_alignment(units, topics, permutations=250, rng=np.random.default_rng(9)) for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize(
    ("carries", "topics", "reason"),
    [
        ([], [], "no_segment_with_exactly_one_theme"),
        ([[True, True]], [0], "no_segment_with_exactly_one_theme"),
        ([[True, False], [True, False]], [0, 1], "only_one_theme"),
        ([[True, False], [False, True]], [0, 0], "only_one_topic"),
    ],
)
def test_where_nothing_can_be_compared_the_table_says_why(carries, topics, reason):
    """Every statistic is there, without a value and with the reason."""
    units = make_units(np.array(carries, dtype=bool).reshape(len(topics), 2))
    rng = np.random.default_rng(1)
    table = estimate_alignment(units, np.array(topics, dtype=int), permutations=10, rng=rng)
    assert set(table["undefined"]) == {reason}
    assert table[["value", "null_mean", "null_high", "p_value"]].isna().all(axis=None)


def test_a_declined_model_has_its_reason_beside_every_statistic():
    """The reason is the model's own."""
    table = decline_alignment("too few", n_units=0)
    assert set(table["undefined"]) == {"too few"}
    assert "ami" in set(table["statistic"])
