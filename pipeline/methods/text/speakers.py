"""The speaker-label grammar: which lines of a transcript say who speaks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.methods.text.passages import Line
from pipeline.methods.text.words import squeeze

CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIME = rf"[\[(]?{CLOCK}[\])]?"
_BRACKETED = rf"[\[(]{CLOCK}[\])]"
_WORD = r"[^\W_][\w.'\u2019&#/-]*"
_NAME = rf"{_WORD}(?:[ \u00a0]{_WORD}){{0,4}}(?: \([^\W\d_][^():\n]{{0,30}}\))?"
_LEAD = rf"\s*(?:(?:[-*+\u2022]|>{{1,3}})\s+)?(?:(?P<before>{_TIME})(?:\s*[-\u2013]\s+|\s+))?"
_COLON = r"\s*[:\uff1a](?![/\d])"
_MARK = r"(?P<mark>\*{1,3}|_{1,3})"
_EMPHASISED = rf"{_MARK}(?P<label>{_NAME})(?:\s*(?P<after>{_TIME}))?"

# A strong form says by itself that somebody speaks; a weak one must also recur, be known or be the rule in the file.
_STRONG = (
    rf"{_EMPHASISED}(?:{_COLON}(?P=mark)|(?P=mark){_COLON})",
    rf"{_MARK}(?P<label>{_NAME})(?P=mark)\s*(?P<after>{_TIME}){_COLON}",
    r"<v(?:\.[\w.-]+)?\s+(?P<label>[^>\n]+)>(?P<after>)",
    rf"(?P<label>{_NAME})\s*(?P<after>{_BRACKETED}){_COLON}",
)
_WEAK = (
    rf"{_EMPHASISED}(?P=mark)(?=\s|$)",
    rf"\[(?P<label>{_NAME})\](?:{_COLON})?(?P<after>)",
    rf"(?P<label>{_NAME})\s+(?P<after>{_TIME})(?:{_COLON}|$)",
    rf"(?P<label>{_NAME})(?:\s+(?P<after>{_BRACKETED})|\s{{2,}}(?P<late>{CLOCK}))(?=\s)",
    rf"(?P<label>{_NAME})(?:{_COLON}|\t+)(?P<after>)",
)
_FORMS = tuple((re.compile(_LEAD + form), form in _STRONG) for form in (*_STRONG, *_WEAK))
_BOLD = re.compile(rf"\s*(?P<label>{_NAME})\s*(?P<after>{_TIME})?\s*(?P<inside>[:\uff1a])?\s*")
_BARE = re.compile(r"\s*(?P<label>[^\W_]{1,5})(?:[ \t\u00a0]+(?P<next>\S)|\s*$)")
_COLON_ALONE = re.compile(_COLON)
_GAP = re.compile(rf"[ \t\u00a0]*(?:(?P<time>{_BRACKETED})[ \t\u00a0]*)?")
_LONGEST = 160

_ROLE = r"(?:interviewer|moderator|facilitator|int|mod)"
_FACILITATOR = re.compile(rf"{_ROLE}\s*[#.-]?\s*\d*|q")
_GENERIC = re.compile(
    rf"(?:{_ROLE}|speaker|participant|respondent|interviewee|informant|person|voice|unknown|unidentified|all|several"
    r"|(?:(?:fe)?male|unknown|man|woman)(?: (?:voice|speaker|participant))?|(?!q)[a-z]{1,2}(?=\s*[#.-]?\d)|[ami])"
    r"\s*[#.-]?\s*\d*|q"
)
_NOT_A_SPEAKER = re.compile(
    r"note|notes|nb|ps|re|date|time|location|place|venue|duration|length|present|participants|attendees|transcript"
    r"|transcription|transcribed by|transcriber|recording|recorded|interview|focus group|file|file name|title|subject"
    r"|topic|theme|key|legend|summary|example|examples|warning|source|link|url|https?|background|introduction"
    r"|laughter|laughs|laughing|pause|silence|inaudible|unclear|crosstalk|overlapping|applause|music|sighs|coughs"
    r"|(?:question|q|section|part|activity|exercise|task|slide|page|line|figure|table|chapter|step|day|session|track"
    r"|tape|side|week|number|no|item|group)\s*[#.-]?\s*\d+"
)
_PARTICLES = frozenset(("de", "da", "do", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den"))
_LEGEND = re.compile(
    r"(?P<label>[^\W\d_]\w{0,4})(?P<sign>\s+[-\u2013\u2014=]\s*|\s*[-\u2013\u2014=]\s+|[ \t]+)"
    r"(?P<name>[^\W\d_][\w.'\u2019-]*(?: \w[\w.'\u2019-]*){0,4})(?P<rest>\s*(?:[,(]|\s[-\u2013\u2014]\s).{0,80})?"
)
_LEGEND_LINES = 60
_MOST = 0.5
_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Label:
    """Where a line says who speaks: the label as written, where the words begin, and the time beside it (seconds)."""

    text: str
    end: int
    time: float | None = None
    is_strong: bool = False


def comparable(label: str) -> str:
    """Return `label` as labels are compared: single spaces, no emphasis, no final colon or full stop, no capitals."""
    return squeeze(label).strip("*_: .").casefold()


def is_facilitator_word(label: str) -> bool:
    """Return whether `label` is one of the words that plainly mean a facilitator: Interviewer, Moderator, Int, Q."""
    return _FACILITATOR.fullmatch(comparable(label)) is not None


def is_name(label: str) -> bool:
    """Return whether `label` may be a person's name, rather than a role, a number or initials."""
    words = [re.sub(r"[\W\d_]", "", word) for word in label.split()]
    named = [word for word in words if len(word) > 1 and not word[0].islower()]
    spelled = any(len(word) > _INITIALS or not word.isupper() for word in named)
    return spelled and _GENERIC.fullmatch(comparable(label)) is None


