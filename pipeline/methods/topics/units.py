"""The segments on which themes and topics can be compared, and whose themes they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.agreement.readings import collect_readings, list_codable
from pipeline.methods.coding.rules import RULES

Labels = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ThemedUnits:
    """Segments whose themes are known, in the order of their ids.

    `carries[unit, theme]` says whether a unit carries a theme; topics may be shuffled within a stratum only.
    """

    segment_ids: npt.NDArray[np.object_]
    themes: tuple[str, ...]
    carries: Flags
    strata: Labels


def collect_human_themes(decisions: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return which themes people gave to the segments they read.

    Args:
        decisions: a table as `schemas.DECISIONS`, where a theme's rows already stand for the codes under it.
        codes: a table as `schemas.CODES`.

    Returns:
        One row per segment read and theme of the codebook: segment_id, theme_id, is_coded.
    """
    themes = codes.loc[codes["is_theme"], "code_id"]
    kept = decisions[decisions["code_id"].isin(themes)]
    return kept.rename(columns={"code_id": "theme_id"})[["segment_id", "theme_id", "is_coded"]]


def collect_machine_themes(codings: pd.DataFrame, codes: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return which themes the `rules` coder gave to the segments of participants, all of which it reads.

    Args:
        codings: a table as `schemas.CODINGS`.
        codes: a table as `schemas.CODES`; a coding counts for its code, if that is a theme, and for all themes above.
        segments: a table as `schemas.SEGMENTS`.

    Returns:
        As `collect_human_themes`.
    """
    codable = list_codable(segments)
    coder = pd.DataFrame({"coder_id": [RULES], "kind": ["machine"], "order": [0]})
    reviews = codable[["segment_id"]].assign(coder_id=RULES, round=1)
    readings = collect_readings(codings, reviews, coder, codable, codes).take_codes(codes["is_theme"].to_numpy())
    return pd.DataFrame(
        {
            "segment_id": np.repeat(readings.segment_ids, len(readings.code_ids)),
            "theme_id": np.tile(readings.code_ids, len(codable)),
            "is_coded": readings.is_coded[0].ravel(),
        }
    )[readings.applies.ravel()].reset_index(drop=True)


def collect_units_by_codebook(
    themed: pd.DataFrame, segments: pd.DataFrame, codes: pd.DataFrame
) -> dict[str, ThemedUnits]:
    """Return the units of comparison of each codebook, in their order: themes are compared where they were looked for.

    Args:
        themed: as returned by `collect_human_themes` or `collect_machine_themes`.
        segments: a table as `schemas.SEGMENTS`.
        codes: a table as `schemas.CODES`; where it is empty, the units of no codebook are those without a theme.
    """
    codebooks = codes["codebook"].unique().tolist() or [""]
    by_codebook = {codebook: codes[codes["codebook"] == codebook] for codebook in codebooks}
    return {
        codebook: collect_units(themed[themed["theme_id"].isin(of_book["code_id"])], segments, of_book)
        for codebook, of_book in by_codebook.items()
    }


def collect_units(themed: pd.DataFrame, segments: pd.DataFrame, codes: pd.DataFrame) -> ThemedUnits:
    """Return the units of comparison: participants' segments that were read.

    Topics may be shuffled within a source; survey answers, of which a response sheet holds only a few, among the
    answers to the same question.

    Args:
        themed: as returned by `collect_human_themes` or `collect_machine_themes`.
        segments: a table as `schemas.SEGMENTS`.
        codes: a table as `schemas.CODES`, whose order the themes keep.
    """
    themes = codes[codes["is_theme"]].sort_values("order")["code_id"].tolist()
    is_read = segments["segment_id"].isin(themed["segment_id"])
    spoken = segments[~segments["is_facilitator"] & is_read].sort_values("segment_id")
    carried = set(_pairs(themed[themed["is_coded"]]))
    carries = [(segment, theme) in carried for segment in spoken["segment_id"] for theme in themes]
    question = "question " + spoken["question_id"].fillna("").astype(str)
    strata = ("source " + spoken["source_id"]).where(spoken["kind"] != "survey", question)
    return ThemedUnits(
        segment_ids=spoken["segment_id"].to_numpy(dtype=object),
        themes=tuple(themes),
        carries=np.array(carries, dtype=np.bool_).reshape(len(spoken), len(themes)),
        strata=np.unique(strata.to_numpy(dtype=str), return_inverse=True)[1],
    )


def _pairs(table: pd.DataFrame) -> pd.Series[Any]:
    pairs = zip(table["segment_id"], table["theme_id"], strict=True)
    return pd.Series(list(pairs), index=table.index, dtype=object)
