"""The sample's design: whether what was hand-coded looks drawn at random."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.methods.frequencies.design import find_uneven_sample

GROUPS = np.repeat(["g1", "g2", "g3"], 80).astype(object)


def test_whole_sources_hand_coded_and_others_left_are_noticed():
    """One focus group of three coded from end to end is no random sample, and the notice says which way."""
    (found,) = find_uneven_sample(GROUPS == "g2", GROUPS)
    assert "of 3 sources 1 are hand-coded throughout and 2 not at all" in found.problem
    assert "qualpipe sheet --sample" in found.fix


def test_the_first_pages_of_an_export_are_noticed():
    """Many small sources are judged in neighbourhoods: the first fifth of a survey is no random sample."""
    assert find_uneven_sample(np.arange(500) < 100, np.arange(500).astype(str).astype(object))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("sources", [GROUPS, np.repeat(np.arange(300), 2).astype(str).astype(object)])
def test_a_random_sample_is_hardly_ever_noticed(share, sources):
    """Of a hundred random samples at most one raises a false alarm, in large sources and in small."""
    rng = np.random.default_rng(40)
    alarms = [bool(find_uneven_sample(rng.random(len(sources)) < share, sources)) for _ in range(100)]
    assert sum(alarms) <= 1


@pytest.mark.parametrize("is_read", [np.ones(240, dtype=bool), np.zeros(240, dtype=bool)])
def test_all_or_nothing_hand_coded_is_no_sample(is_read):
    """There is nothing to judge where everything or nothing was hand-coded."""
    assert find_uneven_sample(is_read, GROUPS) == []


def test_a_single_source_cannot_be_uneven():
    """Within one source this check sees nothing."""
    assert find_uneven_sample(np.arange(80) < 20, np.full(80, "g1", dtype=object)) == []
