"""The runner runs what is stale, says why, and leaves nothing half-done."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pipeline import run
from pipeline.errors import InterruptedRunError, Problem, SettingsError, StudyError, TableError
from pipeline.outputs import Output, Privacy
from tests.support.studies import SMALLEST, make_study

WORDS = Output("count/words.txt", Privacy.DEIDENTIFIED)
PAGE = Output("pages", Privacy.RELEASABLE)
COUNT = run.Stage("segment", files=("sources",), reads=(), settings=("coding",), writes=(WORDS,))
SHOW = run.Stage("report", files=(), reads=(WORDS,), settings=("study.title",), writes=(PAGE,))


@pytest.fixture
def ran(monkeypatch):
    """Two small stages in place of the nine; the list of those that ran, and what a stage should do."""
    log = SimpleNamespace(names=[], failure=None, notices=[])

    def count(study):
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in study.input_files["sources"])
        study.path(WORDS).parent.mkdir(parents=True, exist_ok=True)
        study.path(WORDS).write_text(str(words), encoding="utf-8")
        log.names.append("segment")
        if log.failure:
            raise log.failure
        return log.notices

    def show(study):
        study.path(PAGE).mkdir(parents=True)
        name = study.settings.study.title.replace(" ", "-")
        (study.path(PAGE) / f"{name}.html").write_bytes(study.path(WORDS).read_bytes())
        log.names.append("report")
        return []

    stages = {"segment": count, "report": show}
    monkeypatch.setattr(run, "STAGES", (COUNT, SHOW))
    monkeypatch.setattr(run, "_load", lambda stage: stages[stage.name])
    return log


def _analyze(study, **options):
    told = []
    run.analyze(study, told.append, **options)
    return told


def test_everything_runs_once_and_then_nothing(tmp_path, ran):
    """A second run with nothing changed runs no stage."""
    study = make_study(tmp_path)
    _analyze(study)
    told = _analyze(study)
    assert ran.names == ["segment", "report"]
    assert [line.split() for line in told] == [["segment", "fresh"], ["report", "fresh"]]


def test_touching_a_file_changes_nothing(tmp_path, ran):
    """Staleness is a matter of content, not of clocks: a clone or a copy stays fresh."""
    study = make_study(tmp_path)
    _analyze(study)
    (tmp_path / "data/raw/group.txt").touch()
    _analyze(study)
    assert ran.names == ["segment", "report"]


def test_a_change_that_changes_no_table_stops_where_it_starts(tmp_path, ran):
    """When a stage runs again to the same result, what follows stays fresh."""
    study = make_study(tmp_path)
    _analyze(study)
    (tmp_path / "data/raw/group.txt").write_text("Ann: Hello.\nBen: Hello to me.\n", encoding="utf-8")
    _analyze(study)
    assert ran.names == ["segment", "report", "segment"]


def test_changed_added_and_deleted_files_are_named(tmp_path, ran):
    """The reason for running is said in words."""
    study = make_study(tmp_path, files={"data/raw/a.txt": "A: one", "data/raw/b.txt": "B: two"})
    _analyze(study)
    (tmp_path / "data/raw/a.txt").write_text("A: one more", encoding="utf-8")
    (tmp_path / "data/raw/b.txt").rename(tmp_path / "data/raw/c.txt")
    study = make_study(tmp_path, files={"data/raw/d.csv": "x"})
    assert run.find_stale(COUNT, study) == [
        "file data/raw/a.txt changed",
        "file data/raw/b.txt is gone",
        "file data/raw/c.txt is new",
    ]
    assert ran.names == ["segment", "report"]


def test_a_setting_makes_stale_only_the_stages_that_follow_it(tmp_path, ran):
    """The title is the report's business alone."""
    _analyze(make_study(tmp_path))
    study = make_study(tmp_path, SMALLEST.replace("A small", "Another"))
    assert run.find_stale(COUNT, study) == []
    assert run.find_stale(SHOW, study) == ["setting [study.title] changed"]
    _analyze(study)
    assert ran.names == ["segment", "report", "report"]
    assert [p.name for p in study.path(PAGE).iterdir()] == ["Another-study.html"]


def test_an_edited_or_deleted_result_is_made_again(tmp_path, ran):
    """Nobody can edit a table and have it believed."""
    study = make_study(tmp_path)
    _analyze(study)
    study.path(WORDS).write_text("999", encoding="utf-8")
    assert run.find_stale(COUNT, study) == ["its result count/words.txt was edited"]
    study.path(WORDS).unlink()
    assert run.find_stale(COUNT, study) == ["its result count/words.txt is gone"]
    _analyze(study)
    assert study.path(WORDS).read_text(encoding="utf-8") == "6"
    assert ran.names == ["segment", "report", "segment"]


def test_new_software_or_packages_make_every_stage_stale(tmp_path, ran, monkeypatch):
    """A result belongs to the code and the versions that made it."""
    study = make_study(tmp_path)
    _analyze(study)
    monkeypatch.setattr(run, "hash_code", lambda: "other")
    monkeypatch.setattr(run, "read_versions", lambda: {"python": "4"})
    assert run.find_stale(COUNT, study) == ["the software changed", "a package has another version"]
    assert ran.names == ["segment", "report"]


