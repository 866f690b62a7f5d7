"""The contract of every table: one plain value each, checked when a table is written and when it is read."""

from __future__ import annotations

import pandera.pandas as pa

_ATTRIBUTES = {"^attr_.+$": pa.Column(str, nullable=True, required=False, regex=True)}
_SHARE = pa.Check.in_range(0, 1)
_COUNT = pa.Check.ge(0)


def _text(*, nullable: bool = False, one_of: tuple[str, ...] = ()) -> pa.Column:
    return pa.Column(str, pa.Check.isin(one_of) if one_of else None, nullable=nullable, coerce=True)


def _whole(*, nullable: bool = False) -> pa.Column:
    return pa.Column("Int64" if nullable else int, _COUNT, nullable=nullable, coerce=True)


def _share(*, nullable: bool = False) -> pa.Column:
    return pa.Column(float, _SHARE, nullable=nullable, coerce=True)


def _number(*, nullable: bool = True) -> pa.Column:
    return pa.Column(float, nullable=nullable, coerce=True)


def _yes_no() -> pa.Column:
    return pa.Column(bool, coerce=True)


def _table(name: str, description: str, columns: dict[str, pa.Column], unique: tuple[str, ...]) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns, name=name, description=description, unique=list(unique) or None, strict=True, ordered=False
    )


KINDS = ("focus_group", "interview", "survey", "document")
ROLES = ("participant", "facilitator", "author")

SOURCES = _table(
    "sources",
    "One row per source: a text as collected (de-identified downstream of the deidentify stage).",
    {
        "source_id": _text(),
        "kind": _text(one_of=KINDS),
        "title": _text(),
        "date": _text(nullable=True),
        "language": _text(),
        "n_words": _whole(),
        "sha256": _text(),
        "text": _text(),
        **_ATTRIBUTES,
    },
    ("source_id",),
)

NAMED_PARTICIPANTS = _table(
    "named_participants",
    "One row per person as collected: names and labels, never outside data/restricted.",
    {
        "participant_id": _text(),
        "role": _text(one_of=ROLES),
        "may_quote": _yes_no(),
        "names": _text(nullable=True),
        "is_listed": _yes_no(),
        **_ATTRIBUTES,
    },
    ("participant_id",),
)

PARTICIPANTS = _table(
    "participants",
    "One row per person who speaks or answers.",
    {
        "participant_id": _text(),
        "role": _text(one_of=ROLES),
        "may_quote": _yes_no(),
        **_ATTRIBUTES,
    },
    ("participant_id",),
)

QUESTIONS = _table(
    "questions",
    "One row per item of the discussion guide or survey.",
    {"question_id": _text(), "order": _whole(), "block": _text(nullable=True), "wording": _text()},
    ("question_id",),
)

_TURN_COLUMNS = {
    "turn_id": _text(),
    "source_id": _text(),
    "participant_id": _text(),
    "question_id": _text(nullable=True),
    "section": _text(nullable=True),
    "start_char": _whole(),
    "end_char": _whole(),
    "start_time": _number(),
    "end_time": _number(),
    "is_facilitator": _yes_no(),
}

NAMED_TURNS = _table(
    "named_turns",
    "One row per turn as collected, with the keys of the row it came from; never outside data/restricted.",
    {**_TURN_COLUMNS, "row_key": _text(nullable=True), "participant_key": _text(nullable=True)},
    ("turn_id",),
)

TURNS = _table(
    "turns",
    "One row per turn: one speaker's uninterrupted stretch, or one survey answer; section is the path of headings.",
    _TURN_COLUMNS,
    ("turn_id",),
)

INTAKE = _table(
    "intake",
    "What became of every character of every file: kept in a turn, or skipped for a reason; sums to the file.",
    {
        "file": _text(),
        "fate": _text(),
        "n_characters": _whole(),
        "n_places": _whole(),
    },
    ("file", "fate"),
)

