"""The gallery: every kind of figure a report may hold can be painted from its table."""

from __future__ import annotations

import pytest

from pipeline.figures.gallery import DRAWN, paint
from pipeline.figures.style import render_svg
from pipeline.reporting.drawn import list_drawings
from pipeline.reporting.page import add_links
from tests.support.report_tables import build_tables, make_choices

DRAWINGS = {drawing.name: drawing for drawing in list_drawings(build_tables(), make_choices())}


def test_a_report_holds_every_kind_of_figure():
    """The invented study has something to show in each of them."""
    assert {drawing.kind for drawing in DRAWINGS.values()} == set(DRAWN)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_figure_is_the_same_when_painted_again(name):
    """Every figure of a report has the same bytes each time."""
    drawing = DRAWINGS[name]
    assert render_svg(paint(drawing.kind, drawing.table)) == render_svg(paint(drawing.kind, drawing.table))


def test_painting_leaves_the_table_as_it_was():
    """A figure draws; it changes nothing."""
    drawing = DRAWINGS["theme_frequencies"]
    before = drawing.table.copy()
    paint(drawing.kind, drawing.table)
    assert drawing.table.equals(before)


def test_a_figure_of_the_page_leads_to_excerpts():
    """Painted with links, a figure's labels lead to the excerpts of their theme."""
    drawing = DRAWINGS["theme_frequencies"]
    assert 'xlink:href="#theme=belonging"' in render_svg(paint(drawing.kind, add_links(drawing)), keep_text=True)
