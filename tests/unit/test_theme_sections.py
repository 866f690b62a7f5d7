"""The themes of the page: every number in words, leading to the excerpts it may lead to."""

from __future__ import annotations

import pandas as pd

from pipeline.reporting.theme_sections import list_codebook_sections, list_theme_sections
from tests.support.report_numbers import count_frequencies
from tests.support.report_tables import Shape, build_tables
from tests.support.small_report import by_wave, small_tables


def sections(n_excerpts: int = 12, **replaced: pd.DataFrame) -> dict:
    """Return the themes of the small study by id, some of its tables replaced."""
    themes = list_theme_sections({**small_tables(), **replaced}, n_excerpts, n_open=3)
    return {theme["id"]: theme for theme in themes}


def test_a_theme_says_its_numbers_and_where_they_lead():
    """Share, interval and counts are words; the filter opens the theme's excerpts."""
    trust = sections()["trust"]
    assert (trust["share"], trust["interval"]) == ("60 %", "40 to 80 %")
    assert (trust["n_segments"], trust["n_segments_total"]) == ("3", "5")
    assert trust["filter"] == "theme=trust"


def test_shown_and_withheld_excerpts_add_up_to_the_segments():
    """What a person did not consent to is counted as withheld, not forgotten."""
    found = sections()
    assert (found["trust"]["n_shown"], found["trust"]["n_withheld"]) == ("3", 0)
    assert (found["stigma"]["n_shown"], found["stigma"]["n_withheld"]) == ("0", 1)
    assert found["stigma"]["first"] == found["stigma"]["more"] == []


def test_an_excerpt_marks_what_convinced_the_machine():
    """The evidence of a machine's coding is marked, also after an emoji; a person's coding has none."""
    pieces = [excerpt["pieces"] for excerpt in sections()["trust"]["first"]]
    assert pieces == [
        [("I trust the team.", False)],
        [("Trust", True), (", and 😀 ", False), ("trust", True), (" again.", False)],
        [("Trust", True), (" is <b>slow</b> & hard.", False)],
    ]


def test_an_excerpt_says_who_where_and_on_whose_word():
    """Person, source and question are given, and who decided."""
    first, second, _ = sections()["trust"]["first"]
    assert (first["person"], first["source"], first["question"]) == ("P1", "A group", "What brought you?")
    assert first["decided"] == "the coders agreed"
    assert second["decided"] == "coded by the machine alone: nobody has read it"


def test_an_excerpt_without_a_question_has_none():
    """What was said outside the guide is not put under a question."""
    decisions = small_tables()["decisions"]
    decisions = decisions.replace({"segment_id": {"g:20-40": "g:80-99"}})
    assert sections(decisions=decisions)["trust"]["first"][1]["question"] == ""


def test_no_more_excerpts_than_the_study_asks_for():
    """The page shows as many as settings say, the first few open and spread over all of them."""
    assert len(sections(n_excerpts=2)["trust"]["first"]) == 2
    (theme, *_) = list_theme_sections(build_tables(), 12, n_open=3)
    assert (len(theme["first"]), len(theme["more"])) == (3, 9)
    assert len({excerpt["person"] for excerpt in theme["first"]}) == 3
    assert not [excerpt for excerpt in theme["first"] if excerpt in theme["more"]]


def test_sub_codes_stand_under_their_theme():
    """A sub-code has its own numbers and its own excerpts."""
    (slow,) = sections()["trust"]["sub_codes"]
    assert (slow["label"], slow["n_segments"], slow["filter"]) == ("Slow trust", "1", "theme=slow-trust")
    assert sections()["stigma"]["sub_codes"] == []


def test_group_numbers_lead_to_the_group_where_nothing_is_given_away():
    """With nothing withheld each cell opens its own excerpts; a zero opens nothing."""
    found = sections(theme_frequencies=by_wave())
    (wave,) = found["trust"]["breakdowns"]
    assert (wave["grouping"], wave["leads_wide"]) == ("wave", False)
    assert [row["filter"] for row in wave["rows"]] == [
        "theme=trust&grouping=wave&group=before",
        "theme=trust&grouping=wave&group=after",
    ]
    assert found["stigma"]["breakdowns"][0]["rows"][0]["filter"] == ""


