"""What the cells of a column hold: people's own words, or numbers, dates, addresses, ids and choices from a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.formats.tables import TextTable

_NUMBER = re.compile(r"[-+]?[\d\s.,]*\d\s?%?|[\u00a3$\u20ac]\s?[\d.,]+")
_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
_MOMENT = re.compile(rf"{_DATE}[\sT,]*{_CLOCK}")
_DAY = re.compile(rf"{_DATE}|{_CLOCK}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_CHOICES = re.compile(r"\s*[,;|]\s*")
_SAMPLE = 2000
_WORDY = 4
_CHARACTERS_A_WORD = 2
_ENOUGH = 0.2
_MANY = 0.5
_LETTERS = 0.6
_SAME = 0.3
_FEW = 20


def is_moment(cell: str) -> bool:
    """Return whether a cell holds a date with a time of day, and nothing else."""
    return _MOMENT.fullmatch(cell.strip()) is not None


def is_personal(cell: str) -> bool:
    """Return whether a cell holds an e-mail or IP address, and nothing else."""
    text = cell.strip()
    return bool(_EMAIL.fullmatch(text) or _IP.fullmatch(text))


def is_data(cell: str) -> bool:
    """Return whether a cell holds what no header does: an e-mail, IP or web address, or a date with its time."""
    return is_personal(cell) or is_moment(cell) or _ADDRESS.fullmatch(cell.strip()) is not None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A column that looks like people's own words: its number, what to call it, how many answers of how many words."""

    number: int
    names: tuple[str, ...]
    n_answers: int
    n_words: float


def find_open_items(table: TextTable) -> Iterator[OpenItem]:
    """Find the columns whose cells look like people's own words.

    At least one answer in five has four words or more, these are seldom alike, nearly all they hold is letters, and
    they are no choices ticked in a list, nor numbers, dates, addresses or ids. Of a long column every n-th row is read.
    """
    step = max(1, len(table.rows) // _SAMPLE)
    rows = table.rows[::step]
    for number, names in enumerate(table.columns):
        cells = [cell for row in rows if (cell := row[number].strip())]
        if names and cells and _look_open(cells):
            n_answers = sum(not row[number].isspace() for row in table.rows if row[number])
            yield OpenItem(number, names, n_answers, sum(map(_count, cells)) / len(cells))


def _count(cell: str) -> int:
    """How many words a cell has; where a script has no spaces, two characters are one."""
    unspaced = len(_UNSPACED.findall(cell))
    return len(_WORD.findall(cell)) if not unspaced else unspaced // _CHARACTERS_A_WORD


def _look_open(cells: Sequence[str]) -> bool:
    wordy = [cell for cell in cells if _count(cell) >= _WORDY]
    if len(wordy) < max(1, _ENOUGH * len(cells)) or len(set(wordy)) <= _MANY * len(wordy):
        return False
    other = sum(not _is_prose(cell) for cell in cells)
    return other <= _MANY * len(cells) and not _are_choices(wordy)


def _is_prose(cell: str) -> bool:
    if any(pattern.fullmatch(cell) for pattern in (_NUMBER, _DAY, _MOMENT, _EMAIL, _IP, _ADDRESS)):
        return False
    visible = [char for char in cell if not char.isspace()]
    return sum(map(str.isalpha, visible)) >= _LETTERS * len(visible)


def _are_choices(cells: Sequence[str]) -> bool:
    """Return whether the cells are put together from a few parts, as where several boxes could be ticked."""
    parts = Counter(part for cell in cells for part in _CHOICES.split(cell) if part)
    return len(cells) >= _FEW and len(parts) < _SAME * parts.total()
