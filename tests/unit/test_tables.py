"""Tables as people export them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.encodings import normalise
from pipeline.formats.tables import build_table, find_columns, list_headers, read_raw_table, read_table_file
from tests.support.documents import make_xlsx


def _read(text, name="a.csv", **more):
    return read_table_file(text.encode() if isinstance(text, str) else text, name, **more)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_table(separator):
    """A table is read whatever parts its cells, though their words hold other separators."""
    cells = [["id", "answer"], ["1", "one, two; three"], ["2", "four, five"], ["3", "six | seven, eight"]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(cells)
    table = _read(out.getvalue())
    assert table.columns == (("id",), ("answer",))
    assert [list(row) for row in table.rows] == cells[1:]


def test_a_table_of_one_column_is_a_table():
    """Commas in prose do not make columns of it."""
    table = _read('answer\n"well, yes"\nno\nmaybe, but\n'.replace("maybe, but", "maybe"))
    assert table.rows == (("well, yes",), ("no",), ("maybe",))


def test_rows_know_their_lines():
    """A row's line is where it begins in the file, though cells before it hold line breaks; blank rows are no rows."""
    table = _read('id,answer\r\n1,"two\r\nlines"\r\n\r\n,\r\n2,x\r\n')
    assert table.places == (2, 6)
    assert table.rows == (("1", "two\nlines"), ("2", "x"))
    assert table.fates["line end"] == (6, 6)


def test_the_characters_outside_the_rows_are_counted():
    """Header, separators and rows make up the whole file."""
    text = 'id,answer,\n1,"two ""x"" ",\n,,  \n3\n'
    table = _read(text)
    in_rows = sum(len(cell) for row in table.rows for cell in row)
    assert sum(n for n, _ in table.fates.values()) + in_rows == len(text)


def test_short_rows_are_filled_and_blank_cells_beyond_the_header_ignored():
    """A row that ends early has blank cells; empty separators at its end are no cells."""
    assert _read("a,b\n1\n2,3,,\n").rows == (("1", ""), ("2", "3"))


def test_a_row_with_more_cells_than_the_header_is_a_problem():
    """A separator too many shifts answers into other questions, so it is never ignored."""
    with pytest.raises(SourceError, match="more cells than its header: 1 of 2 rows") as caught:
        _read("a,b\n1,2\n1,secret,3\n")
    assert caught.value.problems[0].where == "a.csv, line 3"
    assert "secret" not in str(caught.value)


def test_a_row_of_a_workbook_is_called_a_row():
    """Excel numbers rows, an editor lines; blank rows are counted with them."""
    with pytest.raises(SourceError, match="1 of 2 rows") as caught:
        _read(make_xlsx({"s": [["a"], [1], [None], [1, 2]]}), "a.xlsx")
    assert caught.value.problems[0].where == "a.xlsx, row 4"


def test_an_endless_cell_is_a_problem():
    """A quotation mark that never closes is found where it opens, however little comes after it."""
    for rest in ("x\n2,y\n", "x" * 200_000):
        with pytest.raises(SourceError, match="from line 2 on") as caught:
            _read('a,b\n1,"' + rest)
        assert "quotation mark" in caught.value.problems[0].fix


def test_several_header_rows_all_name_their_columns():
    """A column is called by its name in any header row, or by them joined, blank upper cells taking the one before."""
    table = _read("Q1,How was it?,\n,Very,Not at all\n1,2,3\n", header_rows=2)
    assert table.columns == (
        ("Q1",),
        ("How was it?", "Very", "How was it? | Very"),
        ("Not at all", "How was it? | Not at all"),
    )
    assert table.rows == (("1", "2", "3"),)
    assert table.places == (3,)


def test_a_workbook_gives_its_first_filled_visible_sheet_as_text():
    """Whole numbers have no decimals, dates are written as in ISO 8601, other sheets are told and counted."""
    data = make_xlsx(
        {
            "empty": [],
            "answers": [
                ["id", "when", "answer"],
                [1, datetime(2026, 5, 3), 2.5],  # noqa: DTZ001 - cells have no time zone
                [2.0, date(2026, 5, 4), "a_x000D_\r\nb"],
                [None, None, None],
                [1e20, datetime(2026, 5, 3, 10, 30), "z"],  # noqa: DTZ001 - cells have no time zone
                ["y", None, 1],
            ],
            "notes": [["see", "page"]],
        }
    )
    table = _read(data, "a.xlsx")
    assert table.rows == (
        ("1", "2026-05-03", "2.5"),
        ("2", "2026-05-04", "a\nb"),
        ("100000000000000000000", "2026-05-03 10:30:00", "z"),
        ("y", "", "1"),
    )
    assert table.places == (2, 3, 5, 6)
    assert table.fates["other sheet"] == (7, 1)
    assert "2 filled sheets" in table.notices[0].problem


