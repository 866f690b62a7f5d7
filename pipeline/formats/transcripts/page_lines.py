"""Lines as a page prints them: what every page repeats is taken out, and what a page's edge broke is joined."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.formats.transcripts.paragraphs import Paragraph
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import Fates, Line
from pipeline.methods.text.speakers import find_labels

_EDGE = 2
_FEWEST_PAGES = 2
_MOST = 0.6
_BARE_NUMBER = re.compile(r"\d{1,5}")
_SHORTEST_COLUMN = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p(?:g|ag)?\.?)?\s*(?P<number>\d{1,4})(?:\s*(?:/|of|von|de|sur)\s*(?P<last>\d{1,4}))?\W*",
    re.IGNORECASE,
)
_FULL = 0.85
_HALF = 0.5
_USUAL_LENGTH = 0.9
_END = re.compile(r"[.!?\u2026:]['\"\u2019\u201d)\]]*$")
_HYPHENS = ("-", "\u00ad", "\u2010")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OFTEN = 0.05


def take_out_number_columns(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], Fates]:
    """Return the lines of each page without columns of numbers, in which a page lists its line numbers by themselves.

    A column is at least three lines of a number each that count up by the same step, or two that carry on or repeat
    the columns before.

    Args:
        pages: the lines of each page.
    """
    kept: list[list[str]] = []
    numbers: list[str] = []
    for lines in pages:
        kept.append([])
        for is_number, run in groupby(lines, key=lambda line: _BARE_NUMBER.fullmatch(line) is not None):
            found = list(run)
            if is_number and _is_column(found, numbers):
                numbers += found
            else:
                kept[-1] += found
    return kept, {"line number": (sum(map(len, numbers)), len(numbers))} if numbers else {}


def _is_column(run: Sequence[str], before: Sequence[str]) -> bool:
    values = [int(number) for number in run]
    steps = {later - earlier for earlier, later in pairwise(values)}
    carries_on = steps == {1} and (run[0] in before or str(values[0] - 1) in before[-1:])
    return carries_on or (len(values) >= _SHORTEST_COLUMN and len(steps) == 1 and min(steps) > 0)


def take_out_page_furniture(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], Fates]:
    """Return the lines of each page without headers, footers and page numbers, and what these count, by fate.

    A header or footer is one of the two first or two last lines of a page that, but for its digits, stands at the edge
    of most pages and nowhere else; a page number is a line at an edge that is the page's number or counts up with it.

    Args:
        pages: the lines of each page.
    """
    edges = [_list_edges(lines) for lines in pages]
    repeated = _find_repeated(pages, edges)
    numbers = _find_page_numbers(pages, edges)
    kept: list[list[str]] = []
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for page, lines in enumerate(pages):
        kept.append([])
        for place, line in enumerate(lines):
            is_furniture = place in edges[page] and _pattern(line) in repeated
            fate = "page number" if place in numbers[page] else "header or footer" if is_furniture else ""
            characters[fate] += len(line)
            places[fate] += 1
            kept[page] += [] if fate else [line]
    return kept, {fate: (characters[fate], places[fate]) for fate in characters if fate}


def _list_edges(lines: Sequence[str]) -> list[int]:
    written = [place for place, line in enumerate(lines) if line.strip()]
    return sorted({*written[:_EDGE], *written[-_EDGE:]})


def _pattern(line: str) -> str:
    return _DIGITS.sub("#", line.strip().casefold())


def _find_repeated(pages: Sequence[Sequence[str]], edges: Sequence[Collection[int]]) -> set[str]:
    at_edge = Counter(
        pattern
        for lines, edge in zip(pages, edges, strict=True)
        for pattern in {_pattern(lines[place]) for place in edge}
    )
    everywhere = Counter(_pattern(line) for lines in pages for line in lines)
    fewest = max(_FEWEST_PAGES, _MOST * len(pages))
    return {
        pattern
        for pattern, n in at_edge.items()
        if n >= fewest and everywhere[pattern] <= n and not pattern.endswith(":") and any(map(str.isalpha, pattern))
    }


def _find_page_numbers(pages: Sequence[Sequence[str]], edges: Sequence[Collection[int]]) -> list[set[int]]:
    """Return for each page the places of lines that are its number: counted from any first page, on most pages."""
    candidates = [
        {place: match for place in edge if (match := _PAGE_NUMBER.fullmatch(lines[place]))}
        for lines, edge in zip(pages, edges, strict=True)
    ]
    offsets = Counter(
        offset
        for page, found in enumerate(candidates)
        for offset in {int(match["number"]) - page for match in found.values()}
    )
    offset, n = max(offsets.items(), key=lambda item: (item[1], -abs(item[0] - 1)), default=(0, 0))
    is_told = any(match["last"] == str(len(pages)) for found in candidates for match in found.values())
    if n < max(_FEWEST_PAGES, _MOST * len(pages)) and not (is_told and len(pages) == 1):
        return [set() for _ in pages]
    return [
        {place for place, match in found.items() if int(match["number"]) - page == offset}
        for page, found in enumerate(candidates)
    ]


def join_lines(lines: Sequence[Paragraph], labels: KnownLabels | None) -> tuple[list[Paragraph], Fates]:
    """Return the paragraphs that printed lines make, and the hyphens that fell away where a word was put together.

    A line goes on in the next if the next line's first word had no room left in it, or if it ends in the middle of a
    sentence, unless a speaker's label begins there. A word is put together if the whole word stands elsewhere in the
    text, or if lines often end in a hyphen and the word is never written with one; else its hyphen is its own.

    Args:
        lines: the lines of all pages, in order.
        labels: what is known of the speakers; None for a text nobody speaks in.
    """
    width = _find_width([line.text for line in lines])
    begins = _list_labelled(lines, labels) if labels else set[int]()
    words = {word.casefold() for line in lines for word in _WORDS.findall(line.text)}
    is_usual = sum(line.text.endswith(_HYPHENS) for line in lines) > _OFTEN * len(lines)
    paragraphs: list[Paragraph] = []
    n_hyphens, last = 0, ""
    for number, line in enumerate(lines):
        if number and number not in begins and _goes_on(last, line.text, width):
            is_cut = _is_cut(last, line.text, words, is_usual=is_usual)
            before = paragraphs[-1].text[:-1] if is_cut else paragraphs[-1].text
            between = "" if last.endswith(_HYPHENS) else " "
            paragraphs[-1] = replace(paragraphs[-1], text=before + between + line.text)
            n_hyphens += is_cut
        else:
            paragraphs.append(line)
        last = line.text
    return paragraphs, {"hyphen at a line's end": (n_hyphens, n_hyphens)} if n_hyphens else {}


def _list_labelled(lines: Sequence[Paragraph], labels: KnownLabels) -> set[int]:
    """Return the numbers of the lines that begin with a label, or may: among wrapped lines labels seem rarer."""
    found, doubtful = find_labels([Line(0, line.text) for line in lines], labels)
    return {number for number, label in enumerate(found) if label} | set(doubtful)


def _find_width(lines: Sequence[str]) -> float:
    """Return how many characters fill a line, or infinity where hardly any line ends in the middle of a sentence."""
    if sum(_is_broken(*pair) for pair in pairwise(lines)) <= _OFTEN * len(lines):
        return math.inf
    lengths = sorted(map(len, lines))
    return lengths[min(int(_USUAL_LENGTH * len(lengths)), len(lengths) - 1)]


def _is_broken(line: str, following: str) -> bool:
    return _END.search(line) is None and following[:1].islower()


def _goes_on(line: str, following: str, width: float) -> bool:
    """Tell whether `line` was broken only because the first word of `following` had no room left in it.

    Letters differ in width: a line without the end of a sentence may be shorter, still more so before a small letter.
    """
    if _is_broken(line, following) and (line.endswith(_HYPHENS) or math.isinf(width)):
        return True
    room = len(line) + 1 + len(following.split(maxsplit=1)[0])
    least = _HALF if _is_broken(line, following) else 1 if _END.search(line) else _FULL
    return room > least * width


def _is_cut(line: str, following: str, words: Collection[str], *, is_usual: bool) -> bool:
    """Tell whether the hyphen at the end of `line` is there only because the line ends."""
    before, after = _WORD_BEFORE.search(line), _WORD_AFTER.match(following)
    if before is None or after is None or not following[0].islower():
        return False
    whole, compound = ((before[1] + hyphen + after[0]).casefold() for hyphen in ("", "-"))
    return line.endswith("\u00ad") or whole in words or (is_usual and compound not in words)
