"""The compare stage: whose themes it uses, which topics, and what it says where nothing can be compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline import outputs, schemas
from pipeline.methods.topics.models import collect_texts, decline_topics, describe_model
from pipeline.stages import compare
from pipeline.store import read_table, write_table
from tests.support.studies import SMALLEST, make_study
from tests.support.topic_tables import SUBJECTS, make_codes, make_segments, write_sentences

CODES = make_codes({"outdoors": "outdoors", "outdoors.garden": "outdoors", "trains": "trains"})
DECISION_COLUMNS = ["segment_id", "code_id", "is_coded", "basis", "decided_by", "reason"]
CODING_COLUMNS = ["segment_id", "code_id", "coder_id", "round", "score", "memo"]
GIVEN = (
    (outputs.SEGMENTS, schemas.SEGMENTS),
    (outputs.CODES, schemas.CODES),
    (outputs.DECISIONS, schemas.DECISIONS),
    (outputs.CODINGS, schemas.CODINGS),
    (outputs.TOPIC_MODELS, schemas.TOPIC_MODELS),
    (outputs.TOPICS, schemas.TOPICS),
    (outputs.SEGMENT_TOPICS, schemas.SEGMENT_TOPICS),
)


def about(segments, subject):
    """Return the ids of the segments about `subject`."""
    pattern = "|".join(SUBJECTS[subject])
    return segments.loc[segments["text"].str.contains(pattern), "segment_id"].tolist()


def decide(segments):
    """Return the decisions of people who read the first 40 segments: gardens are outdoors, trains are trains."""
    read = segments["segment_id"].head(40)
    rows = [
        (segment, code, segment in about(segments, subject), "single coder", "ada", None)
        for segment in read
        for code, subject in (("outdoors", "garden"), ("outdoors.garden", "garden"), ("trains", "trains"))
    ]
    return pd.DataFrame(rows, columns=DECISION_COLUMNS)


def code(segments):
    """Return the codings of the rules coder, which finds every segment about gardens, by the code below the theme."""
    rows = [(segment, "outdoors.garden", "rules", 1, 1.0, None) for segment in about(segments, "garden")]
    return pd.DataFrame(rows, columns=CODING_COLUMNS)


def find_topics(segments):
    """Return the topics a perfect model finds: one a subject; and those of a model that declined."""
    texts = collect_texts(segments, min_words=3)
    distinct = texts.drop_duplicates("text_number")["text"]
    names = [next(n for n, words in enumerate(SUBJECTS.values()) if any(w in t for w in words)) for t in distinct]
    found = describe_model("consensus", [np.array(names)] * 2, texts, language="en")
    declined = decline_topics("bertopic", texts, "too few")
    pairs = ((declined.models, found.models), (declined.topics, found.topics))
    return *(pd.concat(pair) for pair in pairs), found.segment_topics


@pytest.fixture
def segments():
    """Sixty segments by turns about gardens, trains, money and music; the last is a facilitator's."""
    return make_segments(write_sentences(60), n_sources=3, facilitated=[59])


def write_study(folder, segments, *, decisions=None, codings=None):
    """Return a study that has been coded and whose topics have been found."""
    study = make_study(folder, SMALLEST + "\n[compare]\npermutations = 100\n")
    decisions = pd.DataFrame(columns=DECISION_COLUMNS) if decisions is None else decisions
    codings = pd.DataFrame(columns=CODING_COLUMNS) if codings is None else codings
    given = (segments, CODES, decisions, codings, *find_topics(segments))
    for table, (output, schema) in zip(given, GIVEN, strict=True):
        write_table(table, study.path(output), schema)
    return study


def read_both(study):
    """Return the two tables of the stage."""
    return (
        read_table(study.path(outputs.THEME_TOPICS), schemas.THEME_TOPICS),
        read_table(study.path(outputs.ALIGNMENT), schemas.ALIGNMENT),
    )


