"""Code: put every coder's codings on segments, and let the rules coder read the segments too."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from pipeline import outputs, schemas
from pipeline.errors import CodingsError, Problem
from pipeline.formats.codebooks import read_codebooks
from pipeline.formats.codings.columns import Layout
from pipeline.formats.codings.files import (
    CoderFiles,
    Quoted,
    read_code_columns,
    read_comments,
    read_queues,
    read_rows,
    read_sheets,
)
from pipeline.formats.codings.headers import NAMED, RowLayout
from pipeline.formats.codings.sections import place_headings
from pipeline.methods.coding.codebook import Codebook, codes_table
from pipeline.methods.coding.coders import Reading, coders_table, find_coding_problems, find_notices, join_readings
from pipeline.methods.coding.documents import Library, SourceTables, list_documents
from pipeline.methods.coding.hands import Hand
from pipeline.methods.coding.placing import Placed, list_answers
from pipeline.methods.coding.rules import apply_rules, compile_rules
from pipeline.methods.coding.scope import assign_scope, list_asked, set_apart
from pipeline.reporting.tables import render_csv
from pipeline.settings import CoderSettings
from pipeline.store import read_table, write_table, write_text
from pipeline.study import Study

Asked = Mapping[str, Collection[str]]


def run(study: Study) -> list[Problem]:
    """Place what people coded, and code by the codebook's rules; raise CodingsError listing all that fits nowhere."""
    coders, coding = study.settings.coders, study.settings.coding
    segments = read_table(study.path(outputs.SEGMENTS), schemas.SEGMENTS)
    codebook = read_codebooks(study.input_files["codebook"], study.name_of)
    known = {*segments["kind"], *read_table(study.path(outputs.QUESTIONS), schemas.QUESTIONS)["question_id"]}
    codes = assign_scope(codes_table(codebook), study.settings.codebook.applies_to, known)
    asked = list_asked(codes, segments)
    placed = [set_apart(_read_coder(study, coder, codebook, segments, asked), asked) for coder in coders]
    readings = [Reading(c.id, c.role, c.round, of_coder) for c, of_coder in zip(coders, placed, strict=True)]
    by_hand = join_readings(readings)
    write_text(render_csv(by_hand.placements), study.path(outputs.PLACEMENTS_SHEET))
    if problems := find_coding_problems(readings, allow_unplaced=coding.allow_unplaced):
        raise CodingsError.of(problems)
    rules = compile_rules(codebook if coding.rules else Codebook(()))
    by_rules = apply_rules(rules, segments, codes)
    codings = pd.concat([by_hand.codings, by_rules.codings])
    reviews = pd.concat([by_hand.reviews, by_rules.reviews])

    write_table(codes, study.path(outputs.CODES), schemas.CODES)
    write_table(coders_table(readings, has_rules=rules.can_code), study.path(outputs.CODERS), schemas.CODERS)
    write_table(codings, study.path(outputs.CODINGS), schemas.CODINGS)
    write_table(by_rules.evidence, study.path(outputs.EVIDENCE), schemas.EVIDENCE)
    write_table(reviews, study.path(outputs.REVIEWS), schemas.REVIEWS)
    write_table(by_hand.rulings, study.path(outputs.RULINGS), schemas.RULINGS)
    write_table(by_hand.unplaced, study.path(outputs.UNPLACED_CODINGS), schemas.UNPLACED_CODINGS)
    write_table(by_hand.placements, study.path(outputs.PLACEMENTS), schemas.PLACEMENTS)
    return find_notices(readings)


def _read_coder(study: Study, coder: CoderSettings, codebook: Codebook, segments: pd.DataFrame, asked: Asked) -> Placed:
    if coder.kind == "sections":
        return place_headings(segments, codebook, coder.level)
    files = CoderFiles([(study.name_of(p), p) for p in study.find_files(coder.files)], coder.encoding)
    if coder.kind == "sheet":
        return read_sheets(files, codebook, segments, asked)
    if coder.kind == "queue":
        return read_queues(files, codebook, segments, study.settings.reliability.reasons)
    if coder.kind != "columns":
        layout = RowLayout({use: getattr(coder, use) for use in NAMED}, coder.code, coder.separator)
        quoted = Quoted(layout, codebook, _find_hand(study, coder), _list_documents(study, segments))
        return read_rows(files, quoted) if coder.kind == "rows" else read_comments(files, quoted)
    keys = read_table(study.path(outputs.ANSWER_KEYS), schemas.ANSWER_KEYS)
    questions = read_table(study.path(outputs.QUESTIONS), schemas.QUESTIONS)
    wordings = dict(zip(questions["question_id"], questions["wording"], strict=True))
    layout = Layout(coder.row or coder.participant, coder.question, coder.pattern)
    answers = list_answers(segments, keys, "row_key" if coder.row else "participant_key")
    return read_code_columns(files, layout, codebook, wordings, answers)


def _find_hand(study: Study, coder: CoderSettings) -> Hand:
    """What files call the coder and the others who code in files like these, and which files others name too."""
    others = [c for c in study.settings.coders if c.kind == coder.kind and c.id != coder.id]
    shared = [study.name_of(path) for other in others for path in study.find_files(other.files)]
    names = [name for other in others for name in (other.id, *other.called)]
    return Hand(coder.id, (coder.id, *coder.called), names, shared)


def _list_documents(study: Study, segments: pd.DataFrame) -> Library:
    tables = SourceTables(
        named=read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES),
        sources=read_table(study.path(outputs.SOURCES), schemas.SOURCES),
        pseudonym_key=read_table(study.path(outputs.PSEUDONYM_KEY), schemas.PSEUDONYM_KEY),
        replacements=read_table(study.path(outputs.REPLACEMENTS), schemas.REPLACEMENTS),
        answer_keys=read_table(study.path(outputs.ANSWER_KEYS), schemas.ANSWER_KEYS),
    )
    return list_documents(tables, segments)
