"""De-identifying a study: its tables as collected become tables that hold pseudonyms in the places of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import pandas as pd

from pipeline.methods.text.candidates import COLUMNS, list_candidates
from pipeline.methods.text.collected import make_distinct, slug
from pipeline.methods.text.entities import Entity, TurnText
from pipeline.methods.text.findings import Finding, resolve_overlaps
from pipeline.methods.text.identifiers import Rules, find_identifiers, find_names, find_names_in_id
from pipeline.methods.text.known_names import PARTICIPANT
from pipeline.methods.text.leaks import FORM_COLUMNS, list_name_forms
from pipeline.methods.text.names import fold
from pipeline.methods.text.pseudonyms import (
    Pseudonyms,
    Replacement,
    apply_replacements,
    assign_pseudonyms,
    count_taken,
    list_replacements,
    move_offsets,
    settle_kinds,
    unite_people,
)
from pipeline.methods.text.spoken import list_spoken
from pipeline.methods.text.turns import measure_texts
from pipeline.methods.text.words import squeeze

SOURCE = "source"

_LABELS = ("section", "block", "wording")
_REPLACED = ["source_id", "start_char", "end_char", "new_start_char", "new_end_char", "kind", "pseudonym", "detector"]


@dataclass(frozen=True, slots=True)
class StudyTables:
    """What a study holds in words: its sources, people, turns and questions."""

    sources: pd.DataFrame
    participants: pd.DataFrame
    turns: pd.DataFrame
    questions: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Deidentified:
    """The tables without names, and what leads back to the names or must be known to find one that is left.

    The key, the replacements and the keys of answers lead back; `candidates` are for a person to review, and
    `name_forms` is what no output may hold.
    """

    tables: StudyTables
    pseudonym_key: pd.DataFrame
    replacements: pd.DataFrame
    answer_keys: pd.DataFrame
    candidates: pd.DataFrame
    name_forms: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Found:
    """Every text of a study that may hold a name, by where it stands, and what was found in each."""

    turns: Mapping[str, tuple[str, Sequence[Finding]]]
    ids: Mapping[tuple[str, str], Sequence[Finding]]
    labels: Mapping[str, Sequence[Finding]]

    def all(self) -> list[tuple[str, Sequence[Finding]]]:
        """Return every text with its findings in the canonical order of the study."""
        return [*self.turns.values(), *((text, each) for (_, text), each in self.ids.items()), *self.labels.items()]


def deidentify(
    named: StudyTables,
    rules: Rules,
    entities: Mapping[str, Sequence[Entity]],
    reviewed: pd.DataFrame | None = None,
) -> Deidentified:
    """Return the study with a pseudonym in the place of every identifier found.

    In the turns' words everything that `rules` know is replaced; in ids, titles, headings, wordings and attributes
    only known names. Ids stay distinct and the same in all tables.

    Args:
        named: the study as collected.
        rules: what counts as identifying.
        entities: what a recogniser proposes, by the text of a turn.
        reviewed: the table of candidates as it came back from review, if there is one.
    """
    taken = count_taken(list_spoken(named.sources, named.turns)["text"])
    where = _find_everywhere(named, rules, entities)
    own = {**_carry_pseudonyms(where, rules.decisions.pseudonyms), **rules.own}
    pseudonyms = assign_pseudonyms((f for _, each in where.all() for f in each), taken, own)
    made = _replace(named, where, pseudonyms)
    before = pd.DataFrame(columns=list(COLUMNS), dtype="str") if reviewed is None else reviewed
    candidates = list_candidates(where.turns.values(), pseudonyms, rules, before)
    in_words = [*made.tables.sources["text"], *list_labels(made.tables)]
    return replace(made, candidates=candidates, name_forms=list_name_forms(made.pseudonym_key, in_words, rules))


def _carry_pseudonyms(where: _Found, reviewed: Mapping[str, str]) -> dict[str, str]:
    """Return the review's pseudonyms by the names they stand for: a row may show a part of the name, or a slip."""
    carried = dict(reviewed)
    for text, findings in where.all():
        for f in findings:
            form = fold(text[f.start : f.end]).text
            if f.kind != PARTICIPANT and form in reviewed:
                carried.setdefault(f.name, reviewed[form])
    return carried


