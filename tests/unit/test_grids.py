"""CSV and XLSX files as sheets of rows of text."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.grids import parse_grids
from tests.support.documents import make_docx, make_xlsx
from tests.support.survey_exports import make_sav


def _rows(content, encoding=""):
    (sheet,) = parse_grids(content.encode() if isinstance(content, str) else content, "a.csv", encoding).sheets
    return sheet.rows


def _where(content):
    with pytest.raises(SourceError, match="cannot be read as a table") as error:
        _rows(content)
    assert "quotation mark" in error.value.problems[0].fix
    return error.value.problems[0].where


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_csv_reads_the_same_whatever_its_separator_and_line_ends(separator, line_end):
    """Excel writes semicolons in half of Europe; a quotation mark after a space is a character like any other."""
    text = line_end.join([separator.join(["id", '"two words"', "c"]), separator.join(["1", ' "x', "y "])]) + line_end
    assert _rows(text) == [["id", "two words", "c"], ["1", ' "x', "y "]]


def test_the_separator_is_the_one_that_cuts_all_rows_alike():
    """Commas in the header or in the answers are no columns."""
    assert _rows("id;well, so, what\n1;a, b\n2;c\n") == [["id", "well, so, what"], ["1", "a, b"], ["2", "c"]]


def test_a_csv_is_one_sheet_that_knows_its_lines_and_its_text():
    """A row begins where its first cell does, though cells before it hold lines; a blank line is a row of no cells."""
    grids = parse_grids(b'\xef\xbb\xbfid,text\r\n\r\n1,"one, two\r\nthree"\r\n2,x', "a.csv")
    (sheet,) = grids.sheets
    assert sheet.rows == [["id", "text"], [], ["1", "one, two\nthree"], ["2", "x"]]
    assert sheet.places == [1, 2, 3, 5]
    assert grids.decoded is not None
    assert grids.decoded.text == 'id,text\n\n1,"one, two\nthree"\n2,x'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_in_the_encoding_its_bytes_show(encoding):
    """A sheet saved as CSV by Excel on Windows is not UTF-8."""
    assert _rows("id,caf\u00e9\n1,x\n".encode(encoding))[0] == ["id", "caf\u00e9"]


def test_an_encoding_that_is_named_is_used():
    """study.toml has the last word."""
    assert _rows("id,\u0416\n".encode("cp1251"), "cp1251") == [["id", "\u0416"]]


@pytest.mark.parametrize("rest", ["", "\n", "\n3,y", "\n\n", "x" * 140_000, "x" * 140_000 + '"\n'])
def test_a_quotation_mark_that_is_never_closed_is_found_where_its_row_begins(rest):
    """It would swallow all rows after it into one cell; a cell that cannot end within reason is the same."""
    assert _where('id,text\n1,"one\ntwo"\n2,"' + rest) == "a.csv, line 4"


cells = st.text(alphabet='a";\n ', max_size=4)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_what_a_spreadsheet_writes_is_never_taken_for_an_open_quotation(rows):
    """However its cells are quoted, every row is read; with the last quotation mark gone, it is refused."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    assert _rows(out.getvalue()) == [list(row) for row in rows]
    with pytest.raises(SourceError, match="cannot be read as a table"):
        parse_grids(out.getvalue().removesuffix('"\n').encode() + b"\n", "a.csv")


def test_the_cells_of_a_workbook_are_text_as_it_was_written():
    """Whole numbers have no decimals, dates are written as in ISO 8601, blank cells are empty, sheets have names."""
    content = make_xlsx(
        {
            "Answers": [
                ["id", None, " c "],
                [1.0, True, 2.5],
                [17, datetime(2026, 5, 3), datetime(2026, 5, 3, 10, 30)],  # noqa: DTZ001 - cells have no time zone
                [1e20, date(2026, 5, 4), "a_x000D_\r\nb"],
            ],
            "Notes": [],
        }
    )
    grids = parse_grids(content, "a.xlsx")
    assert {sheet.title: sheet.rows for sheet in grids.sheets} == {
        "Answers": [
            ["id", "", " c "],
            ["1", "True", "2.5"],
            ["17", "2026-05-03", "2026-05-03 10:30:00"],
            ["100000000000000000000", "2026-05-04", "a\nb"],
        ],
        "Notes": [],
    }
    assert list(grids.sheets[0].places) == [1, 2, 3, 4]
    assert grids.decoded is None


