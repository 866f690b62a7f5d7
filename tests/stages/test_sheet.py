"""The command that writes coding sheets."""

from __future__ import annotations

import openpyxl
import pytest

from pipeline.commands import sheet
from pipeline.errors import CodingsError, SettingsError
from tests.support.coded_studies import FOR_THE_SURVEY, TRAITS, list_segments, make_uncoded_study

PATH = "data/derived/sheets/anna.xlsx"


@pytest.fixture
def study(tmp_path):
    """A study that has been cut into segments."""
    return make_uncoded_study(tmp_path, "")


def _rows(study, file=PATH):
    return list(openpyxl.load_workbook(study.root / file)["Coding"].iter_rows(values_only=True))


def test_a_sheet_shows_every_segment_in_reading_order_with_its_question(study):
    """Facilitators' turns stand between the others; the researcher is told what to do with the file."""
    said = sheet.run(study, "anna", 0)
    rows = _rows(study)
    assert [row[0] for row in rows[1:]] == list_segments()["segment_id"].tolist()
    assert rows[2][:5] == ("group:19-52", "group", "P1", "Who?", "I trusted them in the first week.")
    assert rows[0][5:] == ("Trust", "Early trust", "Stigma", "note", "read")
    assert said.startswith(f"wrote {PATH}: 5 segments to read, 3 codes")
    assert 'id = "anna"' in said


def test_every_coder_gets_the_same_sample(study):
    """Drawn with the study's seed, without facilitators, as many as were asked for."""
    said = sheet.run(study, "anna", 3)
    sheet.run(study, "ben", 3)
    rows = _rows(study)
    assert rows == _rows(study, "data/derived/sheets/ben.xlsx")
    assert len(rows) == 4
    assert "3 segments to read" in said
    assert "F1" not in {row[2] for row in rows}


def test_a_sheet_that_was_not_filled_in_is_written_anew_with_the_same_bytes(study):
    """Nothing is lost by writing it again."""
    sheet.run(study, "anna", 0)
    first = (study.root / PATH).read_bytes()
    sheet.run(study, "anna", 0)
    assert (study.root / PATH).read_bytes() == first


def test_a_sheet_that_was_filled_in_is_never_overwritten(study):
    """Hours of work are worth more than a command that succeeds."""
    sheet.run(study, "anna", 0)
    book = openpyxl.load_workbook(study.root / PATH)
    book["Coding"]["F3"] = "x"
    book.save(study.root / PATH)
    before = (study.root / PATH).read_bytes()
    with pytest.raises(CodingsError, match="filled in") as error:
        sheet.run(study, "anna", 0)
    assert (study.root / PATH).read_bytes() == before
    assert "move it to another folder" in error.value.problems[0].fix


@pytest.mark.parametrize("coder_id", ["../anna", "a/b", "", "a:b", ".hidden"])
def test_a_coders_id_must_be_able_to_name_a_file(study, coder_id):
    """A sheet cannot land outside its folder."""
    with pytest.raises(SettingsError, match="name a file"):
        sheet.run(study, coder_id, 0)


def test_a_sheet_needs_codes(tmp_path):
    """Without a codebook there is nothing to code with."""
    study = make_uncoded_study(tmp_path, "")
    empty = study.settings.model_copy(update={"codebook": study.settings.codebook.model_copy(update={"files": ()})})
    with pytest.raises(SettingsError, match="no code to code with"):
        sheet.run(type(study)(study.root, empty), "anna", 0)


def _two_codebooks(folder, scope=FOR_THE_SURVEY):
    return make_uncoded_study(folder, scope, {"codebooks/traits.yaml": TRAITS})


def test_a_sheet_of_one_kind_has_the_codes_that_apply_there(tmp_path):
    """The sheet of the focus groups knows nothing of the survey's codebook, and its name says what it is of."""
    study = _two_codebooks(tmp_path)
    said = sheet.run(study, "anna", 0, "focus_group")
    rows = _rows(study, "data/derived/sheets/anna-focus_group.xlsx")
    assert rows[0][5:] == ("Trust", "Early trust", "Stigma", "note", "read")
    assert len(rows) == 5
    assert "anna-focus_group.xlsx: 3 segments to read, 3 codes" in said
    sheet.run(study, "anna", 1, "survey")
    assert _rows(study, "data/derived/sheets/anna-survey.xlsx")[0][5:9] == ("Trust", "Early trust", "Stigma", "Courage")


def test_where_kinds_stand_together_the_cells_that_are_not_asked_are_grey(tmp_path):
    """One sheet of everything: courage is looked for in the two answers alone."""
    study = _two_codebooks(tmp_path)
    sheet.run(study, "anna", 0)
    coding = openpyxl.load_workbook(study.root / PATH)["Coding"]
    assert coding["I1"].value == "Courage"
    is_grey = [coding.cell(row, 9).fill.fgColor.rgb == "FFE7E6E6" for row in range(2, 8)]
    assert is_grey == [True, True, True, True, False, False]


def test_what_no_code_applies_to_is_not_sent_to_a_coder(tmp_path):
    """With a codebook for the survey alone the sheet holds answers alone, and there is none for focus groups."""
    study = make_uncoded_study(tmp_path, 'applies_to = { peers = ["survey"] }\n')
    sheet.run(study, "anna", 0)
    assert [row[0] for row in _rows(study)[1:]] == list_segments()["segment_id"].tolist()[4:]
    with pytest.raises(SettingsError, match="no code applies to anything that participants said there") as error:
        sheet.run(study, "anna", 0, "focus_group")
    assert "applies_to" in error.value.problems[0].fix


def test_a_kind_that_the_study_does_not_have_is_refused(study):
    """The kinds there are, or the one that was meant, are said."""
    with pytest.raises(SettingsError, match="no source of kind 'surveys'") as error:
        sheet.run(study, "anna", 0, "surveys")
    assert error.value.problems[0].fix == "did you mean 'survey'?"


def test_a_scope_that_does_not_exist_stops_the_sheet(tmp_path):
    """A misspelt kind in study.toml would make a sheet that asks for nothing."""
    with pytest.raises(SettingsError, match="is no kind of source or question here"):
        sheet.run(_two_codebooks(tmp_path, 'applies_to = { traits = ["servey"] }\n'), "anna", 0)
