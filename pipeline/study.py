"""study.toml, read once into a frozen Study: the only reader of settings."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pipeline.errors import Problem, SettingsError, suggest
from pipeline.outputs import Output, Privacy
from pipeline.settings import CONSENSUS, Settings

Location = tuple[str | int, ...]
Finding = tuple[Location, str, str]

RESERVED = ("rules", "decisions", "all human coders", *CONSENSUS)


@dataclass(frozen=True)
class Study:
    """One research project: its folder and its settings, checked."""

    root: Path
    settings: Settings

    def path(self, output: Output) -> Path:
        """Return where `output` lives; its privacy level alone decides the folder."""
        paths = self.settings.paths
        folders = {
            Privacy.IDENTIFIABLE: self.root / paths.data / "restricted",
            Privacy.DEIDENTIFIED: self.root / paths.data / "derived",
            Privacy.RELEASABLE: self.root / paths.reports,
        }
        return folders[output.privacy] / output.name

    def find_files(self, patterns: Sequence[str]) -> list[Path]:
        """Return the files that match `patterns` below the study's folder, each once, sorted by their path."""
        return sorted({path for pattern in patterns for path in _matching(self.root, pattern)})

    def name_of(self, path: Path) -> str:
        """Return `path` as the researcher would write it: relative to the study's folder, climbing out if need be."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    @cached_property
    def input_files(self) -> Mapping[str, tuple[Path, ...]]:
        """The files each part of the settings names: sources, participants, pseudonyms, codebook, coders.

        Codebooks stand in the order in which they are named, which tables and reports keep; all else is sorted.
        """
        settings = self.settings
        roster = (settings.participants.file,) if settings.participants.file else ()
        return {
            "sources": tuple(self.find_files([p for s in settings.sources for p in s.files])),
            "participants": tuple(self.find_files(roster)),
            "pseudonyms": tuple(self.find_files((own,) if (own := settings.deidentify.pseudonyms_file) else ())),
            "codebook": tuple(dict.fromkeys(f for p in settings.codebook.files for f in self.find_files((p,)))),
            "coders": tuple(self.find_files([p for c in settings.coders for p in c.files])),
        }


def _matching(root: Path, pattern: str) -> list[Path]:
    """Files matching `pattern`, which may be absolute or climb out of the study's folder with `..`."""
    base, relative = root, pattern
    if Path(pattern).is_absolute():
        base, relative = Path(pattern).parent, Path(pattern).name
    while relative.startswith("../"):
        base, relative = base.parent, relative.removeprefix("../")
    try:
        return [path for path in base.glob(relative) if path.is_file() and not path.name.startswith(("~$", "."))]
    except (ValueError, NotImplementedError):
        return []


def read_study(path: Path) -> Study:
    """Read study.toml at `path` into a Study; raise SettingsError listing every mistake with its line and remedy."""
    path = path / "study.toml" if path.is_dir() else path
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            f"there is no study at '{path}'",
            where=path.name,
            fix="run this in a study's folder, give --study PATH, or make a study with `qualpipe init DIR`",
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(
            "study.toml is not UTF-8 text", where=path.name, fix="save it as UTF-8 in your editor"
        ) from None
    settings = parse_settings(text, path.name)
    study = Study(path.resolve().parent, settings)
    found = [(find_line(text, loc) or 0, problem, fix) for loc, problem, fix in find_study_problems(study)]
    if found:
        ordered = sorted(found, key=lambda finding: finding[0])
        raise SettingsError.of(Problem(problem, f"{path.name}, line {line}", fix) for line, problem, fix in ordered)
    return study


