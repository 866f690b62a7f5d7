"""The finding and the limits: sentences that follow from the tables and claim no more than they hold."""

from __future__ import annotations

import pandas as pd

from pipeline.reporting.finding import find_release_risks, list_facts, list_limits, state_findings
from tests.support.report_numbers import count_frequencies
from tests.support.report_tables import Shape, build_tables, make_choices

CHOICES = make_choices()


def found(shape: Shape | None = None, **replaced: pd.DataFrame) -> str:
    """Return the finding of an invented study, some of its tables replaced."""
    ((heading, sentences),) = state_findings({**build_tables(shape or Shape()), **replaced}, CHOICES)
    assert not heading
    return " ".join(sentences)


def limits(shape: Shape | None = None, choices: dict | None = None, **replaced: pd.DataFrame) -> str:
    """Return the limits of an invented study, some of its tables replaced."""
    return "\n".join(list_limits({**build_tables(shape or Shape()), **replaced}, choices or CHOICES))


def test_the_facts_count_sources_people_words_and_segments():
    """Facilitators are told apart: they are neither people of the study nor among its words."""
    assert list_facts(build_tables()) == [
        ("62", "sources", "2 focus groups and 60 survey responses"),
        ("71", "people", "and 2 facilitators, never coded or counted"),
        ("3,562", "words", "spoken or written by participants"),
        ("192", "segments", "and 24 of facilitators"),
    ]


def test_one_of_each_is_said_in_the_singular():
    """A single interview is one source and one person."""
    facts = list_facts(build_tables(Shape(n_people=1, n_answers=0)))
    assert [noun for _, noun, _ in facts] == ["source", "person", "words", "segments"]


def test_a_study_without_facilitators_says_so():
    """Answers to a survey have nobody who asks aloud, so none is mentioned."""
    tables = build_tables()
    written = {**tables, "segments": tables["segments"].query("not is_facilitator")}
    written["participants"] = tables["participants"].query("role != 'facilitator'")
    assert [detail for *_, detail in list_facts(written)][1::2] == ["who spoke or wrote", "units of coding"]


def test_the_finding_names_the_most_frequent_the_next_and_the_rarest_theme():
    """Each with its share, its interval, and the people behind it."""
    said = found()
    assert "\u201cFinding a place to belong\u201d is the most frequent theme: 23 % of segments carry it" in said
    assert "(95 % interval 21 to 26 %). It was counted in 44 of 192 segments" in said
    assert "from 20 of 71 people" in said
    assert "Next comes \u201cWork that the body remembers\u201d with 17 %" in said
    assert "The rarest is \u201cNot being the patient\u201d" in said


def test_an_order_that_the_intervals_leave_open_is_called_open():
    """Two themes whose intervals overlap are not ranked as if they did not."""
    wide = build_tables()["theme_frequencies"].assign(prevalence_low=0.0)
    assert "which of the two comes first is not settled" in found(theme_frequencies=wide)
    assert "not settled" not in found()


def test_a_machines_count_alone_is_not_called_a_share():
    """Without hand coding the finding gives counts and says that their error is unknown."""
    said = found(Shape(has_humans=False))
    assert said.startswith(
        "Nobody has coded by hand. The machine found \u201cFinding a place to belong\u201d most often"
    )
    assert "%" not in said
    assert "no segment was read by two of them" in said


def test_nothing_coded_and_no_codebook_are_findings_too():
    """Zero codings and an empty codebook are said, not hidden."""
    assert found(Shape(has_humans=False, has_rules=False)).startswith("Nobody has coded yet")
    nothing = build_tables()["theme_frequencies"].iloc[:0]
    assert found(theme_frequencies=nothing) == "The codebook has no theme yet, so nothing was counted."


def test_a_machine_that_found_nothing_is_told_from_nobody():
    """A theme that was looked for and not found is a finding; one that nobody coded is not."""
    alone = build_tables(Shape(has_humans=False))["theme_frequencies"]
    none = alone.assign(n_segments=0)
    assert found(Shape(has_humans=False), theme_frequencies=none).startswith("No segment carries any of the 7 themes")


def tie(n: int, column: str = "prevalence", shape: Shape | None = None) -> pd.DataFrame:
    """Return frequencies in which the first `n` themes are exactly as frequent."""
    frequencies = build_tables(shape or Shape())["theme_frequencies"].reset_index(drop=True)
    overall = (frequencies["grouping"] == "all") & frequencies["is_theme"]
    at = frequencies[overall].sort_values(column, ascending=False).index[:n]
    names = ["prevalence", "n_segments", "n_segments_total"]
    frequencies.loc[at, names] = frequencies.loc[at[0], names].to_numpy()
    return frequencies


