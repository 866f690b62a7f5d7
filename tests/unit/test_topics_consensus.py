"""The consensus of many k-means runs: finds what is there, the same way every time, at any size."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from pipeline.methods.topics import consensus
from pipeline.methods.topics.coefficients import cross_tabulate, harmonic_purity
from pipeline.methods.topics.consensus import assign_consensus_topics, build_consensus, choose_n_topics
from pipeline.methods.topics.stability import estimate_stability

BILLS = Path("../shared/data/topicgpt-bills/bills_subset.jsonl")


def make_vectors(sizes, *, spread=0.05, seed=0):
    """Return unit vectors around as many directions as there are `sizes`, and which direction each is from."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.eye(8)[groups] + rng.normal(0, spread, (len(groups), 8))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), groups


@pytest.fixture
def few_runs(monkeypatch):
    """Let a consensus be of eight runs: enough for clear groups."""
    monkeypatch.setattr(consensus, "N_RUNS", 8)


@pytest.mark.usefixtures("few_runs")
def test_groups_that_are_there_are_found():
    """Texts around four directions become four topics."""
    vectors, groups = make_vectors([12, 12, 12, 12])
    assert adjusted_rand_score(groups, assign_consensus_topics(vectors, 4, np.random.default_rng(1))) == 1


@pytest.mark.usefixtures("few_runs")
def test_topics_are_numbered_from_zero_without_gaps_and_hold_at_least_three():
    """However many groups are asked for, none is smaller than three texts and no number is left out."""
    vectors, _ = make_vectors([20, 9, 2], spread=0.3)
    for n_topics in (1, 2, 5, 9, 40):
        topics = assign_consensus_topics(vectors, n_topics, np.random.default_rng(1))
        sizes = np.bincount(topics)
        assert sizes.min() >= 3
        assert len(sizes) <= n_topics


@pytest.mark.usefixtures("few_runs")
def test_fewer_than_three_texts_are_one_topic():
    """Two texts cannot hold a topic of three: they are one group, and nothing breaks."""
    vectors, _ = make_vectors([1, 1])
    assert assign_consensus_topics(vectors, 5, np.random.default_rng(1)).tolist() == [0, 0]


@pytest.mark.usefixtures("few_runs")
def test_the_same_seed_gives_the_same_topics():
    """Nothing but the vectors and the seed decides."""
    vectors, _ = make_vectors([20, 20, 20], spread=0.5)
    first, second = (assign_consensus_topics(vectors, 5, np.random.default_rng(3)) for _ in range(2))
    assert (first == second).all()


@pytest.mark.usefixtures("few_runs")
def test_texts_beyond_those_that_are_crossed_join_the_nearest_topic(monkeypatch):
    """With room to cross 30 of 60 texts, the others still end with their like."""
    monkeypatch.setattr(consensus, "_TEXTS_TO_CROSS", 30)
    vectors, groups = make_vectors([20, 20, 20])
    order = np.random.default_rng(2).permutation(60)
    topics = assign_consensus_topics(vectors[order], 3, np.random.default_rng(1))
    assert adjusted_rand_score(groups[order], topics) == 1


@pytest.mark.usefixtures("few_runs")
def test_stability_chooses_the_number_of_groups_that_are_there():
    """Four clear groups of texts are cut into four."""
    vectors, _ = make_vectors([13, 13, 13, 13], spread=0.12)
    assert choose_n_topics(vectors, range(3)) == 4


@pytest.mark.parametrize(
    ("n_texts", "fewest", "most"), [(10, 3, 3), (40, 3, 3), (60, 3, 5), (300, 6, 25), (900, 10, 30), (9000, 10, 30)]
)
def test_the_candidates_grow_with_the_number_of_texts(n_texts, fewest, most):
    """A topic has twelve texts on average, and no study is cut into more than thirty topics unasked."""
    candidates = consensus._candidates(n_texts)
    assert (candidates[0], candidates[-1]) == (fewest, most)
    assert len(candidates) <= 6
    assert candidates == sorted(set(candidates))


@pytest.mark.usefixtures("few_runs")
def test_a_study_with_room_for_one_number_only_is_not_judged():
    """Where there is one candidate, it is taken."""
    assert choose_n_topics(make_vectors([10, 10])[0], range(2)) == 3


@pytest.mark.usefixtures("few_runs")
def test_the_researchers_number_of_topics_goes_before_the_choice():
    """A number in study.toml is used; 0 lets stability choose; the words are never looked at."""
    vectors, _ = make_vectors([12, 12, 12])
    assert build_consensus(vectors, 2, range(2))([], vectors, 1).max() + 1 == 2
    assert build_consensus(vectors, 0, range(2))([], vectors, 1).max() + 1 == 3


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.skipif(not BILLS.exists(), reason=f"{BILLS} is not here")
def test_bills_are_grouped_stably_and_better_than_bertopic_groups_them():
    """On 1,000 bills with 21 human topics: seed-to-seed ARI of .75 or more, and purity no worse than BERTopic's."""
    from pipeline.engines.bertopic import assign_bertopic_topics
    from pipeline.engines.encoder import build_encoder
    from pipeline.engines.threads import one_thread

    bills = [json.loads(line) for line in BILLS.read_text(encoding="utf-8").splitlines()]
    texts = sorted(bill["summary"] for bill in bills)
    topic_of = {bill["summary"]: bill["topic"] for bill in bills}
    human = np.unique([topic_of[text] for text in texts], return_inverse=True)[1]
    vectors = build_encoder("all-MiniLM-L6-v2").encode(texts)
    with one_thread():
        assign = build_consensus(vectors, 21, [])
        found = [assign(texts, vectors, seed) for seed in (1, 2, 3)]
        bertopic = [assign_bertopic_topics(texts, vectors, seed) for seed in (1, 2, 3)]
    ours, theirs = (
        np.mean([harmonic_purity(cross_tabulate(human, topics)) for topics in model]) for model in (found, bertopic)
    )
    assert estimate_stability(found).value >= 0.75
    assert ours >= theirs
    assert ours >= 0.5
