"""Where each codebook applies: a study may look for one set of codes everywhere, for another in its survey alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import Problem, SettingsError, suggest
from pipeline.methods.coding.placing import Placed, Placement, ruling_of

BoolArray = npt.NDArray[np.bool_]

NOT_APPLIED = "the codebook is not applied to this kind of source or question"
_SEPARATOR = "; "
_WHERE = "study.toml, [codebook.applies_to]"


def assign_scope(codes: pd.DataFrame, applies_to: Mapping[str, Sequence[str]], known: Collection[str]) -> pd.DataFrame:
    """Return `codes` with the column applies_to: kinds of source and ids of questions, missing where all are meant.

    Args:
        codes: the codes with the id of their codebook.
        applies_to: codebook id -> the kinds of source and the questions it applies to; a codebook that is not there
            applies to everything.
        known: the kinds of source and the questions of the study.

    Raises:
        SettingsError: listing every codebook, kind and question of `applies_to` that the study does not have, and
            every sub-code whose parent stands in a codebook that applies to something else.
    """
    problems = [*_find_unknown(applies_to, codes["codebook"].unique(), known), *_find_parted(codes, applies_to)]
    if problems:
        raise SettingsError.of(problems)
    names = {codebook: _SEPARATOR.join(names) for codebook, names in applies_to.items()}
    return codes.assign(applies_to=codes["codebook"].map(names).astype("str"))


def _find_unknown(
    applies_to: Mapping[str, Sequence[str]], codebooks: Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    for codebook, names in applies_to.items():
        if codebook not in codebooks:
            fix = suggest(codebook, codebooks, otherwise="write the id that stands in the codebook's file")
            yield Problem(f"there is no codebook '{codebook}'", _WHERE, fix)
        for name in names:
            if name not in known:
                said = f"'{name}', to which codebook '{codebook}' shall apply, is no kind of source or question here"
                yield Problem(said, _WHERE, suggest(name, known, otherwise=f"known are: {', '.join(sorted(known))}"))


def _find_parted(codes: pd.DataFrame, applies_to: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    codebooks = dict(zip(codes["code_id"], codes["codebook"], strict=True))
    for code_id, parent_id in zip(codes["code_id"], codes["parent_id"], strict=True):
        if parent_id not in codebooks:
            continue
        own, above = (set(applies_to.get(codebooks[at], ())) for at in (code_id, parent_id))
        if own != above:
            said = f"code '{code_id}' counts for '{parent_id}', whose codebook does not apply to the same"
            yield Problem(said, _WHERE, "let both codebooks apply to the same, or take the `parent` away")


def list_scope(applies_to: str | None) -> list[str]:
    """Return the kinds of source and ids of questions that a cell of the column applies_to names; none: everything."""
    return applies_to.split(_SEPARATOR) if applies_to is not None and pd.notna(applies_to) else []


def find_applicable(codes: pd.DataFrame, segments: pd.DataFrame) -> BoolArray:
    """Return segments x codes: whether the code is to be looked for in the segment.

    Args:
        codes: the codes with applies_to, as `assign_scope` returns them.
        segments: the segments with their kind and question_id.
    """
    applies = np.ones((len(segments), len(codes)), dtype=np.bool_)
    for at, names in enumerate(codes["applies_to"]):
        if wanted := list_scope(names):
            applies[:, at] = segments["kind"].isin(wanted) | segments["question_id"].isin(wanted)
    return applies


def list_asked(codes: pd.DataFrame, segments: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return for each segment, and for each source as a whole, by their ids, the codes a coder is asked for there.

    Nobody is asked for anything in a facilitator's turn.
    """
    code_ids, is_spoken = codes["code_id"].to_numpy(dtype=object), ~segments["is_facilitator"].to_numpy(dtype=np.bool_)
    is_asked = find_applicable(codes, segments) & is_spoken[:, np.newaxis]
    distinct = {row.tobytes(): frozenset(code_ids[row].tolist()) for row in is_asked}
    of_segments = [distinct[row.tobytes()] for row in is_asked]
    asked = dict(zip(segments["segment_id"].tolist(), of_segments, strict=True))
    for source_id, codes_asked in zip(segments["source_id"].tolist(), of_segments, strict=True):
        asked[source_id] = asked.get(source_id, frozenset()) | codes_asked
    return asked


def set_apart(placed: Placed, asked: Mapping[str, Collection[str]]) -> Placed:
    """Return `placed` with every code that was given where it does not apply as a coding without a place.

    Args:
        placed: what became of a coder's rows; what is left of a row with such a code stays where it was.
        asked: what `list_asked` returns.
    """
    return replace(placed, placements=[part for place in placed.placements for part in _part(place, asked)])


def _part(place: Placement, asked: Mapping[str, Collection[str]]) -> Iterator[Placement]:
    given = place.row.code_ids
    kept = given if place.segment_id is None else tuple(code for code in given if code in asked[place.segment_id])
    if kept == given or not ruling_of(place.row):
        yield replace(place, row=replace(place.row, code_ids=kept)) if kept != given else place
    if rest := tuple(code for code in given if code not in kept):
        yield replace(place, row=replace(place.row, code_ids=rest), segment_id=None, reason=NOT_APPLIED)
