"""Themes that people found against topics that a machine found: cell by cell, and as a whole, beside chance."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.topics import coefficients
from pipeline.methods.topics.chance import adjust_p_values, estimate_overlap_p, shuffle_within
from pipeline.methods.topics.units import ThemedUnits

Labels = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

_STATISTICS: dict[str, Callable[[coefficients.Counts], Numbers]] = {
    "harmonic_purity": coefficients.harmonic_purity,
    "purity": coefficients.purity,
    "inverse_purity": coefficients.inverse_purity,
    "ami": coefficients.adjusted_mutual_information,
    "ari": coefficients.adjusted_rand_index,
    "nmi": coefficients.normalised_mutual_information,
    "matched_share": coefficients.matched_share,
}
_CELL_TYPES: dict[str, type] = {
    **dict.fromkeys(("theme_id", "topic_id"), str),
    **dict.fromkeys(("n_segments", "n_theme", "n_topic"), int),
    **dict.fromkeys(("lift", "tjur_r2", "p_value"), float),
    "is_best_match": bool,
}
_NULL_QUANTILE = 0.95
_SHUFFLES_AT_ONCE = 100
_ALIKE = 1e-12


def number_topics(units: ThemedUnits, segment_topics: pd.DataFrame, topic_ids: list[str]) -> Labels:
    """Return the place in `topic_ids` of each unit's topic; -1 where it has none.

    Args:
        units: the units of comparison.
        segment_topics: rows of one model of a table as `schemas.SEGMENT_TOPICS`.
        topic_ids: the topics of that model.
    """
    place_of = {topic: place for place, topic in enumerate(topic_ids)}
    topic_of = dict(zip(segment_topics["segment_id"], segment_topics["topic_id"], strict=True))
    return np.array([place_of.get(topic_of.get(s, ""), -1) for s in units.segment_ids], dtype=np.int64)


def compare_themes_topics(units: ThemedUnits, topics: Labels, topic_ids: list[str]) -> pd.DataFrame:
    """Return how far each theme and each topic meet, and whether chance would do as well.

    `lift` is the overlap over what independence expects. `tjur_r2` is the coefficient of discrimination of a logistic
    regression of theme on topic (Tjur 2009; Miner et al. 2023); for one binary predictor it is the squared phi
    coefficient. `p_value` is the chance of so large an overlap when topics are shuffled within strata
    (`chance.estimate_overlap_p`); `p_adjusted` holds the false discovery rate over the table. The best match pairs
    themes and topics one to one so that pairs share the most segments, and counts only where lift is above 1.

    Args:
        units: the units of comparison; a segment may carry several themes.
        topics: for each unit the place of its topic in `topic_ids`; -1 where it has none.
        topic_ids: the topics of one model.

    Returns:
        One row per theme and topic, as `schemas.THEME_TOPICS` without `model`; a number that has no meaning (a theme
        nobody gave, a topic nobody read, an overlap that no shuffle can change) is missing.
    """
    inside = topics[:, None] == np.arange(len(topic_ids))
    is_matched = _match(units.carries.T.astype(np.int64) @ inside)
    cells = [
        {
            "theme_id": theme_id,
            "topic_id": topic_id,
            **_overlap(units.carries[:, row], inside[:, column]),
            "is_best_match": bool(is_matched[row, column]),
            "p_value": estimate_overlap_p(units.carries[:, row], inside[:, column], units.strata),
        }
        for row, theme_id in enumerate(units.themes)
        for column, topic_id in enumerate(topic_ids)
    ]
    table = pd.DataFrame(cells, columns=list(_CELL_TYPES)).astype(_CELL_TYPES)
    is_best_match = table["is_best_match"] & (table["lift"] > 1)
    return table.assign(is_best_match=is_best_match, p_adjusted=adjust_p_values(table["p_value"].to_numpy()))


def _overlap(theme: npt.NDArray[np.bool_], topic: npt.NDArray[np.bool_]) -> dict[str, float | None]:
    n, n_theme, n_topic, n_both = len(theme), int(theme.sum()), int(topic.sum()), int((theme & topic).sum())
    apart = n_theme * (n - n_theme) * n_topic * (n - n_topic)
    return {
        "n_segments": n_both,
        "n_theme": n_theme,
        "n_topic": n_topic,
        "lift": n * n_both / (n_theme * n_topic) if n_theme and n_topic else None,
        "tjur_r2": (n * n_both - n_theme * n_topic) ** 2 / apart if apart else None,
    }


def _match(shared: Labels) -> npt.NDArray[np.bool_]:
    from scipy.optimize import linear_sum_assignment

    is_matched = np.zeros(shared.shape, dtype=np.bool_)
    is_matched[linear_sum_assignment(shared, maximize=True)] = True
    return is_matched


def estimate_alignment(
    units: ThemedUnits, topics: Labels, *, permutations: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return how far the topics as a whole follow the themes, beside topics shuffled within strata.

    Only segments that carry exactly one theme are compared, because the coefficients compare groupings. Segments
    without a topic count as a group of their own, so that no model looks better for leaving out what is hard.

    Args:
        units: the units of comparison.
        topics: for each unit a topic number; -1 where it has none.
        permutations: how many shuffles make the null.
        rng: the source of the shuffles.

    Returns:
        One row per statistic, as `schemas.ALIGNMENT` without `model` and `codebook`: its value, the mean and the 95 %
        point of the null, the share of shuffles that reach the value (with the value itself among them), n_units, and
        `undefined`, the reason where there is no value.
    """
    is_single = units.carries.sum(axis=1) == 1
    themes, placed = units.carries[is_single].nonzero()[1], topics[is_single]
    if reason := _find_reason(themes, placed):
        return decline_alignment(reason, n_units=int(is_single.sum()))
    found = coefficients.cross_tabulate(themes, placed)[None]
    null = np.concatenate(
        [
            _cross_shuffled(themes, placed, shuffle_within(units.strata[is_single], len(part), rng))
            for part in np.array_split(np.arange(permutations), math.ceil(permutations / _SHUFFLES_AT_ONCE))
        ]
    )
    rows = [
        {"statistic": name, **_beside_chance(float(statistic(found)[0]), statistic(null))}
        for name, statistic in _STATISTICS.items()
    ]
    return pd.DataFrame(rows).assign(n_units=len(placed), undefined=None)


