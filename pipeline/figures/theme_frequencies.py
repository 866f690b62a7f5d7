"""How often each theme was found: a dot and its interval by theme, over all segments or by group."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.figures.style import (
    LINE_HEIGHT,
    MARKERS,
    MUTED,
    PAPER,
    SERIES,
    add_legend,
    clear_axes,
    draw_dot,
    draw_interval,
    heading_rooms,
    list_headings,
    list_rows,
    mark,
    row_heights,
    rule_rows,
    say_why,
    set_code_rows,
    set_shares,
    stacked_row_heights,
    write_beside,
    write_heading,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MACHINE_ALONE = "machine count only"
METHOD_MARKS = {
    "hand-coded, all": ("o", SERIES[0], SERIES[0], "all segments coded by people"),
    "post-stratified Jeffreys": ("o", SERIES[0], PAPER, "machine count corrected by the hand-coded sample"),
    "hand-coded sample": ("D", SERIES[0], SERIES[0], "hand-coded sample alone"),
    _MACHINE_ALONE: ("x", MUTED, MUTED, "the machine's count alone: no estimate"),
}
COUNTS = {"n_segments": "segments", "n_participants": "people", "n_sources": "sources"}
_NARROW, _WIDE = 43, 56
_NAME_WIDTH = 28
_ROOM = 0.95


def theme_frequencies_height(table: pd.DataFrame) -> float:
    """Return the inches that the rows of `table` need."""
    return _ROOM + sum(row_heights(table["label"])) + sum(heading_rooms(table))


def draw_theme_frequencies(table: pd.DataFrame, ax: Axes) -> None:
    """Draw one row per theme in the order of `table`: its prevalence, the interval, and its counts at the right.

    Args:
        table: label, prevalence, prevalence_low, prevalence_high (shares), counted_share (what is drawn where a machine
            counted alone), method, undefined, and n_segments, n_participants and n_sources, each with its n_..._total;
            `link` and `heading` are optional.
        ax: the axes to paint on.
    """
    clear_axes(ax)
    heights = row_heights(table["label"])
    centres = set_code_rows(ax, table, heights)
    drawn = table.assign(value=table["prevalence"].fillna(_counted_alone(table)))
    set_shares(ax, _highest(drawn, "value"))
    ax.set_xlabel("share of segments" + (", with its interval" if table["prevalence_low"].notna().any() else ""))
    for y, row in zip(centres, list_rows(drawn), strict=True):
        _draw_theme(ax, y, row)
    _draw_counts(ax, centres, table, dict(list_headings(table, centres, heights)))
    methods = set(drawn.loc[drawn["value"].notna(), "method"])
    used = [look for method, look in METHOD_MARKS.items() if method in methods]
    add_legend(ax, [mark(words, *look) for *look, words in used], columns=2)


def _counted_alone(table: pd.DataFrame) -> pd.Series:
    return table["counted_share"].where(table["method"] == _MACHINE_ALONE)


def _highest(table: pd.DataFrame, value: str) -> float:
    drawn = pd.concat([table[value], table["prevalence_high"]]).dropna()
    return float(drawn.max()) if len(drawn) else 1.0


def _draw_theme(ax: Axes, y: float, row: Any) -> None:
    if pd.isna(row.value):
        say_why(ax, 0, y, row.undefined)
        return
    *look, _ = METHOD_MARKS[row.method]
    draw_interval(ax, row.prevalence_low, row.prevalence_high, y, colour=look[1])
    draw_dot(ax, row.value, y, look, size=6)


def _draw_counts(ax: Axes, centres: list[float], table: pd.DataFrame, headings: Mapping[str, float]) -> None:
    """Write the counts beside the rows; a total that all rows below a heading share stands beside it, once."""
    offset = 0
    parts = table.assign(y=centres).groupby(table.get("heading", pd.Series("", table.index)), sort=False)
    for column, word in COUNTS.items():
        shared = {heading: _find_shared(rows[f"{column}_total"]) for heading, rows in parts}
        offset += _WIDE if None in shared.values() else _NARROW
        whole = shared.get("") if not headings else None
        write_heading(ax, word if whole is None else f"{word}\nof {whole:,}", offset)
        for heading, y in headings.items():
            if shared[heading] is not None:
                write_beside(ax, f"of {shared[heading]:,}", y, offset, colour=MUTED)
        for heading, rows in parts:
            for y, count, total in zip(rows["y"], rows[column], rows[f"{column}_total"], strict=True):
                of = f" of {total:,}" if shared[heading] is None else ""
                write_beside(ax, "\u2013" if pd.isna(count) else f"{count:,}{of}", y, offset)


def _find_shared(totals: pd.Series) -> Any:
    """The number that all known `totals` are, or None where they differ or none is known."""
    known = totals.dropna().unique()
    return known[0] if len(known) == 1 else None


def theme_frequencies_by_group_height(table: pd.DataFrame) -> float:
    """Return the inches that the themes and groups of `table` need."""
    return _ROOM + sum(stacked_row_heights(table, "group")) + sum(heading_rooms(table.drop_duplicates("code_id")))


def draw_theme_frequencies_by_group(table: pd.DataFrame, ax: Axes) -> None:
    """Draw the prevalence of each theme in each group, with a line between the dots where there are two groups.

    Args:
        table: one row per theme and group, themes and groups in the order to draw: code_id, label, group, prevalence,
            prevalence_low, prevalence_high (shares), n_segments_total, undefined; `link` and `heading` are optional.
        ax: the axes to paint on.
    """
    clear_axes(ax)
    themes, groups = table.drop_duplicates("code_id"), list(table["group"].unique())
    heights = stacked_row_heights(table, "group")
    centres = set_code_rows(ax, themes, heights)
    set_shares(ax, _highest(table, "prevalence"))
    ax.set_xlabel("share of the group's segments, with its interval")
    rule_rows(ax, themes, centres, heights)
    for y, code in zip(centres, themes["code_id"], strict=True):
        _draw_groups(ax, y, table[table["code_id"] == code], groups)
    looks = [(MARKERS[n], SERIES[n], SERIES[n]) for n in range(len(groups))]
    words = [_say_group(group, table.loc[table["group"] == group, "n_segments_total"]) for group in groups]
    add_legend(ax, [mark(word, *look) for word, look in zip(words, looks, strict=True)])


def _say_group(group: str, totals: pd.Series) -> str:
    known = totals.dropna().unique()
    if not len(known):
        return group
    return f"{group} ({'' if len(known) == 1 else 'up to '}{max(known):,} segments)"


def _draw_groups(ax: Axes, centre: float, rows: pd.DataFrame, groups: list[str]) -> None:
    places = {group: centre + (n - (len(groups) - 1) / 2) * LINE_HEIGHT for n, group in enumerate(groups)}
    ys = [places[group] for group in rows["group"]]
    if len(groups) == 2:  # noqa: PLR2004 - a dumbbell has two ends
        ax.plot(rows["prevalence"], ys, color=MUTED, linewidth=1, zorder=1)
    for y, row in zip(ys, list_rows(rows), strict=True):
        number = groups.index(row.group)
        if pd.isna(row.prevalence):
            say_why(ax, 0, y, f"{shorten(row.group, _NAME_WIDTH, placeholder=' ...')}: {row.undefined}")
            continue
        draw_interval(ax, row.prevalence_low, row.prevalence_high, y, colour=SERIES[number])
        draw_dot(ax, row.prevalence, y, (MARKERS[number], SERIES[number], SERIES[number]))
