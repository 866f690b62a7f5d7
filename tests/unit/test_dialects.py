"""Survey tools told by their exports."""

from __future__ import annotations

import pytest

from pipeline.formats.surveys.dialects import fold_header, read_header, recognise
from tests.support import survey_exports as exports


def _qualtrics(*ranks):
    return [*(exports.QUALTRICS[rank] for rank in ranks), *exports.QUALTRICS_ROWS]


@pytest.mark.parametrize(
    ("rows", "name", "header_rows"),
    [
        (_qualtrics(0, 1, 2), "Qualtrics", 3),
        (_qualtrics(0, 1), "Qualtrics", 2),
        (_qualtrics(0, 2), "Qualtrics", 2),
        (_qualtrics(0), "Qualtrics", 1),
        (_qualtrics(1), "Qualtrics", 1),
        (exports.QUALTRICS, "Qualtrics", 3),
        ([["Q1", "Q2"], ["Why?", "How?"], ['{"ImportId":"QID1"}', '{"ImportId":"QID2"}']], "Qualtrics", 3),
        (exports.REDCAP, "REDCap", 1),
        (exports.REDCAP_LABELLED, "REDCap", 1),
        ([["study_id", "why", "intake_complete"], ["7", "to learn", "2"]], "REDCap", 1),
        (exports.LIMESURVEY, "LimeSurvey", 1),
        (exports.LIMESURVEY_TEXTS, "LimeSurvey", 1),
        (exports.LIMESURVEY_BOTH, "LimeSurvey", 1),
        (exports.SURVEYMONKEY, "SurveyMonkey", 2),
        ([exports.SURVEYMONKEY[0], *exports.SURVEYMONKEY[2:]], "SurveyMonkey", 1),
        (exports.GOOGLE, "Google Forms", 1),
        (exports.MICROSOFT, "Microsoft Forms", 1),
    ],
)
def test_a_tool_is_told_by_what_only_its_exports_have(rows, name, header_rows):
    """Its header rows are counted, and the evidence is said."""
    found = recognise(rows)
    assert (found.name, found.header_rows) == (name, header_rows)
    assert found.evidence.startswith("its ")


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["id", "answer"], ["1", "fine"]],
        [["Timestamp", "said"], ["0:12", "hello"]],
        [["Response ID", "Status", "answer"], ["1", "open", "fine"]],
        [["id", "name", "form_complete"], ["1", "Ann", "nearly"]],
        [["Respondent ID", "answer"], ["1", "fine"]],
    ],
)
def test_any_other_table_is_plain(rows):
    """One familiar header is no evidence; a plain table has one header row."""
    found = recognise(rows)
    assert (found.name, found.header_rows) == ("", 1)


def test_a_format_that_knows_its_headers_decides_over_the_tool():
    """Qualtrics' data in an SPSS file have two header rows."""
    found = recognise(_qualtrics(0, 1), header_rows=2)
    assert (found.name, found.header_rows) == ("Qualtrics", 2)


def test_the_form_columns_of_redcap_say_what_was_finished():
    """They are named after the forms, so each export has its own; its first column is the person's."""
    found = recognise(exports.REDCAP)
    assert found.unfinished[0] == {"startcomplete"}
    assert found.person == {"recordid"}
    assert {"startcomplete", "starttimestamp"} <= found.own


def test_headers_are_compared_without_spaces_and_capitals():
    """The ids and the wordings of a tool's own columns are the same but for these; an ImportId is its value."""
    assert fold_header("Response ID") == fold_header("ResponseId") == "responseid"
    assert read_header(' {"ImportId":"QID1_TEXT", "timeZone":"x"} ') == "QID1_TEXT"
    assert read_header("What\nelse?") == "What else?"
