"""Who spoke how much in each conversation, facilitators set apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.figures.style import (
    LINE_HEIGHT,
    MUTED,
    PAPER,
    SERIES,
    add_legend,
    clear_axes,
    list_rows,
    set_rows,
    set_shares,
    wrap_label,
    write_beside,
    write_heading,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROOM = 0.95
_ROW, _BAR, _HEADING, _TITLE_GAP = 0.17, 0.72, 0.17, 0.03
_TITLE_WIDTH = 80
_LOOKS: dict[str, dict[str, Any]] = {
    "participant": {"facecolor": SERIES[0], "edgecolor": SERIES[0]},
    "author": {"facecolor": SERIES[0], "edgecolor": SERIES[0]},
    "facilitator": {"facecolor": PAPER, "edgecolor": MUTED, "hatch": "/////"},
}


def participation_height(table: pd.DataFrame) -> float:
    """Return the inches that the conversations and people of `table` need."""
    return _ROOM + sum(height for *_, height in _rows(table))


def _rows(table: pd.DataFrame) -> list[tuple[str, Any, float]]:
    """List the rows of the figure: what stands at the left, the person's row in `table` (none: a title), the inches."""
    rows: list[tuple[str, Any, float]] = []
    for _, people in table.groupby("source_id", sort=False):
        title = wrap_label(people["title"].iloc[0], width=_TITLE_WIDTH)
        rows.append((title, None, _HEADING + LINE_HEIGHT * (title.count("\n") + 1)))
        rows += [(row.participant_id, row, _ROW) for row in list_rows(people)]
    return rows


def draw_participation(table: pd.DataFrame, ax: Axes) -> None:
    """Draw a bar per person and conversation: the share of its words; facilitators hatched.

    Args:
        table: one row per conversation and person, in the order to draw: source_id, title, participant_id,
            role, n_words, words_share (share of the conversation's words).
        ax: the axes to paint on.
    """
    from matplotlib.patches import Patch

    clear_axes(ax)
    rows = _rows(table)
    centres = set_rows(ax, ["" if row is None else label for label, row, _ in rows], [height for *_, height in rows])
    set_shares(ax, float(table["words_share"].max()))
    ax.set_xlabel("share of the conversation's words")
    write_heading(ax, "words", 40)
    for y, (label, row, height) in zip(centres, rows, strict=True):
        if row is None:
            ax.text(0, y + height / 2 - _TITLE_GAP, label, fontweight="bold", va="bottom")
            continue
        ax.barh(y, row.words_share, height=_ROW * _BAR, linewidth=0.7, **_LOOKS[row.role])
        write_beside(ax, f"{row.n_words:,}", y, 40)
    shown = [role for role in _LOOKS if role in set(table["role"])]
    add_legend(ax, [Patch(label=role, linewidth=0.7, **_LOOKS[role]) for role in shown])