def test_themes_tied_for_first_are_all_named():
    """An exact tie has no winner."""
    said = found(theme_frequencies=tie(2))
    assert "belong\u201d and \u201c" in said
    assert "are equally the most frequent themes: 23 % of segments carry each of them." in said
    assert "is the most frequent" not in said
    assert "Next come" in said
    assert "Next" not in found(theme_frequencies=tie(7))
    alone = Shape(has_humans=False)
    assert "each; how often" in found(alone, theme_frequencies=tie(2, "n_segments", alone))


def test_themes_tied_for_second_or_last_are_all_named():
    """Neither the next nor the rarest is one of several as if it were alone."""
    frequencies = build_tables()["theme_frequencies"]
    first = frequencies["code_id"] == "belonging"
    said = found(theme_frequencies=frequencies.assign(prevalence=frequencies["prevalence"].where(first, 0.01)))
    assert "Next come \u201c" in said
    assert "rarest" not in said
    low = frequencies["code_id"].isin(["belonging", "body"])
    said = found(theme_frequencies=frequencies.assign(prevalence=frequencies["prevalence"].where(low, 0.01)))
    assert "The rarest are \u201c" in said


def test_too_little_hand_coding_is_told_from_none():
    """Where people coded too few segments to estimate anything, that is the finding."""
    few = build_tables()["theme_frequencies"].assign(prevalence=None)
    assert found(theme_frequencies=few).startswith("Too little was coded by hand")


def test_a_single_theme_has_no_next_and_no_rarest():
    """Two themes have no rarest beside the first and the next."""
    frequencies = build_tables()["theme_frequencies"]
    two = frequencies[frequencies["code_id"].isin(["belonging", "body"])]
    assert "rarest" not in found(theme_frequencies=two)
    assert "Next" not in found(theme_frequencies=two[two["code_id"] == "body"])


def test_codes_on_which_coders_agree_are_counted():
    """How many codes reach the threshold is said for people and for the machine, and how many cannot be estimated."""
    said = found()
    assert "threshold (Krippendorff's alpha 0.667) between ada and bo for 5 of 8 codes (1 cannot be estimated)" in said
    assert "and between people's decisions and rules for 3 of 8 codes." in said


def test_the_limits_of_the_coding_are_counted():
    """Disagreements that wait, segments read once, and machines not accepted are numbers in the limits."""
    said = limits()
    assert "On 21 segments the coders differed and nobody has adjudicated yet" in said
    assert "For 2 themes the machine coder was not accepted" in said
    assert "taken to be a random sample" in said
    single = build_tables()["decisions"].assign(basis="single coder")
    assert "87 segments were read by one coder only" in limits(decisions=single)


def test_no_hand_coding_is_the_one_limit_of_the_coding():
    """Where nobody coded, nothing else about coders is said."""
    said = limits(Shape(has_humans=False))
    assert "nobody has checked it" in said
    assert "not accepted" not in said


def test_few_sources_and_topics_are_limits():
    """One focus group and machine-made topics are told with what they cannot show."""
    said = limits(Shape(n_people=1, n_answers=0))
    assert "There is one source" in said
    assert "There are 2 sources" in limits(Shape(n_answers=0))
    assert "Topics were made by a machine" in said
    assert "Topics were made by a machine" not in limits(Shape(has_topics=False))


def test_what_is_withheld_is_counted():
    """Cells suppressed and people who did not consent are numbers in the limits."""
    said = limits()
    assert "12 cells of the tables by group are withheld" in said
    assert "8 people did not consent to being quoted" in said
    open_to_all = build_tables()["participants"].assign(may_quote=True)
    frequencies = build_tables()["theme_frequencies"].query("grouping == 'all'")
    said = limits(participants=open_to_all, theme_frequencies=frequencies)
    assert "withheld" not in said
    assert "consent" not in said


def test_text_that_was_not_deidentified_is_a_risk():
    """With de-identification switched off, the page says so and the run tells the researcher."""
    choices = make_choices(deidentify={"enabled": False})
    assert "De-identification was switched off" in limits(choices=choices)
    whole = {"theme_frequencies": build_tables()["theme_frequencies"].query("grouping == 'all'")}
    (risk,) = find_release_risks(build_tables() | whole, choices)
    assert "not de-identified" in risk.problem
    assert find_release_risks(build_tables() | whole, CHOICES) == []


