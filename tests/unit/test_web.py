"""Web pages."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.transcripts.paragraphs import Paragraph, Table, parse_document
from pipeline.formats.transcripts.web import HTML, read_html
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns


def _blocks(inside):
    return read_html(f"<html><body>{inside}</body></html>", "a.html").blocks


def test_blocks_are_paragraphs_and_breaks_are_lines():
    """Text outside a block is a paragraph too; white space is one space, but not in preformatted text."""
    assert _blocks("one<p>two\n  three<br>\n four</p>five<div>six<p>seven</p> </div><pre>a\n  b</pre><hr>") == (
        Paragraph("one"),
        Paragraph("two three\nfour"),
        Paragraph("five"),
        Paragraph("six"),
        Paragraph("seven"),
        Paragraph("a\n  b"),
    )


def test_headings_and_bold_beginnings_are_kept():
    """Bold comes from an element or a style, and can be switched off, as Google Docs does."""
    inside = (
        "<h2>On <i>value</i></h2><p><b>Maria</b>: yes</p><p><span style='font-weight:700'>José:</span> no</p>"
        "<b style='font-weight:normal'><p>Ann: so</p></b><p>and <b>this</b></p>"
    )
    assert _blocks(inside) == (
        Paragraph("On value", 2),
        Paragraph("Maria: yes", 0, 5),
        Paragraph("José: no", 0, 5),
        Paragraph("Ann: so"),
        Paragraph("and this"),
    )


def test_tables_keep_rows_and_cells():
    """A table in a cell belongs to the cell."""
    (table,) = _blocks(
        "<table><tbody><tr><th>Ann</th><td>hi<table><tr><td>deep</td></tr></table></td></tr></tbody></table>"
    )
    assert table == Table((((Paragraph("Ann"),), (Paragraph("hi"), Paragraph("deep"))),))


def test_what_a_reader_of_the_page_does_not_see_is_counted():
    """Scripts, styles, menus and deletions are left out; all characters of the page are in some fate."""
    page = (
        "<?xml version='1.0' encoding='cp1250'?><!-- note --><html><head><title>T</title><style>p {}</style></head>"
        "<body><nav>Home</nav><p>Ann: caf&eacute; <del>gone</del>x</p><script>run()</script></body></html>"
    )
    document = read_html(page, "a.html")
    transcript, fates = parse_document(document, KnownLabels())
    assert document.beside == {
        "page head": (5, 2),
        "page navigation": (4, 1),
        "deleted text": (4, 1),
        "script or style": (5, 1),
    }
    assert list(join_turns(transcript).values()) == ["café x"]
    assert sum(n for n, _ in fates.values()) == len(page)


@pytest.mark.parametrize(
    ("page", "recognised"),
    [
        ("<html xmlns:w='urn:schemas-microsoft-com:office:word'><p>a</p></html>", "web page (HTML) from Word"),
        ("<html><b id='docs-internal-guid-1'>a</b></html>", "web page (HTML) from Google Docs"),
        ("<html><p>a</p></html>", "web page (HTML)"),
    ],
)
def test_the_program_that_saved_the_page_is_recognised(page, recognised):
    """Word and Google Docs leave their signs in a page's head."""
    assert read_html(page, "a.html").recognised == recognised


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html>\n<p>", "\n<HTML lang='en'>", "<?xml version='1.0'?><!-- a --><html>"]
)
def test_a_page_is_known_by_its_beginning(text):
    """A page saved under another extension is still a page."""
    assert HTML.match(text)
    assert not HTML.match("Ann: <html> is a word")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html><body></body></html>", "without text"),
        ("<!DOCTYPE html [<!ENTITY a 'b'>]><html>&a;</html>", "damaged"),
        ("<!-- -->", "damaged"),
    ],
)
def test_a_page_that_holds_nothing_or_plays_tricks_is_told(page, message):
    """A researcher learns that the page cannot be used."""
    with pytest.raises(SourceError, match=message):
        read_html(page, "a.html")
