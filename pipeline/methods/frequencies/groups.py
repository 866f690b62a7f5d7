"""How often each code was given, by how many people and in how many sources, overall and group by group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.errors import Problem, SettingsError
from pipeline.methods.agreement.readings import BoolArray, StrArray

ALL = "all"
NOT_RECORDED = "not recorded"
BUILT_IN = ("kind", "question_id")


def check_groupings(groupings: Sequence[str], sources: pd.DataFrame, participants: pd.DataFrame) -> Sequence[str]:
    """Return `groupings`, or raise SettingsError naming each that is no attribute of a source or participant."""
    attributes = {str(column).removeprefix("attr_") for column in (*_attributes(sources), *_attributes(participants))}
    known = [*sorted(attributes), *BUILT_IN]
    if unknown := [name for name in groupings if name not in known]:
        raise SettingsError.of(
            Problem(
                f"'{name}' is no attribute of a source or participant of this study",
                where="study.toml, `groups` in [frequencies]",
                fix=f"known are: {', '.join(known)}",
            )
            for name in unknown
        )
    return groupings


def assign_groups(
    grouping: str, codable: pd.DataFrame, sources: pd.DataFrame, participants: pd.DataFrame
) -> pd.Series[str]:
    """Return the group of each codable segment: of its source or, where the source has none, of its participant.

    Args:
        grouping: `all`, `kind`, `question_id`, or an attribute without `attr_`.
        codable: the segments to be grouped.
        sources: the sources, with their kind and attributes.
        participants: the participants, with their attributes.

    Returns:
        One name per row of `codable`; `not recorded` where nothing is known.
    """
    if grouping == ALL:
        return pd.Series(ALL, index=codable.index, dtype="str")
    if grouping == "question_id":
        return codable["question_id"].fillna(NOT_RECORDED)
    column = grouping if grouping == "kind" else f"attr_{grouping}"
    groups = pd.Series(None, index=codable.index, dtype="str")
    for owner, table in (("source_id", sources), ("participant_id", participants)):
        if column in table.columns:
            groups = groups.fillna(codable[owner].map(table.set_index(owner)[column]))
    return groups.fillna(NOT_RECORDED)


def list_groups(groups: pd.Series[str]) -> list[str]:
    """Return the groups there are, in the order in which they first occur, `not recorded` last.

    Segments come in one order whatever was listed first, and in it a person's sheet before a course precedes the one
    after it: an order a reader expects, which the alphabet would turn round.
    """
    return sorted(groups.unique(), key=lambda group: group == NOT_RECORDED)


def count_by_group(
    is_counted: BoolArray, is_judged: BoolArray, codable: pd.DataFrame, groups: pd.Series[str], code_ids: StrArray
) -> pd.DataFrame:
    """Count segments, participants and sources of each code in each group, beside how many were judged for it.

    Args:
        is_counted: segments x codes: whether the segment counts for the code.
        is_judged: segments x codes: whether it is known if the segment counts: the denominators hold nothing else.
        codable: the segments.
        groups: the group of each segment.
        code_ids: the codes.

    Returns:
        One row per code and group, codes as given, groups as `list_groups`: n_segments, n_participants, n_sources,
        each also as `<name>_total` of the judged segments, and words_share, the share of the judged words that stand
        in segments counted for the code.
    """
    segments = codable[["segment_id", "participant_id", "source_id", "n_words"]].assign(group=groups)
    rows = pd.MultiIndex.from_product([code_ids, list_groups(groups)], names=["code_id", "group"])
    counts = _count(is_counted & is_judged, segments, code_ids).reindex(rows, fill_value=0)
    totals = _count(is_judged, segments, code_ids).reindex(rows, fill_value=0)
    table = pd.concat([counts, totals.add_suffix("_total")], axis=1)
    words_share = table["n_words"] / table["n_words_total"].where(table["n_words_total"] > 0)
    return table.assign(words_share=words_share).drop(columns=["n_words", "n_words_total"]).reset_index()


def _count(is_in: BoolArray, segments: pd.DataFrame, code_ids: StrArray) -> pd.DataFrame:
    segment, code = np.nonzero(is_in)
    return (
        segments.iloc[segment]
        .assign(code_id=code_ids[code])
        .groupby(["code_id", "group"])
        .agg(
            n_segments=("segment_id", "size"),
            n_participants=("participant_id", "nunique"),
            n_sources=("source_id", "nunique"),
            n_words=("n_words", "sum"),
        )
    )


def _attributes(table: pd.DataFrame) -> list[str]:
    return [str(column) for column in table.columns if str(column).startswith("attr_")]
