"""What the study found and how far it may be trusted, in sentences with numbers; nothing is estimated here."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.coding.gate import TOO_LITTLE_READ
from pipeline.reporting import words
from pipeline.reporting.drawn import list_main_sets, order_themes, say_confidence
from pipeline.reporting.given import Choices, Tables, take_groups, take_overall, take_people, take_spoken

_FEW_SOURCES = 6


def list_facts(tables: Tables) -> list[tuple[str, str, str]]:
    """Return the size of the study: a number, what it counts, and what it is made of."""
    kinds = tables["sources"]["kind"].value_counts()
    made_of = [words.say_number_of(kinds[kind], *words.KINDS[kind]) for kind in words.KINDS if kind in kinds]
    n_sources, n_people = len(tables["sources"]), len(take_people(tables))
    n_facilitators = len(tables["participants"]) - n_people
    spoken = take_spoken(tables)
    n_prompts = len(tables["segments"]) - len(spoken)
    beside = f"and {words.say_number_of(n_facilitators, 'facilitator', 'facilitators')}, never coded or counted"
    return [
        (f"{n_sources:,}", "source" if n_sources == 1 else "sources", words.join_words(made_of)),
        (f"{n_people:,}", "person" if n_people == 1 else "people", beside if n_facilitators else "who spoke or wrote"),
        (f"{spoken['n_words'].sum():,}", "words", "spoken or written by participants"),
        (f"{len(spoken):,}", "segments", f"and {n_prompts:,} of facilitators" if n_prompts else "units of coding"),
    ]


def state_findings(tables: Tables, choices: Choices) -> list[str]:
    """Return the finding in two to four sentences: the most frequent themes, the rarest, and how far coders agreed."""
    themes = order_themes(tables)
    if themes.empty:
        return ["The codebook has no theme yet, so nothing was counted."]
    counted = themes[themes["prevalence"].fillna(0) > 0]
    level = say_confidence(choices["frequencies"]["confidence"])
    found = [*_most_frequent(counted, level), *_rarest(counted)] if len(counted) else _counted_alone(themes)
    return [*found, *_agreement(tables, choices)]


def _counted_alone(themes: pd.DataFrame) -> list[str]:
    first = themes.iloc[0]
    if not first["n_segments"] > 0:
        return [f"No segment carries any of the {len(themes)} themes."]
    if first["n_hand_coded"] > 0:
        return ["Too little was coded by hand to estimate how common any theme is."]
    return [
        f"Nobody has coded by hand. The machine found \u201c{first['label']}\u201d most often, in "
        f"{words.say_count(first['n_segments'])} of {words.say_count(first['n_segments_total'])} segments; how often "
        "it is wrong is not known, so no share is estimated."
    ]


def _most_frequent(themes: pd.DataFrame, level: str) -> Iterator[str]:
    first = themes.iloc[0]
    interval = _say_interval(first, f"{level} interval ")
    people, segments = _say_of(first, "n_participants"), _say_of(first, "n_segments")
    yield (
        f"\u201c{first['label']}\u201d is the most frequent theme: {words.say_share(first['prevalence'])} of segments "
        f"carry it{interval}. It was counted in {segments} segments that were judged for it, from {people} people."
    )
    if len(themes) > 1:
        second = themes.iloc[1]
        overlap = " Their intervals overlap: which of the two comes first is not settled."
        is_open = first["prevalence_low"] <= second["prevalence_high"]
        yield (
            f"Next comes \u201c{second['label']}\u201d with {words.say_share(second['prevalence'])}"
            f"{_say_interval(second)}.{overlap if is_open else ''}"
        )


def _rarest(themes: pd.DataFrame) -> Iterator[str]:
    if len(themes) > 2:  # noqa: PLR2004 - the first two were named already
        last = themes.iloc[-1]
        share = f"{words.say_share(last['prevalence'])}{_say_interval(last)}"
        yield f"The rarest is \u201c{last['label']}\u201d with {share}."


def _say_of(theme: pd.Series, count: str) -> str:
    return f"{words.say_count(theme[count])} of {words.say_count(theme[f'{count}_total'])}"


def _say_interval(theme: pd.Series, before: str = "") -> str:
    return f" ({before}{words.say_share_interval(theme['prevalence_low'], theme['prevalence_high'])})"


def _agreement(tables: Tables, choices: Choices) -> Iterator[str]:
    statistic, threshold = choices["reliability"]["statistic"], choices["reliability"]["threshold"]
    rows = tables["agreement"]
    rows = rows[(rows["statistic"] == statistic) & (rows["resampled"] == "segments")]
    if rows.empty:
        yield "How far coders agree could not be measured: no segment was read by two of them."
        return
    parts = []
    for coder_set in list_main_sets(tables):
        of_set = rows[rows["coder_set"] == coder_set]
        values = of_set["value"].mask(of_set["undefined"].isin(TOO_LITTLE_READ))
        silent = f" ({values.isna().sum()} cannot be estimated)" if values.isna().any() else ""
        reached = f"{(values >= threshold).sum()} of {len(values)} codes{silent}"
        parts.append(f"between {words.say_coder_set(coder_set)} for {reached}")
    named = f"{words.say_statistic(statistic)} {threshold:g}"
    yield f"Agreement reaches the threshold ({named}) {words.join_words(parts)}."


def list_limits(tables: Tables, choices: Choices) -> list[str]:
    """Return what a reader must know before leaning on the numbers, as far as the software can tell."""
    return [
        *_limits_of_sample(tables),
        *_limits_of_coding(tables),
        *_limits_of_topics(tables),
        *_limits_of_release(tables, choices),
    ]


def _limits_of_sample(tables: Tables) -> Iterator[str]:
    yield (
        "Intervals speak of these segments, or of segments like them; each table says which. They do not speak of "
        "people who were not asked: that depends on how the participants were found, which no software knows."
    )
    n_sources = len(tables["sources"])
    if n_sources < _FEW_SOURCES:
        there_are = "There is one source" if n_sources == 1 else f"There are {n_sources} sources"
        yield (
            f"{there_are}: what is said in one conversation hangs together, and so few cannot show how much another "
            "one would differ."
        )


def _limits_of_coding(tables: Tables) -> Iterator[str]:
    decisions = tables["decisions"]
    if decisions.empty:
        yield "No person has coded any segment: every count is a machine's, and nobody has checked it."
        return
    overall = take_overall(tables).loc[lambda t: t["is_theme"]]
    if (overall["n_hand_coded"] < overall["n_segments_total"]).any():
        yield "The hand-coded segments are taken to be a random sample; if they are not, the intervals are wrong."
    if waiting := decisions.loc[decisions["basis"] == "lead coder", "segment_id"].nunique():
        yield (
            f"On {words.say_number_of(waiting, 'segment', 'segments')} the coders differed and nobody has adjudicated "
            "yet; the lead coder's reading stands there."
        )
    if single := decisions.loc[decisions["basis"] == "single coder", "segment_id"].nunique():
        yield f"{words.say_number_of(single, 'segment was', 'segments were')} read by one coder only."
    if refused := int(overall["machine_accepted"].str.startswith("not accepted").sum()):
        yield (
            f"For {words.say_number_of(refused, 'theme', 'themes')} the machine coder was not accepted; these are "
            "reported from human codings alone."
        )


def _limits_of_topics(tables: Tables) -> Iterator[str]:
    if tables["topic_models"]["declined"].isna().any():
        yield (
            "Topics were made by a machine without the codebook. A topic that does not come back when the machine "
            "starts from another seed is no evidence of anything; see the stability beside each."
        )


def _limits_of_release(tables: Tables, choices: Choices) -> Iterator[str]:
    if hidden := int(take_groups(tables)["n_segments"].isna().sum()):
        yield (
            f"{words.say_number_of(hidden, 'cell', 'cells')} of the tables by group "
            f"{'is' if hidden == 1 else 'are'} withheld, because the numbers would rest on fewer than "
            f"{choices['frequencies']['minimum_cell']} people or let such numbers be worked out."
        )
    if silent := int((~take_people(tables)["may_quote"]).sum()):
        yield (
            f"{words.say_number_of(silent, 'person', 'people')} did not consent to being quoted: counted everywhere, "
            "quoted nowhere."
        )
    if choices["deidentify"]["enabled"]:
        yield "Names were replaced by a program. Read every excerpt before you publish it; no program finds them all."
    else:
        yield "De-identification was switched off in study.toml: read every excerpt before you hand this report on."


def find_release_risks(choices: Choices) -> list[Problem]:
    """Find what makes this report unfit to be handed on as it is."""
    if choices["deidentify"]["enabled"]:
        return []
    return [
        Problem(
            "the report quotes text that was not de-identified",
            where="study.toml, [deidentify]",
            fix="set `enabled = true`, unless the text may be published as it is",
        )
    ]
