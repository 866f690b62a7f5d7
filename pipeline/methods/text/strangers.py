"""What is worth telling about people: who is not on the roster, and who was found there by a guess."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.errors import Problem
from pipeline.methods.text.collected import CollectedSource, CollectedTurn, list_called, place
from pipeline.methods.text.identities import ABOVE, Identity
from pipeline.methods.text.labels import comparable, is_facilitator_word, is_generic
from pipeline.methods.text.roster import GUESSES, LISTED, Person, list_in_scope

_SHOWN = 8
_MOST_FILES = 12
_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Meeting:
    """Somebody speaks or answers; `identity` says by which rule that person is meant."""

    participant_id: str
    identity: Identity
    source: CollectedSource
    turn: CollectedTurn

    @property
    def is_stranger(self) -> bool:
        """Whether a speaker is meant who is not on the roster."""
        return self.identity.key[0] in {"name", "label"}


def find_notices(
    meetings: Sequence[Meeting], roster: Sequence[Person], facilitators: Collection[str]
) -> Iterator[Problem]:
    """Find what the researcher should know or decide about people; messages hold rows and lines, never names.

    Args:
        meetings: everybody who speaks or answers, in order.
        roster: the rows of the roster.
        facilitators: labels that the settings list, as `comparable` writes them.
    """
    yield from _tell_of_guesses(meetings, roster)
    yield from _tell_of_shared_labels(meetings, roster)
    yield from _tell_of_blanks(meetings)
    yield from _tell_of_strangers(meetings)
    yield from _tell_of_role_words(meetings, facilitators)
    yield from _tell_of_silent(meetings, roster)
    yield from _tell_of_unknown_sources(meetings, roster)


def _tell_of_guesses(meetings: Sequence[Meeting], roster: Sequence[Person]) -> Iterator[Problem]:
    rows = {person.participant_id: person.line for person in roster}
    guessed = [meeting for meeting in meetings if meeting.identity.rule in GUESSES]
    told: list[str] = []
    for rule in GUESSES:
        of_rule = Counter(rows[m.participant_id] for m in guessed if m.identity.rule == rule)
        told += [f"{of_rule.total()} by {rule} (roster row {_list(sorted(of_rule))})"] if of_rule else []
    if told:
        yield Problem(
            f"{len(guessed)} turn(s) were given to people on the roster by less than a listed label: "
            + ", ".join(told),
            where=_places(guessed),
            fix="look at the labels on these lines; list each that is right in the roster's column `labels`,"
            " and list somebody else's as another person's",
        )


def _tell_of_shared_labels(meetings: Sequence[Meeting], roster: Sequence[Person]) -> Iterator[Problem]:
    """Tell of labels such as P1 that the roster, without saying where, makes one person in several transcripts."""
    anywhere = {p.participant_id: p.line for p in roster if not p.sources and p.role != "facilitator"}
    shared = [
        meeting
        for meeting in meetings
        if meeting.identity.rule == LISTED
        and meeting.participant_id in anywhere
        and not (meeting.source.is_sheet or meeting.turn.key)
        and is_generic(meeting.turn.label)
    ]
    files: dict[str, set[str]] = defaultdict(set)
    for meeting in shared:
        files[meeting.participant_id].add(meeting.source.file)
    several = {person for person, of_person in files.items() if len(of_person) > 1}
    if several:
        yield Problem(
            f"{len(several)} person(s) on the roster are known by a label that any transcript may use (as P1, A or"
            " Speaker 1), and it is used in several: all its turns are taken for that one person's",
            where=f"roster, row {_list(sorted(anywhere[person] for person in several))}; "
            + _places(meeting for meeting in shared if meeting.participant_id in several),
            fix="where each transcript means another person, give each a row and say in the column `sources` which"
            " transcript it is about; where it is one person, write * there",
        )


def _tell_of_blanks(meetings: Sequence[Meeting]) -> Iterator[Problem]:
    blank = [meeting for meeting in meetings if meeting.identity.rule == ABOVE]
    if blank:
        files = dict.fromkeys(meeting.source.file for meeting in blank)
        yield Problem(
            f"{len(blank)} turn(s) name no speaker and were given to the speaker of the row above",
            where="; ".join(place(f, [m.turn.line for m in blank if m.source.file == f]) for f in list(files)[:_SHOWN]),
            fix="where somebody else speaks, write the label into the row",
        )


def _tell_of_strangers(meetings: Sequence[Meeting]) -> Iterator[Problem]:
    first = {m.participant_id: m for m in reversed(meetings) if m.is_stranger and m.turn.label}
    yield from _tell_by_file(
        [meeting for meeting in meetings if first.get(meeting.participant_id) is meeting],
        lambda n, where: Problem(
            f"{n} are not on the roster; they are numbered U01, U02 and so on, a full name being one person in all"
            " files and any other label a person of its own file; they are not quoted if anybody on the roster refused",
            where=where,
            fix="to give a speaker an id and attributes, add the label on that line to the roster's column `labels`",
        ),
    )


def _tell_of_role_words(meetings: Sequence[Meeting], facilitators: Collection[str]) -> Iterator[Problem]:
    taken = [
        meeting
        for meeting in meetings
        if meeting.identity.key[0] == "label"
        and (is_facilitator_word(meeting.turn.label) or is_facilitator_word(meeting.turn.name))
        and comparable(meeting.turn.label) not in facilitators
    ]
    yield from _tell_by_file(
        _first_by_label(taken),
        lambda n, where: Problem(
            f"{n} are taken for facilitators because of their labels",
            where=where,
            fix="facilitators' turns are kept but never coded; list the label in [participants] `facilitators`,"
            " or the person on the roster with the right role",
        ),
    )


def tell_of_asking(taken: Sequence[Meeting], unsure: Sequence[Meeting]) -> Iterator[Problem]:
    """Tell of speakers who seem to lead.

    Args:
        taken: a turn of each who is taken for a facilitator.
        unsure: a turn of each who counts as a participant, and is asked about.
    """
    fix = (
        "facilitators' turns are kept but never coded; list the labels of those who are in [participants]"
        " `facilitators`, and those who are not on the roster with the role participant"
    )
    for meetings, what in (
        (taken, "are taken for facilitators because they ask most questions, under labels that could be anybody's"),
        (unsure, "ask most of the questions, or those of the guide; nothing says that they are facilitators, so they"
        " count as participants"),
    ):  # fmt: skip
        yield from _tell_by_file(meetings, partial(_ask, what=what, fix=fix))


def _ask(who: str, where: str, *, what: str, fix: str) -> Problem:
    return Problem(f"{who} {what}", where, fix)


def _tell_by_file(meetings: Sequence[Meeting], tell: Callable[[str, str], Problem]) -> Iterator[Problem]:
    """Tell of each file by itself, or of all at once where they are many."""
    files: dict[str, list[int]] = defaultdict(list)
    for meeting in sorted(meetings, key=lambda meeting: (meeting.source.file, meeting.turn.line)):
        files[meeting.source.file].append(meeting.turn.line)
    if len(files) > _MOST_FILES:
        yield tell(f"{len(meetings)} speaker(s) of {len(files)} files", _places(meetings))
        return
    for file, lines in files.items():
        yield tell(f"{len(lines)} speaker(s) of '{file}'", place(file, lines))


def _tell_of_silent(meetings: Sequence[Meeting], roster: Sequence[Person]) -> Iterator[Problem]:
    met = {meeting.participant_id for meeting in meetings}
    silent = [person for person in roster if person.participant_id not in met]
    if silent:
        yield Problem(
            f"{len(silent)} of {len(roster)} people on the roster neither speak nor answer in any source",
            where=f"roster, row {_list(person.line for person in silent)}",
            fix="if they should, check the spelling of their labels and keys",
        )


def _tell_of_unknown_sources(meetings: Sequence[Meeting], roster: Sequence[Person]) -> Iterator[Problem]:
    called = {name for meeting in meetings for name in list_called(meeting.source)} if roster else set[str]()
    lost = [person for person in roster if person.sources and person not in list_in_scope([person], called)]
    if lost:
        yield Problem(
            f"{len(lost)} row(s) of the roster are limited by `sources` to files that are not there",
            where=f"roster, row {_list(person.line for person in lost)}",
            fix="write ids or file names of sources, or patterns such as group-*, with ; between",
        )


def tell_of_named_files(sources: Sequence[CollectedSource], names: Sequence[str]) -> Iterator[Problem]:
    """Tell of sources whose id holds a person's name.

    Args:
        sources: in canonical order.
        names: what each person is called.
    """
    known = {word.casefold() for called in names for word in re.findall(r"\w+", called) if len(word) > _INITIALS}
    named = [s.file for s in sources if not s.is_sheet and not known.isdisjoint(re.split(r"[\W_]+", s.stem))]
    fix = 'rename the file, or give it an id of its own in [[sources]], as in `id = "interview-07"`'
    if len(named) > _MOST_FILES:
        shown = "; ".join(named[:_SHOWN])
        yield Problem(
            f"the ids of {len(named)} sources hold a person's name, and ids are shown in reports",
            where=f"{shown}; and {len(named) - _SHOWN} more",
            fix=fix,
        )
        return
    for file in named:
        yield Problem("the id of a source holds a person's name, and ids are shown in reports", file, fix)


def _first_by_label(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return the first turn of each label in each file."""
    first: dict[tuple[str, str], Meeting] = {}
    for meeting in meetings:
        first.setdefault((meeting.source.file, meeting.turn.label), meeting)
    return list(first.values())


def _places(meetings: Iterable[Meeting]) -> str:
    """Return where each label first stands, in the first files."""
    files: dict[str, list[int]] = defaultdict(list)
    for meeting in _first_by_label(meetings):
        files[meeting.source.file].append(meeting.turn.line)
    shown = [place(file, lines) for file, lines in list(files.items())[:_SHOWN]]
    return "; ".join(shown) + (f"; and {len(files) - _SHOWN} more file(s)" if len(files) > _SHOWN else "")


def _list(rows: Iterable[int]) -> str:
    listed = list(rows)
    return ", ".join(map(str, listed[:_SHOWN])) + (", ..." if len(listed) > _SHOWN else "")
