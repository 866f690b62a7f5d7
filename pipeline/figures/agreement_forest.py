"""How far coders agree, code by code, beside the threshold the study set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.figures.style import (
    GRID,
    INK,
    LINE_HEIGHT,
    MARKERS,
    MUTED,
    SERIES,
    SMALL_SIZE,
    add_legend,
    clear_axes,
    draw_dot,
    draw_interval,
    heading_rooms,
    list_rows,
    mark,
    rule_rows,
    say_why,
    set_code_rows,
    stacked_row_heights,
    write_beside,
    write_heading,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROOM = 0.95


def agreement_forest_height(table: pd.DataFrame) -> float:
    """Return the inches that the codes and sets of coders of `table` need."""
    return _ROOM + sum(stacked_row_heights(table, "coder_set")) + sum(heading_rooms(table.drop_duplicates("code_id")))


def draw_agreement_forest(table: pd.DataFrame, ax: Axes) -> None:
    """Draw one row per code: the coefficient of each set of coders with its interval, or why it cannot be estimated.

    Args:
        table: one row per code and set of coders, in the order to draw: code_id, label, coder_set, value,
            value_low, value_high, n_coded, n_units, threshold (one value), statistic (its name in words), undefined;
            `link` and `heading` are optional.
        ax: the axes to paint on.
    """
    clear_axes(ax)
    codes, sets = table.drop_duplicates("code_id"), list(table["coder_set"].unique())
    heights = stacked_row_heights(table, "coder_set")
    centres = set_code_rows(ax, codes, heights)
    ax.set_xlim(pd.concat([table["value"], table["value_low"]]).clip(upper=0.0).min() - 0.01, 1.02)
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8)
    ax.set_xlabel(f"{table['statistic'].iloc[0]}, with its interval (1 = always agreed, 0 = as chance would)")
    rule_rows(ax, codes, centres, heights)
    _draw_threshold(ax, float(table["threshold"].iloc[0]))
    write_heading(ax, "segments coded\nof those read", 74)
    for y, code in zip(centres, codes["code_id"], strict=True):
        _draw_sets(ax, y, table[table["code_id"] == code], sets)
    looks = [(MARKERS[n], SERIES[n], SERIES[n]) for n in range(len(sets))]
    add_legend(ax, [mark(words, *look) for words, look in zip(sets, looks, strict=True)], columns=3)


def _draw_threshold(ax: Axes, threshold: float) -> None:
    ax.axvline(threshold, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    ax.annotate(
        f"threshold {threshold:g}",
        xy=(threshold, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 2),
        textcoords="offset points",
        ha="center",
        va="bottom",
        color=MUTED,
        fontsize=SMALL_SIZE,
    )


def _draw_sets(ax: Axes, centre: float, rows: pd.DataFrame, sets: list[str]) -> None:
    for row in list_rows(rows):
        number = sets.index(row.coder_set)
        _draw_set(ax, centre + (number - (len(sets) - 1) / 2) * LINE_HEIGHT, row, number)


def _draw_set(ax: Axes, y: float, row: Any, number: int) -> None:
    write_beside(ax, f"{row.n_coded:,} of {row.n_units:,}", y, 74, colour=MUTED)
    if pd.isna(row.value):
        say_why(ax, ax.get_xlim()[0], y, f"{row.coder_set}: not estimable, {row.undefined}")
        return
    draw_interval(ax, row.value_low, row.value_high, y, colour=SERIES[number])
    draw_dot(ax, row.value, y, (MARKERS[number], SERIES[number], SERIES[number]))
