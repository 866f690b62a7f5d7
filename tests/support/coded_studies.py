"""A small study on disk as it is before the code stage: segments, questions and answer keys are there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline import outputs, schemas
from pipeline.store import write_table
from pipeline.study import Study
from tests.support.coding_tables import make_segments
from tests.support.studies import SMALLEST, make_study

CODEBOOK = """
codebook: {id: peers, version: "1"}
codes:
- {id: trust, label: Trust, definition: Relying on others., patterns: [trust], not_patterns: [trust fund]}
- {id: early, label: Early trust, definition: In the first weeks., parent: trust, patterns: [first week]}
- {id: stigma, label: Stigma, definition: Meeting bias.}
"""
TRAITS = """
codebook: {id: traits, title: "Traits of a leader", version: "1"}
codes:
- {id: courage, label: Courage, definition: Daring to., patterns: [trust]}
"""
FOR_THE_SURVEY = 'applies_to = { traits = ["survey"] }\n'
TEXTS = ("Do you trust them?", "I trusted them in the first week.", "It was hard.", "A trust fund.")
SURVEY_TEXTS = ("They trust me.", "Nothing.")


def make_uncoded_study(folder: Path, settings: str, files: dict[str, str] | None = None) -> Study:
    """Write a study below `folder` with a focus group of four turns and a survey of two answers; read it."""
    given = {"data/raw/group.txt": "Ann: Hello.\n", "codebooks/peers.yaml": CODEBOOK, **(files or {})}
    study = make_study(folder, f'{SMALLEST}\n[codebook]\nfiles = ["codebooks/*.yaml"]\n{settings}', files=given)
    segments = list_segments()
    asked = {"question_id": ["q1", "q2"], "order": [0, 1], "block": None, "wording": ["Who?", "What?"]}
    keys = {"turn_id": ["R1#0001", "R2#0001"], "row_key": ["1", "2"], "participant_key": ["Ann", "Ben"]}
    write_table(segments, study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    write_table(pd.DataFrame(asked), study.path(outputs.QUESTIONS), schemas.QUESTIONS)
    write_table(pd.DataFrame(keys), study.path(outputs.ANSWER_KEYS), schemas.ANSWER_KEYS)
    return study


def list_segments() -> pd.DataFrame:
    """Return the segments of the study: four turns of a group, the first a facilitator's, and two survey answers."""
    texts = [*TEXTS, *SURVEY_TEXTS]
    starts = [*(sum(len(text) + 1 for text in TEXTS[:n]) for n in range(len(TEXTS))), 0, 0]
    sources = ["group"] * len(TEXTS) + ["R1", "R2"]
    ends = [start + len(text) for start, text in zip(starts, texts, strict=True)]
    spans = zip(sources, starts, ends, strict=True)
    return make_segments(
        sources,
        segment_id=[f"{source}:{start}-{end}" for source, start, end in spans],
        kind=["focus_group"] * len(TEXTS) + ["survey"] * 2,
        turn_id=[*(f"group#{n:04}" for n in range(1, 5)), "R1#0001", "R2#0001"],
        participant_id=["F1", "P1", "P2", "P1", "R001", "R002"],
        question_id=["q1", "q1", "q1", None, "q2", "q2"],
        section=["## Trust", "## Trust", "## Weather", None, None, None],
        start_char=starts,
        end_char=ends,
        text=texts,
        is_facilitator=[True, False, False, False, False, False],
    )
