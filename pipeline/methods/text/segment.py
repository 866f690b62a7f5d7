"""Cutting turns into units of coding."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from pipeline.errors import Problem, SettingsError
from pipeline.methods.text.spoken import list_spoken
from pipeline.methods.text.words import count_words

SENTENCE, PARAGRAPH = "sentence", "paragraph"

_BLANK_LINES = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")
_LINE_BREAK = re.compile(r"[^\S\n]*\n[^\S\n]*")
_MAY_END_SENTENCE = re.compile(r"[\s.?!\u2026]|[.?!\u2026][\"'\u2019\u201d)\]]")
_VISIBLE = re.compile(r"\S")
_BRACKETS = re.compile(r"\[[^\[\]\n]*\]")
_COLUMNS = [
    "segment_id",
    "source_id",
    "kind",
    "turn_id",
    "participant_id",
    "question_id",
    "section",
    "start_char",
    "end_char",
    "text",
    "n_words",
    "is_facilitator",
]


def choose_units(chosen: Iterable[tuple[str, str | None]], default: str) -> dict[str, str]:
    """Return the unit of coding for each kind of source.

    Args:
        chosen: kind and unit of each [[sources]] table of the settings; None for no choice of its own.
        default: the unit where there is no other choice.

    Raises:
        SettingsError: two tables of one kind have different units.
    """
    units: dict[str, set[str]] = {}
    for kind, unit in chosen:
        units.setdefault(kind, set()).add(unit or default)
    problems = [
        Problem(
            f"[[sources]] of the kind '{kind}' have different units: {', '.join(sorted(found))}",
            "study.toml, [[sources]] unit",
            "write the same `unit` in all [[sources]] of that kind, or give one of them another kind",
        )
        for kind, found in units.items()
        if len(found) > 1
    ]
    if problems:
        raise SettingsError.of(problems)
    return {kind: found.pop() for kind, found in units.items()}


def list_texts_to_split(sources: pd.DataFrame, turns: pd.DataFrame, units: Mapping[str, str]) -> list[str]:
    """Return each distinct text of a turn that is to be cut into sentences, in canonical order."""
    spoken = list_spoken(sources, turns)
    kinds = spoken["source_id"].map(dict(zip(sources["source_id"], sources["kind"], strict=True)))
    return list(dict.fromkeys(spoken.loc[kinds.map(units) == SENTENCE, "text"]))


def segment_turns(
    sources: pd.DataFrame,
    turns: pd.DataFrame,
    units: Mapping[str, str],
    sentences: Mapping[str, Sequence[int]],
) -> pd.DataFrame:
    """Return the segments of all turns (see `schemas.SEGMENTS`), in canonical order; those of a turn tile it.

    Args:
        sources: the sources table.
        turns: the turns table.
        units: the unit of coding of each kind of source; a turn or an answer stays whole.
        sentences: text of a turn -> where its sentences start, for all that are to be cut into sentences.
    """
    kinds = dict(zip(sources["source_id"], sources["kind"], strict=True))
    rows: list[dict[Hashable, object]] = []
    for turn in list_spoken(sources, turns).to_dict("records"):
        text, unit = turn["text"], units[kinds[turn["source_id"]]]
        starts = sentences[text] if unit == SENTENCE else find_paragraphs(text) if unit == PARAGRAPH else []
        for start, end in cut_text(text, starts):
            first, last = turn["start_char"] + start, turn["start_char"] + end
            segment_id = f"{turn['source_id']}:{first}-{last}"
            words = {"text": text[start:end], "n_words": count_words(text[start:end]), "kind": kinds[turn["source_id"]]}
            rows.append({**turn, **words, "segment_id": segment_id, "start_char": first, "end_char": last})
    return pd.DataFrame(rows, columns=_COLUMNS)


def find_paragraphs(text: str) -> list[int]:
    """Find where the paragraphs of `text` start.

    A blank line ends a paragraph. In a text without any, a line break does, unless the next line begins with a small
    letter and so goes on with a wrapped line.
    """
    stripped = text.strip()
    first = len(text) - len(text.lstrip())
    breaks = list(_BLANK_LINES.finditer(text, first, first + len(stripped)))
    if not breaks:
        lines = _LINE_BREAK.finditer(text, first, first + len(stripped))
        breaks = [line for line in lines if not text[line.end()].islower()]
    return [found.end() for found in breaks]


def cut_text(text: str, starts: Iterable[int]) -> list[tuple[int, int]]:
    """Return the spans that `starts` cut `text` into: they tile it, and each holds a word if `text` holds one.

    White space belongs to the span before it. A start does not count within a word or square brackets, nor where it
    would leave a span without a word.

    Args:
        text: what is cut; an empty text has no spans.
        starts: where units may start.
    """
    inside = {place for bracket in _BRACKETS.finditer(text) for place in range(bracket.start() + 1, bracket.end())}
    places = {visible.start() for start in starts if (visible := _VISIBLE.search(text, start))}
    allowed = [start for start in sorted(places - inside) if start > 0 and _may_cut(text, start)]
    kept = [0]
    for start, end in pairwise([*allowed, len(text)]):
        if count_words(text[kept[-1] : start]) and count_words(text[start:end]):
            kept.append(start)
    return list(pairwise([*kept, len(text)])) if text else []


def _may_cut(text: str, start: int) -> bool:
    return any(_MAY_END_SENTENCE.fullmatch(text, max(0, start - width), start) for width in (1, 2))
