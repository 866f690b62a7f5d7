"""Numbers and reasons in words: nothing a reader meets is blank, NaN or a machine's name for something."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.frequencies import estimates
from pipeline.methods.topics.comparison import decline_alignment
from pipeline.reporting import methods_text, words
from pipeline.schemas import BASES


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0 %"), (0.0001, "under 0.1 %"), (0.004, "0.4 %"), (0.234, "23 %"), (0.125, "13 %"), (1.0, "100 %")],
)
def test_a_share_is_said_in_per_cent(share, said):
    """Rare themes keep a decimal, common ones lose theirs, and what is rare is not said to be nothing."""
    assert words.say_share(share) == said


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_what_is_missing_is_said_by_its_reason(missing):
    """No number is ever a blank or a NaN: the reason stands in its place."""
    assert words.say_count(missing, "suppressed: fewer than 3") == "suppressed: fewer than 3"
    assert words.say_share(missing, "too_few_sources") == "too few sources to resample"
    assert words.say_share_interval(missing, 0.4, "rare_code") == "the code is too rare to resample"
    assert words.say_coefficient(missing, "no_variation") == "not estimable: all gave the same answer throughout"
    assert words.say_interval(missing, missing, "no_disagreement") == "none: they never differed"
    assert words.say_reason(missing) == "not known"


def test_a_topic_that_does_not_come_back_is_called_not_stable():
    """Below a half a topic is not stable; a half is; and what was not measured is said so."""
    assert [words.say_stability(value) for value in (0.49, 0.5, None)] == ["0.49, not stable", "0.50", "not measured"]


def test_every_statistic_of_the_alignment_has_its_words():
    """What the compare stage writes is what the report can say."""
    assert set(decline_alignment("none", n_units=0)["statistic"]) <= set(words.STATISTICS)


def test_numbers_are_said_as_a_reader_expects_them():
    """Thousands are set apart, minus signs are minus signs, small probabilities are not zero."""
    assert words.say_count(7408) == "7,408"
    assert words.say_share_interval(0.18, 0.29) == "18 to 29 %"
    assert words.say_interval(-0.25, 0.5) == "\u22120.25 to 0.50"
    assert words.say_probability(0.0004) == "below 0.001"
    assert words.say_probability(0.04) == "0.040"
    assert words.say_probability(None) == "not tested"


@given(st.floats(0, 1))
def test_no_share_is_said_to_be_nothing_unless_it_is(share):
    """Only a share of zero is said as 0 %."""
    assert (words.say_share(share) == "0 %") == (share == 0)


def test_a_reason_stands_beside_each_missing_value_only():
    """A value keeps its reason for lacking an interval; a value that lacks nothing has none."""
    said = words.say_reasons(pd.Series([0.5, None, 0.5]), pd.Series([None, None, "rare_code"]))
    assert said.fillna("").tolist() == ["", "not known", "the code is too rare to resample"]


def test_every_basis_and_method_of_the_analysis_has_its_words():
    """What the stages write is what the report can say."""
    assert set(BASES) < set(words.BASES)
    assert set(methods_text._BASES) == set(BASES)
    assert set(estimates.ESTIMANDS) == set(words.METHODS)


def test_a_verdict_on_the_machine_is_said_without_the_names_of_columns():
    """Statistics and reasons inside a verdict become words."""
    verdict = "not accepted: krippendorff_alpha with the decisions is 0.500, below 0.667"
    assert words.say_verdict(verdict) == "not accepted: Krippendorff's alpha with the decisions is 0.500, below 0.667"
    assert words.say_verdict("not accepted: cannot be estimated (rare_code)").endswith(
        "(the code is too rare to resample)"
    )
    assert words.say_verdict("not accepted: cannot (other_reason)").endswith("(other_reason)")


def test_names_in_tables_become_names_in_sentences():
    """Coders, groupings, models and statistics are called what a reader calls them."""
    assert words.say_coder_set("ada | bo") == "ada and bo"
    assert words.say_coder_set("decisions | rules") == "people's decisions and rules"
    assert words.say_grouping("question_id") == "question"
    assert words.say_grouping("attr_years_of_service") == "years of service"
    assert words.say_group("kind", "focus_group", {}) == "focus groups"
    assert words.say_group("question_id", "q1", {"q1": "And then?"}) == "And then?"
    assert words.say_group("wave", "kind", {}) == "kind"
    assert words.say_model("bertopic") == "BERTopic"
    assert words.say_model("other") == "other"
    assert words.say_statistic("some_new_one") == "some new one"


def test_nouns_follow_their_numbers_and_lists_their_length():
    """One source, two sources; a, b and c."""
    assert words.say_number_of(1, "source", "sources") == "1 source"
    assert words.say_number_of(1200, "source", "sources") == "1,200 sources"
    assert words.join_words(["a", "b", "c"]) == "a, b and c"
    assert words.join_words(["a"]) == "a"
    assert words.join_words([]) == ""
