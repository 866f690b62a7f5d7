"""Tables: survey exports, transcripts kept as tables, rosters, codebooks and coders' files, told by their columns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from pipeline.commands.column_uses import WHO, TableSeen, find_columns
from pipeline.commands.looking_talk import describe_talk
from pipeline.commands.seen import CODEBOOK, ROSTER, Reading, Seen, count
from pipeline.commands.table_codebooks import is_codebook, render_codebook
from pipeline.formats.collecting import SourceFile, collect_files
from pipeline.formats.roster import parse_roster
from pipeline.formats.surveys.columns import Export, find_personal, list_heads
from pipeline.formats.surveys.open_items import render_questions
from pipeline.formats.surveys.reading import read_survey_file
from pipeline.formats.surveys.values import find_open_items
from pipeline.methods.text.collected import slug
from pipeline.methods.text.labels import parse_time
from pipeline.methods.text.questions import Question

_SPEAKER = ("speaker", "speakername", "speakerlabel", "who", "voice")
_WORDS = ("words", "text", "utterance", "turn", "transcript", "speech", "content", "said", "sentence", "line")
_START = ("start", "starttime", "timestamp", "time", "begin", "timecode")
_TALKS = ("source", "file", "filename", "session", "group", "focusgroup", "interview", "meeting", "document")
_PEOPLE = {"name", "role", "label", "labels", "mayquote"}
_CODED = ("code", "codes", "codename", "tag", "tags", "theme", "node")
_ASKED = re.compile(r".*question(?:text)?|prompt|item|itemtext")
_MOST_QUESTIONS = 60


def look_at_table(path: Path, name: str) -> Seen:
    """Return what a table was understood to be: a survey, a talk, a roster, a codebook, or nothing to use and why.

    Raises:
        SourceError: it cannot be read as a table, or not as what it seems to be.
    """
    survey = read_survey_file(path.read_bytes(), name)
    heads = list_heads(survey.table)
    personal = frozenset(find_personal(survey.table, survey.dialect))
    items = tuple(
        item
        for item in find_open_items(survey.table)
        if item.number not in personal and heads[item.number] not in survey.dialect.own
    )
    table = TableSeen(name, survey.table, survey.dialect, heads, personal, items)
    return _find_no_source(table) or _look_at_talk(path, table) or _look_at_survey(path, table)


def _find_no_source(table: TableSeen) -> Seen | None:
    """Return what is no source: a coder's file, a roster, a codebook, coded passages, numbers only."""
    heads, n_rows = set(table.heads), len(table.table.rows)
    if "segmentid" in heads:
        return Seen(table.name, "", "a coding sheet: name it under [[coders]] in study.toml")
    if _is_roster(table):
        n_people = len(parse_roster(table.table))
        return Seen(table.name, ROSTER, f"list of who took part: {count(n_people, 'person', 'people')}")
    if not table.dialect.name and is_codebook(table.table):
        yaml = render_codebook(table.table, table.name)
        return Seen(table.name, CODEBOOK, f"codebook as a table: {count(n_rows, 'row')}", yaml=yaml)
    if not table.items:
        return Seen(
            table.name,
            "",
            f"a table of {count(n_rows, 'row')} without open answers (if it lists who took part, give it a column"
            " participant_id; if it holds codings, name it under [[coders]])",
        )
    if not table.dialect.name and [*table.find(_CODED)] and not [*table.find(WHO)]:
        return Seen(table.name, "", "looks like passages coded in another program, which are read as no source")
    return None


def _is_roster(table: TableSeen) -> bool:
    heads = set(table.heads)
    is_sure = not table.items or not heads.isdisjoint(("labels", "mayquote"))
    return is_sure and not heads.isdisjoint(("participantid", "id")) and len(heads & _PEOPLE) > 1


def _look_at_talk(path: Path, table: TableSeen) -> Seen | None:
    """Return a transcript kept as a table, which has a column of speakers beside one of words."""
    speaker = next(table.find(_SPEAKER), None)
    wordy = {item.number for item in table.items}
    words = next((n for n in table.find(_WORDS) if n in wordy), next(iter(wordy)))
    if speaker is None or speaker == words:
        return None
    columns = {"text": table.header(words), "speaker": table.header(speaker)}
    start = next((n for n in table.find(_START) if _are_times(table.cells(n))), None)
    source = next((n for n in table.find(_TALKS) if n not in (words, speaker)), None)
    columns |= {"start": table.header(start)} if start is not None else {}
    columns |= {"source": table.header(source)} if source is not None else {}
    file = _file(path, table.name, "turn_rows", columns)
    sources = collect_files([file]).sources
    talk = describe_talk(sources)
    return Seen(
        table.name, talk.kind, f"{talk.said}; one turn a row", sources, Reading(table.table, "turn_rows", columns)
    )


def _are_times(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(parse_time(cell) is not None for cell in filled)


def _look_at_survey(path: Path, table: TableSeen) -> Seen:
    asked = _find_asked(table)
    columns, doubts = find_columns(table, {item.number for item in table.items} | ({asked} - {None}))
    if asked is None:
        layout, items = "question_columns", table.items
        questions = [
            Question(q["id"], q["wording"], "", tuple(q["columns"]))
            for q in tomllib.loads(render_questions(table.table, items, []))["questions"]
        ]
        said = count(len(items), "open question")
    else:
        layout, items, questions = "answer_rows", table.items[:0], list[Question]()
        columns |= {"text": table.header(table.items[0].number), "question": table.header(asked)}
        said = "one answer a row"
    sources = collect_files([_file(path, table.name, layout, columns, questions)]).sources
    n_answers = sum(len(source.turns) for source in sources)
    tool = f"{table.dialect.name} export, " if table.dialect.name else ""
    return Seen(
        table.name,
        "survey",
        f"survey: {tool}{count(len(table.table.rows), 'row')}, {said}, {count(n_answers, 'answer')}",
        sources,
        Reading(table.table, layout, columns, tuple(doubts), items),
    )


def _file(
    path: Path, name: str, layout: str, columns: Mapping[str, str], questions: Sequence[Question] = ()
) -> SourceFile:
    kind = "focus_group" if layout == "turn_rows" else "survey"
    export = Export(columns, questions=tuple(questions))
    return SourceFile(path, name, slug(PurePath(name).stem), kind, layout=layout, export=export)


def _find_asked(table: TableSeen) -> int | None:
    """Return the column that says which question a row answers, where rows are answers."""
    if len(table.items) != 1 or table.dialect.name:
        return None
    (answers,) = table.items
    for number in table.find(_ASKED):
        cells = table.cells(number)
        if number != answers.number and all(cells) and len(set(cells)) <= min(_MOST_QUESTIONS, len(cells) // 2):
            return number
    return None
