"""Known names: every form in which the names that a study knows may turn up in its texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.methods.text.everyday import EVERYDAY_NAMES, FUNCTION_WORDS, NICKNAME_WORDS
from pipeline.methods.text.findings import MISSPELLING, NICKNAME, ROSTER, Finding
from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.misspelt import find_misspelt, is_misspelling
from pipeline.methods.text.name_forms import (
    WORDS,
    full_name,
    list_diminutives,
    list_full,
    list_initials,
    list_parts,
    list_shortened,
)
from pipeline.methods.text.names import Phrases, build_phrases, find_phrases, fold, has_capitals
from pipeline.methods.text.people import NAME_SEPARATOR
from pipeline.methods.text.word_names import judge_use

PARTICIPANT, PERSON = "participant", "person"

Owner = tuple[str, str]
"""Whose name it is: (`participant`, participant_id), or (`person`, folded full name)."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc\u2010\u2011-][^\W_]+)*")
_SEPARATORS = str.maketrans(dict.fromkeys("-_.:#/+", " "))
_LEAST_LOWER, _LOWER_PER_CAPITAL = 3, 2
_ABBREVIATION, _LONGEST_NAME = 2, 24
_GROUP = 4
_NEXT = re.compile(r" ([^\W\d_]{3,})\b")
_PREVIOUS = re.compile(r"\b([^\W\d_]{3,}) $")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Every folded form of every known name with those it may mean, ready to be found all at once.

    The forms in `cased` are names only where they have a capital letter, those in `initials` only in capitals.
    `derived` says of a form that nobody listed what it is: a nickname or a misspelling. `decided` says of a form that
    is also a word whether, where its use is not plain, it is a name. `parts` are the words of each participant's
    names.
    """

    owners: Mapping[str, tuple[Owner, ...]]
    phrases: Phrases
    cased: frozenset[str]
    initials: frozenset[str] = frozenset()
    derived: Mapping[str, str] = field(default_factory=dict[str, str])
    decided: Mapping[str, bool] = field(default_factory=dict[str, bool])
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def build_known_names(participants: Mapping[str, str], others: Iterable[str] = ()) -> KnownNames:
    """Return the names of a study in the forms that its lists give them.

    A name has these forms: the full name, first and last name, each of its words, with hyphens and apostrophes
    written or not, and with one of them an initial. Titles, roles ("Interviewer") and labels such as "P3" are no
    names; a label of initials is one, in capitals, beside the full name that it stands for. The single words of
    `others`, who may be an agency or a town, count only with a capital letter.

    Args:
        participants: participant_id -> names and labels, joined by `NAME_SEPARATOR`; may be empty.
        others: full names of those who are no participants.
    """
    owners: dict[str, dict[Owner, None]] = {}
    initials: set[str] = set()
    for participant_id, names in participants.items():
        called = names.split(NAME_SEPARATOR)
        initials |= {*(short := list_initials(called))}
        for form in [*short, *(f for n in called for f in (*list_parts(n), *list_full(n), *list_shortened(n)))]:
            owners.setdefault(form, {})[PARTICIPANT, participant_id] = None
    whole = [name for name in others if not any(form in owners for form in list_full(name))]
    sure = {*owners, *(form for name in whole for form in list_full(name) if " " in form or " " not in name.strip())}
    for name in whole:
        for form in [*list_parts(name), *list_full(name)]:
            owners.setdefault(form, {})[PERSON, full_name(name)] = None
    forms = {form: tuple(found) for form, found in owners.items()}
    return KnownNames(forms, build_phrases(forms), frozenset(forms) - sure, frozenset(initials))


def derive_names(
    known: KnownNames, participants: Mapping[str, str], tokens: Iterable[str], lexicon: Lexicon
) -> KnownNames:
    """Return `known` with the nicknames of participants, and the misspellings of all known names, that a study has.

    A nickname that is a known name already stays what it is.

    Args:
        known: the names in the forms that lists give them.
        participants: participant_id -> names and labels, joined by `NAME_SEPARATOR`.
        tokens: the folded words of the study.
        lexicon: what is a word, and what is short for what.
    """
    said = dict.fromkeys(tokens)
    owners: dict[str, dict[Owner, None]] = {}
    for participant_id, names in participants.items():
        for name in names.split(NAME_SEPARATOR):
            for short in list_diminutives(name, lexicon.diminutives):
                if short not in known.owners and short in said:
                    owners.setdefault(short, {})[PARTICIPANT, participant_id] = None
    nicknames = {form: tuple(found) for form, found in owners.items()}
    listed = {**known.owners, **nicknames}
    sought = [form for form in known.owners if form not in known.initials | FUNCTION_WORDS]
    like = find_misspelt((token for token in said if token not in listed), sought, lexicon)
    misspelt = {token: known.owners[name] for token, name in like.items()}
    forms = {**listed, **misspelt}
    return replace(
        known,
        owners=forms,
        phrases=build_phrases(forms),
        cased=known.cased | {token for token, name in like.items() if name in known.cased},
        parts={person: tuple(_list_single(names)) for person, names in participants.items()},
        derived=dict.fromkeys(nicknames, NICKNAME) | dict.fromkeys(misspelt, MISSPELLING),
    )


def _list_single(names: str) -> Iterator[str]:
    for name in names.split(NAME_SEPARATOR):
        yield from (part for part in list_parts(name) if part.isalpha() and part not in FUNCTION_WORDS)


def without_ordinary_parts(known: KnownNames, lexicon: Lexicon) -> KnownNames:
    """Return `known` without those single words of longer names that are ordinary words: the bend of Harrow Bend."""
    parts = {form for form in known.cased if lexicon.words and form not in EVERYDAY_NAMES and lexicon.is_word(form)}
    kept = {form: owners for form, owners in known.owners.items() if form not in parts}
    return replace(known, owners=kept, phrases=build_phrases(kept), cased=known.cased - parts)


def without_forms(known: KnownNames, forms: Collection[str]) -> KnownNames:
    """Return `known` without the derived `forms`, which somebody has rejected."""
    kept = {form: owners for form, owners in known.owners.items() if form not in forms or form not in known.derived}
    return replace(known, owners=kept, phrases=build_phrases(kept))


def choose_names(participants: pd.DataFrame, texts: Iterable[str]) -> dict[str, str]:
    """Return participant_id -> names and labels, joined by `NAME_SEPARATOR`, without words that name nobody.

    The label of a speaker who is not on the roster ("Mental Health Practitioner", "The panel") loses each word that
    the texts write in lower case at least three times and twice as often as with a capital letter. Texts without any
    capital letter have no say. The roster is never doubted.

    Args:
        participants: the participants as collected.
        texts: what is said in the study.
    """
    names = dict(zip(participants["participant_id"], participants["names"].fillna(""), strict=True))
    doubtful = [
        names[participant_id] for participant_id in participants.loc[~participants["is_listed"], "participant_id"]
    ]
    words = {fold(word).text for name in doubtful for word in _WORD.findall(name)}
    ordinary = _find_ordinary(words - EVERYDAY_NAMES, texts)
    listed = set(participants.loc[participants["is_listed"], "participant_id"])
    return {
        participant_id: name if participant_id in listed else _drop_words(name, ordinary)
        for participant_id, name in names.items()
    }


def _find_ordinary(words: Iterable[str], texts: Iterable[str]) -> set[str]:
    phrases = build_phrases(sorted(words))
    lower, capital = Counter[str](), Counter[str]()
    for text in texts:
        if has_capitals(text):
            for start, _, word in find_phrases(text, phrases):
                (capital if text[start].isupper() else lower)[word] += 1
    return {word for word, n in lower.items() if n >= max(_LEAST_LOWER, _LOWER_PER_CAPITAL * capital[word])}


def _drop_words(name: str, dropped: Collection[str]) -> str:
    return _WORD.sub(lambda word: "" if fold(word.group()).text in dropped else word.group(), name)


def owner_of(form: str, known: KnownNames, present: Collection[str] = ()) -> Owner:
    """Return whom `form` means: its one owner, or the one who is present, or else somebody of that name.

    One word of a name, said in a group of which its participant is no member, is somebody else's: groups seldom talk of
    each other's members, and would take them for their own.

    Args:
        form: a folded form of a known name.
        known: all names.
        present: the participants of the source in which it stands.
    """
    owners = known.owners[form]
    is_word_in_group = " " not in form and len(present) >= _GROUP
    if len(owners) > 1 or (is_word_in_group and any(kind == PARTICIPANT for kind, _ in owners)):
        owners = [owner for owner in owners if owner[0] == PARTICIPANT and owner[1] in present]
    return owners[0] if len(owners) == 1 else (PERSON, form)


def find_known_names(text: str, known: KnownNames, present: Collection[str] = ()) -> list[Finding]:
    """Find the known names in `text`, however cased, but everyday words only where they are used as names.

    An everyday word that is also a name (Will, Grace, Mark, May) counts where its capital letter or the words around
    it say so (see `judge_use`). A whole name of such words (Grace Hill) counts however it is cased: a stray "grace
    hill" replaced does less harm than a person named.

    Args:
        text: where to look.
        known: the names.
        present: the participants of the source, who are meant where a name is shared.

    Returns:
        Findings of kind `participant` or `person`, overlapping ones too.
    """
    found = [
        Finding(start, end, *owner_of(form, known, present), known.derived.get(form, ROSTER))
        for start, end, form in find_phrases(text, known.phrases)
        if _is_name(text, (start, end), form, known)
    ]
    return [*found, *(beside for finding in found for beside in _find_beside(text, finding, known))]


def _find_beside(text: str, found: Finding, known: KnownNames) -> Iterator[Finding]:
    """Find the word before or after one of a participant's names that is almost another of them (Alexandra Dual)."""
    if found.kind != PARTICIPANT:
        return
    for word in (
        _NEXT.match(text, found.end),
        _PREVIOUS.search(text[max(0, found.start - _LONGEST_NAME) : found.start]),
    ):
        if word:
            folded = fold(word.group(1)).text
            start = word.start(1) + (0 if word.re is _NEXT else max(0, found.start - _LONGEST_NAME))
            names = known.parts.get(found.name, ())
            if folded not in FUNCTION_WORDS and any(is_misspelling(folded, name) and folded != name for name in names):
                yield Finding(start, start + len(word.group(1)), found.kind, found.name, MISSPELLING)


