"""The ways in which transcripts write who speaks: what a line would say by each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pipeline.methods.text.labels import CLOCK, Label, comparable, is_interjection, is_shaped, parse_time
from pipeline.methods.text.passages import Line

_TIME = rf"[\[(#]?{CLOCK}(?:-\d)?[\])#]?"
_BRACKETED = rf"[\[(#]{CLOCK}(?:-\d)?[\])#]"
_WORD = r"#?[^\W_][\w.'\u2019&#/-]*"
_ADDED = rf"(?:,? ?[(\[](?!{CLOCK}[)\]])[^\W_][^()\[\]:\n]{{0,30}}[)\]])?"
_NAME = rf"{_WORD}(?:[ \u00a0]{_WORD}){{0,4}}{_ADDED}"
_WHEN = rf"(?:(?P<before>{_TIME})(?:\s*[-\u2013]\s+|\s+))?"
_LEAD = rf"\s*(?:(?:[-*+\u2022]|>{{1,3}})\s+)?{_WHEN}"
_COLON = r"\s*[:\uff1a](?![/\d])"
_MARK = r"(?P<mark>\*{1,3}|_{1,3})"
_EMPHASISED = rf"{_MARK}(?P<label>{_NAME})(?:\s*(?P<after>{_TIME}))?"

IN_BRACKETS = "[Name] words"
_STRONG = (
    ("**Name:** words", rf"{_EMPHASISED}{_COLON}(?P=mark)"),
    ("**Name**: words", rf"{_EMPHASISED}(?P=mark){_COLON}"),
    ("**Name**: words", rf"{_MARK}(?P<label>{_NAME})(?P=mark)\s*(?P<after>{_TIME}){_COLON}"),
    ("<v Name>words", r"<v(?:\.[\w.-]+)?\s+(?P<label>[^>\n]+)>(?P<after>)"),
    ("Name [time]: words", rf"(?P<label>{_NAME})\s*(?P<after>{_BRACKETED}){_COLON}"),
)
_USUAL = (
    ("**Name** words", rf"{_EMPHASISED}(?P=mark)(?=\s|$)"),
    ("[Name] and time, words below", rf"\[(?P<label>{_NAME})\]\s*(?P<after>{_TIME})\s*$"),
    (IN_BRACKETS, rf"\[(?P<label>{_NAME})\](?:{_COLON})?(?P<after>)"),
    ("<Name> words", rf"<(?![a-z]|[A-Z]>)(?P<label>{_NAME})>(?:{_COLON})?(?P<after>)"),
    ("Name and time, words below", rf"(?P<label>{_NAME})\s+(?P<after>{_TIME})(?:{_COLON}|\s*$)"),
    ("Name [time] words", rf"(?P<label>{_NAME})(?:\s+(?P<after>{_BRACKETED})|\s{{2,}}(?P<late>{CLOCK}))(?=\s)"),
    ("Name: words", rf"(?P<label>{_NAME}){_COLON}(?P<after>)"),
    ("Name, tab, words", rf"(?P<label>{_NAME})\t+(?P<after>)"),
)
_FORMS = tuple(
    (notation, re.compile(_LEAD + form), (notation, form) in _STRONG) for notation, form in (*_STRONG, *_USUAL)
)
_BOLD = re.compile(rf"\s*(?P<label>{_NAME})\s*(?P<after>{_TIME})?\s*(?P<inside>[:\uff1a])?\s*")
_BARE = re.compile(r"\s*(?P<label>[^\W_]{1,5})(?:[ \t\u00a0]+(?P<next>\S)|\s*$)")
_COLON_ALONE = re.compile(_COLON)
_GAP = re.compile(rf"[ \t\u00a0]*(?:(?P<time>{_BRACKETED})[ \t\u00a0]*)?")
_LONGEST = 160

DASH = "NAME - words"
ALONE = "NAME on a line of its own"
HEADING = "headings that name the speaker"
TIMED = ("Name and time, words below", "[Name] and time, words below", ALONE)
INITIALS = "initials before the words"
QUESTION_AND_ANSWER = "Q. and A."
SMALL = "name: words, without capitals"
_DOUBTFUL = (
    (DASH, re.compile(rf"\s*{_WHEN}(?P<label>{_NAME})(?:\s+[-\u2013\u2014]+\s*|\s*[-\u2013\u2014]+\s+)(?=\S)")),
    (ALONE, re.compile(rf"\s*{_WHEN}(?P<label>{_WORD}(?:[ \u00a0]{_WORD}){{0,3}}{_ADDED})(?<![.?!,;])\s*$")),
    (QUESTION_AND_ANSWER, re.compile(r"\s*(?P<label>[QA])(?:\.|[ \t]{2,})\s*(?=\S)")),
    ("name in a column of its own", re.compile(rf"(?P<label>{_WORD}(?:[ ]{_WORD}){{0,3}})[ ]{{2,}}(?=\S)")),
    (SMALL, re.compile(rf"\s*{_WHEN}(?P<label>[^\W\d_][\w.-]*){_COLON}")),
)
INTRODUCED = "Name, who that is: words"
_INTRODUCTION = re.compile(rf"{_LEAD}(?P<label>{_WORD}(?:[ ]{_WORD}){{1,3}}),\s[^:.!?\n]{{3,100}}{_COLON}")
_INITIALS = re.compile(r"(?<![\w'.])(?!I\b|A\b)[A-Z]{1,3}\d?(?![\w'.])")
_OPENING = re.compile(rf"\s*(?P<label>{_INITIALS.pattern})[ \t]+(?=[A-Z\"'\u2018\u201c(\[\d.])")
_OFTEN = 0.8
_SIGNS = re.compile(r"\s*#{1,6}\s*|\*{2,}")


def find_candidate(line: Line, known: Collection[str], unmarked: Collection[str]) -> Label | None:
    """Return the label that `line` begins with in a usual notation, or None.

    Args:
        line: a line of a transcript.
        known: labels that count whatever their shape, as `comparable` writes them.
        unmarked: short labels, as written, that need no sign.
    """
    if line.level:
        return None
    head = line.text[:_LONGEST]
    if line.bold and (label := _find_bold_label(line, known)):
        return label
    for notation, form, is_strong in _FORMS:
        if (match := form.match(head)) and is_shaped(match["label"], known):
            return _label(line.text, match, notation, is_strong=is_strong or match["before"] is not None)
    match = _BARE.match(head)
    if match and match["label"] in unmarked and _may_start_a_turn(match):
        end = match.start("next") if match["next"] else match.end()
        return Label(match["label"], end, is_strong=True, notation=INITIALS)
    return None


def find_initials(lines: Sequence[Line]) -> dict[int, str]:
    """Return the lines that begin with initials before a capital letter, of those that hardly stand elsewhere.

    Initials of speakers ("MD Good morning") stand where a line begins, those of an agency ("NHS") also inside: four in
    five of all places must be beginnings, and two at least.
    """
    opened = {n: m["label"] for n, line in enumerate(lines) if not line.level and (m := _OPENING.match(line.text))}
    written = Counter(found for line in lines for found in _INITIALS.findall(line.text))
    begun = Counter(opened.values())
    own = {label for label, n in begun.items() if n > 1 and n >= _OFTEN * written[label]}
    return {number: label for number, label in opened.items() if label in own}


def find_doubtful_candidates(lines: Sequence[Line], known: Collection[str]) -> Iterator[dict[int, Label]]:
    """Yield for each notation that prose may look like the labels which the file would have by it: line -> label."""
    for notation, form in _DOUBTFUL:
        yield dict(_read_as(notation, form, lines, known))


def find_heading_labels(lines: Sequence[Line], known: Collection[str]) -> dict[int, Label]:
    """Return the labels that headings would be, if headings named the speakers: line -> label."""
    found: dict[int, Label] = {}
    for number, line in enumerate(lines):
        if line.level:
            bare = _SIGNS.sub("", line.text)
            match = _BOLD.fullmatch(bare)
            if match and is_shaped(match["label"], known):
                time = parse_time(match["after"] or "")
                found[number] = Label(match["label"], len(line.text), time, notation=HEADING)
    return found


def _read_as(
    notation: str, form: re.Pattern[str], lines: Sequence[Line], known: Collection[str]
) -> Iterator[tuple[int, Label]]:
    is_label_above = False
    for number, line in enumerate(lines):
        match = form.match(line.text[:_LONGEST]) if not line.level and line.text.strip() else None
        is_label = (
            match is not None and _is_plausible(match, notation, known) and not (notation == ALONE and is_label_above)
        )
        if match and is_label:
            yield number, replace(_label(line.text, match, notation), is_strong=False)
        is_label_above = is_label if line.text.strip() else is_label_above


def _is_plausible(match: re.Match[str], notation: str, known: Collection[str]) -> bool:
    label = match["label"]
    if notation == SMALL:
        return label.islower() and is_shaped(label.title(), known)
    return is_shaped(label, known) and not is_interjection(label)


def _find_bold_label(line: Line, known: Collection[str]) -> Label | None:
    match = _BOLD.fullmatch(line.text, 0, line.bold)
    if not match or not is_shaped(match["label"], known):
        return None
    colon = None if match["inside"] else _COLON_ALONE.match(line.text, line.bold)
    label = _label(line.text, colon or match, "name in bold", is_strong=bool(colon or match["inside"]))
    return replace(label, text=match["label"], time=label.time or parse_time(match["after"] or ""))


def _label(text: str, match: re.Match[str], notation: str, *, is_strong: bool = False) -> Label:
    named = match.groupdict()
    gap = _GAP.match(text, match.end())
    after = gap["time"] if gap else None
    time = parse_time(_clock(named.get("before") or named.get("after") or named.get("late") or after or ""))
    return Label((named.get("label") or "").strip(), gap.end() if gap else match.end(), time, is_strong, notation)


def _clock(written: str) -> str:
    """Return the clock time in a written one, such as "#00:01:12-4#"."""
    found = re.search(CLOCK, written)
    return found.group() if found else ""


def _may_start_a_turn(match: re.Match[str]) -> bool:
    """Tell "A Yes, I did" from "A lot of people": after A or I the words must start with a capital."""
    return match["label"] not in {"A", "I"} or not match["next"] or not match["next"].islower()


def find_introductions(lines: Sequence[Line], called: Collection[str]) -> dict[int, Label]:
    """Return the lines that give a full name, what the person is, and a colon: "Ann Lee, head of the service: We ...".

    Args:
        lines: the lines of one file.
        called: what the file's speakers are called elsewhere in it, as `comparable` writes it: only they count.
    """
    found: dict[int, Label] = {}
    for number, line in enumerate(lines):
        match = None if line.level else _INTRODUCTION.match(line.text[:_LONGEST])
        if match and comparable(match["label"]) in called:
            found[number] = _label(line.text, match, INTRODUCED)
    return found
