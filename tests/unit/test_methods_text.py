"""The methods section: the choices and the numbers of this study, and no others."""

from __future__ import annotations

from pipeline.reporting.methods_text import render_methods, write_methods
from tests.support.report_tables import Shape, build_tables, make_choices

VERSIONS = {"qualpipe": "0.1.0", "numpy": "2.4"}


def paragraph(heading: str, shape: Shape | None = None, **changed) -> str:
    """Return one paragraph of the methods of an invented study with some choices changed."""
    return dict(write_methods(build_tables(shape or Shape()), make_choices(**changed)))[heading]


def test_the_methods_are_a_document():
    """methods.md has a title, the fiction banner, a heading a paragraph, and the versions with the seed."""
    text = render_methods(build_tables(), make_choices(study={"seed": 42}), VERSIONS)
    assert text.startswith("# Methods: A community garden\n\n**Everyone in this report is invented.**\n\n## Data\n\n")
    assert "qualpipe 0.1.0 (numpy 2.4)" in text
    assert "the seed 42" in text
    assert text.endswith("\n")


def test_real_material_carries_no_fiction_banner():
    """A study that is not invented does not say that it is."""
    assert "**" not in render_methods(build_tables(), make_choices(study={"fiction": ""}), VERSIONS)


def test_the_data_are_counted_and_the_unit_is_named():
    """Sources, people, words, segments and the unit of coding."""
    text = paragraph("Data", coding={"unit": "sentence"})
    for said in ("62 sources", "71 people", "3,562 words", "192 segments", "a sentence of a turn", "pseudonyms"):
        assert said in text


def test_text_that_was_not_deidentified_is_not_called_so():
    """Switched off is said."""
    assert "not de-identified" in paragraph("Data", deidentify={"enabled": False})


def test_the_coding_says_who_coded_how_much_and_how_it_was_settled():
    """Coders, the share read by hand, and the basis of the decisions."""
    text = paragraph("Coding")
    for said in (
        "7 themes and 1 sub-code",
        "2 people (ada and bo) coded 87 of 192",
        "were agreed",
        "A machine coder read",
    ):
        assert said in text


def test_what_did_not_happen_is_said_too():
    """No codebook, no hand coding, no machine, no second coder, no topics."""
    assert "Nobody coded by hand." in paragraph("Coding", Shape(has_humans=False))
    assert "machine" not in paragraph("Coding", Shape(has_humans=False, has_rules=False))
    assert "could not be measured" in paragraph("Agreement", Shape(has_humans=False))
    empty = {name: table.iloc[:0] for name, table in build_tables().items()}
    said = dict(
        write_methods(
            {**build_tables(), "codes": empty["codes"], "topic_models": empty["topic_models"]}, make_choices()
        )
    )
    assert said["Coding"].startswith("There was no codebook.")
    assert said["Topics"] == "No topic model was run."


def test_thresholds_and_resamples_are_those_of_the_study():
    """Every number a reviewer may ask for is the one in study.toml."""
    changed = {"statistic": "cohen_kappa", "threshold": 0.8, "resamples": 500, "confidence": 0.9}
    text = paragraph("Agreement", reliability=changed)
    for said in (
        "90 % percentile intervals from 500 resamples",
        "Cohen's kappa with the decisions of people reaches 0.8",
    ):
        assert said in text


def test_the_frequencies_name_their_methods_and_groups():
    """How many themes were estimated how, by which groups, and what is withheld."""
    text = paragraph("Theme frequencies", frequencies={"minimum_cell": 5, "groups": ("attr_wave", "question_id")})
    for said in ("corrected by the hand-coded sample (5 themes)", "by wave and question.", "fewer than 5 participants"):
        assert said in text
    assert "also counted by" not in paragraph("Theme frequencies", frequencies={"groups": ()})


def test_cells_and_alignment_are_said_to_be_tested_as_they_are():
    """Cells have an exact test, only the alignment has permutations, and their number is the study's."""
    text = paragraph("Topics", compare={"permutations": 1234})
    cells, alignment = text.split("How far topics")
    assert "exact hypergeometric test, stratified by source" in cells
    assert "Benjamini and Hochberg's procedure at 0.05" in cells
    assert "permutation" not in cells
    assert "1,234 permutations within the same strata" in alignment


def test_topic_models_say_their_stability_or_why_they_declined():
    """Stability stands beside the number of topics; a model that declined gives its reason."""
    assert "BERTopic found 8 topics in 192 segments; its stability over 5 seeds" in paragraph("Topics")
    assert "BERTopic declined: too few segments" in paragraph("Topics", Shape(has_topics=False))


def test_each_codebook_is_named_with_what_it_was_applied_to():
    """Title, id, version, size and segments of both; with one codebook for everything nothing is said of this."""
    text = paragraph("Coding", Shape(has_survey_codebook=True))
    assert text.startswith(
        "2 codebooks were applied: What the garden gives (garden 1.0; 4 themes and 1 sub-code; all sources, 192 "
        "segments of participants) and What stands in the way (limits 1.0; 3 themes and 0 sub-codes; survey only, 60 "
        "segments of participants)."
    )
    assert "each where its codebook is applied" in text
    assert "applied" not in paragraph("Coding")
    assert "Each codebook was compared by itself" in paragraph("Topics", Shape(has_survey_codebook=True))
    assert "by itself" not in paragraph("Topics")


def test_the_strata_of_the_sample_are_said_with_how_much_of_each_was_read():
    """Kinds of source are strata; where everything or nothing was read, or there is one kind, there is no sample."""
    assert (
        "Each kind of source was a stratum of the sample: 53 of 132 segments of focus groups and 34 of 60 segments of "
        "survey responses were hand-coded." in paragraph("Theme frequencies")
    )
    for shape in (Shape(hand_coded_share=1.1), Shape(has_humans=False), Shape(n_answers=0)):
        assert "stratum" not in paragraph("Theme frequencies", shape)


def test_a_kind_that_hardly_anybody_read_is_no_stratum_of_its_own():
    """The methods say that the kinds were taken together."""
    tables = build_tables()
    decisions = tables["decisions"]
    talk = decisions[~decisions["segment_id"].str.startswith("survey")]
    said = dict(write_methods({**tables, "decisions": talk}, make_choices()))["Theme frequencies"]
    assert "taken together as one sample" in said
    assert "stratum" not in said
