"""The one style of the figures: bytes that never change, labels that fit, marks that are whole."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.figures import style
from pipeline.figures.style import make_figure, render_png, render_svg, row_centres, row_heights, wrap_label

TABLE = pd.DataFrame({"label": ["Trust", "A calling to help"], "share": [0.2, 0.4]})


def draw_rows(table: pd.DataFrame, ax) -> None:
    """Draw something small that uses letters, a dot, a hatch and a clip path."""
    style.clear_axes(ax)
    linked = table.assign(link=["#theme=a", "#theme=b"])
    centres = style.set_code_rows(ax, linked, row_heights(table["label"]))
    style.set_shares(ax, 0.4)
    for y, share in zip(centres, table["share"], strict=True):
        style.draw_dot(ax, share, y, ("o", style.INK, style.PAPER))
        ax.barh(y, share, height=0.1, hatch="//", facecolor=style.PAPER)


@pytest.fixture(scope="module")
def figure():
    """Draw the small figure once."""
    return make_figure(draw_rows, TABLE, height=1.2)


def test_a_figure_saved_twice_has_the_same_bytes(figure):
    """PNG and SVG do not change between two drawings of one table."""
    again = make_figure(draw_rows, TABLE, height=1.2)
    assert render_png(figure) == render_png(again)
    assert render_svg(figure) == render_svg(again)


def test_a_figure_is_the_same_whatever_the_reader_has_set_in_matplotlib(figure):
    """A style of the researcher's own does not leak into the figures."""
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 20, "svg.hashsalt": "other", "savefig.dpi": 50}):
        again = make_figure(draw_rows, TABLE, height=1.2)
        assert render_svg(again) == render_svg(figure)
        assert render_png(again) == render_png(figure)


def test_a_png_is_two_columns_wide_at_300_dots_an_inch_and_names_no_program(figure):
    """A picture is 7 inches wide at 300 dots and says neither when nor by what it was made."""
    png = render_png(figure)
    assert int.from_bytes(png[16:20]) == 2100
    assert b"pHYs" in png
    assert b"tEXt" not in png


def test_an_svg_holds_no_date_and_no_program(figure):
    """An SVG says neither when nor by what it was made."""
    svg = render_svg(figure)
    assert "dc:date" not in svg
    assert "dc:creator" not in svg
    assert "Matplotlib" not in svg.replace("matplotlib.axis", "")


def test_letters_are_shapes_in_a_file_and_text_in_a_page(figure):
    """A file looks alike everywhere; a page can be searched."""
    assert "<text" not in render_svg(figure)
    assert ">Trust</text>" in render_svg(figure, keep_text=True)


def test_a_label_leads_to_its_link(figure):
    """The labels of the rows are links where links are given."""
    assert 'xlink:href="#theme=b"' in render_svg(figure, keep_text=True)


@given(st.text(alphabet="abcdefg ", max_size=120), st.integers(8, 40))
def test_a_wrapped_label_keeps_its_words_and_its_width(label, width):
    """Wrapping loses no word and no line is wider than allowed, but for a word that is wider itself."""
    wrapped = wrap_label(label, width=width)
    assert "".join(wrapped.split()) == "".join(label.split())
    assert all(len(line) <= width for line in wrapped.split("\n")) or not label.strip()


def test_the_lines_of_a_label_are_about_as_long():
    """No word is left alone on the last line when the lines can be balanced."""
    assert wrap_label("Finding a place to belong, seen now", width=32) == "Finding a place to\nbelong, seen now"


def test_rows_follow_one_another_without_a_gap():
    """The middle of each row lies half its height below the end of the row before."""
    assert row_centres([0.2, 0.4, 0.2]) == pytest.approx([0.1, 0.4, 0.7])
    assert row_centres([]) == []


def test_a_row_is_as_high_as_its_label_needs():
    """A label of three lines gets a higher row than one of one line."""
    short, long = row_heights(["Trust", "word " * 20])
    assert long > 2 * short


def test_the_page_recolours_every_ink_of_the_figures_in_the_dark():
    """Each colour of lines, text and paper has a rule in the page's style sheet."""
    css = files("pipeline.reporting").joinpath("templates/report.css").read_text(encoding="utf-8")
    for colour in (style.INK, style.MUTED, style.GRID, style.PAPER, style.SERIES[0]):
        assert f'="{colour}"]' in css


def test_the_colours_of_the_groups_differ_in_grey():
    """No two groups that are drawn side by side have the same lightness and the same mark."""
    levels = [
        round(sum(int(colour[at : at + 2], 16) * share for at, share in ((1, 0.3), (3, 0.59), (5, 0.11))))
        for colour in style.SERIES
    ]
    looks = list(zip(levels, style.MARKERS, strict=True))
    assert len(set(looks)) == len(looks)
    assert abs(levels[0] - levels[1]) > 50