def test_a_stage_that_fails_has_no_manifest_and_runs_again(tmp_path, ran):
    """After a mistake is mended the stage runs as if for the first time."""
    study = make_study(tmp_path)
    ran.failure = SettingsError("something to mend")
    with pytest.raises(SettingsError):
        _analyze(study)
    assert run.find_stale(COUNT, study) == ["it has not run yet"]
    ran.failure = None
    _analyze(study)
    assert ran.names == ["segment", "segment", "report"]


def test_ctrl_c_leaves_a_study_that_the_next_run_completes_equally(tmp_path, ran):
    """Stopped in the middle of a stage, the next run ends with the same bytes as an undisturbed one."""
    study = make_study(tmp_path / "stopped")
    ran.failure = KeyboardInterrupt()
    with pytest.raises(InterruptedRunError, match="stopped while running segment"):
        _analyze(study)
    ran.failure = None
    _analyze(study)
    undisturbed = make_study(tmp_path / "undisturbed")
    _analyze(undisturbed)
    for output in (WORDS, PAGE, COUNT.manifest, SHOW.manifest):
        assert run.hash_output(study.path(output)) == run.hash_output(undisturbed.path(output))


def test_from_runs_a_stage_and_all_after_it(tmp_path, ran):
    """--from forces, even when fresh."""
    study = make_study(tmp_path)
    _analyze(study)
    told = _analyze(study, start="report")
    assert ran.names == ["segment", "report", "report"]
    assert "as you asked" in told[1]


def test_only_runs_one_stage_and_needs_its_tables(tmp_path, ran):
    """--only does not run what comes before; it says what is missing."""
    study = make_study(tmp_path)
    with pytest.raises(TableError, match=r"count/words\.txt"):
        _analyze(study, only="report")
    _analyze(study, only="segment")
    assert ran.names == ["segment"]


def test_a_stage_that_does_not_exist_is_answered_with_those_that_do(tmp_path, ran):
    """A slip of the pen gets the list."""
    with pytest.raises(StudyError, match="no stage 'segmnt'") as caught:
        _analyze(make_study(tmp_path), start="segmnt")
    assert caught.value.problems[0].fix == "the stages are: segment, report"
    assert ran.names == []


def test_notices_are_told_and_kept(tmp_path, ran):
    """What a stage noticed is printed and stands in its manifest."""
    ran.notices = [Problem("two files are the same", where="a.txt, b.txt")]
    study = make_study(tmp_path)
    told = _analyze(study)
    assert any("two files are the same" in line for line in told)
    assert run.read_manifest(study.path(COUNT.manifest))["notices"][0]["where"] == "a.txt, b.txt"


def test_status_says_what_waits_for_what(tmp_path, ran):
    """A stage after a stale one waits, even when its own inputs have not changed yet."""
    study = make_study(tmp_path)
    _analyze(study)
    (tmp_path / "data/raw/group.txt").write_text("Ann: Hello again, all.\n", encoding="utf-8")
    status = {stage.name: reasons for stage, reasons in run.read_status(study)}
    assert status == {"segment": ["file data/raw/group.txt changed"], "report": ["waits for segment"]}
    assert ran.names == ["segment", "report"]


def test_a_manifest_holds_no_clock_and_no_absolute_path(tmp_path, ran):
    """Two folders with the same content have the same manifests."""
    _analyze(make_study(tmp_path / "one"))
    _analyze(make_study(tmp_path / "two"))
    for stage in (COUNT, SHOW):
        first, second = (make_study(tmp_path / name).path(stage.manifest) for name in ("one", "two"))
        assert first.read_bytes() == second.read_bytes()
        assert str(tmp_path) not in first.read_text(encoding="utf-8")
    assert ran.names == ["segment", "report", "segment", "report"]


def test_a_manifest_repeats_no_setting(tmp_path, ran):
    """Settings hold names to be removed: a manifest that may be shown holds their hashes alone."""
    study = make_study(tmp_path, SMALLEST.replace("A small study", "About Maria Lopez"))
    _analyze(study)
    assert "Lopez" not in study.path(SHOW.manifest).read_text(encoding="utf-8")
    assert ran.names == ["segment", "report"]


def test_a_stage_run_alone_on_stale_tables_says_so(tmp_path, ran):
    """--only report after an edit does not pass for an up-to-date report."""
    study = make_study(tmp_path)
    _analyze(study)
    (tmp_path / "data/raw/group.txt").write_text("Ann: Something else now.\n", encoding="utf-8")
    told = _analyze(study, only="report")
    assert told[0].startswith("segment      is out of date, and report builds on it")
    assert ran.names == ["segment", "report", "report"]


def test_manifests_are_as_private_as_what_they_describe():
    """File names can identify people: the manifest of ingest never leaves data/restricted."""
    levels = {stage.name: stage.manifest.privacy for stage in run.STAGES}
    assert levels["ingest"] is Privacy.IDENTIFIABLE
    assert levels["code"] is Privacy.DEIDENTIFIED
    assert levels["report"] is Privacy.RELEASABLE


def test_a_stage_builds_on_what_it_reads_directly_or_through_others():
    """Frequencies build on coding and all before it, and not on topics."""
    needed = [stage.name for stage in run._list_needed(run.find_stage("frequencies"))]
    assert needed == ["reliability", "code", "segment", "deidentify", "ingest"]
