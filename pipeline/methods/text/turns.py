"""The tables of sources and turns: the words of the turns, one after another, and where each begins and ends."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.methods.text.asked import Asked
from pipeline.methods.text.collected import CollectedSource, make_distinct
from pipeline.methods.text.passages import Fates
from pipeline.methods.text.people import People
from pipeline.methods.text.words import count_words

TURN_SEPARATOR = "\n"
_NOT_IN_ID = re.compile(r"[^\w.]+")
_TEXTS = ("turn_id", "source_id", "participant_id", "question_id", "section", "row_key", "participant_key")
_COLUMNS = [
    "turn_id",
    "source_id",
    "participant_id",
    "question_id",
    "section",
    "start_char",
    "end_char",
    "start_time",
    "end_time",
    "is_facilitator",
    "row_key",
    "participant_key",
]


def name_sources(sources: Sequence[CollectedSource], ids: Sequence[Sequence[str]]) -> list[str]:
    """Return the id of every source: its stem, for a response sheet with the participant's id behind it.

    Args:
        sources: in canonical order.
        ids: for each source the participant of every turn; a sheet has one.
    """
    named = [
        f"{source.stem}-{_NOT_IN_ID.sub('-', of_source[0])}" if source.is_sheet else source.stem
        for source, of_source in zip(sources, ids, strict=True)
    ]
    return make_distinct(named)


def build_sources(sources: Sequence[CollectedSource], source_ids: Sequence[str], language: str) -> pd.DataFrame:
    """Return the sources table (`schemas.SOURCES`); a text is its turns, each on a new line.

    Args:
        sources: in canonical order.
        source_ids: their ids.
        language: the language of the study.
    """
    texts = [TURN_SEPARATOR.join(turn.text for turn in source.turns) for source in sources]
    attributes = sorted({name for source in sources for name in (*source.attributes, *source.of_person)})
    of_all: list[Mapping[str, str]] = [{**source.of_person, **source.attributes} for source in sources]
    return pd.DataFrame(
        {
            "source_id": list(source_ids),
            "kind": [source.kind for source in sources],
            "title": [source.title for source in sources],
            "date": pd.Series([source.date or None for source in sources], dtype="str"),
            "language": [language] * len(sources),
            **measure_texts(texts),
            **{f"attr_{name}": pd.Series([of.get(name) or None for of in of_all], dtype="str") for name in attributes},
        }
    )


def measure_texts(texts: Sequence[str]) -> dict[str, list[Any]]:
    """Return the columns of the sources table that follow from the texts: n_words, sha256 (of UTF-8), text."""
    return {
        "n_words": [count_words(text) for text in texts],
        "sha256": [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts],
        "text": list(texts),
    }


def build_turns(
    sources: Sequence[CollectedSource], source_ids: Sequence[str], people: People, asked: Asked
) -> pd.DataFrame:
    """Return the turns table (`schemas.NAMED_TURNS`), in the order of the sources and of their turns.

    Args:
        sources: in canonical order.
        source_ids: their ids.
        people: who speaks every turn.
        asked: which question every turn answers.
    """
    rows: list[tuple[object, ...]] = []
    for place, (source, source_id) in enumerate(zip(sources, source_ids, strict=True)):
        start = 0
        of_source = zip(source.turns, people.ids[place], people.leads[place], asked.ids[place], strict=True)
        for number, (turn, person, is_leading, question) in enumerate(of_source, start=1):
            end = start + len(turn.text)
            turn_id = f"{source_id}#{number:04d}"
            key = (source.key if source.is_sheet else turn.key) or None
            where = (question, turn.section or None, start, end, turn.start_time, turn.end_time)
            rows.append((turn_id, source_id, person, *where, is_leading, turn.row_key or None, key))
            start = end + len(TURN_SEPARATOR)
    types = {**dict.fromkeys(_TEXTS, "str"), "start_time": "float64", "end_time": "float64"}
    return pd.DataFrame(rows, columns=_COLUMNS).astype(types)


def build_intake(fates: Mapping[str, Fates]) -> pd.DataFrame:
    """Return the intake table (`schemas.INTAKE`).

    Args:
        fates: for each file, in order, what became of its characters: fate -> (characters, places).
    """
    rows = [(file, fate, *counted) for file, of_file in fates.items() for fate, counted in of_file.items()]
    return pd.DataFrame(rows, columns=["file", "fate", "n_characters", "n_places"])
