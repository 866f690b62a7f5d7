"""Figures of a study with two codebooks, one of them for the survey alone: each ranked and named by itself."""

from __future__ import annotations

import pandas as pd

from pipeline.reporting.drawn import list_drawings
from pipeline.reporting.ranked import order_themes
from tests.support.report_numbers import count_frequencies
from tests.support.report_tables import Shape, build_tables, make_choices

TWO = Shape(n_answers=120, has_survey_codebook=True)


def drawings(shape: Shape = TWO, **replaced: pd.DataFrame) -> dict:
    """Return the drawings of an invented study by name, some of its tables replaced."""
    tables = {**build_tables(shape), **replaced}
    return {drawing.name: drawing for drawing in list_drawings(tables, make_choices())}


def test_two_codebooks_are_ranked_each_by_itself():
    """The themes of one follow those of the other, and each begins with its own most frequent."""
    themes = order_themes(build_tables(TWO))
    of_survey = themes["code_id"].isin(["weather", "grief", "stigma"])
    assert of_survey.tolist() == [False] * 4 + [True] * 3
    assert themes.loc[of_survey, "prevalence"].is_monotonic_decreasing
    assert themes.loc[of_survey, "n_segments_total"].max() <= 120


def test_the_figure_of_two_codebooks_has_a_heading_for_each():
    """The heading says what the codebook is applied to; title and caption speak of both, with their denominators."""
    drawing = drawings()["theme_frequencies"]
    assert drawing.table["heading"].tolist() == [
        *["What the garden gives: all sources"] * 4,
        *["What stands in the way: survey only"] * 3,
    ]
    assert drawing.title.startswith("The most frequent theme of each codebook: \u201cFinding a place to belong\u201d (")
    assert " % of survey segments)" in drawing.title
    assert "What the garden gives, all sources: 252; What stands in the way, survey only: 120" in drawing.caption
    assert "heading" not in drawings(Shape())["theme_frequencies"].table


def test_a_codebook_that_a_machine_alone_has_counted_has_its_count_in_the_title():
    """No share is claimed for what nobody has coded by hand, and what nobody has coded at all is not named."""
    shape = Shape(has_humans=False, has_survey_codebook=True)
    assert "survey segments, by the machine's count)" in drawings(shape)["theme_frequencies"].title
    nobody = Shape(has_humans=False, has_rules=False, has_survey_codebook=True)
    assert drawings(nobody)["theme_frequencies"].title == "No theme is coded yet"


def test_ties_are_told_codebook_by_codebook():
    """Equal shares within a codebook are a tie; the same share in another codebook is not."""
    frequencies = build_tables(TWO)["theme_frequencies"].assign(prevalence=0.15)
    drawing = drawings(theme_frequencies=frequencies)["theme_frequencies"]
    assert "The first 4 of What the garden gives are tied" in drawing.caption
    assert "The first 3 of What stands in the way are tied" in drawing.caption
    assert "(15 % of survey segments each)" in drawing.title


def test_one_codebook_for_the_survey_alone_says_so():
    """A single codebook that is not for everything has its heading too, and its share is of survey segments."""
    tables = build_tables(TWO)
    is_of_survey = tables["codes"]["codebook"] == "limits"
    alone = {
        name: tables[name][tables[name]["code_id"].isin(tables["codes"]["code_id"][is_of_survey])]
        for name in ("codes", "theme_frequencies", "agreement")
    }
    drawing = drawings(**alone)["theme_frequencies"]
    assert "% of survey segments carry it" in drawing.title
    assert set(drawing.table["heading"]) == {"What stands in the way: survey only"}


def test_of_many_themes_in_two_codebooks_each_has_its_most_frequent_in_the_short_figure():
    """Fifteen rows are shared out; no codebook is crowded out by the other."""
    found = drawings(Shape(n_themes=20, has_survey_codebook=True))
    short = found["theme_frequencies_top"]
    assert short.table["heading"].value_counts().tolist() == [7, 3]
    assert "Here are the 10 that are the most frequent of theirs of 20 themes." in short.caption


def test_a_codebook_for_one_group_is_not_drawn_beside_groups():
    """By kind of source there is nothing to compare in a codebook for the survey; the caption says so."""
    frequencies = count_frequencies(build_tables(TWO), groupings=("kind", "wave"))
    found = drawings(theme_frequencies=frequencies)
    by_kind = found["theme_frequencies_by_kind"]
    assert not {"weather", "grief", "stigma"} & set(by_kind.table["code_id"])
    assert "What stands in the way is applied to one of these groups alone" in by_kind.caption
    assert "of those to which the codebook is applied" in by_kind.caption
    assert "weather" in set(found["theme_frequencies_by_wave"].table["code_id"])


def test_a_grouping_with_one_group_in_all_is_drawn_as_it_is():
    """Where no codebook has more than one group there is none to leave out."""
    tables = build_tables(TWO)
    frequencies = tables["theme_frequencies"]
    one = frequencies[(frequencies["grouping"] == "all") | (frequencies["group"] == "before")]
    table = drawings(theme_frequencies=one)["theme_frequencies_by_wave"].table
    assert table["code_id"].nunique() == 7


def test_the_agreement_figure_has_a_heading_for_each_codebook():
    """Codes stand codebook by codebook, each in its own order."""
    drawing = drawings()["agreement"]
    assert list(drawing.table["heading"].unique()) == [
        "What the garden gives: all sources",
        "What stands in the way: survey only",
    ]
    assert "where the codebook is applied" in drawing.caption
    assert "where the codebook is applied" not in drawings(Shape())["agreement"].caption


def test_topics_are_drawn_beside_the_themes_of_each_codebook():
    """A figure for each model and codebook, whose name and title say which."""
    found = drawings()
    survey = found["theme_topics_bertopic_limits"]
    assert survey.title.startswith("BERTopic, What stands in the way: ")
    assert survey.caption.startswith("Numbers: survey segments read by people")
    assert set(survey.table["theme_id"]) == {"weather", "grief", "stigma"}
    assert set(found["theme_topics_bertopic_garden"].table["theme_id"]) == {"belonging", "body", "pace", "teaching"}


def test_a_codebook_whose_segments_nobody_read_has_no_figure_of_topics():
    """Where people read for the other codebook alone there is no cell to draw."""
    cells = build_tables(TWO)["theme_topics"]
    unread = cells.assign(n_topic=cells["n_topic"].mask(cells["theme_id"].isin(["weather", "grief", "stigma"]), 0))
    found = drawings(theme_topics=unread)
    assert "theme_topics_bertopic_limits" not in found
    assert "theme_topics_bertopic_garden" in found
