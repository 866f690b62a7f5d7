"""The contract of every table: one plain value each, checked when a table is written and when it is read.

A column that may be empty is listed with a question mark. Shares lie in 0-1, times are seconds, spans are half-open
and count Unicode code points, ids are strings that stay the same between runs.
"""

from __future__ import annotations

import pandera.pandas as pa

from pipeline.contracts import numbers, shares, table, texts, wholes, yes_no

KINDS = ("focus_group", "interview", "survey", "document")
ROLES = ("participant", "facilitator", "author")
CODER_KINDS = ("human", "machine", "adjudicator")
BASES = ("agreed", "adjudicated", "single coder", "lead coder", "majority", "intersection", "union", "named coder")
CLUSTERS = ("segments", "sources")
AGREEMENT_UNITS = ("segment", "character", "source")
HOW_PLACED = ("same", "moved", "fuzzy", "lost")

_ATTRIBUTES = {"^attr_.+$": pa.Column(str, nullable=True, required=False, regex=True)}

SOURCES = table(
    "sources",
    "source: a text as collected; `text` holds the words of its turns, one turn after another on new lines",
    texts("source_id")
    | texts("kind", one_of=KINDS)
    | texts("title date? language")
    | wholes("n_words")
    | texts("sha256 text")
    | _ATTRIBUTES,
    unique="source_id",
)

NAMED_PARTICIPANTS = table(
    "named_participants",
    "person as collected, with every name and label the person is known by; never outside data/restricted",
    texts("participant_id")
    | texts("role", one_of=ROLES)
    | yes_no("may_quote")
    | texts("names?")
    | yes_no("is_listed")
    | _ATTRIBUTES,
    unique="participant_id",
)

PARTICIPANTS = table(
    "participants",
    "person who speaks or answers",
    texts("participant_id") | texts("role", one_of=ROLES) | yes_no("may_quote") | _ATTRIBUTES,
    unique="participant_id",
)

QUESTIONS = table(
    "questions",
    "item of the discussion guide or survey",
    texts("question_id") | wholes("order") | texts("block? wording"),
    unique="question_id",
)

_TURN = (
    texts("turn_id source_id participant_id question_id? section?")
    | wholes("start_char end_char")
    | numbers("start_time? end_time?")
    | yes_no("is_facilitator")
)

NAMED_TURNS = table(
    "named_turns",
    "turn as collected, with the keys of the row it came from; never outside data/restricted",
    _TURN | texts("row_key? participant_key?"),
    unique="turn_id",
)

TURNS = table(
    "turns",
    "turn: one speaker's uninterrupted stretch, or one survey answer; `section` is the path of headings above it",
    _TURN,
    unique="turn_id",
)

INTAKE = table(
    "intake",
    "file and fate: how many characters were kept in turns, or skipped for which reason; the rows sum to the file",
    texts("file fate") | wholes("n_characters n_places"),
    unique="file fate",
)

PSEUDONYM_KEY = table(
    "pseudonym_key",
    "name and what it was replaced by (people may share a name); never outside data/restricted",
    texts("name kind pseudonym"),
    unique="name kind pseudonym",
)

REPLACEMENTS = table(
    "replacements",
    "replaced span: where it was in the named source and where its replacement is",
    texts("source_id") | wholes("start_char end_char new_start_char new_end_char") | texts("kind pseudonym detector"),
    unique="source_id start_char",
)

ANSWER_KEYS = table(
    "answer_keys",
    "turn that came from a row of an export: the row's and the respondent's key; never outside data/restricted",
    texts("turn_id row_key? participant_key?"),
    unique="turn_id",
)

NAME_FORMS = table(
    "name_forms",
    "form of a name or number that no output may hold, and what makes it count; never outside data/restricted",
    texts("form counts"),
    unique="form",
)

SEGMENTS = table(
    "segments",
    "unit of coding; the segments of a turn tile it",
    texts("segment_id source_id")
    | texts("kind", one_of=KINDS)
    | texts("turn_id participant_id question_id? section?")
    | wholes("start_char end_char")
    | texts("text")
    | wholes("n_words")
    | yes_no("is_facilitator"),
    unique="segment_id",
)

CODES = table(
    "codes",
    "code, in the codebook's order; `theme_id` is the theme it counts for, `has_rules` whether `rules` can give it,"
    " `applies_to` the kinds of source or the questions that its codebook is for, where it is not for all",
    texts("code_id label definition parent_id? theme_id")
    | yes_no("is_theme has_rules")
    | wholes("order")
    | texts("codebook codebook_title version applies_to? colour?"),
    unique="code_id",
)

CODERS = table(
    "coders",
    "coder; the first human coder leads where a disagreement awaits adjudication",
    texts("coder_id") | texts("kind", one_of=CODER_KINDS) | wholes("order"),
    unique="coder_id",
)

CODINGS = table(
    "codings",
    "decision: this coder gave this code to this segment; machines add a score",
    texts("segment_id code_id coder_id") | wholes("round") | numbers("score?") | texts("memo?"),
    unique="segment_id code_id coder_id round",
)

