"""The codebooks of a study as a reader meets them: each by its title, with what it is applied to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

import pandas as pd

from pipeline.methods.coding.scope import find_applicable, list_scope
from pipeline.reporting import words
from pipeline.reporting.given import Tables, take_spoken, take_wordings

_KINDS = {
    "focus_group": ("focus groups", "focus-group"),
    "interview": ("interviews", "interview"),
    "survey": ("survey", "survey"),
    "document": ("documents", "document"),
}
_LONGEST_QUESTION = 70


@dataclass(frozen=True, slots=True)
class AppliedCodebook:
    """A codebook and what it is applied to.

    `scope` says it after the title, as in 'survey only'; `segments` says whose share a prevalence is, as in 'survey
    segments'; `n_segments` is how many of participants' segments there are to look for its codes in.
    """

    codebook_id: str
    title: str
    scope: str
    segments: str
    n_segments: int

    @property
    def heading(self) -> str:
        """The title with the scope, as in 'Traits of a leader: survey only'."""
        return f"{self.title}: {self.scope}"


def list_codebooks(tables: Tables) -> list[AppliedCodebook]:
    """Return the codebooks of the study in their order."""
    codes, spoken, wordings = tables["codes"].sort_values("order"), take_spoken(tables), take_wordings(tables)
    found = []
    for codebook_id, of_book in codes.groupby("codebook", sort=False):
        names = list_scope(of_book["applies_to"].iloc[0])
        kinds = [name for name in names if name in _KINDS]
        questions = [_quote(wordings.get(name, name)) for name in names if name not in _KINDS]
        named = words.join_words([*(_KINDS[kind][0] for kind in kinds), *questions])
        said = [words.join_words([_KINDS[kind][1] for kind in kinds]) + " segments"] if kinds else []
        said += [f"segments on {words.join_words(questions)}"] if questions else []
        applies = find_applicable(of_book.head(1), spoken)
        found.append(
            AppliedCodebook(
                str(codebook_id),
                str(of_book["codebook_title"].iloc[0]),
                f"{named} only" if names else "all sources",
                words.join_words(said) or "segments",
                int(applies.sum()),
            )
        )
    return found


def _quote(wording: str) -> str:
    return f"\u201c{shorten(wording, _LONGEST_QUESTION, placeholder=' ...')}\u201d"


def list_told_apart(tables: Tables) -> list[AppliedCodebook]:
    """Return the codebooks that a reader must tell apart: all, or none where the only one is applied to everything."""
    codebooks = list_codebooks(tables)
    is_plain = len(codebooks) == 1 and list_scope(tables["codes"]["applies_to"].iloc[0]) == []
    return [] if is_plain else codebooks


def add_headings(table: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return `table`, whose rows have a code_id, with the column `heading` where codebooks must be told apart."""
    told_apart = {book.codebook_id: book.heading for book in list_told_apart(tables)}
    if not told_apart:
        return table
    return table.assign(heading=_name_codebooks(table["code_id"], tables).map(told_apart))


def part_by_codebook(
    table: pd.DataFrame, tables: Tables, *, by: str = "code_id"
) -> Iterator[tuple[AppliedCodebook, pd.DataFrame]]:
    """Return the rows of `table`, whose column `by` names a code, codebook by codebook; no codebook without rows."""
    codebook_ids = _name_codebooks(table[by], tables)
    for book in list_codebooks(tables):
        rows = table[codebook_ids == book.codebook_id]
        if len(rows):
            yield book, rows


def place_codebooks(code_ids: pd.Series, tables: Tables) -> pd.Series:
    """Return for each code the place of its codebook among those of the study."""
    places = {book.codebook_id: place for place, book in enumerate(list_codebooks(tables))}
    return _name_codebooks(code_ids, tables).map(places)


def _name_codebooks(code_ids: pd.Series, tables: Tables) -> pd.Series:
    return code_ids.map(tables["codes"].set_index("code_id")["codebook"])
