"""From the paragraphs and tables of a document to its transcript."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.transcripts.paragraphs import (
    Document,
    Paragraph,
    Table,
    compose_blocks,
    flatten_blocks,
    parse_document,
    parse_paragraphs,
    take_out_line_numbers,
)
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import count_fates, join_turns
from tests.support.transcripts import assert_accounted, transcript_texts

ANYBODY = KnownLabels()


def _table(*rows):
    return Table(tuple(tuple((Paragraph(cell),) for cell in row) for row in rows))


def _composed(*rows):
    paragraphs, lost = compose_blocks([_table(*rows)])
    return [paragraph.text for paragraph in paragraphs], lost


def test_a_row_is_a_line_whose_time_comes_first_whatever_column_it_stands_in():
    """Speaker, time, words; time, speaker, words: both read alike."""
    texts, lost = _composed(("Ann", "00:01:02", "hello"), ("[00:02]", "Ben", "hi"), ("", "", "more"))
    assert texts == ["00:01:02\tAnn\thello", "[00:02]\tBen\thi", "more"]
    assert lost == {}
    transcript = parse_paragraphs([Paragraph(text) for text in texts], ANYBODY)
    told = [(m.label, m.start_time) for m in transcript.marks.values()]
    assert told == [("Ann", 62.0), ("Ben", 2.0)]


def test_a_row_that_names_the_columns_is_no_turn():
    """The header of a table is skipped, with its reason; a first row of speech is not."""
    paragraphs, _ = compose_blocks([_table(("Speaker", "Time", "Text"), ("Ann", "00:01", "hello"))])
    assert [p.fate for p in paragraphs] == ["table header", ""]
    paragraphs, _ = compose_blocks([_table(("Ann", "Time"), ("Ben", "hello"))])
    assert [p.fate for p in paragraphs] == ["", ""]


def test_a_column_of_row_numbers_is_counted_and_left_out():
    """Numbers in the first column are those of the rows if they count them; ages are not."""
    rows = [("No", "Who", "Text"), *((str(n), "Ann", "x") for n in range(7, 11))]
    texts, lost = _composed(*rows)
    assert texts == ["No\tWho\tText", *["Ann\tx"] * 4]
    assert lost == {"line number": (5, 4)}
    assert _composed(("34", "Ann"), ("51", "Ben"), ("52", "Cy"))[1] == {}
    assert _composed(("1", "Ann"), ("2", "Ben"))[1] == {}


def test_numbers_along_the_lines_are_taken_out_and_counted():
    """Line numbers may start anew on every page and skip some; a number that is said stays."""
    texts = ["1 Ann: one", "2 two", "3", "4 3 people came", "", "5 Ben: hi", "1 well", "2 yes", "3 no"]
    bare, lost = take_out_line_numbers([Paragraph(text, 0, 6) for text in texts])
    assert [p.text for p in bare] == ["Ann: one", "two", "", "3 people came", "", "Ben: hi", "well", "yes", "no"]
    assert [p.bold for p in bare][:2] == [4, 4]
    assert lost == {"line number": (15, 8)}


def test_every_fifth_line_may_have_a_number_and_what_is_said_keeps_its_own():
    """Numbers that rise by five need not stand on most lines; one that does not fit is speech."""
    numbered = [f"{n} words" if n % 5 == 0 else "words" for n in range(1, 101)]
    bare, lost = take_out_line_numbers([Paragraph(text) for text in [*numbered, "3 of us"]])
    assert {p.text for p in bare} == {"words", "3 of us"}
    assert lost["line number"][1] == 20


@pytest.mark.parametrize(
    "texts",
    [
        ["1 Read this.", "words", "words", "2 Log in.", "words", "words", "3 Ask", "w", "w", "4 See", "w", "5 Go", "w"],
        ["1 a", "2 b", "3 c"],
        ["2019 was good", "3 people", "20 of us", "7 times", "100 years"],
        ["words"],
    ],
)
def test_numbers_that_do_not_count_the_lines_stay(texts):
    """Tasks with numbers, short lists and figures in speech are words."""
    bare, lost = take_out_line_numbers([Paragraph(text) for text in texts])
    assert [p.text for p in bare] == texts
    assert lost == {}


def test_a_line_of_dashes_is_no_speech():
    """What parts the answers on a page is not an answer."""
    blocks = (Paragraph("one"), Paragraph("-----"), Paragraph("two"))
    transcript, fates = parse_document(Document(blocks, {}, "x"), None)
    assert list(join_turns(transcript).values()) == ["one", "two"]
    assert fates["markup"] == (6, 1)


def test_tables_are_flattened_to_the_paragraphs_of_their_cells():
    """What a nested table holds is read in order."""
    assert [p.text for p in flatten_blocks([Paragraph("a"), _table(("b", "c"), ("d",))])] == ["a", "b", "c", "d"]


def test_a_text_file_s_characters_that_are_in_no_fate_are_its_format():
    """Tags and control words are what is left of a web page or RTF; a document in a zip has none."""
    blocks = (Paragraph("Ann: hello"), Paragraph("Ben: hi"))
    _, fates = parse_document(Document(blocks, {"comment": (4, 1)}, "x", length=50), ANYBODY)
    assert sum(n for n, _ in fates.values()) == 50
    assert fates["format"] == (27, 1)
    assert "format" not in parse_document(Document(blocks, {}, "x"), ANYBODY)[1]


def test_a_paragraph_may_have_a_number_of_its_own():
    """What a message calls a paragraph of a PDF is its page."""
    transcript = parse_paragraphs([Paragraph("Ann: a", number=7), Paragraph("Ann: b", number=8)], ANYBODY)
    assert [mark.line for mark in transcript.marks.values()] == [7, 8]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(Paragraph, transcript_texts, st.integers(0, 2), st.integers(0, 9)), min_size=1, max_size=6))
def test_every_character_of_any_document_is_accounted_for(paragraphs):
    """Whatever its paragraphs hold, the passages tile the document's text."""
    transcript = parse_paragraphs(paragraphs, ANYBODY)
    assert_accounted(transcript, "\n\n".join(paragraph.text for paragraph in paragraphs))
    assert set(count_fates(transcript)) >= {"heading"} if any(p.level and p.text for p in paragraphs) else True


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Paragraph, transcript_texts), min_size=1, max_size=8))
def test_what_is_taken_out_and_what_is_kept_are_all_of_a_document(paragraphs):
    """Line numbers, unseen characters, turns and skipped passages sum to the document's text."""
    transcript, fates = parse_document(Document(tuple(paragraphs), {}, "x"), ANYBODY)
    whole = "\n\n".join(paragraph.text for paragraph in paragraphs)
    assert sum(n for n, _ in fates.values()) == len(whole)
    assert all(words.strip() for words in join_turns(transcript).values())
