"""How far coders agree: each coefficient under its name in the literature, a function of tallies that simply add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Coefficient = Callable[[FloatArray], FloatArray]

NOT_CODED_OR_CODED = (0.0, 1.0)
CODED = 1  # the place of the second


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient over `n_units` jointly read units; without a value, `undefined` says why.

    `no_pairs`: no unit was read by two coders. `no_variation`: everyone gave the same answer throughout, so there is
    nothing to agree about beyond chance.
    """

    value: float | None
    n_units: int
    undefined: Literal["no_pairs", "no_variation"] | None = None


class _Tally(NamedTuple):
    """What is counted of a category, over any number of units; every part may be summed over units."""

    given: FloatArray  # how often the category was given
    parted: FloatArray  # ordered pairs of coders of a unit of whom the first gave the category and the second did not
    parted_per_value: FloatArray  # the same, each unit divided by the number of its readers less one
    met: FloatArray  # ordered pairs of coders of a unit of whom the first gave the category
    given_first: FloatArray  # how often the first coder gave the category
    parted_share: FloatArray  # the share of the ordered pairs of coders of a unit who are counted as `parted`
    paired_share: FloatArray  # the share of the readers of a unit who gave the category, where two or more read it
    share: FloatArray  # the same, where anybody read it


def tally_units(ratings: FloatArray, categories: Sequence[float] = NOT_CODED_OR_CODED) -> FloatArray:
    """Count, for each unit that anybody read, all that any of the coefficients needs to know about it.

    Args:
        ratings: what each coder gave, units x coders; nan where a coder did not read the unit.
        categories: the answers that can be given; anything else counts as not read.

    Returns:
        The tallies of the units read by at least one coder, units x categories x parts. Tallies add up: the sum over
        any units, one unit taken twice or not at all included, is the tally of those units together; and a unit that
        counts as often as it has characters has its tally times as many. A unit that one coder alone read is in no
        part but `share`, from which `gwet_ac1` and `fleiss_kappa` learn how common the categories are.
    """
    is_given = ratings[:, :, np.newaxis] == np.asarray(categories)
    is_given = is_given[is_given.any(axis=(1, 2))]
    every = is_given.sum(axis=1).astype(np.float64)
    readers = every.sum(axis=1, keepdims=True)
    is_paired = (readers > 1).astype(np.float64)
    given, others = every * is_paired, np.maximum(readers - 1, 1)
    parted = given * (readers - given)
    tally = _Tally(
        given=given,
        parted=parted,
        parted_per_value=parted / others,
        met=given * others,
        given_first=is_given[:, 0] * is_paired,
        parted_share=parted / (readers * others),
        paired_share=given / readers,
        share=every / readers,
    )
    return np.stack(tally, axis=-1)


def percent_agreement(tallies: FloatArray) -> FloatArray:
    """Return the share of pairs of coders, pooled over units, who gave the same answer.

    Args:
        tallies: sums of `tally_units`, ... x categories x parts.

    Returns:
        One share for each leading index of `tallies`; nan where there is no pair.
    """
    tally = _read(tallies)
    return _one_less_ratio(tally.parted.sum(axis=-1), tally.met.sum(axis=-1))


def negative_agreement(tallies: FloatArray) -> FloatArray:
    """Return how sure it is, when one coder withholds a code, that another coder of that unit withholds it too.

    The specific agreement of Cicchetti and Feinstein (1990), pooled over all pairs of coders. In and out as
    `percent_agreement`, with the categories not coded and coded, in this order; nan where nobody withheld the code.
    """
    tally = _read(tallies)
    return _one_less_ratio(tally.parted[..., 0], tally.met[..., 0])


def positive_agreement(tallies: FloatArray) -> FloatArray:
    """Return how sure it is, when one coder gives a code, that another coder of that unit gives it too.

    As `negative_agreement`, for the category coded; nan where nobody gave the code.
    """
    tally = _read(tallies)
    return _one_less_ratio(tally.parted[..., 1], tally.met[..., 1])


def cohen_kappa(tallies: FloatArray) -> FloatArray:
    """Return Cohen's kappa (1960) of two coders: agreement beyond what each one's own base rates lead to expect.

    In and out as `percent_agreement`, from the ratings of exactly two coders; nan where both gave one and the same
    answer throughout.
    """
    tally = _read(tallies)
    n_units = tally.given_first.sum(axis=-1)
    by_chance = (tally.given_first * (tally.given - tally.given_first)).sum(axis=-1)
    return _one_less_ratio(n_units * tally.parted_per_value.sum(axis=-1) / 2, n_units**2 - by_chance)


