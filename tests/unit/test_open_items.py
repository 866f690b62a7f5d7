"""Open items in lines ready to paste."""

from __future__ import annotations

import tomllib

from pipeline.formats.surveys.open_items import render_questions
from pipeline.formats.surveys.reading import read_survey_file
from pipeline.formats.surveys.values import find_open_items
from pipeline.settings import QuestionSettings
from tests.support import survey_exports as exports


def _propose(rows, taken=()):
    table = read_survey_file(exports.write_csv(rows).encode(), "a.csv").table
    return tomllib.loads(render_questions(table, list(find_open_items(table)), taken)).get("questions", [])


def test_lines_for_every_item_are_settings_as_they_stand():
    """Ids are short, wordings those of the export, and the column is named by what only it is called."""
    said = ["we would like to meet more often", "the van broke down on the way"]
    rows = [
        ["Q1", "O\u00f9 et quand ?", "\u9762\u8ac7"],
        *([text, text + " too", text + " as well"] for text in said),
    ]
    proposed = _propose(rows, taken=["q1"])
    assert proposed == [
        {"id": "q1-2", "wording": "Q1", "columns": ["Q1"]},
        {"id": "ou-et-quand", "wording": "O\u00f9 et quand ?", "columns": ["O\u00f9 et quand ?"]},
        {"id": "item-3", "wording": "\u9762\u8ac7", "columns": ["\u9762\u8ac7"]},
    ]
    assert all(QuestionSettings.model_validate({**question, "columns": ("x",)}) for question in proposed)


def test_a_qualtrics_item_is_called_by_its_id_and_worded_by_its_wording():
    """The second header row says what was asked."""
    assert _propose([*exports.QUALTRICS, *exports.QUALTRICS_ROWS]) == [
        {"id": "q1", "wording": "What brought you to the course?", "columns": ["Q1"]}
    ]


def test_an_item_of_surveymonkey_is_called_by_its_first_header():
    """'Open-Ended Response' stands below every open question."""
    assert [question["columns"] for question in _propose(exports.SURVEYMONKEY)] == [
        ["What helped you most?"],
        ["Anything else?"],
    ]


def test_quotation_marks_in_a_wording_are_escaped():
    """What is pasted can be read."""
    rows = [['What does "peer" mean?'], ["somebody who has been there too"], ["a person like you and me"]]
    assert _propose(rows)[0]["wording"] == 'What does "peer" mean?'
