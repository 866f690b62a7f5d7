"""The review of names as a file."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from pipeline.errors import SourceError
from pipeline.formats.review import read_review, render_review
from pipeline.methods.text.candidates import COLUMNS

ROWS = [{"text": "Sandra", "kind": "person", "found": "by the recogniser", "times": "2", "pseudonym": "[Person A]"}]


def make_table(rows):
    """Return candidates with `rows`, the other columns empty."""
    filled = [{**dict.fromkeys(COLUMNS, ""), **row} for row in rows]
    return pd.DataFrame(filled, columns=list(COLUMNS), dtype="str")


def test_a_review_comes_back_as_it_was_written(tmp_path):
    """Writing and reading is the identity; rows are numbered as the sheet shows them."""
    path = tmp_path / "review.xlsx"
    table = make_table([*ROWS, {"text": "=1+1", "context_1": "a\tb", "decision": "reject"}])
    path.write_bytes(render_review(table))
    back = read_review(path, "review.xlsx")
    assert list(back.index) == [2, 3]
    assert back.to_dict("records") == table.to_dict("records")


def test_the_same_candidates_are_the_same_bytes():
    """Nothing of the clock is in the file, and a cell that looks like a formula is text."""
    assert render_review(make_table(ROWS)) == render_review(make_table(ROWS))
    book = openpyxl.load_workbook(io.BytesIO(render_review(make_table([{"text": "=1"}]))))
    assert book["Names"]["A2"].data_type == "s"
    assert "accept" in book["How to"]["A2"].value


def test_a_review_that_is_not_there_is_empty(tmp_path):
    """The first run has no decisions."""
    assert read_review(tmp_path / "review.xlsx", "review.xlsx").empty


def test_columns_and_cells_that_are_wrong_are_named(tmp_path):
    """A column that is gone, or a decision that is none, stops with its place."""
    path = tmp_path / "review.xlsx"
    path.write_bytes(render_review(make_table([{"text": "Sandra", "decision": "hm"}])))
    with pytest.raises(SourceError, match=r"review\.xlsx, row 2"):
        read_review(path, "review.xlsx")
    book = openpyxl.load_workbook(path)
    book["Names"]["A1"].value = "name"
    book.save(path)
    with pytest.raises(SourceError, match="no column 'text'"):
        read_review(path, "review.xlsx")