def decline_alignment(reason: str, *, n_units: int) -> pd.DataFrame:
    """Return the rows of `estimate_alignment` where no statistic has a value, for `reason`."""
    table = pd.DataFrame({"statistic": list(_STATISTICS), "n_units": n_units, "undefined": reason})
    return table.assign(**dict.fromkeys(("value", "null_mean", "null_high", "p_value"), np.nan))


def _find_reason(themes: Labels, topics: Labels) -> str | None:
    if not len(themes):
        return "no_segment_with_exactly_one_theme"
    if len(np.unique(themes)) == 1:
        return "only_one_theme"
    return "only_one_topic" if len(np.unique(topics)) == 1 else None


def _cross_shuffled(themes: Labels, topics: Labels, orders: Labels) -> coefficients.Counts:
    """The table of themes by topics for each of the `orders` in which the topics may be dealt out."""
    rows, row_of = np.unique(themes, return_inverse=True)
    columns, column_of = np.unique(topics, return_inverse=True)
    size = len(rows) * len(columns)
    cell_of = row_of * len(columns) + column_of[orders] + np.arange(len(orders))[:, None] * size
    return np.bincount(cell_of.ravel(), minlength=len(orders) * size).reshape(len(orders), len(rows), len(columns))


def _beside_chance(value: float, null: Numbers) -> dict[str, float]:
    return {
        "value": value,
        "null_mean": float(null.mean()),
        "null_high": float(np.quantile(null, _NULL_QUANTILE)),
        "p_value": float((1 + np.count_nonzero(null >= value - _ALIKE)) / (1 + len(null))),
    }
