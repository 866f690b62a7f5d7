"""A study whose tables up to the coding are already written, for the stages after it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline import outputs, schemas
from pipeline.store import read_table, write_table
from pipeline.study import Study
from tests.support.coding_tables import (
    make_coders,
    make_codes,
    make_codings,
    make_participants,
    make_reviews,
    make_rulings,
    make_segments,
    make_sources,
    make_turns,
)
from tests.support.studies import SMALLEST, make_study

N_GROUPS, N_SEGMENTS = 8, 12
GIVEN = {"welcome": range(0, 96, 4), "trust": range(0, 96, 3)}


def write_coded_study(folder: Path, settings: str = "", **tables: pd.DataFrame) -> Study:
    """Write the tables of a study of eight groups, each of a facilitator's turn and eleven people's.

    Ada has coded all of it and Ben the first half, placing `welcome` one turn later than Ada once in each group; the
    rules give `trust` as Ada does, and `welcome` elsewhere. Any table can be replaced by its name.
    """
    study = make_study(folder, SMALLEST + settings)
    segments = make_segments(
        [f"g{at // N_SEGMENTS}" for at in range(N_GROUPS * N_SEGMENTS)],
        participant_id=[f"P{at:02}" if at % N_SEGMENTS else "F" for at in range(N_GROUPS * N_SEGMENTS)],
        is_facilitator=[at % N_SEGMENTS == 0 for at in range(N_GROUPS * N_SEGMENTS)],
    )
    ben = {code: [at + (at % 12 == 4) for at in places if at < 48] for code, places in GIVEN.items()}
    rules = {"trust": GIVEN["trust"], "welcome": range(1, 96, 3)}
    written = {
        "segments": segments,
        "sources": make_sources(segments, attr_site=["north", "south"] * (N_GROUPS // 2)),
        "participants": make_participants(segments),
        "turns": make_turns(segments),
        "codes": make_codes("belonging", "belonging > welcome", "trust", "silence", without_rules=["silence"]),
        "coders": make_coders(ada="human", ben="human", rules="machine"),
        "codings": pd.concat(
            [
                make_codings(segments, "ada", GIVEN),
                make_codings(segments, "ben", ben),
                make_codings(segments, "rules", rules),
            ]
        ),
        "reviews": pd.concat(
            [make_reviews(segments, "ada"), make_reviews(segments, "ben", range(48)), make_reviews(segments, "rules")]
        ),
        "rulings": make_rulings(segments),
    } | tables
    for name, table in written.items():
        write_table(table, study.path(getattr(outputs, name.upper())), getattr(schemas, name.upper()))
    return study


def read_result(study: Study, name: str) -> pd.DataFrame:
    """Return the table called `name` that a stage has written."""
    return read_table(study.path(getattr(outputs, name.upper())), getattr(schemas, name.upper()))


def read_bytes(study: Study, *names: str) -> list[bytes]:
    """Return the bytes of the tables called `names`."""
    return [study.path(getattr(outputs, name.upper())).read_bytes() for name in names]
