"""The tables of the report as CSV: fixed names, and only columns that may leave the study."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

_OF_CODEBOOK = ("codebook", "codebook_title", "version", "applies_to")
RELEASED: Mapping[str, tuple[str, ...]] = {
    "sources": ("source_id", "kind", "title", "n_words"),
    "questions": ("question_id", "order", "block", "wording"),
    "codes": ("code_id", "label", "definition", "parent_id", "theme_id", "is_theme", *_OF_CODEBOOK),
    "coders": ("coder_id", "kind", "order"),
    "agreement": (),
    "topic_models": (),
    "topics": (),
    "theme_topics": (),
    "alignment": (),
    "theme_frequencies": (),
    "participation": (),
}


def render_csv(table: pd.DataFrame) -> str:
    """Return `table` as CSV with LF line ends; it starts with a byte-order mark, so that Excel reads it as UTF-8."""
    return "\ufeff" + table.to_csv(index=False, lineterminator="\n")


def list_released(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables that are released, by file name, without what could identify a person.

    Participants' attributes, the text of sources and coders' memos stay inside the study: a rare combination of
    attributes is a name, and a memo may hold one. Codes are named beside their ids, and topics never without their
    stability.
    """
    labels = tables["codes"].set_index("code_id")["label"]
    released = {}
    for name, columns in RELEASED.items():
        table = tables[name][list(columns)] if columns else tables[name]
        released[name] = table
        if not columns and "code_id" in table.columns:
            released[name] = table.assign(label=table["code_id"].map(labels))
    stability = tables["topics"][["model", "topic_id", "stability"]]
    released["theme_topics"] = tables["theme_topics"].merge(stability, on=["model", "topic_id"], how="left")
    return released
