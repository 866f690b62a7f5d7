"""Ingest: read every source file into turns, with the people who speak and the questions they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import outputs, schemas
from pipeline.engines.encoder import build_comparison
from pipeline.errors import Problem
from pipeline.formats.collecting import SourceFile, collect_files, name_files
from pipeline.formats.roster import read_roster
from pipeline.formats.surveys.columns import Export
from pipeline.methods.text.asked import Meaning, name_questions
from pipeline.methods.text.intake import build_file_intakes
from pipeline.methods.text.people import name_people
from pipeline.methods.text.questions import Question
from pipeline.methods.text.roster import Person, list_in_scope, list_known_labels
from pipeline.methods.text.turns import build_intake, build_sources, build_turns, name_sources
from pipeline.reporting.intake import render_intake, render_intake_lines, render_told_intake
from pipeline.reporting.tables import render_csv
from pipeline.store import write_table, write_text
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Write the sources, participants, turns and questions as collected, and the account of every character."""
    settings = study.settings
    roster = [person for path in study.input_files["participants"] for person in read_roster(path, study.name_of(path))]
    questions = [Question(q.id, q.wording, q.block, q.columns) for q in settings.questions]
    found = collect_files(list_files(study, roster, questions))
    people = name_people(found.sources, roster, settings.participants.facilitators, questions)
    meaning = Meaning(build_comparison(settings.topics.encoder), settings.guide.similarity)
    asked = name_questions(found.sources, people.leads, questions, meaning if settings.guide.similarity < 1 else None)
    ids = name_sources(found.sources, people.ids)
    sources = build_sources(found.sources, ids, settings.study.language)
    turns = build_turns(found.sources, ids, people, asked)
    intake = build_intake(found.fates)
    files = build_file_intakes(found.sources, people, asked, found.fates, found.recognised)
    for table, output, schema in (
        (sources, outputs.NAMED_SOURCES, schemas.SOURCES),
        (people.table, outputs.NAMED_PARTICIPANTS, schemas.NAMED_PARTICIPANTS),
        (turns, outputs.NAMED_TURNS, schemas.NAMED_TURNS),
        (asked.table, outputs.NAMED_QUESTIONS, schemas.QUESTIONS),
        (intake, outputs.INTAKE, schemas.INTAKE),
    ):
        write_table(table, study.path(output), schema)
    write_text(render_csv(intake), study.path(outputs.INTAKE_SHEET))
    write_text(render_intake(files, with_labels=True), study.path(outputs.INTAKE_REPORT))
    write_text(render_told_intake(files), study.path(outputs.INTAKE_TOLD))
    write_text(render_intake_lines(files, folded=True), study.path(outputs.INTAKE_IN_SHORT))
    return [*found.notices, *people.notices, *asked.notices]


def list_files(study: Study, roster: Sequence[Person], questions: Sequence[Question]) -> Iterator[SourceFile]:
    """Return every source file of the study with how its [[sources]] say it is read."""
    facilitators = study.settings.participants.facilitators
    listed = [(path, source) for source in study.settings.sources for path in study.find_files(source.files)]
    named = name_files((path, study.name_of(path), source.id) for path, source in listed)
    for path, source in listed:
        columns = source.columns.model_dump(exclude={"attributes"})
        yield SourceFile(
            path=path,
            name=named[path][0],
            stem=named[path][1],
            kind=source.kind,
            title=source.title,
            date=source.date,
            encoding=source.encoding,
            layout=source.layout,
            header_rows=source.header_rows,
            attributes=source.attributes,
            export=Export(columns, source.columns.attributes, tuple(questions), source.not_answers),
            labels=list_known_labels(
                list_in_scope(roster, (*named[path], path.name, path.stem)), facilitators, source.speaker_pattern or ""
            ),
        )
