"""What the columns of a survey are taken for, and what is left to somebody who knows it."""

from __future__ import annotations

import pytest

from pipeline.commands.looking import look
from tests.support.folders import fill, make_rows, make_survey


def _read(folder, header, cells=("",)):
    """Return how a survey is read whose rows are `cells` (each with {k}) and an answer."""
    rows = [",".join((*(cell.format(k=k) for cell in cells), text)) for k, text in enumerate(make_rows(24))]
    (seen,) = look(fill(folder, {"s.csv": f"{header},What helps?\n" + "\n".join(rows)}), ())
    assert seen.reading is not None
    return seen.reading


def test_plain_columns_are_used_and_groups_proposed(tmp_path):
    """An id, a consent to be quoted; waves and ratings are for the researcher to keep."""
    (seen,) = look(fill(tmp_path, {"s.csv": make_survey()}), ())
    assert seen.reading is not None
    assert seen.reading.columns == {"participant": "respondent_id", "consent": "may_quote"}
    (remark,) = seen.reading.doubts
    assert remark.endswith('# columns.attributes = ["wave", "satisfied"]')


def test_an_id_comes_before_a_name_and_a_blank_id_counts_for_nothing(tmp_path):
    """A column that leaves people out cannot tell them apart."""
    assert _read(tmp_path / "a", "id,name", ("{k}", "Ann")).columns == {"participant": "id", "name": "name"}
    assert _read(tmp_path / "b", "participant,name", ("", "Ann {k}")).columns == {"participant": "name", "name": "name"}


def test_what_is_not_sure_is_a_remark_with_its_reason(tmp_path):
    """Nobody told apart, and consent to take part taken for consent to be quoted by nobody."""
    reading = _read(tmp_path, "consent", ("yes",))
    assert reading.columns == {}
    people, consent = reading.doubts
    assert people.startswith("# No column says who answered")
    assert consent.endswith('# columns.consent = "consent"')


@pytest.mark.parametrize(("cells", "is_used"), [("yes", True), ("maybe", False), ("", False)])
def test_a_consent_that_cannot_be_read_is_not_used(tmp_path, cells, is_used):
    """Anything but yes and no would stop the run."""
    assert ("consent" in _read(tmp_path, "ok to quote", (cells,)).columns) is is_used


def test_the_survey_tools_own_columns_need_no_names(tmp_path):
    """Qualtrics says by itself who answered; its metadata are no groups."""
    header = "StartDate,EndDate,Status,Progress,Finished,ResponseId"
    cells = ("2024-01-0{k}", "2024-01-0{k}", "0", "100", "1", "R_{k}")
    reading = _read(tmp_path, header, tuple(c.replace("0{k}", "01 10:00:00") for c in cells))
    assert reading.columns == {}
    assert "as in every export of Qualtrics" in reading.doubts[0]
    assert not any("attributes" in doubt for doubt in reading.doubts)


def test_a_name_that_two_columns_share_is_not_used_for_one(tmp_path):
    """The second header tells them apart."""
    rows = "\n".join(f'{k},{k},"{text}","{text} too"' for k, text in enumerate(make_rows(24)))
    header = "Respondent ID,Collector ID,Why?,Why?\n,,Open-Ended Response,Other\n"
    (seen,) = look(fill(tmp_path, {"s.csv": header + rows}), ())
    assert seen.said.startswith("survey: SurveyMonkey export, 24 rows, 2 open questions, 48 answers")
