"""Survey files as read."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.surveys.reading import TESTS, read_survey_file
from tests.support import survey_exports as exports
from tests.support.documents import make_xlsx

WHOLE = [*exports.QUALTRICS, *exports.QUALTRICS_ROWS]


def _read(rows, name="a.csv", **more):
    return read_survey_file(exports.write_csv(rows).encode(), name, **more)


def _told(survey):
    return [notice.problem for notice in survey.notices]


def test_a_qualtrics_export_is_read_below_its_three_headers():
    """Columns go by id, wording or ImportId; previews are left out and counted, what was not finished is kept."""
    survey = _read(WHOLE)
    assert survey.table.columns[16][:3] == ("Q1", "What brought you to the course?", "QID1_TEXT")
    assert [row[8] for row in survey.table.rows] == ["R_1", "R_2", "R_3"]
    assert survey.table.places == (5, 6, 7)
    assert survey.table.fates[TESTS] == (sum(map(len, WHOLE[-1])), len(WHOLE[-1]))
    assert [told.split("'a.csv'")[1] for told in _told(survey)] == [
        " was recognised as an export of Qualtrics by its ImportIds; its first 3 rows were read as headers",
        " were not finished; they are kept",
        " are left out: Qualtrics says that they are the researchers' own",
    ]


@pytest.mark.parametrize("form", ["utf-8", "utf-16", "tabs", "xlsx"])
def test_the_form_of_the_file_makes_no_difference(form):
    """Qualtrics writes its TSV in UTF-16, and workbooks without the row of ImportIds."""
    expected = _read(WHOLE).table.rows
    if form == "xlsx":
        survey = read_survey_file(make_xlsx({"Sheet0": [*WHOLE[:2], *WHOLE[3:]]}), "a.xlsx")
        assert survey.dialect.header_rows == 2
    else:
        text = exports.write_csv(WHOLE, "\t" if form != "utf-8" else ",")
        survey = read_survey_file(text.encode("utf-16" if form == "utf-16" else "utf-8"), "a.tsv")
    assert survey.table.rows == expected


def test_the_account_holds_with_several_header_rows_and_tests_left_out():
    """Headers, separators, kept rows and left-out ones are all of the file."""
    survey = _read(WHOLE)
    in_rows = sum(len(cell) for row in survey.table.rows for cell in row)
    assert sum(n for n, _ in survey.table.fates.values()) + in_rows == len(exports.write_csv(WHOLE))


def test_a_trial_that_holds_only_previews_is_read():
    """A researcher who tries the survey out sees the answers, and is told what they are."""
    survey = _read([*exports.QUALTRICS, exports.QUALTRICS_ROWS[3]])
    assert len(survey.table.rows) == 1
    assert "all 1 responses of 'a.csv' are previews or tests" in _told(survey)[-1]


def test_the_settings_decide_how_many_rows_are_headers():
    """What was recognised can be overruled, and then nothing is told of it."""
    survey = _read(WHOLE, header_rows=1)
    assert survey.table.places[0] == 2
    assert not any("header" in told for told in _told(survey))


def test_a_plain_table_is_read_without_a_word():
    """Nothing had to be decided."""
    assert _read([["id", "answer"], ["1", "fine"]]).notices == ()


def test_rows_without_a_submission_date_are_unfinished_in_limesurvey():
    """They hold answers all the same."""
    survey = _read(exports.LIMESURVEY)
    assert len(survey.table.rows) == 2
    assert _told(survey) == ["1 of the 2 responses of 'a.csv' were not finished; they are kept"]


@pytest.mark.parametrize("cell", ["a@example.org", "203.0.113.7", "2026-03-02 10:11", "https://example.org/x"])
def test_a_table_without_a_header_is_a_problem_that_shows_none_of_it(cell):
    """Its first row is somebody's answers, which no message may repeat."""
    with pytest.raises(SourceError, match="holds answers, not headers") as caught:
        _read([["7", cell, "what she said"], ["8", cell, "what he said"]])
    assert "she" not in str(caught.value)
    assert caught.value.problems[0].where == "a.csv, line 1"


def test_a_file_that_only_names_its_separator_is_an_empty_table():
    """It has no row, so nothing can be recognised."""
    survey = read_survey_file(b"sep=;\n", "a.csv")
    assert (survey.table.rows, survey.dialect.name) == ((), "")


def test_an_spss_file_has_names_labels_and_values_as_their_labels():
    """Waves coded 1 and 2 are called what the file calls them."""
    data = exports.make_sav(
        {"who": [1.0, 2.0], "wave": [1.0, 2.0], "q1": ["We came by bus", ""]},
        {"q1": "How did you come?"},
        {"wave": {1: "Before", 2: "After"}},
    )
    survey = read_survey_file(data, "a.sav")
    assert survey.table.columns == (("who",), ("wave",), ("q1", "How did you come?", "q1 | How did you come?"))
    assert survey.table.rows == (("1", "Before", "We came by bus"), ("2", "After", ""))
    assert (survey.table.places, survey.table.form) == ((1, 2), "SPSS file")