def _find_everywhere(named: StudyTables, rules: Rules, entities: Mapping[str, Sequence[Entity]]) -> _Found:
    spoken = list_spoken(named.sources, named.turns)
    present = spoken.groupby("source_id", sort=False)["participant_id"].agg(frozenset).to_dict()
    columns = spoken["turn_id"], spoken["source_id"], spoken["text"]
    turns = {
        turn_id: TurnText(text, entities.get(text, ()), present[source_id])
        for turn_id, source_id, text in zip(*columns, strict=True)
    }
    ids = [(source_id, text) for source_id, title in _pairs(named.sources) for text in (source_id, title)]
    labels = list_labels(named)
    everywhere = [
        *find_identifiers(list(turns.values()), rules),
        *(find_names_in_id(text, rules, present.get(source_id, ())) for source_id, text in ids),
        *(resolve_overlaps(find_names(TurnText(label), rules)) for label in labels),
    ]
    found = settle_kinds(list(turns.values()), unite_people(everywhere), rules.decisions.kinds)
    n = len(turns)
    in_turns, in_ids, in_labels = found[:n], found[n : n + len(ids)], found[n + len(ids) :]
    texts = [turn.text for turn in turns.values()]
    return _Found(
        turns=dict(zip(turns, zip(texts, in_turns, strict=True), strict=True)),
        ids=dict(zip(ids, in_ids, strict=True)),
        labels=dict(zip(labels, in_labels, strict=True)),
    )


def keep_as_collected(named: StudyTables) -> Deidentified:
    """Return the study with every word as collected, only without the columns that hold names and keys."""
    return _replace(named, _Found({}, {}, {}), {})


def _pairs(sources: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(sources["source_id"], sources["title"], strict=True))


def list_labels(study: StudyTables) -> list[str]:
    """Return the distinct headings, wordings and values of attributes: words that the researchers chose."""
    tables = (study.sources, study.participants, study.turns, study.questions)
    columns = [table[name] for table in tables for name in _label_columns(table)]
    return list(dict.fromkeys(label for column in columns for label in column.dropna()))


def _label_columns(table: pd.DataFrame) -> list[str]:
    return [name for name in table.columns if name.startswith("attr_") or name in _LABELS]


def _replace(named: StudyTables, found: _Found, pseudonyms: Pseudonyms) -> Deidentified:
    spoken = list_spoken(named.sources, named.turns)
    new_ids = _rename_sources(named.sources, found, pseudonyms)
    made = _list_made(spoken, found, pseudonyms)
    labels = {label: _apply(label, each, pseudonyms) for label, each in found.labels.items()}
    titles = [_apply(pair[1], found.ids.get(pair, ()), pseudonyms) for pair in _pairs(named.sources)]
    turns = _replace_turns(named.turns, made, new_ids)
    tables = StudyTables(
        sources=_relabel(_replace_sources(named.sources.assign(title=titles), made, new_ids), labels),
        participants=_relabel(named.participants.drop(columns=["names", "is_listed"]), labels),
        turns=_relabel(turns.drop(columns=["row_key", "participant_key"]), labels),
        questions=_relabel(named.questions, labels),
    )
    key = _list_key(found, pseudonyms, new_ids)
    answer_keys = turns[["turn_id", "row_key", "participant_key"]]
    nothing = pd.DataFrame(columns=list(COLUMNS), dtype="str"), pd.DataFrame(columns=FORM_COLUMNS, dtype="str")
    return Deidentified(tables, key, _list_replaced(made, new_ids), answer_keys, *nothing)


def _apply(text: str, findings: Sequence[Finding], pseudonyms: Pseudonyms) -> str:
    return apply_replacements(text, list_replacements(findings, pseudonyms))


