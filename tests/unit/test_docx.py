"""Word documents."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from pipeline.errors import SourceError
from pipeline.formats.transcripts.docx import read_docx
from pipeline.formats.transcripts.paragraphs import Paragraph, Table, parse_document
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns
from tests.support.documents import make_docx
from tests.support.text_documents import make_zip
from tests.support.transcripts import assert_accounted

ANYBODY = KnownLabels()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _read(build):
    return read_docx(make_docx(build), "a.docx")


def _told(document):
    transcript, _ = parse_document(document, ANYBODY)
    assert_accounted(transcript, transcript.text)
    return [(transcript.marks[number].label, words) for number, words in join_turns(transcript).items()]


def _say(document, label, words):
    paragraph = document.add_paragraph()
    paragraph.add_run(label).bold = True
    paragraph.add_run(words)


def _add_inside(element, xml):
    from docx.oxml import parse_xml

    element.insert(0, parse_xml(xml.replace("<w:trPr>", f'<w:trPr xmlns:w="{W}">')))


def _add_xml(document, inside):
    from docx.oxml import parse_xml

    document.element.body.insert(0, parse_xml(f'<w:p xmlns:w="{W}">{inside}</w:p>'))


def test_bold_beginnings_and_labels_with_a_colon_open_turns():
    """Speakers are found by their bold names or by a colon; a paragraph without a label goes on."""

    def build(document):
        document.add_heading("Group one", 0)
        document.add_heading("Value", 2)
        _say(document, "Moderator:", " Welcome.")
        _say(document, "Maria ", "I liked it.")
        document.add_paragraph("And more.")
        document.add_paragraph("Moderator: Why?")
        _say(document, "Maria", ": because\nof that")

    document = _read(build)
    assert document.beside == {}
    assert document.recognised == "Word document"
    assert _told(document) == [
        ("Moderator", "Welcome."),
        ("Maria", "I liked it.\n\nAnd more."),
        ("Moderator", "Why?"),
        ("Maria", "because\nof that"),
    ]
    mark = parse_document(document, ANYBODY)[0].marks[1]
    assert (mark.section, mark.line) == ("# Group one > ## Value", 4)


def test_a_meeting_of_teams_has_names_and_times_above_the_words():
    """Teams writes a bold name and a time, then breaks the line; nobody who speaks once is lost."""

    def build(document):
        for who, time, words in (("Ann Lee", "0:03", "Hello."), ("Ben", "0:07", "Hi."), ("Ann Lee", "1:00:01", "So.")):
            _say(document, who, f"   {time}\n{words}")

    document = _read(build)
    assert _told(document) == [("Ann Lee", "Hello."), ("Ben", "Hi."), ("Ann Lee", "So.")]
    marks = parse_document(document, ANYBODY)[0].marks.values()
    assert [mark.start_time for mark in marks] == [3, 7, 3601]


def test_rows_of_a_table_are_lines_with_the_label_first():
    """A transcript kept as a two-column table reads as one with labels; merged and empty cells add nothing."""

    def build(document):
        table = document.add_table(3, 2)
        for row, (label, words) in enumerate([("Maria", "One"), ("José", "Two"), ("", "")]):
            table.cell(row, 0).text, table.cell(row, 1).text = label, words
        table.cell(1, 1).add_paragraph("Three")

    assert _told(_read(build)) == [("Maria", "One"), ("José", "Two\nThree")]


def test_insertions_count_as_text_and_deletions_are_counted_apart():
    """Tracked changes are read as accepted; links, breaks and tabs are part of the words."""

    def build(document):
        _add_xml(
            document,
            "<w:r><w:t>one </w:t></w:r><w:ins><w:r><w:t>two</w:t><w:tab/><w:t>x</w:t><w:br/></w:r></w:ins>"
            "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
            "<w:hyperlink><w:r><w:t>three</w:t><w:noBreakHyphen/></w:r></w:hyperlink>",
        )

    document = _read(build)
    assert document.blocks == (Paragraph("one two\tx\nthree-"),)
    assert document.beside == {"deleted text": (4, 1)}


def test_headers_notes_and_boxes_are_counted_beside_the_text():
    """What stands outside the paragraphs is not read, and not forgotten."""

    def build(document):
        document.add_paragraph("one")
        document.sections[0].header.paragraphs[0].text = "secret study"
        _add_xml(
            document, "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )

    document = _read(build)
    assert [p.text for p in document.blocks] == ["", "one"]
    assert document.beside == {"header or footer": (12, 1), "text box": (3, 1)}


def test_content_controls_are_read_and_bold_may_come_from_a_style():
    """A template's fields hold text like any other; the style Strong is bold, and bold can be switched off."""

    def build(document):
        from docx.oxml import parse_xml

        document.element.body.insert(
            0,
            parse_xml(
                f'<w:sdt xmlns:w="{W}"><w:sdtContent><w:p><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr>'
                '<w:t>Ann</w:t></w:r><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t> hi</w:t></w:r></w:p>'
                "</w:sdtContent></w:sdt>"
            ),
        )

    assert _read(build).blocks == (Paragraph("Ann hi", 0, 3),)


