"""Following coded words through a source that has changed: by order and by letters, and never by a guess.

The units that a coder read (old) are put on the units of the source as it is now (new):

1. Words that occur once before and once now are anchors, if they are long enough not to come up by chance. What stood
   at one distance from the anchors on both sides and still does is in its place, however short it is.
2. Between neighbouring placed units, the same letters are the same unit if they occur as often now as before.
3. What is left is placed by similarity: on the unit between its neighbours with mostly its letters, or anywhere on the
   only one with nearly all; a unit may now be several, and several may be one.
4. All else is lost: two places that would do as well are none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.methods.coding.resembling import Resemblance, Surroundings, find_resemblances

AMBIGUOUS = "its words are too few, or stand too often, to tell which place is its own"
GONE = "no segment of its source has its words any more"

_ANCHOR_LETTERS = 12
_ANCHOR_LETTERS_AMONG_GAPS = 40
_LETTERS_AMONG_GAPS = 20
_LETTERS_ALONE = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of coding: where it stands in its source, and its letters (see `fold_letters`)."""

    start_char: int
    end_char: int
    letters: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Where an old unit is now: the positions of new units, several where it was split, none where it is lost.

    `similarity` is 1 where all letters stand; that of a lost unit is how near the nearest comes, if any does.
    `is_joined` says that other old units are in the same place.
    """

    places: tuple[int, ...]
    similarity: float | None
    reason: str = ""
    is_joined: bool = False


def follow_units(old: Sequence[Unit], new: Sequence[Unit]) -> list[Followed]:
    """Return where each of `old` is among `new`, which is now the whole source; both in the order of their places.

    `old` may be a part of what was there: what its units' places leave open was not shown to the coder.
    """
    if in_place := _all_in_place(old, new):
        return [Followed((place,), 1.0) for place in in_place]
    pairs = _find_anchors(old, new)
    pairs |= _pair_between(old, new, pairs)
    alike = _find_alike(old, new, pairs)
    firm = pairs | {r.old[0]: r.new[0] for r in alike if len(r.old) == len(r.new) == 1}
    taken = {place for r in alike for place in r.new}
    late = _pair_between(old, new, firm, taken={i for r in alike for i in r.old}, closed=taken)
    followed = {i: Followed((place,), 1.0) for i, place in (pairs | late).items()}
    for r in alike:
        followed |= {i: Followed(r.new, r.similarity, is_joined=len(r.old) > 1) for i in r.old}
    found = _places(followed.values())
    left = {unit.letters for place, unit in enumerate(new) if place not in found}
    return [followed.get(i) or _lost(unit, left) for i, unit in enumerate(old)]


def _places(followed: Iterable[Followed]) -> set[int]:
    return {place for each in followed for place in each.places}


def _lost(unit: Unit, left: set[str]) -> Followed:
    return Followed((), None, AMBIGUOUS if unit.letters in left else GONE)


def _all_in_place(old: Sequence[Unit], new: Sequence[Unit]) -> list[int]:
    """The places of `old` if each of them still stands where it stood."""
    at = {unit.start_char: place for place, unit in enumerate(new)}
    places = [at.get(unit.start_char, -1) for unit in old]
    in_place = all(place >= 0 and new[place].letters == unit.letters for unit, place in zip(old, places, strict=True))
    return places if in_place and len({*places}) == len(places) else []


def _adjoin(before: Unit, after: Unit) -> bool:
    return 0 <= after.start_char - before.end_char <= 1


def _is_complete(units: Sequence[Unit]) -> bool:
    return all(_adjoin(before, after) for before, after in pairwise(units))


def _is_whole(old: Sequence[Unit]) -> bool:
    return old[0].start_char == 0 and _is_complete(old)


def _find_anchors(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """The units whose letters are there once before and once now, and all between two of them at one distance."""
    least = _ANCHOR_LETTERS if _is_whole(old) else _ANCHOR_LETTERS_AMONG_GAPS
    before, now = Counter(unit.letters for unit in old), Counter(unit.letters for unit in new)
    at = {unit.letters: place for place, unit in enumerate(new)}
    anchors = {
        i: at[unit.letters]
        for i, unit in enumerate(old)
        if len(unit.letters) >= least and before[unit.letters] == now[unit.letters] == 1
    }
    between = dict(_keep_distance(old, new, anchors))
    claims = Counter(between.values())
    return anchors | {i: place for i, place in between.items() if claims[place] == 1}


def _keep_distance(old: Sequence[Unit], new: Sequence[Unit], anchors: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    at = {unit.start_char: place for place, unit in enumerate(new)}
    shifts = {i: new[place].start_char - old[i].start_char for i, place in anchors.items()}
    taken = {*anchors.values()}
    for first, last in pairwise(sorted(anchors)):
        if shifts[first] != shifts[last]:
            continue
        for i in range(first + 1, last):
            place = at.get(old[i].start_char + shifts[first])
            if place is not None and place not in taken and new[place].letters == old[i].letters:
                yield i, place


@dataclass(frozen=True, slots=True)
class _Gap(Surroundings):
    """Also the old units on its borders, or -1 and the number of old units where the source begins and ends."""

    first: int
    last: int


def _list_gaps(old: Sequence[Unit], n_new: int, pairs: Mapping[int, int], closed: Iterable[int] = ()) -> Iterator[_Gap]:
    claimed = {*pairs.values(), *closed}
    places = {-1: -1, len(old): n_new, **pairs}
    begins, ends = old[0].start_char == 0, _is_whole(old)
    for first, last in pairwise(sorted(places)):
        if last - first > 1:
            shown = _is_complete(old[max(first, 0) : last + 1])
            is_complete = shown and (first >= 0 or begins) and (last < len(old) or ends)
            free = {*_free_after(places[first], n_new, claimed), *_free_before(places[last], claimed)}
            yield _Gap(tuple(range(first + 1, last)), tuple(sorted(free)), is_complete, first, last)


def _free_after(place: int, n_new: int, claimed: set[int]) -> Iterator[int]:
    for following in range(place + 1, n_new):
        if following in claimed:
            return
        yield following


def _free_before(place: int, claimed: set[int]) -> Iterator[int]:
    for preceding in range(place - 1, -1, -1):
        if preceding in claimed:
            return
        yield preceding


def _pair_between(
    old: Sequence[Unit],
    new: Sequence[Unit],
    pairs: Mapping[int, int],
    *,
    taken: Iterable[int] = (),
    closed: Iterable[int] = (),
) -> dict[int, int]:
    """Old units that have the letters of a new one in the same gap, where it is sure that they are the same unit."""
    found: dict[int, int] = {}
    done = {*taken}
    places = {-1: -1, len(old): len(new), **pairs}
    at = {unit.start_char: place for place, unit in enumerate(new)}
    for gap in _list_gaps(old, len(new), pairs, closed):
        before = _group([i for i in gap.old if i not in done], old)
        now = _group(gap.new, new)
        as_often = {
            i: place
            for letters, units in before.items()
            if len(units) == len(now.get(letters, ()))
            for i, place in zip(units, now[letters], strict=True)
        }
        if gap.is_complete:
            found |= _pair_counted(old, as_often, {i: places[i] for i in (gap.first, gap.last)})
        else:
            found |= {i: place for i, place in as_often.items() if len(old[i].letters) >= _LETTERS_AMONG_GAPS}
            found |= dict(_pair_at_distance(gap, old, new, pairs, at))
    claims = Counter(found.values())
    return {i: place for i, place in found.items() if claims[place] == 1}


def _pair_counted(old: Sequence[Unit], as_often: Mapping[int, int], borders: Mapping[int, int]) -> dict[int, int]:
    """Of the units that are there as often as before, the long ones, and the short ones beside one that is placed."""
    found = {**borders} | {i: place for i, place in as_often.items() if len(old[i].letters) >= _LETTERS_ALONE}
    for step in (-1, 1):
        for i in sorted(as_often, key=lambda i: -step * i):
            if found.get(i + step) == as_often[i] + step:
                found[i] = as_often[i]
    return {i: place for i, place in found.items() if i not in borders}


def _pair_at_distance(
    gap: _Gap, old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int], at: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Units that stand as far as before from the border on one side, with no other like them next to them."""
    shifts = {0} if gap.first < 0 else {new[pairs[gap.first]].start_char - old[gap.first].start_char}
    if gap.last < len(old):
        shifts.add(new[pairs[gap.last]].start_char - old[gap.last].start_char)
    for i in gap.old:
        places = {at.get(old[i].start_char + shift, -1) for shift in shifts} & {*gap.new}
        alike = [place for place in places if new[place].letters == old[i].letters]
        if len(alike) == 1 and not any(
            0 <= beside < len(new) and new[beside].letters == old[i].letters for beside in (alike[0] - 1, alike[0] + 1)
        ):
            yield i, alike[0]


def _group(positions: Iterable[int], units: Sequence[Unit]) -> dict[str, list[int]]:
    grouped: defaultdict[str, list[int]] = defaultdict(list)
    for position in positions:
        grouped[units[position].letters].append(position)
    return grouped


def _find_alike(old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int]) -> list[Resemblance]:
    """What became of the units that are left, and whose own letters are not free anywhere."""
    claimed = {*pairs.values()}
    before = {i: unit.letters for i, unit in enumerate(old) if i not in pairs}
    now = {j: unit.letters for j, unit in enumerate(new) if j not in claimed}
    in_both = {*before.values()} & {*now.values()}
    before = {i: letters for i, letters in before.items() if letters not in in_both}
    now = {j: letters for j, letters in now.items() if letters not in in_both}
    gaps = [
        Surroundings(tuple(i for i in gap.old if i in before), tuple(j for j in gap.new if j in now), gap.is_complete)
        for gap in _list_gaps(old, len(new), pairs)
    ]
    return find_resemblances(before, now, gaps)
