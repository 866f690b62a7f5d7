"""A source as a coder read it and as it is after corrections, with the truth about where each unit went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

SHORT = ("Yeah.", "Mm-hmm.", "Yes.", "Right.", "Okay.", "I know.", "Yeah, yeah.", "I don't know.", "Exactly.")
EDITS = ("replace", "delete", "insert", "mishear", "move", "swap", "split", "merge", "rename")

_PARTS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of the source as it is now: its words, and of which old units it has how many."""

    words: tuple[str, ...]
    held: tuple[tuple[int, int], ...]


def edit(texts: Sequence[str], rates: dict[str, float], rng: np.random.Generator) -> list[Piece]:
    """Return `texts` after random corrections; `rates` is the share of units that each kind of edit touches."""
    vocabulary = [word for text in texts for word in text.split()] or ["word"]
    pieces = [Piece(tuple(text.split()), ((n, len(text.split())),)) for n, text in enumerate(texts)]
    for kind in EDITS:
        n_edits = rng.binomial(len(texts), rates.get(kind, 0))
        for _ in range(n_edits):
            if pieces:
                pieces = _EDIT[kind](pieces, vocabulary, rng)
    return pieces


def _words(vocabulary, rng):
    if rng.random() < 0.3:
        return tuple(str(rng.choice(SHORT)).split())
    return tuple(str(rng.choice(vocabulary)) for _ in range(int(rng.integers(3, 25))))


def _replace(pieces, vocabulary, rng):
    """One word in ten, at least one."""
    at = int(rng.integers(len(pieces)))
    words = list(pieces[at].words)
    for _ in range(1 + len(words) // 10):
        words[int(rng.integers(len(words)))] = str(rng.choice(vocabulary))
    return [*pieces[:at], replace(pieces[at], words=tuple(words)), *pieces[at + 1 :]]


def _delete(pieces, _vocabulary, rng):
    at = int(rng.integers(len(pieces)))
    return [*pieces[:at], *pieces[at + 1 :]]


def _insert(pieces, vocabulary, rng):
    at = int(rng.integers(len(pieces) + 1))
    return [*pieces[:at], Piece(_words(vocabulary, rng), ()), *pieces[at:]]


def _mishear(pieces, _vocabulary, rng):
    """Letters of one word in six are other letters: what an automatic transcript makes of it."""
    at = int(rng.integers(len(pieces)))
    words = list(pieces[at].words)
    for _ in range(1 + len(words) // 6):
        place = int(rng.integers(len(words)))
        words[place] = words[place][: len(words[place]) // 2] + str(rng.choice(["er", "ing", "s", "tion", "ly"]))
    return [*pieces[:at], replace(pieces[at], words=tuple(words)), *pieces[at + 1 :]]


def _move(pieces, _vocabulary, rng):
    """A stretch of up to eight units goes elsewhere."""
    first = int(rng.integers(len(pieces)))
    block = pieces[first : first + int(rng.integers(1, 9))]
    rest = [*pieces[:first], *pieces[first + len(block) :]]
    at = int(rng.integers(len(rest) + 1))
    return [*rest[:at], *block, *rest[at:]]


def _swap(pieces, _vocabulary, rng):
    at = int(rng.integers(len(pieces)))
    return [*pieces[:at], *reversed(pieces[at : at + 2]), *pieces[at + 2 :]]


def _split(pieces, _vocabulary, rng):
    at = int(rng.integers(len(pieces)))
    words, held = pieces[at].words, pieces[at].held
    if len(words) < _PARTS or len(held) != 1:
        return pieces
    cut = int(rng.integers(1, len(words)))
    of = held[0][0]
    parts = [Piece(words[:cut], ((of, cut),)), Piece(words[cut:], ((of, len(words) - cut),))]
    return [*pieces[:at], *parts, *pieces[at + 1 :]]


def _merge(pieces, _vocabulary, rng):
    at = int(rng.integers(len(pieces)))
    both = pieces[at : at + 2]
    one = Piece(tuple(w for p in both for w in p.words), tuple(h for p in both for h in p.held))
    return [*pieces[:at], one, *pieces[at + 2 :]]


def _rename(pieces, _vocabulary, rng):
    """A name is found after all and replaced."""
    at = int(rng.integers(len(pieces)))
    words = list(pieces[at].words)
    words[int(rng.integers(len(words)))] = "[Person B]"
    return [*pieces[:at], replace(pieces[at], words=tuple(words)), *pieces[at + 1 :]]


_EDIT = {
    "replace": _replace,
    "delete": _delete,
    "insert": _insert,
    "mishear": _mishear,
    "move": _move,
    "swap": _swap,
    "split": _split,
    "merge": _merge,
    "rename": _rename,
}


def proofread(text: str) -> str:
    """Return `text` as an automatic transcript has it: small letters, no punctuation, spaces anyhow."""
    return "  ".join(re.sub(r"[^\w\s\[\]]", "", text.lower()).split())


def lay_out(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the spans of `texts` in a source that has them one under another."""
    spans, at = [], 0
    for text in texts:
        spans.append((at, at + len(text)))
        at += len(text) + 1
    return spans
