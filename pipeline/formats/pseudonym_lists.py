"""A study's own list of pseudonyms: CSV or XLSX with the columns name and pseudonym."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import Problem, SourceError
from pipeline.formats.tables import find_columns, read_table_file
from pipeline.methods.text.words import squeeze

_LONGEST = 38


def read_pseudonyms(path: Path, file: str) -> dict[str, str]:
    """Return name -> pseudonym as the list at `path` gives them; rows without a name are left out.

    Raises:
        SourceError: a column is missing, or a row has no pseudonym that can stand in brackets; no name is said.
    """
    table = read_table_file(path.read_bytes(), file)
    columns = find_columns(table, {"name": "name", "pseudonym": "pseudonym"})
    rows = [
        (line, squeeze(row[columns["name"]]), squeeze(row[columns["pseudonym"]]))
        for line, row in zip(table.places, table.rows, strict=True)
    ]
    problems = [
        Problem(
            "a pseudonym is missing, too long, or has brackets within",
            f"{file}, row {line}",
            f"write one of at most {_LONGEST} characters; the brackets around it are put there by the software",
        )
        for line, name, pseudonym in rows
        if name and not _is_usable(pseudonym)
    ]
    if problems:
        raise SourceError.of(problems)
    return {name: pseudonym for _, name, pseudonym in rows if name}


def _is_usable(pseudonym: str) -> bool:
    inside = pseudonym.removeprefix("[").removesuffix("]").strip()
    return 0 < len(inside) <= _LONGEST and not set(inside) & set("[]")
