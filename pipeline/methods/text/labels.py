"""Speaker labels: what they look like, how they are compared, and which are names, roles or numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.methods.text.words import squeeze

CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"

_ROLE = r"(?:interviewer|moderator|facilitator|int|mod)"
_NUMBER = r"\s*[#._-]?\s*\d*"
_FACILITATOR = re.compile(rf"{_ROLE}{_NUMBER}|q")
_GENERIC = re.compile(
    rf"(?:{_ROLE}|speaker|participant|respondent|interviewee|informant|person|voice|unknown|unidentified|all|several"
    r"|(?:(?:fe)?male|unknown|unidentified|man|woman)(?: (?:voice|speaker|participant))?"
    rf"|(?!q)[a-z]{{1,2}}(?=\s*[#._-]?\d)|[amri]){_NUMBER}|q"
)
_NOT_A_SPEAKER = re.compile(
    r"note|notes|nb|ps|re|date|time|location|place|venue|duration|length|present|participants|attendees|transcript"
    r"|transcription|transcribed by|transcriber|recording|recorded|interview|focus group|file|file name|title|subject"
    r"|topic|theme|key|legend|summary|example|examples|warning|source|link|url|https?|background|introduction"
    r"|laughter|laughs|laughing|pause|silence|inaudible|unclear|crosstalk|overlapping|applause|music|sighs|coughs"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|pros|cons|questions?|answers?"
    r"|(?:question|q|section|part|activity|exercise|task|slide|page|line|figure|table|chapter|step|day|session|track"
    r"|tape|side|week|number|no|item|group)\s*[#.-]?\s*\d+"
)
_INTERJECTION = re.compile(
    r"yes|yeah|yep|no|nope|ok|okay|right|sure|thanks|thank you|exactly|absolutely|definitely|true|agreed|well|so|and"
    r"|but|oh|ah|mm+|hmm+|uh|um|wow|great|good|correct|maybe|never|always|sorry|please|hello|hi|hey|bye|the|this|that"
)
_PARTICLES = frozenset(("de", "da", "do", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den"))
_ADDED = re.compile(r"\s*[(\[](?P<added>[^()\[\]]*)[)\]]?\s*$")
_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Label:
    """Where a line says who speaks: the label as written, where the words begin, and the time beside it (seconds).

    A strong label says by itself that somebody speaks; `notation` is how the file writes it.
    """

    text: str
    end: int
    time: float | None = None
    is_strong: bool = False
    notation: str = ""


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """What is known of a file's labels beforehand.

    `comparable` are the roster's labels as `comparable` writes them; `unmarked` are short labels, as written, that may
    stand before the words without any sign ("MD Good morning"); `explained` are the names that the file's legend gives,
    as `comparable` writes them; `pattern`, where not empty, replaces the grammar.
    """

    comparable: frozenset[str] = frozenset()
    unmarked: frozenset[str] = frozenset()
    pattern: str = ""
    explained: frozenset[str] = frozenset()


def comparable(label: str) -> str:
    """Return `label` as labels are compared: single spaces, no emphasis, no final colon or full stop, no capitals."""
    return squeeze(label).strip("*_: .").casefold()


def split_label(label: str) -> tuple[str, str]:
    """Return `label` without the brackets at its end, and what stands in them: ("P3", "F, 34") for "P3 (F, 34)"."""
    match = _ADDED.search(label)
    return (label[: match.start()].strip(), match["added"].strip()) if match and match.start() else (label, "")


def is_facilitator_word(label: str) -> bool:
    """Return whether `label` is one of the words that plainly mean a facilitator: Interviewer, Moderator, Int, Q."""
    return _FACILITATOR.fullmatch(comparable(split_label(label)[0])) is not None


def is_generic(label: str) -> bool:
    """Return whether `label` is a role, a number or a single letter that any transcript may use for anybody."""
    key = comparable(split_label(label)[0])
    return len(key) == 1 or _GENERIC.fullmatch(key) is not None


def is_name(label: str) -> bool:
    """Return whether `label` may be a person's name, rather than a role, a number or initials."""
    words = [re.sub(r"[\W\d_]", "", word) for word in split_label(label)[0].split()]
    named = [word for word in words if len(word) > 1 and not word[0].islower()]
    spelled = any(len(word) > _INITIALS or not word.isupper() for word in named)
    return spelled and not is_generic(label)


def is_interjection(label: str) -> bool:
    """Return whether `label` is a word that people say alone ("Yes", "Thank you") or begin with ("So", "Well")."""
    return _INTERJECTION.fullmatch(comparable(label)) is not None


def is_shaped(label: str, known: Collection[str]) -> bool:
    """Return whether `label` has the shape of a label: known, a role or number, or words in capitals or title case.

    Args:
        label: what stands where a label may.
        known: labels that count whatever their shape, as `comparable` writes them.
    """
    bare = split_label(label)[0]
    key = comparable(bare)
    if comparable(label) in known or key in known or _GENERIC.fullmatch(key):
        return True
    words = bare.split()
    titled = all(word in _PARTICLES or not word[0].islower() for word in words)
    begun = bool(words) and re.match(r"[^\W_]", words[0]) is not None and any(map(str.isalpha, words[0]))
    return titled and begun and not words[0][0].islower() and _NOT_A_SPEAKER.fullmatch(key) is None


def parse_time(text: str) -> float | None:
    """Return the seconds that `text`, such as "[00:12:31]", "12:31" or "751.5", stands for, or None."""
    parts = text.strip().strip("[]()#").replace(",", ".").split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    seconds = sum(number * 60**power for power, number in enumerate(reversed(numbers)))
    return seconds if math.isfinite(seconds) and min(numbers) >= 0 else None
