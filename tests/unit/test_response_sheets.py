"""Response sheets."""

from __future__ import annotations

import csv
import io
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.surveys.columns import Export
from pipeline.formats.surveys.sheets import parse_answer_rows, parse_question_columns
from pipeline.formats.tables import read_table_file
from pipeline.methods.text.questions import Question

WHY = Question("why", "Why?", columns=("Why did you come?", "Q1"))
HOW = Question("how", "How was it?")


def _table(text, name="a.csv", **more):
    return read_table_file(text.encode(), name, **more)


def _said(found):
    return [(s.key, dict(s.attributes), [(t.question, t.text, t.line) for t in s.answers]) for s in found.sheets]


def test_a_row_is_a_sheet_and_a_column_a_question():
    """Columns are found by their headers or the question's id; blank answers make no turn."""
    table = _table("id,wave,Why did you come?,how\n1,before,to learn,\n2,after,n/a,fine\n")
    found = parse_question_columns(table, Export({"participant": "id"}, ("wave",), (WHY, HOW)))
    assert _said(found) == [
        ("1", {"wave": "before"}, [("why", "to learn", 2)]),
        ("2", {"wave": "after"}, [("how", "fine", 3)]),
    ]
    assert found.fates["turn"] == (12, 2)
    assert found.notices == ()
    assert found.unasked == ()


def test_a_multi_row_header_names_its_columns_too():
    """An export with a row of ids and a row of wordings is matched by either."""
    table = _table("id,Q1\nRespondent,Why did you come to us?\n1,to learn\n", header_rows=2)
    found = parse_question_columns(table, Export({"participant": "Respondent"}, (), (WHY,)))
    assert _said(found) == [("1", {}, [("why", "to learn", 3)])]


def test_sheets_without_an_answer_are_left_out_and_told():
    """Somebody who returned a blank sheet is counted, not coded."""
    found = parse_question_columns(_table("id,how\n1,fine\n2,\n3,-\n"), Export({"participant": "id"}, (), (HOW,)))
    assert [sheet.key for sheet in found.sheets] == ["1"]
    assert "2 of the 3 response sheets" in found.notices[0].problem


def test_a_column_of_words_that_no_question_names_is_told():
    """An open question that was forgotten in the settings is found by what it holds."""
    text = "how,Other comments\nfine,I liked the people there\nbad,nobody ever rang me back\n"
    found = parse_question_columns(_table(text), Export(questions=(HOW,)))
    assert "'Other comments'" in found.notices[0].problem
    assert found.fates["column not used"] == (48, 2)


def test_a_question_whose_column_is_not_there_is_reported_to_the_caller():
    """Another wave may have it; only questions that name a column are missed."""
    other = Question("what", "What?", columns=("What",))
    found = parse_question_columns(_table("how\nfine\n"), Export(questions=(HOW, other, Question("guide", "Say?"))))
    assert found.unasked == ("what",)


def test_an_export_without_questions_lists_the_columns_that_could_be():
    """The researcher is shown what to name."""
    text = "id,Other comments\n1,I liked the people there\n2,nobody ever rang me back\n"
    with pytest.raises(SourceError, match="no \\[\\[questions\\]\\]") as caught:
        parse_question_columns(_table(text), Export())
    lines = caught.value.problems[0].fix.partition("\n\n")[2]
    assert tomllib.loads(lines) == {
        "questions": [{"id": "other-comments", "wording": "Other comments", "columns": ["Other comments"]}]
    }
    with pytest.raises(SourceError) as caught:
        parse_question_columns(_table("id,mark\n1,5\n"), Export())
    assert "no column looks like free text" in caught.value.problems[0].fix


def test_a_question_and_a_column_must_match_one_to_one():
    """Two columns of one question, or two questions of one column, are problems, all listed."""
    again = Question("again", "Again?", columns=("how",))
    with pytest.raises(SourceError) as caught:
        parse_question_columns(_table("Q1,Why did you come?,how\na,b,c\n"), Export(questions=(WHY, HOW, again)))
    assert [problem.problem.split("'")[1] for problem in caught.value.problems] == ["why", "again"]


