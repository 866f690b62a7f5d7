"""The figure of agreement: coefficients, intervals, the threshold, and words where nothing can be estimated."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from pipeline.figures.agreement_forest import agreement_forest_height, draw_agreement_forest


def agreement(**changed) -> pd.DataFrame:
    """Return two codes and two sets of coders; people never varied on the second code."""
    table = pd.DataFrame(
        {
            "code_id": ["a", "a", "b", "b"],
            "label": ["Trust", "Trust", "Stigma", "Stigma"],
            "coder_set": ["ada and bo", "people's decisions and rules"] * 2,
            "value": [0.8, 0.6, None, 0.4],
            "value_low": [0.7, None, None, 0.1],
            "value_high": [0.9, None, None, 0.6],
            "n_coded": [12, 14, 0, 1200],
            "n_units": [100, 100, 100, 2000],
            "threshold": 0.667,
            "statistic": "Krippendorff's alpha",
            "undefined": [None, "the code is too rare to resample", "all gave the same answer throughout", None],
        }
    )
    return table.assign(**changed)


def drawn(table: pd.DataFrame):
    """Draw `table` on new axes and return them."""
    ax = Figure().subplots()
    draw_agreement_forest(table, ax)
    return ax


def test_each_set_of_coders_has_a_dot_in_the_row_of_the_code():
    """Three values are drawn, in the order of the table, at three heights."""
    points = [line for line in drawn(agreement()).lines if len(line.get_xdata()) == 1]
    assert [line.get_xdata()[0] for line in points] == [0.8, 0.6, 0.4]
    assert len({line.get_ydata()[0] for line in points}) == 3


def test_a_coefficient_that_cannot_be_estimated_is_said_in_words():
    """Where the coders never varied there is a sentence, not a dot at one."""
    written = [text.get_text() for text in drawn(agreement()).texts]
    assert "ada and bo: not estimable, all gave the same answer throughout" in written


def test_the_threshold_is_a_line_with_its_number():
    """The study's threshold is drawn and named."""
    ax = drawn(agreement())
    assert [0.667, 0.667] in [list(line.get_xdata()) for line in ax.lines]
    assert "threshold 0.667" in [text.get_text() for text in ax.texts]


def test_the_numbers_behind_each_coefficient_stand_beside_it():
    """How many segments carry the code of how many read is written for every dot."""
    written = [text.get_text() for text in drawn(agreement()).texts]
    assert {"12 of 100", "1,200 of 2,000"} <= set(written)


@pytest.mark.parametrize(("lowest", "edge"), [(0.4, -0.01), (-0.3, -0.31)])
def test_the_axis_reaches_below_zero_only_where_it_must(lowest, edge):
    """Agreement worse than chance is shown, and costs no room where there is none."""
    ax = drawn(agreement(value=[0.8, 0.6, None, lowest], value_low=None, value_high=None))
    assert ax.get_xlim() == pytest.approx((edge, 1.02))


def test_the_axis_names_the_statistic():
    """The axis says which coefficient is drawn and what its ends mean."""
    assert drawn(agreement()).get_xlabel().startswith("Krippendorff's alpha")


def test_codes_that_share_a_label_keep_a_row_each():
    """Rows follow the codes, not their labels."""
    table = agreement(label="Other")
    assert len(drawn(table).get_yticklabels()) == 2
    assert agreement_forest_height(table) > agreement_forest_height(table.head(2))


def test_codes_stand_below_the_heading_of_their_codebook():
    """Two codebooks, two headings in bold, and a figure that is higher by them."""
    table = agreement(heading=["Peers: all sources"] * 2 + ["Traits: survey only"] * 2)
    bold = [text.get_text() for text in drawn(table).texts if text.get_fontweight() == "bold"]
    assert bold == ["Peers: all sources", "Traits: survey only"]
    assert agreement_forest_height(table) > agreement_forest_height(agreement())
