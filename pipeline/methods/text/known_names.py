"""Known names: every form in which the names that a study knows may turn up in its texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.methods.text.everyday import (
    EVERYDAY_NAMES,
    FUNCTION_WORDS,
    JOINING_WORDS,
    MONTHS,
    OPENING_WORDS,
    PARTICLES,
    ROLE_WORDS,
    TITLES,
)
from pipeline.methods.text.findings import Finding
from pipeline.methods.text.names import Phrases, build_phrases, find_phrases, fold, has_capitals, starts_sentence
from pipeline.methods.text.people import NAME_SEPARATOR

PARTICIPANT, PERSON = "participant", "person"

Owner = tuple[str, str]
"""Whose name it is: (`participant`, participant_id), or (`person`, folded full name)."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc\u2010\u2011-][^\W_]+)*")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_VOCATIVE = re.compile(r"['\u2019]s\b|\s*(?:[.,!?:;\u2026]|$)")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_TITLED_INITIAL = re.compile(r"(?P<title>[a-z]+)\.? [a-z]\.?")
_NOT_LETTERS = re.compile(r"['-]")
_SEPARATORS = str.maketrans(dict.fromkeys("-_.:#/+", " "))
_LEAST_LOWER, _LOWER_PER_CAPITAL = 3, 2
_INITIALS, _VOWELS = 3, set("aeiouy")
_WORDS = EVERYDAY_NAMES | FUNCTION_WORDS
_NEVER_ALONE = FUNCTION_WORDS | OPENING_WORDS
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|of|by|since|until|till|from|to|last|next|this|every|each|early|late|mid|end)|\d[a-z]{0,2})[\s-]+$",
    re.IGNORECASE,
)
_AFTER_MONTH = re.compile(r"\s+\d")
_LOOK_BACK = 12


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Every folded form of every known name with those it may mean, ready to be found all at once.

    The forms in `cased` are names only where they have a capital letter.
    """

    owners: Mapping[str, tuple[Owner, ...]]
    phrases: Phrases
    cased: frozenset[str]


def build_known_names(participants: Mapping[str, str], others: Iterable[str] = ()) -> KnownNames:
    """Return the names of a study in all their forms.

    A name has these forms: the full name, first and last name, and each of its words, with hyphens and apostrophes
    written or not. Titles, roles ("Interviewer"), initials and labels such as "P3" are no names. The single words of
    `others`, who may be an agency or a town, count only with a capital letter.

    Args:
        participants: participant_id -> names and labels, joined by `NAME_SEPARATOR`; may be empty.
        others: full names of those who are no participants.
    """
    owners: dict[str, dict[Owner, None]] = {}
    for participant_id, names in participants.items():
        for name in names.split(NAME_SEPARATOR):
            for form in [*_list_parts(name), *_list_full(name)]:
                owners.setdefault(form, {})[PARTICIPANT, participant_id] = None
    whole = [name for name in others if not any(form in owners for form in _list_full(name))]
    sure = {*owners, *(form for name in whole for form in _list_full(name))}
    for name in whole:
        for form in [*_list_parts(name), *_list_full(name)]:
            owners.setdefault(form, {})[PERSON, _full_name(name)] = None
    forms = {form: tuple(found) for form, found in owners.items()}
    return KnownNames(forms, build_phrases(forms), frozenset(forms) - sure)


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

    Args:
        form: a folded form of a known name.
        known: all names.
        present: the participants of the source in which it stands.
    """
    owners = known.owners[form]
    if len(owners) > 1:
        owners = [owner for owner in owners if owner[0] == PARTICIPANT and owner[1] in present]
    return owners[0] if len(owners) == 1 else (PERSON, form)


def _list_words(name: str) -> list[str]:
    """Return the words of `name` that may identify its bearer, as written; those in brackets only if there are none."""
    return _keep_words(_ASIDE.sub(" ", name)) or _keep_words(" ".join(_ASIDE.findall(name)))


def _keep_words(name: str) -> list[str]:
    found = [w for w in _WORD.findall(name.partition("@")[0].replace(".", " ")) if not _is_generic(w)]
    named = [number for number, word in enumerate(found) if not _is_article(word)]
    return [_POSSESSIVE.sub("", word) for word in found[named[0] : named[-1] + 1]] if named else []


def _is_generic(word: str) -> bool:
    folded = fold(word).text
    is_initials = word.isupper() and (len(word) < _INITIALS or (len(word) == _INITIALS and not _VOWELS & set(folded)))
    numbered = any(char.isdigit() for char in word)
    return numbered or len(folded) == 1 or is_initials or folded in ROLE_WORDS or folded in TITLES


