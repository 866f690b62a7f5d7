"""The codebook: codes with their definitions and limits, and which theme each of them counts for."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from pipeline.errors import CodebookError, Problem, suggest
from pipeline.methods.coding.patterns import find_pattern_problem
from pipeline.methods.text.words import squeeze

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """A problem in a codebook file, at a line: mistakes sort into reading order."""

    file: str
    line: int
    problem: str
    fix: str

    def as_problem(self) -> Problem:
        """Return the mistake as a problem that names its file and line."""
        return Problem(self.problem, f"{self.file}, line {self.line}", self.fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of the codebook; `lines` holds the line of each of its fields, `file` where it stands."""

    code_id: str
    label: str
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    parent_id: str | None = None
    is_theme: bool = True
    patterns: tuple[str, ...] = ()
    not_patterns: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    colour: str | None = None
    codebook: str = ""
    codebook_title: str = ""
    version: str = ""
    file: str = field(default="codebook", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict[str, int], compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a heading or column can mean this code: its id, label and other names."""
        return (self.code_id, self.label, *self.also_called)

    def mistake(self, name: str, problem: str, fix: str) -> Mistake:
        """Return a mistake at the line of the field `name` (`patterns.2`: of its third entry), or of the code."""
        line = next((self.lines[key] for key in (name, name.split(".", maxsplit=1)[0], "id") if key in self.lines), 1)
        return Mistake(self.file, line, problem, fix)


@dataclass(frozen=True)
class Codebook:
    """The codes of a study, from one file or several, in their order; made by `check_codebook`."""

    codes: tuple[Code, ...]

    def find(self, name: str) -> Code | None:
        """Return the code that `name` means: an id, a label or another name, whatever its capitals and spaces."""
        return self._by_name.get(name_key(name))

    def closest(self, name: str) -> Code | None:
        """Return the code with the name nearest to `name`, or None where nothing is near."""
        close = difflib.get_close_matches(name_key(name), self._by_name, n=1, cutoff=0.75)
        return self._by_name[close[0]] if close else None

    def theme_of(self, code: Code) -> Code:
        """Return the theme that `code` counts for: itself, or the nearest theme above it; itself where none is."""
        above: Code | None = code
        while above and not above.is_theme:
            above = self._by_id.get(above.parent_id or "")
        return above or code

    @cached_property
    def _by_id(self) -> dict[str, Code]:
        return {code.code_id: code for code in self.codes}

    @cached_property
    def _by_name(self) -> dict[str, Code]:
        return {name_key(name): code for code in self.codes for name in code.names}


def name_key(name: str) -> str:
    """Return `name` as names are compared: without regard to capitals, white space and the kind of apostrophe."""
    plain = unicodedata.normalize("NFC", name).replace("\u2019", "'")
    return squeeze(plain.casefold())


def check_codebook(codes: Sequence[Code], found: Iterable[Mistake] = ()) -> Codebook:
    """Return `codes` as a codebook; raise CodebookError listing every problem, with those already `found`."""
    if mistakes := sorted({*found, *find_codebook_problems(codes)}):
        raise CodebookError.of(mistake.as_problem() for mistake in mistakes)
    return Codebook(tuple(codes))


def find_codebook_problems(codes: Sequence[Code]) -> list[Mistake]:
    """Find all that `codes` contradict or leave undefined, in the order of files and lines."""
    found = [mistake for code in codes for mistake in _field_mistakes(code)]
    found += [*_repeated_names(codes), *_parent_mistakes(codes), *_pattern_mistakes(codes)]
    return sorted(found)


def _field_mistakes(code: Code) -> Iterator[Mistake]:
    if not _ID.fullmatch(code.code_id):
        fix = "give each code an id of its own: letters, digits and hyphens, as in self-care"
        yield code.mistake("id", f"'{code.code_id}' is not an id" if code.code_id else "a code has no id", fix)
    if not code.label:
        yield code.mistake("label", f"code '{code.code_id}' has no label", "write under 'label' the name readers see")
    if not code.definition:
        fix = "write one sentence under 'definition', or delete the code"
        yield code.mistake("definition", f"code '{code.code_id}' has no definition", fix)
    if code.colour is not None and not _COLOUR.fullmatch(code.colour):
        fix = 'write it as colour: "#0072B2", in quotes (without them # begins a comment)'
        yield code.mistake("colour", f"the colour of code '{code.code_id}' is not a colour", fix)


def _repeated_names(codes: Sequence[Code]) -> Iterator[Mistake]:
    owners: dict[str, Code] = {}
    for code in codes:
        fields = [("id", code.code_id), ("label", code.label), *(("also_called", name) for name in code.also_called)]
        for name, value in fields:
            owner = owners.setdefault(name_key(value), code)
            if value and owner is not code:
                place = f"{owner.file}, line {owner.lines.get('id', 1)}"
                fix = f"give every code its own; '{owner.code_id}' ({place}) has it already"
                yield code.mistake(name, f"the {name} '{value}' names two codes", fix)


def _parent_mistakes(codes: Sequence[Code]) -> Iterator[Mistake]:
    parents = {code.code_id: code.parent_id for code in codes}
    for code in codes:
        if code.parent_id is None:
            continue
        if code.parent_id not in parents:
            fix = suggest(code.parent_id, parents, otherwise="write the id of a code of this study")
            yield code.mistake("parent", f"code '{code.code_id}' has an unknown parent '{code.parent_id}'", fix)
        elif code.code_id == min(cycle := _cycle(code.code_id, parents), default=None):
            path = " > ".join([*cycle, cycle[0]])
            fix = "take the parent away from the code that stands at the top"
            yield code.mistake("parent", f"codes are their own ancestors: {path}", fix)


def _cycle(code_id: str, parents: Mapping[str, str | None]) -> list[str]:
    """The ids from `code_id` up until it comes round again; empty where it never does."""
    path = [code_id]
    while (above := parents.get(path[-1])) is not None and above not in path:
        path.append(above)
    return path if above == code_id else []


def _pattern_mistakes(codes: Sequence[Code]) -> Iterator[Mistake]:
    for code in codes:
        for name, patterns in (("patterns", code.patterns), ("not_patterns", code.not_patterns)):
            for number, pattern in enumerate(patterns):
                if problem := find_pattern_problem(pattern):
                    said = f"code '{code.code_id}', pattern '{pattern}': {problem}"
                    yield code.mistake(f"{name}.{number}", said, "codebooks/README.md says how patterns are written")


def codes_table(codebook: Codebook) -> pd.DataFrame:
    """Return the table of codes: one row per code in the codebook's order, with its theme (columns: schemas.CODES).

    `applies_to` is missing throughout: it is the study's to say (`scope.assign_scope`).
    """
    themes = [codebook.theme_of(code).code_id for code in codebook.codes]
    ruled = {theme for code, theme in zip(codebook.codes, themes, strict=True) if code.patterns}
    rows = [
        {
            "code_id": code.code_id,
            "label": code.label,
            "definition": code.definition,
            "parent_id": code.parent_id,
            "theme_id": theme,
            "is_theme": code.is_theme,
            "has_rules": bool(code.patterns) or (code.is_theme and theme in ruled),
            "order": order,
            "codebook": code.codebook,
            "codebook_title": code.codebook_title or code.codebook,
            "version": code.version,
            "applies_to": None,
            "colour": code.colour,
        }
        for order, (code, theme) in enumerate(zip(codebook.codes, themes, strict=True))
    ]
    columns = ["code_id", "label", "definition", "parent_id", "theme_id", "is_theme", "has_rules", "order"]
    return pd.DataFrame(rows, columns=[*columns, "codebook", "codebook_title", "version", "applies_to", "colour"])
