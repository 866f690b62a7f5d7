"""Every file the pipeline writes, each with the privacy level that chooses its folder."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Privacy(Enum):
    """Who may see a file; the value is the folder it must live in."""

    IDENTIFIABLE = "restricted"
    DEIDENTIFIED = "derived"
    RELEASABLE = "reports"


@dataclass(frozen=True, slots=True)
class Output:
    """One file or folder that a stage writes; `name` is its path below the folder of its privacy level."""

    name: str
    privacy: Privacy


def _identifiable(stage: str, table: str) -> Output:
    return Output(f"{stage}/{table}.parquet", Privacy.IDENTIFIABLE)


def _deidentified(stage: str, table: str) -> Output:
    return Output(f"{stage}/{table}.parquet", Privacy.DEIDENTIFIED)


def releasable(name: str) -> Output:
    """Return the output `name` below the reports folder."""
    return Output(name, Privacy.RELEASABLE)


NAMED_SOURCES = _identifiable("ingest", "sources")
NAMED_PARTICIPANTS = _identifiable("ingest", "participants")
NAMED_TURNS = _identifiable("ingest", "turns")
NAMED_QUESTIONS = _identifiable("ingest", "questions")
INTAKE = _identifiable("ingest", "intake")
PSEUDONYM_KEY = _identifiable("deidentify", "pseudonym_key")
REPLACEMENTS = _identifiable("deidentify", "replacements")
INTAKE_SHEET = Output("intake.csv", Privacy.IDENTIFIABLE)
INTAKE_REPORT = Output("intake.md", Privacy.IDENTIFIABLE)
INTAKE_TOLD = Output("ingest/intake.txt", Privacy.IDENTIFIABLE)
INTAKE_IN_SHORT = Output("ingest/intake-in-short.txt", Privacy.IDENTIFIABLE)
PSEUDONYM_KEY_SHEET = Output("pseudonym_key.csv", Privacy.IDENTIFIABLE)
ANSWER_KEYS = _identifiable("deidentify", "answer_keys")
NAME_FORMS = _identifiable("deidentify", "name_forms")
REVIEW_SHEET = Output("review.xlsx", Privacy.IDENTIFIABLE)
SEARCHED = Output("searched.json", Privacy.IDENTIFIABLE)

SOURCES = _deidentified("deidentify", "sources")
PARTICIPANTS = _deidentified("deidentify", "participants")
QUESTIONS = _deidentified("deidentify", "questions")
TURNS = _deidentified("deidentify", "turns")
SEGMENTS = _deidentified("segment", "segments")
CODES = _deidentified("code", "codes")
CODINGS = _deidentified("code", "codings")
EVIDENCE = _deidentified("code", "evidence")
REVIEWS = _deidentified("code", "reviews")
RULINGS = _deidentified("code", "rulings")
CODERS = _deidentified("code", "coders")
UNPLACED_CODINGS = _deidentified("code", "unplaced_codings")
PLACEMENTS = _deidentified("code", "placements")
PLACEMENTS_SHEET = Output("code/placements.csv", Privacy.DEIDENTIFIED)
AGREEMENT = _deidentified("reliability", "agreement")
DECISIONS = _deidentified("reliability", "decisions")
REASONS = _deidentified("reliability", "reasons")
EMBEDDINGS = _deidentified("topics", "embeddings")
TOPICS = _deidentified("topics", "topics")
SEGMENT_TOPICS = _deidentified("topics", "segment_topics")
TOPIC_MODELS = _deidentified("topics", "topic_models")
THEME_TOPICS = _deidentified("compare", "theme_topics")
ALIGNMENT = _deidentified("compare", "alignment")
THEME_FREQUENCIES = _deidentified("frequencies", "theme_frequencies")
PARTICIPATION = _deidentified("frequencies", "participation")
SHEETS = Output("sheets", Privacy.DEIDENTIFIED)

REPORT_PAGE = releasable("report.html")
REPORT_MANIFEST = releasable("manifest.json")
EXCERPTS = releasable("excerpts.csv")
METHODS_TEXT = releasable("methods.md")
REPORT_TABLES = releasable("tables")
REPORT_FIGURES = releasable("figures")

PURPOSES = {
    "ingest": "read transcripts and surveys into turns",
    "deidentify": "replace what identifies a person",
    "segment": "cut turns into units of coding",
    "code": "apply the codebook: coders' files and rules",
    "reliability": "measure agreement and settle decisions",
    "topics": "find topics without the codebook",
    "compare": "set themes against topics",
    "frequencies": "count themes, with intervals that hold",
    "report": "write the page, the figures and the tables",
}
