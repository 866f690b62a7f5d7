"""Who spoke how much."""

from __future__ import annotations

import pandas as pd


def count_participation(turns: pd.DataFrame, segments: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """Count the turns and words of each person in each source, facilitators included.

    Args:
        turns: all turns.
        segments: all segments, which tile the turns.
        participants: everyone, with their role.

    Returns:
        One row per source and person who has a turn in it, in the order of their first turns: role, n_turns, n_words,
        and words_share, the share of the words of the source (0 where it has none).
    """
    by = ["source_id", "participant_id"]
    spoken = turns.groupby(by, sort=False).agg(n_turns=("turn_id", "size"))
    words = segments.groupby(by)["n_words"].sum().reindex(spoken.index, fill_value=0)
    of_source = words.groupby("source_id").transform("sum")
    table = spoken.assign(n_words=words, words_share=(words / of_source.where(of_source > 0)).fillna(0)).reset_index()
    return table.merge(participants[["participant_id", "role"]], on="participant_id", how="left")
