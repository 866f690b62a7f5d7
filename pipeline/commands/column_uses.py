"""What a survey's columns are for: who answered, who may be quoted, what groups people; plain, or to be decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.commands.seen import list_quoted, quote
from pipeline.formats.surveys.columns import assume_uses, parse_yes_no
from pipeline.formats.surveys.dialects import Dialect, fold_header
from pipeline.formats.surveys.values import OpenItem
from pipeline.formats.tables import TextTable

WHO = re.compile(
    r"(?:participant|respondent|person|subject|student|patient|client|user|case|member|interviewee)"
    r"(?:id|code|key|number|no|nr)?|pseudonym|(?:study|survey|record|rand|random|unique|anonymous)?id"
)
_ROW = re.compile(r"(?:comment|answer|response|row|record|entry)(?:id|number|no|nr)")
_NAME = re.compile(r"(?:your|participant|respondent|full|first|given)?name")
_MOST_CHOICES = 12
_FEWEST_OF_A_KIND = 3
_MOST_PROPOSED = 8
_MARKS = {"", "0", "1", "true", "false", "x"}


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A table with what is known of its columns: their names, who wrote it, which hold people's own words."""

    name: str
    table: TextTable
    dialect: Dialect
    heads: Sequence[str]
    personal: Collection[int]
    items: tuple[OpenItem, ...]

    def find(self, known: Collection[str] | re.Pattern[str]) -> Iterator[int]:
        """Find the columns whose names are among those known, in the order of what is known, or match."""
        if isinstance(known, re.Pattern):
            yield from (n for n, head in enumerate(self.heads) if known.fullmatch(head))
        else:
            yield from (self.heads.index(head) for head in known if head in self.heads)

    def cells(self, column: int) -> list[str]:
        """Return the cells of a column without white space around them."""
        return [row[column].strip() for row in self.table.rows]

    def header(self, column: int) -> str:
        """Return what study.toml calls a column: the first of its names that no other column has."""
        names = self.table.columns[column]
        others = {name for n, of_other in enumerate(self.table.columns) if n != column for name in of_other}
        return next((name for name in names if name not in others), names[-1])


def find_columns(table: TableSeen, taken: Collection[int | None]) -> tuple[dict[str, str], list[str]]:
    """Return the columns of a survey whose use is plain, and lines for study.toml that somebody should decide on.

    Args:
        table: the survey.
        taken: the columns of answers and questions.

    Returns:
        Use -> header; and remarks: who answered, consent and attributes, each with why it is not sure.
    """
    assumed = assume_uses(table.table, {}, table.dialect)
    free = [n for n, names in enumerate(table.table.columns) if names and n not in {*taken, *assumed.values()}]
    people = [] if "participant" in assumed else _find_people(table, free)
    rows = [n for n in table.find(_ROW) if n in free and n not in people[:1] and _tells_rows_apart(table.cells(n))]
    names = [] if table.dialect.names else [n for n in table.find(_NAME) if n in free]
    consents = [n for n in free if _is_about(table, n, "quot") and _says_yes_or_no(table.cells(n))]
    found = {"participant": people, "row": rows, "name": names, "consent": consents}
    used = {use: numbers[0] for use, numbers in found.items() if numbers}
    doubts = (
        "" if people else _explain_people(table, assumed),
        "" if consents else _propose_consent(table, free),
        _propose_attributes(table, [n for n in free if n not in used.values()]),
    )
    return {use: table.header(number) for use, number in used.items()}, [doubt for doubt in doubts if doubt]


def _find_people(table: TableSeen, free: Collection[int]) -> list[int]:
    """Find columns that say who answered in every row: by an id before a name, by what many rows share last."""
    ids = [n for n in table.find(WHO) if n in free and all(table.cells(n))]
    names = [n for n in table.find(_NAME) if n in free and all(table.cells(n))]
    return [*sorted(ids, key=lambda n: table.heads[n] == "id"), *names]


def _tells_rows_apart(cells: Sequence[str]) -> bool:
    return all(cells) and len(set(cells)) == len(cells)


def _says_yes_or_no(cells: Sequence[str]) -> bool:
    return any(cells) and all(parse_yes_no(cell) is not None for cell in cells)


def _is_about(table: TableSeen, column: int, word: str) -> bool:
    return any(word in fold_header(name) for name in table.table.columns[column])


def _explain_people(table: TableSeen, assumed: Collection[str]) -> str:
    if "participant" in assumed:
        return (
            f"# People are told apart as in every export of {table.dialect.name}; if you gave codes of your own, name"
            ' their column:\n# columns.participant = "..."'
        )
    return (
        "# No column says who answered, so every row is somebody else. If one links a person's answers, name it:\n"
        '# columns.participant = "..."'
    )


def _propose_consent(table: TableSeen, free: Collection[int]) -> str:
    about = [n for n in free if _is_about(table, n, "consent") and _says_yes_or_no(table.cells(n))]
    if about:
        return (
            "# Does this column say who may be quoted, or only who took part? If the first, take the # away:\n"
            f"# columns.consent = {quote(table.header(about[0]))}"
        )
    return (
        "# No column says plainly (yes or no) whether a person's words may be shown; without one they may be:\n"
        '# columns.consent = "..."'
    )


def _propose_attributes(table: TableSeen, free: Collection[int]) -> str:
    grouping = [n for n in free if n not in table.personal and _groups_people(table, n)]
    if not grouping:
        return ""
    listed = list_quoted([table.header(n) for n in grouping[:_MOST_PROPOSED]])
    return (
        "# To compare groups, keep the columns that make them (and name one under [frequencies] groups):\n"
        + f"columns.attributes = {listed}".replace("\n", "\n# ").join(("# ", ""))
    )


def _groups_people(table: TableSeen, column: int) -> bool:
    """Tell a column of a few values, each with several rows, from a mark that a coder made."""
    if table.heads[column] in table.dialect.own:
        return False
    values = Counter(filter(None, table.cells(column)))
    is_mark = {value.casefold() for value in values} <= _MARKS
    return not is_mark and 1 < len(values) <= _MOST_CHOICES and min(values.values()) >= _FEWEST_OF_A_KIND
