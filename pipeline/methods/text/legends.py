"""Legends: the lines of a transcript that explain its own labels, as in "MD - Michelle Drumm"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.methods.text.labels import is_generic, is_name
from pipeline.methods.text.passages import Line

_LEGEND = re.compile(
    r"[*_]{0,3}(?P<label>[^\W\d_]\w{0,4})[*_]{0,3}"
    r"(?P<sign>\s+[-\u2013\u2014=]\s*|\s*[-\u2013\u2014=]\s+|\s*:[ \t]+|[ \t]+)[*_]{0,3}"
    r"(?P<name>[^\W\d_][\w.'\u2019-]*(?: \w[\w.'\u2019-]*){0,4})"
    r"(?P<rest>\s*(?:[,(]|\s[-\u2013\u2014]\s).{0,80})?[*_]{0,3}"
)
_LEGEND_LINES = 60
_SHORTEST_BLOCK = 2


def find_legend(lines: Sequence[Line]) -> dict[int, tuple[str, str]]:
    """Find the lines that explain a label: "MD - Michelle Drumm", "MD Michelle Drumm", "I: Interviewer".

    Args:
        lines: the lines of one file.

    Returns:
        Line number -> (label, name), for each label its first such line. The line stands among the first 60, and
        another line begins with the label. Its label begins a word of the name, or it is one of two and more such
        lines with capital words, one below the other; a colon explains a label only by a role.
    """
    matches = [_LEGEND.fullmatch(line.text.strip()) for line in lines[:_LEGEND_LINES]]
    blocks = _find_blocks(lines, matches)
    explained: dict[int, tuple[str, str]] = {}
    for number, match in enumerate(matches):
        if match and (_explains(match, lines) or number in blocks) and _opens_another(match["label"], number, lines):
            explained[number] = (match["label"], match["name"].strip())
    first = {label: number for number, (label, _) in reversed(explained.items())}
    return {number: (label, name) for number, (label, name) in explained.items() if first[label] == number}


def _explains(match: re.Match[str], lines: Sequence[Line]) -> bool:
    words, sign = match["name"].split(), match["sign"].strip()
    if sign == ":":
        return is_generic(match["name"]) and len(match["name"]) > len(match["label"]) and match["rest"] is None
    if sign:
        begins = match["label"][0].casefold() in {word[0].casefold() for word in words}
        return begins and (_is_full(match["name"]) or not _is_notation(match["label"], lines))
    initials = "".join(word[0] for word in words)
    return match["label"].isupper() and initials.startswith(match["label"]) and match["rest"] is None


def _is_notation(label: str, lines: Sequence[Line]) -> bool:
    """Tell whether the file writes a dash between this label and what is said."""
    dashed = re.compile(rf"\W*{re.escape(label)}\s*[-\u2013\u2014]\s")
    return sum(dashed.match(line.text) is not None for line in lines) > 1


def _find_blocks(lines: Sequence[Line], matches: Sequence[re.Match[str] | None]) -> set[int]:
    """Find lines below one another, each with another label, a dash and a name, one of which is surely a legend."""
    found: set[int] = set()
    block: dict[str, int] = {}
    is_sure = False
    for number, match in enumerate(matches):
        if match and match["label"] not in block and _may_stand_in_block(match, lines):
            block[match["label"]] = number
            is_sure = is_sure or _is_full(match["name"]) or _explains(match, lines)
        elif match or lines[number].text.strip():
            block, is_sure = {}, False
        found |= set(block.values()) if is_sure and len(block) >= _SHORTEST_BLOCK else set()
    return found


def _may_stand_in_block(match: re.Match[str], lines: Sequence[Line]) -> bool:
    is_titled = all(word[0].isupper() for word in match["name"].split())
    may_be_name = _is_full(match["name"]) or (is_titled and not _is_notation(match["label"], lines))
    return match["sign"].strip() not in {"", ":"} and may_be_name


def _is_full(name: str) -> bool:
    """Tell a name of several words with capitals, or a role, from what may be said."""
    return is_generic(name) or (len(name.split()) > 1 and is_name(name) and all(w[0].isupper() for w in name.split()))


def _opens_another(label: str, number: int, lines: Sequence[Line]) -> bool:
    opening = re.compile(rf"(?:[\W\d]*\W)?{re.escape(label)}(?!\w)")
    return any(n != number and opening.match(line.text) for n, line in enumerate(lines))
