"""A codebook kept as a table, written as the YAML that the analysis reads."""

from __future__ import annotations

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
    "label": ("label", "code", "codename", "name", "tag", "theme", "category", "node"),
    "definition": ("definition", "description", "meaning", "explanation", "codedefinition", "codedescription"),
    "include": ("include", "inclusion", "inclusioncriteria", "whentouse"),
    "exclude": ("exclude", "exclusion", "exclusioncriteria", "whennottouse"),
    "examples": ("examples", "example", "examplequote"),
}
_MOST_CODES = 500
_LONGEST_LABEL = 80
_UNDEFINED = "(to be written)"


def is_codebook(table: TextTable) -> bool:
    """Return whether a table is a codebook: it has a column of codes with short names, and one of their definitions."""
    columns = _find_columns(list_heads(table))
    if not {"label", "definition"} <= set(columns) or len(table.rows) > _MOST_CODES:
        return False
    return all(len(row[columns["label"]]) <= _LONGEST_LABEL for row in table.rows)


def render_codebook(table: TextTable, name: str) -> str:
    """Return the codebook that a table holds, one code a row, as YAML.

    What is read beside codes and definitions is what to include, what to exclude and examples. A code without a
    definition gets a remark in its place.

    Raises:
        CodebookError: two rows name one code, say.
    """
    columns = _find_columns(list_heads(table))
    rows = [row for row in table.rows if squeeze(row[columns["label"]])]
    ids = make_distinct(_name(row[columns["label"]]) for row in rows)
    head = [
        f"# Made from {quote(name)} by `qualpipe init`: check it; from now on this file is the one that counts.",
        "# README.md in this folder says what a code may hold: patterns for the machine coder, for one.",
        "codebook:",
        "  id: codebook",
        f"  title: {quote(PurePath(name).stem)}",
        '  version: "0.1"',
        "",
        "codes:",
    ]
    codes = (line for code_id, row in zip(ids, rows, strict=True) for line in _render_code(code_id, row, columns))
    text = "\n".join([*head, *codes]) + "\n"
    check_codebook(*parse_codebook(text, name))
    return text


def _name(label: str) -> str:
    return slug(unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode())


def _find_columns(heads: Sequence[str]) -> dict[str, int]:
    found = {field: [heads.index(head) for head in known if head in heads] for field, known in _FIELDS.items()}
    return {field: numbers[0] for field, numbers in found.items() if numbers}


def _render_code(code_id: str, row: Sequence[str], columns: Mapping[str, int]) -> Iterator[str]:
    cells = {field: squeeze(row[number]) for field, number in columns.items()}
    yield f"  - id: {quote(code_id)}"
    yield f"    label: {quote(cells['label'])}"
    yield f"    definition: {quote(cells['definition'] or _UNDEFINED)}"
    for field in ("include", "exclude", "examples"):
        if cells.get(field):
            yield f"    {field}:\n      - {quote(cells[field])}"
