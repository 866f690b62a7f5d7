"""Tables with one row a coding, and comments of Word documents."""

from __future__ import annotations

import pytest

from pipeline.errors import CodingsError, SourceError
from pipeline.formats.codings.comments import parse_comment_codes, parse_comments
from pipeline.formats.codings.headers import RowLayout
from pipeline.formats.codings.rows import parse_rows
from pipeline.methods.coding.codebook import Code, Codebook
from pipeline.methods.coding.hands import Hand
from tests.support.documents import make_docx

CODEBOOK = Codebook(
    (
        Code(code_id="trust", label="Trust", definition="d"),
        Code(code_id="early", label="Early", definition="d", parent_id="trust"),
        Code(code_id="stigma", label="Stigma", definition="d"),
    )
)
ANNA = Hand("anna", ("anna",), ("ben",))


def _parse(grids, layout=None):
    rows, notices = parse_rows(grids, "a.csv", layout or RowLayout(), CODEBOOK, ANNA)
    return [(row.place, row.document, row.words, row.code_ids) for row in rows], [n.problem for n in notices]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id document tag content", ["1", "P1", "Trust", "said"]),
        ("Color;Document group;Document name;Code;Beginning;End;Segment", ["", "g", "P1", "Trust", "3", "3", "said"]),
        (
            "Media Title;Excerpt Range;Excerpt Creator;Excerpt Copy;Codes Applied Combined",
            ["P1", "5-9", "kim", "said", "Trust"],
        ),
        ("Media Title;Excerpt Copy;Code: Trust Applied;Code: Stigma Applied", ["P1", "said", "True", "False"]),
        ("ID;Document;Quotation Content;Codes", ["1:2", "P1", "said", "Trust"]),
        ("codename;filename;seltext;pos0;pos1;owner", ["Trust", "P1", "said", "5", "9", "kim"]),
        ("Quote;Transcript;Code 1;Code 2", ["said", "P1", "", "Trust"]),
        ("TEXT;Source;Theme", ["said", "P1", "Trust"]),
    ],
)
def test_columns_are_known_by_the_headers_that_tools_write(header, row):
    """No setting is needed for them."""
    names = header.split(";") if ";" in header else header.split(" ")
    assert _parse({"": [names, row]}) == ([("row 2", "P1", "said", ("trust",))], [])


def test_codes_may_be_spread_over_columns_and_share_a_cell():
    """Each is given once; offsets are numbers where there are any."""
    grid = [
        ["text", "document", "Code 1", "Code 2", "start", "end"],
        ["said", "P1", "Stigma", "Trust; Stigma", "4", "x"],
    ]
    (row,), _ = parse_rows({"": grid}, "a.csv", RowLayout(), CODEBOOK, ANNA)
    assert (row.code_ids, row.start, row.end) == (("stigma", "trust"), 4, None)


def test_every_sheet_with_codings_is_read_below_its_title_lines():
    """A row without a code is told of; one without anything is none."""
    book = {
        "Notes": [["to do"]],
        "One": [["Export of today"], [], ["text", "code"], ["said", "Trust"], ["unsure", ""]],
        "Two": [["code", "quote"], [], ["Stigma", "heard"]],
        "Empty": [],
    }
    assert _parse(book) == (
        [("sheet 'One', row 4", "", "said", ("trust",)), ("sheet 'Two', row 3", "", "heard", ("stigma",))],
        ["1 row(s) name no code"],
    )


def test_the_settings_name_what_is_not_known():
    """They count for more than what tools write."""
    grid = [["text", "zitat", "Thema", "Quelle", "code"], ["no", "said", "Trust + Stigma", "P1", "x"]]
    layout = RowLayout({"text": "Zitat", "document": "Quelle"}, ("Thema",), "+")
    assert _parse({"": grid}, layout)[0] == [("row 2", "P1", "said", ("trust", "stigma"))]


@pytest.mark.parametrize(
    ("header", "layout", "said"),
    [
        (["words", "x"], RowLayout(), ["no column is known to hold the codes"]),
        (["x", "code"], RowLayout(), ["no column is known to hold the coded words"]),
        (
            ["text", "cod"],
            RowLayout({"text": "Zitat"}, ("Code",)),
            ["no column 'Zitat'", "no column 'Code'", "did you mean 'cod'"],
        ),
        ([], RowLayout(), ["to hold the coded words", "to hold the codes"]),
    ],
)
def test_missing_columns_are_an_error_that_says_what_to_write(header, layout, said):
    """All at once."""
    with pytest.raises(CodingsError) as error:
        _parse({"": [header, ["somebody said", "this"]]}, layout)
    assert all(part in str(error.value) for part in said)
    assert "somebody" not in str(error.value)


def test_unknown_codes_stop_the_file_with_the_place_and_the_nearest_name():
    """Only those in the coder's own rows."""
    grid = [["text", "code", "coder"], ["said", "Trsut", "anna"], ["said", "Shame", "ben"]]
    with pytest.raises(CodingsError) as error:
        _parse({"": grid})
    (problem,) = error.value.problems
    assert (problem.where, "did you mean 'Trust'" in problem.fix) == ("a.csv, row 2", True)


def _coded(document):
    first, second = document.add_paragraph(), document.add_paragraph()
    runs = [first.add_run("They trusted "), first.add_run("me."), second.add_run("It was hard.")]
    document.add_comment(runs[0], text="Trust->Early; Stigma", author="anna")
    document.add_comment(runs[1:], text="Trust", author="ben")


def test_comments_of_word_documents_are_codes_of_their_authors():
    """The words of a range may stand in several paragraphs."""
    data = make_docx(_coded)
    comments, n_replies = parse_comments(data, "a.docx")
    assert [(c.number, c.author, c.words) for c in comments] == [
        (1, "anna", "They trusted"),
        (2, "ben", "me.\nIt was hard."),
    ]
    rows, notices = parse_comment_codes(data, "coded/a.docx", "", CODEBOOK, ANNA)
    assert [(row.place, row.document, row.words, row.code_ids) for row in rows] == [
        ("comment 1", "a.docx", "They trusted", ("early", "stigma"))
    ]
    assert (n_replies, notices) == (0, [])


def test_a_document_without_comments_is_told_of_and_a_damaged_one_is_an_error():
    """The first may be the wrong copy."""
    data = make_docx(lambda document: document.add_paragraph("said"))
    rows, (told,) = parse_comment_codes(data, "a.docx", "", CODEBOOK, ANNA)
    assert (rows, told.problem) == ([], "the document has no comments")
    with pytest.raises(CodingsError, match="damaged"):
        parse_comment_codes(b"PK nothing", "a.docx", "", CODEBOOK, ANNA)
    with pytest.raises(SourceError):
        parse_comments(b"", "a.docx")


def test_comments_without_a_known_code_are_an_error():
    """Named by their number."""
    with pytest.raises(CodingsError) as error:
        parse_comment_codes(make_docx(_coded), "a.docx", "", Codebook(CODEBOOK.codes[2:]), ANNA)
    assert error.value.problems[0].where == "a.docx, comment 1"