PSEUDONYM_KEY = _table(
    "pseudonym_key",
    "What each name was replaced by; never outside data/restricted.",
    {"name": _text(), "kind": _text(), "pseudonym": _text()},
    ("name", "kind"),
)

REPLACEMENTS = _table(
    "replacements",
    "One row per replaced span: offsets in the named source and in the de-identified one.",
    {
        "source_id": _text(),
        "start_char": _whole(),
        "end_char": _whole(),
        "new_start_char": _whole(),
        "new_end_char": _whole(),
        "kind": _text(),
        "pseudonym": _text(),
        "detector": _text(),
    },
    ("source_id", "start_char"),
)

ANSWER_KEYS = _table(
    "answer_keys",
    "Which turn came from which row and respondent of a survey export; never outside data/restricted.",
    {"turn_id": _text(), "row_key": _text(nullable=True), "participant_key": _text(nullable=True)},
    ("turn_id",),
)

SEGMENTS = _table(
    "segments",
    "One row per unit of coding; the segments of a turn tile it.",
    {
        "segment_id": _text(),
        "source_id": _text(),
        "turn_id": _text(),
        "participant_id": _text(),
        "question_id": _text(nullable=True),
        "section": _text(nullable=True),
        "start_char": _whole(),
        "end_char": _whole(),
        "text": _text(),
        "n_words": _whole(),
        "is_facilitator": _yes_no(),
    },
    ("segment_id",),
)

CODES = _table(
    "codes",
    "One row per code of the codebook, in its order; theme_id is the theme the code counts for.",
    {
        "code_id": _text(),
        "label": _text(),
        "definition": _text(),
        "parent_id": _text(nullable=True),
        "theme_id": _text(),
        "is_theme": _yes_no(),
        "order": _whole(),
        "codebook": _text(),
        "version": _text(),
        "colour": _text(nullable=True),
    },
    ("code_id",),
)

CODERS = _table(
    "coders",
    "One row per coder; the first listed human coder leads where a disagreement awaits adjudication.",
    {"coder_id": _text(), "kind": _text(one_of=("human", "machine", "adjudicator")), "order": _whole()},
    ("coder_id",),
)

CODINGS = _table(
    "codings",
    "One row per decision: this coder gave this code to this segment.",
    {
        "segment_id": _text(),
        "code_id": _text(),
        "coder_id": _text(),
        "round": _whole(),
        "score": _number(),
        "memo": _text(nullable=True),
    },
    ("segment_id", "code_id", "coder_id", "round"),
)

EVIDENCE = _table(
    "evidence",
    "One row per span, in the source, that made a machine coder give a code.",
    {
        "segment_id": _text(),
        "code_id": _text(),
        "coder_id": _text(),
        "start_char": _whole(),
        "end_char": _whole(),
        "pattern": _text(),
    },
    (),
)

REVIEWS = _table(
    "reviews",
    "One row per segment that a coder has read, coded or not: without it a blank cell means nothing.",
    {"segment_id": _text(), "coder_id": _text(), "round": _whole()},
    ("segment_id", "coder_id", "round"),
)

UNPLACED_CODINGS = _table(
    "unplaced_codings",
    "One row per coding in a coder's file that landed on no segment, with the reason.",
    {"coder_id": _text(), "file": _text(), "place": _text(), "code": _text(), "reason": _text()},
    (),
)

DECISIONS = _table(
    "decisions",
    "One row per hand-coded segment and code, after disagreements are settled.",
    {
        "segment_id": _text(),
        "code_id": _text(),
        "is_coded": _yes_no(),
        "basis": _text(one_of=("agreed", "adjudicated", "single coder", "lead coder")),
        "decided_by": _text(),
        "reason": _text(nullable=True),
    },
    ("segment_id", "code_id"),
)

