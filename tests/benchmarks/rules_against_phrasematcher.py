"""The rules coder's search against spaCy's PhraseMatcher: the same phrases, the same text, the same hits, in one run.

Run with `python tests/benchmarks/rules_against_phrasematcher.py`; it prints seconds and their ratios.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import numpy as np
import spacy
from spacy.matcher import PhraseMatcher

from pipeline.formats.codebooks import read_codebooks
from pipeline.methods.coding.matching import compile_phrases, find_phrases, normalise
from pipeline.methods.coding.patterns import expand_pattern

ROOT = Path(__file__).parents[2]
N_SEGMENTS, N_RUNS = 20_000, 5
BETWEEN = "\x00"
Result = TypeVar("Result")


def read_phrases() -> list[list[str]]:
    """Return the phrases of every pattern of the codebooks that come with the project.

    Phrases with an open end, an apostrophe or a hyphen are left out: a tokenizer cuts them in its own way.
    """
    codebook = read_codebooks(sorted((ROOT / "codebooks").glob("*.yaml")), str)
    groups = [expand_pattern(pattern) for code in codebook.codes for pattern in code.patterns]
    return [[phrase for phrase in group if re.fullmatch(r"[a-z ]+", phrase)] for group in groups]


def make_texts() -> list[str]:
    """Return segments of plain words, with single spaces and punctuation: the example's lines, over and over."""
    files = sorted((ROOT / "data" / "example").rglob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    plain = [" ".join(re.sub(r"[^A-Za-z.,?! ]", " ", line).split()) for line in lines]
    return list(islice(cycle(plain), N_SEGMENTS))


def best_time(call: Callable[[], Result]) -> tuple[float, Result]:
    """Return the shortest of several timings of `call`, and what it returned."""
    times = []
    for _ in range(N_RUNS):
        begun = time.perf_counter()
        result = call()
        times.append(time.perf_counter() - begun)
    return min(times), result


def compare() -> list[str]:
    """Return the report, a line each; raise AssertionError where the two do not find the same words."""
    groups, texts = read_phrases(), make_texts()
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for number, group in enumerate(groups):
        matcher.add(str(number), list(nlp.pipe(group)))
    compiled = compile_phrases(groups)

    tokenizing, docs = best_time(lambda: list(nlp.tokenizer.pipe(texts)))
    matching, found = best_time(lambda: [matcher(doc) for doc in docs])
    normalising, normal = best_time(lambda: normalise(BETWEEN.join(texts)))
    finding, hits = best_time(lambda: find_phrases(compiled, normal))

    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    theirs = {
        (
            int(nlp.vocab.strings[name]),
            int(begins[n]) + doc[first:last].start_char,
            int(begins[n]) + doc[first:last].end_char,
        )
        for n, (doc, matches) in enumerate(zip(docs, found, strict=True))
        for name, first, last in matches
    }
    ours = set(hits.itertuples(index=False, name=None))
    same = f"{len(ours):,} hits, {len(ours & theirs):,} of them found by both, {len(theirs - ours):,} by theirs alone"
    if ours != theirs:
        raise AssertionError(same)
    megabytes = sum(map(len, texts)) / 1e6
    return [
        f"{sum(map(len, groups)):,} phrases of {len(groups)} patterns in {megabytes:.1f} MB of text: {same}",
        f"from text: ours {normalising + finding:.3f} s, PhraseMatcher {tokenizing + matching:.3f} s, "
        f"ratio {(tokenizing + matching) / (normalising + finding):.1f}",
        f"the search alone, text and tokens ready: ours {finding:.3f} s, PhraseMatcher {matching:.3f} s, "
        f"ratio {matching / finding:.1f}",
    ]


if __name__ == "__main__":
    print("\n".join(compare()))  # noqa: T201 - a benchmark prints
