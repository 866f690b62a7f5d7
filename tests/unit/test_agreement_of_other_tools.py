"""What docs/agreement.md says of other tools' numbers: the worked example, computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from pipeline.methods.agreement.coefficients import measure_agreement
from pipeline.methods.agreement.units import Places, tally_by

PAGE = (Path(__file__).parents[2] / "docs" / "agreement.md").read_text(encoding="utf-8")
BOTH, ONE, OTHER, NEITHER = 50, 75, 75, 800


def measure_example(statistic):
    """Return a coefficient of NVivo's example by character, its document cut into seven segments of uneven length."""
    ratings = np.array([[1, 1], [1, 0], [0, 1], [0, 1], [0, 0], [0, 0], [0, 0]], dtype=float)
    n_chars = np.array([BOTH, ONE, OTHER - 5, 5, 1, NEITHER - 100, 99])
    tallies = tally_by("character", ratings, Places(np.array(["only"] * 7, dtype=object), n_chars))
    return measure_agreement(tallies["segments"], statistic)


def test_characters_reproduce_the_worked_example_of_nvivo():
    """Agreement of 85 % over 1,000 characters, as NVivo's manual has it, and kappa .3143 if each gave as much."""
    assert measure_example("percent_agreement").value == pytest.approx(0.85)
    assert round(measure_example("cohen_kappa").value, 4) == 0.3143
    assert measure_example("cohen_kappa").n_units == 1000
    assert "| 85 % | .3143 |" in PAGE


def test_the_formula_of_qualcoder_gives_another_number():
    """What either coded alone is looked at, and the two chances are multiplied: .2064, which is nobody's kappa."""
    coded, by_one, by_other = BOTH + ONE + OTHER, BOTH + ONE, BOTH + OTHER
    chance = by_one * by_other / coded**2 * (coded - by_one) * (coded - by_other) / coded**2
    assert round((BOTH / coded - chance) / (1 - chance), 4) == 0.2064
    assert "| 85 % | .2064 |" in PAGE


def test_cohens_formula_on_what_either_coded_is_below_chance():
    """Without the text that neither coded, Cohen's kappa of the same coders is -.6."""
    one, other = np.repeat([[1, 1], [1, 0], [0, 1]], [BOTH, ONE, OTHER], axis=0).T
    assert cohen_kappa_score(one, other) == pytest.approx(-0.6)
    assert "would give -.6" in PAGE
