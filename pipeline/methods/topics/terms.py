"""The words that set a topic apart from the others."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

_WORD = re.compile(r"(?<!['\u2019])\b[^\W\d_]{2,}\b(?!['\u2019])")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_TEXTS_A_TERM = 2

_FUNCTION_WORDS = """
about above across after again against all almost already also although always am among an and another any anyone
anything are around as at away back be became because become been before behind being below between both but by
came can cannot come could did do does doing done down during each either else even ever every everyone everything
few for from get gets getting go goes going gone got had has have having he her here hers herself him himself his
how however if in into is it its itself just know like lot lots many may maybe me mean might mine more most much
must my myself neither never no nobody none nor not nothing now of off often on once one ones only onto or other
others our ours ourselves out over own perhaps put quite rather really said same saw say see seem seems several
shall she should since so some somebody someone something sometimes somewhere still such take than that the their
theirs them themselves then there these they thing things think this those though through to together too toward
towards two under until up upon us very via want was way we well went were what whatever when where whether which
while who whoever whole whom whose why will with within without would yet you your yours yourself yourselves
actually ah basically bit eh er erm hm hmm kind mhm mm mmm oh ok okay right sort uh uhm um yeah yep yes
"""


def describe_topics(
    texts: Sequence[str], topics: npt.NDArray[np.int64], *, language: str, n_terms: int = 10
) -> list[str]:
    """Return the words that set each topic apart, the most telling first.

    Class-based TF-IDF (Grootendorst 2022), a topic's texts read as one, with the root of a word's share so that the
    most frequent words do not lead everywhere: sqrt(n_wt / n_t) * log(1 + A / n_w), where n_wt counts word w in topic
    t and A is the mean number of words a topic. Words that two texts of the topic share come before words of a single
    text, so that nobody's turn of phrase names a topic; ties are in alphabetical order. Replacements and remarks in
    [brackets], contractions, numbers and, in English, function words and fillers are left out.

    Args:
        texts: the texts that were grouped.
        topics: one topic number a text, from 0 without gaps; -1 where it has none.
        language: the language of the study, as in study.toml.
        n_terms: how many words a topic, at most.

    Returns:
        For each topic in ascending order its words, joined by commas; empty where no word is left.
    """
    left_out = frozenset(_FUNCTION_WORDS.split()) if language.lower().startswith("en") else frozenset[str]()
    words = pd.DataFrame({"topic": topics, "word": [_find_words(text, left_out) for text in texts]})
    words = words[words["topic"] >= 0].explode("word").dropna().reset_index(names="text")
    counts = words.groupby(["topic", "word"], as_index=False).agg(n=("text", "size"), n_texts=("text", "nunique"))
    in_topic = counts.groupby("topic")["n"].transform("sum")
    in_all = counts.groupby("word")["n"].transform("sum")
    a_topic = counts["n"].sum() / max(1, counts["topic"].nunique())
    weight = (np.sqrt(counts["n"] / in_topic) * np.log1p(a_topic / in_all)).round(12)
    counts = counts.assign(weight=weight, is_shared=counts["n_texts"] >= _TEXTS_A_TERM)
    ranked = counts.sort_values(["is_shared", "weight", "word"], ascending=[False, False, True])
    terms = ranked.groupby("topic")["word"].apply(lambda found: ", ".join(found.head(n_terms)))
    return terms.reindex(range(int(topics.max(initial=-1)) + 1), fill_value="").tolist()


def _find_words(text: str, left_out: frozenset[str]) -> list[str]:
    return [word for word in _WORD.findall(_BRACKETED.sub(" ", text.casefold())) if word not in left_out]
