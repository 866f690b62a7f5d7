"""Sources as collected: what files say, before people and questions are known by their ids."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_UNITS = (
    *((extension, "paragraph") for extension in (".docx", ".odt", ".rtf", ".html", ".htm")),
    *((extension, "row") for extension in (".xlsx", ".xlsm")),
    *((extension, "case") for extension in (".sav", ".zsav")),
    (".pdf", "page"),
    (".json", "turn"),
)
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class CollectedTurn:
    """One turn or answer as a file gives it.

    `label` is what the file calls the speaker, `name` the person's name where the file tells it, `key` the
    participant's key in a table; `question` is the id or the wording of the question; times are seconds; `line` is
    the line or row of the file; `may_quote` is the person's consent where the file tells it.
    """

    text: str
    label: str = ""
    name: str = ""
    key: str = ""
    question: str = ""
    section: str = ""
    start_time: float | None = None
    end_time: float | None = None
    line: int = 0
    row_key: str = ""
    may_quote: bool | None = None
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class CollectedSource:
    """One source as collected: a transcript, or a response sheet (`is_sheet`), whose `stem` the person's id completes.

    `attributes` are what the study says of the file and the file of the source; those of `of_person` describe the
    respondent.
    """

    stem: str
    kind: str
    title: str
    date: str
    file: str
    turns: tuple[CollectedTurn, ...]
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    of_person: Mapping[str, str] = field(default_factory=dict[str, str])
    key: str = ""
    name: str = ""
    is_sheet: bool = False


def list_called(source: CollectedSource) -> tuple[str, ...]:
    """Return all that a source is called: its stem, its file, the file's name, and that without its extension."""
    name = source.file.rpartition("/")[2]
    return (source.stem, source.file, name, name.rpartition(".")[0] or name)


def slug(text: str) -> str:
    """Return `text` as part of an id: lower case, runs of anything but letters, digits and _ replaced by one hyphen."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-_") or "x"


def place(file: str, lines: Iterable[int]) -> str:
    """Return what a message says of where something is in a file: its first lines, rows or paragraphs."""
    unit = next((unit for suffix, unit in _UNITS if file.lower().endswith(suffix)), "line")
    listed = sorted(lines)
    return f"{file}, {unit} " + ", ".join(map(str, listed[:_SHOWN])) + (", ..." if len(listed) > _SHOWN else "")


def name_tails(paths: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return for each path its shortest tail that no other path ends in, so that no id depends on a whole path.

    Args:
        paths: the parts of each path, the file last. Equal paths keep equal tails.
    """
    tails = [tuple(path[-1:]) for path in paths]
    for depth in range(2, max(map(len, paths), default=0) + 1):
        groups: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        for path, tail in zip(paths, tails, strict=True):
            groups[tail].add(tuple(path))
        tails = [
            tuple(path[-depth:]) if len(groups[tail]) > 1 else tail for path, tail in zip(paths, tails, strict=True)
        ]
    return tails


def name_stems(paths: Sequence[tuple[tuple[str, ...], str]]) -> list[str]:
    """Return a distinct source id for each file: the slug of its stem, with folders before or the extension behind.

    Args:
        paths: for each file its folders and stem, and its extension.
    """
    plain = [(*folders[:-1], slug(folders[-1])) for folders, _ in paths]
    stems = [slug("-".join(tail)) for tail in name_tails(plain)]
    return [
        f"{stem}-{slug(extension)}" if stems.count(stem) > 1 else stem
        for stem, (_, extension) in zip(stems, paths, strict=True)
    ]


def make_distinct(names: Iterable[str]) -> list[str]:
    """Return `names` in order, with -2, -3 and so on added to each that was there before."""
    counts: Counter[str] = Counter()
    taken: set[str] = set()
    distinct: list[str] = []
    for name in names:
        candidate = name
        while candidate in taken:
            counts[name] += 1
            candidate = f"{name}-{counts[name] + 1}"
        taken.add(candidate)
        distinct.append(candidate)
    return distinct
