"""The tables the figures draw: what is in them, in which order, and what their titles and captions say."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.reporting.drawn import list_drawings, render_captions
from pipeline.reporting.finding import state_findings
from pipeline.reporting.page import add_links
from pipeline.reporting.ranked import MOST_ROWS, count_reached, list_main_sets, order_themes
from tests.support.report_tables import Shape, build_tables, make_choices

CHOICES = make_choices()


def drawings(shape: Shape | None = None, **replaced: pd.DataFrame) -> dict:
    """Return the drawings of an invented study by name, some of its tables replaced."""
    tables = {**build_tables(shape or Shape()), **replaced}
    return {drawing.name: drawing for drawing in list_drawings(tables, CHOICES)}


def test_themes_are_ordered_by_how_common_they_are():
    """The most frequent theme comes first, and sub-codes are no themes."""
    themes = order_themes(build_tables())
    assert themes["prevalence"].is_monotonic_decreasing
    assert "missed" not in set(themes["code_id"])


def test_themes_that_only_a_machine_counted_are_ordered_by_its_count():
    """Without an estimate the count decides."""
    themes = order_themes(build_tables(Shape(has_humans=False)))
    assert themes["prevalence"].isna().all()
    assert themes["n_segments"].is_monotonic_decreasing


def test_the_title_says_the_finding():
    """A title names the theme and the number; a caption says what, of how many, with which interval and method."""
    drawing = drawings()["theme_frequencies"]
    assert drawing.title.startswith("\u201cFinding a place to belong\u201d is the most frequent theme: 23 %")
    for said in ("192 segments", "95 % intervals", "these segments", "corrected by the hand-coded sample"):
        assert said in drawing.caption


def test_the_title_claims_no_share_that_was_not_estimated():
    """Where a machine counted alone the title gives its count, and where nobody coded it says so."""
    alone = drawings(Shape(has_humans=False))["theme_frequencies"]
    assert alone.title == "The machine found \u201cFinding a place to belong\u201d most often: in 44 segments"
    assert "interval" not in alone.caption
    nobody = drawings(Shape(has_humans=False, has_rules=False))["theme_frequencies"]
    assert nobody.title == "No theme is coded yet"
    assert "Nobody has coded" in nobody.caption
    assert set(nobody.table["undefined"]) == {"not coded yet"}
    none = build_tables(Shape(has_humans=False))["theme_frequencies"].assign(n_segments=0)
    assert drawings(theme_frequencies=none)["theme_frequencies"].title == "No segment carries a theme"


def test_themes_tied_for_first_share_the_title():
    """An exact tie has no winner, in the title and in the caption."""
    frequencies = build_tables()["theme_frequencies"].assign(prevalence=0.15)
    drawing = drawings(theme_frequencies=frequencies)["theme_frequencies"]
    assert drawing.title.startswith("\u201cFinding a place to belong\u201d, \u201c")
    assert drawing.title.endswith("are equally the most frequent themes: 15 % of segments carry each of them")
    assert "The first 7 are tied: their order means nothing." in drawing.caption
    alone = build_tables(Shape(has_humans=False))["theme_frequencies"].assign(n_segments=9, n_segments_total=90)
    assert drawings(theme_frequencies=alone)["theme_frequencies"].title.endswith("most often: in 9 segments each")


def test_a_theme_that_is_not_coded_yet_is_left_out_of_what_was_counted():
    """One code without rules beside others: the figure says that it is not coded, and topics are not set against it."""
    frequencies = build_tables(Shape(has_humans=False))["theme_frequencies"]
    is_open = frequencies["code_id"] == "body"
    counts = {name: frequencies[name].mask(is_open) for name in ("n_segments", "n_segments_total")}
    method = frequencies["method"].mask(is_open, "not coded")
    found = drawings(Shape(has_humans=False), theme_frequencies=frequencies.assign(method=method, **counts))
    assert found["theme_frequencies"].caption.endswith("1 theme is not coded yet.")
    assert found["theme_frequencies"].table["code_id"].iloc[-1] == "body"
    assert "body" not in set(found["theme_topics_bertopic"].table["theme_id"])
    assert "not coded yet are left out" in found["theme_topics_bertopic"].caption


def test_a_topic_is_drawn_with_its_stability():
    """Each topic's name ends with how stable it is; the caption explains the dagger, and the test by its name."""
    drawing = drawings()["theme_topics_bertopic"]
    table = drawing.table.drop_duplicates("topic_id")
    assert table["topic"].str.contains(r"\(0\.\d\d\)").all()
    assert (table["topic"].str.endswith("\u2020") == (table["stability"] < 0.5)).all()
    assert 0 < (~table["is_stable"]).sum() < len(table)
    for said in ("not stable (below 0.5)", "exact hypergeometric test, stratified by source", "at 0.05"):
        assert said in drawing.caption
    assert "permutation" not in drawing.caption
    unmeasured = drawings(topics=build_tables()["topics"].assign(stability=None).astype({"stability": float}))
    assert "not measured" in unmeasured["theme_topics_bertopic"].table["topic"].iloc[0]
    assert "\u2020" not in unmeasured["theme_topics_bertopic"].caption


