"""OpenDocument texts."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.transcripts.odt import read_odt
from pipeline.formats.transcripts.paragraphs import Paragraph, Table, parse_document
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns
from tests.support.text_documents import make_odt, make_odt_styles, make_zip

BODY = (
    '<text:sequence-decls><text:sequence-decl text:name="Table"/></text:sequence-decls>'
    '<text:h text:outline-level="2">Value</text:h><text:h text:outline-level="x">Use</text:h>'
    '<text:p text:style-name="Title">Group one</text:p>'
    '<text:p><text:span text:style-name="B">Maria:</text:span> I\n  liked<text:s text:c="2"/>it.<text:line-break/>So'
    "<text:tab/>much<text:soft-page-break/>!</text:p>"
    '<text:list><text:list-item><text:p text:style-name="B">José</text:p></text:list-item></text:list>'
)


def test_paragraphs_headings_lists_and_white_space_are_read_as_they_look():
    """Spaces, tabs and breaks have elements of their own; all other white space is one space."""
    assert read_odt(make_odt(BODY), "a.odt").blocks == (
        Paragraph("Value", 2),
        Paragraph("Use", 1),
        Paragraph("Group one", 1),
        Paragraph("Maria: I liked  it.\nSo\tmuch!", 0, 6),
        Paragraph("José", 0, 4),
    )


def test_what_stands_beside_the_text_is_counted():
    """Deletions, notes, comments, boxes, headers and footers are not read, and not forgotten."""
    inside = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>one<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>source</text:p>"
        "</text:note-body></text:note><office:annotation><text:p>check</text:p></office:annotation> two"
        "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame></text:p>"
    )
    header = "<style:master-page><style:header><text:p>secret study</text:p></style:header></style:master-page>"
    document = read_odt(make_odt(inside, styles__xml=make_odt_styles(header)), "a.odt")
    assert document.blocks == (Paragraph("one two"),)
    assert document.beside == {
        "deleted text": (4, 1),
        "footnote": (6, 1),
        "comment": (5, 1),
        "text box": (3, 1),
        "header or footer": (12, 1),
    }
    assert document.recognised == "OpenDocument text"


def test_what_is_odd_but_harmless_is_read():
    """A count that is no number is one space; a style without bold is not bold; an empty header row has no cells."""
    inside = "<text:p text:style-name='N'>a<text:s text:c='²'/>b</text:p><table:table><table:shapes/></table:table>"
    assert read_odt(make_odt(inside, styles__xml=make_odt_styles("")), "a.odt").blocks == (Paragraph("a b"), Table(()))


def test_a_table_keeps_its_cells_and_what_a_cell_holds():
    """Rows in a group of header rows are rows; a table in a cell is what the cell holds."""
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    nested = f"<table:table><table:table-row>{cell.format('deep')}</table:table-row></table:table>"
    inside = (
        f"<table:table><table:table-header-rows><table:table-row>{cell.format('Who')}{cell.format('Words')}"
        f"</table:table-row></table:table-header-rows><table:table-row>{cell.format('Maria')}"
        f"<table:table-cell>{nested}</table:table-cell></table:table-row></table:table>"
    )
    (table,) = read_odt(make_odt(inside), "a.odt").blocks
    assert table == Table((
        ((Paragraph("Who"),), (Paragraph("Words"),)),
        ((Paragraph("Maria"),), (Paragraph("deep"),)),
    ))  # fmt: skip
    transcript, fates = parse_document(
        read_odt(make_odt(inside), "a.odt"), KnownLabels(comparable=frozenset({"maria"}))
    )
    assert fates["table header"] == (10, 1)
    assert list(join_turns(transcript).values()) == ["deep"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (make_odt("<text:p>a</text:p>")[:300], "damaged"),
        (make_zip({"mimetype": "application/vnd.oasis.opendocument.text"}), "damaged"),
        (make_zip({"content.xml": "<a/>"}), "damaged"),
        (make_zip({"content.xml": "<a>"}), "damaged"),
        (make_odt(f"<text:p>a<text:s text:c='{'9' * 5000}'/></text:p>"), "damaged"),
        (make_odt("", **{"META-INF/manifest__xml": "<manifest:encryption-data/>"}), "has a password"),
    ],
)
def test_a_damaged_or_locked_document_is_told(data, message):
    """A researcher learns what is wrong with a file that cannot be read."""
    with pytest.raises(SourceError, match=message):
        read_odt(data, "a.odt")
