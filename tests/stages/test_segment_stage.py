"""The segment stage on a study on disk."""

from __future__ import annotations

import pytest

from pipeline import outputs, schemas
from pipeline.errors import SettingsError
from pipeline.stages import segment
from pipeline.store import read_table
from tests.support.named_studies import make_named, write_deidentified
from tests.support.studies import SMALLEST, make_study

SAID = {"fg1": [("F1", "Well. Hello."), ("P1", "Hello. I am Dr. Grey.\n\nAnd you?")]}


def prepare(folder, settings="", said=SAID):
    """Write a study whose de-identification is done."""
    study = make_study(folder, SMALLEST + settings)
    write_deidentified(study, make_named(said))
    return study


def read_segments(study):
    """Read the segments that the stage has written."""
    return read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)


def test_turns_are_the_unit_unless_the_study_chooses_another(tmp_path):
    """Without a choice every turn is one segment, and no model is loaded."""
    study = prepare(tmp_path, '\n[deidentify]\nmodel = "xx_not_here"\n')
    assert segment.run(study) == []
    assert list(read_segments(study)["segment_id"]) == ["fg1:0-12", "fg1:13-44"]


def test_the_unit_of_a_source_goes_before_the_studys(tmp_path):
    """A [[sources]] table may have a unit of its own."""
    study = prepare(tmp_path, 'unit = "paragraph"\n[coding]\nunit = "turn"\n')
    segment.run(study)
    assert list(read_segments(study)["text"]) == ["Well. Hello.", "Hello. I am Dr. Grey.\n\n", "And you?"]


def test_sentences_come_from_the_splitter(tmp_path, monkeypatch):
    """Each distinct text is given to the splitter once, and cut where it says."""
    given = []

    def build(_model):
        def split(texts):
            given.extend(texts)
            return ([0, 6] for _ in texts)

        return split

    monkeypatch.setattr(segment, "build_sentence_splitter", build)
    study = prepare(
        tmp_path, '\n[coding]\nunit = "sentence"\n', said={"fg1": [("P1", "Well. Hello."), ("P1", "Well. Hello.")]}
    )
    segment.run(study)
    assert given == ["Well. Hello."]
    assert list(read_segments(study)["text"]) == ["Well. ", "Hello."] * 2


def test_two_units_for_one_kind_are_refused(tmp_path):
    """The error is told before anything is written."""
    other = '\n[[sources]]\nkind = "focus_group"\nfiles = ["data/raw/*.txt"]\nunit = "sentence"\n'
    study = prepare(tmp_path, other)
    with pytest.raises(SettingsError, match="different units"):
        segment.run(study)
    assert not study.path(outputs.SEGMENTS).exists()


def test_a_study_without_turns_has_an_empty_table_and_a_notice(tmp_path):
    """Nothing to code is worth telling, and later stages still find their table."""
    study = prepare(tmp_path, said={})
    [notice] = segment.run(study)
    assert notice.problem.startswith("there is nothing to code")
    assert read_segments(study).empty


@pytest.mark.slow
def test_the_real_splitter_leaves_abbreviations_whole(tmp_path):
    """With the model that comes along sentences end where they end."""
    study = prepare(tmp_path, '\n[coding]\nunit = "sentence"\n')
    segment.run(study)
    assert list(read_segments(study)["text"]) == ["Well. ", "Hello.", "Hello. ", "I am Dr. Grey.\n\n", "And you?"]
