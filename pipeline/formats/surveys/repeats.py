"""What stands twice in a survey: the same response, the same words of one person or of several, the same row id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.errors import Problem
from pipeline.methods.text.collected import CollectedTurn, place

_WORDY = 4
_LONG = 8

Answers = tuple[str, tuple[CollectedTurn, ...]]
"""The key of a respondent (empty: unknown), and the answers of one response sheet."""


def find_repeats(file: str, sheets: Sequence[Answers]) -> Iterator[Problem]:
    """Find answers that occur twice; all of them are kept.

    Told are sheets that agree in every answer (eight words or more in all), answers of four words or more that one
    sheet gives to two questions, and answers of eight words or more that different people gave in the same words.
    """
    copies = _find_copies(sheets)
    if copies:
        yield Problem(
            f"{len(copies)} response(s) of '{file}' agree with an earlier one in every answer; all are kept",
            where=place(file, [sheets[number][1][0].line for number in copies]),
            fix="if somebody sent the form twice, delete one of the rows, or those words are counted twice",
        )
    if twice := [line for _, answers in sheets for line in _list_said_twice(answers)]:
        yield Problem(
            f"{len(twice)} answer(s) of '{file}' repeat what the same person wrote to another question; all are kept",
            where=place(file, twice),
            fix="nothing to do if people copied their own words; they are counted under both questions",
        )
    if shared := _list_shared([sheet for number, sheet in enumerate(sheets) if number not in copies]):
        yield Problem(
            f"{len(shared)} long answer(s) of '{file}' are word for word those of somebody else; all are kept",
            where=place(file, shared),
            fix="look whether one person answered under two keys, or a text was pasted in",
        )


def _n_words(text: str) -> int:
    return text.count(" ") + 1


def _find_copies(sheets: Sequence[Answers]) -> set[int]:
    seen: set[tuple[str, ...]] = set()
    copies: set[int] = set()
    for number, (_, answers) in enumerate(sheets):
        if sum(_n_words(turn.text) for turn in answers) < _LONG:
            continue
        said = tuple(part for turn in answers for part in (turn.question, turn.text))
        copies |= {number} if said in seen else set()
        seen.add(said)
    return copies


def _list_said_twice(answers: Sequence[CollectedTurn]) -> list[int]:
    if len(answers) == 1:
        return []
    seen: set[str] = set()
    lines: list[int] = []
    for turn in answers:
        if _n_words(turn.text) >= _WORDY:
            lines += [turn.line] if turn.text in seen else []
            seen.add(turn.text)
    return lines


def _list_shared(sheets: Sequence[Answers]) -> list[int]:
    first: dict[str, int] = {}
    lines: list[int] = []
    for number, (key, answers) in enumerate(sheets):
        for turn in answers:
            if _n_words(turn.text) >= _LONG:
                other = first.setdefault(turn.text, number)
                lines += [turn.line] if other != number and (not key or sheets[other][0] != key) else []
    return lines


Keyed = tuple[int, str, Sequence[str]]
"""A row's line, its key (empty: none), and what else makes it another row than those with its key."""


def find_repeated_keys(file: str, rows: Iterable[Keyed]) -> Iterator[Problem]:
    """Find row ids that several rows of the `file` have."""
    if repeated := _group_repeated(rows):
        yield Problem(
            f"{len(repeated)} row id(s) of '{file}' stand in more than one row; all rows are kept",
            where=place(file, [line for lines in repeated for line in lines[1:]]),
            fix="give each row an id of its own, or a coder's decision about one row may land on another",
        )


def find_repeated_people(file: str, rows: Iterable[Keyed]) -> Iterator[Problem]:
    """Find respondents who have several rows in the `file` that nothing tells apart."""
    if repeated := _group_repeated(rows):
        yield Problem(
            f"{len(repeated)} respondent(s) of '{file}' have several rows that no attribute tells apart; each row is a"
            " response sheet of that person",
            where=place(file, [line for lines in repeated for line in lines[1:]]),
            fix="if rows are waves, name their column in `columns.attributes`; if a form was sent twice, delete one",
        )


def _group_repeated(rows: Iterable[Keyed]) -> list[list[int]]:
    lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line, key, of_row in rows:
        if key:
            lines[key, *of_row].append(line)
    return [found for found in lines.values() if len(found) > 1]
