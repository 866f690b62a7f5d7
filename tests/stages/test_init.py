"""`qualpipe init`: from a folder of files to settings that run."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from pipeline.commands import check, init
from pipeline.errors import StudyError
from pipeline.run import analyze
from pipeline.study import read_study
from tests.support import folders
from tests.support.folders import fill

FILES = {
    "groups/one.txt": folders.GROUP,
    "groups/two.txt": folders.GROUP.replace("Ann:", "Eve:").replace("here", "there"),
    "talks/dan.txt": folders.INTERVIEW,
    "survey.csv": folders.make_survey(),
    "notes/letter.docx": folders.make_document(folders.LETTER),
    "recording.mp3": b"\0\1",
}


def _init(folder):
    """Return what `init` told while it looked, and what it said at the end."""
    told: list[str] = []
    said = init.run(folder, told.append)
    return told, said


def _hash_files(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_file_has_a_line_and_three_steps_follow(tmp_path):
    """What was understood, what was not and why, and the exact commands to go on with."""
    told, said = _init(fill(tmp_path / "my study", FILES))
    assert [line.split(":")[0].strip() for line in told[1:]] == sorted(FILES)
    assert "  recording.mp3: not used: a recording: put its transcript here as well" in told
    assert "5 of 6 files can be used; none was changed." in said
    steps = said[said.index("Next:") :].split("\n")[1:]
    assert [line.lstrip()[:2] for line in steps] == ["1.", "2.", "3."]
    assert all(line.endswith(f'--study "{tmp_path / "my study" / "study.toml"}"') for line in steps)


def test_no_file_is_changed_and_the_same_files_give_the_same_study(tmp_path):
    """Twice the same bytes, also where the first draft lies in the folder already."""
    first, second = fill(tmp_path / "one" / "study", FILES), fill(tmp_path / "two" / "study", FILES)
    before = _hash_files(first)
    for folder in (first, second):
        _init(folder)
    drafted = _hash_files(first)
    assert {name: drafted[name] for name in before} == before
    assert drafted == _hash_files(second)
    (first / "study.toml").unlink()
    _init(first)
    assert _hash_files(first) == drafted


def test_every_page_that_a_new_study_points_to_is_there(tmp_path):
    """Whether it begins with files or without."""
    for folder in (fill(tmp_path / "filled", FILES), tmp_path / "deep" / "empty"):
        _init(folder)
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
        assert {"study.toml", "docs/settings.md", "codebooks/README.md", "codebooks/codebook.yaml"} <= names
        assert {"data/raw/participants.csv", ".gitignore"} <= names
        ignored = (folder / ".gitignore").read_text(encoding="utf-8").split()
        assert {"/data/raw/", "/data/restricted/", "/data/derived/"} <= set(ignored)


def test_an_empty_study_waits_for_transcripts_in_a_folder_of_its_own(tmp_path):
    """Whatever their format: put there, they are read without an edit."""
    told, said = _init(tmp_path / "new")
    assert told == [f"looking at the files in {tmp_path / 'new'}"]
    assert f"1. put your transcripts into {tmp_path / 'new' / 'data' / 'raw' / 'transcripts'}" in said
    fill(
        tmp_path / "new" / "data" / "raw" / "transcripts", {"a.docx": folders.make_document("Ann: Hello.", "Bo: Yes.")}
    )
    study = read_study(tmp_path / "new")
    assert check.run(study).startswith("no problems found: 1 files of sources, 0 people on the roster, 1 codes")


def test_a_study_begun_empty_can_be_looked_at_once_more(tmp_path):
    """The bare templates of the first time are filled in; a template that somebody edited is kept."""
    _init(tmp_path)
    fill(tmp_path, {"g.txt": folders.GROUP, "codebooks/codebook.yaml": folders.CODEBOOK})
    (tmp_path / "study.toml").unlink()
    _init(tmp_path)
    roster = list(csv.DictReader((tmp_path / "data/raw/participants.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["labels"], row["role"], row["may_quote"]) for row in roster] == [
        ("Moderator", "facilitator", ""),
        ("Ann", "participant", ""),
        ("Ben", "participant", ""),
        ("Cat", "participant", ""),
    ]
    assert (tmp_path / "codebooks/codebook.yaml").read_text(encoding="utf-8") == folders.CODEBOOK


def test_a_name_that_is_taken_is_left_alone(tmp_path):
    """A roster that cannot be read stays, and the draft lies beside it; so does an own .gitignore."""
    files = {"g.txt": folders.GROUP, "data/raw/participants.csv": "name\nAnn\n", ".gitignore": "mine\n"}
    _, said = _init(fill(tmp_path, files))
    assert read_study(tmp_path).settings.participants.file == "data/raw/participants-2.csv"
    assert (tmp_path / "data/raw/participants.csv").read_text(encoding="utf-8") == "name\nAnn\n"
    assert "your .gitignore was left as it is" in said


def test_a_study_is_never_written_over(tmp_path):
    """The refusal says how to have the folder looked at again."""
    fill(tmp_path, {"study.toml": "mine"})
    with pytest.raises(StudyError, match="there is a study") as stopped:
        _init(tmp_path)
    assert "give it another name" in str(stopped.value)
    assert _hash_files(tmp_path) == {"study.toml": hashlib.sha256(b"mine").hexdigest()}


def test_names_are_in_the_roster_and_nowhere_else(tmp_path):
    """Neither printed nor in the settings, nor is anything that was said."""
    told, said = _init(fill(tmp_path, FILES))
    written = (tmp_path / "study.toml").read_text(encoding="utf-8")
    shown = "\n".join([*told, said, written])
    assert re.findall(r"\b(?:Ann|Ben|Eve|Cat|Dan|nowhere|listens)\b", shown) == []
    assert "Eve" in (tmp_path / "data/raw/participants.csv").read_text(encoding="utf-8")


def test_here_needs_no_path(tmp_path, monkeypatch):
    """In the study's own folder the commands find it by themselves."""
    monkeypatch.chdir(fill(tmp_path, {"g.txt": folders.GROUP}))
    _, said = _init(tmp_path)
    assert said.endswith("qualpipe sheet --coder anna --sample 150")


def test_the_draft_passes_check_and_is_read_without_an_edit(tmp_path):
    """Turns, answers and people arrive where the settings say."""
    _init(fill(tmp_path, FILES))
    study = read_study(tmp_path)
    assert [(source.kind, source.files) for source in study.settings.sources] == [
        ("focus_group", ("groups/*.txt",)),
        ("interview", ("talks/dan.txt",)),
        ("document", ("notes/letter.docx",)),
        ("survey", ("survey.csv",)),
    ]
    told: list[str] = []
    analyze(study, told.append, only="ingest")
    assert (tmp_path / "data/restricted/ingest/turns.parquet").exists()


@pytest.mark.slow
def test_a_new_study_runs_to_its_report(tmp_path):
    """From files of several kinds to the page, with nothing written by hand in between."""
    _init(fill(tmp_path, FILES))
    analyze(read_study(tmp_path), lambda _: None)
    assert (tmp_path / "reports/report.html").exists()


def test_a_new_study_explains_its_settings_in_the_words_of_this_project():
    """To mend it: cp docs/settings.md pipeline/commands/new_study/settings.md."""
    root = Path(__file__).parents[2]
    own = (root / "pipeline/commands/new_study/settings.md").read_text(encoding="utf-8")
    assert own == (root / "docs/settings.md").read_text(encoding="utf-8")
