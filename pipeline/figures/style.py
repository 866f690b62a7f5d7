"""One style for every figure: sizes, colours that differ in hue and in grey, and files whose bytes never change."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

_LINK = re.compile(r"</?a\b[^>]*>\n?")

Draw = Callable[[pd.DataFrame, "Axes"], None]

INK = "#1b1e23"
MUTED = "#5b6370"
GRID = "#dfe3e8"
PAPER = "#ffffff"
SERIES = ("#0a4f8c", "#d9730d", "#2f9c87", "#8a4f9e", "#a3a8b0", "#7a1f3d")
MARKERS = ("o", "s", "D", "^", "v", "P")
FULL_WIDTH = 7.0
TEXT_SIZE = 8.0
SMALL_SIZE = 7.0
LABEL_WIDTH = 36
_ON_PAPER: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
LEGEND_WIDTH, LEGEND_GAP = 118, 6
LINE_HEIGHT = 0.135
HEADING_HEIGHT, FIRST_HEADING_HEIGHT, HEADING_LINE = 0.34, 0.25, 0.13

_SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SMALL_SIZE,
    "axes.edgecolor": GRID,
    "axes.facecolor": "none",
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "xtick.labelsize": SMALL_SIZE,
    "ytick.labelcolor": INK,
    "ytick.labelsize": TEXT_SIZE,
    "legend.fontsize": SMALL_SIZE,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "qualpipe",
    "savefig.dpi": 300,
    "path.simplify": False,
}


def make_figure(draw: Draw, table: pd.DataFrame, *, height: float) -> Figure:
    """Return a figure two columns wide and `height` inches high on which `draw` has painted `table`.

    It is laid out once, here, and not anew for every file that is made of it.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(FULL_WIDTH, height), layout=ConstrainedLayoutEngine(w_pad=0.03, h_pad=0.03))
        draw(table, figure.subplots())
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return figure


def render_png(figure: Figure) -> bytes:
    """Return `figure` as PNG on white paper, 300 dots an inch; the same figure always gives the same bytes."""
    import matplotlib as mpl

    held = io.BytesIO()
    with mpl.rc_context(_SETTINGS):
        figure.savefig(held, format="png", facecolor=PAPER, metadata={"Software": None})
    return held.getvalue()


