"""The other sections of the page: agreement, topics, who spoke, provenance."""

from __future__ import annotations

from pipeline.reporting.ranked import count_reached
from pipeline.reporting.sections import list_agreement, list_participation, list_provenance, list_topic_models
from tests.support.report_tables import Shape, build_tables

CHOICES = {"reliability": {"statistic": "krippendorff_alpha", "threshold": 0.667}}


def test_agreement_is_said_code_by_code_in_the_codebooks_order():
    """Every code and comparison has a row; what cannot be estimated says why."""
    rows = list_agreement(build_tables())
    assert len(rows) == 16
    assert [row["label"] for row in rows[:3]] == ["Finding a place to belong"] * 2 + ["Being missed"]
    flat = next(row for row in rows if row["label"].startswith("Going at") and row["coder_set"] == "ada and bo")
    assert flat["said"]["krippendorff_alpha"] == {
        "value": "not estimable: all gave the same answer throughout",
        "interval": "",
    }
    assert rows[0]["said"]["krippendorff_alpha"] == {"value": "0.95", "interval": "0.87 to 1.00"}


def test_the_page_shows_agreement_by_segment_alone():
    """Characters and sources are in the released table; on the page each code and comparison has one row."""
    tables = build_tables()
    assert set(tables["agreement"]["unit"]) == {"segment", "character"}
    by_segment = tables["agreement"][tables["agreement"]["unit"] == "segment"]
    assert list_agreement(tables) == list_agreement({**tables, "agreement": by_segment})
    assert count_reached(tables, CHOICES) == count_reached({**tables, "agreement": by_segment}, CHOICES)


def test_no_coders_no_rows():
    """Without hand coding the table of agreement is empty."""
    assert list_agreement(build_tables(Shape(has_humans=False))) == []


def test_a_topic_model_says_how_stable_it_is_and_what_it_matches():
    """Each topic leads to its excerpts and to the segments it shares with its best theme."""
    model = list_topic_models(build_tables())[0]
    assert (model["name"], model["stability"], model["stability_low"], model["outliers"]) == (
        "BERTopic",
        "0.58",
        "0.41",
        "18 %",
    )
    first = model["topics"][0]
    assert first["filter"] == "topic=bertopic-01"
    assert first["matches"][0]["filter"] == "theme=belonging&topic=bertopic-01"
    assert {row["statistic"] for row in model["alignment"]} >= {"harmonic purity", "adjusted mutual information"}


def test_a_topic_model_that_declined_says_why():
    """No topics, but the reason."""
    model = list_topic_models(build_tables(Shape(has_topics=False)))[0]
    assert model["declined"].startswith("too few segments")
    assert model["topics"] == []
    assert model["alignment"][0]["value"].startswith("not estimable: too few segments")


def test_people_who_spoke_together_are_listed_and_answers_summarised():
    """Conversations list each person; sixty answer sheets are one line."""
    spoken = list_participation(build_tables())
    assert len(spoken["together"]) == 15
    assert {row["filter"] for row in spoken["together"] if row["role"] == "facilitator"} == {""}
    assert spoken["together"][1]["filter"] == "person=P01"
    (alone,) = spoken["alone"]
    assert (alone["kind"], alone["n"], alone["n_words"]) == ("survey responses", "60", "1,021")


def test_provenance_has_one_fingerprint_for_each_kind_of_source():
    """Sixty answer sheets have one fingerprint together, so that no short answer can be guessed from its own."""
    rows = list_provenance(build_tables())
    assert [row["kind"] for row in rows] == ["2 focus groups", "60 survey responses"]
    assert rows[0]["titles"] == "Focus group 1, riverside garden and Focus group 2, hill garden"
    assert not {row["fingerprint"] for row in rows} & set(build_tables()["sources"]["sha256"])


def test_the_fingerprint_is_that_of_the_texts_in_any_order():
    """The same texts listed in another order have the same fingerprint, another text another one."""
    sources = build_tables()["sources"]
    first = list_provenance({"sources": sources})
    assert list_provenance({"sources": sources.iloc[::-1]})[0]["fingerprint"] == first[0]["fingerprint"]
    assert list_provenance({"sources": sources.assign(sha256="ff")})[0]["fingerprint"] != first[0]["fingerprint"]


def test_many_titles_are_cut_short():
    """Of many titles three are named and the rest counted."""
    sources = build_tables()["sources"]
    named = sources.assign(title=[f"Sheet {n}" for n in range(len(sources))], kind="survey")
    (row,) = list_provenance({"sources": named})
    assert row["titles"] == "Sheet 0, Sheet 1, Sheet 2 and 59 more"


def test_agreement_and_alignment_stand_under_their_codebook():
    """With two codebooks every row has the heading of its own; with one there is none."""
    two, one = build_tables(Shape(has_survey_codebook=True)), build_tables()
    headings = ["What the garden gives: all sources", "What stands in the way: survey only"]
    assert list(dict.fromkeys(row["heading"] for row in list_agreement(two))) == headings
    alignment = list_topic_models(two)[0]["alignment"]
    assert list(dict.fromkeys(row["heading"] for row in alignment)) == headings
    plain = [*list_agreement(one), *list_topic_models(one)[0]["alignment"]]
    assert {row["heading"] for row in plain} == {""}
