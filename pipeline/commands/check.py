"""`qualpipe check`: read what can be read without running anything, and list every problem."""

from __future__ import annotations

from pipeline.formats.codebooks import read_codebooks
from pipeline.formats.roster import read_roster
from pipeline.study import Study


def run(study: Study) -> str:
    """Return one line that says what was understood; raise SourceError or CodebookError listing all that is wrong."""
    files = study.input_files
    people = [person for path in files["participants"] for person in read_roster(path, study.name_of(path))]
    codebook = read_codebooks(files["codebook"], study.name_of)
    return (
        f"no problems found: {len(files['sources'])} files of sources, {len(people)} people on the roster, "
        f"{len(codebook.codes)} codes, {len(files['coders'])} coders' files"
    )
