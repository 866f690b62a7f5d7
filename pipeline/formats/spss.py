"""SPSS files (.sav, .zsav) to rows of cells: names and labels of variables as headers, values as their labels."""

from __future__ import annotations

import io

from pipeline.errors import SourceError
from pipeline.formats.cells import Sheet, read_cells
from pipeline.formats.encodings import DAMAGED
from pipeline.methods.text.passages import add_fates

SPSS = (b"$FL2", b"$FL3")


def parse_sav(data: bytes, name: str, encoding: str = "") -> Sheet:
    """Return the cases of an SPSS file below two header rows: the variables' names, and their labels.

    A value that has a label is written as the label; what the file declares as missing is a blank cell. Rows are called
    by the number of their case.

    Args:
        data: the file's bytes.
        name: what messages call the file.
        encoding: what the settings say; empty for what the file itself says.

    Raises:
        SourceError: the file is damaged or of another kind, or its encoding is unknown.
    """
    import pyreadstat

    try:
        columns, about = pyreadstat.read_sav(io.BytesIO(data), output_format="dict", encoding=encoding or None)
    except (pyreadstat.ReadstatError, *DAMAGED):
        raise SourceError(
            f"'{name}' cannot be read as an SPSS file",
            where=name,
            fix="open it in SPSS or PSPP and save it again, or export it as CSV or XLSX",
        ) from None
    header, lost = read_cells([about.column_names, [label or "" for label in about.column_labels]])
    meant = about.variable_value_labels
    values = [[meant.get(name, {}).get(value, value) for value in column] for name, column in columns.items()]
    rows, lost_below = read_cells(zip(*values, strict=True))
    return Sheet(
        "", header + rows, [0, 0, *range(1, len(rows) + 1)], header_rows=2, fates=add_fates([lost, lost_below])
    )
