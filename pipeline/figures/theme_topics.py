"""Where the themes people coded and the topics a machine found meet more often than chance would have it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.figures.style import (
    GRID,
    INK,
    MUTED,
    PAPER,
    SMALL_SIZE,
    add_legend,
    clear_axes,
    list_rows,
    row_heights,
    set_rows,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = (0.0, 1.0, 2.0, 4.0, 8.0, float("inf"))
SHADES = ("#f3dcc3", "#d5e4f2", "#8fbbe0", "#3f7fba", "#0b3f73")
DARK_TEXT, LIGHT_TEXT = "#10151c", "#fdfefe"
_FIRST_DARK = 3
_ROOM = 0.75
_LETTER = 0.042  # how much higher a letter makes a slanted name, in inches


def theme_topics_height(table: pd.DataFrame) -> float:
    """Return the inches that the themes of `table` and the slanted names of its topics need."""
    slanted = _LETTER * table["topic"].str.len().max()
    return _ROOM + slanted + sum(row_heights(table.drop_duplicates("theme_id")["label"]))


def draw_theme_topics(table: pd.DataFrame, ax: Axes) -> None:
    """Draw a cell per theme and topic: how many segments they share, shaded by lift where chance is ruled out.

    The names of topics that are not stable are grey.

    Args:
        table: one row per theme and topic, both in the order to draw: theme_id, label, topic_id, topic (its name
            in words), is_stable, n_segments, lift, is_significant, is_best_match; `link` is optional.
        ax: the axes to paint on.
    """
    clear_axes(ax)
    themes, topics = table.drop_duplicates("theme_id"), table.drop_duplicates("topic_id")
    heights = row_heights(themes["label"])
    centres = set_rows(ax, themes["label"], heights)
    ax.set_xlim(0, len(topics))
    ax.xaxis.tick_top()
    middles = [n + 0.5 for n in range(len(topics))]
    ax.set_xticks(middles, list(topics["topic"]), rotation=45, ha="left", rotation_mode="anchor")
    for name, is_stable in zip(ax.get_xticklabels(), topics["is_stable"], strict=True):
        name.set_color(INK if is_stable else MUTED)
    places = dict(zip(themes["theme_id"], zip(centres, heights, strict=True), strict=True))
    columns = {topic: number for number, topic in enumerate(topics["topic_id"])}
    for row in list_rows(table):
        _draw_cell(ax, columns[row.topic_id], places[row.theme_id], row)
    add_legend(ax, _legend(), columns=7)


def shade(lift: float) -> int:
    """Return which of SHADES stands for `lift`: below 1, up to 2, up to 4, up to 8, more."""
    return next(n for n, (_, upper) in enumerate(pairwise(STEPS)) if lift < upper or upper == STEPS[-1])


def _draw_cell(ax: Axes, column: int, place: tuple[float, float], row: Any) -> None:
    from matplotlib.patches import Rectangle

    y, height = place
    is_shaded = bool(row.is_significant) and pd.notna(row.lift)
    number = shade(row.lift) if is_shaded else None
    look = {"facecolor": PAPER if number is None else SHADES[number], "edgecolor": GRID, "linewidth": 0.6}
    ax.add_patch(Rectangle((column, y - height / 2), 1, height, **look))
    colour = MUTED if number is None else LIGHT_TEXT if number >= _FIRST_DARK else DARK_TEXT
    count = ax.text(column + 0.5, y, f"{row.n_segments:,}" if row.n_segments else "·", ha="center", va="center")
    count.set(color=colour, fontsize=SMALL_SIZE, url=getattr(row, "link", None) if row.n_segments else None)
    if row.is_best_match and is_shaded:
        for colour, width in ((INK, 2.8), (PAPER, 1.0)):
            outline = {"fill": False, "edgecolor": colour, "linewidth": width, "zorder": 2, "clip_on": False}
            ax.add_patch(Rectangle((column, y - height / 2), 1, height, **outline))


def _legend() -> list[Any]:
    from matplotlib.patches import Patch

    words = ("lift below 1", "1 to 2", "2 to 4", "4 to 8", "8 or more times chance")
    shaded = [Patch(facecolor=colour, edgecolor=GRID, label=word) for colour, word in zip(SHADES, words, strict=True)]
    masked = Patch(facecolor=PAPER, edgecolor=GRID, label="chance not ruled out")
    return [masked, *shaded, Patch(fill=False, edgecolor=INK, linewidth=2, label="best match")]