def krippendorff_alpha(tallies: FloatArray) -> FloatArray:
    """Return Krippendorff's nominal alpha (2004, ch. 11) of any number of coders, any of whom may skip units.

    Observed over expected disagreement of the coincidence matrix, subtracted from one. In and out as
    `percent_agreement`; nan where only one answer was ever given.
    """
    tally = _read(tallies)
    n_values = tally.given.sum(axis=-1)
    observed = (n_values - 1) * tally.parted_per_value.sum(axis=-1)
    return _one_less_ratio(observed, (tally.given * (n_values[..., np.newaxis] - tally.given)).sum(axis=-1))


def scott_pi(tallies: FloatArray) -> FloatArray:
    """Return Scott's pi (1955) of two coders: kappa with one base rate for both, which is Fleiss' kappa of two.

    In and out as `fleiss_kappa`.
    """
    return fleiss_kappa(tallies)


def fleiss_kappa(tallies: FloatArray) -> FloatArray:
    """Return Fleiss' kappa (1971) of any number of coders, any of whom may skip units as Gwet (2014) allows for.

    Observed agreement is the mean over the jointly read units; chance is two coders who answer by the base rates of
    all units. In and out as `percent_agreement`; nan where only one answer was ever given.
    """
    tally = _read(tallies)
    return _one_less_ratio(_mean_disagreement(tally), (_base_rates(tally) * (1 - _base_rates(tally))).sum(axis=-1))


def gwet_ac1(tallies: FloatArray) -> FloatArray:
    """Return Gwet's AC1 (2008) of any number of coders: chance is small where a category is rare, or common.

    Observed agreement and base rates are those of `fleiss_kappa`. In and out as `percent_agreement`; nan where there
    is no pair.
    """
    tally = _read(tallies)
    rates = _base_rates(tally)
    by_chance = (rates * (1 - rates)).sum(axis=-1) / (rates.shape[-1] - 1)
    return _one_less_ratio(_mean_disagreement(tally), 1 - by_chance)


def brennan_prediger(tallies: FloatArray) -> FloatArray:
    """Return the kappa of Brennan and Prediger (1981): chance is a coder to whom all categories are alike.

    Of two categories it is PABAK (Byrt, Bishop and Carlin 1993), twice the share of agreement less one. In and out as
    `percent_agreement`; nan where there is no pair.
    """
    disagreement, n_categories = _mean_disagreement(_read(tallies)), tallies.shape[-2]
    return 1 - disagreement * n_categories / (n_categories - 1)


COEFFICIENTS: Mapping[str, Coefficient] = {
    "percent_agreement": percent_agreement,
    "positive_agreement": positive_agreement,
    "negative_agreement": negative_agreement,
    "cohen_kappa": cohen_kappa,
    "scott_pi": scott_pi,
    "fleiss_kappa": fleiss_kappa,
    "krippendorff_alpha": krippendorff_alpha,
    "gwet_ac1": gwet_ac1,
    "brennan_prediger": brennan_prediger,
}


def measure_agreement(tallies: FloatArray, statistic: str) -> Agreement:
    """Return the coefficient called `statistic` over all the units of `tallies`, or the reason why there is none.

    Args:
        tallies: what `tally_units` returns, units x categories x parts.
        statistic: a name in `COEFFICIENTS`.
    """
    value = float(COEFFICIENTS[statistic](tallies.sum(axis=0)))
    n_units = round(count_paired(tallies).sum())
    if not n_units:
        return Agreement(None, 0, "no_pairs")
    if np.isnan(value):
        return Agreement(None, n_units, "no_variation")
    return Agreement(value, n_units)


def count_paired(tallies: FloatArray) -> FloatArray:
    """Return as how many jointly read units each row of `tallies`, rows x categories x parts, counts."""
    return _read(tallies).paired_share.sum(axis=-1)


def count_given(tallies: FloatArray, category: int) -> FloatArray:
    """Return as how many jointly read units each row counts of whose readers one at least gave the category."""
    tally = _read(tallies)
    return np.where(tally.given[:, category] > 0, tally.paired_share.sum(axis=-1), 0.0)


def _read(tallies: FloatArray) -> _Tally:
    return _Tally(*np.moveaxis(tallies, -1, 0))


def _mean_disagreement(tally: _Tally) -> FloatArray:
    n_units = tally.paired_share.sum(axis=-1)
    return tally.parted_share.sum(axis=-1) / np.where(n_units > 0, n_units, np.nan)


def _base_rates(tally: _Tally) -> FloatArray:
    n_units = tally.share.sum(axis=-1, keepdims=True)
    return tally.share / np.where(n_units > 0, n_units, np.nan)


def _one_less_ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):
        return 1 - part / np.where(whole > 0, whole, np.nan)
