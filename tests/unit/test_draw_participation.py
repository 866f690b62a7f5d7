"""The figure of who spoke how much: bars by conversation, facilitators set apart."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from pipeline.figures.participation import draw_participation, participation_height


def participation(**changed) -> pd.DataFrame:
    """Return two conversations with the same title, three people each."""
    table = pd.DataFrame(
        {
            "source_id": ["g1"] * 3 + ["g2"] * 3,
            "title": "Focus group",
            "participant_id": ["P1", "P2", "F1", "P3", "P4", "F1"],
            "role": ["participant", "participant", "facilitator"] * 2,
            "n_words": [600, 300, 100, 1200, 500, 300],
            "words_share": [0.6, 0.3, 0.1, 0.6, 0.25, 0.15],
        }
    )
    return table.assign(**changed)


def drawn(table: pd.DataFrame):
    """Draw `table` on new axes and return them."""
    ax = Figure().subplots()
    draw_participation(table, ax)
    return ax


def test_each_person_has_a_bar_as_long_as_their_share():
    """Bars are drawn in the order of the table."""
    assert [bar.get_width() for bar in drawn(participation()).patches] == pytest.approx(
        [0.6, 0.3, 0.1, 0.6, 0.25, 0.15]
    )


def test_facilitators_are_hatched_and_explained():
    """A facilitator's bar differs without colour, and the legend says so."""
    ax = drawn(participation())
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, False, True] * 2
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == ["participant", "facilitator"]


def test_each_conversation_has_its_title_also_when_titles_repeat():
    """Two conversations called alike are not put together."""
    titles = [text.get_text() for text in drawn(participation()).texts if text.get_fontweight() == "bold"]
    assert titles == ["Focus group", "Focus group"]


def test_people_are_named_at_their_bars_and_words_counted_beside_them():
    """Every bar has a name at the left and a number of words at the right."""
    ax = drawn(participation())
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["", "P1", "P2", "F1", "", "P3", "P4", "F1"]
    assert "1,200" in [text.get_text() for text in ax.texts]


def test_a_long_title_takes_more_lines():
    """A title is wrapped instead of cut, and the figure makes room for it."""
    assert participation_height(participation(title="word " * 40)) > participation_height(participation())
