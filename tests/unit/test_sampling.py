"""Drawing the segments that several people code."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.methods.coding.sampling import draw_segments
from tests.support.coding_tables import make_segments


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(1, 40), st.integers(0, 5))
@settings(max_examples=50, deadline=None)
def test_a_sample_is_of_the_size_asked_without_facilitators_and_in_reading_order(facilitators, size, seed):
    """No segment is drawn twice, and where there are too few all are taken."""
    segments = make_segments(["g"] * len(facilitators), is_facilitator=facilitators)
    drawn = draw_segments(segments, size, np.random.default_rng(seed))
    assert len(drawn) == min(size, facilitators.count(False))
    assert not drawn["is_facilitator"].any()
    assert drawn.index.is_monotonic_increasing
    assert drawn["segment_id"].is_unique


def test_the_same_seed_draws_the_same_segments_for_everyone():
    """Double coding needs one sample; a larger one of the same seed holds the smaller."""
    segments = make_segments(["g"] * 50)
    first = draw_segments(segments, 10, np.random.default_rng(7))
    assert first.equals(draw_segments(segments, 10, np.random.default_rng(7)))
    assert set(first["segment_id"]) < set(draw_segments(segments, 20, np.random.default_rng(7))["segment_id"])


def test_every_segment_is_as_likely_as_any_other():
    """Over many seeds each of ten segments is in half of the samples of five."""
    segments = make_segments(["g"] * 10)
    counts = np.zeros(10)
    for seed in range(400):
        counts[draw_segments(segments, 5, np.random.default_rng(seed)).index] += 1
    assert (abs(counts - 200) < 50).all()
