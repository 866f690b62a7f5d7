"""Texts: talk, told by its speaker labels, and what nobody speaks in: discussion guides and documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pipeline.commands.seen import GUIDE, Seen, count
from pipeline.formats.collecting import SourceFile, collect_files
from pipeline.methods.text.collected import CollectedSource, slug
from pipeline.methods.text.facilitators import find_asking
from pipeline.methods.text.labels import comparable
from pipeline.methods.text.passages import KEPT, Fates
from pipeline.methods.text.people import People, name_people
from pipeline.methods.text.words import count_words

_GUIDE = re.compile(
    r"(?:topic|discussion|interview|moderat\w+|focus[ _-]?group)[ _-]*(?:guide|schedule|protocol|questions)",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"(?:^|[\W_])(?:code[ _-]?(?:book|system|list|frame|tree)|coded|codings|tags)(?:[\W_]|$)", re.IGNORECASE
)
_LISTED = re.compile(r"(?:list[ _-]of[ _-])?(?:participants?|roster|speakers)(?:[ _-]list)?", re.IGNORECASE)
_MOST_IN_INTERVIEW = 2
_FEWEST_TURNS = 2
_SPOKEN_SHARE = 0.5
_LETTERS = 0.6
_PARTICIPANT = re.compile(r"participant|respondent|interviewee|informant|p\s?\d+$")
_FEWEST_ASKED = 3
_ASKED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Talk:
    """Who talks in the transcripts of one file: a kind of source, a line that says so, how many participants."""

    kind: str
    said: str
    n_participants: int


def look_at_text(path: Path, name: str) -> Seen:
    """Return what a text file was understood to be: a talk of several or of few, a discussion guide, a document.

    Raises:
        SourceError: it cannot be read, or holds no words.
    """
    if _CODED.search(path.stem):
        return Seen(name, "", "by its name a codebook or codings, no source (codebooks are read from YAML and tables)")
    if _LISTED.fullmatch(path.stem):
        return Seen(name, "", "by its name a list of people (read from CSV or XLSX with a column participant_id)")
    file = SourceFile(path, name, slug(PurePath(name).stem), "focus_group")
    collected = collect_files([file])
    (source,) = collected.sources
    recognised = collected.recognised.get(name, "").split(";")[0]
    talk = describe_talk([source])
    if not (reason := _find_reason(source, talk, collected.fates[name])):
        return Seen(name, talk.kind, f"{talk.said}; {recognised}", (source,))
    (text,) = collect_files([replace(file, kind="document")]).sources
    return _look_at_prose(name, text, reason, recognised)


def _find_reason(source: CollectedSource, talk: Talk, fates: Fates) -> str:
    """Return why a file is no talk, or nothing: it has no labels, hardly any, or those of facilitators only."""
    n_labelled = sum(bool(turn.label) for turn in source.turns)
    kept, _ = fates[KEPT]
    n_characters = sum(n for n, _ in fates.values())
    if not n_labelled:
        return "no speaker labels"
    if n_labelled < _FEWEST_TURNS or kept < _SPOKEN_SHARE * n_characters:
        return "some speaker labels, but most of its words stand below none"
    return "" if talk.n_participants else "only facilitators have speaker labels in it"


def describe_talk(sources: Sequence[CollectedSource]) -> Talk:
    """Return who talks in the sources of one file; a group is where more than two participants speak in one of them."""
    people = name_people(sources, [], ())
    present = [set(ids) for ids in people.ids]
    leading = set[str]().union(*find_leading(sources, people))
    talking = set[str]().union(*present) - leading
    n_most = max(len(ids - leading) for ids in present)
    kind = "focus_group" if n_most > _MOST_IN_INTERVIEW else "interview"
    parts = [
        count(len(sources), "transcript") if len(sources) > 1 else "",
        count(len(talking), "participant") + (f" and {count(len(leading), 'facilitator')}" if leading else ""),
        count(sum(len(source.turns) for source in sources), "turn"),
        count(sum(count_words(turn.text) for source in sources for turn in source.turns), "word"),
    ]
    return Talk(kind, f"{kind.replace('_', ' ')}: {', '.join(filter(None, parts))}", len(talking))


def find_leading(sources: Sequence[CollectedSource], people: People) -> list[set[str]]:
    """Find who leads each source, for somebody to check: more is guessed here than the analysis would without asking.

    It is who is called a facilitator or takes that role by `name_people`, who asks most (`find_asking`, where the
    evidence is strong), or who alone has a label of another kind where all others are called participants.

    Args:
        sources: transcripts.
        people: who speaks in them.
    """
    roles = dict(zip(people.table["participant_id"], people.table["role"], strict=True))
    return [_find_leading(source, ids, roles) for source, ids in zip(sources, people.ids, strict=True)]


def _find_leading(source: CollectedSource, ids: Sequence[str], roles: Mapping[str, str]) -> set[str]:
    leading = {person for person in ids if roles[person] == "facilitator"}
    if leading:
        return leading
    labels = {person: turn.label for person, turn in zip(ids, source.turns, strict=True) if turn.label}
    others = [person for person, label in labels.items() if not _PARTICIPANT.match(comparable(label))]
    if len(others) == 1 < len(labels):
        return set(others)
    asking = find_asking(source.turns, ids, lambda _: False)
    return {asking.participant_id} if asking and asking.is_strong else set()


def _look_at_prose(name: str, source: CollectedSource, reason: str, recognised: str) -> Seen:
    lines = [line.strip() for turn in source.turns for line in turn.text.splitlines() if line.strip()]
    asked = [line for line in lines if line.endswith("?")]
    stem = PurePath(name).stem
    if len(asked) >= _FEWEST_ASKED and (_GUIDE.search(stem) or len(asked) >= _ASKED_SHARE * len(lines)):
        return Seen(name, GUIDE, f"discussion guide: {count(len(asked), 'question')}", wordings=tuple(asked))
    visible = [char for line in lines for char in line if not char.isspace()]
    if sum(map(str.isalpha, visible)) < _LETTERS * len(visible):
        return Seen(name, "", "numbers and signs rather than words")
    n_words = sum(map(count_words, lines))
    return Seen(name, "document", f"document: {reason}, {count(n_words, 'word')}; {recognised}", (source,))
