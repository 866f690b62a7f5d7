"""A figure inside a page: its own ids, no style attributes, links that work with and without a script."""

from __future__ import annotations

import re

import pytest

from pipeline.figures.gallery import paint
from pipeline.figures.style import render_svg
from pipeline.reporting.drawn import list_drawings
from pipeline.reporting.inline import inline_svg
from pipeline.reporting.page import add_links
from tests.support.report_tables import build_tables, make_choices

SMALL = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" height="10pt"
  viewBox="0 0 10 10" version="1.1"><metadata><x/></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style><path id="m1" style="fill: #fff"/></defs>
 <g id="figure_1" clip-path="url(#c1)">
  <a xlink:href="#theme=trust&amp;topic=t1" target="_blank">
   <text style="font-size: 7px; font-family: 'DejaVu Sans'">T</text></a>
  <use xlink:href="#m1" x="1"/>
 </g>
</svg>"""


def inlined() -> str:
    """Return the small figure as it stands in a page."""
    return inline_svg(SMALL, name="first", alt='Shares & "intervals"')


def test_ids_belong_to_the_figure_and_only_those_that_are_used_stay():
    """Two figures in one page share no id, and references follow."""
    assert set(re.findall(r' id="([^"]+)"', inlined())) == {"first-m1"}
    assert 'href="#first-m1"' in inlined()
    assert 'clip-path="url(#first-c1)"' in inlined()


def test_no_style_of_the_figure_reaches_the_page():
    """Style elements and attributes are gone; what they said about fill and size stays as plain attributes."""
    assert "style" not in inlined()
    assert 'fill="#fff"' in inlined()
    assert 'font-size="7px"' in inlined()
    assert "DejaVu" not in inlined()


def test_a_link_leads_to_the_theme_and_tells_the_script_more():
    """Without a script a cell leads to its theme's section; the script finds the whole filter."""
    assert 'href="#excerpts-of-trust"' in inlined()
    assert 'data-filter="theme=trust&amp;topic=t1"' in inlined()
    assert "target" not in inlined()


def test_a_figure_is_named_for_those_who_cannot_see_it():
    """The picture carries its title and caption as its label, escaped."""
    opening = inlined().partition(">")[0]
    assert 'aria-label="Shares &amp; &quot;intervals&quot;"' in opening
    assert 'viewBox="0 0 10 10"' in opening
    assert "width" not in opening


@pytest.mark.parametrize("drawing", list_drawings(build_tables(), make_choices()), ids=lambda drawing: drawing.name)
def test_every_figure_can_stand_in_a_page_that_forbids_styles(drawing):
    """No figure of a report keeps a style, a script, an event handler or a link out of the page."""
    svg = inline_svg(render_svg(paint(drawing.kind, add_links(drawing)), keep_text=True), name="x", alt="x")
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|http(?!://www.w3.org)", svg)
    referenced = set(re.findall(r'(?:url\(|href=")#(x-[^)"]+)', svg))
    assert referenced <= set(re.findall(r' id="([^"]+)"', svg))
