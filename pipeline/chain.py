"""The chain: every stage with what it reads, follows and writes, in the order in which they run."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import outputs as o
from pipeline.outputs import Output, Privacy


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the analysis: what it reads, writes and, at length and in short, tells, and its settings."""

    name: str
    files: tuple[str, ...]
    reads: tuple[Output, ...]
    settings: tuple[str, ...]
    writes: tuple[Output, ...]
    tells: tuple[Output, ...] = ()

    @property
    def purpose(self) -> str:
        """What the stage does, in a few words."""
        return o.PURPOSES[self.name]

    @property
    def manifest(self) -> Output:
        """Where the stage's manifest lives: beside its tables, and as private as they are."""
        levels = {"ingest": Privacy.IDENTIFIABLE, "report": Privacy.RELEASABLE}
        level = levels.get(self.name, Privacy.DEIDENTIFIED)
        return o.REPORT_MANIFEST if level is Privacy.RELEASABLE else Output(f"{self.name}/manifest.json", level)


_NAMED = (o.NAMED_SOURCES, o.NAMED_PARTICIPANTS, o.NAMED_TURNS, o.NAMED_QUESTIONS)
_TEXTS = (o.SOURCES, o.PARTICIPANTS, o.QUESTIONS, o.TURNS)
_KEYS = (o.PSEUDONYM_KEY, o.PSEUDONYM_KEY_SHEET, o.REPLACEMENTS, o.ANSWER_KEYS, o.NAME_FORMS)
_CODED = (o.CODES, o.CODERS, o.CODINGS, o.EVIDENCE, o.REVIEWS)
_TOPICS = (o.TOPIC_MODELS, o.TOPICS, o.SEGMENT_TOPICS)

STAGES = (
    Stage(
        "ingest",
        files=("sources", "participants"),
        reads=(),
        settings=("sources", "participants", "questions", "guide", "topics.encoder", "study.language"),
        writes=(*_NAMED, o.INTAKE, o.INTAKE_SHEET, o.INTAKE_REPORT, o.INTAKE_TOLD, o.INTAKE_IN_SHORT),
        tells=(o.INTAKE_TOLD, o.INTAKE_IN_SHORT),
    ),
    Stage(
        "deidentify",
        files=("pseudonyms",),
        reads=_NAMED,
        settings=("deidentify",),
        writes=(*_TEXTS, *_KEYS, o.REVIEW_SHEET),
    ),
    Stage(
        "segment",
        files=(),
        reads=(o.SOURCES, o.TURNS),
        settings=("coding.unit", "sources", "deidentify.model"),
        writes=(o.SEGMENTS,),
    ),
    Stage(
        "code",
        files=("codebook", "coders"),
        reads=(
            *(o.SEGMENTS, o.QUESTIONS, o.SOURCES, o.ANSWER_KEYS),
            *(o.NAMED_SOURCES, o.PSEUDONYM_KEY, o.REPLACEMENTS),
        ),
        settings=("codebook", "coders", "coding", "reliability.reasons"),
        writes=(*_CODED, o.RULINGS, o.UNPLACED_CODINGS, o.PLACEMENTS, o.PLACEMENTS_SHEET),
    ),
    Stage(
        "reliability",
        files=(),
        reads=(o.SEGMENTS, o.CODES, o.CODERS, o.CODINGS, o.REVIEWS, o.RULINGS),
        settings=("reliability", "study.seed"),
        writes=(o.AGREEMENT, o.DECISIONS, o.REASONS),
    ),
    Stage(
        "topics",
        files=(),
        reads=(o.SEGMENTS,),
        settings=("topics", "study.seed", "study.language"),
        writes=(o.EMBEDDINGS, *_TOPICS),
    ),
    Stage(
        "compare",
        files=(),
        reads=(o.SEGMENTS, o.CODES, o.CODINGS, o.DECISIONS, *_TOPICS),
        settings=("compare", "study.seed"),
        writes=(o.THEME_TOPICS, o.ALIGNMENT),
    ),
    Stage(
        "frequencies",
        files=(),
        reads=(*_TEXTS, o.SEGMENTS, o.CODES, o.CODERS, o.CODINGS, o.REVIEWS, o.DECISIONS, o.AGREEMENT),
        settings=("frequencies", "reliability"),
        writes=(o.THEME_FREQUENCIES, o.PARTICIPATION),
    ),
    Stage(
        "report",
        files=(),
        reads=(
            o.SOURCES,
            o.PARTICIPANTS,
            o.QUESTIONS,
            o.SEGMENTS,
            o.CODES,
            o.CODERS,
            o.CODINGS,
            o.EVIDENCE,
            o.AGREEMENT,
            o.DECISIONS,
            *_TOPICS,
            o.THEME_TOPICS,
            o.ALIGNMENT,
            o.THEME_FREQUENCIES,
            o.PARTICIPATION,
        ),
        settings=("study", "report", "coding", "reliability", "topics", "compare", "frequencies", "deidentify.enabled"),
        writes=(o.REPORT_PAGE, o.REPORT_TABLES, o.REPORT_FIGURES, o.EXCERPTS, o.METHODS_TEXT),
    ),
)
