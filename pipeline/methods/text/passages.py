"""Passages: every character of a file is speech that belongs to a turn, or is skipped for a reason."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SPEECH = "speech"
MARKUP = "markup"
ESCAPE = "character escape"
KEPT = "turn"

_ESCAPE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|lrm|rlm);")

Fates = Mapping[str, tuple[int, int]]
"""What became of a file's characters: fate -> (characters, places)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a file's text: speech of the turn numbered `turn`, or skipped for the reason in `kind`."""

    start: int
    end: int
    kind: str
    turn: int = -1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file without its line end.

    `start` is where it begins; `number` what a reader calls it, which in a Word document is its paragraph's;
    `level` its heading level (0: none); `bold` how many characters at its beginning are bold; `fate` why it is no
    speech, where its format says so.
    """

    start: int
    text: str
    number: int = 0
    level: int = 0
    bold: int = 0
    fate: str = ""


@dataclass(frozen=True, slots=True)
class TurnMark:
    """What a file says about one turn beside its words: who, below which headings, when (seconds), on which line."""

    label: str = ""
    section: str = ""
    start_time: float | None = None
    end_time: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Transcript:
    """A parsed file: its text, the passages that tile it, and the mark of every turn by its number.

    `legend` gives the name behind a label where the file itself does; `doubtful` are the lines that begin like a
    speaker's label but were read as words, `orphaned` those below a heading that no label gives to a speaker.
    `joiner` stands between stretches of one turn that the file keeps apart; `notation` says how the file writes labels.
    """

    text: str
    passages: tuple[Passage, ...]
    marks: Mapping[int, TurnMark]
    legend: Mapping[str, str]
    has_speakers: bool
    doubtful: tuple[int, ...] = ()
    orphaned: tuple[int, ...] = ()
    joiner: str = ""
    notation: str = ""


def plain_text(text: str) -> str:
    """Return `text` with HTML character escapes (`&amp;`, `&#8212;`) written as the characters they stand for."""
    return _ESCAPE.sub(_unescaped, text) if "&" in text else text


def _unescaped(match: re.Match[str]) -> str:
    return html.unescape(match.group()).replace("\u00a0", " ")


def count_fates(transcript: Transcript) -> dict[str, tuple[int, int]]:
    """Return how many characters of the text were kept in turns or skipped, and in how many places, by fate.

    The places of the fate 'turn' are turns. The characters of all fates sum to the length of the text.
    """
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    turns: set[int] = set()
    for passage in transcript.passages:
        if passage.kind != SPEECH:
            characters[passage.kind] += passage.end - passage.start
            places[passage.kind] += 1
            continue
        raw = transcript.text[passage.start : passage.end]
        characters[KEPT] += len(plain_text(raw))
        characters[ESCAPE] += len(raw) - len(plain_text(raw))
        places[ESCAPE] += len(_ESCAPE.findall(raw))
        turns.add(passage.turn)
    places[KEPT] = len(turns)
    return {fate: (characters[fate], places[fate]) for fate in sorted(places) if places[fate]}


def add_fates(counts: Iterable[Fates]) -> dict[str, tuple[int, int]]:
    """Return the sums of several counts of fates, in alphabetical order."""
    characters: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for fates in counts:
        characters.update({fate: n for fate, (n, _) in fates.items()})
        places.update({fate: n for fate, (_, n) in fates.items()})
    return {fate: (characters[fate], places[fate]) for fate in sorted(places)}


def join_turns(transcript: Transcript) -> dict[int, str]:
    """Return the words of every turn, in order of first speech, with character escapes resolved.

    Speech interrupted by anything but markup is joined by the transcript's joiner.
    """
    pieces: dict[int, list[str]] = {}
    is_interrupted = False
    for passage in transcript.passages:
        if passage.kind != SPEECH:
            is_interrupted = is_interrupted or passage.kind != MARKUP
            continue
        words = pieces.setdefault(passage.turn, [])
        if words and is_interrupted:
            words.append(transcript.joiner)
        words.append(plain_text(transcript.text[passage.start : passage.end]))
        is_interrupted = False
    return {turn: "".join(words) for turn, words in pieces.items()}


def trim_turns(text: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return `passages` with the white space around each turn given the fate 'blank'; they tile what they tiled.

    Args:
        text: what the passages point into.
        passages: stretches in order; those of one turn may be interrupted by skipped ones.
    """
    spans: dict[int, tuple[int, int]] = {}
    for passage in passages:
        raw = text[passage.start : passage.end]
        if passage.kind == SPEECH and raw.strip():
            first = passage.start + len(raw) - len(raw.lstrip())
            last = passage.start + len(raw.rstrip())
            spans[passage.turn] = (spans.get(passage.turn, (first, last))[0], last)
    return [piece for passage in passages for piece in _trimmed(passage, spans.get(passage.turn, (0, 0)))]


def _trimmed(passage: Passage, span: tuple[int, int]) -> list[Passage]:
    if passage.kind != SPEECH:
        return [passage]
    first = min(max(passage.start, span[0]), passage.end)
    last = max(min(passage.end, span[1]), first)
    pieces = [
        Passage(passage.start, first, "blank"),
        Passage(first, last, SPEECH, passage.turn),
        Passage(last, passage.end, "blank"),
    ]
    return [piece for piece in pieces if piece.start < piece.end]
