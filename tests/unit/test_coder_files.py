"""The files of coders, whatever they were saved as."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.chart import BarChart

from pipeline.errors import CodingsError
from pipeline.formats.codings.files import read_grids


def _read(folder, content, encoding=""):
    path = folder / "codes.csv"
    path.write_bytes(content)
    return read_grids(path, "codes.csv", encoding)


def _save(book):
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_white_space_around_a_cell_is_no_part_of_it(tmp_path):
    """A mark is a mark and an id an id, however they were typed."""
    assert _read(tmp_path, b'id ; two words\n 1;" x\ny "\n') == {"": [["id", "two words"], ["1", "x\ny"]]}


def test_all_sheets_count_hidden_ones_too(tmp_path):
    """A coder may have put a sheet out of the way; its codings are codings all the same."""
    book = openpyxl.Workbook()
    book.active.append(["to do"])
    hidden = book.create_sheet("Coding")
    hidden.append([" segment_id", 1.0])
    hidden.sheet_state = "hidden"
    assert _read(tmp_path, _save(book)) == {"Sheet": [["to do"]], "Coding": [["segment_id", "1"]]}


def test_a_workbook_without_any_sheet_of_cells_is_an_empty_one(tmp_path):
    """A lone chart has no columns, which the reader of the codings says."""
    book = openpyxl.Workbook()
    book.create_chartsheet().add_chart(BarChart())
    book.remove(book.active)
    assert _read(tmp_path, _save(book)) == {"": []}


def test_the_encoding_that_the_study_names_is_used(tmp_path):
    """As in [[coders]] `encoding`."""
    assert _read(tmp_path, "id,\u0416\n".encode("cp1251"), "cp1251") == {"": [["id", "\u0416"]]}


@pytest.mark.parametrize(
    ("content", "encoding", "said", "where"),
    [
        (b"\xd0\xcf\x11\xe0old", "", "is an old Excel file or has a password", "codes.csv"),
        (b"PK\x03\x04 nothing", "", "cannot be read as an Excel workbook", "codes.csv"),
        (b"%PDF-1.7", "", "is a PDF, not text", "codes.csv"),
        (b"caf\xe9", "utf-8", "cannot be read as utf-8", "codes.csv"),
        (b'id,Trust\n1,"x\n2,x\n', "", "cannot be read as a table from line 2 on", "codes.csv, line 2"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_the_codings(content, encoding, said, where, tmp_path):
    """Said as for any table, with the exit code of codings; nothing tells of sources."""
    with pytest.raises(CodingsError, match=said) as error:
        _read(tmp_path, content, encoding)
    assert error.value.problems[0].where == where
    assert error.value.problems[0].fix
    assert "[[sources]]" not in str(error.value)
