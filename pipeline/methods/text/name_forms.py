"""The forms of a name: full, first and last, spelt with or without hyphens, with initials, short for others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.methods.text.everyday import (
    EVERYDAY_NAMES,
    FUNCTION_WORDS,
    HOUSEHOLD_NAMES,
    JOINING_WORDS,
    OPENING_WORDS,
    PARTICLES,
    ROLE_WORDS,
    TITLES,
)
from pipeline.methods.text.names import fold

ABBREVIATIONS = frozenset(
    """
    am pm eg ie us uk eu dc bc ad nb ps vp hr id tv dj md ba ma bs ms ok la ny nj sw ne nw se rn it pc gp op ot pt ph cv
    ed iq al rd st
    """.split()  # noqa: SIM905 - a list of words reads as one
)
WORDS = EVERYDAY_NAMES | FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc\u2010\u2011-][^\W_]+)*")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,4}")
_TITLED_INITIAL = re.compile(r"(?P<title>[a-z]+)\.? [a-z]\.?")
_NOT_LETTERS = re.compile(r"['-]")
_INITIALS, _VOWELS = 3, set("aeiouy")
_NEVER_ALONE = FUNCTION_WORDS | OPENING_WORDS


def list_words(name: str) -> list[str]:
    """Return the words of `name` that may identify its bearer, as written; those in brackets only if there are none."""
    return _keep_words(_ASIDE.sub(" ", name)) or _keep_words(" ".join(_ASIDE.findall(name)))


def full_name(name: str) -> str:
    """Return the folded words of `name` that may identify its bearer, with single spaces."""
    return " ".join(_fold_words(list_words(name)))


def list_parts(name: str) -> list[str]:
    """Return the folded forms of the words of `name`, and of a nickname in brackets."""
    aside = [word for word in _keep_words(" ".join(_ASIDE.findall(name))) if word.lower() not in FUNCTION_WORDS]
    words = list_words(name)
    if set(_fold_words(words)) <= _NEVER_ALONE:
        return []
    parts = [word for word in _fold_words(w for w in [*words, *aside] if not _is_article(w)) if word not in PARTICLES]
    parts += [part for word in parts if "-" in word for part in word.split("-") if not _is_short(part)]
    return _list_spellings(parts)


def list_full(name: str) -> list[str]:
    """Return the folded forms of the whole of `name`: as written, without titles, first and last word, in one word.

    Of a name that is initials with full stops (T.J.), there is no other form.
    """
    if _DOTTED.fullmatch(name.strip()):
        return [fold(name).text.strip()]
    words = _fold_words(list_words(name))
    if set(words) <= _NEVER_ALONE:
        titled = _TITLED_INITIAL.fullmatch(fold(name).text.strip())
        return [titled.group()] if titled and titled["title"] in TITLES else []
    first, last = words[0], words[-1]
    is_everyday = set(words) <= WORDS
    turned = [] if is_everyday else [f"{last} {first}"]
    spaced = [" ".join(words), f"{first} {last}", *turned] if len(words) > 1 else words
    joined = [] if is_everyday else ["".join(words), first + last] if len(words) > 1 else []
    return _list_spellings([fold(name).text.strip(), *spaced, *(_NOT_LETTERS.sub("", form) for form in joined)])


def list_shortened(name: str) -> list[str]:
    """Return the folded forms of a name of several words with initials: "m. lopez", "maria l.", "m.l."."""
    words = _fold_words(list_words(name))
    if len(words) < 2 or not (words[0].isalpha() and words[-1].isalpha()):  # noqa: PLR2004 - a first and a last name
        return []
    (first, *_), last = words, words[-1]
    dotted = [] if first[0] + last[0] in ABBREVIATIONS else [f"{first[0]}.{last[0]}.", f"{first[0]}. {last[0]}."]
    return [f"{first[0]}. {last}", f"{first} {last[0]}.", *dotted]


def list_initials(names: Iterable[str]) -> list[str]:
    """Return the folded labels among `names` that are the initials of another: MT beside Marguerite Tolliver."""
    listed = list(names)
    initials = {"".join(word[0] for word in list_words(name)).upper() for name in listed}
    return [
        fold(label).text
        for label in listed
        if label in initials and len(label) > 1 and fold(label).text not in ABBREVIATIONS | HOUSEHOLD_NAMES
    ]


def list_diminutives(name: str, diminutives: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the folded names that are short for the first word of `name`, or that it is short for."""
    words = _fold_words(list_words(name))
    return sorted(diminutives.get(words[0], ())) if words else []


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


def _is_short(part: str) -> bool:
    return len(part) < _INITIALS or part in PARTICLES


def _list_spellings(forms: Iterable[str]) -> list[str]:
    """Return `forms` with hyphens and apostrophes as written, as spaces, and left out, each once."""
    spellings = (
        form.replace("-", hyphen).replace("'", apostrophe)
        for form in forms
        for hyphen in ("-", " ", "")
        for apostrophe in ("'", " ", "")
    )
    return list(dict.fromkeys(spellings))
