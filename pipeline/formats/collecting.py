"""Files of any kind to collected sources: which parser reads a file, and what its turns are."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from pipeline.errors import Problem, SourceError
from pipeline.formats.surveys.columns import Export
from pipeline.formats.surveys.reading import SurveyTable, read_survey_file
from pipeline.formats.surveys.sheets import Sheets, parse_answer_rows, parse_question_columns
from pipeline.formats.surveys.turn_rows import parse_turn_rows
from pipeline.formats.tables import TextTable, read_table_file
from pipeline.formats.transcripts.reading import ReadTranscript, read_transcript
from pipeline.methods.text.collected import CollectedSource, CollectedTurn, make_distinct, name_stems, name_tails, slug
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import Fates, Transcript, add_fates, join_turns

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".sav", ".zsav")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the study and how to read it; `name` is what messages call it, `stem` begins its source ids."""

    path: Path
    name: str
    stem: str
    kind: str
    title: str = ""
    date: str = ""
    encoding: str = ""
    layout: str = ""
    header_rows: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    export: Export = field(default_factory=Export)
    labels: KnownLabels = field(default_factory=KnownLabels)


@dataclass(frozen=True, slots=True)
class Collected:
    """What files say: their sources in canonical order, the fates of their characters, and what is worth telling.

    `recognised` says of each file what it was understood to be, in a sentence without anybody's words.
    """

    sources: tuple[CollectedSource, ...]
    fates: Mapping[str, Fates]
    notices: tuple[Problem, ...]
    recognised: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class _Read:
    file: SourceFile
    sha256: str
    sources: tuple[CollectedSource, ...]
    fates: Fates
    notices: tuple[Problem, ...] = ()
    unasked: tuple[str, ...] | None = None
    recognised: str = ""


def name_files(files: Iterable[tuple[Path, str, str]]) -> dict[Path, tuple[str, str]]:
    """Return for each file what messages call it and what its source ids begin with, both distinct.

    Args:
        files: for each its path, the path as the researcher writes it, and the id that the settings give its
            [[sources]] if any. Folders are put before a name that two files share.

    Raises:
        SourceError: two [[sources]] name the same file.
    """
    listed = sorted(files)
    paths = [path for path, _, _ in listed]
    if twice := sorted({shown for path, shown, _ in listed if paths.count(path) > 1}):
        raise SourceError.of(
            Problem(f"two [[sources]] name '{shown}'", "study.toml, [[sources]]", "name each file in one of them only")
            for shown in twice
        )
    names = [shown for _, shown, _ in listed]
    tails = name_tails([path.parts for path in paths])
    stems = name_stems([((*path.parent.parts, path.stem), path.suffix) for path in paths])
    given = Counter(source_id for _, _, source_id in listed)
    full = [
        (f"{source_id}-{stem}" if given[source_id] > 1 else source_id) if source_id else stem
        for (_, _, source_id), stem in zip(listed, stems, strict=True)
    ]
    shown = [name if names.count(name) == 1 else "/".join(tail) for name, tail in zip(names, tails, strict=True)]
    return dict(zip(paths, zip(shown, make_distinct(full), strict=True), strict=True))


def collect_files(files: Iterable[SourceFile]) -> Collected:
    """Return what all `files` say, in the order of their stems, whatever order they come in.

    Raises:
        SourceError: listing every problem of every file; and questions whose columns no file has.
    """
    read: list[_Read] = []
    problems: list[Problem] = []
    for file in sorted(files, key=lambda file: file.stem):
        try:
            read.append(_read_file(file))
        except SourceError as error:
            problems += error.problems
    problems += _find_never_asked(read)
    if problems:
        raise SourceError.of(problems)
    return Collected(
        sources=tuple(source for found in read for source in found.sources),
        fates={found.file.name: found.fates for found in read},
        notices=(
            *(notice for found in read for notice in found.notices),
            *_tell_of_copies(read),
            *_tell_of_unasked(read),
        ),
        recognised={found.file.name: found.recognised for found in read},
    )


def _read_file(file: SourceFile) -> _Read:
    data = file.path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if PurePath(file.name).suffix.lower() in TABLES:
        if _layout(file) == "turn_rows":
            rows = file.header_rows or 1
            return _read_turn_rows(
                file, sha256, read_table_file(data, file.name, encoding=file.encoding, header_rows=rows)
            )
        return _read_sheets(file, sha256, read_survey_file(data, file.name, file.encoding, file.header_rows))
    if file.kind == "survey":
        raise SourceError(
            f"'{file.name}' is listed as a survey but is no table",
            where=file.name,
            fix="a survey is a CSV, TSV, XLSX or SPSS export; for texts use another `kind`",
        )
    labels = None if file.kind == "document" else file.labels
    found = read_transcript(data, file.name, labels, file.encoding)
    turns = tuple(_read_turns(found.transcript))
    if not turns:
        raise SourceError(f"'{file.name}' holds no words that anybody says", where=file.name, fix="check the file")
    source = _source(file, file.stem, turns)
    return _Read(file, sha256, (source,), found.fates, found.notices, recognised=_describe(found))


