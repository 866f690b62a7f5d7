"""What comes first and what reaches the threshold: the same answer for every sentence and figure that says so."""

from __future__ import annotations

import pandas as pd

from pipeline.methods.coding.gate import TOO_LITTLE_READ
from pipeline.reporting import words
from pipeline.reporting.by_codebook import list_codebooks, part_by_codebook, place_codebooks
from pipeline.reporting.given import Choices, Tables, take_agreement, take_overall

MOST_ROWS, FEWEST_ROWS = 15, 5
ALL_CODERS = "all human coders"
_ROUNDING = 1e-9


def order_themes(tables: Tables) -> pd.DataFrame:
    """Return the overall frequency of every theme with its label, the most frequent first, the uncoded last.

    Where there are several codebooks, theirs follow each other: what was looked for in one part of the study is not
    ranked with what was looked for in another.
    """
    overall = take_overall(tables)
    named = tables["codes"][["code_id", "label", "definition", "order"]]
    labelled = overall[overall["is_theme"]].merge(named, on="code_id")
    share = labelled["n_segments"] / labelled["n_segments_total"].where(labelled["n_segments_total"] > 0)
    placed = labelled.assign(counted_share=share.astype(float), place=place_codebooks(labelled["code_id"], tables))
    ranked = placed.sort_values(
        ["place", "prevalence", "counted_share", "order"], ascending=[True, False, False, True], na_position="last"
    )
    return ranked.drop(columns="place").reset_index(drop=True)


def take_drawn(themes: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return those of `themes` that a figure with few rows shows: the most frequent of each codebook."""
    if len(themes) <= MOST_ROWS:
        return themes
    most = max(FEWEST_ROWS, MOST_ROWS // len(list_codebooks(tables)))
    return pd.concat([of_book.head(most) for _, of_book in part_by_codebook(themes, tables)])


def take_coded(themes: pd.DataFrame) -> pd.DataFrame:
    """Return those of `themes` that anybody has coded."""
    return themes[themes["n_segments"].notna()]


def take_tied(themes: pd.DataFrame) -> pd.DataFrame:
    """Return the first of `themes`, as `order_themes` has them, and all that are exactly as frequent.

    Compared is what they are ordered by: the prevalence or, where the first has none, the share that was counted.
    """
    by = "prevalence" if themes["prevalence"].notna().any() else "counted_share"
    return themes[(themes[by] - themes[by].iloc[0]).abs() < _ROUNDING] if themes[by].notna().any() else themes.head(1)


def list_main_sets(tables: Tables) -> list[str]:
    """Return the comparisons that matter most: all people together (or the one pair), and each machine."""
    found = list(dict.fromkeys(tables["agreement"]["coder_set"]))
    machines = [name for name in found if name.startswith("decisions | ")]
    people = [name for name in found if name not in machines]
    return [ALL_CODERS, *machines] if ALL_CODERS in people else [*people, *machines]


def count_reached(tables: Tables, choices: Choices) -> list[tuple[str, str]]:
    """Return, for each of the main comparisons in words, how many codes reach the study's threshold.

    A coefficient of a code that was read or given too little to have an interval is not counted as reached.

    Returns:
        Who is compared with whom, and as in '5 of 8 codes (1 cannot be estimated)'; nothing where nothing was compared.
    """
    statistic, threshold = choices["reliability"]["statistic"], choices["reliability"]["threshold"]
    rows = take_agreement(tables).loc[lambda t: (t["statistic"] == statistic) & (t["resampled"] == "segments")]
    found = []
    for coder_set in list_main_sets(tables) if len(rows) else ():
        of_set = rows[rows["coder_set"] == coder_set]
        values = of_set["value"].mask(of_set["undefined"].isin(TOO_LITTLE_READ))
        silent = f" ({values.isna().sum()} cannot be estimated)" if values.isna().any() else ""
        found.append((words.say_coder_set(coder_set), f"{(values >= threshold).sum()} of {len(values)} codes{silent}"))
    return found