def _is_article(word: str) -> bool:
    return word.lower() in JOINING_WORDS or (word.islower() and word in FUNCTION_WORDS)


def _fold_words(words: Iterable[str]) -> list[str]:
    return [fold(word).text for word in words]


def _full_name(name: str) -> str:
    return " ".join(_fold_words(_list_words(name)))


def _list_parts(name: str) -> list[str]:
    """Return the folded forms of the words of `name`, and of a nickname in brackets."""
    aside = [word for word in _keep_words(" ".join(_ASIDE.findall(name))) if word.lower() not in FUNCTION_WORDS]
    words = _list_words(name)
    if set(_fold_words(words)) <= _NEVER_ALONE:
        return []
    parts = [word for word in _fold_words(w for w in [*words, *aside] if not _is_article(w)) if word not in PARTICLES]
    parts += [part for word in parts if "-" in word for part in word.split("-") if not _is_short(part)]
    return _list_spellings(parts)


def _is_short(part: str) -> bool:
    return len(part) < _INITIALS or part in PARTICLES


def _list_full(name: str) -> list[str]:
    """Return the folded forms of the whole of `name`: as written, without titles, first and last word, in one word."""
    words = _fold_words(_list_words(name))
    if set(words) <= _NEVER_ALONE:
        titled = _TITLED_INITIAL.fullmatch(fold(name).text.strip())
        return [titled.group()] if titled and titled["title"] in TITLES else []
    first, last = words[0], words[-1]
    is_everyday = set(words) <= _WORDS
    turned = [] if is_everyday else [f"{last} {first}"]
    spaced = [" ".join(words), f"{first} {last}", *turned] if len(words) > 1 else words
    joined = [] if is_everyday else ["".join(words), first + last] if len(words) > 1 else []
    return _list_spellings([fold(name).text.strip(), *spaced, *(_NOT_LETTERS.sub("", form) for form in joined)])


def _list_spellings(forms: Iterable[str]) -> list[str]:
    """Return `forms` with hyphens and apostrophes as written, as spaces, and left out, each once."""
    spellings = (
        form.replace("-", hyphen).replace("'", apostrophe)
        for form in forms
        for hyphen in ("-", " ", "")
        for apostrophe in ("'", " ", "")
    )
    return list(dict.fromkeys(spellings))


def find_known_names(text: str, known: KnownNames, present: Collection[str] = ()) -> list[Finding]:
    """Find the known names in `text`, however cased, but everyday words only where they are used as names.

    An everyday word that is also a name (Will, Grace, Mark, May) counts where it has a capital letter within a
    sentence; at the start of a sentence only before a comma, a full stop or the like, or as a possessive; never as a
    month in a date. A function word (So, An, He) counts within a sentence alone. A whole name of such words (Grace
    Hill) counts however it is cased: a stray "grace hill" replaced does less harm than a person named.

    Args:
        text: where to look.
        known: the names.
        present: the participants of the source, who are meant where a name is shared.

    Returns:
        Findings of kind `participant` or `person`, overlapping ones too.
    """
    return [
        Finding(start, end, *owner_of(form, known, present), "roster")
        for start, end, form in find_phrases(text, known.phrases)
        if _is_used_as_name(text, (start, end), form) and (form not in known.cased or text[start].isupper())
    ]


def find_known_names_in_id(text: str, known: KnownNames, present: Collection[str] = ()) -> list[Finding]:
    """Find the known names in an id, a file's name or a title, where a capital letter says nothing."""
    return [
        Finding(start, end, *owner_of(form, known, present), "roster")
        for start, end, form in find_phrases(text.translate(_SEPARATORS), known.phrases)
        if form not in FUNCTION_WORDS
    ]


def _is_used_as_name(text: str, span: tuple[int, int], form: str) -> bool:
    surface, words = text[span[0] : span[1]], set(form.split())
    if len(form) < _INITIALS and surface.isupper():
        return False
    if not words <= _WORDS or len(words) > 1:
        return True
    if not all(word[0].isupper() and not word.isupper() for word in surface.split()):
        return False
    if form in MONTHS and (
        _BEFORE_MONTH.search(text[max(0, span[0] - _LOOK_BACK) : span[0]]) or _AFTER_MONTH.match(text, span[1])
    ):
        return False
    if not starts_sentence(text, span[0]):
        return True
    return form not in FUNCTION_WORDS and _VOCATIVE.match(text, span[1]) is not None
