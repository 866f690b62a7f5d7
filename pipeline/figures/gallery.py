"""Which function draws which kind of figure, and how high it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.figures.agreement_forest import agreement_forest_height, draw_agreement_forest
from pipeline.figures.participation import draw_participation, participation_height
from pipeline.figures.style import Draw, make_figure
from pipeline.figures.theme_frequencies import (
    draw_theme_frequencies,
    draw_theme_frequencies_by_group,
    theme_frequencies_by_group_height,
    theme_frequencies_height,
)
from pipeline.figures.theme_topics import draw_theme_topics, theme_topics_height

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DRAWN: Mapping[str, tuple[Draw, Callable[[pd.DataFrame], float]]] = {
    "theme_frequencies": (draw_theme_frequencies, theme_frequencies_height),
    "theme_frequencies_by_group": (draw_theme_frequencies_by_group, theme_frequencies_by_group_height),
    "agreement": (draw_agreement_forest, agreement_forest_height),
    "theme_topics": (draw_theme_topics, theme_topics_height),
    "participation": (draw_participation, participation_height),
}


def paint(kind: str, table: pd.DataFrame) -> Figure:
    """Return the figure of a `kind` of DRAWN that shows `table`, as wide as a page and as high as it needs."""
    draw, height = DRAWN[kind]
    return make_figure(draw, table, height=height(table))
