"""CSV and XLSX files as rows of text."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from pipeline.errors import CodingsError
from pipeline.formats.grids import _text, parse_csv, read_grids


def _read(folder, content, encoding="", name="codes.csv"):
    path = folder / name
    path.write_bytes(content)
    return read_grids(path, name, encoding)


def _workbook(rows, *, more=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title in more:
        book.create_sheet(title)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_csv_reads_the_same_whatever_its_separator_and_line_ends(separator, line_end, tmp_path):
    """Excel writes semicolons in half of Europe."""
    text = line_end.join([separator.join(["id", '"two words"', "c"]), separator.join(["1", ' "x', "y"])]) + line_end
    expected = [["id", "two words", "c"], ["1", '"x', "y"]]
    assert _read(tmp_path, text.encode())[""] == expected


def test_a_cell_of_a_csv_may_hold_lines_and_separators():
    """A quoted cell is one cell."""
    assert parse_csv('id,text\n1,"one, two\nthree"\n', "a.csv") == [["id", "text"], ["1", "one, two\nthree"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_in_the_encoding_its_bytes_show(encoding, tmp_path):
    """A sheet saved as CSV by Excel on Windows is not UTF-8."""
    assert _read(tmp_path, "id,caf\u00e9\n1,x\n".encode(encoding))[""][0] == ["id", "caf\u00e9"]


def test_an_encoding_that_is_named_is_used(tmp_path):
    """study.toml has the last word."""
    assert _read(tmp_path, "id,\u0416\n".encode("cp1251"), "cp1251")[""] == [["id", "\u0416"]]


def test_the_cells_of_a_workbook_are_text(tmp_path):
    """Whole numbers have no decimals, a blank cell is empty, and every sheet has its name."""
    grids = _read(tmp_path, _workbook([["id", None, "c"], [1.0, True, 2.5]], more=["Notes"]), name="a.xlsx")
    assert grids == {"Sheet": [["id", "", "c"], ["1", "True", "2.5"]], "Notes": []}


def test_a_whole_number_has_no_decimals_however_it_was_stored():
    """An id of 17.0 in one program is 17 in another."""
    assert [_text(value) for value in (17.0, 17, 2.5, None, " a ")] == ["17", "17", "2.5", "", "a"]


def test_what_a_file_is_is_told_by_its_content(tmp_path):
    """A workbook that is named .csv is a workbook."""
    assert _read(tmp_path, _workbook([["id"]]), name="a.csv")["Sheet"] == [["id"]]


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        (b"\xd0\xcf\x11\xe0old", "", "an old Excel file"),
        (b"PK\x03\x04 nothing of the kind", "", "cannot be read as XLSX"),
        (b"%PDF-1.7", "", "no text that can be read"),
        (b"", "", "no text that can be read"),
        ("caf\u00e9".encode("cp1252"), "utf-8", "no text that can be read"),
        (b'id,text\n1,"' + b"a" * 140_000 + b'"\n', "", "cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_remedy(content, encoding, said, tmp_path):
    """An old workbook, a renamed document, an empty file and a wrong encoding each get a sentence."""
    with pytest.raises(CodingsError, match=said) as error:
        _read(tmp_path, content, encoding)
    assert error.value.problems[0].where == "codes.csv"
    assert error.value.problems[0].fix


def test_a_document_renamed_to_a_workbook_is_refused(tmp_path):
    """A zip that is no workbook is not one."""
    saved = io.BytesIO()
    docx.Document().save(saved)
    with pytest.raises(CodingsError, match="cannot be read as XLSX"):
        _read(tmp_path, saved.getvalue(), name="a.xlsx")
