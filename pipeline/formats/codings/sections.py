"""Codings as headings: the code of a turn is the Markdown heading that it stands under."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.coding.codebook import Code, Codebook
from pipeline.methods.coding.placing import Placed, Placement, SheetRow

_STEP = re.compile(r" > (?=#{1,6} )")
_NUMBER = re.compile(r"^\(?(?:\d+(?:\.\d+)*|[A-Za-z]|[ivxIVX]+)[.):]+\s+")


def parse_heading(section: str, level: int) -> str | None:
    """Return the heading of `level` in the path `section` ("## 1. Trust > ### a) Early"), or None where it has none."""
    steps = [step.partition(" ") for step in _STEP.split(section)]
    return next((text.strip() for marks, _, text in steps if marks == "#" * level), None)


def place_headings(segments: pd.DataFrame, codebook: Codebook, level: int) -> Placed:
    """Give each segment under a heading of `level` the code that the heading names.

    A heading names a code by its label, id or another name, with or without the number before it ("1.", "a)").
    Returns a placement for each non-facilitator segment under a heading of that level, coded or not, and a notice
    that lists the headings which mean no code.
    """
    own = segments[~segments["is_facilitator"]].dropna(subset="section")
    headings = {section: parse_heading(section, level) for section in own["section"].unique()}
    codes = {heading: _find_code(heading, codebook) for heading in headings.values() if heading is not None}
    placements = [
        Placement(_row(segment_id, codes[heading]), segment_id)
        for segment_id, section in zip(own["segment_id"], own["section"], strict=True)
        if (heading := headings[section]) is not None
    ]
    unknown = [heading for heading, code in codes.items() if code is None]
    return Placed(placements, notices=_unknown_headings(unknown, level))


def _find_code(heading: str, codebook: Codebook) -> Code | None:
    return codebook.find(heading) or codebook.find(_NUMBER.sub("", heading))


def _row(segment_id: str, code: Code | None) -> SheetRow:
    return SheetRow(file="headings", row=0, segment_id=segment_id, code_ids=(code.code_id,) if code else ())


def _unknown_headings(headings: list[str], level: int) -> list[Problem]:
    if not headings:
        return []
    fix = "if one of them is a code, add the heading to the code's `also_called`"
    listed = "; ".join(f"'{heading}'" for heading in headings)
    return [Problem(f"{len(headings)} heading(s) of level {level} mean no code: {listed}", "the sources", fix)]
