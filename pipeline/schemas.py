"""The contract of every table: one plain value each, checked when a table is written and when it is read.

A column that may be empty is listed with a question mark. Shares lie in 0-1, times are seconds, spans are half-open
and count Unicode code points, ids are strings that stay the same between runs.
"""

from __future__ import annotations

import pandera.pandas as pa

Columns = dict[str, pa.Column]

KINDS = ("focus_group", "interview", "survey", "document")
ROLES = ("participant", "facilitator", "author")
CODER_KINDS = ("human", "machine", "adjudicator")
BASES = ("agreed", "adjudicated", "single coder", "lead coder")
CLUSTERS = ("segments", "sources")


def _columns(names: str, kind: type, check: pa.Check | None = None) -> Columns:
    listed = [(name.rstrip("?"), name.endswith("?")) for name in names.split()]
    return {
        name: pa.Column("Int64" if kind is int and empty else kind, check, nullable=empty, coerce=True)
        for name, empty in listed
    }


def _texts(names: str, *, one_of: tuple[str, ...] = ()) -> Columns:
    return _columns(names, str, pa.Check.isin(one_of) if one_of else None)


def _wholes(names: str) -> Columns:
    return _columns(names, int, pa.Check.ge(0))


def _shares(names: str) -> Columns:
    return _columns(names, float, pa.Check.in_range(0, 1))


def _numbers(names: str) -> Columns:
    return _columns(names, float)


def _yes_no(names: str) -> Columns:
    return _columns(names, bool)


def _table(name: str, one_row_per: str, columns: Columns, unique: str = "") -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns, name=name, description=f"One row per {one_row_per}.", unique=unique.split() or None, strict=True
    )


_ATTRIBUTES = {"^attr_.+$": pa.Column(str, nullable=True, required=False, regex=True)}

SOURCES = _table(
    "sources",
    "source: a text as collected; `text` holds the words of its turns, one turn after another on new lines",
    _texts("source_id")
    | _texts("kind", one_of=KINDS)
    | _texts("title date? language")
    | _wholes("n_words")
    | _texts("sha256 text")
    | _ATTRIBUTES,
    unique="source_id",
)

NAMED_PARTICIPANTS = _table(
    "named_participants",
    "person as collected, with every name and label the person is known by; never outside data/restricted",
    _texts("participant_id")
    | _texts("role", one_of=ROLES)
    | _yes_no("may_quote")
    | _texts("names?")
    | _yes_no("is_listed")
    | _ATTRIBUTES,
    unique="participant_id",
)

PARTICIPANTS = _table(
    "participants",
    "person who speaks or answers",
    _texts("participant_id") | _texts("role", one_of=ROLES) | _yes_no("may_quote") | _ATTRIBUTES,
    unique="participant_id",
)

QUESTIONS = _table(
    "questions",
    "item of the discussion guide or survey",
    _texts("question_id") | _wholes("order") | _texts("block? wording"),
    unique="question_id",
)

_TURN = (
    _texts("turn_id source_id participant_id question_id? section?")
    | _wholes("start_char end_char")
    | _numbers("start_time? end_time?")
    | _yes_no("is_facilitator")
)

NAMED_TURNS = _table(
    "named_turns",
    "turn as collected, with the keys of the row it came from; never outside data/restricted",
    _TURN | _texts("row_key? participant_key?"),
    unique="turn_id",
)

TURNS = _table(
    "turns",
    "turn: one speaker's uninterrupted stretch, or one survey answer; `section` is the path of headings above it",
    _TURN,
    unique="turn_id",
)

INTAKE = _table(
    "intake",
    "file and fate: how many characters were kept in turns, or skipped for which reason; the rows sum to the file",
    _texts("file fate") | _wholes("n_characters n_places"),
    unique="file fate",
)

PSEUDONYM_KEY = _table(
    "pseudonym_key",
    "name and what it was replaced by (people may share a name); never outside data/restricted",
    _texts("name kind pseudonym"),
    unique="name kind pseudonym",
)

REPLACEMENTS = _table(
    "replacements",
    "replaced span: where it was in the named source and where its replacement is",
    _texts("source_id")
    | _wholes("start_char end_char new_start_char new_end_char")
    | _texts("kind pseudonym detector"),
    unique="source_id start_char",
)

ANSWER_KEYS = _table(
    "answer_keys",
    "turn that came from a row of an export: the row's and the respondent's key; never outside data/restricted",
    _texts("turn_id row_key? participant_key?"),
    unique="turn_id",
)

SEGMENTS = _table(
    "segments",
    "unit of coding; the segments of a turn tile it",
    _texts("segment_id source_id turn_id participant_id question_id? section?")
    | _wholes("start_char end_char")
    | _texts("text")
    | _wholes("n_words")
    | _yes_no("is_facilitator"),
    unique="segment_id",
)

