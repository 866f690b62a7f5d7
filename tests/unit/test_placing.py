"""Putting the rows of coders' files onto segments."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.methods.coding.placing import (
    AnswerRow,
    SheetRow,
    find_misaddressed,
    find_moved,
    list_answers,
    place_answer_rows,
    place_sheet_rows,
    text_in_cell,
)
from tests.support.coding_tables import make_segments

TEXTS = ["Do you trust?", "I  trust\nyou.", "Yes.", "Yes.", "Well\x0bno."]
SEGMENTS = make_segments(["g"] * 5, text=TEXTS, is_facilitator=[True, False, False, False, False])


def _row(segment_id, text, *code_ids, row=2):
    return SheetRow(file="a.xlsx", row=row, segment_id=segment_id, text=text, code_ids=code_ids or ("trust",))


@pytest.mark.parametrize(
    ("segment_id", "text", "expected", "reason"),
    [
        ("g:10-20", "I trust you. ", "g:10-20", ""),
        ("g:10-20", None, "g:10-20", ""),
        ("g:40-50", "Well no.", "g:40-50", ""),
        ("g:11-21", "I trust you.", "g:10-20", ""),
        ("g:20-30", "I trust you.", "g:10-20", ""),
        ("g:11-21", "Yes.", None, "there is no such segment, and 2 segments of its source have the row's words"),
        (
            "g:11-21",
            "Never.",
            None,
            "there is no such segment, and no segments of its source have the row's words",
        ),
        (
            "h:11-21",
            "I trust you.",
            None,
            "there is no such segment, and no segments of its source have the row's words",
        ),
        (
            "g:10-20",
            "Never.",
            None,
            "the segment's words have changed, and no segments of its source have the row's words",
        ),
        ("g:11-21", None, None, "there is no such segment, and the sheet does not show its text"),
        ("g:0-10", "Do you trust?", None, "it is a facilitator's turn, which is not coded"),
        ("g:1-11", "Do you trust?", None, "it is a facilitator's turn, which is not coded"),
    ],
)
def test_a_row_lands_on_its_segment_or_on_the_only_one_with_its_words_or_nowhere(segment_id, text, expected, reason):
    """The id counts if the words still agree; otherwise the words alone can place a row, in their own source."""
    (placement,) = place_sheet_rows([_row(segment_id, text)], SEGMENTS)
    assert placement.segment_id == expected
    assert placement.reason.startswith(reason)


def test_facilitators_rows_without_a_code_are_left_out():
    """They are in the sheet to be read, not as something that was read."""
    row = SheetRow(file="a.xlsx", row=2, segment_id="g:0-10", text="Do you trust?")
    assert place_sheet_rows([row], SEGMENTS) == []


def test_moved_and_lost_rows_are_counted_by_file():
    """A row with codes that is lost is a coding, and not counted here."""
    rows = [
        _row("g:11-21", "I trust you."),
        SheetRow(file="a.xlsx", row=3, segment_id="g:90-99", text="Gone."),
        _row("g:10-20", None),
        _row("g:90-99", "Gone."),
    ]
    assert [problem.problem for problem in find_moved(place_sheet_rows(rows, SEGMENTS))] == [
        "1 row(s) moved to the segment that now holds the same words",
        "1 row(s) without a code fit no segment any more, and count as not read",
    ]


ALIKE = make_segments(
    ["g"] * 5,
    segment_id=["g:4-8", "g:95-99", "g:101-105", "g:110-114", "g:120-124"],
    text=["Yes.", "Yes.", "No.", "No.", "[P01]"],
    is_facilitator=[True, False, False, False, False],
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"g:100-104": "Yes.", "g:9-13": "Yes."}, {"g:100-104": "g:95-99"}),
        ({"g:106-110": "No.", "g:99-103": "No."}, {"g:106-110": "g:110-114", "g:99-103": "g:101-105"}),
        ({"g:101-105": "No.", "g:115-119": "No."}, {"g:101-105": "g:101-105", "g:115-119": "g:110-114"}),
        ({"g:4-8": "Yes.", "g:98-102": "Yes."}, {"g:98-102": "g:95-99"}),
        ({"g:98-102": "Yes."}, {"g:98-102": None}),
        ({"g:1-5": "No.", "g:6-9": "No.", "g:10-13": "No."}, {"g:1-5": None, "g:6-9": None, "g:10-13": None}),
        ({"g:7-9": "[P02]"}, {"g:7-9": "g:120-124"}),
    ],
)
def test_rows_with_the_same_words_keep_their_order_where_none_is_missing(rows, expected):
    """A name replaced early in a source moves all that follows; one missing, and nobody can tell which is which."""
    read = [SheetRow(file="a.xlsx", row=2, segment_id=id_, text=text) for id_, text in rows.items()]
    assert {place.row.segment_id: place.segment_id for place in place_sheet_rows(read, ALIKE)} == expected


LONG = "we had [Person 1] lead the meeting and nobody said a word about it [laughs]"
SPOKEN = make_segments(
    ["g"] * 6,
    text=[
        LONG.replace("Person 1", "Person 7"),
        "Thank you all for coming to the library tonight, and who would like to begin?",
        "It took a year until the others came to me with their questions about pay.",
        "It took a year until the others came to him with their questions about pay.",
        "My mother told me that the work would never end, and she was right.",
        "My sister [P02] came along.",
    ],
    is_facilitator=[False, True, False, False, False, False],
)
WORK = SPOKEN["text"].iloc[4]


def _place_texts(*texts):
    rows = [_row(f"g:{n}-{n + 1}", text, row=n + 2) for n, text in enumerate(texts)]
    return place_sheet_rows(rows, SPOKEN)


@pytest.mark.parametrize(
    ("text", "expected", "is_near"),
    [
        (LONG, "g:0-10", False),
        (LONG.replace("[laughs]", "[everybody]"), "g:0-10", False),
        (LONG.replace("nobody", "not one"), "g:0-10", True),
        (LONG.replace("meeting", "Gantry meeting [of [P01]]"), None, False),
        (WORK.replace("My mother", "Lorraine"), "g:40-50", True),
        (WORK.replace("would never end", "would kill us all"), None, False),
        ("It took a year until the others came to her with their questions about pay.", None, False),
        (SPOKEN["text"].iloc[1].replace("library", "[Place 2]"), None, False),
    ],
)
def test_a_row_whose_words_have_changed_a_little_lands_on_the_segment_that_is_nearest(text, expected, is_near):
    """Pseudonyms numbered anew change nothing; a name replaced since changes little; two that are near are too many."""
    (placement,) = _place_texts(text)
    assert (placement.segment_id, placement.is_near) == (expected, is_near)


def test_nearly_the_same_words_count_in_their_own_source_only():
    """Another group may have said much the same."""
    (placement,) = place_sheet_rows([_row("h:0-10", LONG.replace("nobody", "not one"))], SPOKEN)
    assert placement.segment_id is None


def test_a_row_is_not_placed_by_nearly_its_words_where_another_row_belongs():
    """A segment that has another row's words is that row's; one that is near to two rows is nobody's."""
    changed = [WORK.replace("never", "not"), WORK.replace("right", "wrong")]
    assert [place.segment_id for place in _place_texts(WORK, changed[0])] == ["g:40-50", None]
    assert [place.segment_id for place in _place_texts(*changed)] == [None, None]
    twice = [_row("g:0-1", changed[0], row=2), _row("g:0-1", changed[0], row=3)]
    assert [place.segment_id for place in place_sheet_rows(twice, SPOKEN)] == ["g:40-50", "g:40-50"]


