"""The gate on studies on disk: what would name somebody is never left below data/derived or reports."""

from __future__ import annotations

import json
import stat
import sys

import pandas as pd
import pytest

from pipeline import gate, outputs, run, schemas
from pipeline.errors import LeakError
from pipeline.outputs import Output, Privacy
from pipeline.store import write_table, write_text
from tests.support.studies import SMALLEST, make_study

FORMS = pd.DataFrame({"form": ["maria", "wilson", "tom oakes"], "counts": ["any case", "any case", "any case"]})
NOTES = Output("code/notes.csv", Privacy.DEIDENTIFIED)
QUESTIONS = outputs.QUESTIONS
PAGES = Output("pages", Privacy.RELEASABLE)
KEY = Output("key.csv", Privacy.IDENTIFIABLE)
STAGE = run.Stage("segment", files=(), reads=(), settings=(), writes=(NOTES, PAGES, KEY))
REPORT = run.Stage("report", files=(), reads=(), settings=(), writes=(PAGES,))


@pytest.fixture
def study(tmp_path):
    """A study whose de-identification has left three forms that no output may hold."""
    made = make_study(tmp_path, SMALLEST + '\n[deidentify]\nkeep = ["Maria Hall"]\n')
    write_table(FORMS, made.path(outputs.NAME_FORMS), schemas.NAME_FORMS)
    return made


@pytest.fixture
def writes(monkeypatch):
    """What the stages write: texts by output and name of file."""
    texts = {NOTES: "note\nfine\n", KEY: "Maria", "page.html": "<p>fine</p>"}

    def work(study):
        write_text(texts[KEY], study.path(KEY))
        write_text(texts[NOTES], study.path(NOTES))
        write_text(texts["page.html"], study.path(PAGES) / "page.html")
        return []

    monkeypatch.setattr(run, "_load", lambda _stage: work)
    monkeypatch.setattr(run, "STAGES", (STAGE,))
    return texts


def test_what_names_nobody_passes_and_is_noted_as_searched(study, writes):
    """A clean stage has its manifest, and the next run does not search it again."""
    run.run_stage(STAGE, study)
    assert study.path(STAGE.manifest).exists()
    assert gate.is_searched("segment", STAGE.manifest, study)
    assert writes


@pytest.mark.parametrize(
    ("where", "text", "place"),
    [
        (NOTES, "note\nAs MAR\u00cdA said.\n", "data/derived/code/notes.csv: line 2"),
        ("page.html", "<p>a</p>\n<p>tom <b>oakes</b>, Tom Oakes</p>", "reports/pages/page.html: line 2"),
    ],
)
def test_a_name_stops_the_run_and_takes_the_results_away(study, writes, where, text, place):
    """The message says the place and what to do, never the name; nothing that could be published is left."""
    writes[where] = text
    with pytest.raises(LeakError) as caught:
        run.run_stage(STAGE, study)
    [problem] = caught.value.problems
    assert problem.where == place
    assert "keep" in problem.fix
    assert not any(name in str(caught.value).lower() for name in ("mar\u00eda", "oakes"))
    assert not any(study.path(output).exists() for output in (NOTES, PAGES, STAGE.manifest))
    assert study.path(KEY).exists()


def test_words_to_keep_and_the_softwares_own_words_are_no_hits(study, writes):
    """Maria Hall is a building here, and Wilson's interval is on every page."""
    writes["page.html"] = "<p>In Maria Hall, with Wilson's interval</p>"
    run.run_stage(STAGE, study)
    assert study.path(PAGES).exists()


def test_in_the_words_of_a_table_the_softwares_words_are_names(study):
    """What somebody wrote into a question is searched for everything, addresses of anybody too."""
    table = pd.DataFrame({"question_id": ["q1"], "order": [1], "block": ["a@b.org"], "wording": ["What of Wilson?"]})
    write_table(table, study.path(QUESTIONS), schemas.QUESTIONS)
    found = dict(gate.find_leaking([study.path(QUESTIONS)], gate.build_gate(study), study))
    assert found == {study.path(QUESTIONS): ["column block", "column wording"]}


def test_a_file_that_is_called_by_a_name_is_found_and_not_called_by_it(study, writes):
    """The name of a figure may tell as much as the figure."""
    del writes["page.html"]
    write_text("x", study.path(PAGES) / "maria.csv")
    with pytest.raises(LeakError) as caught:
        gate.search_results("report", (PAGES,), NOTES, study)
    assert "maria" not in str(caught.value)


def test_a_later_name_is_looked_for_in_what_is_fresh(study, writes):
    """When more is known to identify, results that need not be made anew are searched anew."""
    told = []
    writes[NOTES] = "note\nzebedee\n"
    run.analyze(study, told.append)
    write_table(
        pd.concat([FORMS, pd.DataFrame({"form": ["zebedee"], "counts": ["any case"]})]),
        study.path(outputs.NAME_FORMS),
        schemas.NAME_FORMS,
    )
    with pytest.raises(LeakError):
        run.analyze(study, told.append)
    assert not study.path(NOTES).exists()


def test_notebooks_are_searched_with_the_report_and_stay(study, writes):
    """A notebook is the researcher's own: it is named, and nothing is deleted."""
    notebook = study.root / "notebooks" / "look.ipynb"
    cell = {"source": "1", "outputs": [{"text": "Maria"}]}
    write_text(json.dumps({"cells": [cell]}), notebook)
    with pytest.raises(LeakError, match=r"notebooks/look\.ipynb: output of cell 1") as caught:
        run.run_stage(REPORT, study)
    assert "outputs" in caught.value.problems[0].fix
    assert notebook.exists()
    write_text(json.dumps({"cells": []}), notebook)
    run.run_stage(REPORT, study)
    assert writes


def test_a_file_of_a_command_is_searched_too(study):
    """A coding sheet goes to coders: it must be as clean as a table."""
    path = study.path(outputs.SHEETS) / "a.csv"
    write_text("fine", path)
    gate.check_file(path, study)
    write_text("Maria", path)
    with pytest.raises(LeakError):
        gate.check_file(path, study)
    assert not path.exists()


def test_where_nothing_is_replaced_nothing_is_searched(tmp_path, writes):
    """Published texts, or a study whose names are not known yet, have no gate."""
    made = make_study(tmp_path, SMALLEST + "\n[deidentify]\nenabled = false\n")
    write_table(FORMS, made.path(outputs.NAME_FORMS), schemas.NAME_FORMS)
    writes[NOTES] = "Maria"
    run.run_stage(STAGE, made)
    gate.check_file(made.path(NOTES), made)
    assert gate.is_searched("segment", STAGE.manifest, made)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such permissions")
def test_only_the_owner_may_read_what_identifies(study, writes):
    """Folders 0700, files 0600, also those of stages that failed."""
    run.run_stage(STAGE, study)
    folder = study.path(Output("", Privacy.IDENTIFIABLE))
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert writes
