"""The report stage: what it writes, the same every time, and nothing that may not leave the study."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from pipeline.errors import TableError
from pipeline.reporting.tables import RELEASED
from pipeline.stages import report
from pipeline.stages.report import READ
from tests.support.report_tables import Shape, build_tables
from tests.support.reports import SETTINGS, put_on_disk, read_reports

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Run the stage once on the invented study; return its files."""
    study = put_on_disk(tmp_path_factory.mktemp("study"), build_tables())
    assert report.run(study) == []
    return read_reports(study)


def read_csv(content: bytes) -> pd.DataFrame:
    """Return a released table."""
    return pd.read_csv(io.BytesIO(content))


def test_the_report_has_its_fixed_files(written):
    """Page, tables, figures in three forms, excerpts, captions and methods, under names that do not change."""
    assert {"report.html", "methods.md", "excerpts.csv", "figures/captions.md"} <= set(written)
    assert {f"tables/{name}.csv" for name in RELEASED} <= set(written)
    figures = {name.rpartition(".")[0] for name in written if name.endswith(".png")}
    assert figures >= {"figures/theme_frequencies", "figures/agreement", "figures/participation"}
    for figure in figures:
        assert {f"{figure}.svg", f"{figure}.csv"} <= set(written)


def test_two_runs_write_the_same_bytes(written, tmp_path):
    """Every file of the report is the same in another folder."""
    study = put_on_disk(tmp_path, build_tables())
    report.run(study)
    assert read_reports(study) == written


@pytest.mark.parametrize(
    "shape",
    [
        Shape(has_humans=False, n_answers=5),
        Shape(has_rules=False, hand_coded_share=1.1, n_answers=5),
        Shape(has_humans=False, has_rules=False, has_topics=False, n_answers=5),
        Shape(n_people=1, n_answers=0, has_topics=False),
        Shape(n_answers=5, has_survey_codebook=True),
    ],
    ids=["no human coders", "no patterns", "nothing at all", "one participant", "two codebooks"],
)
def test_a_study_that_lacks_something_still_gets_its_report(shape, tmp_path):
    """No coders, no patterns, no topics, one person: the page is written."""
    study = put_on_disk(tmp_path, build_tables(shape))
    report.run(study)
    assert "report.html" in read_reports(study)


def test_the_file_of_excerpts_agrees_with_the_counts(written):
    """For each theme the excerpts in the file are the counted segments of those who consented."""
    tables = build_tables()
    excerpts = read_csv(written["excerpts.csv"])
    silent = set(tables["participants"].query("not may_quote")["participant_id"])
    assert not silent & set(excerpts["participant_id"])
    counts = read_csv(written["tables/theme_frequencies.csv"]).query("grouping == 'all'").set_index("code_id")
    for code, rows in excerpts.groupby("code_id"):
        assert len(rows) <= counts.loc[code, "n_segments"]


def test_the_table_beside_a_figure_is_the_one_that_was_drawn(written):
    """The CSV beside the picture has a row for each row of the picture, with its number."""
    drawn = read_csv(written["figures/theme_frequencies.csv"])
    counted = read_csv(written["tables/theme_frequencies.csv"]).query("grouping == 'all' and is_theme")
    assert drawn.set_index("code_id")["prevalence"].to_dict() == counted.set_index("code_id")["prevalence"].to_dict()


def test_withheld_numbers_are_in_no_file(written):
    """A suppressed cell has no number in any table of the report."""
    cells = read_csv(written["tables/theme_frequencies.csv"])
    hidden = cells[cells["undefined"].fillna("").str.startswith("suppressed")]
    assert len(hidden)
    assert hidden.filter(regex="^(n_|prevalence|words_share)").isna().all(axis=None)


def test_no_attribute_of_a_person_is_in_any_table(written):
    """Gender stands in the breakdowns, and beside no person's id."""
    for name, content in written.items():
        if name.endswith(".csv") and "woman" in content.decode():
            assert "participant_id" not in read_csv(content).columns


def test_text_that_was_not_deidentified_is_told(tmp_path):
    """A report with names in it is written with a warning."""
    settings = f"{SETTINGS}\n[deidentify]\nenabled = false\n"
    (told,) = report.run(put_on_disk(tmp_path, build_tables(Shape(n_answers=5)), settings))
    assert "not de-identified" in told.problem


def test_counts_that_do_not_add_up_stop_the_report(tmp_path):
    """A number whose segments cannot be found is not published."""
    tables = build_tables(Shape(n_answers=5))
    study = put_on_disk(tmp_path, {**tables, "decisions": tables["decisions"].iloc[:0]})
    with pytest.raises(TableError, match="segments were counted"):
        report.run(study)
    assert read_reports(study) == {}


def test_a_missing_table_is_named(tmp_path):
    """Without the tables before it the stage says which one is missing."""
    study = put_on_disk(tmp_path, build_tables(Shape(n_answers=5)))
    study.path(READ["topics"]).unlink()
    with pytest.raises(TableError, match="'topics' has not been made yet"):
        report.run(study)
