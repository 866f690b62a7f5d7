"""The methods section of the paper, written from this study's choices and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipeline.methods.coding.scope import find_applicable
from pipeline.methods.frequencies.design import list_strata
from pipeline.reporting import words
from pipeline.reporting.by_codebook import AppliedCodebook, list_told_apart
from pipeline.reporting.finding import list_facts
from pipeline.reporting.given import Choices, Tables, list_rows, take_overall, take_spoken
from pipeline.reporting.topics_drawn import TEST_OF_CELLS

_UNITS = {
    "turn": "a turn: one speaker's uninterrupted stretch",
    "paragraph": "a paragraph of a turn",
    "sentence": "a sentence of a turn",
    "answer": "an answer",
}
_BASES = {
    "agreed": "were agreed",
    "adjudicated": "were adjudicated",
    "single coder": "rest on one coder",
    "majority": "follow the majority of the coders",
    "intersection": "were withheld because not all coders gave the code",
    "union": "were made because at least one coder gave the code",
    "named coder": "follow the coder chosen to lead where coders differ",
    "lead coder": "rest on the lead coder's reading until somebody adjudicates",
}
_BY_CODEBOOK = " Each codebook was compared by itself, on the segments to which it is applied."
_COUNTED_ONCE = "A segment may carry several codes; a sub-code counts for its theme once."


def write_methods(tables: Tables, choices: Choices) -> list[tuple[str, str]]:
    """Return the paragraphs of the methods section, each with its heading, in the order of the analysis."""
    return [
        ("Data", _data(tables, choices)),
        ("Coding", _coding(tables)),
        ("Agreement", _agreement(tables, choices)),
        ("Theme frequencies", _frequencies(tables, choices)),
        ("Topics", _topics(tables, choices)),
    ]


def render_methods(tables: Tables, choices: Choices, versions: Mapping[str, str]) -> str:
    """Return methods.md: the paragraphs of `write_methods` and, last, the software with its versions."""
    parts = [f"# Methods: {choices['study']['title']}"]
    if choices["study"]["fiction"]:
        parts.append(f"**{choices['study']['fiction']}**")
    parts += [f"## {heading}\n\n{paragraph}" for heading, paragraph in write_methods(tables, choices)]
    parts.append(f"## Software\n\n{say_software(versions, choices)}")
    return "\n\n".join(parts) + "\n"


def say_software(versions: Mapping[str, str], choices: Choices) -> str:
    """Return the software and its versions in a sentence, with the seed of every random choice."""
    listed = ", ".join(f"{name} {version}" for name, version in versions.items() if name != "qualpipe")
    return (
        f"The analysis was run with qualpipe {versions['qualpipe']} ({listed}). Every random choice starts from the "
        f"seed {choices['study']['seed']}; the same inputs and versions give the same bytes."
    )


def _data(tables: Tables, choices: Choices) -> str:
    (n_sources, sources, kinds), (n_people, people, beside), (n_words, *_), (n_segments, *_) = list_facts(tables)
    names = (
        "Names, places and other identifying words were replaced by pseudonyms before segmentation."
        if choices["deidentify"]["enabled"]
        else "The text was not de-identified by the software."
    )
    return (
        f"The study holds {n_sources} {sources} ({kinds}) from {n_people} {people} ({beside}), {n_words} words in all. "
        f"{names} The unit of coding is {_UNITS[choices['coding']['unit']]}, unless study.toml names another for a "
        f"kind of source, which gives {n_segments} segments. Facilitators' turns were neither coded nor counted."
    )


def _coding(tables: Tables) -> str:
    return " ".join([_say_codebooks(tables), _say_hand_coding(tables), *_say_machine(tables), _COUNTED_ONCE])


def _say_codebooks(tables: Tables) -> str:
    codes = tables["codes"]
    if codes.empty:
        return "There was no codebook."
    told_apart = list_told_apart(tables)
    if not told_apart:
        return f"The codebook ({_say_versions(codes)}) has {_say_sizes(codes)}."
    said = [_say_codebook(book, codes[codes["codebook"] == book.codebook_id]) for book in told_apart]
    return f"{words.say_number_of(len(said), 'codebook was', 'codebooks were')} applied: {words.join_words(said)}."


def _say_versions(codes: pd.DataFrame) -> str:
    pairs = codes[["codebook", "version"]].drop_duplicates().to_numpy()
    return words.join_words([f"{codebook} {version}" for codebook, version in pairs])


def _say_sizes(codes: pd.DataFrame) -> str:
    n_themes = int(codes["is_theme"].sum())
    below = words.say_number_of(len(codes) - n_themes, "sub-code", "sub-codes")
    return f"{words.say_number_of(n_themes, 'theme', 'themes')} and {below}"


def _say_codebook(book: AppliedCodebook, codes: pd.DataFrame) -> str:
    where = f"{book.scope}, {words.say_number_of(book.n_segments, 'segment', 'segments')} of participants"
    return f"{book.title} ({_say_versions(codes)}; {_say_sizes(codes)}; {where})"


def _say_hand_coding(tables: Tables) -> str:
    decisions, coders = tables["decisions"], tables["coders"]
    if decisions.empty:
        return "Nobody coded by hand."
    people = coders.loc[coders["kind"] == "human", "coder_id"].tolist()
    bases = decisions["basis"].value_counts()
    parts = [f"{bases[basis]:,} {said}" for basis, said in _BASES.items() if basis in bases]
    return (
        f"{words.say_number_of(len(people), 'person', 'people')} ({words.join_words(people)}) coded "
        f"{decisions['segment_id'].nunique():,} of {len(take_spoken(tables)):,} segments by hand. Of "
        f"{len(decisions):,} decisions (a segment and a code each), {words.join_words(parts)}."
    )


def _say_machine(tables: Tables) -> list[str]:
    if "machine" not in set(tables["coders"]["kind"]):
        return []
    n_codes = words.say_number_of(int(tables["codes"]["has_rules"].sum()), "code", "codes")
    where = ", each where its codebook is applied" if list_told_apart(tables) else ""
    return [
        f"A machine coder read all segments for words and phrases listed in the codebook (for {n_codes}{where}); the "
        "words that made it give a code are on record."
    ]


def _agreement(tables: Tables, choices: Choices) -> str:
    settings = choices["reliability"]
    if tables["agreement"].empty:
        return "No segment was read by two coders, so agreement could not be measured."
    level = words.say_confidence(settings["confidence"])
    return (
        "Percent agreement, positive and negative agreement, Cohen's kappa, Krippendorff's alpha (nominal), Scott's pi "
        "or Fleiss' kappa, Gwet's AC1 and Brennan and Prediger's kappa were "
        f"computed code by code over the segments both sides had read, with {level} "
        f"percentile intervals from {settings['resamples']:,} resamples of segments and, where there are enough of "
        "them, of whole sources, and with jackknife-t intervals; between people also character by character and source "
        "by source. Where a coefficient is undefined or a code too rare to resample, the reason is given "
        f"instead. A machine coder counts for a code only if its {words.say_statistic(settings['statistic'])} with the "
        f"decisions of people reaches {settings['threshold']:g}."
    )


def _frequencies(tables: Tables, choices: Choices) -> str:
    settings = choices["frequencies"]
    overall = take_overall(tables)
    counts = overall.loc[overall["is_theme"], "method"].value_counts()
    used = [f"{words.METHODS[str(name)]} ({words.say_number_of(n, 'theme', 'themes')})" for name, n in counts.items()]
    groupings = words.join_words([words.say_grouping(name) for name in settings["groups"]])
    return (
        "Each theme was counted in segments, participants and sources. Its prevalence is the share of segments that "
        f"carry it, with a {words.say_confidence(settings['confidence'])} interval: Wilson's where people coded every "
        "segment; where they coded a sample and the machine was accepted, a post-stratified Jeffreys interval for the "
        "finite set of segments, which corrects the machine's count by the hand-coded sample; otherwise the same "
        f"interval from the sample alone. Here: {words.join_words(used) or 'no theme'}.{_say_strata(tables)}"
        f"{f' Themes were also counted by {groupings}.' if groupings else ''} Numbers about groups that would rest on "
        f"fewer than {settings['minimum_cell']} participants are withheld, and with them numbers of the same "
        "code from which they could be had by subtraction."
    )


def _say_strata(tables: Tables) -> str:
    """How the sample was drawn from the kinds of source; nothing where there is no sample, or one kind."""
    spoken = take_spoken(tables)
    asked = spoken[find_applicable(tables["codes"], spoken).any(axis=1)]
    is_read = asked["segment_id"].isin(tables["decisions"]["segment_id"])
    kinds = [kind for kind in words.KINDS if kind in set(asked["kind"])]
    if len(kinds) < 2 or is_read.all() or not is_read.any():  # noqa: PLR2004 - one kind has no strata
        return ""
    if len(list_strata(asked["kind"].to_numpy(dtype=object), is_read.to_numpy(), np.ones(len(asked), dtype=bool))) == 1:
        return (
            " Hardly any segment of one kind of source was hand-coded, so the kinds were taken together as one sample."
        )
    read, every = asked.loc[is_read, "kind"].value_counts(), asked["kind"].value_counts()
    said = [f"{read[kind]:,} of {every[kind]:,} segments of {words.KINDS[kind][1]}" for kind in kinds]
    return f" Each kind of source was a stratum of the sample: {words.join_words(said)} were hand-coded."


def _topics(tables: Tables, choices: Choices) -> str:
    said = [_say_topic_model(model) for model in list_rows(tables["topic_models"])]
    if not said:
        return "No topic model was run."
    settings = choices["compare"]
    return (
        f"Topics were sought without the codebook, on embeddings of {choices['topics']['encoder']}. {' '.join(said)} "
        f"Each theme and each topic were compared by lift and Tjur's R\u00b2; whether they meet more often than chance "
        f"would have it was judged by {TEST_OF_CELLS} at {settings['false_discovery_rate']:g}. How far topics and "
        f"themes group segments alike was set beside a null of {settings['permutations']:,} permutations within the "
        f"same strata.{_BY_CODEBOOK if len(list_told_apart(tables)) > 1 else ''}"
    )


def _say_topic_model(model: Any) -> str:
    name = words.say_model(model.model)
    if pd.notna(model.declined):
        return f"{name} declined: {model.declined}."
    return (
        f"{name} found {words.say_number_of(model.n_topics, 'topic', 'topics')} in {model.n_segments:,} segments; its "
        f"stability over {model.n_seeds} seeds (mean adjusted Rand index) is {words.say_coefficient(model.stability)}, "
        f"the worst pair {words.say_coefficient(model.stability_low)}."
    )