def test_the_content_decides_over_the_name():
    """A workbook that is called .csv is read as one."""
    assert _read(make_xlsx({"s": [["a"], ["b"]]}), "a.csv").rows == (("b",),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n1,2\n", "not an Excel workbook"),
        (b"", "not an Excel workbook"),
        (make_xlsx({"s": []}), "no filled sheet"),
    ],
)
def test_a_file_that_only_has_the_name_of_a_workbook_is_a_problem(data, message):
    """The message says what is wrong and what to do."""
    with pytest.raises(SourceError, match=message) as caught:
        _read(data, "a.xlsx")
    assert caught.value.problems[0].fix


def test_a_damaged_workbook_is_a_problem():
    """A zip file that holds something else is no workbook."""
    import zipfile

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(SourceError, match="cannot be read as an Excel workbook"):
        _read(data.getvalue(), "a.xlsx")


def test_a_hidden_sheet_is_no_table():
    """What the researcher does not see is not read as answers."""
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx({"old": [["a"], ["no"]], "new": [["a"], ["yes"]]})))
    book["old"].sheet_state = "hidden"
    book.active = 1
    data = io.BytesIO()
    book.save(data)
    table = _read(data.getvalue(), "a.xlsx")
    assert table.rows == (("yes",),)
    assert table.notices == ()


def test_a_workbook_with_a_password_is_named():
    """Excel gives it the name of any other."""
    with pytest.raises(SourceError, match="old Excel file or has a password") as caught:
        _read(b"\xd0\xcf\x11\xe0...", "a.xlsx")
    assert caught.value.problems[0].fix == "save it as .xlsx without one"


def test_the_headers_of_a_wide_table_are_listed_in_part():
    """A message stays readable; a table without any header says so."""
    assert list_headers(_read(",".join(f"c{n}" for n in range(14)) + "\n")).endswith("'c11', ...")
    assert list_headers(_read(",\n1,2\n")) == "none"


def test_a_guessed_encoding_is_told():
    """The researcher learns in what encoding a table was read."""
    table = _read("id,answer\n1,caf\u00e9\n".encode("cp1252"))
    assert table.rows == (("1", "caf\u00e9"),)
    assert "cp1252" in table.notices[0].problem


def test_columns_are_found_by_their_headers_however_they_are_spaced():
    """White space in a header is compared as one space."""
    table = _read('"FFT  question\n",id,"  answer"\nq,1,a\n')
    wanted = {"columns.question": "FFT question", "columns.text": "answer"}
    assert find_columns(table, wanted) == {"columns.question": 0, "columns.text": 2}


def test_every_missing_or_repeated_column_is_listed_with_the_closest_there_is():
    """All mistakes come at once, each with its file and what it may have meant."""
    table = _read("Respondent ID,Answer,x,x\n1,2,3,4\n")
    with pytest.raises(SourceError) as caught:
        find_columns(table, {"columns.participant": "respondent_id", "columns.text": "Zeit", "columns.row": "x"})
    assert [(problem.problem, problem.fix) for problem in caught.value.problems] == [
        ("'a.csv' has no column 'respondent_id', which columns.participant names", "did you mean 'Respondent ID'?"),
        (
            "'a.csv' has no column 'Zeit', which columns.text names",
            "its columns are: 'Respondent ID', 'Answer', 'x', 'x'",
        ),
        ("'a.csv' has more than one column 'x', which columns.row names", "give each column a name of its own"),
    ]


def test_a_separator_that_the_first_line_names_is_used():
    """Excel writes `sep=;` where commas are decimal signs; the line is no row, and its characters are counted."""
    text = 'sep=;\r\nid;mark;answer\r\n1;3,5;"so; and\r\nso, on"\r\n2;4,0;well, yes\r\n'
    table = _read(text)
    assert table.columns == (("id",), ("mark",), ("answer",))
    assert table.rows == (("1", "3,5", "so; and\nso, on"), ("2", "4,0", "well, yes"))
    assert (table.places, table.form) == ((3, 5), "CSV parted by semicolons, utf-8")
    in_rows = sum(len(cell) for row in table.rows for cell in row)
    assert sum(n for n, _ in table.fates.values()) + in_rows == len(text)


def test_decimal_commas_are_no_separators():
    """Semicolons cut every row alike, the commas of numbers only some."""
    assert _read("id;mark;weight\n1;3,5;1,25\n2;4,0;1,75\n").rows == (("1", "3,5", "1,25"), ("2", "4,0", "1,75"))


def test_how_a_header_is_read_is_for_the_caller_to_say():
    """Some tools write more than a name into it; what it cost is that of the file."""
    raw = read_raw_table(b"a-b,c\n1,2\n", "a.csv")
    table = build_table(raw, 1, str.upper)
    assert table.columns == (("A-B",), ("C",))
    assert table.fates["header"] == (4, 2)


cells = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6))
def test_any_cells_survive_a_csv_and_are_all_counted(rows):
    """What a spreadsheet writes is read back cell by cell, and every character of the file has its place."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("id", "one", "two"), *rows])
    table = _read(out.getvalue())
    if normalise(out.getvalue(), "").text == out.getvalue():
        assert list(table.rows) == [row for row in rows if any(cell.strip() for cell in row)]
    in_rows = sum(len(cell) for row in table.rows for cell in row)
    assert sum(n for n, _ in table.fates.values()) + in_rows == len(out.getvalue())