def parse_settings(text: str, name: str = "study.toml") -> Settings:
    """Return the settings in `text`; raise SettingsError listing every mistake in the order of its lines."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            "study.toml cannot be read as TOML",
            where=f"{name}: {error}",
            fix='write text in quotes, lists as ["a", "b"], and each [table] once',
        ) from None
    try:
        return Settings.model_validate_json(_as_json(tables))
    except ValidationError as error:
        found = [(find_line(text, e["loc"]), e) for e in error.errors(include_url=False)]
        ordered = sorted(found, key=lambda pair: pair[0] or 0)
        raise SettingsError.of(_settings_problem(line, e, name) for line, e in ordered) from None


def _as_json(tables: Mapping[str, Any]) -> str:
    import json

    return json.dumps(tables, default=str)


def _settings_problem(line: int | None, error: Any, name: str) -> Problem:
    loc = tuple(part for part in error["loc"] if part != "function-after")
    key = _dotted(loc)
    where = f"{name}, line {line}" if line else name
    if error["type"] == "extra_forbidden":
        known = _known_keys(loc[:-1])
        fix = suggest(str(loc[-1]), known, otherwise=f"known here: {', '.join(sorted(known))}")
        return Problem(f"unknown key '{key}'", where, fix)
    if error["type"] == "missing":
        return Problem(f"'{key}' is missing", where, f"add `{loc[-1]} = ...`; docs/settings.md says what it means")
    return Problem(f"'{key}': {error['msg'].removeprefix('Value error, ')}", where, _remedy(error))


def _remedy(error: Any) -> str:
    context = error.get("ctx", {})
    if "expected" in context:
        return f"write {context['expected']}"
    kinds = {"string_type": 'text in quotes, as in "this"', "bool_type": "true or false", "int_type": "a whole number"}
    if error["type"] in kinds:
        return f"write {kinds[error['type']]}"
    if error["type"] == "tuple_type":
        return 'write a list, as in ["a", "b"]'
    return "see docs/settings.md for a value that works"


def _dotted(loc: Location) -> str:
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc]
    return "".join(parts).lstrip(".")


def _known_keys(loc: Location) -> list[str]:
    model: Any = Settings
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_inside(model.model_fields[part].annotation)
    return list(model.model_fields)


def _model_inside(annotation: Any) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return _model_inside(get_args(annotation)[0])


def find_line(text: str, loc: Location) -> int | None:
    """Return the line of study.toml where `loc` stands, or the nearest thing that holds it, or None."""
    lines = dict(_locations(text))
    return next((lines[loc[:n]] for n in range(len(loc), 0, -1) if loc[:n] in lines), None)


def _locations(text: str) -> Iterator[tuple[Location, int]]:
    """Every table and key of study.toml with its line; arrays of tables count from 0, as in a validation error."""
    tables: dict[str, int] = {}
    here: Location = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", line):
            first, *rest = header.group(2).split(".")
            if header.group(1) == "[[":
                tables[first] = tables.get(first, -1) + 1
            here = (first, tables[first], *rest) if first in tables else (first, *rest)
            yield here, number
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            yield (*here, *key.group(1).split(".")), number


def find_study_problems(study: Study) -> Iterator[Finding]:
    """Find what only the folder can tell: settings that contradict each other and files that are not there."""
    settings = study.settings
    for loc, patterns in _named_files(settings):
        for pattern in patterns:
            if not _matching(study.root, pattern):
                yield loc, f"no file matches '{pattern}'", _say_what_is_there(study.root, pattern)
    ids = [question.id for question in settings.questions]
    for index, question_id in enumerate(ids):
        if question_id in ids[:index]:
            yield ("questions", index, "id"), f"'{question_id}' is used twice as an id", "give each question its own id"
    yield from _find_coder_problems(settings)
    yield from _find_consensus_problems(settings)
    yield from _find_copied_sheets(study)


def _find_copied_sheets(study: Study) -> Iterator[Finding]:
    owners: dict[bytes, str] = {}
    for index, coder in enumerate(study.settings.coders):
        for path in study.find_files(coder.files) if coder.kind == "sheet" else ():
            owner = owners.setdefault(path.read_bytes(), coder.id)
            if owner != coder.id:
                fix = "name each coder's own file: one sheet read twice agrees with itself perfectly"
                yield ("coders", index, "files"), f"coders '{owner}' and '{coder.id}' have the same sheet", fix


def _say_what_is_there(root: Path, pattern: str) -> str:
    folder = Path(pattern).parent
    inside = (path for path in (root / folder).glob("*") if path.is_file() and not path.name.startswith("."))
    endings = sorted({path.suffix or "no ending" for path in inside})
    there = f"; the folder '{folder.as_posix()}' holds files with {', '.join(endings)}" if endings else ""
    return f"check the spelling; paths start at the folder of study.toml{there}"


def _find_coder_problems(settings: Settings) -> Iterator[Finding]:
    for index, coder in enumerate(settings.coders):
        here: Location = ("coders", index, "kind")
        if coder.id in RESERVED:
            yield ("coders", index, "id"), f"no coder may be called '{coder.id}'", "give this coder another id"
        if coder.kind != "sections" and not coder.files:
            yield here, f"coder '{coder.id}' names no files", 'add `files = ["path/to/sheet.xlsx"]`'
        if coder.kind == "columns" and not (coder.row or coder.participant):
            fix = "add `row = ...` (the answer's id) or `participant = ...` (the respondent's id)"
            yield here, f"coder '{coder.id}' does not say which column tells the rows apart", fix
        if coder.kind == "queue" and coder.role != "adjudicator":
            fix = 'add `role = "adjudicator"`: a queue holds decisions on what coders disagree about'
            yield here, f"coder '{coder.id}' of the kind `queue` is no adjudicator", fix
    if settings.coders and not settings.codebook.files:
        yield ("coders", 0), "there are coders but no codebook", 'add [codebook] with `files = ["codebooks/..."]`'


def _find_consensus_problems(settings: Settings) -> Iterator[Finding]:
    known = [*CONSENSUS, *dict.fromkeys(coder.id for coder in settings.coders if coder.role == "human")]
    if (chosen := settings.reliability.consensus) not in known:
        fix = suggest(chosen, known, otherwise=f"write one of: {', '.join(known)}")
        yield ("reliability", "consensus"), f"'{chosen}' is neither a rule nor the id of a coder", fix


def _named_files(settings: Settings) -> Iterator[tuple[Location, Sequence[str]]]:
    for index, source in enumerate(settings.sources):
        yield ("sources", index, "files"), source.files
    if settings.participants.file:
        yield ("participants", "file"), (settings.participants.file,)
    if settings.deidentify.pseudonyms_file:
        yield ("deidentify", "pseudonyms_file"), (settings.deidentify.pseudonyms_file,)
    yield ("codebook", "files"), settings.codebook.files
    for index, coder in enumerate(settings.coders):
        yield ("coders", index, "files"), coder.files
