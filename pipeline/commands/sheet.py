"""`qualpipe sheet`: write a coding sheet for one coder, and never over one that somebody has filled in."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline import outputs, schemas
from pipeline.errors import CodingsError, SettingsError
from pipeline.formats.codebooks import read_codebooks
from pipeline.formats.codings.files import read_grids
from pipeline.formats.codings.returned_sheets import is_filled
from pipeline.formats.codings.sheets import render_sheet
from pipeline.methods.coding.codebook import Codebook
from pipeline.methods.coding.sampling import draw_segments
from pipeline.store import read_table, replacing
from pipeline.study import Study

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def run(study: Study, coder_id: str, sample: int) -> str:
    """Write data/derived/sheets/<coder_id>.xlsx and return what to do with it.

    `sample` is how many segments to draw with the study's seed, the same for every coder; 0 takes all of them, with
    the facilitators' turns between. Raises CodingsError where the sheet is there already and has been filled in.
    """
    if not _FILE_NAME.fullmatch(coder_id):
        fix = "use letters, digits, hyphens and dots, as in --coder anna"
        raise SettingsError("a coder's id must be able to name a file", where="--coder", fix=fix)
    segments = read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    codebook = read_codebooks(study.input_files["codebook"], study.name_of)
    if not codebook.codes:
        fix = "write a codebook and name it in study.toml: [codebook] files = [...]"
        raise SettingsError("there is no code to code with", where="study.toml", fix=fix)
    path = study.path(outputs.SHEETS) / f"{coder_id}.xlsx"
    _check_unfilled(path, study.name_of(path))
    rng = np.random.default_rng(study.settings.study.seed)
    chosen = draw_segments(segments, sample, rng) if sample else segments
    sheet = render_sheet(_rows(study, chosen), codebook)
    with replacing(path) as temporary:
        temporary.write_bytes(sheet)
    return _next_steps(study.name_of(path), coder_id, int((~chosen["is_facilitator"]).sum()), codebook)


def _check_unfilled(path: Path, file: str) -> None:
    if path.exists() and is_filled(read_grids(path, file)):
        fix = "move it to another folder and name it there under [[coders]], or ask for a sheet for another --coder"
        raise CodingsError("this sheet has been filled in; it is never overwritten", where=file, fix=fix)


def _rows(study: Study, segments: pd.DataFrame) -> pd.DataFrame:
    questions = read_table(study.path(outputs.QUESTIONS), schemas.QUESTIONS).set_index("question_id")["wording"]
    asked = segments["question_id"].map(questions).astype("str").fillna("")
    return segments.assign(source=segments["source_id"], speaker=segments["participant_id"], question=asked)


def _next_steps(file: str, coder_id: str, n_segments: int, codebook: Codebook) -> str:
    return "\n".join(
        [
            f"wrote {file}: {n_segments} segments to read, {len(codebook.codes)} codes",
            "  1. send it to the coder; its sheet 'How to' says how to fill it in",
            "  2. put the file that comes back into the study's folder and name it in study.toml:",
            f'       [[coders]]\n       id = "{coder_id}"\n       kind = "sheet"\n       files = ["path/to/it.xlsx"]',
            "  3. run: qualpipe analyze",
        ]
    )
