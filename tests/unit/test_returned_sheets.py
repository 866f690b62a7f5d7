"""Coding sheets as coders send them back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CodingsError
from pipeline.formats.codings.files import read_grids
from pipeline.formats.codings.keyed_sheets import is_filled
from pipeline.formats.codings.returned_sheets import parse_sheet
from pipeline.formats.codings.sheets import SHOWN, render_sheet
from tests.support.codebooks import make_code, make_codebook

CODEBOOK = make_codebook(
    make_code("trust", label="Trust"), make_code("self-care", label="Self care"), make_code("stigma", label="Stigma")
)
HEADER = ["segment_id", "source", "speaker", "question", "text", "Trust", "Self care", "Stigma", "note", "read"]


def _parse(*rows, header=HEADER, asked=None):
    return parse_sheet({"Coding": [list(header), *(list(row) for row in rows)]}, "a.xlsx", CODEBOOK, asked or {})


def _row(number, trust="", self_care="", stigma="", note="", read=""):
    return [f"g:{number}-{number + 1}", "g", "P1", "", f"text {number}", trust, self_care, stigma, note, read]


def _codes(rows):
    return {row.segment_id: set(row.code_ids) for row in rows}


def _problems(*rows, header=HEADER, asked=None):
    with pytest.raises(CodingsError) as error:
        _parse(*rows, header=header, asked=asked)
    return error.value.problems


def test_cells_say_coded_or_not():
    """x, 1, yes and their like give a code; blank, 0 and no do not."""
    rows, notices = _parse(_row(0, "x", "0", "yes"), _row(1, "1", "no", ""), _row(2, "-", "FALSE", "n", note="unsure"))
    assert _codes(rows) == {"g:0-1": {"trust", "stigma"}, "g:1-2": {"trust"}, "g:2-3": set()}
    assert (rows[0].row, rows[0].text, rows[2].note) == (2, "text 0", "unsure")
    assert notices == []


def test_columns_may_be_moved_renamed_to_ids_and_added():
    """A column is known by its header, a code by label or id in any capitals; a coder's own columns are left alone."""
    header = ["My thoughts", "STIGMA", "read", "self-care", "Segment ID", "trust"]
    rows, _ = _parse(["hard to say", "x", "", "", "g:0-1", ""], ["", "", "", "1", "g:1-2", "x"], header=header)
    assert _codes(rows) == {"g:0-1": {"stigma"}, "g:1-2": {"self-care", "trust"}}
    assert rows[0].text is None


def test_the_sheet_and_its_header_are_found_wherever_they_stand():
    """Other sheets may come first, a title may have been written above the header, blank rows do not count."""
    grid = [["Coded by A"], [], HEADER, [], _row(0, "x")]
    rows, _ = parse_sheet({"Plan": [["to do"]], "Sheet1": grid}, "a.xlsx", CODEBOOK, {})
    assert [(row.segment_id, row.row) for row in rows] == [("g:0-1", 5)]


def test_if_any_row_is_marked_as_read_only_those_and_coded_rows_were_read():
    """A coder who worked through a part of the sheet has not said no to the rest."""
    rows, notices = _parse(_row(0, read="x"), _row(1), _row(2, "x"))
    assert notices[0].problem == "1 of 3 rows count as not read: others are marked under 'read'"
    assert _codes(row for row in rows if row.is_read) == {"g:0-1": set(), "g:2-3": {"trust"}}
    assert [row.segment_id for row in rows if not row.is_read] == ["g:1-2"]


def test_if_no_row_is_marked_as_read_every_row_was():
    """Blank cells are decisions then."""
    rows, _ = _parse(_row(0), _row(1, "x"))
    assert _codes(rows) == {"g:0-1": set(), "g:1-2": {"trust"}}


def test_a_sheet_without_any_mark_counts_as_not_read():
    """A sheet that was never filled in must not say that nothing was found."""
    rows, notices = _parse(_row(0), _row(1))
    assert rows == []
    assert "nothing is marked in the sheet" in notices[0].problem


