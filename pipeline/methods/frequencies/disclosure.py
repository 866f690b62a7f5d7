"""Small cells: no breakdown shows a number about fewer people than the study allows, nor lets it be worked out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

_NUMBERS = (
    *("n_segments", "n_segments_total", "n_participants", "n_participants_total", "n_sources", "n_sources_total"),
    *("words_share", "prevalence", "prevalence_low", "prevalence_high", "n_hand_coded", "n_machine_coded"),
)


def suppress_small_cells(frequencies: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return the frequencies of one grouping without the numbers that speak of too few participants.

    A group with fewer than `minimum` participants is hidden for every code, and a code given by 1 to `minimum` - 1
    participants of a group is hidden there. With what is hidden goes at least one cell that is not small, so that the
    hidden cannot be worked out from the others and the total. That a code was given by nobody is not hidden.

    Args:
        frequencies: one row per code and group of a single grouping, the groups of every code in the same order.
        minimum: the smallest number of participants that may be shown.

    Returns:
        The same rows; where hidden, every number is missing and `undefined` says so.
    """
    sizes = frequencies.drop_duplicates("group")["n_participants_total"].to_numpy()
    is_group_hidden = find_hidden(sizes, minimum, np.zeros(len(sizes), dtype=np.bool_))
    by_code = frequencies.groupby("code_id", sort=False)["n_participants"]
    is_hidden = by_code.transform(lambda counts: find_hidden(counts.to_numpy(), minimum, is_group_hidden)).astype(bool)
    shown = {name: frequencies[name].mask(is_hidden) for name in _NUMBERS}
    reason = frequencies["undefined"].mask(is_hidden, f"suppressed: fewer than {minimum} participants")
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