def risks_by(grouping: str, **attributes: str) -> str:
    """Return the risks of a study in which all cells by a grouping are hidden, its sources given attributes."""
    tables = build_tables()
    cells = tables["theme_frequencies"].query("grouping == 'wave'").assign(grouping=grouping, n_segments=pd.NA)
    tables = tables | {"theme_frequencies": cells, "sources": tables["sources"].assign(**attributes)}
    return " ".join(risk.problem for risk in find_release_risks(tables, CHOICES))


def test_excerpts_that_can_be_counted_are_a_risk_where_numbers_are_hidden():
    """Excerpts name their source and question, so groupings by these cannot be hidden, and the run says which."""
    assert "cells by kind of source are left out of the tables, but the excerpts name" in risks_by("kind")
    assert "by question are" in risks_by("question_id")
    assert "by town are" in risks_by("town", attr_town="Corliss")
    assert risks_by("gender") == ""


def test_what_is_hidden_in_the_tables_is_not_said_to_be_hidden_in_the_excerpts():
    """The limits say what suppression cannot do."""
    assert "name their source and question and can be counted" in limits()


def test_a_sample_that_left_out_whole_sources_is_a_limit():
    """Where whole conversations were hand-coded and others not at all, the page says so beside the intervals."""
    tables = build_tables(Shape())
    segments = tables["segments"]
    first = segments["source_id"].iloc[0]
    read = segments.loc[segments["source_id"] == first, "segment_id"]
    many = pd.concat([segments.assign(segment_id=segments["segment_id"] + f"-{n}") for n in range(20)])
    of_first = [f"{segment}-{n}" for segment in read for n in range(20)]
    decisions = pd.DataFrame({"segment_id": of_first, "code_id": "x", "basis": "agreed"})
    said = limits(segments=many, decisions=decisions)
    assert "The hand-coded segments do not look like a random sample" in said


def test_people_who_were_silent_are_not_among_the_people():
    """Somebody on the roster who never spoke is neither a participant nor a facilitator of what was said."""
    tables = build_tables(Shape())
    people = tables["participants"]
    silent = people.iloc[:1].assign(participant_id="P99", role="participant")
    with_silent = {**tables, "participants": pd.concat([people, silent])}
    assert list_facts(with_silent) == list_facts(tables)


def test_an_interval_around_a_census_is_said_to_be_too_narrow():
    """Where everything was hand-coded the interval takes segments as independent, and the page says so."""
    overall = build_tables(Shape())["theme_frequencies"]
    said = limits(theme_frequencies=overall.assign(method="hand-coded, all"))
    assert "the true uncertainty is larger" in said
    assert "the true uncertainty is larger" not in limits(theme_frequencies=overall.assign(method="hand-coded sample"))


TWO = Shape(n_answers=120, has_survey_codebook=True)


def test_each_codebook_has_a_finding_of_its_own():
    """The most frequent theme is meant within one codebook, and its share is of what that is applied to."""
    (everything, first), (survey, second) = state_findings(build_tables(TWO), CHOICES)
    assert (everything, survey) == ("What the garden gives: all sources", "What stands in the way: survey only")
    assert " of segments carry it" in first[0]
    assert " of survey segments carry it" in second[0]
    assert not any("survey segments" in sentence for sentence in first)
    assert "for 4 of 5 codes (1 cannot be estimated)" in first[-1]
    assert "of 3 codes" in second[-1]


def test_a_codebook_that_nobody_has_coded_by_hand_says_so_under_its_heading():
    """People read the talk for one codebook; of the other only the machine's count is known."""
    tables = build_tables(TWO)
    is_survey = tables["decisions"]["segment_id"].str.startswith("survey")
    decisions = tables["decisions"][~is_survey]
    codes = tables["codes"]
    agreement = tables["agreement"][
        ~tables["agreement"]["code_id"].isin(codes["code_id"][codes["codebook"] == "limits"])
    ]
    given = {**tables, "decisions": decisions, "agreement": agreement}
    given["theme_frequencies"] = count_frequencies(given, groupings=())
    (_, _), (_, second) = state_findings(given, CHOICES)
    assert second[0].startswith("Nobody has coded by hand. The machine found")
    assert "no segment was read by two of them" in second[-1]
    said = "\n".join(list_limits(given, CHOICES))
    assert (
        "No person has coded any segment for the themes of What stands in the way: every count is a machine's." in said
    )
    assert "for the themes of What the garden gives" not in said
