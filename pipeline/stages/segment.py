"""Segment: cut the de-identified turns into units of coding."""

from __future__ import annotations

from pipeline import outputs, schemas
from pipeline.engines.language import build_sentence_splitter
from pipeline.errors import Problem
from pipeline.methods.text.segment import choose_units, list_texts_to_split, segment_turns
from pipeline.store import read_table, write_table
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Write the segments of all turns; those of a turn tile it."""
    settings = study.settings
    sources = read_table(study.path(outputs.SOURCES), schemas.SOURCES)
    turns = read_table(study.path(outputs.TURNS), schemas.TURNS)
    units = choose_units(((source.kind, source.unit) for source in settings.sources), settings.coding.unit)
    texts = list_texts_to_split(sources, turns, units)
    sentences = _split(texts, settings.deidentify.model)
    segments = segment_turns(sources, turns, units, sentences)
    write_table(segments, study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    return [] if len(segments) else [Problem("there is nothing to code: no source has any turn", "stage ingest")]


def _split(texts: list[str], model: str) -> dict[str, list[int]]:
    if not texts:
        return {}
    return dict(zip(texts, build_sentence_splitter(model)(texts), strict=True))
