"""Intake: what was understood of each file: who speaks how much, which questions were found, what was skipped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.methods.text.asked import CARRIED, Asked
from pipeline.methods.text.collected import CollectedSource
from pipeline.methods.text.passages import KEPT, Fates
from pipeline.methods.text.people import People
from pipeline.methods.text.words import count_words


@dataclass(frozen=True, slots=True)
class SpeakerIntake:
    """What one person says in one file: `labels` as the file writes them, `rule` by which the person is known."""

    participant_id: str
    role: str
    rule: str
    labels: tuple[str, ...]
    n_turns: int
    n_words: int


@dataclass(frozen=True, slots=True)
class FileIntake:
    """What was understood of one file.

    `speakers` are those of a transcript; a survey has `n_people` on `n_sources` sheets. `links` counts how the
    questions of a transcript are known where they are asked; `unlinked_share` is the share of the participants' words,
    0-1, that answer no question, None where nothing is linked.
    """

    file: str
    recognised: str
    fates: Fates
    is_survey: bool
    n_sources: int
    n_people: int
    n_turns: int
    n_words: int
    speakers: tuple[SpeakerIntake, ...]
    links: Mapping[str, int]
    unlinked_share: float | None

    @property
    def n_characters(self) -> int:
        """How many characters the file holds: those in turns and those skipped."""
        return sum(n for n, _ in self.fates.values())

    @property
    def n_kept(self) -> int:
        """How many characters are in turns."""
        return self.fates.get(KEPT, (0, 0))[0]


@dataclass(frozen=True, slots=True)
class _Said:
    """One turn as the account needs it."""

    participant_id: str
    label: str
    rule: str
    n_words: int
    is_leading: bool
    way: str
    is_linked: bool


def build_file_intakes(
    sources: Sequence[CollectedSource],
    people: People,
    asked: Asked,
    fates: Mapping[str, Fates],
    recognised: Mapping[str, str],
) -> list[FileIntake]:
    """Return what was understood of every file, in the order of `fates`.

    Args:
        sources: in canonical order.
        people: who speaks every turn.
        asked: which question every turn answers.
        fates: for each file what became of its characters.
        recognised: for each file what it was understood to be.
    """
    of_file: dict[str, list[int]] = defaultdict(list)
    for number, source in enumerate(sources):
        of_file[source.file].append(number)
    return [
        _build_file_intake(of_file[file], (file, recognised.get(file, ""), counted), sources, people, asked)
        for file, counted in fates.items()
    ]


def _build_file_intake(
    numbers: Sequence[int],
    known: tuple[str, str, Fates],
    sources: Sequence[CollectedSource],
    people: People,
    asked: Asked,
) -> FileIntake:
    is_survey = any(sources[number].is_sheet for number in numbers)
    said = [] if is_survey else [s for number in numbers for s in _list_said(number, sources[number], people, asked)]
    return FileIntake(
        *known,
        is_survey=is_survey,
        n_sources=len(numbers),
        n_people=len({person for number in numbers for person in people.ids[number]}),
        n_turns=sum(len(sources[number].turns) for number in numbers),
        n_words=sum(count_words("\n".join(t.text for t in sources[number].turns)) for number in numbers),
        speakers=tuple(_list_speakers(said, people)),
        links=Counter(turn.way for turn in said if turn.way not in {"", CARRIED}),
        unlinked_share=_measure_unlinked(said),
    )


def _list_said(number: int, source: CollectedSource, people: People, asked: Asked) -> list[_Said]:
    columns = (people.ids[number], people.rules[number], people.leads[number], asked.ids[number], asked.ways[number])
    return [
        _Said(person, turn.label, rule, count_words(turn.text), is_leading, way, question is not None)
        for turn, person, rule, is_leading, question, way in zip(source.turns, *columns, strict=True)
    ]


def _list_speakers(said: Sequence[_Said], people: People) -> list[SpeakerIntake]:
    """Return the speakers of one file, those who say most first."""
    roles = dict(zip(people.table["participant_id"], people.table["role"], strict=True)) if said else {}
    by_person: dict[str, list[_Said]] = defaultdict(list)
    for turn in said:
        by_person[turn.participant_id].append(turn)
    speakers = [
        SpeakerIntake(
            participant_id=person,
            role=roles[person],
            rule=", ".join(dict.fromkeys(turn.rule for turn in turns if turn.rule)),
            labels=tuple(dict.fromkeys(turn.label for turn in turns if turn.label)),
            n_turns=len(turns),
            n_words=sum(turn.n_words for turn in turns),
        )
        for person, turns in by_person.items()
    ]
    return sorted(speakers, key=lambda speaker: (-speaker.n_words, speaker.participant_id))


def _measure_unlinked(said: Sequence[_Said]) -> float | None:
    answers = [turn for turn in said if not turn.is_leading]
    if not any(turn.is_linked for turn in answers):
        return None
    return sum(turn.n_words for turn in answers if not turn.is_linked) / max(sum(turn.n_words for turn in answers), 1)
