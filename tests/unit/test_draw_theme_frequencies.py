"""The figure of theme frequencies: what is drawn where, read from the axes."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from pipeline.figures.style import MARKERS, PAPER, SERIES
from pipeline.figures.theme_frequencies import (
    draw_theme_frequencies,
    draw_theme_frequencies_by_group,
    theme_frequencies_by_group_height,
    theme_frequencies_height,
)


def frequencies(**changed) -> pd.DataFrame:
    """Return four themes, each counted by another method, with some columns changed."""
    table = pd.DataFrame(
        {
            "code_id": ["a", "b", "c", "d"],
            "label": ["Trust", "A calling", "Self-care", "Stigma"],
            "prevalence": [0.4, 0.3, 0.2, None],
            "prevalence_low": [0.35, 0.2, 0.1, None],
            "prevalence_high": [0.45, 0.4, 0.35, None],
            "counted_share": [0.4, 0.25, 0.15, 0.1],
            "method": ["hand-coded, all", "post-stratified Jeffreys", "hand-coded sample", "machine count only"],
            "n_segments": [40, 25, 15, 10],
            "n_segments_total": 100,
            "n_participants": [6, 5, 4, 3],
            "n_participants_total": 6,
            "n_sources": [1, 1, 1, 1],
            "n_sources_total": 1,
            "undefined": [None, None, None, "no hand-coded sample"],
        }
    )
    return table.assign(**changed)


def drawn(draw, table: pd.DataFrame):
    """Draw `table` on new axes and return them."""
    ax = Figure().subplots()
    draw(table, ax)
    return ax


def dots(ax) -> list[tuple[float, str, str]]:
    """Return the value, the mark and the filling of every dot, from the top."""
    points = sorted((line for line in ax.lines if len(line.get_xdata()) == 1), key=lambda line: line.get_ydata()[0])
    return [(line.get_xdata()[0], line.get_marker(), to_hex(line.get_markerfacecolor())) for line in points]


def texts(ax) -> list[str]:
    """Return all that is written on and beside the axes."""
    return [text.get_text() for text in ax.texts]


def test_each_theme_has_a_row_in_the_order_of_the_table():
    """The first theme stands at the top and none is left out."""
    ax = drawn(draw_theme_frequencies, frequencies())
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Trust", "A calling", "Self-care", "Stigma"]
    bottom, top = ax.get_ylim()
    assert bottom > top == 0


def test_the_mark_says_how_the_theme_was_counted():
    """Filled: people coded everything; hollow: corrected; diamond: the sample alone; cross: the machine alone."""
    assert dots(drawn(draw_theme_frequencies, frequencies())) == [
        (0.4, "o", SERIES[0]),
        (0.3, "o", PAPER),
        (0.2, "D", SERIES[0]),
        (0.1, "x", "#5b6370"),
    ]


def test_the_line_is_the_interval():
    """A line runs from the lower to the upper end, and there is none where there is no interval."""
    ax = drawn(draw_theme_frequencies, frequencies())
    assert [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2] == [
        (0.35, 0.45),
        (0.2, 0.4),
        (0.1, 0.35),
    ]


def test_the_counts_stand_at_the_right_with_their_totals():
    """Segments, people and sources each have a column headed by their total."""
    written = texts(drawn(draw_theme_frequencies, frequencies()))
    assert written[:6] == ["segments\nof 100", "40", "25", "15", "10", "people\nof 6"]


def test_totals_that_differ_stand_beside_each_count():
    """Where themes were judged on different segments, each count says of how many."""
    written = texts(drawn(draw_theme_frequencies, frequencies(n_segments_total=[100, 80, 80, 100])))
    assert written[:5] == ["segments", "40 of 100", "25 of 80", "15 of 80", "10 of 100"]


def test_a_theme_without_a_number_says_why():
    """A theme that cannot be estimated has words in its row, not an empty one."""
    table = frequencies(method="hand-coded sample", prevalence=None, undefined="too few hand-coded segments")
    ax = drawn(draw_theme_frequencies, table)
    assert texts(ax).count("too few hand-coded segments") == 4
    assert dots(ax) == []


def test_counts_that_are_withheld_are_a_dash():
    """A missing count is a dash, never a NaN."""
    table = frequencies(n_segments=pd.array([40, None, 15, 10], dtype="Int64"))
    assert "\u2013" in texts(drawn(draw_theme_frequencies, table))


def test_only_marks_that_were_drawn_are_explained():
    """The legend explains no method that the figure does not use."""
    ax = drawn(draw_theme_frequencies, frequencies().head(2))
    (legend,) = ax.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "all segments coded by people",
        "machine count corrected by the hand-coded sample",
    ]


def test_the_axis_starts_at_zero_and_ends_beyond_the_longest_interval():
    """Shares are drawn from zero, so that a length is a share."""
    low, high = drawn(draw_theme_frequencies, frequencies()).get_xlim()
    assert low == 0
    assert 0.45 < high < 0.55


def test_the_axis_is_whole_when_nothing_was_found():
    """A study without any coding still draws its themes."""
    ax = drawn(draw_theme_frequencies, frequencies(prevalence=0.0, prevalence_low=0.0, prevalence_high=0.0))
    assert ax.get_xlim() == (0, 1)


@pytest.mark.parametrize("n_themes", [1, 7, 64])
def test_the_height_grows_with_the_themes(n_themes):
    """Sixty-four themes get as much room each as seven."""
    table = pd.DataFrame({"label": ["Trust"] * n_themes})
    assert theme_frequencies_height(table) == pytest.approx(0.95 + 0.24 * n_themes)


def groups(n_groups: int = 2) -> pd.DataFrame:
    """Return two themes in some groups; the last group of the second theme is suppressed."""
    names = ["before", "after", "later"][:n_groups]
    rows = [
        {
            "code_id": code,
            "label": "Same label",
            "group": group,
            "prevalence": 0.1 * (place + 1),
            "prevalence_low": 0.05,
            "prevalence_high": 0.5,
            "n_segments_total": 50,
            "undefined": None,
        }
        for code in ("a", "b")
        for place, group in enumerate(names)
    ]
    hidden = {"prevalence": None, "prevalence_low": None, "prevalence_high": None, "undefined": "fewer than 3"}
    return pd.DataFrame([*rows[:-1], rows[-1] | hidden])


def test_each_group_has_a_mark_of_its_own():
    """The groups of a theme differ by mark and colour, and the legend says whose they are."""
    ax = drawn(draw_theme_frequencies_by_group, groups())
    assert [(round(value, 1), mark) for value, mark, _ in dots(ax)] == [
        (0.1, MARKERS[0]),
        (0.2, MARKERS[1]),
        (0.1, MARKERS[0]),
    ]
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == [
        "before (50 segments)",
        "after (50 segments)",
    ]


def test_groups_judged_on_different_segments_say_up_to_how_many():
    """The legend gives the largest number where it differs by theme, and none where it is withheld."""
    table = groups().assign(n_segments_total=pd.array([50, None, 40, None], dtype="Int64"))
    legend = drawn(draw_theme_frequencies_by_group, table).figure.legends[0]
    assert [text.get_text() for text in legend.get_texts()] == ["before (up to 50 segments)", "after"]


def test_themes_that_share_a_label_keep_a_row_each():
    """Rows follow the codes, not their labels."""
    ax = drawn(draw_theme_frequencies_by_group, groups())
    assert len(ax.get_yticklabels()) == 2


def test_a_suppressed_group_says_so_in_its_place():
    """A group that must not be shown has words where its dot would be."""
    assert "after: fewer than 3" in texts(drawn(draw_theme_frequencies_by_group, groups()))


def test_a_line_joins_two_groups_but_not_three():
    """With two groups the change is a line between the dots; with more a line would mean nothing."""
    joined = [line for line in drawn(draw_theme_frequencies_by_group, groups()).lines if line.get_zorder() == 1]
    assert len(joined) == 2
    alone = drawn(draw_theme_frequencies_by_group, groups(3)).lines
    assert not [line for line in alone if line.get_zorder() == 1 and len(line.get_xdata()) == 3]


def test_groups_make_a_figure_higher():
    """Three groups of a theme need more room than two."""
    assert theme_frequencies_by_group_height(groups(3)) > theme_frequencies_by_group_height(groups(2))


def test_headings_stand_above_the_themes_of_each_codebook():
    """In bold, between the rows, with the total that the themes below share; the figure is that much higher."""
    headings = ["Peers: all sources"] * 2 + ["Traits: survey only"] * 2
    table = frequencies(heading=headings, n_segments_total=[100, 100, 40, 40], n_sources_total=[1, 1, 7, 6])
    ax = drawn(draw_theme_frequencies, table)
    bold = [text for text in ax.texts if text.get_fontweight() == "bold"]
    assert [text.get_text() for text in bold] == ["Peers: all sources", "Traits: survey only"]
    rows = ax.get_yticks()
    first, second = (text.xy[1] for text in bold)
    assert first < rows[0] < rows[1] < second < rows[2]
    written = texts(ax)
    assert written[2:9] == ["segments", "of 100", "of 40", "40", "25", "15", "10"]
    assert written[-6:] == ["sources", "of 1", "1", "1", "1 of 7", "1 of 6"]
    assert theme_frequencies_height(table) > theme_frequencies_height(frequencies())


def test_groups_are_drawn_below_the_heading_of_their_codebook():
    """The line between two codebooks stands above the heading of the second."""
    table = groups().assign(heading=["Peers: all sources"] * 2 + ["Traits: survey only"] * 2)
    ax = drawn(draw_theme_frequencies_by_group, table)
    bold = [text for text in ax.texts if text.get_fontweight() == "bold"]
    (rule,) = [line.get_ydata()[0] for line in ax.lines if list(line.get_xdata()) == [0, 1]]
    assert ax.get_yticks()[0] < rule < bold[1].xy[1] < ax.get_yticks()[1]
    assert theme_frequencies_by_group_height(table) > theme_frequencies_by_group_height(groups())
