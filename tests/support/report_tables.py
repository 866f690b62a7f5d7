"""A study's derived tables, invented and the same every time: what the report stage and its figures are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from pipeline import schemas
from pipeline.settings import Settings
from tests.support.report_numbers import count_agreement, count_frequencies, count_theme_topics
from tests.support.report_words import FILLERS, PROMPTS, QUESTIONS, SURVEY_THEMES, THEMES

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Shape:
    """How large an invented study is and what it lacks."""

    n_answers: int = 60
    n_themes: int = 7
    n_rounds: int = 12
    hand_coded_share: float = 0.5
    has_humans: bool = True
    has_rules: bool = True
    has_topics: bool = True
    has_survey_codebook: bool = False
    n_people: int = 11


DEFAULT = Shape()


@cache
def build_tables(shape: Shape = DEFAULT) -> Tables:
    """Return every table the report stage reads, by its name, checked against its contract; made once, so only read."""
    themes = _themes(shape.n_themes)
    turns = pd.DataFrame(_spoken(shape, themes) + _answered(shape, themes))
    tables = _texts(turns) | _codebook(themes, shape)
    tables = _checked(tables | _coded(turns, shape) | _topics(turns, shape))
    tables |= _checked({"agreement": count_agreement(tables)})
    tables["theme_frequencies"] = count_frequencies(tables, groupings=("gender", "wave"))
    tables["theme_topics"], tables["alignment"] = count_theme_topics(tables)
    return _checked(tables)


def make_choices(**changed: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the invented study as plain values, with some tables of study.toml `changed`."""
    about = {"title": "A community garden", "fiction": "Everyone in this report is invented."}
    plain = {"study": about, "sources": ({"kind": "survey", "files": ("x.csv",)},), "frequencies": {}}
    for name, table in changed.items():
        plain[name] = {**plain.get(name, {}), **table}
    plain["frequencies"] = {"groups": ("gender", "wave"), **plain["frequencies"]}
    return Settings.model_validate(plain).model_dump(mode="json")


def _checked(tables: Tables) -> Tables:
    return {name: getattr(schemas, name.upper()).validate(table) for name, table in tables.items()}


