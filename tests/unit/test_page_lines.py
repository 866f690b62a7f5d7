"""Lines as pages print them."""

from __future__ import annotations

import pytest

from pipeline.formats.transcripts.page_lines import join_lines, take_out_number_columns, take_out_page_furniture
from pipeline.formats.transcripts.paragraphs import Paragraph
from pipeline.methods.text.labels import KnownLabels

ANYBODY = KnownLabels()


def _joined(lines, labels=ANYBODY):
    paragraphs, hyphens = join_lines([Paragraph(line) for line in lines], labels)
    return [paragraph.text for paragraph in paragraphs], hyphens


def test_headers_footers_and_page_numbers_are_taken_out_and_counted():
    """What stands at the edge of most pages, but for its digits, is printed on them; the page number counts up."""
    said = [["Ann: hi", "", "so"], ["no", "more", ""], ["Ben: yes", "we", "can"], ["well", "good", "bye"]]
    pages = [["Study X, 3 May", *lines, f"Page {n + 4} of 9"] for n, lines in enumerate(said)]
    kept, lost = take_out_page_furniture(pages)
    assert kept == said
    assert lost == {"header or footer": (56, 4), "page number": (44, 4)}


@pytest.mark.parametrize(
    "pages",
    [
        [
            ["Participant:", "one", "two", "x"],
            ["Participant:", "three", "four", "y"],
            ["Participant:", "five", "six", "z"],
        ],
        [["Okay", "Okay", "b", "c"], ["Okay", "d", "Okay", "e"], ["f", "Okay", "g", "h"]],
        [["one", "two"], ["three", "four"]],
        [["12", "of us came"], ["40", "people"], ["7", "more"]],
        [["3 of 5"]],
    ],
)
def test_speech_at_the_edge_of_a_page_stays(pages):
    """A label or an answer that comes back elsewhere is no header; a number that counts no pages is no page's."""
    assert take_out_page_furniture(pages) == (pages, {})


def test_a_single_page_that_says_it_is_the_only_one_has_a_page_number():
    """1/1 at the edge of one page is a page number; a number alone is not."""
    assert take_out_page_furniture([["Ann: hi", "1/1"]]) == ([["Ann: hi"]], {"page number": (3, 1)})
    assert take_out_page_furniture([["Ann: hi", "1"]])[1] == {}


def test_columns_of_line_numbers_are_taken_out_and_counted():
    """A page may list its line numbers by themselves; a short list goes on where the page before stopped."""
    pages = [["a", "1", "2", "3", "b"], ["c", "4", "5"], ["7", "9"], ["12", "13", "15", "d"]]
    kept, lost = take_out_number_columns(pages)
    assert kept == [["a", "b"], ["c"], ["7", "9"], ["12", "13", "15", "d"]]
    assert lost == {"line number": (5, 5)}
    assert take_out_number_columns([["a"]]) == ([["a"]], {})


def test_lines_that_the_margin_broke_are_joined():
    """A full line goes on; a short one ends its paragraph; a label begins one, however full the line before."""
    lines = [
        "Ann: This line is as long as the page is wide,",
        "and so it goes on in the next line. Then it",
        "ends.",
        "This is a paragraph of its own, also rather it",
        "Ben: somebody else says, in a line that is as",
        "long as the page.",
        "One.",
        "Two.",
    ]
    assert _joined(lines)[0] == [
        "Ann: This line is as long as the page is wide, and so it goes on in the next line. Then it ends.",
        "This is a paragraph of its own, also rather it",
        "Ben: somebody else says, in a line that is as long as the page.",
        "One.",
        "Two.",
    ]


def test_a_document_without_speakers_is_joined_too():
    """In a text that nobody speaks in, a colon opens nothing."""
    lines = [
        "This line is as long as the page is wide, and",
        "Note: it goes on here, for as long as it",
        "can.",
        "Short.",
    ]
    assert _joined(lines, None)[0] == [" ".join(lines[:3]), "Short."]
    assert _joined([]) == ([], {})


def test_a_word_cut_at_the_margin_is_put_together_where_the_text_shows_it_whole():
    """A hyphen of its own stays: follow-up; that of a line's end goes: garden; a soft hyphen always goes."""
    cut = ["We had a follow-", "up in the gar-", "den, a garden for every\u00ad", "one of us, non-", "European or not."]
    texts, hyphens = _joined([*cut, *["So we met there", "again."] * 40])
    whole = "We had a follow-up in the garden, a garden for everyone of us, non-European or not."
    assert texts[0].startswith(whole)
    assert hyphens == {"hyphen at a line's end": (2, 2)}


def test_where_lines_often_end_in_a_hyphen_a_program_put_them_there():
    """A text set with hyphenation has them on many lines, and its words are whole without."""
    lines = ["Ann: I re-", "member the gar-", "den; a well-", "known, well-known one."]
    assert _joined(lines)[0] == ["Ann: I remember the garden; a well-known, well-known one."]


def test_lines_that_nothing_broke_stay_apart():
    """Where no line ends in the middle of a sentence, each is a paragraph, however alike their lengths are."""
    lines = ["We met in May.", "Then in June.", "And in July."]
    assert _joined(lines)[0] == lines
