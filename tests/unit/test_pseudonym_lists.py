"""A study's own list of pseudonyms."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats.pseudonym_lists import read_pseudonyms


def write(folder, text):
    """Write a list."""
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_lead_to_pseudonyms(tmp_path):
    """Other columns and rows without a name do not matter; brackets may be written or not."""
    path = write(tmp_path, "site,pseudonym,name\nx,Rosa,Maria  Lopez\ny,,\nz,[Leeds-like town],Corliss Falls\n")
    assert read_pseudonyms(path, "list.csv") == {"Maria Lopez": "Rosa", "Corliss Falls": "[Leeds-like town]"}


@pytest.mark.parametrize("pseudonym", ["", "[]", "x" * 60, "a [b]"])
def test_a_pseudonym_that_cannot_stand_in_brackets_is_named_by_its_row(tmp_path, pseudonym):
    """The name is not said."""
    with pytest.raises(SourceError, match=r"list\.csv, row 2") as caught:
        read_pseudonyms(write(tmp_path, f"name,pseudonym\nMaria,{pseudonym}\n"), "list.csv")
    assert "Maria" not in str(caught.value)


def test_a_missing_column_is_named(tmp_path):
    """The list needs both columns."""
    with pytest.raises(SourceError, match="pseudonym"):
        read_pseudonyms(write(tmp_path, "name,alias\nMaria,Rosa\n"), "list.csv")