def _themes(n_themes: int) -> dict[str, tuple[str, str, str, tuple[str, ...]]]:
    known = list(THEMES.items())
    more = {
        f"{key}-{n}": (f"{label}, seen from side {n}", definition, phrase, sentences)
        for n in range(2, 2 + n_themes // len(known))
        for key, (label, definition, phrase, sentences) in known
    }
    return dict([*known, *more.items()][:n_themes])


def _survey_themes(shape: Shape) -> frozenset[str]:
    """The themes of the second codebook, which is for the survey alone."""
    return frozenset(SURVEY_THEMES if shape.has_survey_codebook else ())


def _row(source: str, person: str, question: str, text: str, carried: tuple[str, ...]) -> dict[str, object]:
    return {
        "source_id": source,
        "participant_id": person,
        "question_id": question,
        "text": text,
        "carried": carried,
        "is_facilitator": person.startswith("F"),
    }


def _sentence(themes: dict, drawn: np.random.Generator) -> tuple[str, tuple[str, ...]]:
    weights = np.linspace(2, 0.25, len(themes))
    n_carried = int(drawn.choice([0, 1, 2], p=[0.35, 0.5, 0.15]))
    keys = drawn.choice(list(themes), size=n_carried, replace=False, p=weights / weights.sum())
    parts = [FILLERS[drawn.integers(len(FILLERS))]]
    parts += [themes[key][3][drawn.integers(len(themes[key][3]))] for key in keys]
    return " ".join(parts), tuple(keys)


def _spoken(shape: Shape, themes: dict) -> list[dict[str, object]]:
    drawn = np.random.default_rng(7)
    people = [f"P{n:02}" for n in range(1, shape.n_people + 1)]
    groups = {"fg-1": people[:6], "fg-2": people[6:]} if shape.n_people > 1 else {"fg-1": people}
    rows = []
    for source, speakers in groups.items():
        for turn in range(shape.n_rounds):
            question = QUESTIONS[turn * 3 // shape.n_rounds][0]
            rows.append(_row(source, "F1" if turn % 2 else "F2", question, PROMPTS[turn % len(PROMPTS)], ()))
            for person in speakers:
                text, keys = _sentence(themes, drawn)
                repeated = f"{text} {text}" if person.endswith("2") else text
                rows.append(_row(source, person, question, repeated, keys))
    return rows


def _answered(shape: Shape, themes: dict) -> list[dict[str, object]]:
    drawn = np.random.default_rng(8)
    rows = []
    for n in range(1, shape.n_answers + 1):
        text, keys = _sentence(themes, drawn)
        rows.append(_row(f"survey-{n:04}", f"R{n:04}", "survey", text, keys))
    return rows


def _texts(turns: pd.DataFrame) -> Tables:
    segments = _segments(turns)
    words = segments.groupby("source_id", sort=False)["n_words"].sum()
    titles = {"fg-1": "Focus group 1, riverside garden", "fg-2": "Focus group 2, hill garden"}
    sources = pd.DataFrame({"source_id": words.index, "n_words": words.to_numpy()}).assign(
        kind=lambda t: t["source_id"].map(lambda s: "survey" if s.startswith("survey") else "focus_group"),
        title=lambda t: t["source_id"].map(lambda s: titles.get(s, "Autumn survey")),
        date="2025-10-01",
        language="en",
        sha256=lambda t: t["source_id"].map(lambda s: ("ab" if s.startswith("survey") else s[-1] * 2) * 32),
        text=segments.groupby("source_id", sort=False)["text"].agg("\n".join).to_numpy(),
    )
    people = list(dict.fromkeys(turns["participant_id"]))
    participants = pd.DataFrame({"participant_id": people}).assign(
        role=lambda t: np.where(t["participant_id"].str.startswith("F"), "facilitator", "participant"),
        may_quote=[n % 9 != 5 for n in range(len(people))],
        attr_gender=[("woman", "woman", "man")[n % 3] for n in range(len(people))],
        attr_wave=["before" if n % 2 else "after" for n in range(len(people))],
    )
    questions = pd.DataFrame(QUESTIONS, columns=["question_id", "block", "wording"])
    spoken = segments[["source_id", "participant_id", "n_words"]].assign(n_turns=1)
    spread = spoken.groupby(["source_id", "participant_id"], sort=False, as_index=False).sum()
    share = spread["n_words"] / spread.groupby("source_id")["n_words"].transform("sum")
    roles = participants.set_index("participant_id")["role"]
    return {
        "sources": sources,
        "participants": participants,
        "questions": questions.assign(order=range(len(questions))),
        "segments": segments,
        "participation": spread.assign(words_share=share, role=spread["participant_id"].map(roles)),
    }


def _segments(turns: pd.DataFrame) -> pd.DataFrame:
    length = turns["text"].str.len() + 1
    end = length.groupby(turns["source_id"]).cumsum() - 1
    start = end - turns["text"].str.len()
    number = turns.groupby("source_id").cumcount() + 1
    is_answer = turns["source_id"].str.startswith("survey")
    return turns.drop(columns="carried").assign(
        kind=np.where(is_answer, "survey", "focus_group"),
        start_char=start,
        end_char=end,
        section=None,
        n_words=turns["text"].str.split().str.len(),
        turn_id=turns["source_id"] + "#" + number.map("{:04}".format),
        segment_id=turns["source_id"] + ":" + start.astype(str) + "-" + end.astype(str),
    )


def _codebook(themes: dict, shape: Shape) -> Tables:
    rows = [
        {"code_id": key, "label": label, "definition": definition, "parent_id": None, "theme_id": key, "is_theme": True}
        for key, (label, definition, _, _) in themes.items()
    ]
    first = next(iter(themes))
    child = {"code_id": "missed", "label": "Being missed", "definition": "Somebody notices an absence."}
    rows.insert(1, {**child, "parent_id": first, "theme_id": first, "is_theme": False})
    is_of_survey = [row["code_id"] in _survey_themes(shape) for row in rows]
    codes = pd.DataFrame(rows).assign(
        order=range(len(rows)),
        codebook=np.where(is_of_survey, "limits", "garden"),
        codebook_title=np.where(is_of_survey, "What stands in the way", "What the garden gives"),
        version="1.0",
        applies_to=["survey" if of_survey else None for of_survey in is_of_survey],
        colour=None,
        has_rules=shape.has_rules,
    )
    human = [("ada", "human"), ("bo", "human")] if shape.has_humans else []
    machine = [("rules", "machine")] if shape.has_rules else []
    coders = pd.DataFrame([*human, *machine], columns=["coder_id", "kind"])
    return {"codes": codes, "coders": coders.assign(order=range(len(coders)))}


def _coded(turns: pd.DataFrame, shape: Shape) -> Tables:
    drawn = np.random.default_rng(9)
    segments = _segments(turns).assign(carried=turns["carried"])
    spoken = segments[~segments["is_facilitator"]]
    read = spoken[drawn.random(len(spoken)) < shape.hand_coded_share] if shape.has_humans else spoken.iloc[:0]
    codings, evidence, decisions = [], [], []
    themes = _themes(shape.n_themes)
    unasked = {"focus_group": _survey_themes(shape), "survey": frozenset()}
    for row in spoken.to_dict("records"):
        for key in row["carried"] if shape.has_rules else ():
            if key not in unasked[row["kind"]] and (at := row["text"].find(themes[key][2])) >= 0:
                span = {"start_char": row["start_char"] + at, "end_char": row["start_char"] + at + len(themes[key][2])}
                given = {"segment_id": row["segment_id"], "code_id": key, "coder_id": "rules"}
                evidence.append({**given, **span, "pattern": themes[key][2]})
                codings.append({**given, "score": 1.0})
    for row in read.to_dict("records"):
        asked = [key for key in ["missed", *themes] if key not in unasked[row["kind"]]]
        decisions += [_decision(row, key, drawn.random()) for key in asked]
    for made in decisions:
        votes = made.pop("votes")
        given = {"segment_id": made["segment_id"], "code_id": made["code_id"], "score": None}
        codings += [
            {**given, "coder_id": coder} for coder, is_given in zip(("ada", "bo"), votes, strict=True) if is_given
        ]
    columns = ["segment_id", "code_id", "coder_id"]
    seen = [{"segment_id": segment, "coder_id": coder} for segment in read["segment_id"] for coder in ("ada", "bo")]
    return {
        "reviews": pd.DataFrame(seen, columns=["segment_id", "coder_id"]).assign(round=1, memo=None),
        "codings": pd.DataFrame(codings, columns=[*columns, "score"]).assign(round=1, memo=None),
        "evidence": pd.DataFrame(evidence, columns=[*columns, "start_char", "end_char", "pattern"]),
        "decisions": pd.DataFrame(decisions, columns=list(schemas.DECISIONS.columns)),
    }


def _decision(row: dict, key: str, chance: float) -> dict[str, object]:
    is_there = key in row["carried"] or (key == "missed" and "belonging" in row["carried"] and "cup" in row["text"])
    votes = (is_there, is_there) if chance < 0.94 else (is_there, not is_there)
    basis = "agreed" if votes[0] == votes[1] else "lead coder" if chance < 0.98 else "adjudicated"
    made = {"segment_id": row["segment_id"], "code_id": key, "is_coded": votes[0], "basis": basis, "votes": votes}
    return {**made, "decided_by": {"agreed": "ada | bo"}.get(basis, "ada"), "reason": None}


def _topics(turns: pd.DataFrame, shape: Shape) -> Tables:
    declined = None if shape.has_topics else "too few segments (12, and the study asks for 40)"
    models = [("bertopic", 0.58, 0.41, 0.18), ("consensus", 0.93, 0.9, 0.0)]
    spoken = _segments(turns).assign(carried=turns["carried"]).loc[lambda t: ~t["is_facilitator"]]
    themes = _themes(shape.n_themes)
    n_topics = min(len(themes), 9) + 1
    place = {key: n % (n_topics - 1) for n, key in enumerate(themes)}
    at = [place[keys[0]] if keys else n_topics - 1 for keys in spoken["carried"]]
    placed = pd.DataFrame({"segment_id": spoken["segment_id"], "topic_id": [str(n) for n in at], "probability": 1.0})
    topics = placed.groupby("topic_id", sort=True).size().rename("n_segments").reset_index()
    words = [*(f"{themes[key][2].split()[-1]}, garden, people, years" for key in themes), "shed, door, tuesday, eleven"]
    topics["terms"] = [words[-1] if int(t) == n_topics - 1 else words[int(t)] for t in topics["topic_id"]]
    topics["stability"] = np.linspace(0.95, 0.3, len(topics))
    if not shape.has_topics:
        topics, placed = topics.iloc[:0], placed.iloc[:0]
    facts = ["model", "stability", "stability_low", "outlier_share"]
    table = pd.DataFrame(models, columns=facts).assign(
        n_segments=len(spoken), n_topics=len(topics), n_seeds=5 if shape.has_topics else 0, declined=declined
    )
    if not shape.has_topics:
        table = table.assign(**dict.fromkeys(facts[1:], np.nan))
    names = [name for name, *_ in models]
    return {
        "topic_models": table,
        "topics": pd.concat([_named(topics, name) for name in names], ignore_index=True),
        "segment_topics": pd.concat([_named(placed, name) for name in names], ignore_index=True),
    }


def _named(rows: pd.DataFrame, model: str) -> pd.DataFrame:
    return rows.assign(model=model, topic_id=[f"{model}-{int(topic) + 1:02}" for topic in rows["topic_id"]])
