"""Studies as collected, small enough to read, for the tests of de-identification and segmenting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline import outputs, schemas
from pipeline.methods.text.deidentify import StudyTables
from pipeline.methods.text.identifiers import Choices, Rules, build_rules
from pipeline.store import write_table
from pipeline.study import Study

Spoken = Mapping[str, Sequence[tuple[str, str]]]
"""source_id -> what is said there: (participant_id, words) a turn."""


def make_named(said: Spoken, names: Mapping[str, str | None] | None = None, **columns: object) -> StudyTables:
    """Return the tables of a study in which `said` is said; `columns` set further columns of sources."""
    names = dict(names or {})
    people = dict.fromkeys(person for turns in said.values() for person, _ in turns)
    listed = {**dict.fromkeys(people), **names}
    texts = {source_id: "\n".join(words for _, words in turns) for source_id, turns in said.items()}
    sources = pd.DataFrame(
        {
            "source_id": list(said),
            "kind": "focus_group",
            "title": list(said),
            "date": None,
            "language": "en",
            "n_words": 0,
            "sha256": "",
            "text": list(texts.values()),
            **columns,
        }
    )
    participants = pd.DataFrame(
        {
            "participant_id": list(listed),
            "role": "participant",
            "may_quote": True,
            "names": pd.Series(list(listed.values()), dtype="str"),
            "is_listed": [person in names for person in listed],
        }
    )
    return StudyTables(sources, participants, make_turns(said), make_questions())


def make_rules(participants: Mapping[str, str], names: Sequence[str] = (), **choices: object) -> Rules:
    """Return the rules of a study from its lists: `participants`, further `names` and other `choices`."""
    listed = {key: value if isinstance(value, Mapping) else tuple(value) for key, value in choices.items()}
    return build_rules(participants, Choices(names=tuple(names), **listed))


def make_turns(said: Spoken) -> pd.DataFrame:
    """Return the named turns of `said`."""
    rows: list[dict[str, object]] = []
    for source_id, turns in said.items():
        start = 0
        for number, (person, words) in enumerate(turns, start=1):
            span = {"start_char": start, "end_char": start + len(words)}
            rows.append(
                {"turn_id": f"{source_id}#{number:04d}", "source_id": source_id, "participant_id": person, **span}
            )
            start += len(words) + 1
    table = pd.DataFrame(rows, columns=["turn_id", "source_id", "participant_id", "start_char", "end_char"])
    texts = dict.fromkeys(("question_id", "section", "row_key", "participant_key"), pd.Series(None, table.index, "str"))
    return table.assign(**texts, start_time=None, end_time=None, is_facilitator=False)


def make_questions(wording: str = "How was it?") -> pd.DataFrame:
    """Return a table of one question."""
    return pd.DataFrame({"question_id": ["q1"], "order": [1], "block": ["Opening"], "wording": [wording]})


def write_named(study: Study, named: StudyTables) -> None:
    """Write the tables of a study as the ingest stage leaves them."""
    write_table(named.sources, study.path(outputs.NAMED_SOURCES), schemas.SOURCES)
    write_table(named.participants, study.path(outputs.NAMED_PARTICIPANTS), schemas.NAMED_PARTICIPANTS)
    write_table(named.turns, study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    write_table(named.questions, study.path(outputs.NAMED_QUESTIONS), schemas.QUESTIONS)


def write_deidentified(study: Study, named: StudyTables) -> None:
    """Write the sources and turns of a study as the deidentify stage leaves them."""
    write_table(named.sources, study.path(outputs.SOURCES), schemas.SOURCES)
    write_table(named.turns.drop(columns=["row_key", "participant_key"]), study.path(outputs.TURNS), schemas.TURNS)