def test_a_code_without_a_column_is_a_problem():
    """The codebook has grown since the sheet was written: a code that was never asked for is not one not given."""
    found = _problems(["g:0-1", "x"], header=["segment_id", "Trust"])
    said = "the sheet has no column for code '{}': nobody can tell 'not given' from 'not asked'"
    assert [(p.problem, p.where) for p in found] == [(said.format(code), "a.xlsx") for code in ("Self care", "Stigma")]
    assert found[0].fix == (
        "add the column (leave it blank if the coder looked for the code and found none), or write the sheet anew"
    )


def test_a_code_whose_column_is_misspelt_is_told_once():
    """What must be mended is the header."""
    (problem,) = _problems(["g:0-1", "x", "", ""], header=["segment_id", "Trsut", "Self care", "Stigma"])
    assert problem.problem == "'Trsut' is not a code of the codebook"


ASKED = {"g": {"trust", "self-care"}, "g:0-1": {"trust"}, "g:1-2": {"self-care"}, "g:2-3": set()}


def test_a_sheet_needs_a_column_for_what_its_rows_are_read_for_and_no_other():
    """A sheet of focus groups has no column of the survey's codebook; facilitators' rows need none at all."""
    header = ["segment_id", "Trust"]
    rows, _ = _parse(["g:0-1", "x"], ["g:2-3", ""], ["", ""], header=header, asked=ASKED)
    assert _codes(rows) == {"g:0-1": {"trust"}, "g:2-3": set()}
    (problem,) = _problems(["g:0-1", "x"], ["g:1-2", ""], header=header, asked=ASKED)
    assert "no column for code 'Self care'" in problem.problem


def test_a_row_of_a_segment_that_is_gone_is_read_for_what_its_source_is():
    """Cut anew since it was written: the sheet needs the codes of the source; of an unknown source, all of them."""
    header = ["segment_id", "Trust", "Self care"]
    rows, _ = _parse(["g:7-9", "x", ""], header=header, asked=ASKED)
    assert len(rows) == 1
    (problem,) = _problems(["h:7-9", "x", ""], header=header, asked=ASKED)
    assert "no column for code 'Stigma'" in problem.problem


def test_a_mark_outside_is_read_like_any_other():
    """Whether the code applies to the row is for the stage to say; the reader loses no mark."""
    rows, _ = _parse(["g:0-1", "", "x"], header=["segment_id", "Trust", "Self care"], asked=ASKED)
    assert _codes(rows) == {"g:0-1": {"self-care"}}


def test_a_cell_that_is_neither_is_named_by_row_and_column_and_not_repeated():
    """The place is said, the words never are: a coder may have typed what a participant said."""
    problems = _problems(_row(0, "she cried"), _row(1, read="partly"))
    assert [p.where for p in problems] == ["a.xlsx, row 2, column F ('Trust')", "a.xlsx, row 3, column J ('read')"]
    assert not any("cried" in str(p) or "partly" in str(p) for p in problems)


@pytest.mark.parametrize(
    ("name", "cells", "said", "fix"),
    [
        ("Trsut", ("", ""), "'Trsut' is not a code", "did you mean 'Trust'? Rename the column"),
        ("Trsut", ("see above", ""), "'Trsut' is not a code", "did you mean 'Trust'? Rename the column"),
        ("Weather", ("x", ""), "'Weather' is not a code", "add the code to the codebook"),
        ("", ("x", ""), "a column has marks but no header", "add the code to the codebook"),
        ("TRUST", ("x", ""), "two columns mean the code 'trust'", "keep one of them"),
    ],
)
def test_a_column_that_looks_like_a_code_and_is_none_is_a_problem(name, cells, said, fix):
    """By its name or by its marks: codings must not be lost because of a header."""
    (problem,) = _problems([*_row(0, "x"), cells[0]], [*_row(1), cells[1]], header=[*HEADER, name])
    assert said in problem.problem
    assert fix in problem.fix
    assert problem.where == "a.xlsx, column K"


