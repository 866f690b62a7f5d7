"""What was found in a text, and which finding counts where two overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

PATTERN, ROSTER, NICKNAME, MISSPELLING, ENTITY = "pattern", "roster", "nickname", "misspelling", "entity"
SURENESS = (PATTERN, ROSTER, NICKNAME, MISSPELLING, ENTITY)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One identifier at a span of a text: what kind it is, whose or what name it stands for, and who found it."""

    start: int
    end: int
    kind: str
    name: str
    detector: str


def resolve_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings that do not overlap, by the policy *surest first*.

    A finding gives way to a surer one (pattern, roster, nickname, misspelling, entity), then to a longer, then to an
    earlier one. What is left of it beside the winner still counts, so that nothing found is ever left in the text.

    Args:
        findings: spans of one text, in any order.

    Returns:
        The findings that count, in the order of the text.
    """
    settled: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        taken = [(other.start, other.end) for other in settled]
        settled += [replace(finding, start=s, end=e) for s, e in subtract_spans((finding.start, finding.end), taken)]
    return sorted(settled, key=lambda finding: finding.start)


def _rank(finding: Finding) -> tuple[int, int, int]:
    return SURENESS.index(finding.detector), finding.start - finding.end, finding.start


def subtract_spans(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what is left of `span` outside every span in `taken`, in order; nothing where all of it is taken."""
    start, end = span
    left: list[Span] = []
    for taken_start, taken_end in sorted(taken):
        if taken_start >= end or taken_end <= start:
            continue
        if start < taken_start:
            left.append((start, taken_start))
        start = max(start, taken_end)
    return [*left, (start, end)] if start < end else left


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Return whether `span` shares a character with any of `others`."""
    return any(start < span[1] and span[0] < end for start, end in others)
