"""The speaker-label grammar: which notation a transcript uses, and which of its lines say who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.methods.text.labels import KnownLabels, Label, comparable, is_generic
from pipeline.methods.text.notations import (
    ALONE,
    DASH,
    HEADING,
    IN_BRACKETS,
    QUESTION_AND_ANSWER,
    TIMED,
    find_candidate,
    find_doubtful_candidates,
    find_heading_labels,
    find_initials,
    find_introductions,
)
from pipeline.methods.text.passages import Line
from pipeline.methods.text.words import squeeze

_MOST = 0.5
_MOST_ABOVE_WORDS = 0.3
_FEWEST_LINES = 4
_FEWEST_KNOWN = 2
_FEWEST_SPEAKERS = 2
_RECURRING = 0.7
_CHANGING = 0.5
_SHARES = {DASH: 0.15, ALONE: 0.15, HEADING: 0.1, QUESTION_AND_ANSWER: 0.3}
_STRAY = 0.05

Found = dict[int, Label]


def find_labels(lines: Sequence[Line], labels: KnownLabels) -> tuple[list[Label | None], list[int]]:
    """Find who speaks on each line of a transcript.

    A candidate in a usual notation counts when its form is unmistakable (`**Name:**`, `[00:12] Name:`, `<v Name>`),
    when the label is known, is a role ("Interviewer", "P3") or recurs, or when most lines carry labels: then also a
    label that occurs once, if not in a notation of its own above the first or in brackets. A notation that prose may
    look like (`NAME - words`, a name alone on its line, `Q.` and `A.`, a column of names, names without capitals,
    headings) is the file's only where its labels recur, take turns and stand on a good share of the lines, and where
    no usual notation has as many.

    Args:
        lines: the lines of one file.
        labels: what is known beforehand; a pattern there decides alone.

    Returns:
        For each line its label or None; and the numbers of the lines whose candidate was taken for words.
    """
    if labels.pattern:
        return _match_pattern(lines, labels.pattern), []
    unmarked = labels.unmarked | _find_unmarked(lines, labels.unmarked)
    known = labels.comparable | {comparable(label) for label in unmarked}
    candidates = [find_candidate(line, known, unmarked) for line in lines]
    n_written = sum(bool(line.text.strip()) for line in lines)
    found = _accept_usual(candidates, known, n_written)
    found |= _accept_timed({number: label for number, label in enumerate(candidates) if label}, lines)
    is_settled = len(found) > _MOST * n_written
    other = {} if is_settled else _find_other_notation(lines, known, n_written, more_than=len(found))
    if other:
        keys = {comparable(label.text) for label in other.values()}
        kept = {n: label for n, label in found.items() if label.is_strong or comparable(label.text) in keys}
        found = other | kept
    called = labels.explained | {comparable(label.text) for label in found.values()}
    first = min(found, default=len(lines))
    found = {n: label for n, label in find_introductions(lines, called).items() if n > first} | found
    doubtful = [number for number, label in enumerate(candidates) if label and number not in found]
    return [found.get(number) for number in range(len(lines))], doubtful


def _match_pattern(lines: Sequence[Line], pattern: str) -> list[Label | None]:
    compiled = re.compile(pattern)
    found = [compiled.match(line.text) for line in lines]
    return [
        Label(squeeze(m["speaker"] or ""), m.end(), is_strong=True, notation="speaker_pattern") if m else None
        for m in found
    ]


def _find_unmarked(lines: Sequence[Line], unmarked: Collection[str]) -> frozenset[str]:
    """Return the initials by which the file calls speakers without a sign, where it does so at all.

    It does where two lines begin with known ones, or where initials that stand at the beginning of lines only recur,
    take turns and begin a good share of them.
    """
    found = find_initials(lines)
    written = [line.text.split(maxsplit=1)[0] for line in lines if line.text.strip()]
    is_used = sum(word in unmarked for word in written) > 1
    if is_used or _is_borne_out(list(found.values()), (), len(found), _MOST_ABOVE_WORDS * len(written)):
        return frozenset(found.values())
    return frozenset()


def _accept_usual(candidates: Sequence[Label | None], known: Collection[str], n_written: int) -> Found:
    listed = {number: label for number, label in enumerate(candidates) if label}
    keys = Counter(comparable(label.text) for label in listed.values())
    sure = {key for key, n in keys.items() if n > 1 or key in known or is_generic(key)}
    found = {n: label for n, label in listed.items() if label.is_strong or comparable(label.text) in sure}
    if keys.total() > _MOST * n_written:
        notations = Counter(label.notation for label in (found or listed).values())
        usual, first = notations.most_common(1)[0][0], min(found, default=0)
        found |= {n: c for n, c in listed.items() if c.notation == usual or (n > first and c.notation != IN_BRACKETS)}
    return {} if _is_stray(found, known, n_written) else found


def _accept_timed(candidates: Mapping[int, Label], lines: Sequence[Line]) -> Found:
    """Return the labels with a time beside them and words below, where the times of the file go on as people speak."""
    timed = {n: c for n, c in candidates.items() if c.time is not None and c.notation in TIMED}
    times = [label.time or 0.0 for label in timed.values()]
    n_onward = sum(one <= other for one, other in pairwise(times))
    written = [number for number, line in enumerate(lines) if line.text.strip()]
    n_listed = sum(one in timed and other in timed for one, other in pairwise(written))
    is_usual = len(timed) > 1 and n_onward >= _RECURRING * (len(timed) - 1) and n_listed < (1 - _RECURRING) * len(timed)
    return timed if is_usual else {}


def _is_stray(found: Found, known: Collection[str], n_written: int) -> bool:
    """Tell a word that now and then begins a paragraph ("Outcome:") from a speaker: alone in its file, and rare."""
    keys = {comparable(label.text) for label in found.values()}
    is_sure = any(
        label.is_strong or comparable(label.text) in known or is_generic(label.text) for label in found.values()
    )
    return len(keys) == 1 and not is_sure and len(found) < _STRAY * n_written


def _find_other_notation(lines: Sequence[Line], known: Collection[str], n_written: int, *, more_than: int) -> Found:
    """Return the labels of the notation that prose may look like and that explains most lines, if there is evidence."""
    read = [*find_doubtful_candidates(lines, known), find_heading_labels(lines, known)]
    worth = [candidates for candidates in read if len(candidates) > more_than]
    borne_out = [_accept_notation(c, known, n_written) or _accept_timed(c, lines) for c in worth]
    best = max(borne_out, key=len) if borne_out else {}
    return best if len(best) > more_than else {}


def _accept_notation(candidates: Mapping[int, Label], known: Collection[str], n_written: int) -> Found:
    keys = Counter(comparable(label.text) for label in candidates.values())
    sure = {key for key in keys if key in known or is_generic(key)}
    recurring = sure | {key for key, n in keys.items() if n > 1}
    found = {number: label for number, label in candidates.items() if comparable(label.text) in recurring}
    notation = next((label.notation for label in found.values()), "")
    spoken = [comparable(label.text) for label in found.values()]
    if not _is_borne_out(spoken, sure, len(candidates), n_written * _SHARES.get(notation, _MOST)):
        return {}
    if notation == HEADING and sum(key in sure for key in spoken) < _MOST * len(spoken):
        return {}
    most = _MOST_ABOVE_WORDS if notation == ALONE else _MOST
    takes_all = notation != HEADING and len(candidates) > most * n_written
    return dict(candidates) if takes_all else found


def _is_borne_out(spoken: Sequence[str], sure: Collection[str], n_candidates: int, fewest: float) -> bool:
    """Tell labels from the beginnings of paragraphs: there are several, they recur, and they take turns."""
    speakers = set(spoken)
    changes = sum(one != other for one, other in pairwise(spoken))
    enough = _FEWEST_KNOWN if speakers <= set(sure) else max(_FEWEST_LINES, 2 * len(speakers))
    return (
        len(speakers) >= _FEWEST_SPEAKERS
        and len(spoken) >= max(enough, fewest)
        and len(spoken) >= _RECURRING * n_candidates
        and changes >= _CHANGING * (len(spoken) - 1)
    )


def split_lines_at_labels(lines: Sequence[Line], found: Sequence[Label | None]) -> list[Line]:
    """Return `lines`, each cut where inside it another of the file's speakers begins, as in "A: Yes. B: No".

    A line is cut only after the end of a sentence, before a label that opens a line elsewhere in the file and is
    written there with a colon or in brackets.

    Args:
        lines: the lines of one file.
        found: the label of each line, or None.
    """
    written = {label.text for label in found if label and (":" in label.notation or label.notation == IN_BRACKETS)}
    if len(written) < _FEWEST_SPEAKERS:
        return list(lines)
    names = "|".join(re.escape(name) for name in sorted(written, key=lambda name: (-len(name), name)))
    colon = rf"[*_]{{0,3}}\b(?:{names})[*_]{{0,3}}\s*:(?=[*_\s])"
    inside = re.compile(rf"(?<=[.!?\u2026\u2019\u201d\"')\]])[ \t\u00a0]+(?={colon}|\[(?:{names})\])")
    begins = [label.end if label else 0 for label in found]
    return [piece for line, begin in zip(lines, begins, strict=True) for piece in _cut(line, begin, inside)]


def _cut(line: Line, begin: int, inside: re.Pattern[str]) -> list[Line]:
    starts = [0, *(match.end() for match in inside.finditer(line.text, begin))]
    ends = [*starts[1:], len(line.text)]
    if len(starts) == 1:
        return [line]
    return [
        replace(line, start=line.start + start, text=line.text[start:end], bold=max(0, min(line.bold, end) - start))
        for start, end in zip(starts, ends, strict=True)
    ]
