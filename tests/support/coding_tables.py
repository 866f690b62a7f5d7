"""Small hand-made tables of segments, codes, coders, codings and reviews, whole enough for their contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

SEGMENT_CHARS = 10


def make_segments(source_ids: Sequence[str], **columns: Sequence[object]) -> pd.DataFrame:
    """Return a segment for each of `source_ids`, with one participant a source unless `columns` say otherwise."""
    start = [
        sum(earlier == source for earlier in source_ids[:n]) * SEGMENT_CHARS for n, source in enumerate(source_ids)
    ]
    table = pd.DataFrame(
        {
            "segment_id": [f"{source}:{at}-{at + SEGMENT_CHARS}" for source, at in zip(source_ids, start, strict=True)],
            "source_id": list(source_ids),
            "kind": "focus_group",
            "turn_id": [f"{source}#{at:04}" for source, at in zip(source_ids, start, strict=True)],
            "participant_id": [f"P-{source}" for source in source_ids],
            "question_id": None,
            "section": None,
            "start_char": start,
            "end_char": [at + SEGMENT_CHARS for at in start],
            "text": "ten chars!",
            "n_words": 2,
            "is_facilitator": False,
        }
    )
    return table.assign(**{name: list(values) for name, values in columns.items()})


def make_codes(*paths: str, without_rules: Iterable[str] = ()) -> pd.DataFrame:
    """Return the codes at the end of `paths`, as in "belonging" or "belonging > welcome"; the first is the theme."""
    steps = [path.split(" > ") for path in paths]
    code_ids = [path[-1] for path in steps]
    return pd.DataFrame(
        {
            "code_id": code_ids,
            "label": code_ids,
            "definition": "Whatever the test needs.",
            "parent_id": [path[-2] if len(path) > 1 else None for path in steps],
            "theme_id": [path[0] for path in steps],
            "is_theme": [len(path) == 1 for path in steps],
            "has_rules": [path[-1] not in without_rules for path in steps],
            "order": range(len(paths)),
            "codebook": "tests",
            "codebook_title": "The tests' codebook",
            "version": "1",
            "applies_to": pd.Series(None, index=range(len(paths)), dtype="str"),
            "colour": None,
        }
    )


def make_coders(**kinds: str) -> pd.DataFrame:
    """Return the coders named, in this order, each of the kind given."""
    return pd.DataFrame({"coder_id": list(kinds), "kind": list(kinds.values()), "order": range(len(kinds))})


def make_codings(
    segments: pd.DataFrame,
    coder_id: str,
    given: Mapping[str, Iterable[int]],
    *,
    in_round: int = 1,
    memo: str | None = None,
) -> pd.DataFrame:
    """Return the codings of one coder: for each code, the rows of `segments` it was given to."""
    rows = [(segments["segment_id"].iloc[at], code_id) for code_id, places in given.items() for at in places]
    table = pd.DataFrame(rows, columns=["segment_id", "code_id"], dtype="str")
    return table.assign(coder_id=coder_id, round=in_round, score=float("nan"), memo=memo)


def make_reviews(
    segments: pd.DataFrame,
    coder_id: str,
    read: Iterable[int] | None = None,
    *,
    in_round: int = 1,
    memo: str | None = None,
) -> pd.DataFrame:
    """Return the reviews of one coder: the rows of `segments` that were read, or all of them."""
    places = range(len(segments)) if read is None else list(read)
    segment_ids = segments["segment_id"].iloc[list(places)].to_numpy()
    return pd.DataFrame({"segment_id": segment_ids, "coder_id": coder_id, "round": in_round, "memo": memo})


def make_rulings(
    segments: pd.DataFrame, *ruled: tuple[int, str, bool], coder_id: str = "judge", in_round: int = 1, **columns: object
) -> pd.DataFrame:
    """Return rulings, each about a row of `segments` and a code, and whether it is given; `columns` say more."""
    rows = [(segments["segment_id"].iloc[at], code_id, is_coded) for at, code_id, is_coded in ruled]
    table = pd.DataFrame(rows, columns=["segment_id", "code_id", "is_coded"])
    fixed = {"coder_id": coder_id, "round": in_round, "reason": None, "note": None, "decided_by": coder_id}
    return table.assign(**(fixed | columns))


def make_sources(segments: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Return a focus group for each source of `segments`, with further `columns`."""
    table = segments.groupby("source_id", sort=False, as_index=False)["n_words"].sum()
    fixed = {"kind": "focus_group", "date": None, "language": "en", "sha256": "0", "text": ""}
    return table.assign(title=table["source_id"], **(fixed | columns))


def make_participants(segments: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Return everyone who speaks in `segments`, facilitators as such, with further `columns`."""
    table = segments[["participant_id", "is_facilitator"]].drop_duplicates("participant_id").reset_index(drop=True)
    roles = table["is_facilitator"].map({True: "facilitator", False: "participant"})
    return table[["participant_id"]].assign(role=roles, may_quote=True, **columns)


def make_turns(segments: pd.DataFrame) -> pd.DataFrame:
    """Return the turns that `segments` tile, one segment a turn."""
    return segments.drop(columns=["segment_id", "kind", "text", "n_words"]).assign(start_time=None, end_time=None)
