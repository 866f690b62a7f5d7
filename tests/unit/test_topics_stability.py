"""How far topics come back from other seeds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from pipeline.methods.topics.stability import estimate_recurrence, estimate_stability

partitions = st.integers(3, 12).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(-1, 3), min_size=n, max_size=n).map(np.array),
        min_size=2,
        max_size=4,
    )
)


@given(partitions)
def test_stability_is_the_mean_and_the_least_rand_index_over_pairs(found):
    """The two numbers equal those of scikit-learn over all pairs of seeds."""
    pairs = [adjusted_rand_score(a, b) for place, a in enumerate(found) for b in found[:place]]
    stability = estimate_stability(found)
    assert stability.value == pytest.approx(np.mean(pairs))
    assert stability.low == pytest.approx(min(pairs))


def test_the_typical_partition_is_the_one_most_like_the_others():
    """Between two that agree and one that does not, the first of the two that agree is reported."""
    odd, even = np.array([0, 1, 0, 1, 0, 1]), np.array([0, 0, 0, 1, 1, 1])
    assert estimate_stability([odd, even, even]).typical == 1


def test_the_same_result_from_every_seed_recurs_wholly():
    """Renamed topics are still the same topics: every topic and every text comes back."""
    first, renamed = np.array([0, 0, 1, 1, -1]), np.array([1, 1, 0, 0, -1])
    topics, texts = estimate_recurrence([first, renamed], typical=0)
    assert topics.tolist() == [1, 1]
    assert texts.tolist() == [1, 1, 1, 1, 0]


def test_a_topic_that_loses_texts_recurs_in_part():
    """Two of three texts found again in a topic of two is a Jaccard index of two thirds, for those texts 1."""
    first, second = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])
    topics, texts = estimate_recurrence([first, second], typical=0)
    assert topics == pytest.approx([2 / 3, 2 / 3])
    assert texts.tolist() == [1, 1, 0.5, 1, 1]


def test_topics_do_not_recur_in_a_seed_without_topics():
    """A seed that leaves every text alone brings no topic back."""
    topics, texts = estimate_recurrence([np.array([0, 0, 1, 1]), np.full(4, -1)], typical=0)
    assert topics.tolist() == [0, 0]
    assert texts.tolist() == [0.5] * 4


@given(partitions)
def test_recurrence_is_a_share(found):
    """Whatever the partitions, every number lies between 0 and 1 and texts without a topic have none."""
    topics, texts = estimate_recurrence(found, typical=0)
    assert len(topics) == len(set(found[0][found[0] >= 0]))
    assert ((topics >= 0) & (topics <= 1)).all()
    assert ((texts > 0) == (found[0] >= 0)).all()
    assert texts.max() <= 1
