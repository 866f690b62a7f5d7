"""What is worth telling of where coders' rows landed: how many moved, which to look at, which settings are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.errors import Problem
from pipeline.methods.coding.placing import CUT, HOW, NO_SEGMENT, SEVERAL, Placement, Row, SheetRow

_ROWS_NAMED = 10


def find_misaddressed(placements: Sequence[Placement]) -> list[Problem]:
    """Find the files whose rows cannot be followed because the settings say too little: a problem each, with counts."""
    several = [place.row for place in placements if place.reason == SEVERAL]
    cut = [place.row for place in placements if place.reason == CUT]
    fix = "in study.toml, say with `question = ...` or {question} in `pattern` which answer a code is for"
    unit = 'set `unit = "turn"` (or "answer") for these sources: a code for an answer is not one for each of its parts'
    return [
        *_counted(several, "give codes to a person or row that has several answers", fix),
        *_counted(cut, "give codes to answers that are cut into several segments", unit),
    ]


def find_moved(placements: Sequence[Placement]) -> list[Problem]:
    """Find, for the notices, how many rows of each sheet are in place, moved, fuzzy or lost, unless all are in place.

    Fuzzy and lost rows are named, the first ten of each. Rows that only their ids have placed are told of where others
    of the sheet have lost theirs.
    """
    sheets: defaultdict[str, list[Placement]] = defaultdict(list)
    for place in placements:
        if isinstance(place.row, SheetRow):
            sheets[place.row.file].append(place)
    return [problem for file, of_sheet in sheets.items() for problem in _told_of(file, of_sheet)]


def _told_of(file: str, placements: Sequence[Placement]) -> Iterator[Problem]:
    rows = {how: sorted({p.row.row for p in placements if p.how == how}) for how in HOW}
    if rows["moved"] or rows["fuzzy"] or rows["lost"]:
        named = [f"{how}: row {_name_rows(rows[how])}" for how in ("fuzzy", "lost") if rows[how]]
        fix = "see data/derived/code/placements.csv; do fuzzy rows still say what they said when they were coded?"
        yield Problem(_count_kinds(rows, placements), "; ".join([file, *named]), fix)
    unseen = [p for p in placements if p.how == "same" and isinstance(p.row, SheetRow) and p.row.text is None]
    if unseen and any(p.reason == NO_SEGMENT for p in placements):
        said = f"{len(unseen)} row(s) were placed by id alone: nobody can tell whether their words are still the same"
        yield Problem(said, file, "send sheets with the column 'text', and keep it in what comes back")


def _count_kinds(rows: Mapping[str, Sequence[int]], placements: Sequence[Placement]) -> str:
    lowest = min((p.similarity for p in placements if p.similarity is not None), default=1)
    uncoded = len({p.row.row for p in placements if p.how == "lost" and not p.row.code_ids})
    said = {
        "same": f"{len(rows['same'])} row(s) in place",
        "moved": f"{len(rows['moved'])} moved",
        "fuzzy": f"{len(rows['fuzzy'])} fuzzy (lowest similarity {lowest:.2f})",
        "lost": f"{len(rows['lost'])} lost" + f" ({uncoded} without a code, which count as not read)" * bool(uncoded),
    }
    return ", ".join(text for how, text in said.items() if rows[how] or how == "same")


def _name_rows(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:_ROWS_NAMED])) + (", ..." if len(rows) > _ROWS_NAMED else "")


def _counted(rows: Sequence[Row], what: str, fix: str) -> list[Problem]:
    files = [row.file for row in rows]
    return [Problem(f"{files.count(file)} row(s) {what}", file, fix) for file in dict.fromkeys(files)]