def render_svg(figure: Figure, *, keep_text: bool = False) -> str:
    """Return `figure` as SVG with no date in it; the same figure always gives the same bytes.

    Letters are drawn as shapes, so that the picture looks alike everywhere, and lead nowhere; with `keep_text`, for a
    page, they stay text, which can be searched, read aloud and recoloured, and links stay links.
    """
    import matplotlib as mpl

    held = io.StringIO()
    with mpl.rc_context({**_SETTINGS, "svg.fonttype": "none" if keep_text else "path"}):
        figure.savefig(held, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return held.getvalue() if keep_text else _LINK.sub("", held.getvalue())


def list_rows(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of `table`, each with its columns as attributes."""
    yield from table.itertuples(index=False)


def wrap_label(label: str, *, width: int = LABEL_WIDTH) -> str:
    """Return `label` on as many lines as it needs to be at most `width` characters wide, the lines about as long."""
    n_lines = len(textwrap.wrap(label, width))
    narrowest = next((n for n in range(1, width) if len(textwrap.wrap(label, n)) <= n_lines), width)
    return "\n".join(textwrap.wrap(label, narrowest)) or label


def row_heights(labels: Iterable[str], *, least: float = 0.24) -> list[float]:
    """Return the inches that each of `labels` needs as a row: one line or more, never less than `least`."""
    return [max(least, 0.1 + LINE_HEIGHT * (wrap_label(label).count("\n") + 1)) for label in labels]


def stacked_row_heights(table: pd.DataFrame, by: str) -> list[float]:
    """Return the inches that each code of `table` needs as a row with a line for every value of `by` in the table."""
    labels = table.drop_duplicates("code_id")["label"]
    return row_heights(labels, least=0.14 + LINE_HEIGHT * table[by].nunique())


def row_centres(heights: Sequence[float], rooms: Sequence[float] = ()) -> list[float]:
    """Return where the middle of each row lies, in inches from the top of the first.

    `rooms` are the inches left free above each row; none where they are not given.
    """
    above = rooms or [0.0] * len(heights)
    return [sum(heights[:n]) + sum(above[: n + 1]) + height / 2 for n, height in enumerate(heights)]


def heading_rooms(rows: pd.DataFrame) -> list[float]:
    """Return the inches that a heading needs above each of `rows`: none but where the column `heading` changes."""
    if "heading" not in rows.columns:
        return [0.0] * len(rows)
    begins = (rows["heading"] != rows["heading"].shift()).tolist()
    return [FIRST_HEADING_HEIGHT if n == 0 else HEADING_HEIGHT if is_new else 0.0 for n, is_new in enumerate(begins)]


def clear_axes(ax: Axes) -> None:
    """Take the frame and the tick marks off `ax`: what is left is the data."""
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0)


def set_rows(ax: Axes, labels: Iterable[str], heights: Sequence[float], *, rooms: Sequence[float] = ()) -> list[float]:
    """Give `ax` one row per label, the first at the top, its vertical axis in inches; return the middle of each row.

    `rooms` are the inches left free above each row.
    """
    centres = row_centres(heights, rooms)
    ax.set_ylim(sum(heights) + sum(rooms) or 1.0, 0)
    ax.set_yticks(centres, [wrap_label(label) for label in labels])
    return centres


def set_code_rows(ax: Axes, rows: pd.DataFrame, heights: Sequence[float]) -> list[float]:
    """Give `ax` one row per code and return the middle of each, as `set_rows`.

    Args:
        ax: the axes to lay out.
        rows: one row per code: label; `link`, where the label leads, is optional, and so is `heading`, which stands
            above the first row that has it, in bold from the left edge of the figure.
        heights: the inches of each row.
    """
    rooms = heading_rooms(rows)
    centres = set_rows(ax, rows["label"], heights, rooms=rooms)
    for tick, link in zip(ax.get_yticklabels(), rows.get("link", ()), strict=False):
        tick.set_url(link)
    for heading, y in list_headings(rows, centres, heights):
        written = ax.annotate(heading, xy=(0.008, y), xycoords=("figure fraction", "data"), va="center")
        written.set(fontweight="bold", annotation_clip=False, in_layout=False, bbox=_ON_PAPER)
    return centres


def list_headings(
    rows: pd.DataFrame, centres: Sequence[float], heights: Sequence[float]
) -> Iterator[tuple[str, float]]:
    """Return every heading of `rows` with where the middle of its line lies, in inches from the top."""
    for room, centre, height, heading in zip(
        heading_rooms(rows), centres, heights, rows.get("heading", centres), strict=True
    ):
        if room:
            yield str(heading), centre - height / 2 - HEADING_LINE


def rule_rows(ax: Axes, rows: pd.DataFrame, centres: Sequence[float], heights: Sequence[float]) -> None:
    """Draw a fine line between every two rows of `ax`, above a heading where one stands between them."""
    for room, centre, height in list(zip(heading_rooms(rows), centres, heights, strict=True))[1:]:
        ax.axhline(centre - height / 2 - room, color=GRID, linewidth=0.6)


def set_shares(ax: Axes, highest: float) -> None:
    """Give `ax` a horizontal axis of shares in per cent from zero to a little beyond `highest`."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    ax.set_xlim(0, min(1.0, highest * 1.06) or 1.0)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0, symbol=" %"))
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8)


def write_beside(ax: Axes, text: str, y: float, offset: float, *, colour: str = INK) -> None:
    """Write `text` to the right of `ax` at height `y`, ending `offset` points from its edge."""
    ax.annotate(
        text,
        xy=(1, y),
        xycoords=ax.get_yaxis_transform(),
        xytext=(offset, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        color=colour,
        fontsize=SMALL_SIZE,
        annotation_clip=False,
    )


def write_heading(ax: Axes, text: str, offset: float) -> None:
    """Write `text` above the column that ends `offset` points to the right of `ax`."""
    ax.annotate(
        text,
        xy=(1, 1),
        xycoords="axes fraction",
        xytext=(offset, 2),
        textcoords="offset points",
        ha="right",
        va="bottom",
        color=MUTED,
        fontsize=SMALL_SIZE,
        annotation_clip=False,
    )


def say_why(ax: Axes, x: float, y: float, reason: str) -> None:
    """Write on `ax`, where a mark would have stood, why there is none."""
    ax.annotate(
        reason,
        xy=(x, y),
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        color=MUTED,
        fontsize=SMALL_SIZE,
        fontstyle="italic",
        bbox=_ON_PAPER,
    )


def draw_interval(ax: Axes, low: float, high: float, y: float, *, colour: str) -> None:
    """Draw the interval from `low` to `high` at height `y`; nothing where there is none."""
    if pd.notna(low) and pd.notna(high):
        ax.plot([low, high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt")


def draw_dot(ax: Axes, x: float, y: float, look: Sequence[str], *, size: float = 5) -> None:
    """Draw a dot whole, also on the edge of `ax`; `look` is its shape, its edge and its inside."""
    marker, edge, face = look
    ax.plot(x, y, marker, color=edge, markerfacecolor=face, markersize=size, clip_on=False)


def add_legend(ax: Axes, marks: Sequence[Line2D | Patch], *, columns: int = 4) -> None:
    """Put the legend of `marks` under the figure: in one row if there is room, else in as many columns as fit."""
    lengths = [len(str(shown.get_label())) + LEGEND_GAP for shown in marks]
    if not marks:
        return
    fitting = max(1, LEGEND_WIDTH // max(lengths))
    n_columns = len(marks) if sum(lengths) <= LEGEND_WIDTH else min(columns, fitting)
    ax.figure.legend(handles=list(marks), loc="outside lower center", ncols=n_columns)


def mark(label: str, marker: str, colour: str, face: str) -> Line2D:
    """Return what a legend shows for a dot: its shape, its edge and its inside."""
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="none", marker=marker, color=colour, markerfacecolor=face, label=label)
