"""Numbers, intervals and reasons as a reader should meet them: in words, never as a blank or a NaN."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

REASONS = {
    "no hand-coded sample": "no hand-coded sample to estimate from",
    "nobody has coded": "not coded yet",
    "no_pairs": "no segment was read by two of them",
    "no_variation": "all gave the same answer throughout",
    "too_few_segments": "too few segments to resample",
    "too_few_sources": "too few sources to resample",
    "rare_code": "the code is too rare to resample",
    "no_disagreement": "they never differed",
}
STATISTICS = {
    "percent_agreement": "agreement",
    "positive_agreement": "agreement on yes",
    "negative_agreement": "agreement on no",
    "cohen_kappa": "Cohen's kappa",
    "scott_pi": "Scott's pi",
    "fleiss_kappa": "Fleiss' kappa",
    "gwet_ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan and Prediger's kappa",
    "krippendorff_alpha": "Krippendorff's alpha",
    "ami": "adjusted mutual information",
    "ari": "adjusted Rand index",
    "nmi": "normalised mutual information",
    "purity": "purity",
    "inverse_purity": "inverse purity",
    "harmonic_purity": "harmonic purity",
    "matched_share": "share of segments matched one to one",
}
BASES = {
    "agreed": "the coders agreed",
    "adjudicated": "settled by the adjudicator",
    "single coder": "read by one coder",
    "majority": "the coders differed: most of them said so",
    "intersection": "the coders differed: not all of them gave it",
    "union": "the coders differed: at least one of them gave it",
    "named coder": "the coders differed: the reading of the coder chosen for that",
    "lead coder": "the coders differed: the lead coder's reading, not yet adjudicated",
    "machine": "coded by the machine alone: nobody has read it",
}
METHODS = {
    "hand-coded, all": "people coded every segment",
    "post-stratified Jeffreys": "the machine's count, corrected by the hand-coded sample",
    "hand-coded sample": "the hand-coded sample alone",
    "machine count only": "the machine's count alone, which nothing corrects",
    "not coded": "not coded yet",
}
MODELS = {"bertopic": "BERTopic", "consensus": "Consensus clustering"}
KINDS = {
    "focus_group": ("focus group", "focus groups"),
    "interview": ("interview", "interviews"),
    "survey": ("survey response", "survey responses"),
    "document": ("document", "documents"),
}
STABLE_FROM = 0.5
_ROUNDED_TO_ZERO = 0.0005
_ONE_IN_A_HUNDRED, _ONE_IN_TEN, _NARROW = 0.01, 0.1, 0.02


def say_count(value: Any, reason: Any = None) -> str:
    """Return a count with its thousands set apart, or why there is none."""
    return f"{int(value):,}" if pd.notna(value) else say_reason(reason)


def say_share(share: Any, reason: Any = None) -> str:
    """Return a share in per cent, with a decimal below ten; or why there is none."""
    return f"{_percent(share, is_fine=share < _ONE_IN_TEN)} %" if pd.notna(share) else say_reason(reason)


def say_share_interval(low: Any, high: Any, reason: Any = None) -> str:
    """Return an interval of shares, as in '18 to 29 %', with decimals where it is narrow; or why there is none."""
    if pd.isna(low) or pd.isna(high):
        return say_reason(reason)
    is_fine = high < _ONE_IN_TEN or high - low < _NARROW
    return f"{_percent(low, is_fine=is_fine)} to {_percent(high, is_fine=is_fine)} %"


def _percent(share: float, *, is_fine: bool) -> str:
    if 0 < share < _ROUNDED_TO_ZERO:
        return "under 0.1"
    places = Decimal("0.1") if share and (is_fine or share < _ONE_IN_A_HUNDRED) else Decimal(1)
    return str(Decimal(f"{share * 100:.9f}").quantize(places, ROUND_HALF_UP))


def say_confidence(confidence: float) -> str:
    """Return a level of confidence as in '95 %'."""
    return f"{confidence * 100:g} %"


def say_coefficient(value: Any, reason: Any = None) -> str:
    """Return a coefficient with two decimals, or why it cannot be estimated."""
    return f"{value:.2f}".replace("-", "\u2212") if pd.notna(value) else f"not estimable: {say_reason(reason)}"


def say_stability(stability: Any) -> str:
    """Return how surely a topic came back over seeds, as in '0.42, not stable', or that this was not measured."""
    if pd.isna(stability):
        return "not measured"
    return say_coefficient(stability) + (", not stable" if stability < STABLE_FROM else "")


def say_interval(low: Any, high: Any, reason: Any = None) -> str:
    """Return an interval of coefficients, as in '0.71 to 0.90', or why there is none."""
    if pd.isna(low) or pd.isna(high):
        return f"none: {say_reason(reason)}"
    return f"{say_coefficient(low)} to {say_coefficient(high)}"


def say_probability(p_value: Any) -> str:
    """Return a probability under chance: three decimals, 'below 0.001', or 'not tested'."""
    if pd.isna(p_value):
        return "not tested"
    return "below 0.001" if p_value < 0.001 else f"{p_value:.3f}"  # noqa: PLR2004 - the decimals that are printed


def say_reason(reason: Any) -> str:
    """Return why a number is missing, in words; 'not known' where no reason was given."""
    if pd.isna(reason) or not reason:
        return "not known"
    return REASONS.get(reason, str(reason).replace("_", " "))


def say_reasons(values: pd.Series, reasons: pd.Series) -> pd.Series:
    """Return, beside each value, why it or its interval is missing; None where nothing is."""
    said = reasons.map(say_reason)
    return said.where(values.isna() | reasons.notna(), None)


def say_statistic(name: str) -> str:
    """Return a statistic by the name a reader knows."""
    return STATISTICS.get(name, name.replace("_", " "))


def say_verdict(verdict: str) -> str:
    """Return whether a machine coder was accepted, and why not, with statistics and reasons in words."""
    known = {**REASONS, **STATISTICS}
    return re.sub(r"[a-z]+(?:_[a-z]+)+", lambda found: known.get(found.group(), found.group()), verdict)


def say_model(model: str) -> str:
    """Return a topic model by the name a reader knows."""
    return MODELS.get(model, model)


def say_coder_set(coder_set: str) -> str:
    """Return who is compared with whom, as in 'ada and bo' or 'people's decisions and rules'."""
    return coder_set.replace("decisions | ", "people's decisions and ").replace(" | ", " and ")


def say_grouping(grouping: str) -> str:
    """Return the name of a grouping as a word: 'question' for question_id, 'kind of source' for kind."""
    known = {"question_id": "question", "kind": "kind of source"}
    return known.get(grouping, grouping.removeprefix("attr_").replace("_", " "))


def say_group(grouping: str, group: str, wordings: Mapping[str, str]) -> str:
    """Return the name of a group in words: a question by its wording, a kind of source in the plural."""
    if grouping == "question_id":
        return wordings.get(group, group)
    return KINDS[group][1] if grouping == "kind" and group in KINDS else group


def say_number_of(count: int, one: str, many: str) -> str:
    """Return a count with its noun in the right number, as in '1 source' or '3 sources'."""
    return f"{count:,} {one if count == 1 else many}"


def join_labels(labels: list[str]) -> str:
    """Return the labels of themes in quotation marks as a list in a sentence."""
    return join_words([f"\u201c{label}\u201d" for label in labels])


def join_words(words: list[str]) -> str:
    """Return `words` as a list in a sentence: 'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