def parse_time(text: str) -> float | None:
    """Return the seconds that `text`, such as "[00:12:31]", "12:31" or "751.5", stands for, or None."""
    parts = text.strip().strip("[]()").replace(",", ".").split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    seconds = sum(number * 60**power for power, number in enumerate(reversed(numbers)))
    return seconds if math.isfinite(seconds) and min(numbers) >= 0 else None


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """What is known of a file's labels beforehand.

    `comparable` are the roster's labels as `comparable` writes them; `unmarked` are short labels, as written, that may
    stand before the words without any sign ("MD Good morning"); `pattern`, where not empty, replaces the grammar.
    """

    comparable: frozenset[str] = frozenset()
    unmarked: frozenset[str] = frozenset()
    pattern: str = ""


def find_labels(lines: Sequence[Line], labels: KnownLabels) -> tuple[list[Label | None], list[int]]:
    """Find who speaks on each line of a transcript.

    A candidate counts when its form is unmistakable (`**Name:**`, `[00:12] Name:`, `<v Name>`), when the label is
    known, is a role ("Interviewer", "P3") or recurs, or when most lines carry labels.

    Args:
        lines: the lines of one file.
        labels: what is known beforehand; a pattern there decides alone.

    Returns:
        For each line its label or None; and the numbers of the lines whose candidate was taken for words.
    """
    if labels.pattern:
        return _match_pattern(lines, labels.pattern), []
    known = labels.comparable | {comparable(label) for label in labels.unmarked}
    candidates = [_find_candidate(line, known, labels.unmarked) for line in lines]
    keys = Counter(comparable(label.text) for label in candidates if label)
    is_rule = keys.total() > _MOST * sum(bool(line.text.strip()) for line in lines)
    accepted = {key for key, n in keys.items() if is_rule or n > 1 or key in known or _GENERIC.fullmatch(key)}
    found = [c if c and (c.is_strong or comparable(c.text) in accepted) else None for c in candidates]
    doubtful = [number for number, label in enumerate(candidates) if label and not found[number]]
    return found, doubtful


def _match_pattern(lines: Sequence[Line], pattern: str) -> list[Label | None]:
    compiled = re.compile(pattern)
    found = [compiled.match(line.text) for line in lines]
    return [Label(squeeze(m["speaker"] or ""), m.end(), is_strong=True) if m else None for m in found]


def _find_candidate(line: Line, known: Collection[str], unmarked: Collection[str]) -> Label | None:
    head = line.text[:_LONGEST]
    if line.bold and (label := _find_bold_label(line, known)):
        return label
    for form, is_strong in _FORMS:
        if (match := form.match(head)) and _is_shaped(match["label"], known):
            return _label(line.text, match, is_strong=is_strong or match["before"] is not None)
    match = _BARE.match(head)
    if match and match["label"] in unmarked and _may_start_a_turn(match):
        return Label(match["label"], match.start("next") if match["next"] else match.end(), is_strong=True)
    return None


def _find_bold_label(line: Line, known: Collection[str]) -> Label | None:
    match = _BOLD.fullmatch(line.text, 0, line.bold)
    if not match or not _is_shaped(match["label"], known):
        return None
    colon = None if match["inside"] else _COLON_ALONE.match(line.text, line.bold)
    label = _label(line.text, colon or match, is_strong=bool(colon or match["inside"]))
    return Label(match["label"], label.end, label.time or parse_time(match["after"] or ""), label.is_strong)


def _label(text: str, match: re.Match[str], *, is_strong: bool) -> Label:
    named = match.groupdict()
    gap = _GAP.match(text, match.end())
    after = gap["time"] if gap else None
    time = parse_time(named.get("before") or named.get("after") or named.get("late") or after or "")
    return Label((named.get("label") or "").strip(), gap.end() if gap else match.end(), time, is_strong)


def _may_start_a_turn(match: re.Match[str]) -> bool:
    """Tell "A Yes, I did" from "A lot of people": after one letter the words must start with a capital."""
    return len(match["label"]) > 1 or not match["next"] or not match["next"].islower()


def _is_shaped(label: str, known: Collection[str]) -> bool:
    key = comparable(label)
    if key in known or _GENERIC.fullmatch(key):
        return True
    words = label.partition("(")[0].split()
    titled = all(word in _PARTICLES or not word[0].islower() for word in words)
    begun = bool(words) and any(map(str.isalpha, words[0])) and not words[0][0].islower()
    return titled and begun and _NOT_A_SPEAKER.fullmatch(key) is None


def find_legend(lines: Sequence[Line]) -> dict[int, tuple[str, str]]:
    """Find the lines that explain a label, as in "MD - Michelle Drumm" or "MD Michelle Drumm".

    Args:
        lines: the lines of one file.

    Returns:
        Line number -> (label, name). Such a line stands among the first 60, its label begins a
        word of the name, and another line of the file begins with the label.
    """
    explained: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(lines[:_LEGEND_LINES]):
        match = _LEGEND.fullmatch(line.text.strip())
        if match and _explains(match) and _opens_another(match["label"], number, lines):
            explained[number] = (match["label"], match["name"].strip())
    return explained


def _explains(match: re.Match[str]) -> bool:
    words = match["name"].split()
    if match["sign"].strip():
        return match["label"][0].casefold() in {word[0].casefold() for word in words}
    initials = "".join(word[0] for word in words)
    return match["label"].isupper() and initials.startswith(match["label"]) and match["rest"] is None


def _opens_another(label: str, number: int, lines: Sequence[Line]) -> bool:
    opening = re.compile(rf"\W*{re.escape(label)}(?!\w)")
    return any(n != number and opening.match(line.text) for n, line in enumerate(lines))