def test_peoples_themes_are_compared_on_what_they_read(tmp_path, segments):
    """Forty segments read; the topic of gardens is the best match of the theme, beyond chance."""
    study = write_study(tmp_path, segments, decisions=decide(segments), codings=code(segments))
    assert compare.run(study) == []
    cells, alignment = read_both(study)
    assert set(cells["theme_id"]) == {"outdoors", "trains"}
    assert set(cells["model"]) == {"consensus"}
    best = cells[cells["is_best_match"]].set_index("theme_id")
    assert best["n_segments"].to_dict() == {"outdoors": 10, "trains": 10}
    assert best["n_topic"].tolist() == [10, 10]
    assert (best["p_adjusted"] < 0.001).all()
    consensus = alignment.query("model == 'consensus'").set_index("statistic")
    assert consensus.loc["ami", "value"] == pytest.approx(1)
    assert consensus.loc["ami", "n_units"] == 20
    assert consensus.loc["ami", "p_value"] < 0.05


def test_a_model_that_declined_has_no_cells_and_its_reason_in_the_alignment(tmp_path, segments):
    """The reason stands beside every statistic of that model."""
    study = write_study(tmp_path, segments, decisions=decide(segments))
    compare.run(study)
    cells, alignment = read_both(study)
    assert "bertopic" not in set(cells["model"])
    assert set(alignment.query("model == 'bertopic'")["undefined"]) == {"too few"}


def test_without_human_decisions_the_rules_coders_themes_are_compared_and_this_is_said(tmp_path, segments):
    """All that participants said counts, rolled up to themes; one theme alone cannot be aligned."""
    study = write_study(tmp_path, segments, codings=code(segments))
    notices = compare.run(study)
    assert [notice.problem for notice in notices] == [
        "nobody has coded yet: topics are compared with the themes of the rules coder"
    ]
    cells, alignment = read_both(study)
    assert set(cells.query("theme_id == 'outdoors'")["n_theme"]) == {len(about(segments, "garden"))}
    assert cells["n_topic"].sum() == 2 * 59
    assert set(alignment.query("model == 'consensus'")["undefined"]) == {"only_one_theme"}


def test_a_study_without_any_coding_still_has_its_tables(tmp_path, segments):
    """Themes nobody gave have cells of zero and an alignment without value."""
    study = write_study(tmp_path, segments)
    (notice,) = compare.run(study)
    assert notice.problem == "nobody has coded yet: there are no themes to compare topics with"
    cells, alignment = read_both(study)
    assert set(cells["n_segments"]) == {0}
    assert set(alignment.query("model == 'consensus'")["undefined"]) == {"no_segment_with_exactly_one_theme"}


def test_the_order_of_the_rows_changes_no_byte(tmp_path, segments):
    """Every table shuffled gives the same two files."""
    decided, given = decide(segments), code(segments)
    first = write_study(tmp_path / "first", segments, decisions=decided, codings=given)
    second = write_study(tmp_path / "second", segments, decisions=decided, codings=given)
    for output, schema in GIVEN:
        if output is not outputs.TOPIC_MODELS:
            table = read_table(second.path(output), schema)
            write_table(table.sample(frac=1, random_state=2), second.path(output), schema)
    for study in (first, second):
        compare.run(study)
    for output in (outputs.THEME_TOPICS, outputs.ALIGNMENT):
        assert first.path(output).read_bytes() == second.path(output).read_bytes()


def test_each_codebook_is_compared_on_what_it_was_applied_to(tmp_path, segments):
    """Two codebooks, two alignments a model; the cells of each hold the segments that were read for it."""
    two = CODES.assign(codebook=["days", "days", "travel"], applies_to=[None, None, "focus_group"])
    decisions = decide(segments)
    of_travel = decisions["segment_id"].isin(segments["segment_id"].head(20)) | (decisions["code_id"] != "trains")
    study = write_study(tmp_path, segments, decisions=decisions[of_travel])
    write_table(two, study.path(outputs.CODES), schemas.CODES)
    compare.run(study)
    cells, alignment = read_both(study)
    assert alignment.groupby("codebook")["n_units"].max().to_dict() == {"days": 10, "travel": 5}
    assert set(cells.groupby("theme_id")["n_topic"].sum()) == {40, 20}
    assert len(alignment) == 2 * 2 * alignment["statistic"].nunique()


def test_a_study_without_a_codebook_has_an_alignment_that_says_why(tmp_path, segments):
    """There is no theme to compare with: no cell, and a reason beside every statistic."""
    study = write_study(tmp_path, segments)
    write_table(CODES.iloc[:0], study.path(outputs.CODES), schemas.CODES)
    compare.run(study)
    cells, alignment = read_both(study)
    assert cells.empty
    assert alignment["undefined"].notna().all()
