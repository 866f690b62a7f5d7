"""What reporting is given: the study's tables and its choices, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.methods.frequencies.estimates import NOT_CODED

Tables = Mapping[str, pd.DataFrame]
Choices = Mapping[str, Any]


def list_rows(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of `table`, each with its columns as attributes."""
    yield from table.itertuples(index=False)


def take_overall(tables: Tables) -> pd.DataFrame:
    """Return the theme frequencies over all segments: one row a code."""
    frequencies = tables["theme_frequencies"]
    return frequencies[frequencies["grouping"] == "all"]


def take_groups(tables: Tables) -> pd.DataFrame:
    """Return the theme frequencies by group: one row a code, grouping and group."""
    frequencies = tables["theme_frequencies"]
    return frequencies[frequencies["grouping"] != "all"]


def take_hidden(tables: Tables) -> pd.DataFrame:
    """Return the theme frequencies by group whose numbers were suppressed."""
    groups = take_groups(tables)
    return groups[groups["n_segments"].isna() & (groups["method"] != NOT_CODED)]


def take_agreement(tables: Tables) -> pd.DataFrame:
    """Return the agreement that the page shows: by segment. The other units are in the released table alone."""
    agreement = tables["agreement"]
    return agreement[agreement["unit"] == "segment"]


def take_wordings(tables: Tables) -> dict[str, str]:
    """Return the wording of every question by its id."""
    questions = tables["questions"]
    return dict(zip(questions["question_id"], questions["wording"], strict=True))


def take_spoken(tables: Tables) -> pd.DataFrame:
    """Return the segments that can be coded and counted: all but the facilitators'."""
    segments = tables["segments"]
    return segments[~segments["is_facilitator"]]


def take_people(tables: Tables) -> pd.DataFrame:
    """Return everyone who said or wrote something, facilitators left out: not who is on the roster and was silent."""
    participants = tables["participants"]
    is_heard = participants["participant_id"].isin(take_spoken(tables)["participant_id"])
    return participants[is_heard & (participants["role"] != "facilitator")]