def _describe(found: ReadTranscript) -> str:
    """Return what a transcript file was understood to be, and how it writes who speaks."""
    transcript = found.transcript
    written = transcript.notation or ("by marks of the format" if transcript.has_speakers else "none are named")
    return f"{found.recognised}; speakers: {written}" + (", with a legend" if transcript.legend else "")


def _layout(file: SourceFile) -> str:
    guessed = "answer_rows" if file.export.columns.get("question") else "question_columns"
    return file.layout or (guessed if file.kind == "survey" else "turn_rows")


def _read_turns(transcript: Transcript) -> Iterator[CollectedTurn]:
    for number, words in join_turns(transcript).items():
        mark = transcript.marks[number]
        yield CollectedTurn(
            text=words,
            label=mark.label,
            name=transcript.legend.get(mark.label, ""),
            section=mark.section,
            start_time=mark.start_time,
            end_time=mark.end_time,
            line=mark.line,
        )


def _source(file: SourceFile, stem: str, turns: tuple[CollectedTurn, ...]) -> CollectedSource:
    return CollectedSource(stem, file.kind, file.title or stem, file.date, file.name, turns, file.attributes)


def _read_turn_rows(file: SourceFile, sha256: str, table: TextTable) -> _Read:
    found = parse_turn_rows(table, file.export)
    sources = [
        replace(_source(file, f"{file.stem}-{slug(called)}" if called else file.stem, turns), of_person=_shared(turns))
        for called, turns in found.turns.items()
        if turns
    ]
    fates = add_fates([table.fates, found.fates])
    notices = (*table.notices, *found.notices)
    return _Read(file, sha256, tuple(sources), fates, notices, recognised=found.recognised)


def _shared(turns: Sequence[CollectedTurn]) -> dict[str, str]:
    """The attributes that all turns of a source have alike."""
    return {
        name: value for name, value in turns[0].attributes.items() if {t.attributes[name] for t in turns} == {value}
    }


def _read_sheets(file: SourceFile, sha256: str, survey: SurveyTable) -> _Read:
    parse = parse_answer_rows if _layout(file) == "answer_rows" else parse_question_columns
    found: Sheets = parse(survey.table, file.export, survey.dialect)
    base = _source(file, file.stem, ())
    sources = tuple(
        replace(base, turns=s.answers, of_person=s.attributes, key=s.key, name=s.name, is_sheet=True)
        for s in found.sheets
    )
    fates = add_fates([survey.table.fates, found.fates])
    unasked = found.unasked if parse is parse_question_columns else None
    return _Read(file, sha256, sources, fates, (*survey.notices, *found.notices), unasked, found.recognised)


def _find_never_asked(read: Sequence[_Read]) -> Iterator[Problem]:
    exports = [found for found in read if found.unasked is not None]
    never = set.intersection(*(set(found.unasked or ()) for found in exports)) if exports else set[str]()
    for question in exports[0].file.export.questions if exports else ():
        if question.question_id in never:
            yield Problem(
                f"no survey export has the column that question '{question.question_id}' names",
                where="study.toml, [[questions]]",
                fix="compare its `columns` with the header of: " + ", ".join(f"'{e.file.name}'" for e in exports),
            )


def _tell_of_unasked(read: Sequence[_Read]) -> Iterator[Problem]:
    for found in read:
        if found.unasked:
            yield Problem(
                f"'{found.file.name}' has no column for: " + ", ".join(f"'{question}'" for question in found.unasked),
                where=f"{found.file.name}, header",
                fix="nothing to do if it was not asked there; otherwise add the header to the question's `columns`",
            )


def _tell_of_copies(read: Sequence[_Read]) -> Iterator[Problem]:
    same: dict[str, list[str]] = defaultdict(list)
    for found in read:
        same[found.sha256].append(found.file.name)
    for names in same.values():
        if len(names) > 1:
            yield Problem(
                "the same file is there twice: " + ", ".join(f"'{name}'" for name in names),
                where=names[1],
                fix="delete one, or its words are counted twice",
            )
