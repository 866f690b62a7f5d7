"""Candidates for review: what was replaced without a list that says so, for a person to accept or reject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.text.entities import KINDS
from pipeline.methods.text.findings import ENTITY, MISSPELLING, NICKNAME, Finding
from pipeline.methods.text.identifiers import Decisions, Rules, bracket
from pipeline.methods.text.known_names import PARTICIPANT, find_unsure_uses, owner_of
from pipeline.methods.text.names import fold
from pipeline.methods.text.pseudonyms import Pseudonyms
from pipeline.methods.text.words import squeeze

COLUMNS = ("text", "kind", "found", "times", "context_1", "context_2", "context_3", "pseudonym", "decision", "note")
ACCEPT, REJECT = "accept", "reject"
NAMED_KINDS = tuple(dict.fromkeys(KINDS.values()))
FOUND = {
    ENTITY: "by the recogniser",
    NICKNAME: "short for a participant's name",
    MISSPELLING: "almost a known name",
    "roster": "under [deidentify] names",
    "word": "a name that is also a word",
}
_WORD = "word"
_CONTEXTS, _AROUND, _LONGEST = 3, 45, 40


@dataclass(slots=True)
class _Candidate:
    text: str
    kind: str
    found: str
    pseudonym: str
    times: int = 0
    contexts: list[str] = field(default_factory=list[str])


def list_candidates(
    turns: Iterable[tuple[str, Sequence[Finding]]], pseudonyms: Pseudonyms, rules: Rules, reviewed: pd.DataFrame
) -> pd.DataFrame:
    """Return the review's table: a row for each candidate, those with the most uses first, those no longer found last.

    Candidates are the names that the recogniser proposed, nicknames that no list has, words almost like a known name,
    known names that are also words where their use is not plain, and the names of the settings, whose pseudonyms the
    table keeps. What a person has written (decision, note, pseudonym) is carried over.

    Args:
        turns: the words of every turn with what was found in them.
        pseudonyms: those of the findings.
        rules: what counts as identifying.
        reviewed: the table as it came back; may be empty.
    """
    rows: dict[str, _Candidate] = {}
    for text, findings in turns:
        for f in findings:
            if f.detector in FOUND and not (f.detector == "roster" and f.kind == PARTICIPANT):
                key = fold(text[f.start : f.end]).text if f.kind == PARTICIPANT else f.name
                made = rows.setdefault(
                    key,
                    _Candidate(squeeze(text[f.start : f.end]), f.kind, FOUND[f.detector], pseudonyms[f.kind, f.name]),
                )
                _count(made, text, (f.start, f.end))
        _count_unsure(rows, text, rules, pseudonyms)
    listed = sorted(rows.items(), key=lambda item: -item[1].times)
    before = {fold(str(row.text)).text: row for row in reviewed.itertuples()}
    made = [_render(candidate, before.get(fold(candidate.text).text)) for _, candidate in listed]
    there = {fold(row["text"]).text for row in made}
    gone = [_carry(row) for key, row in before.items() if key not in there]
    return pd.DataFrame([*made, *gone], columns=list(COLUMNS), dtype="str")


def _count(made: _Candidate, text: str, span: tuple[int, int]) -> None:
    made.times += 1
    if len(made.contexts) < _CONTEXTS:
        before, after = text[max(0, span[0] - _AROUND) : span[0]], text[span[1] : span[1] + _AROUND]
        context = squeeze(f"{before}\u00bb{text[span[0] : span[1]]}\u00ab{after}")
        if context not in made.contexts:
            made.contexts.append(context)


def _count_unsure(rows: dict[str, _Candidate], text: str, rules: Rules, pseudonyms: Pseudonyms) -> None:
    for start, end, form in find_unsure_uses(text, rules.known):
        kind, name = owner_of(form, rules.known)
        other = f"[{name}]" if kind == PARTICIPANT else pseudonyms.get((kind, name), "")
        made = rows.setdefault(f"{form} ({_WORD})", _Candidate(form, kind, FOUND[_WORD], rules.own.get(name, other)))
        _count(made, text, (start, end))


def _render(candidate: _Candidate, before: object | None) -> dict[str, str]:
    contexts = [*candidate.contexts, *[""] * (_CONTEXTS - len(candidate.contexts))]
    return {
        "text": candidate.text,
        "kind": candidate.kind,
        "found": candidate.found,
        "times": str(candidate.times),
        **{f"context_{n}": context for n, context in enumerate(contexts, start=1)},
        "pseudonym": candidate.pseudonym,
        "decision": str(getattr(before, "decision", "")),
        "note": str(getattr(before, "note", "")),
    }


def _carry(row: object) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in COLUMNS}


def read_decisions(reviewed: pd.DataFrame) -> Decisions:
    """Return what a person decided in the review's table (checked by `find_review_problems`).

    Without a decision a candidate counts as a name, and the pseudonym in its row stays its own.
    """
    names: list[str] = []
    kinds: dict[str, str] = {}
    accepted: set[str] = set()
    rejected: set[str] = set()
    pseudonyms: dict[str, str] = {}
    for row in reviewed.itertuples():
        name, decision = fold(str(row.text)).text.strip(), str(row.decision).strip().lower()
        if decision == REJECT:
            rejected.add(name)
            continue
        if decision == ACCEPT:
            accepted.add(name)
        elif decision:
            kinds[name] = decision
        if decision in NAMED_KINDS or (decision and row.kind != PARTICIPANT):
            names.append(str(row.text))
        if row.kind != PARTICIPANT and str(row.pseudonym).strip() and decision in {"", ACCEPT, str(row.kind)}:
            pseudonyms[name] = bracket(str(row.pseudonym))
    return Decisions(tuple(names), kinds, frozenset(accepted), frozenset(rejected), pseudonyms)


def find_review_problems(reviewed: pd.DataFrame, file: str) -> list[Problem]:
    """Find what cannot be followed in the review's table: rows count from 2, as the sheet shows them.

    Args:
        reviewed: its rows; the index is the row of the sheet.
        file: what messages call it.
    """
    problems: list[Problem] = []
    allowed = (ACCEPT, REJECT, *NAMED_KINDS)
    for row in reviewed.itertuples():
        where = f"{file}, row {row.Index}"
        if str(row.decision).strip().lower() not in {"", *allowed}:
            fix = f"write one of: {', '.join(allowed)}; or leave the cell empty; words go under 'note'"
            problems.append(Problem("the cell under 'decision' cannot be followed", where, fix))
        if not str(row.text).strip():
            problems.append(Problem("the cell under 'text' is empty", where, "write the name there, or delete the row"))
        pseudonym = bracket(str(row.pseudonym))
        if len(pseudonym) > _LONGEST or re.search(r"[\n\[\]]", pseudonym[1:-1]):
            fix = f"write a pseudonym of at most {_LONGEST - 2} characters in one line"
            problems.append(Problem("the cell under 'pseudonym' cannot be used", where, fix))
    return problems