EVIDENCE = table(
    "evidence",
    "span of the source that made a machine coder give a code",
    texts("segment_id code_id coder_id") | wholes("start_char end_char") | texts("pattern"),
)

REVIEWS = table(
    "reviews",
    "segment that a coder has read, coded or not: without it a blank cell means nothing; `memo` is the coder's note",
    texts("segment_id coder_id") | wholes("round") | texts("memo?"),
    unique="segment_id coder_id round",
)

RULINGS = table(
    "rulings",
    "segment, code and round that an adjudicator decided in a queue of disagreements; says nothing of other codes",
    texts("segment_id code_id coder_id")
    | wholes("round")
    | yes_no("is_coded")
    | texts("reason? note?")
    | texts("decided_by"),
    unique="segment_id code_id coder_id round",
)

UNPLACED_CODINGS = table(
    "unplaced_codings",
    "coding in a coder's file that landed on no segment, with the reason",
    texts("coder_id file place code reason"),
)

PLACEMENTS = table(
    "placements",
    "row of a coding sheet, or quotation, and segment: whether its words are where they were, moved, changed a little,"
    " or lost",
    texts("coder_id")
    | wholes("round")
    | texts("file")
    | wholes("row")
    | texts("sheet_segment_id? segment_id?")
    | texts("how", one_of=HOW_PLACED)
    | shares("similarity?")
    | texts("reason?"),
)

DECISIONS = table(
    "decisions",
    "hand-coded segment and code, after disagreements are settled; a theme's row is rolled up from its codes",
    texts("segment_id code_id") | yes_no("is_coded") | texts("basis", one_of=BASES) | texts("decided_by reason?"),
    unique="segment_id code_id",
)

REASONS = table(
    "reasons",
    "code and reason: on how many of its disagreements the adjudicators gave that reason",
    texts("code_id reason") | wholes("n_segments"),
    unique="code_id reason",
)

AGREEMENT = table(
    "agreement",
    "code, set of coders, unit, statistic and kind of resampling",
    texts("code_id coder_set statistic")
    | texts("unit", one_of=AGREEMENT_UNITS)
    | numbers("value? value_low? value_high? jackknife_low? jackknife_high?")
    | texts("resampled", one_of=CLUSTERS)
    | wholes("n_units n_coded")
    | texts("undefined?"),
    unique="code_id coder_set unit statistic resampled",
)

EMBEDDINGS = table(
    "embeddings",
    "distinct text, by its hash, with the vector of the encoder named",
    texts("text_sha256 encoder") | {"vector": pa.Column(object)},
    unique="text_sha256",
)

TOPIC_MODELS = table(
    "topic_models",
    "topic model: how many topics, how stable over seeds, or why it declined",
    texts("model")
    | wholes("n_segments n_topics")
    | shares("outlier_share?")
    | numbers("stability? stability_low?")
    | wholes("n_seeds")
    | texts("declined?"),
    unique="model",
)

TOPICS = table(
    "topics",
    "topic: its terms, its size and how surely it came back over seeds",
    texts("model topic_id terms") | wholes("n_segments") | numbers("stability?"),
    unique="model topic_id",
)

SEGMENT_TOPICS = table(
    "segment_topics",
    "segment and topic it belongs to",
    texts("model segment_id topic_id") | shares("probability"),
    unique="model segment_id topic_id",
)

THEME_TOPICS = table(
    "theme_topics",
    "theme and topic: overlap, lift, and whether chance would do as well",
    texts("model theme_id topic_id")
    | wholes("n_segments n_theme n_topic")
    | numbers("lift? tjur_r2?")
    | yes_no("is_best_match")
    | shares("p_value? p_adjusted?"),
    unique="model theme_id topic_id",
)

ALIGNMENT = table(
    "alignment",
    "topic model, codebook and statistic: how far topics and themes agree, beside a permutation null",
    texts("model codebook statistic")
    | numbers("value? null_mean? null_high?")
    | shares("p_value?")
    | wholes("n_units")
    | texts("undefined?"),
    unique="model codebook statistic",
)

THEME_FREQUENCIES = table(
    "theme_frequencies",
    "code and group: counts with their three denominators, and prevalence with its interval",
    texts("code_id")
    | yes_no("is_theme")
    | texts("grouping group")
    | wholes("n_segments? n_segments_total? n_participants? n_participants_total? n_sources? n_sources_total?")
    | shares("words_share? prevalence? prevalence_low? prevalence_high?")
    | texts("method estimand")
    | wholes("n_hand_coded? n_machine_coded?")
    | texts("machine_accepted undefined?"),
    unique="code_id grouping group",
)

PARTICIPATION = table(
    "participation",
    "source and person: how much each spoke or wrote",
    texts("source_id participant_id") | texts("role", one_of=ROLES) | wholes("n_turns n_words") | shares("words_share"),
    unique="source_id participant_id",
)
