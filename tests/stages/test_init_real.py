"""`qualpipe init` on public material: what it drafts is read as it is."""

from __future__ import annotations

import shutil

import pytest

from pipeline import outputs, schemas
from pipeline.commands import init
from pipeline.run import analyze
from pipeline.store import read_table
from pipeline.study import read_study
from tests.support.real_data import find_data

pytestmark = pytest.mark.real_data


def _begin(folder, *files):
    """Copy `files` into `folder`, let `init` look at it, read what it drafted; return the study."""
    folder.mkdir()
    for path in files:
        shutil.copy(path, folder)
    init.run(folder, lambda _: None)
    study = read_study(folder)
    analyze(study, lambda _: None, only="ingest")
    return study


def test_transcripts_in_three_notations_need_no_edit(tmp_path):
    """Podcasts with initials and a legend, with bold names and with an interviewer."""
    names = (
        "my-support-my-choice",
        "aberlour-glasgow-bridges-service",
        "care-inspectorate-using-digital-devices-in-care-homes",
    )
    study = _begin(tmp_path / "s", *(find_data("iriss-fm-transcripts", "transcripts", f"{name}.md") for name in names))
    turns = read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    people = read_table(study.path(outputs.NAMED_PARTICIPANTS), schemas.NAMED_PARTICIPANTS)
    assert turns["source_id"].nunique() == 3
    assert people["is_listed"].all()


def test_expert_answers_in_a_table_are_questions_and_people(tmp_path):
    """The export beside the coders' own files: 57 people, five open items, 278 answers."""
    data = find_data("wac-world-after-covid")
    study = _begin(tmp_path / "s", *(data / name for name in ("transcripts.csv", "codes.csv", "codebook.md")))
    (source,) = study.settings.sources
    assert (source.kind, source.files, source.columns.participant) == ("survey", ("transcripts.csv",), "Name")
    assert [question.columns for question in study.settings.questions] == [(f"Q{n}",) for n in range(1, 6)]
    turns = read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    assert (len(turns), turns["participant_id"].nunique()) == (278, 57)
