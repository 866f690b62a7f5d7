"""From readings to the tables of codings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import schemas
from pipeline.errors import Problem
from pipeline.methods.coding.coders import Reading, coders_table, find_coding_problems, find_notices, join_readings
from pipeline.methods.coding.placing import AnswerRow, Placed, Placement, Ruling, SheetRow
from pipeline.store import check_table

BLANK = "the answer is blank"


def _placement(segment_id, *code_ids, row=2, file="a.xlsx", note="", reason=""):
    return Placement(SheetRow(file=file, row=row, segment_id="s", code_ids=code_ids, note=note), segment_id, reason)


def _reading(*placements, coder_id="A", role="human", in_round=1, **more):
    return Reading(coder_id, role, in_round, Placed(placements, **more))


def test_what_was_read_becomes_codings_reviews_and_unplaced_codings():
    """One row a decision, one a segment read, one a coding that fits nowhere; notes go along as memos."""
    tables = join_readings(
        [
            _reading(_placement("s:0-5", "trust", "stigma", note="both"), _placement("s:6-9")),
            _reading(_placement("s:0-5", "trust"), _placement(None, "trust", row=7, reason=BLANK), coder_id="B"),
        ]
    )
    codings = check_table(tables.codings, schemas.CODINGS)
    assert codings[["segment_id", "code_id", "coder_id", "round"]].to_numpy().tolist() == [
        ["s:0-5", "trust", "A", 1],
        ["s:0-5", "stigma", "A", 1],
        ["s:0-5", "trust", "B", 1],
    ]
    assert codings["memo"].tolist()[:2] == ["both", "both"]
    assert codings["score"].isna().all()
    reviews = check_table(tables.reviews, schemas.REVIEWS)
    assert reviews["memo"].fillna("").tolist() == ["both", "", ""]
    assert reviews[["segment_id", "coder_id"]].to_numpy().tolist() == [["s:0-5", "A"], ["s:6-9", "A"], ["s:0-5", "B"]]
    unplaced = check_table(tables.unplaced, schemas.UNPLACED_CODINGS)
    assert unplaced.to_numpy().tolist() == [["B", "a.xlsx", "row 7", "trust", BLANK]]


def test_a_note_without_a_code_is_kept_with_the_review():
    """Why a coder gave nothing is worth as much; what two rows say of a segment is kept once each."""
    notes = ("unsure", "too short", "", "unsure")
    tables = join_readings([_reading(*(_placement("s:0-5", note=note) for note in notes), _placement(None, note="x"))])
    assert check_table(tables.reviews, schemas.REVIEWS)["memo"].tolist() == ["unsure; too short"]
    assert tables.codings.empty


def test_nobody_coding_makes_empty_tables():
    """A study without coders has its tables all the same."""
    tables = join_readings([])
    assert [len(table) for table in tables] == [0, 0, 0, 0, 0]
    assert check_table(tables.codings, schemas.CODINGS).empty
    assert check_table(tables.placements, schemas.PLACEMENTS).empty


def test_where_the_rows_of_sheets_landed_is_told_row_by_row():
    """The segment in the sheet, the one of today, and how like it is; other files have keys, which are private."""
    near = Placement(SheetRow(file="a.xlsx", row=3, segment_id="s:1-6"), "s:2-7", similarity=0.9)
    answer = Placement(AnswerRow(file="b.csv", row=2, key="Ann", question_id=None, code_ids=()), "s:2-7")
    table = check_table(
        join_readings([_reading(near, answer, _placement(None, reason="gone"))]).placements, schemas.PLACEMENTS
    )
    assert table[["sheet_segment_id", "how", "row"]].values.tolist() == [["s:1-6", "fuzzy", 3], ["s", "lost", 2]]
    assert table["reason"].tolist()[1] == "gone"


def test_rows_joined_into_one_segment_do_not_contradict_each_other():
    """What was two turns when it was read has the codes of both."""
    row = SheetRow(file="a.xlsx", row=2, segment_id="s:0-5", code_ids=("trust",))
    joined = [
        Placement(row, "s:0-9", is_joined=True),
        Placement(replace(row, row=3, code_ids=()), "s:0-9", is_joined=True),
    ]
    reading = _reading(*joined)
    assert find_coding_problems([reading], allow_unplaced=False) == []
    assert join_readings([reading]).codings["code_id"].tolist() == ["trust"]


def test_the_same_decision_twice_counts_once_and_rounds_are_kept_apart():
    """Two files may repeat a segment; another round is another decision."""
    same = _placement("s:0-5", "trust")
    readings = [_reading(same), _reading(same), _reading(_placement("s:0-5"), in_round=2)]
    tables = join_readings(readings)
    assert (len(tables.codings), len(tables.reviews)) == (1, 2)
    assert find_coding_problems(readings, allow_unplaced=False) == []


def test_a_coder_who_contradicts_herself_is_asked_which_decision_holds():
    """In two rows of a file or in two files, but not in two rounds."""
    first = _reading(_placement("s:0-5", "trust", row=2), _placement("s:0-5", row=9))
    second = _reading(_placement("s:0-5", "stigma", row=4, file="b.xlsx"))
    found = find_coding_problems([first, second], allow_unplaced=False)
    assert [(p.problem, p.where) for p in found] == [
        ("coder 'A' gives this segment other codes in row 2", "a.xlsx, row 9"),
        ("coder 'A' gives this segment other codes in row 2 of a.xlsx", "b.xlsx, row 4"),
    ]


def test_every_coding_that_fits_nowhere_is_listed_unless_that_is_allowed():
    """File, row, code and reason; those that the settings cannot send anywhere are summed up elsewhere."""
    lost = [_placement(None, "trust", "stigma", row=5, reason=BLANK), _placement(None, row=6, reason=BLANK)]
    cut = _placement(None, "trust", reason="the answer is cut into several segments")
    summed_up = Problem("1 row(s) give codes to answers that are cut")
    readings = [_reading(*lost, cut, problems=[summed_up])]
    found = find_coding_problems(readings, allow_unplaced=False)
    assert found[0] == summed_up
    assert [(p.problem, p.where) for p in found[1:]] == [
        (f"coder 'A', code 'trust': {BLANK}", "a.xlsx, row 5"),
        (f"coder 'A', code 'stigma': {BLANK}", "a.xlsx, row 5"),
    ]
    assert find_coding_problems(readings, allow_unplaced=True) == [summed_up]


def test_codings_left_out_are_told_by_coder_and_reason():
    """Allowed is not silent."""
    lost = [_placement(None, "trust", row=n, reason=BLANK) for n in (2, 3)]
    told = [notice.problem for notice in find_notices([_reading(*lost, notices=[Problem("a column means no code")])])]
    assert told[:2] == ["a column means no code", f"2 coding(s) of coder 'A' left out: {BLANK}"]


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        ([], ["nobody has coded by hand: no frequency can be defended yet"]),
        ([_reading(role="adjudicator")], ["nobody has coded by hand: no frequency can be defended yet"]),
        ([_reading(), _reading(in_round=2)], ["one person has coded: agreement between people cannot be estimated"]),
        ([_reading(), _reading(coder_id="B")], []),
    ],
)
def test_too_few_coders_are_told(readings, said):
    """What cannot be said with none or one is said at once."""
    assert [notice.problem for notice in find_notices(readings)] == said


def test_ids_must_tell_coders_apart():
    """Nobody may take the machine's id, and an adjudicator needs one of her own."""
    readings = [_reading(coder_id="rules"), _reading(), _reading(role="adjudicator")]
    found = [problem.problem for problem in find_coding_problems(readings, allow_unplaced=False)]
    assert found == ["'rules' is the machine coder's id", "'A' is listed as coder and as adjudicator"]


