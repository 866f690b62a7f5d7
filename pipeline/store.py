"""Reading and writing tables: Parquet, checked against its contract, replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pandera.errors

from pipeline.errors import OutputError, Problem, TableError

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema


def check_table(table: pd.DataFrame, schema: DataFrameSchema) -> pd.DataFrame:
    """Return `table` in the types of `schema`, or raise TableError naming every broken column, never a value."""
    try:
        return schema.validate(table, lazy=True)
    except pandera.errors.SchemaErrors as error:
        raise TableError.of(_contract_problems(error, str(schema.name))) from None


def _contract_problems(error: pandera.errors.SchemaErrors, table: str) -> list[Problem]:
    failures = error.failure_cases
    is_name = failures["check"].isin(["column_in_schema", "column_in_dataframe"])
    columns = failures["failure_case"].where(is_name, failures["column"]).astype(str)
    broken = pd.DataFrame({"column": columns, "check": failures["check"].astype(str)})
    counts = broken.value_counts(sort=False).reset_index()
    return [
        Problem(
            f"table '{table}', column '{row.column}': breaks the contract '{row.check}' ({row.count} times)",
            where=table,
            fix="run `qualpipe analyze --from ingest`; if it comes back, report it: this is a fault of the software",
        )
        for row in counts.sort_values(["column", "check"]).itertuples()
    ]


def read_table(path: Path, schema: DataFrameSchema) -> pd.DataFrame:
    """Return the table at `path` after checking it against `schema`; raise TableError when missing or broken."""
    try:
        table = pd.read_parquet(path)
    except FileNotFoundError:
        raise TableError(
            f"table '{schema.name}' has not been made yet",
            where=path.name,
            fix="run `qualpipe analyze`, which makes everything that is missing",
        ) from None
    except (OSError, ValueError):
        raise TableError(
            f"table '{schema.name}' is damaged",
            where=path.name,
            fix="delete the file and run `qualpipe analyze` again",
        ) from None
    return check_table(table, schema)


def write_table(table: pd.DataFrame, path: Path, schema: DataFrameSchema) -> None:
    """Write `table`, checked against `schema` with its columns in contract order, to `path`: whole or not at all."""
    checked = check_table(table.reset_index(drop=True), schema)
    declared = [name for name in schema.columns if name in checked.columns]
    extra = sorted(name for name in checked.columns if name not in schema.columns)
    with replacing(path) as temporary:
        checked[declared + extra].to_parquet(temporary, index=False)


def write_text(text: str, path: Path) -> None:
    """Write `text` as UTF-8 with LF line ends to `path`, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path that takes the place of `path` at the end; on any failure leave `path` as it was."""
    temporary = path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"could not write '{path.name}': {error.strerror or 'the disk refused'}",
            where=path.parent.name,
            fix="free some disk space or mend the folder's permissions, then run the same command again",
        ) from None
    finally:
        if temporary != path:
            temporary.unlink(missing_ok=True)
