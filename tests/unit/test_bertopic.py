"""BERTopic itself, on vectors made up for the purpose."""

from __future__ import annotations

import logging
import warnings

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from pipeline.engines.bertopic import assign_bertopic_topics
from pipeline.engines.threads import one_thread

pytestmark = pytest.mark.slow


def make_texts(sizes, *, seed=0):
    """Return texts, vectors around as many directions as there are `sizes`, and which direction each is from."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.eye(16)[groups] + rng.normal(0, 0.1, (len(groups), 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return [f"text {n} of group {group}" for n, group in enumerate(groups)], vectors, groups


def test_clear_groups_are_found():
    """Three groups of 30 texts become three topics, the same for the same seed."""
    texts, vectors, groups = make_texts([30, 30, 30])
    with one_thread():
        first, second = (assign_bertopic_topics(texts, vectors, 1) for _ in range(2))
    assert adjusted_rand_score(groups, first) == 1
    assert first.tolist() == second.tolist()


@pytest.mark.parametrize("n_texts", [10, 19, 20, 40])
def test_small_corpora_do_not_crash(n_texts):
    """From ten texts on there is an answer, even if it is that no text has a topic."""
    texts, vectors, _ = make_texts([n_texts // 2, n_texts - n_texts // 2])
    topics = assign_bertopic_topics(texts, vectors, 1)
    assert len(topics) == n_texts
    assert topics.min() >= -1


def test_no_topic_holds_more_than_half_of_the_texts():
    """A large group is divided rather than swallowing the study."""
    texts, vectors, _ = make_texts([90, 20])
    assert np.bincount(assign_bertopic_topics(texts, vectors, 1) + 1)[1:].max() <= 55


def test_it_is_silent_and_leaves_warnings_and_logs_as_they_were(capfd):
    """No line on the screen, no filter changed for the rest of the program."""
    filters, level = list(warnings.filters), logging.getLogger().level
    texts, vectors, _ = make_texts([15, 15])
    assign_bertopic_topics(texts, vectors, 1)
    assert capfd.readouterr() == ("", "")
    assert list(warnings.filters) == filters
    assert logging.getLogger().level == level