def test_coders_are_listed_once_in_the_order_of_the_settings_and_the_machine_last():
    """The first human coder listed leads where an adjudication is missing."""
    readings = [
        _reading(coder_id="B"),
        _reading(coder_id="A"),
        _reading(coder_id="B"),
        _reading(coder_id="C", role="adjudicator"),
    ]
    table = check_table(coders_table(readings, has_rules=True), schemas.CODERS)
    assert table.to_numpy().tolist() == [
        ["B", "human", 0],
        ["A", "human", 1],
        ["C", "adjudicator", 2],
        ["rules", "machine", 3],
    ]
    assert check_table(coders_table([], has_rules=False), schemas.CODERS).empty


def _ruling(segment_id, code_id, *, is_coded, row=2, **more):
    ruled = SheetRow(file="q.xlsx", row=row, segment_id="s", code_ids=(code_id,), ruling=Ruling(is_coded, **more))
    return Placement(ruled, segment_id)


def test_a_ruling_is_neither_a_coding_nor_a_review():
    """It says nothing about the other codes of its segment; who decided is the coder where nobody is named."""
    placed = [_ruling("s:0-5", "trust", is_coded=False, reason="overlooked"), _ruling("s:0-5", "stigma", is_coded=True)]
    tables = join_readings([_reading(*placed, coder_id="J", role="adjudicator")])
    rulings = check_table(tables.rulings, schemas.RULINGS).sort_values("code_id")
    assert rulings[["code_id", "is_coded", "decided_by"]].to_numpy().tolist() == [
        ["stigma", True, "J"],
        ["trust", False, "J"],
    ]
    assert (len(tables.codings), len(tables.reviews), len(tables.placements)) == (0, 0, 2)


def test_two_rulings_of_one_round_must_not_contradict_each_other():
    """About one code they must say the same; in another round the later one counts."""
    placed = [_ruling("s:0-5", "trust", is_coded=False), _ruling("s:0-5", "trust", is_coded=True, row=9)]
    (problem,) = find_coding_problems([_reading(*placed, role="adjudicator")], allow_unplaced=False)
    assert problem.problem == "coder 'A' decides on code 'trust' otherwise in row 2"
    assert "another `round`" in problem.fix
    rounds = [_reading(place, role="adjudicator", in_round=n) for n, place in enumerate(placed, start=1)]
    assert find_coding_problems(rounds, allow_unplaced=False) == []


def test_a_ruling_that_fits_nowhere_is_unplaced_whether_it_gives_the_code_or_not():
    """A decision is never lost silently."""
    lost = _ruling(None, "trust", is_coded=False)
    (problem,) = find_coding_problems([_reading(lost, role="adjudicator")], allow_unplaced=False)
    assert problem.where == "q.xlsx, row 2"


def test_where_ruled_words_are_now_one_segment_a_code_of_any_is_its_code():
    """Two segments were joined: the code that was given in one of them is given in the whole, as with codings."""
    placed = [
        replace(_ruling("s:0-9", "trust", is_coded=is_coded, row=row), is_joined=True)
        for row, is_coded in ((2, False), (3, True))
    ]
    readings = [_reading(*placed, coder_id="J", role="adjudicator")]
    assert find_coding_problems(readings, allow_unplaced=False) == []
    assert join_readings(readings).rulings["is_coded"].tolist() == [True]
