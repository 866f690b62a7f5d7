"""Values of spreadsheets as the text of cells."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from pipeline.formats.cells import read_cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (2.0, "2"),
        (2.5, "2.5"),
        (True, "True"),
        (date(2026, 5, 4), "2026-05-04"),
        (datetime(2026, 5, 3), "2026-05-03"),  # noqa: DTZ001 - cells have no time zone
        (datetime(2026, 5, 3, 10, 30), "2026-05-03 10:30:00"),  # noqa: DTZ001 - cells have no time zone
        (time(10, 30), "10:30:00"),
        ("a_x000D_\nb", "a\nb"),
        ("a_x000D_\r\nb", "a\nb"),
        ("a_x000a_b", "a\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D_", "_xD83D_"),
        ("a_xyz", "a_xyz"),
        ("a\u00a0b", "a b"),
    ],
)
def test_a_value_is_written_as_people_read_it(value, text):
    """No decimals without need, ISO dates, and what a spreadsheet escapes as the character it stands for."""
    assert read_cells([[value]])[0] == [[text]]


def test_what_cleaning_costs_is_counted_over_all_cells():
    """Characters and places sum over the rows."""
    grid, fates = read_cells([["a\u00ad\u00adb", "c"], ["d\u00ade", 1.0]])
    assert grid == [["ab", "c"], ["de", "1"]]
    assert fates == {"soft hyphen": (3, 2)}
