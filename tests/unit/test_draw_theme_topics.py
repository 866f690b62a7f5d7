"""The figure of themes and topics: counts in every cell, shades only where chance is ruled out."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from pipeline.figures.style import INK, MUTED, PAPER
from pipeline.figures.theme_topics import SHADES, draw_theme_topics, shade, theme_topics_height


def cells(**changed) -> pd.DataFrame:
    """Return two themes and two topics."""
    table = pd.DataFrame(
        {
            "theme_id": ["a", "a", "b", "b"],
            "label": ["Trust", "Trust", "Stigma", "Stigma"],
            "topic_id": ["bertopic-01", "bertopic-02"] * 2,
            "topic": ["01: bus, fare", "02: sleep, back"] * 2,
            "is_stable": [True, False] * 2,
            "n_segments": [20, 0, 3, 1500],
            "lift": [3.0, 0.0, 0.5, 9.0],
            "is_significant": [True, False, False, True],
            "is_best_match": [True, False, False, True],
        }
    )
    return table.assign(**changed)


def drawn(table: pd.DataFrame):
    """Draw `table` on new axes and return them."""
    ax = Figure().subplots()
    draw_theme_topics(table, ax)
    return ax


def faces(ax) -> list[str]:
    """Return the colour of every cell, row by row."""
    return [to_hex(patch.get_facecolor()) for patch in ax.patches if patch.get_fill()]


def test_every_cell_has_its_count_and_nothing_is_a_point():
    """Counts are printed; a cell without any segment holds a point."""
    assert [text.get_text() for text in drawn(cells()).texts] == ["20", "·", "3", "1,500"]


def test_only_cells_that_chance_does_not_explain_are_shaded():
    """A cell that chance could have made stays white, whatever its lift."""
    assert faces(drawn(cells())) == [SHADES[2], PAPER, PAPER, SHADES[4]]


def test_the_best_matches_are_outlined():
    """Each significant best match has an outline, dark outside and light inside."""
    assert len([patch for patch in drawn(cells()).patches if not patch.get_fill()]) == 4


def test_a_best_match_that_chance_explains_is_not_outlined():
    """The best of matches that mean nothing means nothing."""
    ax = drawn(cells(is_significant=False))
    assert [patch for patch in ax.patches if not patch.get_fill()] == []


def test_topics_stand_above_by_their_terms():
    """Each column is named by the topic's number and words."""
    ax = drawn(cells())
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["01: bus, fare", "02: sleep, back"]


def test_the_names_of_topics_that_are_not_stable_are_grey():
    """A topic that does not come back over seeds does not look like one that does."""
    assert [tick.get_color() for tick in drawn(cells()).get_xticklabels()] == [INK, MUTED]


def test_a_count_leads_to_its_excerpts_and_an_empty_cell_nowhere():
    """Cells that hold segments are links."""
    ax = drawn(cells(link=["#1", "#2", "#3", "#4"]))
    assert [text.get_url() for text in ax.texts] == ["#1", None, "#3", "#4"]


@pytest.mark.parametrize(("lift", "step"), [(0.0, 0), (0.99, 0), (1.0, 1), (2.0, 2), (7.9, 3), (8.0, 4), (500.0, 4)])
def test_the_shade_follows_the_lift(lift, step):
    """Each doubling of the lift is a step darker."""
    assert shade(lift) == step


def test_the_figure_is_as_high_as_its_themes():
    """Two themes need more room than one."""
    assert theme_topics_height(cells()) > theme_topics_height(cells().head(2))
