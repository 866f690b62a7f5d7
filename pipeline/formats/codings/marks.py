"""What a cell of a coder's file says: coded, not coded, or something that is neither."""

from __future__ import annotations

_CODED = frozenset({"x", "1", "yes", "y", "true", "\u2713", "\u2714"})
_NOT_CODED = frozenset({"", "0", "no", "n", "false", "-", "\u2013", "\u2014"})


def parse_mark(cell: str) -> bool | None:
    """Return True where `cell` marks a code as given, False where as not given, None where it says neither.

    Given: x, 1, yes, y, true or a tick; not given: blank, 0, no, n, false or a dash; in small or capital letters.
    """
    word = cell.strip().casefold()
    if word in _CODED:
        return True
    return False if word in _NOT_CODED else None
