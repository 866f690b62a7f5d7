"""`qualpipe check`: read what can be read without running anything, and list every problem."""

from __future__ import annotations

from pipeline.formats.codebooks import read_codebooks
from pipeline.study import Study


def run(study: Study) -> str:
    """Return one line that says what was understood; raise CodebookError listing all that is wrong."""
    files = study.input_files
    codebook = read_codebooks(files["codebook"], study.name_of)
    return (
        f"no problems found: {len(files['sources'])} files of sources, {len(codebook.codes)} codes, "
        f"{len(files['coders'])} coders' files"
    )
