"""The queue of disagreements: where coders differ on a code, who gave it, and what stands around the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.methods.agreement.readings import DECISIONS, BoolArray, Readings, roll_up_given
from pipeline.methods.agreement.rulings import apply_rulings

_COLUMNS = ["segment_id", "code_id", "given by", "not given by"]


def find_disagreements(
    given: Readings, codes: pd.DataFrame, reviews: pd.DataFrame, rulings: pd.DataFrame
) -> pd.DataFrame:
    """Return where coders differ on a code and nobody has adjudicated, in the order of the segments.

    A theme is asked about where coders differ on the theme itself, not where they differ on its codes alone: those are
    asked about, and the theme follows.

    Args:
        given: what all coders gave, not rolled up to themes.
        codes: the codebook.
        reviews: the reviews, for the coders' memos.
        rulings: one ruling per segment and code, as `rulings.take_latest` returns them.

    Returns:
        One row per segment and code: segment_id, code_id, and who gave the code and who did not, a coder a line, each
        with the memo of the segment.
    """
    coders = apply_rulings(given.take_kind("human"), rulings)
    rolled = roll_up_given(coders, codes)
    is_adjudicated = given.take_kind("adjudicator").is_read.any(axis=0, keepdims=True).T
    waiting = _differ(coders) & _differ(rolled) & coders.applies & ~is_adjudicated
    said = _list_memos(reviews)
    rows: list[tuple[str, ...]] = []
    for segment, code in np.argwhere(waiting):
        segment_id, code_id = str(given.segment_ids[segment]), str(given.code_ids[code])
        is_read, gave = coders.is_read[:, segment], rolled.is_coded[:, segment, code]
        sides = (coders.coder_ids[is_read & is_side].tolist() for is_side in (gave, ~gave))
        rows.append((segment_id, code_id, *("\n".join(_with_memos(segment_id, side, said)) for side in sides)))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _list_memos(reviews: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The memo of each segment and coder, from the latest round."""
    latest = reviews.sort_values("round").dropna(subset="memo")
    keys = zip(latest["segment_id"], latest["coder_id"], strict=True)
    return dict(zip(keys, latest["memo"], strict=True))


def _with_memos(segment_id: str, coder_ids: Iterable[str], said: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for coder_id in coder_ids:
        memo = said.get((segment_id, coder_id))
        yield f"{coder_id}: {memo}" if memo else coder_id


def _differ(coders: Readings) -> BoolArray:
    """Segments x codes: whether some who read the segment gave the code and some did not."""
    n_giving, n_read = coders.is_coded.sum(axis=0), coders.is_read.sum(axis=0)[:, np.newaxis]
    return (n_giving > 0) & (n_giving < n_read)


def rank_codes(agreement: pd.DataFrame, statistic: str) -> dict[str, float]:
    """Return for each code the lowest agreement that any set of people reached; codes without a value are missing.

    Args:
        agreement: a table as `schemas.AGREEMENT`.
        statistic: the coefficient that counts.
    """
    is_of_people = ~agreement["coder_set"].str.startswith(f"{DECISIONS} | ")
    known = agreement[is_of_people & (agreement["statistic"] == statistic)].dropna(subset="value")
    lowest = known.sort_values("value", ascending=False)
    return dict(zip(lowest["code_id"], lowest["value"], strict=True))


def sort_worst_first(disagreements: pd.DataFrame, ranks: dict[str, float], codes: pd.DataFrame) -> pd.DataFrame:
    """Return the disagreements by code, lowest agreement first, those of a code in the order in which they stand.

    Codes without a value come last; codes that agree alike stand in the codebook's order.
    """
    order = dict(zip(codes["code_id"], codes["order"], strict=True))
    keyed = disagreements.assign(
        rank=disagreements["code_id"].map(ranks).astype(float), order=disagreements["code_id"].map(order)
    )
    ranked = keyed.sort_values(["rank", "order"], kind="stable", na_position="last", ignore_index=True)
    return ranked.drop(columns=["rank", "order"])


def show_surroundings(segments: pd.DataFrame) -> pd.DataFrame:
    """Return for each segment what stands before and after it: the rest of its turn, and the turn beyond.

    Args:
        segments: all segments, the facilitators' too.

    Returns:
        One row per segment, indexed by segment_id: before, after; a neighbouring turn begins with who speaks.
    """
    ordered = segments.sort_values(["source_id", "start_char"], kind="stable")
    columns = (ordered[name] for name in ("source_id", "turn_id", "participant_id", "segment_id", "text"))
    sources: dict[str, dict[str, list[_Part]]] = {}
    for source_id, turn_id, *part in zip(*columns, strict=True):
        sources.setdefault(source_id, {}).setdefault(turn_id, []).append(_Part(*part))
    rows = [row for turns in sources.values() for row in _list_surroundings([*turns.values()])]
    return pd.DataFrame(rows, columns=["segment_id", "before", "after"]).set_index("segment_id")


class _Part(NamedTuple):
    speaker: str
    segment_id: str
    text: str


def _list_surroundings(turns: Sequence[Sequence[_Part]]) -> Iterator[tuple[str, str, str]]:
    spoken = ["", *(f"{turn[0].speaker}: {_join(turn)}" for turn in turns), ""]
    for number, turn in enumerate(turns):
        for at, part in enumerate(turn):
            before = (spoken[number], _join(turn[:at]))
            after = (_join(turn[at + 1 :]), spoken[number + 2])
            yield part.segment_id, "\n".join(filter(None, before)), "\n".join(filter(None, after))


def _join(parts: Sequence[_Part]) -> str:
    return "".join(part.text for part in parts).strip()
