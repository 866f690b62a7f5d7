"""`qualpipe adjudicate`: write what coders differ on, and nobody has decided, into a workbook for an adjudicator."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline import outputs, schemas
from pipeline.errors import CodingsError, TableError
from pipeline.formats.codebooks import read_codebooks
from pipeline.formats.codings.files import read_grids
from pipeline.formats.codings.keyed_sheets import is_filled
from pipeline.formats.codings.queues import SHOWN, render_queue
from pipeline.gate import check_file
from pipeline.methods.agreement.queue import find_disagreements, rank_codes, show_surroundings, sort_worst_first
from pipeline.methods.agreement.readings import collect_given, list_codable
from pipeline.methods.agreement.rulings import take_latest
from pipeline.run import read_status
from pipeline.store import read_table, replacing
from pipeline.study import Study

_FILE = "adjudication.xlsx"
_LAST = "reliability"


def run(study: Study) -> str:
    """Write data/derived/sheets/adjudication.xlsx and return what to do with it.

    A row a segment and code on which coders differ; what an adjudicator has decided, in a queue or in a coding sheet,
    is not asked again. Raises TableError where a stage up to reliability is out of date, and CodingsError where the
    file is there already and has been filled in.
    """
    _check_fresh(study)
    path = study.path(outputs.SHEETS) / _FILE
    _check_unfilled(path, study.name_of(path))
    queue = _list_queue(study)
    if queue.empty:
        path.unlink(missing_ok=True)
        return "nothing to settle: no two coders differ on a code that nobody has decided"
    codebook = read_codebooks(study.input_files["codebook"], study.name_of)
    workbook = render_queue(queue, codebook, study.settings.reliability.reasons)
    with replacing(path) as temporary:
        temporary.write_bytes(workbook)
    check_file(path, study)
    return _next_steps(study.name_of(path), queue)


def _check_fresh(study: Study) -> None:
    status = read_status(study)
    last = [stage.name for stage, _ in status].index(_LAST)
    if stale := [stage.name for stage, reasons in status[: last + 1] if reasons]:
        said = f"out of date: {', '.join(stale)}; what coders differ on is not known yet"
        raise TableError(said, fix="run `qualpipe analyze`, then this command again")


def _check_unfilled(path: Path, file: str) -> None:
    if path.exists() and is_filled(read_grids(path, file), SHOWN):
        fix = "move it to another folder, name it there under [[coders]] in study.toml and run `qualpipe analyze` first"
        raise CodingsError("this queue has been filled in; it is never overwritten", where=file, fix=fix)


def _list_queue(study: Study) -> pd.DataFrame:
    """The rows of the queue, as `queues.SHOWN`, worst codes first."""
    segments = read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    codes, coders, codings, reviews, rulings, agreement = (
        read_table(study.path(getattr(outputs, name)), getattr(schemas, name))
        for name in ("CODES", "CODERS", "CODINGS", "REVIEWS", "RULINGS", "AGREEMENT")
    )
    given = collect_given(codings, reviews, coders, list_codable(segments), codes)
    found = find_disagreements(given, codes, reviews, take_latest(rulings, coders))
    ranked = sort_worst_first(found, rank_codes(agreement, study.settings.reliability.statistic), codes)
    shown = ranked.merge(codes[["code_id", "label", "definition"]], on="code_id")
    placed = shown.merge(segments[["segment_id", "text"]], on="segment_id").join(
        show_surroundings(segments), on="segment_id"
    )
    return placed.rename(columns={"label": "code"})[list(SHOWN)]


def _next_steps(file: str, queue: pd.DataFrame) -> str:
    return "\n".join(
        [
            f"wrote {file}: {len(queue)} disagreements on {queue['code_id'].nunique()} codes, worst codes first",
            "  1. decide them, as far as you get; its sheet 'How to' says how",
            "  2. move the file out of this folder, keep it as it is, and name it in study.toml:",
            '       [[coders]]\n       id = "adjudicator"\n       kind = "queue"\n       role = "adjudicator"\n'
            '       files = ["path/to/adjudication*.xlsx"]',
            "  3. run: qualpipe analyze",
        ]
    )