def test_rows_placed_by_nearly_the_same_words_are_told_apart_from_moved_ones():
    """By file and row, the first ten of them, so that somebody can look."""
    near = [_row("g:0-1", WORK.replace("never", "not"), row=n) for n in range(2, 14)]
    moved = _row("g:1-2", LONG)
    assert [(p.problem, p.where) for p in find_moved(place_sheet_rows([moved, *near[:1]], SPOKEN))] == [
        ("1 row(s) moved to the segment that now holds the same words", "a.xlsx"),
        ("1 row(s) were placed by nearly the same words", "a.xlsx, row 2"),
    ]
    (told,) = find_moved(place_sheet_rows(near, SPOKEN))
    assert told.problem.startswith("12 row(s)")
    assert told.where == "a.xlsx, row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..."


def test_text_in_a_cell_loses_only_what_a_cell_cannot_hold():
    """Control characters become spaces; lines, tabs and everything readable stay."""
    assert text_in_cell("a\x00b\x1fc\ufffed\te\n\u00e9\U0001f642") == "a b c d\te\n\u00e9\U0001f642"
    assert len(text_in_cell("a" * 40_000)) == 32_000


ANSWERS = make_segments(
    ["R1", "R1", "R2", "R2", "R3"],
    turn_id=["t1", "t2", "t3", "t3", "t4"],
    question_id=["q1", "q2", "q1", "q1", None],
    is_facilitator=[False, False, False, False, False],
)
KEYS = pd.DataFrame(
    {
        "turn_id": ["t1", "t2", "t3", "t4", "t5"],
        "row_key": ["1", "2", "3", None, "5"],
        "participant_key": ["Ann", "Ann", "Ben", "Eve", "Dan"],
    }
)


