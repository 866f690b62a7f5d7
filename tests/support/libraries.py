"""Small libraries of documents made for tests: sources in turns, with names replaced."""

from __future__ import annotations

from pipeline.methods.coding.documents import Document, Library, Segment
from pipeline.methods.text.pseudonyms import Replacement, apply_replacements, move_offsets


def make_document(name, turns, replaced=None, facilitators=()):
    """Return a document whose segments are `turns`, after replacing the words `replaced` (name -> pseudonym)."""
    text = "\n".join(turns)
    made = sorted(
        (
            Replacement(at, at + len(old), new, "person", "test")
            for old, new in (replaced or {}).items()
            for at in _all(old, text)
        ),
        key=lambda each: each.start_char,
    )
    starts = [sum(len(turn) + 1 for turn in turns[:n]) for n in range(len(turns))]
    moved = move_offsets([each.start_char for each in made], made)
    spans = [(m.start_char, m.end_char, at, at + len(m.pseudonym)) for m, at in zip(made, moved, strict=True)]
    segments = [Segment(f"{name}:{n}", at, n in facilitators) for n, at in enumerate(move_offsets(starts, made))]
    return Document(frozenset({name}), segments, text, apply_replacements(text, made), spans)


def _all(word, text):
    return [at for at in range(len(text)) if text.startswith(word, at)]


def make_library(**documents):
    """Return the library of `documents`: name -> turns."""
    return Library([make_document(name, turns) for name, turns in documents.items()])
