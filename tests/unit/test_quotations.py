"""Putting quotations on segments."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.methods.coding import quotations
from pipeline.methods.coding.documents import Library
from pipeline.methods.coding.placing import QuotedRow
from pipeline.methods.coding.quotations import find_near, find_read_in_part, place_quotations
from pipeline.methods.coding.wording import read_wording
from pipeline.methods.text.letters import fold_letters, locate_letters
from tests.support.libraries import make_document, make_library

TALK = [
    "What was it like to lead the group?",
    "I asked Maria Lopez to help me, and she did all of it.",
    "Yes.",
    "The others trusted me from the first week on. I did not expect that!",
    "Yes.",
    "We well-known people of Corliss Falls had no money for naïve plans.",
]
NAMES = {"Maria Lopez": "[Person A]", "Corliss Falls": "[Place A]"}
LIBRARY = Library(
    [make_document("p1", TALK, NAMES, facilitators={0}), make_document("p2", ["Nothing at all.", "Yes."])]
)


def _row(words, document="p1", n=1, **more):
    return QuotedRow(file="a.csv", row=n, place=f"row {n}", words=words, document=document, code_ids=("trust",), **more)


def _landed(*rows, library=LIBRARY):
    """The segments given a code, or the reasons why none was."""
    placed = place_quotations(rows, library)
    return [place.segment_id or place.reason for place in placed if place.row.code_ids]


@pytest.mark.parametrize(
    ("words", "segments"),
    [
        ("The others trusted me", ["p1:3"]),
        ("the OTHERS \u201ctrusted\u201d me,\nfrom the first week on", ["p1:3"]),
        ("I asked Maria Lopez to help", ["p1:1"]),
        ("I asked [Person A] to help", ["p1:1"]),
        ("wellknown people of Corliss Falls had no money", ["p1:5"]),
        ("no money for nai\u0308ve plans", ["p1:5"]),
        ("ll of it. Yes. The others trust", ["p1:1", "p1:2", "p1:3"]),
        ("she did all of it.\nYes.\nThe others", ["p1:1", "p1:2"]),
        ("trusted", ["p1:3"]),
    ],
)
def test_quotations_land_by_their_words(words, segments):
    """Capitals, punctuation, breaks and pseudonyms make no difference; nor does a stray word in the next segment."""
    assert _landed(_row(words)) == segments


@pytest.mark.parametrize(
    ("words", "document", "reason"),
    [
        ("[laughs]", "p1", quotations.NO_WORDS),
        ("", "p1", quotations.NO_WORDS),
        ("trusted", "p3", quotations.NO_DOCUMENT),
        ("nothing at all", "p1", quotations.NOT_FOUND),
        ("trust", "p1", quotations.NOT_FOUND),
        ("never said by anybody", "", quotations.NOT_IN_STUDY),
        ("Yes.", "p1", quotations.SEVERAL),
        ("What was it like to lead the group? I asked", "p1", quotations.FACILITATOR),
    ],
)
def test_what_cannot_be_placed_says_why(words, document, reason):
    """The reason never holds the words."""
    assert _landed(_row(words, document)) == [reason]


def test_without_a_document_the_whole_study_is_looked_in():
    """Nothing is found over the border of two sources."""
    assert _landed(_row("Nothing at all", "")) == ["p2:0"]
    assert _landed(_row("naïve plans. Nothing at all", "")) == [quotations.NOT_IN_STUDY]


def test_labels_and_time_stamps_before_lines_do_not_count():
    """Tools quote the transcript with them; the source is what was said."""
    quoted = "[00:01:02] Ann: she did all of it.\nP2: Yes.\n00:01:10 Ann B.: The others trusted me"
    assert _landed(_row(quoted)) == ["p1:1", "p1:2", "p1:3"]


def test_a_few_other_words_are_told_with_their_similarity():
    """Transcripts are corrected after they were coded."""
    placed = place_quotations([_row("The other trusted me from the first week on")], LIBRARY)
    assert [place.segment_id for place in placed if place.row.code_ids] == ["p1:3"]
    (told,) = find_near(placed)
    assert told.problem == "1 quotation(s) placed by most of their words (lowest similarity 0.86)"
    assert told.where == "a.csv, row 1"


def test_offsets_count_only_where_the_words_are_there():
    """Those of a tool count what our text does not hold; the words are then found without them."""
    at = "\n".join(TALK).index("Yes.", 100)
    assert _landed(_row("Yes.", start=at, end=at + 4)) == ["p1:4"]
    assert _landed(_row("The others trusted", start=3, end=9)) == ["p1:3"]
    assert _landed(_row("Yes.", start=3, end=9)) == [quotations.SEVERAL]


def test_the_order_in_the_file_tells_repeated_words_apart():
    """Between the quotations before and after there is one place; where there are two, neither is taken."""
    before, after = _row("I asked Maria", n=1, start=50, end=60), _row("The others trusted", n=2, start=900, end=950)
    yes, late = _row("Yes.", n=3, start=700, end=704), _row("Yes.", n=4, start=990, end=994)
    assert _landed(before, after, yes, late) == ["p1:1", "p1:3", "p1:2", "p1:4"]
    assert _landed(before, yes) == ["p1:1", quotations.SEVERAL]


def test_a_coder_has_read_the_documents_that_carry_a_code():
    """All their segments but a facilitator's, and no other document's."""
    placed = place_quotations([_row("The others trusted me")], LIBRARY)
    assert sorted(place.segment_id for place in placed) == ["p1:1", "p1:2", "p1:3", "p1:4", "p1:5"]
    assert place_quotations([], LIBRARY) == []


def test_answers_without_a_code_are_read_where_the_survey_is_named():
    """Else they count as not read, which is told."""
    answers = make_library(**{"survey-r1": ["It helped me."], "survey-r2": ["No idea."]}).documents
    sheets = Library([replace(each, is_survey=True) for each in answers])
    named = place_quotations([_row("It helped me", "survey.csv")], sheets)
    assert [place.segment_id for place in named] == ["survey-r1:0", "survey-r2:0"]
    assert find_read_in_part(named, sheets) == []
    (told,) = find_read_in_part(place_quotations([_row("It helped me", "")], sheets), sheets)
    assert told.problem == "1 of 2 answers of the survey have no code and count as not read"


WORDS = st.lists(
    st.sampled_from(["a", "yes", "Maria Lopez", "trust", "caf\u00e9", "don't", "well-known", "\u0416"]),
    min_size=1,
    max_size=9,
)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_the_words_of_what_was_placed_are_in_the_segments_it_was_placed_on(turns, data):
    """Each holds a part of what was quoted; three words or more of a segment land on it, or nothing lands at all."""
    said = [" ".join(turn) for turn in turns]
    document = make_document("d", said, {"Maria Lopez": "[Person A]"})
    text = document.collected
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    placed = place_quotations([_row(text[start:end], "d", start=start, end=end)], Library([document]))
    landed = [int(place.segment_id[2:]) for place in placed if place.row.code_ids and place.segment_id]
    begins = [sum(len(t) + 1 for t in said[:n]) for n in range(len(said))]
    overlaps = [min(end, b + len(t)) - max(start, b) for t, b in zip(said, begins, strict=True)]
    assert landed == sorted(landed)
    assert all(overlaps[n] > 0 for n in landed)
    covered = [
        len(read_wording(t[max(0, start - b) : max(0, end - b)]).words) for t, b in zip(said, begins, strict=True)
    ]
    assert not landed or {n for n, count in enumerate(covered) if count >= 3} <= {*landed}


@settings(max_examples=300)
@given(st.text(max_size=40))
def test_letters_are_located_as_they_are_folded(text):
    """What is found letter by letter is what `fold_letters` compares; each letter is of a character that is there."""
    letters, places = locate_letters(text)
    assert letters in ("", fold_letters(text))
    assert places == sorted(places)
    assert len(places) == len(letters)
