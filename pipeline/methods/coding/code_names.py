"""The codes that a cell or a comment names: one, or several with a separator between them, some below others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import Problem
from pipeline.methods.coding.codebook import Code, Codebook
from pipeline.methods.text.words import squeeze

SEPARATORS = ("\n", ";", "|", "\t", ",", "/", "&", "+")
_PATH = re.compile(r"\s*(?:[-=]>|[\u2192\u00bb>\\]|::)\s*")
_LOOSE_PATHS = tuple(map(re.compile, (r"\s*:\s*", r"\s*/\s*", r"\s+[-\u2013\u2014]\s+", r"(?<=\w)\.(?=\w)")))
_AROUND = " \t\n\"'\u2018\u2019\u201c\u201d\u2022\u00b7*#"
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Named:
    """The ids of the codes that a cell names, each once, and the names in it that mean no code."""

    code_ids: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def find_codes(cell: str, codebook: Codebook, separator: str = "") -> Named:
    """Return the codes that `cell` names.

    Sub-codes may be written below their code, as in `code->sub`, `code: sub`, `code > sub`, `code/sub`; the last step
    is the code. Without a `separator` it is the one that leaves the fewest names unknown: the codebook decides.
    """
    if code := _find_code(cell, codebook):
        return Named((code.code_id,))
    if separator:
        return _find_parts(cell, separator, codebook)
    split = [_find_parts(cell, each, codebook) for each in SEPARATORS if each in cell]
    known = [named for named in split if named.code_ids] or split[:1]
    best = min(known, key=lambda named: len(named.unknown), default=None)
    return best or Named((), _list_names([cell]))


def _find_parts(cell: str, separator: str, codebook: Codebook) -> Named:
    """The codes between separators; a name that holds the separator itself is found, the longest first."""
    parts = cell.split(separator)
    code_ids: dict[str, None] = {}
    unknown: list[str] = []
    while parts:
        joined = [(n, separator.join(parts[:n])) for n in range(len(parts), 0, -1)]
        n, code = next(((n, code) for n, name in joined if (code := _find_code(name, codebook))), (1, None))
        if code:
            code_ids[code.code_id] = None
        else:
            unknown.append(parts[0])
        parts = parts[n:]
    return Named(tuple(code_ids), _list_names(unknown))


def _list_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in names if (name := squeeze(each.strip(_AROUND)))))


def _find_code(name: str, codebook: Codebook) -> Code | None:
    plain = name.strip(_AROUND)
    return codebook.find(plain) or _find_last_step(plain, codebook)


def _find_last_step(name: str, codebook: Codebook) -> Code | None:
    """The code at the end of a path; where the sign between steps may be a separator, only one below the others."""
    steps = _PATH.split(name)
    if len(steps) > 1:
        return codebook.find(" > ".join(steps)) or _find_code(steps[-1], codebook)
    for path in _LOOSE_PATHS:
        *above, last = path.split(name)
        code = codebook.find(last) if above else None
        upper = codebook.find(above[-1]) if above else None
        if code and (upper is None or _is_below(code, upper, codebook)):
            return code
    return None


def _is_below(code: Code, upper: Code, codebook: Codebook) -> bool:
    above, seen = code, {code.code_id}
    while above.parent_id and above.parent_id not in seen:
        parent = codebook.find(above.parent_id)
        if parent is None or parent.code_id == upper.code_id:
            return parent is not None
        above = parent
        seen.add(above.code_id)
    return False


def find_unknown(named: Sequence[tuple[str, Named]], file: str, codebook: Codebook) -> Iterator[Problem]:
    """Find the names that mean no code, each with the places that have it and the nearest name that does.

    Args:
        named: for each row or comment what messages call it, and what it names.
        file: the file's name.
        codebook: the codes there are.
    """
    places: defaultdict[str, list[str]] = defaultdict(list)
    for place, each in named:
        for name in each.unknown:
            places[name].append(place)
    for name, where in places.items():
        said = f"'{name}' is not a code" if len(name) <= _LONGEST_NAME else "a cell of codes holds no name of a code"
        near = codebook.closest(name) or codebook.closest(_PATH.split(name)[-1])
        fix = f"did you mean '{near.label}'? " if near else ""
        fix += "Add the name to the code's `also_called`, or a code to the codebook"
        yield Problem(f"{said} of the codebook, but is given {len(where)} time(s)", f"{file}, {where[0]}", fix)
