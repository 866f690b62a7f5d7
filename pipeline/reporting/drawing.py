"""One figure before it is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure before it is drawn: its file name, which figure it is, the table it shows, and its words."""

    name: str
    kind: str
    table: pd.DataFrame
    title: str
    caption: str


def name_file(*parts: str) -> str:
    """Return a name for the file of a figure: letters, digits, hyphens and underscores, whatever is in its `parts`."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", "_".join(parts))
