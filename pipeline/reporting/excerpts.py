"""The words behind the numbers: which segments carry which theme, and which of them may be shown."""

from __future__ import annotations

import pandas as pd

from pipeline.errors import Problem, TableError
from pipeline.methods.agreement.readings import list_codable
from pipeline.methods.frequencies.estimates import MACHINE_COUNT_ONLY, POST_STRATIFIED
from pipeline.methods.frequencies.groups import assign_groups
from pipeline.reporting.given import Tables, list_rows, take_groups, take_overall, take_people, take_spoken

MACHINE = "machine"
COUNTS_MACHINE = (POST_STRATIFIED, MACHINE_COUNT_ONLY)
EASY_TO_READ = (8, 80)
CSV_COLUMNS = (
    "code_id",
    "label",
    "text",
    "participant_id",
    "source",
    "question",
    "decided",
    "evidence",
    "segment_id",
)


def list_carried(tables: Tables) -> pd.DataFrame:
    """Return which segments carry which codes: what people decided, and the machine where it counts and nobody read.

    A code given to a segment gives it the code's theme too. A machine's codings count only for codes whose frequency
    was counted with them (see `method` in theme_frequencies), and never on a segment that a person has read.

    Returns:
        segment_id, code_id, basis (as in decisions, or 'machine').
    """
    decided = tables["decisions"]
    overall = take_overall(tables)
    with_machine = overall.loc[overall["method"].isin(COUNTS_MACHINE), "code_id"]
    machines = tables["coders"].loc[tables["coders"]["kind"] == "machine", "coder_id"]
    given = tables["codings"].loc[lambda t: t["coder_id"].isin(machines), ["segment_id", "code_id"]]
    unread = _rolled_up(given[~given["segment_id"].isin(decided["segment_id"].unique())], tables["codes"])
    counted = unread[unread["code_id"].isin(with_machine)].assign(basis=MACHINE)
    by_people = decided.loc[decided["is_coded"], ["segment_id", "code_id", "basis"]]
    return pd.concat([by_people, counted], ignore_index=True)


def check_counts(tables: Tables) -> Tables:
    """Return `tables`, or raise TableError naming every code whose excerpts do not add up to the number reported."""
    found = list_carried(tables)["code_id"].value_counts()
    problems = [
        Problem(
            f"code '{row.code_id}': {row.n_segments} segments were counted, but {found.get(row.code_id, 0)} carry it",
            where="theme_frequencies",
            fix="run `qualpipe analyze --from code`; if it comes back, report it: this is a fault of the software",
        )
        for row in list_rows(take_overall(tables))
        if found.get(row.code_id, 0) != (0 if pd.isna(row.n_segments) else row.n_segments)
    ]
    if problems:
        raise TableError.of(problems)
    return tables