AGREEMENT = _table(
    "agreement",
    "One row per code, set of coders, unit, statistic and kind of interval.",
    {
        "code_id": _text(),
        "coder_set": _text(),
        "unit": _text(),
        "statistic": _text(),
        "value": _number(),
        "value_low": _number(),
        "value_high": _number(),
        "resampled": _text(one_of=("segments", "sources")),
        "n_units": _whole(),
        "n_coded": _whole(),
        "undefined": _text(nullable=True),
    },
    ("code_id", "coder_set", "unit", "statistic", "resampled"),
)

EMBEDDINGS = _table(
    "embeddings",
    "One row per distinct text, by its hash: the vector of the encoder named.",
    {"text_sha256": _text(), "encoder": _text(), "vector": pa.Column(object)},
    ("text_sha256",),
)

TOPIC_MODELS = _table(
    "topic_models",
    "One row per topic model: how many topics, how stable over seeds, or why it declined.",
    {
        "model": _text(),
        "n_segments": _whole(),
        "n_topics": _whole(),
        "outlier_share": _share(nullable=True),
        "stability": _number(),
        "stability_low": _number(),
        "n_seeds": _whole(),
        "declined": _text(nullable=True),
    },
    ("model",),
)

TOPICS = _table(
    "topics",
    "One row per topic: its terms, size and how often it came back over seeds.",
    {"model": _text(), "topic_id": _text(), "terms": _text(), "n_segments": _whole(), "stability": _number()},
    ("model", "topic_id"),
)

SEGMENT_TOPICS = _table(
    "segment_topics",
    "One row per segment and topic it belongs to.",
    {"model": _text(), "segment_id": _text(), "topic_id": _text(), "probability": _share()},
    ("model", "segment_id", "topic_id"),
)

THEME_TOPICS = _table(
    "theme_topics",
    "One row per theme and topic: overlap, lift, and whether chance would do as well.",
    {
        "model": _text(),
        "theme_id": _text(),
        "topic_id": _text(),
        "n_segments": _whole(),
        "n_theme": _whole(),
        "n_topic": _whole(),
        "lift": _number(),
        "tjur_r2": _number(),
        "is_best_match": _yes_no(),
        "p_value": _share(nullable=True),
        "p_adjusted": _share(nullable=True),
    },
    ("model", "theme_id", "topic_id"),
)

ALIGNMENT = _table(
    "alignment",
    "One row per topic model and statistic: how far topics and themes agree, beside a permutation null.",
    {
        "model": _text(),
        "statistic": _text(),
        "value": _number(),
        "null_mean": _number(),
        "null_high": _number(),
        "p_value": _share(nullable=True),
        "n_units": _whole(),
        "undefined": _text(nullable=True),
    },
    ("model", "statistic"),
)

THEME_FREQUENCIES = _table(
    "theme_frequencies",
    "One row per code and group: counts with their three denominators, and prevalence with its interval.",
    {
        "code_id": _text(),
        "is_theme": _yes_no(),
        "grouping": _text(),
        "group": _text(),
        "n_segments": _whole(nullable=True),
        "n_segments_total": _whole(nullable=True),
        "n_participants": _whole(nullable=True),
        "n_participants_total": _whole(nullable=True),
        "n_sources": _whole(nullable=True),
        "n_sources_total": _whole(nullable=True),
        "words_share": _share(nullable=True),
        "prevalence": _share(nullable=True),
        "prevalence_low": _share(nullable=True),
        "prevalence_high": _share(nullable=True),
        "method": _text(),
        "estimand": _text(),
        "n_hand_coded": _whole(nullable=True),
        "n_machine_coded": _whole(nullable=True),
        "machine_accepted": _text(),
        "undefined": _text(nullable=True),
    },
    ("code_id", "grouping", "group"),
)

PARTICIPATION = _table(
    "participation",
    "One row per source and person: how much each spoke or wrote.",
    {
        "source_id": _text(),
        "participant_id": _text(),
        "role": _text(one_of=ROLES),
        "n_turns": _whole(),
        "n_words": _whole(),
        "words_share": _share(),
    },
    ("source_id", "participant_id"),
)