def test_group_numbers_lead_to_the_whole_theme_where_they_must():
    """Where excerpts by group would give a number away, the numbers stay and lead to the theme."""
    found = sections(theme_frequencies=by_wave((("slow-trust", "after"),)))
    (wave,) = found["trust"]["breakdowns"]
    assert wave["leads_wide"]
    assert {row["filter"] for row in wave["rows"]} == {"theme=trust"}
    assert [row["n_segments"] for row in wave["rows"]] == ["2", "1"]


def test_a_withheld_cell_says_why_and_leads_nowhere():
    """Its numbers are the reason, in words."""
    found = sections(theme_frequencies=by_wave((("stigma", "after"),)))
    hidden = found["stigma"]["breakdowns"][0]["rows"][1]
    assert hidden["is_hidden"]
    assert (hidden["why"], hidden["n_segments"], hidden["filter"]) == ("too few", "too few", "")
    assert not found["stigma"]["breakdowns"][0]["is_hidden"]


def test_a_breakdown_without_any_number_is_one_sentence():
    """Where every group is withheld, the page says so once instead of in every row."""
    found = sections(theme_frequencies=by_wave((("stigma", "after"), ("stigma", "before"))))
    assert found["stigma"]["breakdowns"][0]["is_hidden"]
    assert found["stigma"]["breakdowns"][0]["why"] == "too few"


def test_groups_of_questions_are_said_by_their_wording():
    """A breakdown by question shows what was asked, not its id."""
    cells = by_wave().replace({"grouping": {"wave": "question_id"}, "group": {"before": "q1", "after": "q2"}})
    (questions,) = sections(theme_frequencies=cells)["trust"]["breakdowns"]
    assert [row["group"] for row in questions["rows"]] == ["What brought you?", "And then?"]


def test_a_machines_count_alone_is_no_share():
    """Without an estimate the theme says why, and its mark stands at the count."""
    themes = list_theme_sections(build_tables(Shape(has_humans=False)), 3, n_open=3)
    assert {theme["share"] for theme in themes} == {"not estimated"}
    assert {theme["interval"] for theme in themes} == {"none"}
    assert themes[0]["why"] == "no hand-coded sample to estimate from"
    assert themes[0]["strip"] == {"value": "100.0%", "low": "", "high": ""}


def test_what_nobody_coded_is_not_a_number():
    """Without people and rules the page says 'not coded yet', and neither zero nor a blank."""
    theme = list_theme_sections(build_tables(Shape(has_humans=False, has_rules=False)), 3, n_open=3)[0]
    assert (theme["share"], theme["why"], theme["n_segments"]) == ("not coded yet",) * 3
    assert theme["is_hidden"]
    assert (theme["filter"], theme["n_withheld"]) == ("", 0)


def test_nothing_is_marked_where_nothing_was_found():
    """Themes that nobody gave have no mark on the strip."""
    themes = list_theme_sections(build_tables(Shape(has_humans=False, has_rules=False)), 3, n_open=3)
    assert {theme["strip"] for theme in themes} == {None}


TWO = Shape(n_answers=120, has_survey_codebook=True)


def test_one_codebook_for_everything_has_no_heading():
    """Its themes are all there are."""
    (codebook,) = list_codebook_sections(build_tables(), 3, n_open=3)
    assert (codebook["heading"], codebook["segments"]) == ("", "segments")
    assert codebook["themes"] == list_theme_sections(build_tables(), 3, n_open=3)


def test_themes_stand_under_their_codebook():
    """Each codebook has its heading, what its shares are shares of, and its themes."""
    everything, survey = list_codebook_sections(build_tables(TWO), 3, n_open=3)
    assert everything["heading"] == "What the garden gives: all sources"
    assert (survey["heading"], survey["segments"], survey["n_segments"]) == (
        "What stands in the way: survey only",
        "survey segments",
        "120",
    )
    assert [len(codebook["themes"]) for codebook in (everything, survey)] == [4, 3]


def test_a_theme_that_applies_to_one_group_alone_is_not_broken_down_by_it():
    """By kind of source a theme of the survey has one group, whose numbers are those of the whole."""
    frequencies = count_frequencies(build_tables(TWO), groupings=("wave", "kind"))
    tables = {**build_tables(TWO), "theme_frequencies": frequencies}
    found = {theme["id"]: theme for theme in list_theme_sections(tables, 3, n_open=3)}
    by_whom = {id_: [part["grouping"] for part in theme["breakdowns"]] for id_, theme in found.items()}
    assert by_whom["belonging"] == ["wave", "kind of source"]
    assert by_whom["weather"] == ["wave"]
