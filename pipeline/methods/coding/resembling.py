"""Units of coding whose words were changed, cut or joined: which of the old resembles which of the new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

_LONG = 40
_SHORTEST = 12
_NEAR, _NEAR_IF_SHORT, _NEAR_AMONG_GAPS, _ANYWHERE = 0.75, 0.85, 0.85, 0.9
_CLEARLY_LESS = 0.05
_BLOCK, _BLOCK_LETTERS, _OF_A_PIECE, _END = 0.9, 20, 0.75, 6
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Old units and the new ones that they became: one and one, one and several, or several and one."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where units are to be looked for: old and new positions between the same neighbours; all that was there, or some.

    `is_alone` says that one old and one new unit are left between neighbours that nothing stood between but them.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    is_complete: bool

    @property
    def is_alone(self) -> bool:
        """Whether only the one can have become the other."""
        return self.is_complete and len(self.old) == len(self.new) == 1


def find_resemblances(
    old: Mapping[int, str], new: Mapping[int, str], surroundings: Sequence[Surroundings]
) -> list[Resemblance]:
    """Find which of `old` became which of `new`; no unit is in two of the resemblances returned.

    Similarity is the share of letters that stand in both, in order (Indel). A unit is taken for another between the
    same neighbours if at least three in four letters stand (of a short one more); elsewhere only a long one of which
    nine in ten stand; and none if another comes as near. A unit is taken for several, or several for one, if nine in
    ten letters stand and most of each piece.

    Args:
        old: position -> letters of those that are left.
        new: position -> letters of those that are free.
        surroundings: the gaps between units that have been placed.
    """
    similar = _compare_in_gaps(old, new, surroundings) | _compare_all(old, new)
    singles = [
        Resemblance((i,), (j,), near) for (i, j), (near, least) in _without_rivals(similar).items() if near >= least
    ]
    split = [Resemblance((one,), pieces, near) for one, pieces, near in _find_blocks(old, new)]
    joined = [Resemblance(pieces, (one,), near) for one, pieces, near in _find_blocks(new, old)]
    return list(_choose([*singles, *split, *joined]))


def _choose(found: Sequence[Resemblance]) -> Iterator[Resemblance]:
    """The nearest first, and none that shares a unit with one chosen before."""
    old: set[int] = set()
    new: set[int] = set()
    for each in sorted(found, key=lambda r: (-r.similarity, r.old, r.new)):
        if old.isdisjoint(each.old) and new.isdisjoint(each.new):
            old |= {*each.old}
            new |= {*each.new}
            yield each


Similar = dict[tuple[int, int], tuple[float, float]]
"""(old, new) -> how similar they are, and how similar they must be."""


def _compare_in_gaps(old: Mapping[int, str], new: Mapping[int, str], surroundings: Sequence[Surroundings]) -> Similar:
    similar: Similar = {}
    for gap in surroundings:
        least = _least_alone if gap.is_alone else _least_near if gap.is_complete else _least_among_gaps
        similar |= _compare({i: old[i] for i in gap.old}, {j: new[j] for j in gap.new}, least, _NEAR - _CLEARLY_LESS)
    return similar


def _compare_all(old: Mapping[int, str], new: Mapping[int, str]) -> Similar:
    """Long units, wherever they are."""
    before = {i: letters for i, letters in old.items() if len(letters) >= _LONG}
    now = {j: letters for j, letters in new.items() if len(letters) >= _LONG}
    return _compare(before, now, lambda _: _ANYWHERE, _ANYWHERE - _CLEARLY_LESS)


def _compare(old: Mapping[int, str], new: Mapping[int, str], least: Callable[[int], float], cutoff: float) -> Similar:
    similar: Similar = {}
    before, now = [*old], [*new]
    for first in range(0, len(before), _AT_ONCE):
        rows = before[first : first + _AT_ONCE]
        near = process.cdist([old[i] for i in rows], [*new.values()], scorer=fuzz.ratio, score_cutoff=100 * cutoff)
        for row, column in np.argwhere(near).tolist():
            i, j = rows[row], now[column]
            shorter = min(len(old[i]), len(new[j]))
            similar[i, j] = (round(float(near[row, column]) / 100, 4), least(shorter))
    return similar


def _least_alone(_: int) -> float:
    return _NEAR


def _least_near(n_letters: int) -> float:
    if n_letters < _SHORTEST:
        return np.inf
    return _NEAR if n_letters >= _LONG else _NEAR_IF_SHORT


def _least_among_gaps(n_letters: int) -> float:
    return _NEAR_AMONG_GAPS if n_letters >= _LONG else np.inf


def _without_rivals(similar: Similar) -> Similar:
    """Those of `similar` to whose old or new unit no other comes about as near."""
    of_old: defaultdict[int, list[float]] = defaultdict(list)
    of_new: defaultdict[int, list[float]] = defaultdict(list)
    for (i, j), (near, _) in similar.items():
        of_old[i].append(near)
        of_new[j].append(near)
    alone: Similar = {}
    for (i, j), (near, least) in similar.items():
        about_as_near = [
            [other for other in of_unit if other > near - _CLEARLY_LESS] for of_unit in (of_old[i], of_new[j])
        ]
        if about_as_near == [[near], [near]]:
            alone[i, j] = (near, least)
    return alone


def _find_blocks(ones: Mapping[int, str], many: Mapping[int, str]) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Each of `ones` with neighbours among `many` that hold its letters together and begin or end as it does."""
    heads = _index_ends(many, lambda letters: letters[:_END])
    tails = _index_ends(many, lambda letters: letters[-_END:])
    for one, letters in ones.items():
        if len(letters) < _BLOCK_LETTERS:
            continue
        begun = [_extend(first, 1, letters, many) for k in range(1, _END + 1) for first in heads[letters[:k]]]
        ended = [_extend(last, -1, letters, many) for k in range(1, _END + 1) for last in tails[letters[-k:]]]
        for pieces in {*begun, *ended}:
            near = _similarity_of_pieces([many[piece] for piece in pieces], letters)
            if len(pieces) > 1 and near >= _BLOCK:
                yield one, pieces, near


def _index_ends(units: Mapping[int, str], end_of: Callable[[str], str]) -> defaultdict[str, list[int]]:
    ends: defaultdict[str, list[int]] = defaultdict(list)
    for position, letters in units.items():
        ends[end_of(letters)].append(position)
    return ends


def _extend(position: int, step: int, letters: str, many: Mapping[int, str]) -> tuple[int, ...]:
    """The neighbours from `position` on whose letters come nearest in number to those of the one."""
    pieces, total = [position], len(many[position])
    while (following := pieces[-1] + step) in many:
        more = total + len(many[following])
        if abs(more - len(letters)) >= abs(total - len(letters)):
            break
        pieces, total = [*pieces, following], more
    return tuple(sorted(pieces))


def _similarity_of_pieces(pieces: Sequence[str], whole: str) -> float:
    """How similar `pieces` in a row are to `whole`; 0 where most of one of them is not in it."""
    joined = "".join(pieces)
    near = Indel.normalized_similarity(joined, whole, score_cutoff=_BLOCK)
    if not near:
        return 0.0
    stands = np.zeros(len(joined), dtype=np.bool_)
    for step in Indel.opcodes(joined, whole):
        if step.tag == "equal":
            stands[step.src_start : step.src_end] = True
    starts = np.cumsum([0, *map(len, pieces[:-1])])
    shares = np.add.reduceat(stands, starts) / [len(piece) for piece in pieces]
    return round(near, 4) if shares.min() >= _OF_A_PIECE else 0.0
