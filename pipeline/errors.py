"""What can be wrong with a study, said so that a researcher can mend it: what, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or worth knowing; never holds a participant's words."""

    problem: str
    where: str = ""
    fix: str = ""

    def __str__(self) -> str:
        """Return the problem as one to three lines: what, where, what to do."""
        lines = [self.problem]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.fix:
            lines.append(f"  to do: {self.fix}")
        return "\n".join(lines)


def suggest(written: str, known: Iterable[str], otherwise: str) -> str:
    """Return what to do about a name that nothing has: the closest of the `known` ones, or else `otherwise`.

    Capitals make no difference; of known names that differ in nothing else the first counts.
    """
    folded = {name.casefold(): name for name in reversed(list(known))}
    close = difflib.get_close_matches(written.casefold(), folded, n=1)
    return f"did you mean '{folded[close[0]]}'?" if close else otherwise


class StudyError(Exception):
    """Something only the researcher can mend; shown as a list of problems, never as a traceback."""

    exit_code = 2

    def __init__(self, problem: str, *, where: str = "", fix: str = "") -> None:
        """Hold one problem; use `of` to hold several."""
        super().__init__(problem)
        self.problems: tuple[Problem, ...] = (Problem(problem, where, fix),)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> StudyError:
        """Return one error that lists every problem, in the order given."""
        listed = tuple(problems)
        error = cls(listed[0].problem)
        error.problems = listed
        return error

    def __str__(self) -> str:
        """Return every problem; numbered when there is more than one."""
        if len(self.problems) == 1:
            return str(self.problems[0])
        return "\n".join(f"{n}. {problem}" for n, problem in enumerate(self.problems, start=1))


class SettingsError(StudyError):
    """study.toml says something that cannot be followed."""

    exit_code = 3


class SourceError(StudyError):
    """A transcript, survey export or participants' file cannot be read as what it claims to be."""

    exit_code = 4


class CodebookError(StudyError):
    """The codebook contradicts itself or leaves something undefined."""

    exit_code = 5


class CodingsError(StudyError):
    """A coder's file holds codings that cannot be placed or understood."""

    exit_code = 6


class TableError(StudyError):
    """A table between two stages is missing, was edited, or breaks its contract."""

    exit_code = 7


class OutputError(StudyError):
    """A result could not be written."""

    exit_code = 8


class LeakError(StudyError):
    """A result would hold what was to be replaced; it has been taken away."""

    exit_code = 9


class InterruptedRunError(StudyError):
    """The researcher stopped the run; what was finished is kept, nothing is half-written."""

    exit_code = 130
