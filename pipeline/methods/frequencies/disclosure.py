"""Small cells: the tables show no number about fewer people than the study allows, nor give it away by subtraction.

What is said here holds of one code's tables. It does not set a theme against its sub-codes, and it cannot hold of the
excerpts: those of people who agreed to be quoted name their source and question, and whoever has them can count.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

_NUMBERS = (
    *("n_segments", "n_segments_total", "n_participants", "n_participants_total", "n_sources", "n_sources_total"),
    *("words_share", "prevalence", "prevalence_low", "prevalence_high", "n_hand_coded", "n_machine_coded"),
)


def suppress_breakdowns(breakdowns: Sequence[pd.DataFrame], minimum: int) -> list[pd.DataFrame]:
    """Return the frequencies of several groupings of the same segments without the numbers about too few participants.

    Each grouping is suppressed by itself, as `suppress_small_cells` does. But two breakdowns of one total are equations
    with the same unknowns: code by survey, 9, less code before the course, 7, is code after the course, 2, although the
    latter is hidden. So of a code that has a hidden cell in any breakdown only the first breakdown keeps what it shows;
    in the others every cell of that code is hidden: more than must be, but without solving the equations.

    Args:
        breakdowns: for each grouping, in the order of their importance, the rows that `suppress_small_cells` takes.
        minimum: the smallest number of participants that may be shown.

    Returns:
        The same tables; where hidden, every number is missing and `undefined` says so.
    """
    alone = [_find_hidden_cells(table, minimum) for table in breakdowns]
    told = {code for table, is_hidden in zip(breakdowns, alone, strict=True) for code in table["code_id"][is_hidden]}
    whole = [table["code_id"].isin(told).to_numpy(dtype=np.bool_) for table in breakdowns[1:]]
    masks = [*alone[:1], *whole]
    return [_hide(table, is_hidden, minimum) for table, is_hidden in zip(breakdowns, masks, strict=True)]


def suppress_small_cells(frequencies: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return the frequencies of one grouping without the numbers that speak of too few participants.

    A group in which a code was judged for 1 to `minimum` - 1 participants is hidden for that code, and so is a group in
    which as few gave it. With what is hidden goes at least one cell that is not small, so that the hidden cannot be
    worked out from the others and the total in the table. That a code was given by nobody is not hidden, nor is a code
    that nobody has judged, which has no numbers.

    Args:
        frequencies: one row per code and group of a single grouping, the rows of every code together.
        minimum: the smallest number of participants that may be shown.

    Returns:
        The same rows; where hidden, every number is missing and `undefined` says so.
    """
    return _hide(frequencies, _find_hidden_cells(frequencies, minimum), minimum)


def _find_hidden_cells(frequencies: pd.DataFrame, minimum: int) -> npt.NDArray[np.bool_]:
    by_code = (
        frequencies[["n_participants", "n_participants_total"]].fillna(0).groupby(frequencies["code_id"], sort=False)
    )
    found = [np.zeros(0, dtype=np.bool_)]
    for _, cells in by_code:
        counts, sizes = cells.to_numpy(dtype=np.int64).T
        is_group_hidden = find_hidden(sizes, minimum, np.zeros(len(sizes), dtype=np.bool_))
        found.append(find_hidden(counts, minimum, is_group_hidden))
    return np.concatenate(found)


def _hide(frequencies: pd.DataFrame, is_hidden: npt.NDArray[np.bool_], minimum: int) -> pd.DataFrame:
    shown = {name: frequencies[name].mask(is_hidden) for name in _NUMBERS}
    reason = frequencies["undefined"].mask(is_hidden, f"suppressed to protect fewer than {minimum} participants")
    return frequencies.assign(**shown, undefined=reason)


def find_hidden(
    counts: npt.NDArray[np.int64], minimum: int, is_hidden_already: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Find which of `counts`, whose sum the reader knows, must be hidden.

    Hidden are the counts from 1 to `minimum` - 1 and those hidden already. Where none of these reaches `minimum`, the
    smallest that does is hidden with them, with all its equals, lest the choice among equals give the answer away;
    where no count reaches it, all are hidden.
    """
    is_hidden = is_hidden_already | ((counts > 0) & (counts < minimum))
    is_large = counts >= minimum
    if not is_hidden.any() or (is_hidden & is_large).any():
        return is_hidden
    return is_hidden | (counts == counts[is_large].min()) if is_large.any() else np.ones_like(is_hidden)