def test_rows_of_one_respondent_with_equal_attributes_are_one_sheet():
    """Answers keep their row keys; another wave is another sheet; rows without a key stay apart."""
    table = _table(
        "row,id,wave,question,answer\n"
        "r1,1,before,Why did you come?,to learn\n"
        "r2,2,before,How\u00a0 was it?,fine\n"
        "r3,1,before,How was it?,good\n"
        "r4,1,after,How was it?,better\n"
        "r5,,after,How was it?,so so\n"
        "r6,,after,How was it?,well\n"
        "r7,3,after,How was it?,\n"
    )
    export = Export({"row": "row", "participant": "id", "question": "question", "text": "answer"}, ("wave",))
    found = parse_answer_rows(table, export)
    assert [(s.key, s.attributes["wave"], [(t.row_key, t.question) for t in s.answers]) for s in found.sheets] == [
        ("1", "before", [("r1", "Why did you come?"), ("r3", "How was it?")]),
        ("2", "before", [("r2", "How was it?")]),
        ("1", "after", [("r4", "How was it?")]),
        ("", "after", [("r5", "How was it?")]),
        ("", "after", [("r6", "How was it?")]),
    ]
    assert "1 of the 6 response sheets" in found.notices[0].problem


def test_one_no_forbids_quoting_the_whole_sheet():
    """Consent is as strict as the strictest row."""
    table = _table("id,ok,question,answer\n1,yes,a,x\n1,no,b,\n2,yes,a,y\n")
    export = Export({"participant": "id", "consent": "ok", "question": "question", "text": "answer"})
    found = parse_answer_rows(table, export)
    assert [turn.may_quote for sheet in found.sheets for turn in sheet.answers] == [False, True]


def test_answers_in_rows_need_the_columns_of_text_and_question():
    """Both are named at once where both are missing."""
    with pytest.raises(SourceError) as caught:
        parse_answer_rows(_table("a,b\n1,2\n"), Export())
    assert len(caught.value.problems) == 2


respondents = st.sampled_from(["", "1", "2", "3"])
waves = st.sampled_from(["before", "after", ""])
answers = st.sampled_from(["fine", "n/a", "", "  so so ", "you &amp; me", "-"])
exports = st.lists(st.tuples(respondents, waves, st.sampled_from(["how", "why"]), answers), min_size=1, max_size=12)


@given(exports)
def test_every_answer_of_any_export_lands_in_one_sheet_of_its_respondent(rows):
    """Answers, blank cells and "n/a" sum to the rows; nobody gets another's words, and no wave another's."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("id", "wave", "question", "answer"), *rows])
    export = Export({"participant": "id", "question": "question", "text": "answer"}, ("wave",))
    table = _table(out.getvalue())
    found = parse_answer_rows(table, export)
    landed = [
        (turn.line, sheet.key, sheet.attributes["wave"], turn.question)
        for sheet in found.sheets
        for turn in sheet.answers
    ]
    expected = [(line, *row[:3]) for line, row in enumerate(rows, start=2) if row[3].strip() not in {"", "n/a", "-"}]
    assert sorted(landed) == expected
    places = {fate: n for fate, (_, n) in found.fates.items()}
    assert sum(places.get(fate, 0) for fate in ("turn", "blank answer", "not applicable", "placeholder")) == len(rows)
    named = [(sheet.key, sheet.attributes["wave"]) for sheet in found.sheets if sheet.key]
    assert len(named) == len(set(named))


@given(st.lists(st.tuples(answers, answers), min_size=1, max_size=8))
def test_every_cell_of_any_question_column_is_a_turn_or_counted(rows):
    """One row is at most one sheet, in the order of the file, and every cell has its fate."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("id", "how", "Q1"), *((n, *row) for n, row in enumerate(rows))])
    found = parse_question_columns(_table(out.getvalue()), Export({"participant": "id"}, (), (HOW, WHY)))
    assert [sheet.key for sheet in found.sheets] == sorted((sheet.key for sheet in found.sheets), key=int)
    assert all(1 <= len(sheet.answers) <= 2 for sheet in found.sheets)
    places = {fate: n for fate, (_, n) in found.fates.items()}
    assert sum(places.get(fate, 0) for fate in ("turn", "blank answer", "not applicable", "placeholder")) == 2 * len(
        rows
    )
    assert places.get("turn", 0) == sum(len(sheet.answers) for sheet in found.sheets)
