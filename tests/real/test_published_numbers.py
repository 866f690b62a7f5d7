"""Statistics on data that others have published: their kappas come out, and our intervals hold their counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from pipeline.methods.agreement.coefficients import measure_agreement, tally_units
from pipeline.methods.agreement.intervals import Resampling, estimate_intervals
from pipeline.methods.frequencies.prevalence import Cell, stratified_jeffreys, wilson

DATA = Path(__file__).parents[3] / "shared" / "data"
COACH = DATA / "virtual-coach-double-coding"
SURVEY = DATA / "nhs-fft-patient-experience" / "v6framework_230831.csv"
N_TRAINING = 20

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


@pytest.fixture(scope="module")
def coach():
    """Return the ratings of 62 codes by two coders, and the kappas their authors published."""
    if not COACH.exists():
        pytest.skip(f"{COACH.name} is not here; tests/real/README.md says where it comes from")
    first, second = (
        pd.read_csv(COACH / f"{which}_coders_hot_one_encoding.csv").iloc[N_TRAINING:, 6:]
        for which in ("first", "second")
    )
    lines = (COACH / "cohens_kappa_calculator_output.txt").read_text(encoding="utf-8").splitlines()
    published = [float(line.rsplit(":", 1)[1]) for line in lines if ": " in line and "Warning" not in line]
    return np.stack([first.to_numpy(float), second.to_numpy(float)], axis=2), published[:-1]


def test_kappas_are_the_published_ones(coach):
    """All 62 kappas are what the authors published, but for the code nobody used, which they set to zero by hand."""
    ratings, published = coach
    found = [measure_agreement(tally_units(ratings[:, code]), "cohen_kappa") for code in range(ratings.shape[1])]
    assert [agreement.value for agreement in found if agreement.value is not None] == pytest.approx(
        [kappa for kappa, agreement in zip(published, found, strict=True) if agreement.value is not None], abs=1e-6
    )
    assert [agreement.undefined for agreement in found].count("no_variation") == 1


def test_rare_codes_are_told_from_sure_ones(coach):
    """Of codes with a kappa of .8 or more, hardly half can show that it is not below; many are too rare to say."""
    ratings, _ = coach
    rng, plan = np.random.default_rng(1), Resampling(2000, 0.95, 1)
    tallies = [tally_units(ratings[:, code]) for code in range(ratings.shape[1])]
    intervals = [estimate_intervals(tally, "segments", plan, rng)["cohen_kappa"] for tally in tallies]
    kappas = [measure_agreement(tally, "cohen_kappa").value or 0 for tally in tallies]
    high = sum(kappa >= 0.8 for kappa in kappas)
    sure = sum(interval.low is not None and interval.low >= 0.8 for interval in intervals)
    rare = sum(interval.undefined == "rare_code" for interval in intervals)
    assert high == 45
    assert sure < high * 0.6
    assert rare >= 10


@pytest.fixture(scope="module")
def survey():
    """Return what people gave to 7,406 comments and what a machine trained on the other half of them gave."""
    if not SURVEY.exists():
        pytest.skip(f"{SURVEY.parent.name} is not here; tests/real/README.md says where it comes from")
    table = pd.read_csv(SURVEY, encoding_errors="replace").dropna(subset="FFT answer")
    by_hand = table.iloc[:, 11:].fillna(0).to_numpy() > 0
    by_hand = by_hand[:, by_hand.sum(axis=0) >= 20]
    words = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(table["FFT answer"])
    by_machine = np.zeros_like(by_hand)
    half = np.arange(len(table)) % 2 == 0
    for here in (half, ~half):
        for code in range(by_hand.shape[1]):
            model = LinearSVC(C=0.5, class_weight="balanced").fit(words[~here], by_hand[~here, code])
            by_machine[here, code] = model.predict(words[here])
    return by_hand, by_machine


def test_prevalence_of_a_real_codebook_is_held_by_its_intervals(survey):
    """From 200 hand-coded comments the true share of 38 codes is held .93 of the time, in 80 % of Wilson's width."""
    by_hand, by_machine = survey
    rng = np.random.default_rng(50)
    covered, widths = [], []
    for _ in range(30):
        read = np.isin(np.arange(len(by_hand)), rng.choice(len(by_hand), 200, replace=False))
        for truth, given in zip(by_hand.T, by_machine.T, strict=True):
            strata = [(stratum, stratum & read) for stratum in (given, ~given)]
            cells = [Cell(int(all_in.sum()), int(seen.sum()), int(truth[seen].sum())) for all_in, seen in strata]
            ours, alone = stratified_jeffreys(cells, 0.95), wilson(int(truth[read].sum()), 200, 0.95)
            covered.append(ours.low <= truth.mean() <= ours.high)
            widths.append((ours.high - ours.low, alone.high - alone.low))
    ours, alone = np.mean(widths, axis=0)
    assert np.mean(covered) >= 0.93
    assert ours <= 0.8 * alone
