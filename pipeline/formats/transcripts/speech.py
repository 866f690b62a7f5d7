"""What speech-to-text tools say: pieces of speech with who and when, and the turns they make."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.formats.encodings import normalise
from pipeline.methods.text.labels import comparable, parse_time
from pipeline.methods.text.passages import SPEECH, Passage, Transcript, TurnMark

_ISO = re.compile(
    r"P(?:(?P<d>\d+(?:\.\d+)?)D)?T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?"
)
_UNITS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0}
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff1f\uff01][\"'\u201d\u2019)\]]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of speech: who ('' if the tool does not say), the words, when (seconds), whether no space precedes."""

    speaker: str
    text: str
    start: float | None = None
    end: float | None = None
    is_glued: bool = False


def dig(value: Any, path: str) -> Any:
    """Return what `path` leads to inside JSON, as in `nBest.0.display`, or None where the way is barred."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def list_records(value: Any, path: str = "") -> list[dict[str, Any]]:
    """Return the records in the list that `path` leads to; none where there is no list."""
    found = dig(value, path)
    return [record for record in found if isinstance(record, dict)] if isinstance(found, list) else []


def name_speaker(value: Any) -> str:
    """Return a tool's name for a speaker as a label: a number is 'Speaker' and the number, nothing is ''."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"Speaker {value:g}"
    return " ".join(value.split()) if isinstance(value, str) else ""


def read_seconds(value: Any, unit: float = 1.0) -> float | None:
    """Return the seconds in a time as tools write it, to the millisecond, or None.

    Args:
        value: a number, or text such as "1.2", "1.2s", "00:00:01.200", "PT1.2S".
        unit: how many seconds a number of 1 is.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    seconds = _parse_seconds(value, unit) if isinstance(value, str) else float(value) * unit
    return round(seconds, 3) if seconds is not None and math.isfinite(seconds) and seconds >= 0 else None


def _parse_seconds(value: str, unit: float) -> float | None:
    if iso := _ISO.fullmatch(value):
        return sum(float(iso[key]) * seconds for key, seconds in _UNITS.items() if iso[key])
    seconds = parse_time(value.rstrip("s"))
    return seconds if seconds is None or ":" in value or value.endswith("s") else seconds * unit


def compose_speech(said: Iterable[Said]) -> Transcript:
    """Return the transcript that pieces of speech make; its text is the turns, each on a line of its own.

    Pieces of one speaker in a row are one turn, from the start of the first to the end of the last. Where the tool
    names nobody, a turn ends with the piece that ends a sentence.

    Args:
        said: the pieces, in order.
    """
    pieces = [piece for piece in said if piece.text.strip() or piece.is_glued]
    has_speakers = any(piece.speaker for piece in pieces)
    text, passages, marks = "", list[Passage](), dict[int, TurnMark]()
    for turn in _gather(pieces, has_speakers=has_speakers):
        words = normalise(_join(turn), "").text.strip()
        if not words:
            continue
        if text:
            passages.append(Passage(len(text), len(text) + 1, "blank"))
            text += "\n"
        number = len(marks)
        passages.append(Passage(len(text), len(text) + len(words), SPEECH, number))
        text += words
        marks[number] = _mark(turn, number)
    return Transcript(
        text=text,
        passages=tuple(passages),
        marks=marks,
        legend={},
        has_speakers=has_speakers,
        notation="speakers named by the tool" if has_speakers else "",
    )


def _gather(pieces: Sequence[Said], *, has_speakers: bool) -> Iterator[list[Said]]:
    turn: list[Said] = []
    for piece in pieces:
        is_same = comparable(piece.speaker) == comparable(turn[-1].speaker) if turn else True
        is_over = bool(turn) and not has_speakers and _SENTENCE_END.search(turn[-1].text) is not None
        if turn and (not is_same or (is_over and not piece.is_glued)):
            yield turn
            turn = []
        turn.append(piece)
    if turn:
        yield turn


def _join(turn: Sequence[Said]) -> str:
    return "".join(piece.text if piece.is_glued else " " + piece.text.strip() for piece in turn)


def _mark(turn: Sequence[Said], number: int) -> TurnMark:
    starts = [piece.start for piece in turn if piece.start is not None]
    ends = [piece.end for piece in turn if piece.end is not None]
    start, end = (starts[0] if starts else None), (max(ends) if ends else None)
    return TurnMark(turn[0].speaker, "", start, end if start is None or end is None else max(start, end), number + 1)