def find_unsure_uses(text: str, known: KnownNames) -> Iterator[tuple[int, int, str]]:
    """Find where the use of a known name that is also a word is not plain: its span and form."""
    for start, end, form in find_phrases(text, known.phrases):
        if not _is_word(form, known):
            continue
        if judge_use(text, (start, end), form, is_derived=form in known.derived).is_unsure:
            yield start, end, form


def find_known_names_in_id(text: str, known: KnownNames, present: Collection[str] = ()) -> list[Finding]:
    """Find the known names in an id, a file's name or a title, where a capital letter says nothing."""
    return [
        Finding(start, end, *owner_of(form, known, present), ROSTER)
        for start, end, form in find_phrases(text.translate(_SEPARATORS), known.phrases)
        if form not in FUNCTION_WORDS and form not in known.derived and form not in known.initials
    ]


def _is_name(text: str, span: tuple[int, int], form: str, known: KnownNames) -> bool:
    surface = text[span[0] : span[1]]
    if form in known.initials:
        return surface.isupper()
    if form in known.cased and not surface[0].isupper():
        return False
    if len(form) <= _ABBREVIATION and surface.isupper():
        return False
    if not _is_word(form, known):
        return True
    use = judge_use(text, span, form, is_derived=form in known.derived)
    return known.decided.get(form, use.is_name) if use.is_unsure else use.is_name


def _is_word(form: str, known: KnownNames) -> bool:
    return form in (NICKNAME_WORDS if form in known.derived else WORDS)
