"""Headings as codes."""

from __future__ import annotations

import pytest

from pipeline.formats.codings.sections import parse_heading, place_headings
from tests.support.codebooks import make_code, make_codebook
from tests.support.coding_tables import make_segments

CODEBOOK = make_codebook(make_code("value", label="Value of the project", also_called=("Value",)), make_code("design"))


@pytest.mark.parametrize(
    ("section", "level", "expected"),
    [
        ("## 1. Value > ### a) General", 2, "1. Value"),
        ("## 1. Value > ### a) General", 3, "a) General"),
        ("## 1. Value > ### a) General", 1, None),
        ("# Day 1 > ## More > less > ### b", 2, "More > less"),
        ("## #hashtag", 2, "#hashtag"),
    ],
)
def test_a_heading_is_the_step_of_its_level(section, level, expected):
    """The path of headings keeps the level of each; a > inside a heading does not cut it."""
    assert parse_heading(section, level) == expected


def _placed(*sections, level=2, facilitators=()):
    segments = make_segments(
        ["s"] * len(sections), section=sections, is_facilitator=[n in facilitators for n in range(len(sections))]
    )
    placed = place_headings(segments, CODEBOOK, level)
    return {p.segment_id: p.row.code_ids for p in placed.placements}, placed.notices


@pytest.mark.parametrize(
    "heading", ["1. Value", "a) VALUE", "iv. value", "2.3) Value", "value of the  project", "(b) Value"]
)
def test_a_heading_names_a_code_with_or_without_its_number(heading):
    """By label, id or other name, in any capitals."""
    assert _placed(f"## {heading}")[0] == {"s:0-10": ("value",)}


def test_segments_under_a_heading_are_reviewed_whether_it_is_a_code_or_not():
    """Those under none, and facilitators', are not; headings that mean no code are told once."""
    sections = ["## Value > ### a", None, "## Weather", "## Weather > ### b", "## Design", "# Design", "## Value"]
    codes, notices = _placed(*sections, facilitators={6})
    assert codes == {"s:0-10": ("value",), "s:20-30": (), "s:30-40": (), "s:40-50": ("design",)}
    (notice,) = notices
    assert notice.problem == "1 heading(s) of level 2 mean no code: 'Weather'"


def test_a_study_without_headings_has_no_placements():
    """Nothing is reviewed, nothing is told."""
    assert _placed(None, None) == ({}, [])
