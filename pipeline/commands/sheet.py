"""`qualpipe sheet`: write a coding sheet for one coder, and never over one that somebody has filled in."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline import outputs, schemas
from pipeline.errors import CodingsError, SettingsError, suggest
from pipeline.formats.codebooks import read_codebooks
from pipeline.formats.codings.files import read_grids
from pipeline.formats.codings.keyed_sheets import is_filled
from pipeline.formats.codings.sheets import SHOWN, render_sheet
from pipeline.gate import check_file
from pipeline.methods.coding.codebook import Codebook, codes_table
from pipeline.methods.coding.sampling import draw_segments
from pipeline.methods.coding.scope import BoolArray, assign_scope, find_applicable
from pipeline.store import read_table, replacing
from pipeline.study import Study

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def run(study: Study, coder_id: str, sample: int, kind: str = "") -> str:
    """Write data/derived/sheets/<coder_id>.xlsx and return what to do with it; with `kind`, <coder_id>-<kind>.xlsx.

    `sample` is how many segments to draw with the study's seed, the same for every coder; 0 takes all of them, with
    the facilitators' turns between. `kind`, unless empty, is the only kind of source taken. Segments that no code
    applies to are left out, and so are codes that apply to none of the rows. Raises CodingsError where the sheet is
    there already and has been filled in.
    """
    if not _FILE_NAME.fullmatch(coder_id):
        fix = "use letters, digits, hyphens and dots, as in --coder anna"
        raise SettingsError("a coder's id must be able to name a file", where="--coder", fix=fix)
    segments = read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    codebook = read_codebooks(study.input_files["codebook"], study.name_of)
    if not codebook.codes:
        fix = "write a codebook and name it in study.toml: [codebook] files = [...]"
        raise SettingsError("there is no code to code with", where="study.toml", fix=fix)
    path = study.path(outputs.SHEETS) / f"{coder_id}{f'-{kind}' if kind else ''}.xlsx"
    _check_unfilled(path, study.name_of(path))
    codes = _list_codes(study, codebook, segments)
    offered = _take_applicable(_take_kind(segments, kind), codes)
    rng = np.random.default_rng(study.settings.study.seed)
    chosen = draw_segments(offered, sample, rng) if sample else offered
    asked, applies = _take_asked(codebook, codes, chosen)
    sheet = render_sheet(_rows(study, chosen), asked, applies)
    with replacing(path) as temporary:
        temporary.write_bytes(sheet)
    check_file(path, study)
    return _next_steps(study.name_of(path), coder_id, int((~chosen["is_facilitator"]).sum()), asked)


def _list_codes(study: Study, codebook: Codebook, segments: pd.DataFrame) -> pd.DataFrame:
    questions = read_table(study.path(outputs.QUESTIONS), schemas.QUESTIONS)["question_id"]
    known = {*segments["kind"], *questions}
    return assign_scope(codes_table(codebook), study.settings.codebook.applies_to, known)


def _take_kind(segments: pd.DataFrame, kind: str) -> pd.DataFrame:
    if kind and kind not in set(segments["kind"]):
        known = sorted(set(segments["kind"]))
        fix = suggest(kind, known, otherwise=f"known are: {', '.join(known)}")
        raise SettingsError(f"the study has no source of kind '{kind}'", where="--kind", fix=fix)
    return segments[segments["kind"] == kind] if kind else segments


def _take_applicable(segments: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    taken = segments.loc[np.any(find_applicable(codes, segments), axis=1)]
    if taken["is_facilitator"].all():
        fix = "choose another --kind, or see [codebook.applies_to] in study.toml"
        raise SettingsError("no code applies to anything that participants said there", where="--kind", fix=fix)
    return taken


def _take_asked(codebook: Codebook, codes: pd.DataFrame, chosen: pd.DataFrame) -> tuple[Codebook, BoolArray]:
    """The codes that apply to any of the segments, and segments x codes, whether they do."""
    applies = find_applicable(codes, chosen)
    is_asked = np.any(applies[~chosen["is_facilitator"].to_numpy(dtype=np.bool_)], axis=0)
    asked = tuple(code for code, is_taken in zip(codebook.codes, is_asked, strict=True) if is_taken)
    return Codebook(asked), applies[:, is_asked]


def _check_unfilled(path: Path, file: str) -> None:
    if path.exists() and is_filled(read_grids(path, file), SHOWN):
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
