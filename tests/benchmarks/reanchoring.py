"""How coded turns are followed through corrected transcripts: python tests/benchmarks/reanchoring.py.

Random corrections are made to transcripts of which it is known where every turn went; a thousand coded turns or more
a kind of correction. Recovered: the share of the turns whose words are still there that are found (several old turns
in one, or one in several, count as found if all parts are named). Same words: placed on another turn that says the
very same. Wrong: placed where most of its words are not; silently, if it was not told as fuzzy.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.methods.coding.following import Followed, Unit, follow_units
from pipeline.methods.text.letters import fold_letters
from tests.support.edited_sources import EDITS, Piece, edit, lay_out, proofread

SHARED = Path(__file__).parents[3] / "shared" / "data" / "ingestion-samples" / "qmsum-committee"
RATE, CODED, LEAST = 0.05, 0.4, 1000
COUNTED = ("lost, there", "lost, gone", "same words", "wrong, told", "wrong, silently")


def read_transcripts() -> list[list[str]]:
    """Return the turns of real committees' meetings, or of talk made up of common words where those are absent."""
    if not SHARED.exists():
        rng = np.random.default_rng(1)
        words = [f"{a}{b}" for a in ("ba", "ke", "so", "ti", "mu", "re") for b in ("n", "lo", "mer", "st", "d", "ra")]
        return [[" ".join(rng.choice(words, rng.integers(1, 30))) for _ in range(200)] for _ in range(5)]
    files = sorted(SHARED.glob("*.json"))
    return [[row["content"] for row in json.loads(f.read_text("utf-8"))["meeting_transcripts"]] for f in files]


def judge(followed: Sequence[Followed], texts: Sequence[str], pieces: Sequence[Piece], coded: Sequence[int]) -> Counter:
    """Count the coded turns by what became of them."""
    found: Counter = Counter()
    for of_unit, unit in zip(followed, coded, strict=True):
        held = {at: sum(n for old, n in piece.held if old == unit) for at, piece in enumerate(pieces)}
        n_words = len(texts[unit].split())
        if not of_unit.places:
            found["lost, gone" if sum(held.values()) * 2 < n_words else "lost, there"] += 1
        elif sum(held[at] for at in of_unit.places) * 2 >= n_words:
            found["found"] += 1
        elif fold_letters(texts[unit]) == "".join(fold_letters(" ".join(pieces[at].words)) for at in of_unit.places):
            found["same words"] += 1
        else:
            found["wrong, told" if of_unit.is_joined or of_unit.similarity != 1 else "wrong, silently"] += 1
    return found


def follow_edits(rates: Mapping[str, float], rng: np.random.Generator, *, sampled: bool) -> Counter:
    """Return what became of at least a thousand coded turns under corrections at these rates."""
    found: Counter = Counter()
    transcripts = read_transcripts()
    while found.total() < LEAST:
        for texts in transcripts:
            pieces = edit(texts, dict(rates), rng)
            now = [" ".join(piece.words) for piece in pieces]
            if rng.random() < 0.5:
                now = [proofread(text) for text in now]
            shown = [n for n in range(len(texts)) if not sampled or rng.random() < CODED]
            old, new = lay_out(texts), lay_out(now)
            units = [Unit(*old[n], fold_letters(texts[n])) for n in shown]
            followed = follow_units(units, [Unit(*span, fold_letters(t)) for span, t in zip(new, now, strict=True)])
            found += judge(followed, texts, pieces, shown)
    return found


def _list_cases() -> Iterator[tuple[str, dict[str, float]]]:
    yield "nothing but white space, case, punctuation", {}
    yield from ((kind, {kind: RATE}) for kind in EDITS)
    yield "all of them, each at a third of the rate", dict.fromkeys(EDITS, RATE / 3)
    yield "all of them, each at the rate", dict.fromkeys(EDITS, RATE)


def main() -> None:
    """Print a line a kind of correction: turns, share recovered, lost, wrong and told, wrong and silent."""
    rng = np.random.default_rng(20260101)
    heads = ("shown", "turns", "recovered", "lost", "gone", "same words", "wrong", "silently")
    sys.stdout.write(f"{'correction':<46}{''.join(f'{head:>11}' for head in heads)}\n")
    for name, rates in _list_cases():
        for sampled in (False, True):
            found = follow_edits(rates, rng, sampled=sampled)
            there = found.total() - found["lost, gone"]
            counts = [found[kind] for kind in COUNTED]
            told = ("a sample" if sampled else "all", found.total(), f"{found['found'] / there:.3f}", *counts)
            sys.stdout.write(f"{name:<46}{''.join(f'{value:>11}' for value in told)}\n")


if __name__ == "__main__":
    main()