def _rolled_up(given: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Add to rows of codes given the same rows for every theme those codes count for."""
    parents, themes = (dict(zip(codes["code_id"], codes[column], strict=True)) for column in ("parent_id", "theme_id"))
    pairs = {(code, code) for code in themes}
    for code in themes:
        above = code
        while above in themes:
            pairs.add((code, themes[above]))
            above = parents[above]
    lineage = pd.DataFrame(sorted(pairs), columns=["code_id", "above"])
    lifted = given.merge(lineage, on="code_id").drop(columns="code_id").rename(columns={"above": "code_id"})
    return lifted.drop_duplicates()


def list_quotable(tables: Tables) -> pd.DataFrame:
    """Return the segments that may be shown: spoken or written by participants who consented to being quoted.

    Returns:
        segment_id, source_id, participant_id, start_char, text, n_words, source (its title), question (its wording or
        missing), in the order of the segments.
    """
    people = take_people(tables)
    consenting = people.loc[people["may_quote"], "participant_id"]
    segments = take_spoken(tables).loc[lambda t: t["participant_id"].isin(consenting)]
    titles = tables["sources"].set_index("source_id")["title"]
    wordings = tables["questions"].set_index("question_id")["wording"]
    shown = ["segment_id", "source_id", "participant_id", "start_char", "text", "n_words"]
    return segments[shown].assign(
        source=segments["source_id"].map(titles), question=segments["question_id"].map(wordings)
    )


def list_marks(tables: Tables) -> pd.DataFrame:
    """Return the spans of a machine's evidence, counted from the start of their segment.

    Returns:
        segment_id, code_id, start, end: one row per span, none overlapping another of its segment and code.
    """
    starts = tables["segments"].set_index("segment_id")["start_char"]
    spans = tables["evidence"][["segment_id", "code_id", "start_char", "end_char"]]
    evidence = _rolled_up(spans, tables["codes"])
    shift = evidence["segment_id"].map(starts).astype(int)
    marks = evidence.assign(start=evidence["start_char"] - shift, end=evidence["end_char"] - shift)
    keys = ["segment_id", "code_id"]
    marks = marks[[*keys, "start", "end"]].sort_values([*keys, "start", "end"], kind="stable").drop_duplicates()
    reached = marks.groupby(keys)["end"].cummax().groupby([marks[key] for key in keys]).shift()
    return marks[reached.isna() | (marks["start"] >= reached)].reset_index(drop=True)


def list_groups(tables: Tables) -> pd.DataFrame:
    """Return the group of every participant's segment in every grouping of the frequencies.

    Returns:
        segment_id, participant_id, grouping, group.
    """
    codable = list_codable(tables["segments"])
    people = codable[["segment_id", "participant_id"]]
    listed = [people.iloc[:0].assign(grouping="", group="")]
    for grouping in take_groups(tables)["grouping"].unique():
        groups = assign_groups(grouping, codable, tables["sources"], tables["participants"])
        listed.append(people.assign(grouping=grouping, group=groups))
    return pd.concat(listed, ignore_index=True)


def list_open_cells(tables: Tables, carried: pd.DataFrame) -> pd.DataFrame:
    """Return the segments behind every group cell that names the group of nobody in a hidden cell.

    A reader who sees excerpts by group learns the group of those who spoke them. So the cells of a code open only if
    none of the people who carry the code stands in a hidden cell of the same grouping, whatever the code. This keeps
    the page from listing anybody under a hidden cell; it cannot keep a reader from counting the excerpts themselves,
    which name their person, source and question (see `finding.find_release_risks`).

    Args:
        tables: the derived tables.
        carried: what `list_carried` returns.

    Returns:
        segment_id, code_id, grouping, group.
    """
    cells = carried.merge(list_groups(tables), on="segment_id")
    keys = ["code_id", "grouping", "group"]
    numbers = tables["theme_frequencies"][[*keys, "n_segments"]]
    cells = cells.merge(numbers, on=keys)
    people = ["grouping", "participant_id"]
    hidden = cells.loc[cells["n_segments"].isna(), people].drop_duplicates().assign(is_hidden=True)
    told = cells.merge(hidden, on=people, how="left")
    closed = told.loc[told["is_hidden"].notna(), ["code_id", "grouping"]].drop_duplicates().assign(is_closed=True)
    judged = cells.merge(closed, on=["code_id", "grouping"], how="left")
    return judged.loc[judged["is_closed"].isna(), ["segment_id", *keys]].reset_index(drop=True)


def choose_excerpts(excerpts: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return `n` of `excerpts` by rule, not by hand.

    Nobody is quoted a second time before everybody was quoted once; excerpts of 8 to 80 words come first; and where
    there are still too many they are spread evenly over the sources in their order.
    """
    shortest, longest = EASY_TO_READ
    is_hard = ~excerpts["n_words"].between(shortest, longest)
    ranked = excerpts.assign(is_hard=is_hard, place=range(len(excerpts))).sort_values(["is_hard", "place"])
    ranked = ranked.assign(turn=ranked.groupby("participant_id").cumcount())
    chosen: list[int] = []
    for _, layer in ranked.sort_values("place").groupby(["turn", "is_hard"]):
        free = n - len(chosen)
        every = max(1.0, len(layer) / free) if free else 0
        chosen += [int(layer["place"].iloc[int(k * every)]) for k in range(min(free, len(layer)))]
    return excerpts.iloc[sorted(chosen)]


def list_excerpts(tables: Tables) -> pd.DataFrame:
    """Return every excerpt behind a theme or sub-code, one row per excerpt and code: what excerpts.csv holds.

    Returns:
        The columns of CSV_COLUMNS; `decided` is the basis, `evidence` the words that made a machine give the code.
    """
    codes = tables["codes"].set_index("code_id")
    rows = list_carried(tables).merge(list_quotable(tables), on="segment_id")
    rows = rows.merge(_matched_words(tables), on=["segment_id", "code_id"], how="left")
    order = pd.Series(range(len(tables["segments"])), index=tables["segments"]["segment_id"])
    rows = rows.assign(
        label=rows["code_id"].map(codes["label"]),
        decided=rows["basis"],
        code_order=rows["code_id"].map(codes["order"]),
        segment_order=rows["segment_id"].map(order),
    )
    rows.loc[rows["decided"] != MACHINE, "evidence"] = None
    return rows.sort_values(["code_order", "segment_order"])[list(CSV_COLUMNS)].reset_index(drop=True)


def _matched_words(tables: Tables) -> pd.DataFrame:
    texts = tables["segments"].set_index("segment_id")["text"]
    marks = list_marks(tables)
    words = [texts[mark.segment_id][mark.start : mark.end] for mark in list_rows(marks)]
    keys = ["segment_id", "code_id"]
    return marks.assign(evidence=words).groupby(keys, as_index=False).agg({"evidence": " | ".join})
