"""Putting the rows of coders' files onto segments."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.methods.coding.placement_notices import find_misaddressed, find_moved
from pipeline.methods.coding.placing import (
    AnswerRow,
    SheetRow,
    list_answers,
    place_answer_rows,
    place_sheet_rows,
    text_in_cell,
)
from tests.support.coding_tables import make_segments
from tests.support.edited_sources import lay_out

FACILITATOR, LONG, WORK = (
    "Thank you all for coming to the library tonight, and who would like to begin?",
    "We had [Person 1] lead the meeting and nobody said a word about it [laughs]",
    "My mother told me that the work would never end, and she was right.",
)
TALK = [FACILITATOR, LONG, "Yes.", WORK, "Yes.", "Well\x0bno.", "It took a year until the others came to me about pay."]


def _segments(texts):
    spans = lay_out(texts)
    return make_segments(
        ["g"] * len(texts),
        segment_id=[f"g:{start}-{end}" for start, end in spans],
        text=list(texts),
        start_char=[start for start, _ in spans],
        end_char=[end for _, end in spans],
        is_facilitator=[text == FACILITATOR for text in texts],
    )


def _sheet(texts=TALK, codes=None, *, unread=()):
    """The sheet of a coder who gave `codes` (by the number of the text); its rows begin with 2."""
    given = codes or {}
    return [
        SheetRow(
            file="a.xlsx", row=n + 2, segment_id=id_, text=text, code_ids=given.get(n, ()), is_read=n not in unread
        )
        for n, (id_, text) in enumerate(zip(_segments(texts)["segment_id"], texts, strict=True))
    ]


def _follow(rows, now):
    """Row number -> on which texts of today it landed, and how."""
    segments = _segments(now)
    text_of = dict(zip(segments["segment_id"], segments["text"], strict=True))
    placements = place_sheet_rows(rows, segments)
    return {row: [(text_of.get(p.segment_id), p.how) for p in placements if p.row.row == row] for row in range(2, 9)}


def test_rows_of_an_unchanged_source_stay_where_they_are():
    """Facilitators' rows are there to be read, and are no row of the coder's."""
    assert _follow(_sheet(), TALK) == {2: [], **{n + 2: [(text, "same")] for n, text in enumerate(TALK) if n}}


def test_rows_move_with_their_words_when_turns_are_put_in_before_them():
    """The short ones too: they stand between the same neighbours."""
    now = ["One more thing before we start, please switch off your telephones.", *TALK]
    assert _follow(_sheet(), now) == {2: [], **{n + 2: [(text, "moved")] for n, text in enumerate(TALK) if n}}


def test_pseudonyms_case_and_white_space_numbered_and_laid_out_anew_change_no_word():
    """Names are numbered anew whenever one is added."""
    now = [text.replace("[Person 1]", "[Person 27]").upper().replace(" ", "  ") for text in TALK]
    assert [of_row[0][1] for row, of_row in _follow(_sheet(), now).items() if row > 3] == ["moved"] * 5


def test_a_row_whose_words_changed_a_little_is_fuzzy_and_says_how_similar():
    """A word put right is still the same turn; the similarity is the share of letters that stand in both."""
    now = [text.replace("nobody", "not one") for text in TALK]
    (place,) = [p for p in place_sheet_rows(_sheet(), _segments(now)) if p.row.row == 3]
    assert (place.how, place.reason) == ("fuzzy", "")
    assert 0.85 < place.similarity < 1


def test_a_row_whose_words_are_gone_or_in_two_places_is_lost_with_the_reason():
    """Nobody can tell which of two is meant, so neither is."""
    gone = place_sheet_rows(_sheet(), _segments([text for text in TALK if text != WORK]))
    assert {p.row.row: p.reason for p in gone if p.how == "lost"} == {
        5: "no segment of its source has its words any more"
    }
    (twice,) = place_sheet_rows([_sheet()[2]], _segments(TALK[3:] + TALK[:3]))
    assert twice.reason == "its words are too few, or stand too often, to tell which place is its own"


def test_rows_of_another_source_are_not_looked_for_in_this_one():
    """Another group may have said the very same."""
    rows = [replace(row, segment_id=row.segment_id.replace("g:", "h:")) for row in _sheet()]
    assert {place.how for place in place_sheet_rows(rows, _segments(TALK))} == {"lost"}


def test_a_turn_cut_in_two_was_read_in_both_and_its_code_goes_to_a_part_that_is_nearly_all_of_it():
    """Else the code may have been for what is elsewhere now, and goes nowhere."""
    halves, ends = [WORK[:40], WORK[40:]], [WORK[:-5], WORK[-5:]]
    coded = _sheet(codes={3: ("trust",)})
    assert _follow(_sheet(), [*TALK[:3], *halves, *TALK[4:]])[5] == [(half, "fuzzy") for half in halves]
    assert _follow(coded, [*TALK[:3], *halves, *TALK[4:]])[5] == [(None, "lost")]
    assert _follow(coded, [*TALK[:3], *ends, *TALK[4:]])[5] == [(ends[0], "fuzzy")]


def test_turns_joined_into_one_share_it_if_all_of_it_was_read():
    """A segment of which the coder has not read a part cannot count as read."""
    now = [*TALK[:3], f"{WORK} {TALK[4]}", *TALK[5:]]
    rows = _sheet(codes={3: ("trust",), 4: ("stigma",)})
    joined = [p for p in place_sheet_rows(rows, _segments(now)) if p.is_joined]
    assert [(p.row.row, p.how) for p in joined] == [(5, "fuzzy"), (6, "fuzzy")]
    assert len({p.segment_id for p in joined}) == 1
    partly = _follow(_sheet(codes={3: ("trust",)}, unread={4}), now)
    assert (partly[5], partly[6]) == ([(None, "lost")], [])


@pytest.mark.parametrize(
    ("segment_id", "text", "how", "reason"),
    [
        ("g:0-77", None, "lost", "it is a facilitator's turn, which is not coded"),
        ("g:0-77", FACILITATOR, "lost", "it is a facilitator's turn, which is not coded"),
        ("g:11-21", None, "lost", "there is no such segment, and the sheet does not show its text"),
        ("g:first", "Yes.", "lost", "its segment_id is not one that `qualpipe sheet` wrote"),
        ("g:78-153", None, "same", ""),
    ],
)
def test_a_row_with_no_more_than_an_id_goes_by_it(segment_id, text, how, reason):
    """Coders delete the column with the text; then nothing else is known."""
    row = SheetRow(file="a.xlsx", row=2, segment_id=segment_id, text=text, code_ids=("trust",))
    (place,) = place_sheet_rows([row], _segments(TALK))
    assert (place.how, place.reason) == (how, reason)


def test_the_notice_counts_what_became_of_the_rows_and_names_those_to_look_at():
    """One line a sheet; nothing is said of a sheet whose rows are all in place."""
    now = ["Before we start.", *(text.replace("nobody", "not one") for text in TALK if text != WORK)]
    (told,) = find_moved(place_sheet_rows(_sheet(), _segments(now)))
    assert told.problem == (
        "0 row(s) in place, 4 moved, 1 fuzzy (lowest similarity 0.93), 1 lost "
        "(1 without a code, which count as not read)"
    )
    assert told.where == "a.xlsx; fuzzy: row 3; lost: row 5"
    assert find_moved(place_sheet_rows(_sheet(), _segments(TALK))) == []


def test_the_notice_names_ten_rows_at_most_and_warns_of_rows_without_text():
    """Where some rows without text have lost their segment, the others cannot be trusted either."""
    many = [f"This is what was said as number {n} of the evening, {'so ' * n}they say." for n in range(14)]
    (told,) = find_moved(place_sheet_rows(_sheet(many), _segments(["Another talk altogether."])))
    assert told.where == "a.xlsx; lost: row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..."
    blind = [replace(row, text=None) for row in _sheet()]
    lost, unseen = find_moved(place_sheet_rows(blind, _segments(TALK[:-1])))
    assert "1 lost" in lost.problem
    assert unseen.problem.startswith("5 row(s) were placed by id alone")


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
