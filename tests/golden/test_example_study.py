"""The example study from its files to the report: the numbers, the bytes, the names that must not be there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from pipeline import outputs, run, schemas
from pipeline.methods.text.everyday import EVERYDAY_NAMES
from pipeline.store import read_table
from pipeline.study import read_study
from tests.support.example import copy_example, read_everything, reread, run_elsewhere, stop_at

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parent


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example study, run once to its end."""
    study = read_study(copy_example(tmp_path_factory.mktemp("example")))
    run.analyze(study, lambda _line: None)
    return study


def _names_on_the_roster(study):
    with (study.root / "data/example/participants.csv").open(encoding="utf-8", newline="") as file:
        return sorted({part for row in csv.DictReader(file) for part in row["name"].split()})


def test_the_numbers_are_those_that_were_checked(example):
    """Every cell of the theme-frequency table is the one that stands in the repository, read and believed."""
    made = (example.path(outputs.REPORT_TABLES) / "theme_frequencies.csv").read_text(encoding="utf-8")
    kept = (GOLDEN / "theme_frequencies.csv").read_text(encoding="utf-8")
    made_rows, kept_rows = (list(csv.DictReader(io.StringIO(text))) for text in (made, kept))
    assert made_rows == kept_rows


def test_a_second_run_runs_nothing(example):
    """With nothing changed every stage is fresh."""
    assert [reasons for _stage, reasons in run.read_status(reread(example)) if reasons] == []


def test_the_same_inputs_give_the_same_bytes(example, tmp_path):
    """Another process, folder, hash seed and order of listing changes no byte of any output."""
    path = copy_example(tmp_path)
    text = path.read_text(encoding="utf-8")
    first = '[[sources]]\nkind = "focus_group"'
    second = '[[sources]]\nkind = "survey"'
    start, middle = text.index(first), text.index(second)
    end = text.index("# Who took part")
    path.write_text(text[:start] + text[middle:end] + text[start:middle] + text[end:], encoding="utf-8")
    done = run_elsewhere(path, "analyze", hash_seed=7)
    assert done.returncode == 0, done.stderr
    here, there = read_everything(example), read_everything(read_study(path))
    assert sorted(here) == sorted(there)
    assert [name for name in sorted(here) if here[name] != there[name]] == []


def test_a_changed_codebook_runs_coding_and_what_follows_and_not_topics(example):
    """Editing a code leaves ingest, de-identification, segments, topics and embeddings alone."""
    book = example.root / "codebooks/peer-leadership.yaml"
    before = book.read_text(encoding="utf-8")
    book.write_text(before.replace('version: "2.0"', 'version: "2.1"'), encoding="utf-8")
    status = {stage.name: bool(reasons) for stage, reasons in run.read_status(reread(example))}
    book.write_text(before, encoding="utf-8")
    fresh = [name for name, is_stale in status.items() if not is_stale]
    assert fresh == ["ingest", "deidentify", "segment", "topics"]


def test_no_rostered_name_is_in_any_file_that_may_be_seen(example):
    """Nothing below data/derived or reports holds a name of the roster, in any letter case, unless it is a word too."""
    names = [name for name in _names_on_the_roster(example) if name.lower() not in EVERYDAY_NAMES]
    assert len(names) > 35
    leaks = []
    for name, content in read_everything(example).items():
        if name.startswith(("data/derived", "reports")) and not name.endswith(".png"):
            text = content.decode("utf-8", errors="ignore").lower()
            leaks += [f"{name}: {n}" for n in names if n.lower() in text]
            if name.endswith(".parquet"):
                table = pd.read_parquet(io.BytesIO(content)).to_csv().lower()
                leaks += [f"{name}: {n}" for n in names if n.lower() in table]
    assert leaks == []


def test_people_who_did_not_agree_are_counted_and_never_shown(example):
    """No excerpt of someone who may not be quoted is in the reports; their segments still count."""
    people = pd.read_parquet(example.path(outputs.PARTICIPANTS))
    silent = set(people.loc[~people["may_quote"], "participant_id"])
    segments = pd.read_parquet(example.path(outputs.SEGMENTS))
    theirs = segments[segments["participant_id"].isin(silent) & (segments["n_words"] > 5)]["text"]
    page = example.path(outputs.REPORT_PAGE).read_text(encoding="utf-8")
    shown = example.path(outputs.EXCERPTS).read_text(encoding="utf-8")
    assert len(theirs) > 5
    assert [text for text in theirs if text[:40] in page or text[:40] in shown] == []


def test_every_character_is_accounted_for(example):
    """The characters kept and skipped add up to each file; the turns hold exactly those kept."""
    intake = read_table(example.path(outputs.INTAKE), schemas.INTAKE)
    turns = read_table(example.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    transcript = example.root / "data/example/focus-groups/focus-group-1.txt"
    of_transcript = intake[intake["file"].str.endswith("focus-group-1.txt")]
    assert of_transcript["n_characters"].sum() == len(transcript.read_bytes().decode("utf-8"))
    kept = turns[turns["source_id"] == "focus-group-1"]
    of_turns = of_transcript.loc[of_transcript["fate"] == "turn", "n_characters"].sum()
    assert (kept["end_char"] - kept["start_char"]).sum() == of_turns


def test_ctrl_c_in_the_middle_leaves_a_study_that_the_next_run_completes(example, tmp_path):
    """Stopped while a stage is running, the study is whole again after the next run: the same bytes, no rubbish."""
    path = copy_example(tmp_path)
    stopped = stop_at(path, stage="topics")
    assert stopped.returncode == 130, stopped.stderr
    assert "stopped while running topics" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert run_elsewhere(path, "analyze", hash_seed=1).returncode == 0
    here, there = read_everything(example), read_everything(read_study(path))
    assert [name for name in sorted({*here, *there}) if here.get(name) != there.get(name)] == []