def test_many_themes_have_a_short_figure_for_the_first_screen():
    """With more themes than fit, the most frequent are drawn apart and all of them still in full."""
    found = drawings(Shape(n_themes=20))
    assert len(found["theme_frequencies_top"].table) == MOST_ROWS
    assert f"the {MOST_ROWS} most frequent of 20 themes" in found["theme_frequencies_top"].caption
    assert len(found["theme_frequencies"].table) == 20
    assert "theme_frequencies_top" not in drawings()


def test_each_grouping_has_a_figure_with_its_themes_in_one_order():
    """Groups are drawn in the order of the overall figure, and suppressed cells keep their words."""
    found = drawings()
    table = found["theme_frequencies_by_wave"].table
    assert list(table["label"].unique()) == list(found["theme_frequencies"].table["label"])
    hidden = table[table["prevalence"].isna()]
    assert hidden["undefined"].str.contains("fewer than 3").all()
    assert len(hidden)


def test_what_lies_outside_the_groups_is_left_to_the_table():
    """A focus group has no wave: it does not stand between before and after, and the caption says where it is."""
    frequencies = build_tables()["theme_frequencies"]
    waves = frequencies[(frequencies["grouping"] == "wave") & (frequencies["group"] == "before")]
    outside = pd.concat([frequencies, waves.assign(group="not recorded")])
    found = drawings(theme_frequencies=outside)["theme_frequencies_by_wave"]
    assert "not recorded" not in set(found.table["group"])
    assert "is not known" in found.caption


def test_too_many_groups_are_a_table_and_not_a_figure():
    """More groups than colours are left to the tables."""
    frequencies = build_tables()["theme_frequencies"]
    waves = frequencies[frequencies["grouping"] == "wave"]
    many = pd.concat([frequencies, *[waves.assign(group=f"wave {n}") for n in range(6)]])
    assert "theme_frequencies_by_wave" not in drawings(theme_frequencies=many)


def test_questions_and_kinds_are_drawn_by_their_names():
    """Groups in a figure are called what a reader calls them."""
    frequencies = build_tables()["theme_frequencies"].replace(
        {"grouping": {"wave": "question_id"}, "group": {"before": "hinder"}}
    )
    table = drawings(theme_frequencies=frequencies)["theme_frequencies_by_question_id"].table
    assert "What makes it hard to come?" in set(table["group"])


def test_the_name_of_a_grouping_cannot_leave_the_folder():
    """A grouping called 'a/../b' still makes a file in the folder of figures."""
    frequencies = build_tables()["theme_frequencies"].replace({"grouping": {"wave": "a/../b c"}})
    assert "theme_frequencies_by_a-b-c" in drawings(theme_frequencies=frequencies)


def test_the_agreement_figure_shows_people_and_the_machine():
    """One row a code and comparison, sub-codes too, with the threshold and the count of codes that reach it."""
    drawing = drawings()["agreement"]
    assert len(drawing.table) == 16
    assert set(drawing.table["coder_set"]) == {"ada and bo", "people's decisions and rules"}
    assert "for 5 of 8 codes (1 cannot be estimated) between ada and bo" in drawing.title
    assert "resamples of sources" in drawing.caption


def test_agreement_by_segments_is_drawn_where_sources_are_too_few():
    """Without any interval over sources the figure shows those over segments, and says so."""
    agreement = build_tables()["agreement"]
    few = agreement.assign(value_low=agreement["value_low"].where(agreement["resampled"] == "segments"))
    assert "resamples of segments" in drawings(agreement=few)["agreement"].caption


def test_a_code_read_too_little_has_not_reached_the_threshold():
    """Title and finding mask the same: without an interval over segments a coefficient counts for nothing."""
    agreement = build_tables()["agreement"]
    is_rare = (agreement["code_id"] == "belonging") & (agreement["resampled"] == "segments")
    rare = build_tables() | {"agreement": agreement.assign(undefined=agreement["undefined"].mask(is_rare, "rare_code"))}
    (_, reached), _ = count_reached(rare, CHOICES)
    assert reached == "4 of 8 codes (2 cannot be estimated)"
    assert reached in drawings(agreement=rare["agreement"])["agreement"].title
    assert f"for {reached}" in " ".join(state_findings(rare, CHOICES)[0][1])


