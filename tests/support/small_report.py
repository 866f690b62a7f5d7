"""Four people, six segments, two themes: tables small enough to check every count by eye."""

from __future__ import annotations

import pandas as pd

SEGMENTS = pd.DataFrame(
    [
        ("g:0-20", "g", "F", "q1", 0, "What brought you?", True),
        ("g:20-40", "g", "P1", "q1", 20, "I trust the team.", False),
        ("g:40-60", "g", "P2", "q1", 40, "Trust, and 😀 trust again.", False),
        ("g:60-80", "g", "P3", "q2", 60, "They called me names.", False),
        ("g:80-99", "g", "P1", None, 80, "Nothing more.", False),
        ("s:0-30", "s", "P4", "q2", 0, "Trust is <b>slow</b> & hard.", False),
    ],
    columns=["segment_id", "source_id", "participant_id", "question_id", "start_char", "text", "is_facilitator"],
).assign(n_words=lambda t: t["text"].str.split().str.len())

PARTICIPANTS = pd.DataFrame(
    {
        "participant_id": ["F", "P1", "P2", "P3", "P4"],
        "role": ["facilitator", *["participant"] * 4],
        "may_quote": [True, True, True, False, True],
        "attr_wave": [None, "before", "before", "after", "after"],
    }
)

CODES = pd.DataFrame(
    {
        "code_id": ["trust", "slow-trust", "stigma"],
        "label": ["Trust", "Slow trust", "Stigma"],
        "definition": ["Relying on others.", "Trust that takes time.", "Being met with bias."],
        "parent_id": [None, "trust", None],
        "theme_id": ["trust", "trust", "stigma"],
        "is_theme": [True, False, True],
        "has_rules": [True, True, False],
        "order": [0, 1, 2],
        "codebook": "small",
        "codebook_title": "Small",
        "applies_to": None,
        "version": "1",
    }
)


def _decisions() -> pd.DataFrame:
    read = ["g:20-40", "g:60-80"]
    carried = {("g:20-40", "trust"): "agreed", ("g:60-80", "stigma"): "lead coder"}
    return pd.DataFrame(
        [
            {
                "segment_id": segment,
                "code_id": code,
                "is_coded": (segment, code) in carried,
                "basis": carried.get((segment, code), "agreed"),
                "decided_by": "ada | bo",
                "reason": "she said it of Anna",
            }
            for segment in read
            for code in CODES["code_id"]
        ]
    )


def _codings() -> pd.DataFrame:
    given = [("g:40-60", "trust"), ("s:0-30", "slow-trust"), ("g:60-80", "trust"), ("g:40-60", "stigma")]
    machine = pd.DataFrame(given, columns=["segment_id", "code_id"]).assign(coder_id="rules", score=1.0)
    return machine.assign(round=1, memo=None)


def _frequencies() -> pd.DataFrame:
    counts = {"trust": (3, 3), "slow-trust": (1, 1), "stigma": (1, 1)}
    methods = {"stigma": "hand-coded sample"}
    rows = []
    for code, (n_segments, n_participants) in counts.items():
        overall = {"grouping": "all", "group": "all", "n_segments": n_segments, "n_participants": n_participants}
        rows.append({"code_id": code, "is_theme": code != "slow-trust", **overall})
        rows[-1] |= {"method": methods.get(code, "post-stratified Jeffreys")}
    table = pd.DataFrame(rows).assign(
        n_segments_total=5,
        n_participants_total=4,
        n_sources=1,
        n_sources_total=2,
        words_share=0.5,
        prevalence=[0.6, 0.2, 0.2],
        prevalence_low=[0.4, 0.1, 0.0],
        prevalence_high=[0.8, 0.6, 0.7],
        estimand="these segments",
        n_hand_coded=2,
        n_machine_coded=3,
        machine_accepted=["accepted", "accepted", "not used"],
        undefined=None,
    )
    return table.astype({"n_segments": "Int64", "n_participants": "Int64"})


def small_tables() -> dict[str, pd.DataFrame]:
    """Return the tables that excerpts are made of: `trust` counts the machine, `stigma` only what people decided."""
    sources = {"source_id": ["g", "s"], "title": ["A group", "A survey"], "kind": ["focus_group", "survey"]}
    evidence = [("g:40-60", "trust", 40, 45), ("g:40-60", "trust", 53, 58), ("s:0-30", "slow-trust", 0, 5)]
    spans = pd.DataFrame(evidence, columns=["segment_id", "code_id", "start_char", "end_char"])
    empty = pd.DataFrame(columns=["model", "topic_id", "terms", "n_segments", "stability"])
    return {
        "sources": pd.DataFrame(sources),
        "participants": PARTICIPANTS,
        "questions": pd.DataFrame({"question_id": ["q1", "q2"], "wording": ["What brought you?", "And then?"]}),
        "segments": SEGMENTS,
        "codes": CODES,
        "coders": pd.DataFrame({"coder_id": ["ada", "bo", "rules"], "kind": ["human", "human", "machine"]}),
        "codings": _codings(),
        "evidence": spans.assign(coder_id="rules", pattern="trust"),
        "decisions": _decisions(),
        "theme_frequencies": _frequencies(),
        "topics": empty,
        "segment_topics": pd.DataFrame(columns=["model", "segment_id", "topic_id", "probability"]),
        "theme_topics": pd.DataFrame(columns=["model", "theme_id", "topic_id", "n_segments"]),
    }


def by_wave(hidden: tuple[tuple[str, str], ...] = ()) -> pd.DataFrame:
    """Return the frequencies of the small study with rows by wave, some of their numbers withheld."""
    counts = {
        ("trust", "before"): 2,
        ("trust", "after"): 1,
        ("slow-trust", "before"): 0,
        ("slow-trust", "after"): 1,
        ("stigma", "before"): 0,
        ("stigma", "after"): 1,
    }
    overall = _frequencies()
    cells = [
        overall[overall["code_id"] == code].assign(
            grouping="wave", group=group, n_segments=None if (code, group) in hidden else n, undefined="too few"
        )
        for (code, group), n in counts.items()
    ]
    return pd.concat([overall, *cells], ignore_index=True)
