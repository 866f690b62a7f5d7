"""SPSS files as rows of cells."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.errors import SourceError
from pipeline.formats.spss import parse_sav
from tests.support.survey_exports import make_sav

DATA = make_sav(
    {
        "who": [7.0, 8.5, None],
        "wave": [1.0, 2.0, 3.0],
        "said": ["Caf\u00e9\u00a0time", "", "n/a"],
        "day": [datetime(2026, 3, 2), None, None],  # noqa: DTZ001 - SPSS knows no time zone
    },
    {"said": "What did you like?"},
    {"wave": {1: "Before", 2: "After"}},
)


def test_names_and_labels_are_headers_and_values_are_their_labels():
    """A value without a label stays as it is, a missing one is blank; rows are called by their case."""
    sheet = parse_sav(DATA, "a.sav")
    assert sheet.rows == [
        ["who", "wave", "said", "day"],
        ["", "", "What did you like?", ""],
        ["7", "Before", "Caf\u00e9 time", "2026-03-02"],
        ["8.5", "After", "", ""],
        ["", "3", "n/a", ""],
    ]
    assert (list(sheet.places), sheet.header_rows) == ([0, 0, 1, 2, 3], 2)


@pytest.mark.parametrize(
    ("data", "encoding"), [(DATA[:100], ""), (DATA[:-20], ""), (b"$FL2 and nothing more", ""), (DATA, "no-such")]
)
def test_what_cannot_be_read_is_a_problem_with_a_remedy(data, encoding):
    """A file that was cut off, or an encoding that does not exist, ends in a message."""
    with pytest.raises(SourceError, match="cannot be read as an SPSS file") as caught:
        parse_sav(data, "a.sav", encoding)
    assert "CSV" in caught.value.problems[0].fix
