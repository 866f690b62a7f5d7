"""The machine coder `rules`: gives a code where one of the code's patterns occurs, and keeps the words it went by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.methods.coding.brackets import blank_brackets
from pipeline.methods.coding.codebook import Codebook
from pipeline.methods.coding.matching import Integers, Phrases, compile_phrases, find_phrases, normalise
from pipeline.methods.coding.patterns import expand_pattern
from pipeline.methods.coding.scope import find_applicable

RULES = "rules"
_NOBODYS_WORDS = "\x00"


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of a codebook, compiled; `patterns` has a row for each: order, code_id, pattern, is_exclusion."""

    phrases: Phrases
    patterns: pd.DataFrame

    @property
    def can_code(self) -> bool:
        """Whether any code has a pattern by which it could be given."""
        return not self.patterns["is_exclusion"].all()


class RuleTables(NamedTuple):
    """What the rules coder gave, on which words, and what it read (columns: pipeline.schemas)."""

    codings: pd.DataFrame
    evidence: pd.DataFrame
    reviews: pd.DataFrame


def compile_rules(codebook: Codebook) -> Rules:
    """Return the patterns of `codebook`, ready to be applied."""
    rows = [
        (order, code.code_id, pattern, is_exclusion)
        for order, code in enumerate(codebook.codes)
        for patterns, is_exclusion in ((code.patterns, False), (code.not_patterns, True))
        for pattern in patterns
    ]
    patterns = pd.DataFrame(rows, columns=["order", "code_id", "pattern", "is_exclusion"]).astype(
        {"is_exclusion": bool}
    )
    return Rules(compile_phrases([expand_pattern(pattern) for pattern in patterns["pattern"]]), patterns)


def apply_rules(rules: Rules, segments: pd.DataFrame, codes: pd.DataFrame) -> RuleTables:
    """Code `segments` by `rules`: a code is given where it applies and one of its patterns occurs and is not vetoed.

    Pseudonyms and remarks in square brackets are not read: nobody said them. A hit is vetoed where an exclusion pattern
    of the same code overlaps it; other hits in the segment still stand. Facilitators' segments are not coded; all
    others are reviewed. The score of a coding is the number of distinct patterns of the code that hit; the evidence has
    one row per hit, with its span in the source. Rows are in the order of segments, then codes. Where no code has a
    pattern, nothing is reviewed. `codes` is the table of the codebook that `rules` were compiled from.
    """
    codable = segments[~segments["is_facilitator"]].reset_index(drop=True)
    found = _find_hits(rules, codable)
    hits = _without_vetoed(found[find_applicable(codes, codable)[found["segment"], found["order"]]])
    hits = hits.sort_values(["segment", "order", "start_char", "end_char", "pattern"], kind="stable")
    hits = hits.assign(segment_id=codable["segment_id"].to_numpy()[hits["segment"]], coder_id=RULES)
    keys = ["segment_id", "code_id", "coder_id"]
    scores = hits.groupby(keys, sort=False)["pattern"].nunique().astype(float)
    codings = scores.rename("score").reset_index().assign(round=1, memo=None)
    evidence = hits[[*keys, "start_char", "end_char", "pattern"]].reset_index(drop=True)
    reviews = (
        codable[["segment_id"]].head(len(codable) if rules.can_code else 0).assign(coder_id=RULES, round=1, memo=None)
    )
    return RuleTables(codings, evidence, reviews)


def _find_hits(rules: Rules, codable: pd.DataFrame) -> pd.DataFrame:
    """Every occurrence of a pattern or exclusion, with the position of its segment and its span in the source."""
    texts = [blank_brackets(text, _NOBODYS_WORDS) for text in codable["text"]]
    begins = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)])
    found = find_phrases(rules.phrases, normalise(_NOBODYS_WORDS.join(texts)))
    segment = _at_or_before(begins, found["start"])
    shift = codable["start_char"].to_numpy()[segment] - begins[segment]
    spans = found.assign(segment=segment, start_char=found["start"] + shift, end_char=found["end"] + shift)
    return spans.merge(rules.patterns, left_on="group", right_index=True)


def _without_vetoed(hits: pd.DataFrame) -> pd.DataFrame:
    wanted, exclusions = hits[~hits["is_exclusion"]], hits[hits["is_exclusion"]]
    by_code = dict(list(exclusions.groupby("code_id")))
    kept = [
        _outside(group, by_code[code_id]) if code_id in by_code else group
        for code_id, group in wanted.groupby("code_id")
    ]
    return pd.concat(kept) if kept else wanted


def _outside(hits: pd.DataFrame, exclusions: pd.DataFrame) -> pd.DataFrame:
    """The hits that no exclusion overlaps: none that starts before the hit's end reaches past its start."""
    ordered = exclusions.sort_values("start")
    begins = np.concatenate([[-1], ordered["start"].to_numpy()])
    reach = np.concatenate([[-1], ordered["end"].cummax().to_numpy()])
    return hits[hits["start"] >= reach[_at_or_before(begins, hits["end"] - 1)]]


def _at_or_before(begins: Integers, places: pd.Series) -> Integers:
    """The position, in sorted `begins`, of the last one at or before each of `places`."""
    return np.asarray(np.searchsorted(begins, places, side="right") - 1)
