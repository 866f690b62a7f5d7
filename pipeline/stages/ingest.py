"""Ingest: read every source file into turns, with the people who speak and the questions they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import outputs, schemas
from pipeline.errors import Problem
from pipeline.formats.collecting import SourceFile, collect_files, name_files
from pipeline.formats.roster import read_roster
from pipeline.formats.surveys.columns import Export
from pipeline.methods.text.people import name_people
from pipeline.methods.text.questions import Question, name_questions
from pipeline.methods.text.roster import Person, list_known_labels
from pipeline.methods.text.turns import build_intake, build_sources, build_turns, name_sources
from pipeline.reporting.tables import render_csv
from pipeline.store import write_table, write_text
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Write the sources, participants, turns and questions as collected, and the account of every character."""
    settings = study.settings
    roster = [person for path in study.input_files["participants"] for person in read_roster(path, study.name_of(path))]
    questions = [Question(q.id, q.wording, q.block, q.columns) for q in settings.questions]
    collected = collect_files(_list_files(study, roster, questions))
    people = name_people(collected.sources, roster, settings.participants.facilitators)
    asked = name_questions(collected.sources, people.leads, questions)
    ids = name_sources(collected.sources, people.ids)
    sources = build_sources(collected.sources, ids, settings.study.language)
    turns = build_turns(collected.sources, ids, people, asked)
    write_table(sources, study.path(outputs.NAMED_SOURCES), schemas.SOURCES)
    write_table(people.table, study.path(outputs.NAMED_PARTICIPANTS), schemas.NAMED_PARTICIPANTS)
    write_table(turns, study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    write_table(asked.table, study.path(outputs.NAMED_QUESTIONS), schemas.QUESTIONS)
    intake = build_intake(collected.fates)
    write_table(intake, study.path(outputs.INTAKE), schemas.INTAKE)
    write_text(render_csv(intake), study.path(outputs.INTAKE_SHEET))
    return [*collected.notices, *people.notices]


def _list_files(study: Study, roster: Sequence[Person], questions: Sequence[Question]) -> Iterator[SourceFile]:
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
            export=Export(columns, source.columns.attributes, tuple(questions)),
            labels=list_known_labels(roster, facilitators, source.speaker_pattern or ""),
        )
