"""What stands twice in a survey."""

from __future__ import annotations

from pipeline.formats.surveys.repeats import find_repeated_keys, find_repeated_people, find_repeats
from pipeline.methods.text.collected import CollectedTurn

LONG = "we talked about it in the van on the way home"
SHORT = "it was a good day"


def _sheet(key, *texts, line=2):
    return key, tuple(CollectedTurn(text, question=f"q{n}", line=line) for n, text in enumerate(texts))


def _told(*sheets):
    return [(notice.problem.split(" of ")[0], notice.where) for notice in find_repeats("a.csv", sheets)]


def test_a_response_that_was_sent_twice_is_told():
    """All its answers agree with those of an earlier row; its long answers are not told again."""
    assert _told(_sheet("1", LONG, "yes"), _sheet("2", "no"), _sheet("3", LONG, "yes", line=4)) == [
        ("1 response(s)", "a.csv, line 4")
    ]


def test_responses_that_agree_in_a_few_words_are_none_sent_twice():
    """Two people may both write that it was a good day."""
    assert _told(_sheet("1", SHORT), _sheet("2", SHORT, line=3)) == []


def test_one_answer_to_two_questions_is_told():
    """Words that somebody copied from one field to the next; short answers may well be the same."""
    assert _told(_sheet("1", SHORT, SHORT, "yes", "yes"), _sheet("2", "yes", line=3)) == [
        ("1 answer(s)", "a.csv, line 2")
    ]


def test_long_answers_that_different_people_share_are_told():
    """The same person may say the same before and after; people without a key are different people."""
    assert _told(_sheet("1", LONG, "a"), _sheet("1", LONG, "b", line=3)) == []
    assert _told(_sheet("1", LONG, "a"), _sheet("2", LONG, "b", line=3)) == [("1 long answer(s)", "a.csv, line 3")]
    assert _told(_sheet("", LONG, "a"), _sheet("", LONG, "b", line=3)) == [("1 long answer(s)", "a.csv, line 3")]


def test_no_notice_repeats_what_was_said():
    """It says where, not what."""
    told = "".join(map(str, find_repeats("a.csv", [_sheet("k1", LONG, "a"), _sheet("k2", LONG, "b")])))
    assert "van" not in told
    assert "k1" not in told


def test_repeated_row_ids_and_respondents_are_told_with_their_rows():
    """Blank keys repeat nothing, and rows that something tells apart are no repetition."""
    rows = [(2, "a", ()), (3, "", ()), (4, "a", ()), (5, "", ()), (6, "a", ("after",)), (7, "b", ())]
    (of_ids,), (of_people,) = find_repeated_keys("a.csv", rows), find_repeated_people("a.csv", rows)
    assert of_ids.problem.startswith("1 row id(s) of 'a.csv'")
    assert of_people.problem.startswith("1 respondent(s) of 'a.csv'")
    assert of_ids.where == of_people.where == "a.csv, line 4"
    assert list(find_repeated_keys("a.csv", rows[:2])) == []
    assert list(find_repeated_people("a.csv", rows[4:])) == []
