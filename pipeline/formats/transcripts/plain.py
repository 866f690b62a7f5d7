"""Text and Markdown transcripts."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.formats.transcripts.lines import INLINE_TIMES, parse_lines, split_lines
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import MARKUP, Line, Transcript

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+\S.*)")
_RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|\u2014+)\s*")
_SIGNS = (
    r"^[ \t]*[-*+>\u2022][ \t]+",
    r"(?<![\w*])\*{1,3}(?=[^\s*])",
    r"(?<=[^\s*])\*{1,3}(?![\w*])",
    r"(?<!\w)_{1,3}(?=\w)",
    r"(?<=[^\s_])_{1,3}(?!\w)",
)
_MARKDOWN = rf"(?P<{MARKUP}>{'|'.join(_SIGNS)})|{INLINE_TIMES}"


def parse_plain(text: str, labels: KnownLabels | None) -> Transcript:
    """Return the transcript in plain `text`.

    Args:
        text: the text, with LF line ends.
        labels: what is known of the speakers; None for a text nobody speaks in.
    """
    return parse_lines(text, split_lines(text), labels=labels)


def parse_markdown(text: str, labels: KnownLabels | None) -> Transcript:
    """Return the transcript in Markdown `text`: headings become sections, front matter and signs are skipped.

    Args:
        text: the text, with LF line ends.
        labels: what is known of the speakers; None for a text nobody speaks in.
    """
    lines = split_lines(text)
    n_front = _count_front_matter(lines)
    front = [replace(line, fate="front matter") for line in lines[:n_front]]
    return parse_lines(text, [*front, *map(_read_signs, lines[n_front:])], labels=labels, inline=_MARKDOWN)


def _read_signs(line: Line) -> Line:
    if _RULE.fullmatch(line.text):
        return replace(line, fate=MARKUP)
    match = _HEADING.fullmatch(line.text)
    return replace(line, level=len(match[1])) if match else line


def _count_front_matter(lines: list[Line]) -> int:
    """Return how many lines the YAML block between two `---` lines at the top takes up."""
    if lines[0].text.rstrip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines) if n and line.text.rstrip() in {"---", "..."}), 0)
