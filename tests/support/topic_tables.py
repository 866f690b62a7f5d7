"""Small tables for the topics and compare stages, and stand-ins for their models."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

SUBJECTS = {
    "garden": ("seeds", "soil", "roses", "compost", "tomatoes", "spade", "weeds", "greenhouse"),
    "trains": ("platform", "ticket", "carriage", "timetable", "driver", "railway", "station", "delay"),
    "money": ("budget", "savings", "bank", "loan", "interest", "wages", "pension", "debt"),
    "music": ("violin", "melody", "orchestra", "drums", "rehearsal", "concert", "piano", "choir"),
}
FRAMES = (
    "we talked about the {0} and the {1}",
    "the {1} mattered more than the {0} to us",
    "last week the {0} was beside the {2}",
    "nobody forgets the {2} near the {1}",
    "my aunt always kept the {0} by the {2}",
)


def write_sentences(n: int, *, seed: int = 0) -> list[str]:
    """Return `n` invented sentences that differ, by turns about gardens, trains, money and music."""
    rng = np.random.default_rng(seed)
    sentences: dict[str, None] = {}
    while len(sentences) < n:
        words = list(SUBJECTS.values())[len(sentences) % len(SUBJECTS)]
        picked = rng.choice(words, size=3, replace=False)
        sentences.setdefault(FRAMES[rng.integers(len(FRAMES))].format(*picked))
    return list(sentences)


def make_segments(texts: Sequence[str], *, n_sources: int = 2, facilitated: Sequence[int] = ()) -> pd.DataFrame:
    """Return a segments table of `texts`, over sources in turn; those at `facilitated` are a facilitator's."""
    numbers = range(len(texts))
    return pd.DataFrame(
        {
            "segment_id": [f"group-{n % n_sources + 1}:{n * 100}-{n * 100 + 99}" for n in numbers],
            "source_id": [f"group-{n % n_sources + 1}" for n in numbers],
            "kind": "focus_group",
            "turn_id": [f"group-{n % n_sources + 1}#{n:04d}" for n in numbers],
            "participant_id": [f"P{n % 5 + 1:02d}" for n in numbers],
            "question_id": None,
            "section": None,
            "start_char": [n * 100 for n in numbers],
            "end_char": [n * 100 + 99 for n in numbers],
            "text": list(texts),
            "n_words": [len(text.split()) for text in texts],
            "is_facilitator": [n in facilitated for n in numbers],
        }
    )


class CountingEncoder:
    """A stand-in encoder: one dimension a subject and a little of the text itself; it counts what it encodes."""

    name = "counting"

    def __init__(self) -> None:
        """Start with nothing encoded."""
        self.n_encoded = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return a vector of length 1 a text."""
        self.n_encoded += len(texts)
        vectors = np.array([_place(text) for text in texts], dtype=np.float32).reshape(len(texts), len(SUBJECTS) + 8)
        return np.round(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), 6)


def _place(text: str) -> list[float]:
    own = np.random.default_rng(zlib.crc32(text.encode())).normal(0, 0.1, 8)
    return [*(0.1 + sum(word in text for word in words) for words in SUBJECTS.values()), *own]


def make_codes(theme_of: dict[str, str]) -> pd.DataFrame:
    """Return a codes table with the theme of each code, in the order given."""
    codes = list(theme_of)
    return pd.DataFrame(
        {
            "code_id": pd.Series(codes, dtype=str),
            "label": pd.Series(codes, dtype=str),
            "definition": "What it means.",
            "parent_id": [None if code == theme else theme for code, theme in theme_of.items()],
            "theme_id": pd.Series(list(theme_of.values()), dtype=str),
            "is_theme": [code == theme for code, theme in theme_of.items()],
            "has_rules": True,
            "order": range(len(codes)),
            "codebook": "main",
            "codebook_title": "The codebook",
            "version": "1",
            "applies_to": None,
            "colour": None,
        }
    ).astype({"is_theme": bool})