def _place(key, question_id=None, *, by="participant_key"):
    row = AnswerRow(file="c.csv", row=2, key=key, question_id=question_id, code_ids=("trust",))
    (placement,) = place_answer_rows([row], list_answers(ANSWERS, KEYS, by))
    return placement


@pytest.mark.parametrize(
    ("key", "question_id", "by", "expected"),
    [
        ("1", None, "row_key", "R1:0-10"),
        ("2", "q2", "row_key", "R1:10-20"),
        ("Ann", "q2", "participant_key", "R1:10-20"),
        ("Eve", None, "participant_key", "R3:0-10"),
    ],
)
def test_an_answer_is_found_by_its_key_and_question(key, question_id, by, expected):
    """By the id of its row or of its respondent."""
    assert _place(key, question_id, by=by).segment_id == expected


@pytest.mark.parametrize(
    ("key", "question_id", "by", "reason"),
    [
        ("Ann", "q3", "participant_key", "the answer is blank"),
        ("1", "q2", "row_key", "the answer is blank"),
        ("Zoe", "q1", "participant_key", "no answer has this key: it was blank, or it is not among the sources"),
        ("4", None, "row_key", "no answer has this key: it was blank, or it is not among the sources"),
        ("5", None, "row_key", "no answer has this key: it was blank, or it is not among the sources"),
        ("Ann", None, "participant_key", "the row means several answers"),
        ("Ben", None, "participant_key", "the answer is cut into several segments"),
    ],
)
def test_an_answer_that_is_not_there_is_unplaced_with_the_reason(key, question_id, by, reason):
    """Blank, unknown, several or cut: each has its own reason."""
    placement = _place(key, question_id, by=by)
    assert (placement.segment_id, placement.reason) == (None, reason)


def test_rows_that_the_settings_cannot_send_to_one_segment_are_summed_up_by_file():
    """What must change is study.toml, not thousands of rows."""
    found = find_misaddressed([_place("Ann"), _place("Ann"), _place("Ben"), _place("Eve")])
    assert [problem.problem for problem in found] == [
        "2 row(s) give codes to a person or row that has several answers",
        "1 row(s) give codes to answers that are cut into several segments",
    ]
    assert "{question}" in found[0].fix
    assert 'unit = "turn"' in found[1].fix
