"""Studies at the edge of what can be analysed run to a report that says so."""

from __future__ import annotations

import csv

import openpyxl
import pandas as pd
import pytest

from pipeline import outputs, run
from pipeline.commands import sheet
from pipeline.study import read_study
from tests.support.studies import make_study

pytestmark = pytest.mark.slow

SETTINGS = """
[study]
title = "An edge"

[[sources]]
kind = "interview"
files = ["data/raw/*.txt"]

[participants]
file = "data/raw/participants.csv"

[codebook]
files = ["codebook.yaml"]
"""
CODEBOOK = """
codebook: {id: small, title: Small, version: "1"}
codes:
  - id: rest
    label: Rest
    definition: The speaker rests.
    patterns: [sleep]
"""
ROSTER = """participant_id,name,role,labels,may_quote
F1,Ingrid Moberly,facilitator,Ingrid,yes
P1,Omar Vance,participant,Omar,yes
"""
TALK = "\n\n".join(
    f"Ingrid: And then, the {n}th time?\n\nOmar: I would sleep {n} hours and get up again." for n in range(1, 13)
)


def _files(**more):
    return {"data/raw/talk.txt": TALK, "data/raw/participants.csv": ROSTER, "codebook.yaml": CODEBOOK, **more}


def _report(study):
    run.analyze(study, lambda _line: None)
    frequencies = pd.read_parquet(study.path(outputs.THEME_FREQUENCIES))
    return study.path(outputs.REPORT_PAGE).read_text(encoding="utf-8"), frequencies


def test_one_participant_and_no_human_coder_end_in_a_report_that_claims_nothing(tmp_path):
    """The machine's count is shown, no prevalence is; topics decline; the page says that nobody has coded."""
    page, frequencies = _report(make_study(tmp_path, SETTINGS, files=_files()))
    assert frequencies[["n_segments", "n_participants", "n_sources"]].iloc[0].tolist() == [12, 1, 1]
    assert frequencies["prevalence"].isna().all()
    assert frequencies["undefined"].tolist() == ["no hand-coded sample"]
    assert "Nobody has coded by hand" in page
    assert "Moberly" not in page
    assert "Vance" not in page


def test_one_coder_ends_in_a_report_without_agreement_between_people(tmp_path):
    """A sheet that one person filled in gives prevalences, and no claim that coders agree."""
    study = make_study(tmp_path, SETTINGS, files=_files())
    for stage in ("ingest", "deidentify", "segment"):
        run.analyze(study, lambda _line: None, only=stage)
    sheet.run(study, "anna", 0)
    book = openpyxl.load_workbook(study.path(outputs.SHEETS) / "anna.xlsx")
    coding = book["Coding"]
    code = [cell.value for cell in coding[1]].index("Rest") + 1
    for row in range(2, coding.max_row + 1):
        if row % 4 == 3:
            coding.cell(row, code).value = "x"
    book.save(tmp_path / "data/raw/anna.xlsx")
    coder = '[[coders]]\nid = "anna"\nkind = "sheet"\nfiles = ["data/raw/anna.xlsx"]\n'
    (tmp_path / "study.toml").write_text(SETTINGS + coder, encoding="utf-8")
    page, frequencies = _report(read_study(tmp_path / "study.toml"))
    agreement = pd.read_parquet(study.path(outputs.AGREEMENT))
    assert frequencies["method"].tolist() == ["hand-coded, all"]
    assert set(agreement["coder_set"]) == {"decisions | rules"}
    assert "one coder only" in page


def test_a_study_without_a_codebook_still_shows_who_spoke(tmp_path):
    """Before there is a codebook the report has people and words, and no theme."""
    settings = SETTINGS.split("[codebook]", maxsplit=1)[0]
    page, frequencies = _report(make_study(tmp_path, settings, files=_files()))
    assert frequencies.empty
    participation = pd.read_parquet(tmp_path / "data/derived/frequencies/participation.parquet")
    assert set(participation["role"]) == {"facilitator", "participant"}
    assert "An edge" in page


def test_a_survey_alone_needs_no_roster(tmp_path):
    """Answers of a questionnaire, one a column, run to the report by wave."""
    settings = """
[study]
title = "A survey"
[[sources]]
kind = "survey"
files = ["answers.csv"]
[sources.columns]
participant = "who"
attributes = ["wave"]
[[questions]]
id = "q1"
wording = "What helped you?"
[codebook]
files = ["codebook.yaml"]
[frequencies]
groups = ["wave"]
"""
    (tmp_path / "answers.csv").touch()
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["who", "wave", "q1"])
        for n in range(10):
            rows.writerow([f"person {n}", "before" if n % 2 else "after", f"Getting {n} hours of sleep helped."])
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    page, frequencies = _report(make_study(tmp_path, settings, files={"notes.md": "-"}))
    by_wave = frequencies[frequencies["grouping"] == "wave"].set_index("group")["n_segments"]
    assert by_wave.to_dict() == {"after": 5, "before": 5}
    assert "A survey" in page
