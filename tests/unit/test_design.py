"""The sample's design: whether what was hand-coded looks drawn at random."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.methods.frequencies.design import find_uneven_sample, list_strata

GROUPS = np.repeat(["g1", "g2", "g3"], 80).astype(object)
ANSWERS = np.arange(300).astype(str).astype(object)


def find(is_read, source_ids, kinds=None, applies=None):
    """Return what is found of one code that applies everywhere, in sources of one kind, unless told otherwise."""
    everywhere = np.ones((len(is_read), 1), dtype=bool)
    one_kind = np.full(len(is_read), "focus_group", dtype=object)
    applies, kinds = (everywhere if applies is None else applies), (one_kind if kinds is None else kinds)
    return find_uneven_sample(is_read, applies, source_ids, kinds)


def test_whole_sources_hand_coded_and_others_left_are_noticed():
    """One focus group of three coded from end to end is no random sample, and the notice says which way."""
    (found,) = find(GROUPS == "g2", GROUPS)
    assert "of 3 sources 1 are hand-coded throughout and 2 not at all" in found.problem
    assert "qualpipe sheet --sample" in found.fix


def test_the_first_pages_of_an_export_are_noticed():
    """Many small sources are judged in neighbourhoods: the first fifth of a survey is no random sample."""
    assert find(np.arange(500) < 100, np.arange(500).astype(str).astype(object))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("sources", [GROUPS, np.repeat(np.arange(300), 2).astype(str).astype(object)])
def test_a_random_sample_is_hardly_ever_noticed(share, sources):
    """Of a hundred random samples at most one raises a false alarm, in large sources and in small."""
    rng = np.random.default_rng(40)
    alarms = [bool(find(rng.random(len(sources)) < share, sources)) for _ in range(100)]
    assert sum(alarms) <= 1


@pytest.mark.parametrize("is_read", [np.ones(240, dtype=bool), np.zeros(240, dtype=bool)])
def test_all_or_nothing_hand_coded_is_no_sample(is_read):
    """There is nothing to judge where everything or nothing was hand-coded."""
    assert find(is_read, GROUPS) == []


def test_a_single_source_cannot_be_uneven():
    """Within one source this check sees nothing."""
    assert find(np.arange(80) < 20, np.full(80, "g1", dtype=object)) == []


TWO_KINDS = np.repeat(["focus_group", "survey"], [240, 300]).astype(object)
TWO_SOURCES = np.concatenate([GROUPS, ANSWERS])


def draw_answers(share=0.4):
    """Return which segments were read where the talk was read throughout and of the answers a random share."""
    return np.concatenate([np.ones(240, dtype=bool), np.random.default_rng(3).random(300) < share])


def test_kinds_that_are_sampled_at_different_rates_are_no_doubt():
    """All of the talk and two in five answers: within each kind the sample is random."""
    assert find(draw_answers(), TWO_SOURCES, TWO_KINDS) == []


def test_the_doubt_names_the_kind_of_source():
    """The first answers of the export alone were read: this is said of the survey, once, whatever applies to it."""
    is_read = np.arange(540) < 340
    applies = np.column_stack([np.ones(540, dtype=bool), TWO_KINDS == "survey", TWO_KINDS == "survey"])
    (found,) = find(is_read, TWO_SOURCES, TWO_KINDS, applies)
    assert "of 300 sources of kind survey 100 are hand-coded throughout and 200 not at all" in found.problem


def test_a_kind_that_nobody_read_makes_the_sample_doubtful():
    """All of the talk and no answer: the sample is one, and it is not random."""
    (found,) = find(TWO_KINDS == "focus_group", TWO_SOURCES, TWO_KINDS)
    assert "of 303 sources 3 are hand-coded throughout and 300 not at all" in found.problem


def test_what_no_code_applies_to_need_not_be_read():
    """Where the only codebook is for the survey, unread talk is no fault of the sample."""
    is_survey = TWO_KINDS == "survey"
    assert find(draw_answers() & is_survey, TWO_SOURCES, TWO_KINDS, is_survey[:, np.newaxis]) == []


def test_without_codes_there_is_nothing_to_sample():
    """A study without a codebook has no sample to doubt."""
    assert find(GROUPS == "g1", GROUPS, applies=np.ones((240, 0), dtype=bool)) == []


@pytest.mark.parametrize(
    ("n_read", "sizes"),
    [((240, 10), [240, 300]), ((10, 300), [240, 300]), ((240, 9), [540]), ((0, 0), [540]), ((0, 30), [540])],
)
def test_a_kind_is_a_stratum_once_ten_of_its_segments_were_read(n_read, sizes):
    """With fewer of any kind, all segments are one stratum."""
    is_read = np.concatenate([np.arange(240) < n_read[0], np.arange(300) < n_read[1]])
    strata = list_strata(TWO_KINDS, is_read, np.ones(540, dtype=bool))
    assert [stratum.sum() for stratum in strata] == sizes


def test_a_small_kind_is_a_stratum_once_all_of_it_was_read():
    """Four interviews' segments that were all read show all there is of their kind."""
    kinds = np.repeat(["interview", "survey"], [4, 300]).astype(object)
    is_read = np.arange(304) < 100
    assert [stratum.sum() for stratum in list_strata(kinds, is_read, np.ones(304, dtype=bool))] == [4, 300]


def test_strata_hold_what_is_asked_and_nothing_else():
    """Segments that the code does not apply to are in no stratum; where it applies to none the only one is empty."""
    is_asked = np.arange(540) < 300
    strata = list_strata(TWO_KINDS, np.ones(540, dtype=bool), is_asked)
    assert (np.sum(strata, axis=0) == is_asked).all()
    (nothing,) = list_strata(TWO_KINDS, np.ones(540, dtype=bool), np.zeros(540, dtype=bool))
    assert not nothing.any()
