"""Word transcripts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.transcripts.docx import Paragraph, parse_docx, read_paragraphs
from pipeline.methods.text.passages import count_fates, join_turns
from pipeline.methods.text.speakers import KnownLabels
from tests.support.documents import make_docx
from tests.support.transcripts import assert_accounted, transcript_texts

ANYBODY = KnownLabels()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _told(paragraphs):
    transcript = parse_docx(paragraphs, ANYBODY)
    assert_accounted(transcript, transcript.text)
    return [(transcript.marks[number].label, words) for number, words in join_turns(transcript).items()]


def _say(document, label, words):
    paragraph = document.add_paragraph()
    paragraph.add_run(label).bold = True
    paragraph.add_run(words)


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

    paragraphs, beside = read_paragraphs(make_docx(build), "a.docx")
    assert beside == {}
    assert _told(paragraphs) == [
        ("Moderator", "Welcome."),
        ("Maria", "I liked it.\n\nAnd more."),
        ("Moderator", "Why?"),
        ("Maria", "because\nof that"),
    ]
    mark = parse_docx(paragraphs, ANYBODY).marks[1]
    assert (mark.section, mark.line) == ("# Group one > ## Value", 4)


def test_rows_of_a_table_are_lines_with_the_label_first():
    """A transcript kept as a two-column table reads as one with labels; merged and empty cells add nothing."""

    def build(document):
        table = document.add_table(3, 2)
        for row, (label, words) in enumerate([("Maria", "One"), ("José", "Two"), ("", "")]):
            table.cell(row, 0).text, table.cell(row, 1).text = label, words
        table.cell(1, 1).add_paragraph("Three")

    paragraphs, _ = read_paragraphs(make_docx(build), "a.docx")
    assert _told(paragraphs) == [("Maria", "One"), ("José", "Two\nThree")]


def test_insertions_count_as_text_and_deletions_are_counted_apart():
    """Tracked changes are read as accepted; links, breaks and tabs are part of the words."""

    def build(document):
        _add_xml(
            document,
            "<w:r><w:t>one </w:t></w:r><w:ins><w:r><w:t>two</w:t><w:tab/><w:t>x</w:t><w:br/></w:r></w:ins>"
            "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
            "<w:hyperlink><w:r><w:t>three</w:t><w:noBreakHyphen/></w:r></w:hyperlink>",
        )

    paragraphs, beside = read_paragraphs(make_docx(build), "a.docx")
    assert paragraphs == [Paragraph("one two\tx\nthree-")]
    assert beside == {"deleted text": (4, 1)}


def test_headers_notes_and_boxes_are_counted_beside_the_text():
    """What stands outside the paragraphs is not read, and not forgotten."""

    def build(document):
        document.add_paragraph("one")
        document.sections[0].header.paragraphs[0].text = "secret study"
        _add_xml(
            document, "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )

    paragraphs, beside = read_paragraphs(make_docx(build), "a.docx")
    assert [p.text for p in paragraphs] == ["", "one"]
    assert beside == {"header or footer": (12, 1), "text box": (3, 1)}


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

    paragraphs, _ = read_paragraphs(make_docx(build), "a.docx")
    assert paragraphs == [Paragraph("Ann hi", 0, 3)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7", "not a Word document: it is a PDF"),
        (b"", "is empty"),
        (b"hello", "not a Word document"),
        (b"\xd0\xcf\x11\xe0", "password-protected"),
    ],
)
def test_a_file_that_only_has_the_name_of_a_word_document_is_a_problem(data, message):
    """The content decides what a file is, and the message says it."""
    with pytest.raises(SourceError, match=message):
        read_paragraphs(data, "a.docx")


def test_a_zip_without_a_document_is_a_problem():
    """A damaged or different zip file is no Word document."""
    import io
    import zipfile

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(SourceError, match="damaged or not a Word document"):
        read_paragraphs(data.getvalue(), "a.docx")


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_document_is_read_or_refused(seed):
    """Whatever a broken disk or transfer has done to its bytes, there is no traceback."""
    chance = np.random.default_rng(seed)
    data = bytearray(make_docx(lambda document: document.add_paragraph("Ann: hi")))
    for _ in range(3):
        data[chance.integers(4, len(data))] = chance.integers(256)
    try:
        outcome = len(read_paragraphs(bytes(data), "a.docx")[0])
    except SourceError as error:
        outcome = len(error.problems)
    assert outcome <= 1


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(Paragraph, transcript_texts, st.integers(0, 2), st.integers(0, 9)), min_size=1, max_size=6))
def test_every_character_of_any_document_is_accounted_for(paragraphs):
    """Whatever its paragraphs hold, the passages tile the document's text."""
    transcript = parse_docx(paragraphs, ANYBODY)
    assert_accounted(transcript, "\n\n".join(paragraph.text for paragraph in paragraphs))
    assert set(count_fates(transcript)) >= {"heading"} if any(p.level and p.text for p in paragraphs) else True
