"""Small cells: what is hidden, at the very boundary, and that the tables do not give it away."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from pipeline.methods.frequencies.disclosure import _NUMBERS, find_hidden, suppress_breakdowns, suppress_small_cells

MINIMUM = 3


def make_frequencies(counts, sizes):
    """Return frequencies of codes (rows of `counts`) in groups (columns) of as many people as `sizes` says."""
    rows = [
        dict.fromkeys(_NUMBERS, 0.5)
        | {
            "code_id": f"c{code}",
            "group": f"g{group}",
            "n_participants": n,
            "n_participants_total": sizes[group],
            "undefined": None,
            "method": "hand-coded, all",
        }
        for code, row in enumerate(counts)
        for group, n in enumerate(row)
    ]
    return pd.DataFrame(rows)


def hidden_cells(counts, sizes, minimum=MINIMUM):
    """Return which cells `suppress_small_cells` hides, codes x groups."""
    table = suppress_small_cells(make_frequencies(counts, sizes), minimum)
    return table["undefined"].notna().to_numpy().reshape(np.shape(counts)).tolist()


@pytest.mark.parametrize(("n", "is_hidden"), [(0, False), (1, True), (2, True), (3, False), (4, False)])
def test_counts_below_the_minimum_are_hidden(n, is_hidden):
    """A cell of minimum - 1 is hidden, one of minimum or minimum + 1 is shown, and so is a cell of nobody."""
    assert hidden_cells([[n, 9, 9]], [10, 10, 10])[0][0] is is_hidden


@pytest.mark.parametrize(("size", "is_hidden"), [(2, True), (3, False), (4, False)])
def test_groups_below_the_minimum_are_hidden_for_every_code(size, is_hidden):
    """A group of fewer people than the minimum shows nothing, not even that none of them spoke of a code."""
    assert [row[0] for row in hidden_cells([[0, 5, 6], [size, 5, 6]], [size, 10, 20])] == [is_hidden, is_hidden]


def test_a_hidden_cell_takes_the_smallest_other_with_it():
    """One hidden cell could be had from the total, so the smallest that is not small goes too."""
    assert hidden_cells([[2, 7, 5]], [10, 10, 10]) == [[True, False, True]]


def test_small_cells_alone_do_not_hide_each_other():
    """Two cells of two people add up to four: only 2 + 2 is possible, so a third cell must go with them."""
    assert hidden_cells([[2, 2, 7, 5]], [10, 10, 10, 10]) == [[True, True, False, True]]


def test_a_small_cell_among_zeros_hides_them_all():
    """Where no cell is large enough to go with a small one, none is shown: zeros would point at it."""
    assert hidden_cells([[0, 1, 0]], [10, 10, 10]) == [[True, True, True]]


def test_equals_are_hidden_together():
    """Of two cells that could go with a hidden one both do: to choose would give away what is hidden."""
    assert hidden_cells([[5, 2, 5, 7]], [10, 10, 10, 10]) == [[True, True, True, False]]


def test_a_hidden_group_takes_the_smallest_other_group_with_it():
    """The size of a hidden group cannot be had from the sizes of the others, whatever the code."""
    assert hidden_cells([[0, 9, 9, 9], [2, 0, 9, 9]], [2, 20, 12, 30]) == [
        [True, False, True, False],
        [True, False, True, False],
    ]


def breakdowns_hidden(*breakdowns):
    """Return which cells `suppress_breakdowns` hides of each grouping, given its counts and sizes."""
    tables = suppress_breakdowns([make_frequencies(counts, sizes) for counts, sizes in breakdowns], MINIMUM)
    return [
        table["undefined"].notna().to_numpy().reshape(np.shape(counts)).tolist()
        for table, (counts, _) in zip(tables, breakdowns, strict=True)
    ]


def test_two_breakdowns_of_one_code_are_not_set_against_each_other():
    """By kind 5 and 9, by wave 7 before, 2 after, 5 with none: survey 9 less before 7 would be the hidden after, 2."""
    by_kind, by_wave = ([[5, 9]], [10, 12]), ([[7, 2, 5]], [12, 12, 10])
    assert breakdowns_hidden(by_kind) == [[[False, False]]]
    assert breakdowns_hidden(by_wave) == [[[False, True, True]]]
    assert breakdowns_hidden(by_kind, by_wave) == [[[False, False]], [[True, True, True]]]
    assert breakdowns_hidden(by_wave, by_kind) == [[[False, True, True]], [[True, True]]]


def test_a_code_without_a_hidden_cell_keeps_every_breakdown():
    """What is hidden of one code takes nothing from another."""
    assert breakdowns_hidden(([[2, 7, 5], [5, 6, 7]], [10, 10, 10]), ([[9, 5], [9, 9]], [15, 15])) == [
        [[True, False, True], [False, False, False]],
        [[True, True], [False, False]],
    ]


def test_no_breakdown_is_no_trouble():
    """A study without groups has nothing to hide."""
    assert suppress_breakdowns([], MINIMUM) == []


def test_a_group_is_as_large_as_those_judged_in_it():
    """A code judged for two people of a large group shows nothing of them, though another code was judged for all."""
    table = make_frequencies([[4, 9, 9], [0, 9, 9]], [10, 20, 30]).assign(n_participants_total=[10, 20, 30, 2, 20, 30])
    shown = suppress_small_cells(table, MINIMUM)["undefined"].isna()
    assert shown.tolist() == [True, True, True, False, False, True]


def test_hidden_rows_lose_every_number_and_say_why():
    """Counts, totals, shares and intervals all go; the row stays, with its method and the reason."""
    table = suppress_small_cells(make_frequencies([[1, 8]], [9, 9]), MINIMUM)
    assert table[list(_NUMBERS)].isna().all(axis=None)
    assert set(table["undefined"]) == {"suppressed to protect fewer than 3 participants"}
    assert set(table["method"]) == {"hand-coded, all"}


def test_shown_rows_are_left_as_they_are():
    """A row that is not hidden keeps its numbers and its own reason."""
    before = make_frequencies([[5, 8]], [9, 9]).assign(undefined=["too few hand-coded segments", None])
    pd.testing.assert_frame_equal(suppress_small_cells(before, MINIMUM), before, check_dtype=False)


def test_a_minimum_of_one_hides_nothing():
    """A study may choose to show everything."""
    assert not np.any(hidden_cells([[0, 1, 2]], [1, 1, 2], minimum=1))


def test_no_rows_are_no_trouble():
    """A breakdown without rows stays without rows."""
    assert len(suppress_small_cells(make_frequencies([[1, 2]], [3, 3]).iloc[:0], MINIMUM)) == 0


@pytest.mark.parametrize("n_groups", [2, 3, 4])
def test_the_hidden_cannot_be_worked_out(n_groups):
    """Whoever knows the total, all that is shown and this very rule still has two answers for every small count."""
    seen = {}
    for drawn in product(range(8), repeat=n_groups):
        counts = np.array(drawn)
        hidden = find_hidden(counts, MINIMUM, np.zeros(n_groups, dtype=bool))
        known = (tuple(hidden), tuple(counts[~hidden]), counts.sum())
        seen.setdefault(known, []).append(counts[hidden])
    for (hidden, shown, total), answers in seen.items():
        for possible in np.array(answers).T if total - sum(shown) < 8 and any(hidden) else []:
            assert len(set(possible)) > 1 or not 0 < possible[0] < MINIMUM
