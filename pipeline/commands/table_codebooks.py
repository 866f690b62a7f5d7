"""A codebook kept as a table, written as the YAML that the analysis reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from pipeline.commands.seen import quote
from pipeline.formats.codebooks import parse_codebook
from pipeline.formats.surveys.columns import list_heads
from pipeline.formats.tables import TextTable
from pipeline.methods.coding.codebook import check_codebook
from pipeline.methods.text.collected import make_distinct, slug
from pipeline.methods.text.words import squeeze

_FIELDS = {
    "label": ("label", "code", "codename", "name", "tag", "theme", "category", "node", "codepath", "path"),
    "definition": ("definition", "description", "meaning", "explanation", "codedefinition", "codedescription"),
    "include": ("include", "inclusion", "inclusioncriteria", "whentouse"),
    "exclude": ("exclude", "exclusion", "exclusioncriteria", "whennottouse"),
    "examples": ("examples", "example", "examplequote"),
    "parent": ("parent", "parentcode", "parentname", "parentnode", "parenttheme", "partof"),
}
_LEVELS = (
    ("theme", "category", "level1", "parentcode", "code1", "topcode", "maincode"),
    ("subtheme", "subcategory", "level2", "code", "code2", "subcode", "childcode"),
    ("subsubtheme", "level3", "subcode", "code3"),
)
_STEP = re.compile(r"\s*(?:->|>|\u2192|\\|::| / )\s*")
_MOST_CODES = 500
_LONGEST_LABEL = 80
_UNDEFINED = "(to be written)"

Path = tuple[str, ...]
"""The labels that lead to a code, the theme's first and its own last."""


def is_codebook(table: TextTable) -> bool:
    """Return whether a table is a codebook: it has a column of codes with short names, and one of their definitions."""
    heads = list_heads(table)
    columns = _find_columns(heads)
    named = _find_levels(heads) or [columns[field] for field in ("label",) if field in columns]
    if not named or "definition" not in columns or len(table.rows) > _MOST_CODES:
        return False
    return all(len(row[number]) <= _LONGEST_LABEL for row in table.rows for number in named)


def render_codebook(table: TextTable, name: str) -> str:
    """Return the codebook that a table holds, one code a row, as YAML.

    A code lies below another where the table has a column for every level (a blank repeats the one above), a column
    for the parent, or paths in the code's own column ("Work > Training"). A parent without a row of its own is added.
    What is read beside codes and definitions is what to include, what to exclude and examples. A code without a
    definition gets a remark in its place.

    Raises:
        CodebookError: two rows name one code, say.
    """
    heads = list_heads(table)
    columns = _find_columns(heads)
    rows = list(_list_codes(table.rows, columns, _find_levels(heads)))
    by_label = {path[-1]: path for path, _ in reversed(rows)}
    listed = [(_complete(path, by_label), cells) for path, cells in rows]
    known = {path for path, _ in listed}
    codes: list[tuple[Path, Mapping[str, str]]] = []
    for path, cells in listed:
        above = [path[:depth] for depth in range(1, len(path)) if path[:depth] not in known]
        codes += [(parent, {}) for parent in above]
        known |= {*above}
        codes.append((path, cells))
    ids = make_distinct(_name(path[-1]) for path, _ in codes)
    parents = {path: code_id for code_id, (path, _) in reversed(list(zip(ids, codes, strict=True)))}
    lines = [
        f"# Made from {quote(name)} by `qualpipe init`: check it; from now on this file is the one that counts.",
        "# README.md in this folder says what a code may hold: patterns for the machine coder, for one.",
        "codebook:",
        "  id: codebook",
        f"  title: {quote(PurePath(name).stem)}",
        '  version: "0.1"',
        "",
        "codes:",
    ]
    for code_id, (path, cells) in zip(ids, codes, strict=True):
        lines += _render_code(code_id, path[-1], parents.get(path[:-1], ""), cells)
    text = "\n".join(lines) + "\n"
    check_codebook(*parse_codebook(text, name))
    return text


def _list_codes(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int], levels: Sequence[int]
) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Yield every row's code with its cells by field; rows that name no code are left out."""
    above: Path = ()
    for row in rows:
        cells = {field: squeeze(row[number]) for field, number in columns.items()}
        path = above = _read_levels(row, levels, above) if levels else _read_path(cells)
        if path:
            yield path, cells


def _read_levels(row: Sequence[str], levels: Sequence[int], above: Path) -> Path:
    """The labels of a row that has a column for every level; a blank above a filled cell is as in the row before."""
    labels = [squeeze(row[number]) for number in levels]
    deepest = max((depth for depth, label in enumerate(labels) if label), default=-1)
    filled = [
        label or (above[depth] if depth < len(above) else "") for depth, label in enumerate(labels[: deepest + 1])
    ]
    return tuple(label for label in filled if label)


def _read_path(cells: Mapping[str, str]) -> Path:
    own = [part for part in _STEP.split(cells.get("label", "")) if part]
    parent = [part for part in _STEP.split(cells.get("parent", "")) if part]
    return tuple([*parent, *own] if len(own) == 1 else own)


def _complete(path: Path, by_label: Mapping[str, Path]) -> Path:
    """The path from the theme on, where a table names no more than the parent of each code."""
    while len(path) > 1 and len(above := by_label.get(path[0], ())) > 1 and path[0] not in path[1:]:
        path = (*above[:-1], *path)
    return path


def _name(label: str) -> str:
    return slug(unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode())


def _find_columns(heads: Sequence[str]) -> dict[str, int]:
    found = {field: [heads.index(head) for head in known if head in heads] for field, known in _FIELDS.items()}
    return {field: numbers[0] for field, numbers in found.items() if numbers}


def _find_levels(heads: Sequence[str]) -> list[int]:
    """The columns of a table that has one for every level of its codes, from the top; none where it has no two."""
    found: list[int] = []
    for known in _LEVELS:
        found += [heads.index(head) for head in known if head in heads and heads.index(head) not in found][:1]
    return found if len(found) > 1 else []


def _render_code(code_id: str, label: str, parent: str, cells: Mapping[str, str]) -> Iterator[str]:
    yield f"  - id: {quote(code_id)}"
    yield f"    label: {quote(label)}"
    if parent:
        yield f"    parent: {quote(parent)}"
    yield f"    definition: {quote(cells.get('definition') or _UNDEFINED)}"
    for field in ("include", "exclude", "examples"):
        if cells.get(field):
            yield f"    {field}:\n      - {quote(cells[field])}"