CODES = _table(
    "codes",
    "code, in the codebook's order; `theme_id` is the theme it counts for, `has_rules` whether `rules` can give it",
    _texts("code_id label definition parent_id? theme_id")
    | _yes_no("is_theme has_rules")
    | _wholes("order")
    | _texts("codebook version colour?"),
    unique="code_id",
)

CODERS = _table(
    "coders",
    "coder; the first human coder leads where a disagreement awaits adjudication",
    _texts("coder_id") | _texts("kind", one_of=CODER_KINDS) | _wholes("order"),
    unique="coder_id",
)

CODINGS = _table(
    "codings",
    "decision: this coder gave this code to this segment; machines add a score",
    _texts("segment_id code_id coder_id") | _wholes("round") | _numbers("score?") | _texts("memo?"),
    unique="segment_id code_id coder_id round",
)

EVIDENCE = _table(
    "evidence",
    "span of the source that made a machine coder give a code",
    _texts("segment_id code_id coder_id") | _wholes("start_char end_char") | _texts("pattern"),
)

REVIEWS = _table(
    "reviews",
    "segment that a coder has read, coded or not: without it a blank cell means nothing; `memo` is the coder's note",
    _texts("segment_id coder_id") | _wholes("round") | _texts("memo?"),
    unique="segment_id coder_id round",
)

UNPLACED_CODINGS = _table(
    "unplaced_codings",
    "coding in a coder's file that landed on no segment, with the reason",
    _texts("coder_id file place code reason"),
)

DECISIONS = _table(
    "decisions",
    "hand-coded segment and code, after disagreements are settled; a theme's row is rolled up from its codes",
    _texts("segment_id code_id") | _yes_no("is_coded") | _texts("basis", one_of=BASES) | _texts("decided_by reason?"),
    unique="segment_id code_id",
)

AGREEMENT = _table(
    "agreement",
    "code, set of coders, unit, statistic and kind of resampling",
    _texts("code_id coder_set unit statistic")
    | _numbers("value? value_low? value_high?")
    | _texts("resampled", one_of=CLUSTERS)
    | _wholes("n_units n_coded")
    | _texts("undefined?"),
    unique="code_id coder_set unit statistic resampled",
)

EMBEDDINGS = _table(
    "embeddings",
    "distinct text, by its hash, with the vector of the encoder named",
    _texts("text_sha256 encoder") | {"vector": pa.Column(object)},
    unique="text_sha256",
)

TOPIC_MODELS = _table(
    "topic_models",
    "topic model: how many topics, how stable over seeds, or why it declined",
    _texts("model")
    | _wholes("n_segments n_topics")
    | _shares("outlier_share?")
    | _numbers("stability? stability_low?")
    | _wholes("n_seeds")
    | _texts("declined?"),
    unique="model",
)

TOPICS = _table(
    "topics",
    "topic: its terms, its size and how surely it came back over seeds",
    _texts("model topic_id terms") | _wholes("n_segments") | _numbers("stability?"),
    unique="model topic_id",
)

SEGMENT_TOPICS = _table(
    "segment_topics",
    "segment and topic it belongs to",
    _texts("model segment_id topic_id") | _shares("probability"),
    unique="model segment_id topic_id",
)

THEME_TOPICS = _table(
    "theme_topics",
    "theme and topic: overlap, lift, and whether chance would do as well",
    _texts("model theme_id topic_id")
    | _wholes("n_segments n_theme n_topic")
    | _numbers("lift? tjur_r2?")
    | _yes_no("is_best_match")
    | _shares("p_value? p_adjusted?"),
    unique="model theme_id topic_id",
)

ALIGNMENT = _table(
    "alignment",
    "topic model and statistic: how far topics and themes agree, beside a permutation null",
    _texts("model statistic")
    | _numbers("value? null_mean? null_high?")
    | _shares("p_value?")
    | _wholes("n_units")
    | _texts("undefined?"),
    unique="model statistic",
)

THEME_FREQUENCIES = _table(
    "theme_frequencies",
    "code and group: counts with their three denominators, and prevalence with its interval",
    _texts("code_id")
    | _yes_no("is_theme")
    | _texts("grouping group")
    | _wholes("n_segments? n_segments_total? n_participants? n_participants_total? n_sources? n_sources_total?")
    | _shares("words_share? prevalence? prevalence_low? prevalence_high?")
    | _texts("method estimand")
    | _wholes("n_hand_coded? n_machine_coded?")
    | _texts("machine_accepted undefined?"),
    unique="code_id grouping group",
)

PARTICIPATION = _table(
    "participation",
    "source and person: how much each spoke or wrote",
    _texts("source_id participant_id")
    | _texts("role", one_of=ROLES)
    | _wholes("n_turns n_words")
    | _shares("words_share"),
    unique="source_id participant_id",
)
