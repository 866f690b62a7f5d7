"""Excerpts: what carries a theme, what may be shown, what may be shown by group, and which are chosen."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import TableError
from pipeline.reporting.excerpts import (
    check_counts,
    choose_excerpts,
    list_carried,
    list_excerpts,
    list_groups,
    list_marks,
    list_open_cells,
    list_quotable,
)
from tests.support.report_numbers import count_frequencies
from tests.support.report_tables import Shape, build_tables
from tests.support.small_report import by_wave, small_tables


def carried() -> set[tuple[str, str, str]]:
    """Return what the segments of the small study carry, and why."""
    return set(list_carried(small_tables()).itertuples(index=False, name=None))


def test_people_decide_where_they_read_and_the_machine_counts_elsewhere():
    """What people rejected is not carried, whatever the machine gave; unread segments carry what it gave."""
    assert carried() == {
        ("g:20-40", "trust", "agreed"),
        ("g:60-80", "stigma", "lead coder"),
        ("g:40-60", "trust", "machine"),
        ("s:0-30", "slow-trust", "machine"),
        ("s:0-30", "trust", "machine"),
    }


def test_a_machine_that_was_not_accepted_counts_for_nothing():
    """The machine's stigma on an unread segment is not carried, because the theme is counted by people alone."""
    assert ("g:40-60", "stigma", "machine") not in carried()


def test_a_sub_code_counts_for_its_theme():
    """A segment with a sub-code carries the theme above it."""
    assert ("s:0-30", "trust", "machine") in carried()


@pytest.mark.parametrize("shape", [Shape(), Shape(has_humans=False), Shape(has_rules=False, hand_coded_share=1.1)])
def test_what_is_carried_adds_up_to_what_was_counted(shape):
    """The segments behind a number are as many as the number says, however the study was coded."""
    tables = build_tables(shape)
    assert check_counts(tables) is tables


def test_a_number_without_its_segments_is_an_error():
    """A count that its segments do not add up to is told by its code, not printed."""
    tables = small_tables()
    tables["codings"] = tables["codings"].iloc[1:]
    with pytest.raises(TableError) as error:
        check_counts(tables)
    (problem,) = error.value.problems
    assert problem.problem == "code 'trust': 3 segments were counted, but 2 carry it"


def test_a_code_that_nobody_coded_adds_up_to_nothing():
    """A missing count has no segments behind it, and is no error."""
    tables = small_tables()
    frequencies = tables["theme_frequencies"]
    is_stigma = frequencies["code_id"] == "stigma"
    tables["theme_frequencies"] = frequencies.assign(n_segments=frequencies["n_segments"].mask(is_stigma))
    tables["decisions"] = tables["decisions"].query("code_id != 'stigma'")
    assert check_counts(tables) is tables


def test_only_consenting_participants_are_quoted():
    """Neither the facilitator nor the person who did not consent can be shown."""
    quotable = list_quotable(small_tables())
    assert list(quotable["participant_id"]) == ["P1", "P2", "P1", "P4"]
    assert list(quotable["source"]) == ["A group", "A group", "A group", "A survey"]
    assert quotable["question"].isna().tolist() == [False, False, True, False]


def test_evidence_counts_from_the_start_of_the_segment():
    """Spans in the source become spans in the text that is shown, for the sub-code and for its theme."""
    tables = small_tables()
    texts = tables["segments"].set_index("segment_id")["text"]
    found = [(m.segment_id, m.code_id, texts[m.segment_id][m.start : m.end]) for m in list_marks(tables).itertuples()]
    assert found == [
        ("g:40-60", "trust", "Trust"),
        ("g:40-60", "trust", "trust"),
        ("s:0-30", "slow-trust", "Trust"),
        ("s:0-30", "trust", "Trust"),
    ]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=8))
@settings(max_examples=40)
def test_marks_never_overlap(spans):
    """Where patterns overlap, the page marks the words once."""
    tables = small_tables()
    rows = [{"start_char": start, "end_char": start + length} for start, length in spans]
    columns = ["segment_id", "code_id", "start_char", "end_char"]
    evidence = pd.DataFrame(rows, columns=columns).assign(segment_id="s:0-30", code_id="trust")
    tables["evidence"] = evidence.astype({"start_char": int, "end_char": int})
    marks = list_marks(tables).sort_values("start")
    assert (marks["start"].iloc[1:].to_numpy() >= marks["end"].iloc[:-1].to_numpy()).all()
    assert len(marks) > 0 or not spans


def test_groups_are_those_of_the_frequencies():
    """Every participant's segment has a group in each grouping that was counted."""
    tables = small_tables() | {"theme_frequencies": by_wave()}
    groups = list_groups(tables)
    assert set(groups["grouping"]) == {"wave"}
    assert dict(zip(groups["segment_id"], groups["group"], strict=True))["s:0-30"] == "after"
    assert list_groups(small_tables()).empty


