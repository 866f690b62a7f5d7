"""Whose codings are whose, where one file holds those of several coders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.errors import CodingsError
from pipeline.methods.coding.codebook import name_key


@dataclass(frozen=True, slots=True)
class Hand:
    """A coder whose codings are looked for: what files call this coder, and what they call the others of the study.

    `shared` are the files that others of the study name as well.
    """

    coder_id: str
    called: Collection[str]
    others: Collection[str] = ()
    shared: Collection[str] = ()


def choose_own(names: Sequence[str | None], file: str, hand: Hand) -> list[bool]:
    """Return for each coding whether it is the coder's, by the name that the file gives; None: it gives none.

    A file that nobody else names and that calls its coder one thing throughout is the coder's, whatever that is.

    Raises:
        CodingsError: listing the names that are no coder's, or saying that a shared file names nobody.
    """
    keys = [name_key(name or "") for name in names]
    own, others = set(map(name_key, hand.called)), set(map(name_key, hand.others))
    foreign = Counter(key for key in keys if key not in own | others)
    is_alone = file not in hand.shared and len(set(keys)) <= 1
    if None in names and file in hand.shared:
        fix = 'name the column that says who coded with `coder = "..."`, or give each coder a file of their own'
        raise CodingsError("several coders name this file, but no column says whose row is whose", where=file, fix=fix)
    if is_alone:
        return [True] * len(keys)
    if foreign:
        listed = ", ".join(f"'{name or '(blank)'}' ({n})" for name, n in sorted(foreign.items()))
        fix = f'write a [[coders]] for each, with `called = ["name in the file"]`, or add a name to `{hand.coder_id}`'
        said = f"the file has codings of {len(foreign)} coder(s) who are not in study.toml: {listed}"
        raise CodingsError(said, where=file, fix=fix)
    return [key in own for key in keys]
