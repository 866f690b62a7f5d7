"""Open items that study.toml does not name: proposed by what their columns hold, in lines ready to paste."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from pipeline.formats.surveys.values import OpenItem
from pipeline.formats.tables import TextTable
from pipeline.methods.text.collected import make_distinct, slug

_HEADS_OF_CHOICES = {"Open-Ended Response", "Response"}
_ID_WORDS = 4


def render_questions(table: TextTable, items: Sequence[OpenItem], taken: Collection[str]) -> str:
    """Return a [[questions]] entry of study.toml for every item, with how much was answered as a remark.

    Args:
        table: what the items are columns of.
        items: the columns.
        taken: ids that other questions have.
    """
    ids = make_distinct([*taken, *(_name(item) for item in items)])[len(taken) :]
    shared = Counter(name for names in table.columns for name in names)
    return "\n\n".join(
        f"[[questions]]    # {item.n_answers} answers, {item.n_words:.0f} words on average\n"
        f"id = {_quote(question_id)}\n"
        f"wording = {_quote(_find_wording(item.names))}\n"
        f"columns = [{_quote(next((name for name in item.names if shared[name] == 1), item.names[-1]))}]"
        for item, question_id in zip(items, ids, strict=True)
    )


def _name(item: OpenItem) -> str:
    plain = unicodedata.normalize("NFKD", item.names[0]).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9_]+", slug(plain)) if re.search(r"\w", plain) else []
    return "-".join(words[:_ID_WORDS]).strip("_") or f"item-{item.number + 1}"


def _find_wording(names: Iterable[str]) -> str:
    """Return the name that reads like a question: the second header's where the first's is an id."""
    first, *others = [name for name in names if name not in _HEADS_OF_CHOICES]
    return others[0] if others and " " not in first else first


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
