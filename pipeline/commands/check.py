"""`qualpipe check`: read what can be read without running anything, and list every problem."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from pipeline.formats.codebooks import read_codebooks
from pipeline.formats.collecting import TABLES, collect_files
from pipeline.formats.roster import read_roster
from pipeline.methods.coding.codebook import codes_table
from pipeline.methods.coding.scope import assign_scope
from pipeline.methods.text.questions import Question
from pipeline.methods.text.roster import Person
from pipeline.stages.ingest import list_files
from pipeline.study import Study


def run(study: Study) -> str:
    """Return what was understood, a line for each table; raise the StudyError that lists all that is wrong in a part.

    Tables of sources (surveys, and transcripts kept as tables) are read to the end: their columns, what they were
    recognised as, and what is worth telling.
    """
    files, settings = study.input_files, study.settings
    people = [person for path in files["participants"] for person in read_roster(path, study.name_of(path))]
    codebook = read_codebooks(files["codebook"], study.name_of)
    known = {*(source.kind for source in settings.sources), *(question.id for question in settings.questions)}
    assign_scope(codes_table(codebook), settings.codebook.applies_to, known)
    return "\n".join(
        [
            f"no problems found: {len(files['sources'])} files of sources, {len(people)} people on the roster, "
            f"{len(codebook.codes)} codes, {len(files['coders'])} coders' files",
            *_read_tables(study, people),
        ]
    )


def _read_tables(study: Study, people: Sequence[Person]) -> list[str]:
    questions = [Question(q.id, q.wording, q.block, q.columns) for q in study.settings.questions]
    listed = list_files(study, people, questions)
    tables = collect_files(file for file in listed if PurePath(file.name).suffix.lower() in TABLES)
    notes = [f"  note: {notice}".replace("\n", "\n      ") for notice in tables.notices]
    return [*(f"  {name}: {recognised}" for name, recognised in tables.recognised.items()), *notes]
