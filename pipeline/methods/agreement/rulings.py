"""Rulings: what adjudicators decided about one code of one segment, put in the place of what people gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.agreement.readings import Readings, list_counted

_CELL = ["segment_id", "code_id"]
_SHARED_OFTEN = 3


def take_latest(rulings: pd.DataFrame, coders: pd.DataFrame) -> pd.DataFrame:
    """Return the ruling that counts of each segment and code: of the adjudicator listed first, that of the last round.

    Args:
        rulings: a table as `schemas.RULINGS`.
        coders: all coders, with their order.
    """
    order = rulings["coder_id"].map(dict(zip(coders["coder_id"], coders["order"], strict=True)))
    ranked = rulings.assign(order=order).sort_values(["order", "round"], ascending=[True, False], kind="stable")
    return ranked.drop_duplicates(_CELL).drop(columns="order").sort_values(_CELL, ignore_index=True)


def apply_rulings(given: Readings, latest: pd.DataFrame) -> Readings:
    """Return what people would have given had they all followed the rulings; who has not read has given nothing still.

    Args:
        given: what people gave, not rolled up to themes: a theme follows what was ruled about its codes.
        latest: one ruling per segment and code.
    """
    segments = pd.Index(given.segment_ids).get_indexer(pd.Index(latest["segment_id"]))
    codes = pd.Index(given.code_ids).get_indexer(pd.Index(latest["code_id"]))
    is_known = (segments >= 0) & (codes >= 0)
    is_coded = given.is_coded.copy()
    is_ruled = latest["is_coded"].to_numpy(dtype=np.bool_)[is_known]
    is_coded[:, segments[is_known], codes[is_known]] = given.is_read[:, segments[is_known]] & is_ruled
    return replace(given, is_coded=is_coded)


def list_ruled(latest: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return every segment and code that rulings bear on: those ruled on, and the themes above them.

    Returns:
        One row per segment and code: segment_id, code_id, ruled_by and why (of several rulings, all of them), and
        is_ruled (whether one of them is about the code itself).
    """
    counted = list_counted(codes)
    columns = (latest[name] for name in ("segment_id", "code_id", "decided_by", "reason", "note"))
    borne: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
    for segment_id, code_id, decided_by, *said in zip(*columns, strict=True):
        why = "; ".join(text for text in said if isinstance(text, str))
        for above in counted.get(code_id, ()):
            borne.setdefault((segment_id, above), []).append((decided_by, why, above == code_id))
    rows = [
        (*cell, _join((by for by, _, _ in of_cell), " | "), _join((why for _, why, _ in of_cell), "; "), any(own))
        for cell, of_cell in borne.items()
        if (own := [is_own for *_, is_own in of_cell])
    ]
    return pd.DataFrame(rows, columns=[*_CELL, "ruled_by", "why", "is_ruled"])


def _join(texts: Iterable[str], separator: str) -> str | None:
    return separator.join(dict.fromkeys(text for text in texts if text)) or None


def count_reasons(latest: pd.DataFrame) -> pd.DataFrame:
    """Count how often each reason was given for each code, most often first (columns: schemas.REASONS)."""
    named = latest.dropna(subset="reason")
    counts = named.groupby(["code_id", "reason"], as_index=False).size().rename(columns={"size": "n_segments"})
    return counts.sort_values(["n_segments", "code_id", "reason"], ascending=[False, True, True], ignore_index=True)


def find_shared_reasons(reasons: pd.DataFrame) -> list[Problem]:
    """Find the codes whose disagreements share a reason three times or more: what may need mending is the codebook."""
    return [
        Problem(
            f"{row.n_segments} disagreements on code '{row.code_id}' have the same reason: {row.reason}",
            where="the table reasons",
            fix="consider a clearer definition, or an example under include or exclude, in the codebook",
        )
        for row in reasons[reasons["n_segments"] >= _SHARED_OFTEN].itertuples()
    ]


def find_idle_rulings(latest: pd.DataFrame, decisions: pd.DataFrame) -> list[Problem]:
    """Find whether rulings are about segments that nobody whose files are read has coded, where they decide nothing."""
    if not (n_idle := int((~latest["segment_id"].isin(decisions["segment_id"])).sum())):
        return []
    fix = "name the files of the coders who differed there under [[coders]] too"
    return [Problem(f"{n_idle} ruling(s) are about segments that no coder has read", "the table rulings", fix)]
