"""What the study found and how far it may be trusted, in sentences with numbers; nothing is estimated here."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.coding.scope import find_applicable
from pipeline.methods.frequencies.design import find_uneven_sample
from pipeline.methods.frequencies.estimates import HAND_CODED_ALL, HAND_CODED_SAMPLE, POST_STRATIFIED
from pipeline.methods.frequencies.groups import BUILT_IN
from pipeline.reporting import words
from pipeline.reporting.by_codebook import AppliedCodebook, list_told_apart, part_by_codebook
from pipeline.reporting.excerpts import list_groups
from pipeline.reporting.given import Choices, Tables, take_hidden, take_overall, take_people, take_spoken
from pipeline.reporting.ranked import count_reached, order_themes, take_coded, take_tied

_FEW_SOURCES = 6


def list_facts(tables: Tables) -> list[tuple[str, str, str]]:
    """Return the size of the study: a number, what it counts, and what it is made of."""
    kinds = tables["sources"]["kind"].value_counts()
    made_of = [words.say_number_of(kinds[kind], *words.KINDS[kind]) for kind in words.KINDS if kind in kinds]
    n_sources, n_people = len(tables["sources"]), len(take_people(tables))
    n_facilitators = int((tables["participants"]["role"] == "facilitator").sum())
    spoken = take_spoken(tables)
    n_prompts = len(tables["segments"]) - len(spoken)
    beside = f"and {words.say_number_of(n_facilitators, 'facilitator', 'facilitators')}, never coded or counted"
    return [
        (f"{n_sources:,}", "source" if n_sources == 1 else "sources", words.join_words(made_of)),
        (f"{n_people:,}", "person" if n_people == 1 else "people", beside if n_facilitators else "who spoke or wrote"),
        (f"{spoken['n_words'].sum():,}", "words", "spoken or written by participants"),
        (f"{len(spoken):,}", "segments", f"and {n_prompts:,} of facilitators" if n_prompts else "units of coding"),
    ]


def state_findings(tables: Tables, choices: Choices) -> list[tuple[str, list[str]]]:
    """Return the finding in two to four sentences: the most frequent themes, the rarest, and how far coders agreed.

    Returns:
        For every codebook its heading with its sentences; no heading where nothing must be told apart.
    """
    themes = order_themes(tables)
    if themes.empty:
        return [("", ["The codebook has no theme yet, so nothing was counted."])]
    is_headed = len(list_told_apart(tables)) > 0
    return [
        (book.heading if is_headed else "", _state_of_codebook(book, of_book, tables, choices))
        for book, of_book in part_by_codebook(themes, tables)
    ]


def _state_of_codebook(book: AppliedCodebook, themes: pd.DataFrame, tables: Tables, choices: Choices) -> list[str]:
    counted = themes[themes["prevalence"].fillna(0) > 0]
    said = (words.say_confidence(choices["frequencies"]["confidence"]), book.segments)
    found = [*_most_frequent(counted, said), *_rarest(counted)] if len(counted) else _counted_alone(themes)
    codes = tables["codes"].loc[tables["codes"]["codebook"] == book.codebook_id, "code_id"]
    agreement = tables["agreement"][tables["agreement"]["code_id"].isin(codes)]
    return [*found, *_agreement({**tables, "agreement": agreement}, choices)]


def _counted_alone(themes: pd.DataFrame) -> list[str]:
    coded = take_coded(themes)
    if coded.empty:
        return ["Nobody has coded yet, so no theme was counted."]
    first = take_tied(coded)
    top, named = first.iloc[0], words.join_labels(list(first["label"]))
    if not top["n_segments"] > 0:
        return [f"No segment carries any of the {len(coded)} themes that were coded."]
    if top["n_hand_coded"] > 0:
        return ["Too little was coded by hand to estimate how common any theme is."]
    each = " each" if len(first) > 1 else ""
    return [
        f"Nobody has coded by hand. The machine found {named} most often, in "
        f"{words.say_count(top['n_segments'])} of {words.say_count(top['n_segments_total'])} segments{each}; how often "
        "it is wrong is not known, so no share is estimated."
    ]


def _most_frequent(themes: pd.DataFrame, said: tuple[str, str]) -> Iterator[str]:
    first = take_tied(themes)
    yield _say_tied_first(first, *said) if len(first) > 1 else _say_first(first.iloc[0], *said)
    rest = themes.iloc[len(first) :]
    if rest.empty:
        return
    second = take_tied(rest)
    is_open = first["prevalence_low"].min() <= second["prevalence_high"].max()
    which = "which of the two" if len(first) == len(second) == 1 else "which of them"
    overlap = f" Their intervals overlap: {which} comes first is not settled."
    yield (f"Next {'comes' if len(second) == 1 else 'come'} {_say_shares(second)}.{overlap if is_open else ''}")


def _say_first(theme: pd.Series, level: str, of_what: str) -> str:
    people, segments = _say_of(theme, "n_participants"), _say_of(theme, "n_segments")
    return (
        f"\u201c{theme['label']}\u201d is the most frequent theme: {words.say_share(theme['prevalence'])} of {of_what} "
        f"carry it{_say_interval(theme, f'{level} interval ')}. It was counted in {segments} segments that were judged "
        f"for it, from {people} people."
    )


def _say_tied_first(themes: pd.DataFrame, level: str, of_what: str) -> str:
    share = words.say_share(themes["prevalence"].iloc[0])
    counted = [
        f"\u201c{theme['label']}\u201d was counted in {_say_of(theme, 'n_segments')} segments that were judged for it, "
        f"from {_say_of(theme, 'n_participants')} people{_say_interval(theme, f'{level} interval ')}."
        for _, theme in themes.iterrows()
    ]
    named = words.join_labels(list(themes["label"]))
    return f"{named} are equally the most frequent themes: {share} of {of_what} carry each of them. {' '.join(counted)}"


def _say_shares(themes: pd.DataFrame) -> str:
    return words.join_words(
        [
            f"\u201c{theme['label']}\u201d with {words.say_share(theme['prevalence'])}{_say_interval(theme)}"
            for _, theme in themes.iterrows()
        ]
    )


def _rarest(themes: pd.DataFrame) -> Iterator[str]:
    named = len(take_tied(themes))
    rest = themes.iloc[named:]
    rest = rest.iloc[len(take_tied(rest)) :] if len(rest) else rest
    if len(rest):
        last = take_tied(rest.iloc[::-1]).iloc[::-1]
        yield f"The rarest {'is' if len(last) == 1 else 'are'} {_say_shares(last)}."


def _say_of(theme: pd.Series, count: str) -> str:
    return f"{words.say_count(theme[count])} of {words.say_count(theme[f'{count}_total'])}"


def _say_interval(theme: pd.Series, before: str = "") -> str:
    return f" ({before}{words.say_share_interval(theme['prevalence_low'], theme['prevalence_high'])})"


def _agreement(tables: Tables, choices: Choices) -> Iterator[str]:
    reached = [f"between {coder_set} for {said}" for coder_set, said in count_reached(tables, choices)]
    if not reached:
        yield "How far coders agree could not be measured: no segment was read by two of them."
        return
    settings = choices["reliability"]
    named = f"{words.say_statistic(settings['statistic'])} {settings['threshold']:g}"
    yield f"Agreement reaches the threshold ({named}) {words.join_words(reached)}."


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
    if (take_overall(tables)["method"] == HAND_CODED_ALL).any():
        yield (
            "Where people coded every segment, the share is exact for these segments; the interval, for segments like "
            "them, takes each as said on its own. What one person or one conversation says hangs together, so the true "
            "uncertainty is larger."
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
        is_counted = take_overall(tables)["n_segments"].notna().any()
        alone = ": every count is a machine's, and nobody has checked it." if is_counted else " yet."
        yield f"No person has coded any segment{alone}"
        return
    of_codes = take_overall(tables)
    overall = of_codes[of_codes["is_theme"]]
    yield from _limits_of_hand_coding(overall, tables)
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


def _limits_of_hand_coding(overall: pd.DataFrame, tables: Tables) -> Iterator[str]:
    for book, of_book in part_by_codebook(overall, tables):
        if of_book["n_hand_coded"].eq(0).all():
            yield f"No person has coded any segment for the themes of {book.title}: every count is a machine's."
    if not overall["method"].isin([HAND_CODED_SAMPLE, POST_STRATIFIED]).any():
        return
    yield "The hand-coded segments are taken to be a random sample; if they are not, the intervals are wrong."
    spoken, codes = take_spoken(tables), tables["codes"]
    is_read = spoken["segment_id"].isin(tables["decisions"]["segment_id"]).to_numpy()
    source_ids, kinds = (spoken[name].to_numpy(dtype=object) for name in ("source_id", "kind"))
    for doubt in find_uneven_sample(is_read, find_applicable(codes, spoken), source_ids, kinds):
        yield f"{doubt.problem[0].upper()}{doubt.problem[1:]}."


def _limits_of_topics(tables: Tables) -> Iterator[str]:
    if tables["topic_models"]["declined"].isna().any():
        yield (
            "Topics were made by a machine without the codebook. A topic that does not come back when the machine "
            "starts from another seed is no evidence of anything; see the stability beside each."
        )


def _limits_of_release(tables: Tables, choices: Choices) -> Iterator[str]:
    if hidden := len(take_hidden(tables)):
        yield (
            f"{words.say_number_of(hidden, 'cell', 'cells')} of the tables by group "
            f"{'is' if hidden == 1 else 'are'} withheld, because the numbers would rest on fewer than "
            f"{choices['frequencies']['minimum_cell']} people or give such numbers of the same code away by "
            "subtraction."
        )
        yield (
            "Small numbers are left out of the tables; the excerpts of people who agreed to be quoted name their "
            "source and question and can be counted."
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


def find_release_risks(tables: Tables, choices: Choices) -> list[Problem]:
    """Find what makes this report unfit to be handed on as it is: named text, and excerpts that can be counted.

    An excerpt names its source and question. So whoever holds the excerpts can count them by kind of source, by
    question, and by whatever is the same throughout a source, and may rebuild numbers of people who agreed to be quoted
    that the tables leave out.

    Args:
        tables: the derived tables.
        choices: the settings of the study.
    """
    risks = []
    if not choices["deidentify"]["enabled"]:
        named = "the report quotes text that was not de-identified"
        fix = "set `enabled = true`, unless the text may be published as it is"
        risks.append(Problem(named, where="study.toml, [deidentify]", fix=fix))
    if countable := _list_countable(tables):
        told = (
            f"cells by {words.join_words(countable)} are left out of the tables, but the excerpts name their source "
            "and question: those of people who agreed to be quoted can be counted by these groupings"
        )
        fix = "if that must not be, hand on figures and tables without report.html and excerpts.csv"
        risks.append(Problem(told, where="report.html, excerpts.csv", fix=fix))
    return risks


def _list_countable(tables: Tables) -> list[str]:
    """List the groupings with a hidden cell whose groups follow from the source or the question of a segment."""
    hidden = take_hidden(tables)["grouping"].drop_duplicates()
    groups = list_groups(tables).merge(tables["segments"][["segment_id", "source_id"]], on="segment_id")
    n_groups = groups.groupby(["grouping", "source_id"])["group"].nunique()
    within = set(groups["grouping"]) - set(n_groups[n_groups > 1].index.get_level_values("grouping"))
    return [words.say_grouping(name) for name in hidden if name in {*BUILT_IN, *within}]
