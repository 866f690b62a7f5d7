"""What contracts of tables are written with: columns by name and kind, and the table that they make."""

from __future__ import annotations

import pandera.pandas as pa

Columns = dict[str, pa.Column]


def columns(names: str, kind: type, check: pa.Check | None = None) -> Columns:
    """Return the columns that `names` lists, of one kind; a name with a question mark may be empty."""
    listed = [(name.rstrip("?"), name.endswith("?")) for name in names.split()]
    return {
        name: pa.Column("Int64" if kind is int and empty else kind, check, nullable=empty, coerce=True)
        for name, empty in listed
    }


def texts(names: str, *, one_of: tuple[str, ...] = ()) -> Columns:
    """Return columns of text, of `one_of` the values where they are given."""
    return columns(names, str, pa.Check.isin(one_of) if one_of else None)


def wholes(names: str) -> Columns:
    """Return columns of whole numbers from 0 up."""
    return columns(names, int, pa.Check.ge(0))


def shares(names: str) -> Columns:
    """Return columns of numbers in 0-1."""
    return columns(names, float, pa.Check.in_range(0, 1))


def numbers(names: str) -> Columns:
    """Return columns of numbers."""
    return columns(names, float)


def yes_no(names: str) -> Columns:
    """Return columns of true and false."""
    return columns(names, bool)


def table(name: str, one_row_per: str, columns: Columns, unique: str = "") -> pa.DataFrameSchema:
    """Return the contract of the table `name`: its columns and no other, one row per `one_row_per`."""
    return pa.DataFrameSchema(
        columns, name=name, description=f"One row per {one_row_per}.", unique=unique.split() or None, strict=True
    )
