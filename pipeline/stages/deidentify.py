"""De-identify: put pseudonyms in the places of names, and keep the key apart."""

from __future__ import annotations

import pandas as pd
from tqdm import tqdm

from pipeline import outputs, schemas
from pipeline.engines.language import build_entity_finder
from pipeline.engines.lexicon import find_dictionary_words, read_diminutives
from pipeline.errors import Problem, SettingsError, StudyError
from pipeline.formats.pseudonym_lists import read_pseudonyms
from pipeline.formats.review import read_review, render_review
from pipeline.methods.text.candidates import read_decisions
from pipeline.methods.text.deidentify import Deidentified, StudyTables, deidentify, keep_as_collected
from pipeline.methods.text.entities import Entity
from pipeline.methods.text.identifiers import Choices, Decisions, Rules, build_rules, refine_rules
from pipeline.methods.text.known_names import choose_names
from pipeline.methods.text.lexicon import Lexicon, find_ordinary_words, list_tokens
from pipeline.methods.text.likely_names import restore_capitals
from pipeline.methods.text.names import tells_case
from pipeline.methods.text.remains import find_doubts, find_pseudonym_problems, find_remaining_names
from pipeline.methods.text.spoken import list_spoken
from pipeline.reporting.tables import render_csv
from pipeline.settings import DeidentifySettings
from pipeline.store import read_table, replacing, write_table, write_text
from pipeline.study import Study


def run(study: Study) -> list[Problem]:
    """Replace identifiers in every table, refuse to go on where a known name remains, and write the key apart."""
    named = StudyTables(
        sources=read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES),
        participants=read_table(study.path(outputs.NAMED_PARTICIPANTS), schemas.NAMED_PARTICIPANTS),
        turns=read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS),
        questions=read_table(study.path(outputs.NAMED_QUESTIONS), schemas.QUESTIONS),
    )
    review = study.path(outputs.REVIEW_SHEET)
    reviewed = read_review(review, study.name_of(review))
    settings = study.settings.deidentify
    if not settings.enabled:
        _write(study, keep_as_collected(named), reviewed)
        return [Problem("the texts are as collected: names are not replaced", "study.toml, [deidentify] enabled")]
    rules = _build_rules(study, named, read_decisions(reviewed))
    result = deidentify(named, rules, _propose_entities(named, settings, rules.lexicon), reviewed)
    if remaining := find_remaining_names(result.tables, rules):
        raise StudyError.of(remaining)
    _write(study, result, result.candidates)
    return find_doubts(named, result, rules)


def _build_rules(study: Study, named: StudyTables, decisions: Decisions) -> Rules:
    settings = study.settings.deidentify
    texts = list_spoken(named.sources, named.turns)["text"]
    files = [read_pseudonyms(path, study.name_of(path)) for path in study.input_files["pseudonyms"]]
    own = {name: pseudonym for each in (*files, settings.pseudonyms) for name, pseudonym in each.items()}
    names, tokens = choose_names(named.participants, texts), list_tokens(texts.unique())
    words = find_ordinary_words(tokens, find_dictionary_words({*tokens, *list_tokens(names.values())}, settings.model))
    others = (*settings.names, *decisions.names)
    listed = build_rules(names, Choices(others, settings.keep, settings.entities, settings.patterns, own))
    rules = refine_rules(listed, names, tokens, Lexicon(words, read_diminutives()), decisions)
    if problems := find_pseudonym_problems(rules):
        raise SettingsError.of(problems)
    return rules


def _propose_entities(named: StudyTables, settings: DeidentifySettings, lexicon: Lexicon) -> dict[str, list[Entity]]:
    """Return what the recogniser proposes for each distinct text, with capitals where its own case says nothing."""
    texts = [text for text in list_spoken(named.sources, named.turns)["text"].unique() if text.strip()]
    if not settings.entities or not texts:
        return {}
    read = [text if tells_case(text) else restore_capitals(text, lexicon) for text in texts]
    found = build_entity_finder(settings.model)(read)
    return dict(zip(texts, tqdm(found, "turns", len(texts), leave=False, disable=None), strict=True))


def _write(study: Study, result: Deidentified, candidates: pd.DataFrame) -> None:
    write_table(result.pseudonym_key, study.path(outputs.PSEUDONYM_KEY), schemas.PSEUDONYM_KEY)
    write_text(render_csv(result.pseudonym_key), study.path(outputs.PSEUDONYM_KEY_SHEET))
    write_table(result.replacements, study.path(outputs.REPLACEMENTS), schemas.REPLACEMENTS)
    write_table(result.answer_keys, study.path(outputs.ANSWER_KEYS), schemas.ANSWER_KEYS)
    write_table(result.name_forms, study.path(outputs.NAME_FORMS), schemas.NAME_FORMS)
    with replacing(study.path(outputs.REVIEW_SHEET)) as temporary:
        temporary.write_bytes(render_review(candidates))
    write_table(result.tables.sources, study.path(outputs.SOURCES), schemas.SOURCES)
    write_table(result.tables.participants, study.path(outputs.PARTICIPANTS), schemas.PARTICIPANTS)
    write_table(result.tables.turns, study.path(outputs.TURNS), schemas.TURNS)
    write_table(result.tables.questions, study.path(outputs.QUESTIONS), schemas.QUESTIONS)