def test_the_cells_of_a_workbook_are_cleaned_as_text_is():
    """What nobody sees is taken out, odd spaces are plain, and what that cost is counted."""
    (sheet,) = parse_grids(
        make_xlsx({"s": [["a\u00adb\u200b", "Cafe\u0301\u00a0x"], ["b", "_x0007_ding"]]}), "a.xlsx"
    ).sheets
    assert sheet.rows == [["ab", "Caf\u00e9 x"], ["b", "ding"]]
    assert sheet.fates == {
        "soft hyphen": (1, 1),
        "zero-width character": (1, 1),
        "composed accent": (1, 1),
        "control character": (1, 1),
    }


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\n', "SEP=;\r\n"])
def test_a_first_line_that_names_the_separator_is_no_row(first):
    """Lines are numbered as an editor numbers them."""
    (sheet,) = parse_grids(f"{first}a,b;c\n1,2;3\n".encode(), "a.csv").sheets
    assert sheet.rows == [["a,b", "c"], ["1,2", "3"]]
    assert (sheet.places, sheet.separator) == ([2, 3], ";")


def test_an_spss_file_is_told_by_its_content():
    """It is one sheet with two header rows, whatever its name."""
    (sheet,) = parse_grids(make_sav({"a": ["x"]}, {"a": "Why?"}), "a.csv").sheets
    assert (sheet.rows, sheet.header_rows) == ([["a"], ["Why?"], ["x"]], 2)


def test_a_hidden_sheet_says_so():
    """Whether it counts is for the reader of the table to say."""
    book = openpyxl.Workbook()
    book.create_sheet("Old").sheet_state = "hidden"
    book.create_sheet("Older").sheet_state = "veryHidden"
    saved = io.BytesIO()
    book.save(saved)
    assert [sheet.is_hidden for sheet in parse_grids(saved.getvalue(), "a.xlsx").sheets] == [False, True, True]


def test_what_a_file_is_is_told_by_its_content():
    """A workbook that is named .csv is a workbook; a CSV may begin with the letters that begin a zip file."""
    assert _rows(make_xlsx({"s": [["id"]]})) == [["id"]]
    assert _rows("PK,text\n1,x\n") == [["PK", "text"], ["1", "x"]]


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        (b"\xd0\xcf\x11\xe0old", "", "'a.csv' is an old Excel file or has a password"),
        (b"PK\x03\x04 nothing of the kind", "", "'a.csv' cannot be read as an Excel workbook"),
        (make_docx(lambda _: None), "", "'a.csv' cannot be read as an Excel workbook"),
        (b"%PDF-1.7", "", "'a.csv' is a PDF, not text"),
        (b"", "", "'a.csv' is empty"),
        ("caf\u00e9".encode("cp1252"), "utf-8", "'a.csv' cannot be read as utf-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_remedy(content, encoding, said):
    """An old workbook, a renamed document, an empty file and a wrong encoding each get a sentence."""
    with pytest.raises(SourceError, match=said) as error:
        parse_grids(content, "a.csv", encoding)
    assert error.value.problems[0].where == "a.csv"
    assert error.value.problems[0].fix


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_read_or_refused(seed):
    """Whatever a broken disk or transfer has done to its bytes, there is no traceback."""
    chance = np.random.default_rng(seed)
    data = bytearray(make_xlsx({"s": [["id", "text"], *([n, "words"] for n in range(30))]}))
    for _ in range(3):
        data[chance.integers(4, len(data))] = chance.integers(256)
    try:
        outcome = len(parse_grids(bytes(data), "a.xlsx").sheets)
    except SourceError as error:
        outcome = len(error.problems)
    assert outcome <= 1


def test_a_workbook_whose_parts_have_a_password_is_refused():
    """A zip program can lock what is in it."""
    data = bytearray(make_xlsx({"s": [["id"]]}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    assert zipfile.is_zipfile(io.BytesIO(data))
    with pytest.raises(SourceError, match="cannot be read as an Excel workbook"):
        parse_grids(bytes(data), "a.xlsx")