def test_a_column_of_words_is_the_coders_own():
    """Neither named like a code nor full of marks: it is left alone."""
    rows, _ = _parse([*_row(0, "x"), "ask about this"], header=[*HEADER, "Weather"])
    assert len(rows) == 1


def test_a_row_with_codes_and_no_segment_is_a_problem():
    """Codings without an address are not dropped; a blank row is."""
    (problem,) = _problems(["", *_row(0, "x")[1:]], ["", *_row(1)[1:]])
    assert (problem.problem, problem.where) == ("a row has codes but no segment_id", "a.xlsx, row 2")


@pytest.mark.parametrize("grids", [{"": []}, {"": [["id", "Trust"], ["1", "x"]]}])
def test_a_file_without_segments_is_no_coding_sheet(grids):
    """The column of ids is what makes a sheet readable."""
    with pytest.raises(CodingsError, match="no column 'segment_id'"):
        parse_sheet(grids, "a.xlsx", CODEBOOK, {})


def test_a_sheet_is_filled_as_soon_as_a_coder_wrote_anything_into_it():
    """A mark, a note, a column of one's own: none of it may be overwritten."""
    blank = [HEADER, _row(0), _row(1)]
    assert not is_filled({"Coding": blank}, SHOWN)
    assert is_filled({"Coding": [*blank, _row(2, note="hm")]}, SHOWN)
    assert is_filled({"Coding": [[*HEADER, "mine"], [*_row(0), "hm"]]}, SHOWN)
    assert is_filled({"Other": [["who", "knows"]]}, SHOWN)


MARKS = st.lists(st.sets(st.sampled_from(["Trust", "Self care", "Stigma"])), min_size=1, max_size=6)


@given(MARKS, st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_sheet_reads_back_the_same_however_rows_and_columns_are_shuffled(
    tmp_path_factory, given_codes, random, as_csv
):
    """Written, filled in, sorted, columns moved, rows hidden, saved as XLSX or CSV: the codings are the same."""
    folder = tmp_path_factory.mktemp("sheet")
    expected = {f"g:{n}-{n + 1}": labels for n, labels in enumerate(given_codes)}
    path = _fill_shuffled(folder, expected, random, as_csv=as_csv)
    rows, _ = parse_sheet(read_grids(path, path.name), path.name, CODEBOOK, {})
    labels = {code.code_id: code.label for code in CODEBOOK.codes}
    found = {row.segment_id: {labels[code_id] for code_id in row.code_ids} for row in rows}
    assert found == (expected if any(given_codes) else {})


def _fill_shuffled(folder: Path, marks, random, *, as_csv):
    frame = pd.DataFrame(
        {"segment_id": list(marks), "source": "g", "speaker": "P1", "question": "", "text": "=a, \u00e9"}
    )
    applies = np.ones((len(frame), len(CODEBOOK.codes)), dtype=bool)
    book = openpyxl.load_workbook(io.BytesIO(render_sheet(frame.assign(is_facilitator=False), CODEBOOK, applies)))
    yes = ["x", 1, "Yes"]
    header, *rows = [list(row) for row in book["Coding"].iter_rows(values_only=True)]
    filled = [
        [random.choice(yes) if name in marks[row[0]] else cell for name, cell in zip(header, row, strict=True)]
        for row in rows
    ]
    random.shuffle(filled)
    order = random.sample(range(len(header)), len(header))
    shuffled = [[row[at] for at in order] for row in [header, *filled]]
    return _save_csv(folder, shuffled) if as_csv else _save_workbook(folder, shuffled)


def _save_csv(folder, rows):
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=";").writerows(rows)
    (folder / "a.csv").write_bytes(saved.getvalue().encode("cp1252"))
    return folder / "a.csv"


def _save_workbook(folder, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(2, len(rows) + 1, 2):
        book.active.row_dimensions[number].hidden = True
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"