def test_of_many_coders_all_together_are_drawn():
    """With three coders the figure shows their joint agreement, not every pair."""
    agreement = pd.DataFrame({"coder_set": ["a | b", "a | c", "all human coders", "decisions | rules"]})
    assert list_main_sets({"agreement": agreement}) == ["all human coders", "decisions | rules"]


def test_topics_stand_near_the_theme_they_meet_most():
    """The topics are laid out so that matches lie on the diagonal, named by three terms."""
    table = drawings()["theme_topics_bertopic"].table
    first = table[table["theme_id"] == table["theme_id"].iloc[0]]
    assert first["n_segments"].iloc[0] == first["n_segments"].max()
    assert first["topic"].iloc[0].count(",") == 2


def test_only_what_chance_does_not_explain_is_significant():
    """A cell whose null was never drawn is not significant."""
    untested = build_tables()["theme_topics"].assign(p_adjusted=None)
    assert not drawings(theme_topics=untested)["theme_topics_bertopic"].table["is_significant"].any()


def test_the_largest_topics_are_drawn_of_many():
    """With more themes than rows the caption says how many there are in all."""
    drawing = drawings(Shape(n_themes=20))["theme_topics_bertopic"]
    assert drawing.table["theme_id"].nunique() == MOST_ROWS
    assert "The largest of 20 themes and 10 topics" in drawing.caption


def test_facilitators_come_last_in_their_conversation():
    """Within a conversation people are ordered by their share, facilitators after them."""
    table = drawings()["participation"].table
    first = table[table["source_id"] == "fg-1"]
    assert list(first["role"]) == ["participant"] * 6 + ["facilitator"] * 2
    assert first["words_share"].iloc[:6].is_monotonic_decreasing


def test_conversations_beyond_a_dozen_are_left_to_the_table():
    """A study of forty focus groups gets a figure of twelve, which says so."""
    tables = build_tables()
    group = tables["participation"].query("source_id == 'fg-1'")
    many = pd.concat([group.assign(source_id=f"g{n}") for n in range(14)])
    sources = pd.DataFrame({"source_id": [f"g{n}" for n in range(14)], "title": "Group"})
    drawing = drawings(participation=many, sources=sources)["participation"]
    assert drawing.table["source_id"].nunique() == 12
    assert "The first 12 of 14" in drawing.caption


def test_only_facilitators_have_no_one_who_spoke_most():
    """A conversation without participants has a plain title."""
    spoken = build_tables()["participation"].query("role == 'facilitator'")
    assert drawings(participation=spoken)["participation"].title == "Who spoke how much"


@pytest.mark.parametrize(
    ("shape", "missing"),
    [
        (Shape(has_humans=False), "agreement"),
        (Shape(has_topics=False), "theme_topics_bertopic"),
        (Shape(has_humans=False), "theme_frequencies_by_wave"),
    ],
)
def test_what_was_not_measured_is_not_drawn(shape, missing):
    """No coders, no agreement; no topics, no heat map; no estimate, no groups."""
    assert missing not in drawings(shape)


def test_a_study_without_a_codebook_has_no_theme_figure():
    """Without a theme there is nothing to draw but who spoke."""
    tables = build_tables()
    nothing = {name: tables[name].iloc[:0] for name in ("theme_frequencies", "codes", "agreement", "theme_topics")}
    assert set(drawings(**nothing)) == {"participation"}
    alone = build_tables()["participation"].query("source_id.str.startswith('survey')")
    assert drawings(**nothing, participation=alone) == {}


def test_links_lead_from_rows_to_excerpts():
    """Rows about a theme lead to it, cells to both, people nowhere."""
    found = drawings()
    assert add_links(found["theme_frequencies"])["link"].iloc[0] == "#theme=belonging"
    assert add_links(found["theme_topics_bertopic"])["link"].iloc[0].startswith("#theme=belonging&topic=bertopic-")
    assert "link" not in add_links(found["participation"])


def test_the_captions_are_there_to_be_pasted():
    """captions.md has the title and the caption of every figure."""
    found = drawings()
    text = render_captions(list(found.values()))
    assert all(drawing.caption in text and f"## {name}\n" in text for name, drawing in found.items())