def test_tracked_deletions_of_rows_moves_and_hidden_text_are_counted():
    """A row that was deleted is no row; what was moved counts where it went; hidden text is not seen."""

    def build(document):
        _add_xml(
            document,
            "<w:moveFrom><w:r><w:t>old place</w:t></w:r></w:moveFrom>"
            "<w:moveTo><w:r><w:t>new place</w:t></w:r></w:moveTo>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>",
        )
        table = document.add_table(2, 1)
        table.cell(0, 0).text, table.cell(1, 0).text = "kept", "gone row"
        _add_inside(table.rows[1]._tr, "<w:trPr><w:del w:id='1' w:author='A'/></w:trPr>")

    document = _read(build)
    assert document.blocks == (Paragraph("new place"), Table((((Paragraph("kept"),),),)))
    assert document.beside == {"deleted text": (17, 2), "hidden text": (6, 1)}


def test_soft_hyphens_fall_out_of_words_and_are_counted():
    """A word that Word may break at the end of a line is one word."""

    def build(document):
        _add_xml(document, "<w:r><w:t>Ann: gar</w:t><w:softHyphen/><w:t>den\nplot</w:t></w:r>")

    transcript, fates = parse_document(_read(build), ANYBODY)
    assert list(join_turns(transcript).values()) == ["garden plot"]
    assert fates["soft hyphen"] == (1, 1)


def test_bold_may_come_from_the_style_of_a_paragraph_or_a_run():
    """A template's style for speakers makes a bold beginning as a direct format does."""

    def build(document):
        from docx.enum.style import WD_STYLE_TYPE

        style = document.styles.add_style("Who", WD_STYLE_TYPE.CHARACTER)
        style.font.bold = True
        paragraph = document.add_paragraph()
        paragraph.add_run("Ann", style="Who")
        paragraph.add_run(" hi")

    assert _read(build).blocks == (Paragraph("Ann hi", 0, 3),)


def test_a_table_in_a_cell_is_what_the_cell_holds_and_content_controls_may_hold_cells():
    """Nested tables are not read twice."""

    def build(document):
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = "Ann"
        outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "deep"

    (table,) = _read(build).blocks
    assert [[p.text for p in cell if p.text] for row in table.rows for cell in row] == [["Ann"], ["deep"]]


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_document_is_read_or_refused(seed):
    """Whatever a broken disk or transfer has done to its bytes, there is no traceback."""
    chance = np.random.default_rng(seed)
    data = bytearray(make_docx(lambda document: document.add_paragraph("Ann: hi")))
    for _ in range(3):
        data[chance.integers(4, len(data))] = chance.integers(256)
    try:
        outcome = len(read_docx(bytes(data), "a.docx").blocks)
    except SourceError as error:
        outcome = len(error.problems)
    assert outcome <= 1


def _with_part(part, text):
    with zipfile.ZipFile(io.BytesIO(make_docx(lambda document: document.add_paragraph("Ann: hi")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return make_zip({**parts, part: text})


@pytest.mark.parametrize(
    "data",
    [
        _with_part("word/document.xml", f'<w:document xmlns:w="{W}"><w:bodi/></w:document>'),
        _with_part("word/document.xml", "<w:document"),
        _with_part("word/styles.xml", "<a"),
        _with_part("[Content_Types].xml", "<a/>"),
        _with_part("_rels/.rels", "<Relationships/>"),
        make_zip({"word/a.txt": "hello"}),
        _with_part("word/comments.xml", "<w:comments"),
    ],
)
def test_a_document_whose_parts_are_not_what_they_should_be_is_told(data):
    """No library's own exception reaches the researcher."""
    with pytest.raises(SourceError, match="damaged"):
        read_docx(data, "a.docx")