def _rename_sources(sources: pd.DataFrame, found: _Found, pseudonyms: Pseudonyms) -> dict[str, str]:
    """Return the new id of each source: names in it give way to the slugs of their pseudonyms."""
    slugs = {key: slug(pseudonym) for key, pseudonym in pseudonyms.items()}
    new = {
        source_id: _apply(source_id, found.ids.get((source_id, source_id), ()), slugs)
        for source_id, _ in _pairs(sources)
    }
    kept = [source_id for source_id in new if new[source_id] == source_id]
    renamed = [source_id for source_id in new if new[source_id] != source_id]
    distinct = make_distinct([*kept, *(new[source_id] for source_id in renamed)])
    return dict(zip([*kept, *renamed], distinct, strict=True))


def _list_made(spoken: pd.DataFrame, found: _Found, pseudonyms: Pseudonyms) -> dict[str, list[Replacement]]:
    """Return for each source its replacements in order, with spans in the source as collected."""
    made: dict[str, list[Replacement]] = {}
    for turn_id, source_id, start in zip(spoken["turn_id"], spoken["source_id"], spoken["start_char"], strict=True):
        _, findings = found.turns.get(turn_id, ("", ()))
        moved = [
            replace(m, start_char=m.start_char + int(start), end_char=m.end_char + int(start))
            for m in list_replacements(findings, pseudonyms)
        ]
        made.setdefault(source_id, []).extend(moved)
    return made


def _replace_sources(
    sources: pd.DataFrame, made: Mapping[str, Sequence[Replacement]], new_ids: Mapping[str, str]
) -> pd.DataFrame:
    pairs = zip(sources["source_id"], sources["text"], strict=True)
    texts = [apply_replacements(text, made.get(source_id, ())) for source_id, text in pairs]
    return sources.assign(
        source_id=sources["source_id"].map(new_ids),
        **measure_texts(texts),
    )


def _replace_turns(
    turns: pd.DataFrame, made: Mapping[str, Sequence[Replacement]], new_ids: Mapping[str, str]
) -> pd.DataFrame:
    columns = turns["turn_id"], turns["source_id"], turns["start_char"], turns["end_char"]
    rows = list(zip(*columns, strict=True))
    offsets: dict[str, list[int]] = {}
    for _, source_id, *span in rows:
        offsets.setdefault(source_id, []).extend(span)
    moved = {
        (source_id, old): new
        for source_id, each in offsets.items()
        for old, new in zip(each, move_offsets(each, made[source_id]), strict=True)
    }
    return turns.assign(
        turn_id=[new_ids[source_id] + turn_id.removeprefix(source_id) for turn_id, source_id, *_ in rows],
        source_id=[new_ids[source_id] for _, source_id, *_ in rows],
        start_char=[moved[source_id, start] for _, source_id, start, _ in rows],
        end_char=[moved[source_id, end] for _, source_id, _, end in rows],
    )


def _relabel(table: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    columns = {
        name: pd.Series([labels.get(label, label) for label in table[name]], index=table.index, dtype="str")
        for name in _label_columns(table)
    }
    return table.assign(**columns)


def _list_key(found: _Found, pseudonyms: Pseudonyms, new_ids: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for every name, number or address replaced, as first written, and for every source renamed."""
    rows: dict[tuple[str, str, str], str] = {}
    for text, findings in found.all():
        for f in findings:
            written = squeeze(text[f.start : f.end])
            rows.setdefault((fold(written).text, f.kind, pseudonyms[f.kind, f.name]), written)
    renamed = [(old, SOURCE, new) for old, new in new_ids.items() if old != new]
    listed = [(written, kind, pseudonym) for (_, kind, pseudonym), written in rows.items()]
    return pd.DataFrame([*listed, *renamed], columns=["name", "kind", "pseudonym"])


def _list_replaced(made: Mapping[str, Sequence[Replacement]], new_ids: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        {
            **asdict(m),
            "source_id": new_ids[source_id],
            "new_start_char": start,
            "new_end_char": start + len(m.pseudonym),
        }
        for source_id, each in made.items()
        for m, start in zip(each, move_offsets([m.start_char for m in each], each), strict=True)
    ]
    return pd.DataFrame(rows, columns=_REPLACED)
