"""What `qualpipe init` makes of a file: what it can be used for, and how study.toml would say so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.formats.surveys.values import OpenItem
from pipeline.formats.tables import TextTable
from pipeline.methods.text.collected import CollectedSource

TALK = ("focus_group", "interview")
KINDS = (*TALK, "document", "survey")
GUIDE = "guide"
ROSTER = "roster"
CODEBOOK = "codebook"
_LINE = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """How study.toml would have a table read: its layout, the columns it is sure of, and lines to decide on.

    `items` are the columns of `table` that hold people's own words, where these are questions.
    """

    table: TextTable
    layout: str
    columns: Mapping[str, str]
    doubts: tuple[str, ...] = ()
    items: tuple[OpenItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """One file and what it was understood to be.

    `use` is what study.toml can name it for: a kind of source, a guide, a roster or a codebook; empty for a file that
    cannot be used. `said` says so in one line without anybody's words or name. `sources` is what it says, `reading`
    how a table is read, `wordings` the questions of a guide, `yaml` the codebook that a table holds.
    """

    name: str
    use: str
    said: str
    sources: tuple[CollectedSource, ...] = ()
    reading: Reading | None = None
    wordings: tuple[str, ...] = ()
    yaml: str = field(default="", repr=False)


def quote(text: str) -> str:
    """Return `text` as TOML and YAML both write a text in double quotes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def list_quoted(texts: Sequence[str]) -> str:
    """Return `texts` as a list in TOML: on one line, or one below the other where that would be long."""
    quoted = [quote(text) for text in texts]
    line = f"[{', '.join(quoted)}]"
    return line if len(line) <= _LINE else "[\n    " + ",\n    ".join(quoted) + ",\n]"


def count(n: int, one: str, several: str = "") -> str:
    """Return a number with its noun: "1 turn", "1,234 turns"."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"
