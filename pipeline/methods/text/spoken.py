"""What was said: the turns of a study with their words, in canonical order."""

from __future__ import annotations

import pandas as pd


def list_spoken(sources: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Return `turns` in canonical order (sources as listed, then as spoken) with the column `text`: their words."""
    order = {source_id: number for number, source_id in enumerate(sources["source_id"])}
    texts = dict(zip(sources["source_id"], sources["text"], strict=True))
    placed = turns.assign(place=turns["source_id"].map(order))
    spoken = placed.sort_values(["place", "start_char"], kind="stable").drop(columns="place").reset_index(drop=True)
    spans = zip(spoken["source_id"], spoken["start_char"], spoken["end_char"], strict=True)
    return spoken.assign(text=[texts[source_id][start:end] for source_id, start, end in spans])