def opened(hidden: tuple[tuple[str, str], ...]) -> set[tuple[str, str]]:
    """Return the codes and groups whose cells open when some are withheld."""
    tables = small_tables() | {"theme_frequencies": by_wave(hidden)}
    cells = list_open_cells(tables, list_carried(tables))
    return set(zip(cells["code_id"], cells["group"], strict=True))


def test_group_cells_open_when_nothing_is_withheld():
    """Every group cell that counts a segment leads to it."""
    assert opened(()) == {("trust", "before"), ("trust", "after"), ("slow-trust", "after"), ("stigma", "after")}


def test_a_withheld_cell_closes_every_cell_that_would_give_it_away():
    """P4 stands in the withheld cell of slow trust, so no excerpt of P4 may be shown by wave: trust is closed too."""
    assert opened((("slow-trust", "after"),)) == {("stigma", "after")}


def test_no_person_of_a_withheld_cell_is_ever_shown_by_group():
    """Whatever cells are open, nobody in them stands in a withheld cell of the same grouping."""
    tables = dict(build_tables(Shape(n_answers=300, n_themes=10)))
    tables["theme_frequencies"] = frequencies = count_frequencies(tables, groupings=("wave", "gender"))
    cells = list_carried(tables).merge(list_groups(tables), on="segment_id")
    hidden = cells.merge(frequencies[frequencies["n_segments"].isna()], on=["code_id", "grouping", "group"])
    shown = list_open_cells(tables, list_carried(tables)).merge(list_groups(tables), on=["segment_id", "grouping"])
    people = [set(zip(table["grouping"], table["participant_id"], strict=True)) for table in (hidden, shown)]
    assert people[0]
    assert people[1]
    assert not people[0] & people[1]


def quotations(*people: str, n_words: int = 20) -> pd.DataFrame:
    """Return one excerpt of each person named, in that order."""
    return pd.DataFrame({"participant_id": people, "n_words": n_words, "segment_id": range(len(people))})


def test_nobody_is_quoted_twice_before_everybody_was_quoted_once():
    """The quiet person's only excerpt comes before the second one of the person who talks most."""
    chosen = choose_excerpts(quotations("A", "A", "A", "A", "B"), 2)
    assert list(chosen["participant_id"]) == ["A", "B"]


def test_excerpts_that_read_easily_come_first():
    """Of one person's excerpts, that of 8 to 80 words is chosen before a mere yes and before a page."""
    excerpts = quotations("A", "A", "A").assign(n_words=[1, 300, 30])
    assert list(choose_excerpts(excerpts, 1)["n_words"]) == [30]


def test_a_person_who_said_one_word_is_quoted_after_those_who_said_more():
    """Of three people the one whose only excerpt is a mere yes comes last."""
    excerpts = quotations("A", "B", "C").assign(n_words=[1, 30, 30])
    assert list(choose_excerpts(excerpts, 2)["participant_id"]) == ["B", "C"]


def test_chosen_excerpts_are_spread_over_the_study():
    """Of a hundred people not the first ten are quoted but every tenth."""
    chosen = choose_excerpts(quotations(*[f"P{n:03}" for n in range(100)]), 10)
    assert list(chosen["segment_id"]) == list(range(0, 100, 10))


@given(st.lists(st.sampled_from("ABCDE"), max_size=30), st.integers(1, 12))
@settings(max_examples=50)
def test_as_many_are_chosen_as_there_are_or_as_were_asked_for(people, n):
    """Choosing drops none that there is room for, repeats none, and keeps their order."""
    chosen = choose_excerpts(quotations(*people), n)
    assert len(chosen) == min(n, len(people))
    assert chosen["segment_id"].is_monotonic_increasing
    assert chosen["segment_id"].is_unique


def test_the_file_of_excerpts_has_a_row_for_each_excerpt_and_code():
    """excerpts.csv holds who, where, on what, on whose word, and the words that convinced the machine."""
    rows = list_excerpts(small_tables())
    assert list(rows["code_id"]) == ["trust", "trust", "trust", "slow-trust"]
    assert list(rows["decided"]) == ["agreed", "machine", "machine", "machine"]
    assert rows["evidence"].fillna("").tolist() == ["", "Trust | trust", "Trust", "Trust"]


def test_the_file_of_excerpts_holds_nothing_of_those_who_did_not_consent():
    """Neither words nor names of coders' memos or silent people are in it."""
    csv = list_excerpts(small_tables()).to_csv()
    assert "names" not in csv
    assert "Anna" not in csv
    assert "What brought you?," in csv
