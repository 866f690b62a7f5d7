"""Who read which segments and which codes they gave, with every theme given where one of its codes is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.coding.scope import find_applicable

BoolArray = npt.NDArray[np.bool_]
StrArray = npt.NDArray[np.object_]

DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Readings:
    """What coders made of the segments.

    `is_read` is coders x segments; `is_coded` is coders x segments x codes, false wherever the coder did not read.
    `applies`, segments x codes, is whether the code is looked for in the segment: elsewhere nobody was asked.
    """

    coder_ids: StrArray
    kinds: StrArray
    segment_ids: StrArray
    code_ids: StrArray
    is_read: BoolArray
    is_coded: BoolArray
    applies: BoolArray

    def take(self, coders: Sequence[int] | BoolArray) -> Readings:
        """Return the readings of the coders at the places given, in that order."""
        at = np.asarray(coders)
        return replace(
            self,
            coder_ids=self.coder_ids[at],
            kinds=self.kinds[at],
            is_read=self.is_read[at],
            is_coded=self.is_coded[at],
        )

    def take_kind(self, kind: str) -> Readings:
        """Return the readings of all coders of a kind: human, machine or adjudicator."""
        return self.take(self.kinds == kind)

    def take_codes(self, is_taken: BoolArray) -> Readings:
        """Return the readings of the codes for which `is_taken` is true."""
        return replace(
            self,
            code_ids=self.code_ids[is_taken],
            is_coded=self.is_coded[:, :, is_taken],
            applies=self.applies[:, is_taken],
        )

    def join(self, other: Readings) -> Readings:
        """Return these readings and, after them, those of other coders, of the same segments and codes."""
        return replace(
            self,
            coder_ids=np.concatenate([self.coder_ids, other.coder_ids]),
            kinds=np.concatenate([self.kinds, other.kinds]),
            is_read=np.concatenate([self.is_read, other.is_read]),
            is_coded=np.concatenate([self.is_coded, other.is_coded]),
        )


def list_codable(segments: pd.DataFrame) -> pd.DataFrame:
    """Return the segments that may be coded and counted: all but the facilitators'."""
    return segments[~segments["is_facilitator"]].reset_index(drop=True)


def collect_given(
    codings: pd.DataFrame, reviews: pd.DataFrame, coders: pd.DataFrame, codable: pd.DataFrame, codes: pd.DataFrame
) -> Readings:
    """Lay out the codings of every coder, each from the latest round in which the coder read the segment.

    A segment was read by whoever reviewed it, or coded it. Codings and reviews of segments that are not codable are
    left out.

    Args:
        codings: one row per segment, code, coder and round.
        reviews: one row per segment that a coder read, and round.
        coders: all coders, with their kind and order.
        codable: what `list_codable` returns.
        codes: the codebook.

    Returns:
        The readings of the coders in their order and of `codable` and `codes` as they stand; a theme is coded where it
        was given itself.
    """
    listed = coders.sort_values("order")
    places = ["segment_id", "coder_id", "round"]
    every_round = pd.concat([reviews[places], codings[places]]).sort_values("round")
    read = every_round.drop_duplicates(places[:2], keep="last")
    coder_ids, segment_ids, code_ids = (
        pd.Index(column) for column in (listed["coder_id"], codable["segment_id"], codes["code_id"])
    )
    return Readings(
        coder_ids.to_numpy(dtype=object),
        listed["kind"].to_numpy(dtype=object),
        segment_ids.to_numpy(dtype=object),
        code_ids.to_numpy(dtype=object),
        _mark(read, (coder_ids, segment_ids)),
        _mark(codings.merge(read, on=places), (coder_ids, segment_ids, code_ids)),
        find_applicable(codes, codable),
    )


def roll_up_given(given: Readings, codes: pd.DataFrame) -> Readings:
    """Return `given` with every theme coded where it, or any code below it, is; `codes` as in `given`."""
    return replace(given, is_coded=roll_up(given.is_coded, codes))


def collect_readings(
    codings: pd.DataFrame, reviews: pd.DataFrame, coders: pd.DataFrame, codable: pd.DataFrame, codes: pd.DataFrame
) -> Readings:
    """Lay out the codings of every coder as `collect_given` does, rolled up to themes."""
    return roll_up_given(collect_given(codings, reviews, coders, codable, codes), codes)


def collect_decisions(decisions: pd.DataFrame, codable: pd.DataFrame, codes: pd.DataFrame) -> Readings:
    """Lay out the settled decisions as the readings of one coder, called `decisions`."""
    rows = decisions.assign(coder_id=DECISIONS, round=1)
    coder = pd.DataFrame({"coder_id": [DECISIONS], "kind": ["human"], "order": [0]})
    return collect_readings(rows[rows["is_coded"]], rows, coder, codable, codes)


def roll_up(is_coded: BoolArray, codes: pd.DataFrame) -> BoolArray:
    """Return `is_coded`, ... x codes, with every theme true where it, or any code below it, is true."""
    counts_for = _lineage(codes).astype(np.float32)
    return (is_coded.astype(np.float32) @ counts_for) > 0


def list_counted(codes: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each code what giving it is giving too: itself, and every theme above it."""
    code_ids = codes["code_id"].to_numpy(dtype=object)
    return {code_id: code_ids[row].tolist() for code_id, row in zip(code_ids, _lineage(codes), strict=True)}


def _lineage(codes: pd.DataFrame) -> BoolArray:
    """Codes x codes: whether giving the one is giving the other too: itself, and every theme above it."""
    places = {code_id: place for place, code_id in enumerate(codes["code_id"])}
    above = [places.get(parent_id) for parent_id in codes["parent_id"]]
    counts_for = np.eye(len(places), dtype=np.bool_)
    for place in places.values():
        ancestor = above[place]
        while ancestor is not None:
            counts_for[place, ancestor] = codes["is_theme"].iloc[ancestor]
            ancestor = above[ancestor]
    return counts_for


def _mark(rows: pd.DataFrame, axes: tuple[pd.Index, ...]) -> BoolArray:
    """True at the place of each row whose coder, segment (and code) are all on the axes."""
    columns = ("coder_id", "segment_id", "code_id")[: len(axes)]
    places = np.stack([axis.get_indexer(pd.Index(rows[column])) for axis, column in zip(axes, columns, strict=True)])
    marked = np.zeros([len(axis) for axis in axes], dtype=np.bool_)
    marked[tuple(places[:, (places >= 0).all(axis=0)])] = True
    return marked
