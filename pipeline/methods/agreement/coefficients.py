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


def tally_units(ratings: FloatArray, categories: Sequence[float] = NOT_CODED_OR_CODED) -> FloatArray:
    """Count, for each jointly read unit, all that any of the coefficients needs to know about it.

    Args:
        ratings: what each coder gave, units x coders; nan where a coder did not read the unit.
        categories: the answers that can be given; anything else counts as not read.

    Returns:
        The tallies of the units read by at least two coders, units x categories x parts. Tallies add up: the sum over
        any units, one unit taken twice or not at all included, is the tally of those units together.
    """
    is_given = ratings[:, :, np.newaxis] == np.asarray(categories)
    given = is_given.sum(axis=1).astype(np.float64)
    is_shared = given.sum(axis=1) > 1
    given, given_first = given[is_shared], is_given[is_shared, 0].astype(np.float64)
    others = given.sum(axis=1, keepdims=True) - 1
    parted = given * (others + 1 - given)
    return np.stack(_Tally(given, parted, parted / others, given * others, given_first), axis=-1)


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


COEFFICIENTS: Mapping[str, Coefficient] = {
    "percent_agreement": percent_agreement,
    "positive_agreement": positive_agreement,
    "negative_agreement": negative_agreement,
    "cohen_kappa": cohen_kappa,
    "krippendorff_alpha": krippendorff_alpha,
}


def measure_agreement(tallies: FloatArray, statistic: str) -> Agreement:
    """Return the coefficient called `statistic` over all the units of `tallies`, or the reason why there is none.

    Args:
        tallies: what `tally_units` returns, units x categories x parts.
        statistic: a name in `COEFFICIENTS`.
    """
    value = float(COEFFICIENTS[statistic](tallies.sum(axis=0)))
    if not len(tallies):
        return Agreement(None, 0, "no_pairs")
    if np.isnan(value):
        return Agreement(None, len(tallies), "no_variation")
    return Agreement(value, len(tallies))


def _read(tallies: FloatArray) -> _Tally:
    return _Tally(*np.moveaxis(tallies, -1, 0))


def _one_less_ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):
        return 1 - part / np.where(whole > 0, whole, np.nan)
