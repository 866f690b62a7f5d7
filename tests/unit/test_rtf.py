"""RTF documents."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.transcripts.paragraphs import parse_document
from pipeline.formats.transcripts.rtf import read_rtf
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns
from tests.support.text_documents import make_rtf


def _texts(inside):
    return [paragraph.text for paragraph in read_rtf(make_rtf(inside), "a.rtf").blocks]


def test_paragraphs_accents_and_cells_are_read():
    """Bold is lost; accents come from either notation; cells are parted by tabs."""
    inside = r"\b Ann:\b0  Caf\'e9 \u8217?s\par Ben: yes\line no\par\trowd Ann\cell words\cell\row"
    assert _texts(inside) == ["Ann: Café ’s", "Ben: yes", "no", "Ann\twords"]


def test_what_stands_beside_the_text_is_counted_and_the_rest_is_format():
    """Headers, notes, comments and tracked deletions are left out; all characters of the file are in some fate."""
    inside = r"{\header Study X\par}Ann: no{\*\footnote note}\par{\b\deleted gone}Ann: yes{\*\annotation check}"
    data = make_rtf(inside)
    document = read_rtf(data, "a.rtf")
    transcript, fates = parse_document(document, KnownLabels())
    assert document.beside == {
        "header or footer": (7, 1),
        "footnote": (4, 1),
        "deleted text": (4, 1),
        "comment": (5, 1),
    }
    assert list(join_turns(transcript).values()) == ["no", "yes"]
    assert sum(n for n, _ in fates.values()) == len(data)


def test_an_emoji_in_two_halves_is_one_character():
    """RTF writes characters beyond the first 65,536 as two numbers; a half alone is a character that was lost."""
    document = read_rtf(make_rtf(r"Ann: \u55357?\u56842?\par Ann: \u55357? x"), "a.rtf")
    transcript, _ = parse_document(document, KnownLabels())
    assert list(join_turns(transcript).values()) == ["\U0001f60a", "\ufffd x"]


def test_a_link_is_read_once_and_without_its_address():
    """What a field shows is text; where it leads is not."""
    inside = r'Ann: see {\field{\*\fldinst{HYPERLINK "http://x.org"}}{\fldrslt{our page}}} now'
    assert _texts(inside) == ["Ann: see our page now"]


@pytest.mark.parametrize("fonts", [r"{\f1 " * 1_200, "{\\f1 " + "a" * 120_000])
def test_a_font_table_made_to_take_for_ever_is_left_out(fonts):
    """More fonts than any document has are no reason to wait."""
    assert _texts("Ann: hi" + "{\\fonttbl" + fonts) == ["Ann: hi"]


def test_text_in_a_wrong_encoding_and_groups_that_never_end_are_read():
    """A file cut off in a header has a header to its end; a byte that is no UTF-8 is read as Windows writes it."""
    assert read_rtf(b"{\\rtf1 caf\xe9\\par {\\header x", "a.rtf").blocks[0].text == "café"


@pytest.mark.parametrize("number", [rb"{\rtf1 \u99999999?}", rb"{\rtf1 \u9999999999?}", rb"{\rtf1 \pict\bin x}"])
def test_a_damaged_document_is_told(number):
    """A number that no character has is damage."""
    with pytest.raises(SourceError, match="damaged"):
        read_rtf(number, "a.rtf")
