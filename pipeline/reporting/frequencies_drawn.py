"""The tables the figures of theme frequencies draw: over all segments, and group beside group."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.methods.frequencies.groups import NOT_RECORDED
from pipeline.reporting import words
from pipeline.reporting.by_codebook import AppliedCodebook, add_headings, list_told_apart, part_by_codebook
from pipeline.reporting.drawing import Drawing, name_file
from pipeline.reporting.given import Choices, Tables, take_groups, take_spoken, take_wordings
from pipeline.reporting.ranked import order_themes, take_coded, take_drawn, take_tied

MOST_GROUPS = 6
_NO_THEME_CODED = "No theme is coded yet"
_FREQUENCY_COLUMNS = [
    "code_id",
    "label",
    "prevalence",
    "prevalence_low",
    "prevalence_high",
    "counted_share",
    "method",
    "n_segments",
    "n_segments_total",
    "n_participants",
    "n_participants_total",
    "n_sources",
    "n_sources_total",
    "undefined",
]


def list_frequency_drawings(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    """Return the figure of all themes, a shorter one where there are many, and one for every grouping."""
    yield from _theme_frequencies(tables, choices)
    yield from _by_group(tables, choices)


def _theme_frequencies(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    themes = order_themes(tables)
    if themes.empty:
        return
    table = themes.assign(undefined=words.say_reasons(themes["prevalence"], themes["undefined"]))[_FREQUENCY_COLUMNS]
    table = add_headings(table, tables)
    title, caption = _say_title(themes, tables), _say_caption(themes, tables, choices)
    drawn = take_drawn(table, tables)
    if len(drawn) < len(table):
        more = f" Here are the {_say_drawn(drawn, tables)} of {len(table)} themes."
        yield Drawing("theme_frequencies_top", "theme_frequencies", drawn, title, caption + more)
    yield Drawing("theme_frequencies", "theme_frequencies", table, title, caption)


def _say_drawn(drawn: pd.DataFrame, tables: Tables) -> str:
    n_codebooks = len(list(part_by_codebook(drawn, tables)))
    return f"{len(drawn)} most frequent" if n_codebooks == 1 else f"{len(drawn)} that are the most frequent of theirs"


def _say_title(themes: pd.DataFrame, tables: Tables) -> str:
    if len(list_told_apart(tables)) > 1:
        parts = [_say_most(of_book, book) for book, of_book in part_by_codebook(themes, tables)]
        known = [part for part in parts if part]
        return f"The most frequent theme of each codebook: {words.join_words(known)}" if known else _NO_THEME_CODED
    first = take_tied(themes)
    named, top = words.join_labels(list(first["label"])), first.iloc[0]
    if top["prevalence"] > 0:
        ((book, _),) = part_by_codebook(themes, tables)
        share = f"{words.say_share(top['prevalence'])} of {book.segments} carry"
        if len(first) > 1:
            return f"{named} are equally the most frequent themes: {share} each of them"
        return f"{named} is the most frequent theme: {share} it"
    if take_coded(themes).empty:
        return _NO_THEME_CODED
    if top["n_segments"] > 0:
        segments = words.say_number_of(top["n_segments"], "segment", "segments")
        return f"The machine found {named} most often: in {segments}{' each' if len(first) > 1 else ''}"
    return "No segment carries a theme"


def _say_most(themes: pd.DataFrame, book: AppliedCodebook) -> str:
    """The most frequent theme of one codebook among several, as in '“Trust” (12 % of survey segments)'."""
    first = take_tied(themes)
    named, top, each = words.join_labels(list(first["label"])), first.iloc[0], " each" if len(first) > 1 else ""
    if top["prevalence"] > 0:
        return f"{named} ({words.say_share(top['prevalence'])} of {book.segments}{each})"
    if len(take_coded(themes)) and top["n_segments"] > 0:
        return f"{named} ({words.say_count(top['n_segments'])} {book.segments}{each}, by the machine's count)"
    return ""


def _say_caption(themes: pd.DataFrame, tables: Tables, choices: Choices) -> str:
    coded = take_coded(themes)
    if coded.empty:
        return "Nobody has coded any segment for these themes yet, so there is nothing to draw."
    methods = "; ".join(words.METHODS[method] for method in coded["method"].unique())
    n_open = words.say_number_of(len(themes) - len(coded), "theme is", "themes are")
    return (
        f"{_say_dots(tables)}{_say_lines(coded, choices)} "
        f"Method: {methods}. Columns: segments, people and sources in which the theme was counted, of those judged for "
        f"it. A segment can carry several themes.{_say_ties(themes, tables)}"
        f"{f' {n_open} not coded yet.' if len(coded) < len(themes) else ''}"
    )


def _say_dots(tables: Tables) -> str:
    told_apart = list_told_apart(tables)
    if not told_apart:
        n_segments = words.say_count(len(take_spoken(tables)))
        return f"Dots: share of the {n_segments} segments of participants that carry the theme."
    sizes = [f"{book.title}, {book.scope}: {words.say_count(book.n_segments)}" for book in told_apart]
    return (
        "Dots: share of the segments of participants to which the codebook is applied that carry the theme "
        f"({'; '.join(sizes)})."
    )


def _say_ties(themes: pd.DataFrame, tables: Tables) -> str:
    are_several = len(list_told_apart(tables)) > 1
    said = ""
    for book, of_book in part_by_codebook(themes, tables):
        n_tied = len(take_tied(of_book))
        if n_tied > 1 and len(take_coded(of_book)):
            of_title = f" of {book.title}" if are_several else ""
            said += f" The first {n_tied}{of_title} are tied: their order means nothing."
    return said


def _say_lines(themes: pd.DataFrame, choices: Choices) -> str:
    level = words.say_confidence(choices["frequencies"]["confidence"])
    estimands = themes.loc[themes["prevalence_low"].notna(), "estimand"].unique()
    return f" Lines: {level} intervals for the share in {' or '.join(estimands)}." if len(estimands) else ""


def _by_group(tables: Tables, choices: Choices) -> Iterator[Drawing]:
    themes = order_themes(tables)
    order, drawn = list(themes["code_id"]), take_drawn(themes, tables)
    groups = take_groups(tables)
    frequencies = groups[groups["is_theme"]]
    labels, wordings = tables["codes"].set_index("code_id")["label"], take_wordings(tables)
    for grouping, every in frequencies.groupby("grouping", sort=False):
        recorded = _take_recorded(every)
        rows, alone = _set_alone_apart(recorded, tables)
        if rows["group"].nunique() > MOST_GROUPS or rows["prevalence"].isna().all():
            continue
        table = rows.assign(
            label=rows["code_id"].map(labels),
            group=[words.say_group(str(grouping), group, wordings) for group in rows["group"]],
            place=rows["code_id"].map(order.index),
            undefined=words.say_reasons(rows["prevalence"], rows["undefined"]),
        )
        table = table[table["code_id"].isin(drawn["code_id"])].sort_values("place", kind="stable")
        caption = _say_group_caption(table, tables, choices) + "".join(
            f" {title} is applied to one of these groups alone, so it is not compared here." for title in alone
        )
        if len(recorded) < len(every):
            caption += " Segments of which the group is not known are in the table of frequencies alone."
        if len(drawn) < len(order):
            shown = _say_drawn(drawn, tables)
            caption += f" The {shown} of {len(order)} themes; all are in the table of frequencies."
        title = f"Themes by {words.say_grouping(str(grouping))}"
        columns = [name if name != "counted_share" else "group" for name in _FREQUENCY_COLUMNS]
        name = name_file("theme_frequencies_by", str(grouping))
        table = add_headings(table[columns], tables)
        yield Drawing(name, "theme_frequencies_by_group", table, title, caption)


def _take_recorded(rows: pd.DataFrame) -> pd.DataFrame:
    """The groups that can be set against each other: not what lies outside them, as a focus group beside two waves."""
    recorded = rows[rows["group"] != NOT_RECORDED]
    return recorded if len(recorded["group"].unique()) > 1 else rows


def _set_alone_apart(rows: pd.DataFrame, tables: Tables) -> tuple[pd.DataFrame, list[str]]:
    """The rows of codebooks with groups to compare, and the titles of those that have one group where others have more.

    A codebook for the survey has one kind of source: its one dot would stand beside nothing.
    """
    parts = [(book.title, of_book, len(of_book["group"].unique())) for book, of_book in part_by_codebook(rows, tables)]
    fewest = min(2, len(rows["group"].unique()))
    kept = [of_book for _, of_book, n_groups in parts if n_groups >= fewest]
    return pd.concat([rows.iloc[:0], *kept]), [title for title, _, n_groups in parts if n_groups < fewest]


def _say_group_caption(table: pd.DataFrame, tables: Tables, choices: Choices) -> str:
    fewest = choices["frequencies"]["minimum_cell"]
    where = ", of those to which the codebook is applied," if list_told_apart(tables) else ""
    return (
        f"Dots: share of each group's segments{where} that carry the theme.{_say_lines(table, choices)} Numbers that "
        f"would rest on fewer than {fewest} people are left out, and with them numbers of the same theme from which "
        "they could be had by subtraction, as the figure says in their place."
    )
