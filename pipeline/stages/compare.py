"""Compare: how far the topics that machines found follow the themes that people found, beside chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline import outputs, schemas
from pipeline.errors import Problem
from pipeline.methods.topics.comparison import (
    compare_themes_topics,
    decline_alignment,
    estimate_alignment,
    number_topics,
)
from pipeline.methods.topics.units import (
    ThemedUnits,
    collect_human_themes,
    collect_machine_themes,
    collect_units_by_codebook,
)
from pipeline.store import read_table, write_table
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Cross every theme with every topic of every model, codebook by codebook, and say whether chance would do."""
    found, notices = _collect_units(study)
    models = read_table(study.path(outputs.TOPIC_MODELS), schemas.TOPIC_MODELS)
    compared = [_compare(row, book, units, study) for row in models.itertuples() for book, units in found.items()]
    write_table(pd.concat([cells for cells, _ in compared]), study.path(outputs.THEME_TOPICS), schemas.THEME_TOPICS)
    write_table(pd.concat([whole for _, whole in compared]), study.path(outputs.ALIGNMENT), schemas.ALIGNMENT)
    return notices


def _collect_units(study: Study) -> tuple[dict[str, ThemedUnits], list[Problem]]:
    segments = read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    codes = read_table(study.path(outputs.CODES), schemas.CODES)
    themed = collect_human_themes(read_table(study.path(outputs.DECISIONS), schemas.DECISIONS), codes)
    if len(themed):
        return collect_units_by_codebook(themed, segments, codes), []
    themed = collect_machine_themes(read_table(study.path(outputs.CODINGS), schemas.CODINGS), codes, segments)
    compared = "topics are compared with the themes of the rules coder"
    said = compared if themed["is_coded"].any() else "there are no themes to compare topics with"
    notice = Problem(f"nobody has coded yet: {said}", where="compare")
    return collect_units_by_codebook(themed, segments, codes), [notice]


def _compare(model: Any, codebook: str, units: ThemedUnits, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    topics = read_table(study.path(outputs.TOPICS), schemas.TOPICS)
    placed = read_table(study.path(outputs.SEGMENT_TOPICS), schemas.SEGMENT_TOPICS)
    topic_ids = sorted(topics.loc[topics["model"] == model.model, "topic_id"])
    found = number_topics(units, placed[placed["model"] == model.model], topic_ids)
    if pd.notna(model.declined):
        alignment = decline_alignment(model.declined, n_units=0)
    else:
        rng = np.random.default_rng(study.settings.study.seed)
        alignment = estimate_alignment(units, found, permutations=study.settings.compare.permutations, rng=rng)
    cells = compare_themes_topics(units, found, topic_ids)
    return cells.assign(model=model.model), alignment.assign(model=model.model, codebook=codebook)
