"""De-identify: put pseudonyms in the places of names, and keep the key apart."""

from __future__ import annotations

from tqdm import tqdm

from pipeline import outputs, schemas
from pipeline.engines.language import build_entity_finder
from pipeline.errors import Problem, StudyError
from pipeline.methods.text.deidentify import Deidentified, StudyTables, deidentify, keep_as_collected
from pipeline.methods.text.entities import Entity
from pipeline.methods.text.identifiers import build_rules
from pipeline.methods.text.known_names import choose_names
from pipeline.methods.text.names import has_capitals
from pipeline.methods.text.remains import find_doubts, find_remaining_names
from pipeline.methods.text.spoken import list_spoken
from pipeline.reporting.tables import render_csv
from pipeline.settings import DeidentifySettings
from pipeline.store import read_table, write_table, write_text
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Replace identifiers in every table, refuse to go on where a known name remains, and write the key apart."""
    named = StudyTables(
        sources=read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES),
        participants=read_table(study.path(outputs.NAMED_PARTICIPANTS), schemas.NAMED_PARTICIPANTS),
        turns=read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS),
        questions=read_table(study.path(outputs.NAMED_QUESTIONS), schemas.QUESTIONS),
    )
    settings = study.settings.deidentify
    if not settings.enabled:
        _write(study, keep_as_collected(named))
        return [Problem("the texts are as collected: names are not replaced", "study.toml, [deidentify] enabled")]
    names = choose_names(named.participants, list_spoken(named.sources, named.turns)["text"])
    rules = build_rules(names, settings.names, settings.keep, settings.entities, settings.patterns)
    result = deidentify(named, rules, _propose_entities(named, settings))
    if remaining := find_remaining_names(result.tables, rules):
        raise StudyError.of(remaining)
    _write(study, result)
    return find_doubts(named, result, rules)


def _propose_entities(named: StudyTables, settings: DeidentifySettings) -> dict[str, list[Entity]]:
    """Return what the recogniser proposes for each distinct text that has a capital letter, as every name must."""
    texts = [text for text in list_spoken(named.sources, named.turns)["text"].unique() if has_capitals(text)]
    if not settings.entities or not texts:
        return {}
    found = build_entity_finder(settings.model)(texts)
    return dict(zip(texts, tqdm(found, "turns", len(texts), leave=False, disable=None), strict=True))


def _write(study: Study, result: Deidentified) -> None:
    write_table(result.pseudonym_key, study.path(outputs.PSEUDONYM_KEY), schemas.PSEUDONYM_KEY)
    write_text(render_csv(result.pseudonym_key), study.path(outputs.PSEUDONYM_KEY_SHEET))
    write_table(result.replacements, study.path(outputs.REPLACEMENTS), schemas.REPLACEMENTS)
    write_table(result.answer_keys, study.path(outputs.ANSWER_KEYS), schemas.ANSWER_KEYS)
    write_table(result.tables.sources, study.path(outputs.SOURCES), schemas.SOURCES)
    write_table(result.tables.participants, study.path(outputs.PARTICIPANTS), schemas.PARTICIPANTS)
    write_table(result.tables.turns, study.path(outputs.TURNS), schemas.TURNS)
    write_table(result.tables.questions, study.path(outputs.QUESTIONS), schemas.QUESTIONS)
