"""The gate's search: every form of every name and number that was replaced, looked for in what is to be written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.methods.text.everyday import FUNCTION_WORDS, NICKNAME_WORDS
from pipeline.methods.text.findings import Span, overlaps
from pipeline.methods.text.identifier_patterns import PATTERNS
from pipeline.methods.text.identifiers import Rules
from pipeline.methods.text.known_names import KnownNames
from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.name_forms import WORDS
from pipeline.methods.text.names import Phrases, build_phrases, find_phrases, fold, starts_sentence, tells_case
from pipeline.methods.text.word_context import SURE, weigh_use

FORM_COLUMNS = ["form", "counts"]
ANY, CAPITAL, WITHIN, CAPITALS, CONTEXT, VERBATIM = (
    "any case",
    "capital",
    "capital within a sentence",
    "capitals",
    "context",
    "as written",
)

NAME_KINDS = frozenset({"person", "place", "organisation", "participant"})

_BRACKETS = re.compile(r"\[[^\[\]\n]{0,60}\]")
_SEPARATORS = str.maketrans(dict.fromkeys("_/\\", " "))
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_LEAST_DIGITS, _ABBREVIATION = 7, 2


@dataclass(frozen=True, slots=True)
class Search:
    """What no output may hold: phrases by the way in which they count, and patterns; `kept` is passed over."""

    phrases: Phrases
    counts: Mapping[str, str]
    kept: Phrases
    patterns: tuple[re.Pattern[str], ...] = ()


def list_name_forms(key: pd.DataFrame, words: Sequence[str], rules: Rules) -> pd.DataFrame:
    """Return what no output may hold (`schemas.NAME_FORMS`): the forms of every known name, and every entry of the key.

    Each form says how it counts: in any case, with a capital letter (names that the recogniser alone has found), with
    one within a sentence (ordinary words), in capitals (initials), where the words around make it a name (Will,
    Grace), or as written (numbers and addresses). A name that only the recogniser has found, and that still stands in
    the de-identified words or in a label, is one that was taken for a word there, or that the researchers themselves
    use; it is left out.

    Args:
        key: the pseudonym key.
        words: every text and label of the de-identified study.
        rules: what counts as identifying.
    """
    forms = {form: _how_known(form, rules.known, rules.lexicon) for form in rules.known.owners}
    rejected = {form for form, is_name in rules.known.decided.items() if not is_name}
    found = {
        fold(str(row.name)).text.strip(): _how_found(str(row.name), rules.lexicon)
        for row in key.itertuples(index=False)
        if row.kind in NAME_KINDS
    }
    left = build_search(pd.DataFrame(list(found.items()), columns=FORM_COLUMNS), ())
    stays = {form for text in words for _, form in find_leaks(text, left)}
    written = {
        str(row.name): VERBATIM for row in key.itertuples(index=False) if _is_long_number(str(row.kind), str(row.name))
    }
    listed = {form: how for form, how in found.items() if how and form not in stays} | forms | written
    rows = [(form, how) for form, how in listed.items() if form not in rejected]
    return pd.DataFrame(rows, columns=FORM_COLUMNS, dtype="str")


def _how_known(form: str, known: KnownNames, lexicon: Lexicon) -> str:
    if form in known.initials:
        return CAPITALS
    if " " in form:
        return CAPITAL if form in known.cased else ANY
    if form in (NICKNAME_WORDS if form in known.derived else WORDS):
        return CONTEXT
    if lexicon.is_word(form):
        return WITHIN
    return CAPITAL if form in known.cased or len(form) <= _ABBREVIATION else ANY


def _how_found(name: str, lexicon: Lexicon) -> str:
    words = [word for word in fold(name).text.split() if word.isalpha()]
    if len(words) > 1 and not set(words) <= WORDS:
        return CAPITAL
    return "" if not words or any(map(lexicon.is_word, words)) or set(words) <= WORDS else CAPITAL


def _is_long_number(kind: str, name: str) -> bool:
    is_number = kind in PATTERNS and sum(map(str.isdigit, name)) >= _LEAST_DIGITS
    return is_number or kind in {"e-mail", "address"}


def build_search(forms: pd.DataFrame, keep: Iterable[str], kinds: Iterable[str] = ()) -> Search:
    """Return the search for `forms` (`schemas.NAME_FORMS`) and patterns, which finds nothing in the phrases to `keep`.

    Args:
        forms: the forms, and how each counts.
        keep: phrases in which nothing is looked for.
        kinds: the kinds of pattern that are looked for as well, whoever's number or address it may be.
    """
    counts = {
        fold(str(form)).text.strip(): str(how) for form, how in zip(forms["form"], forms["counts"], strict=True) if how
    }
    patterns = tuple(re.compile(PATTERNS[kind]) for kind in kinds)
    return Search(build_phrases(counts), counts, build_phrases(keep), patterns)


def without_own_words(search: Search, own: Iterable[str]) -> Search:
    """Return `search` without the single words that stand in `own`, the texts that the software itself writes.

    Wilson has an interval of his own in every methods section; a participant of that name is looked for in the
    tables, from which the reports are made.
    """
    said = {form for text in own for _, _, form in find_phrases(text, search.phrases) if " " not in form}
    counts = {form: how for form, how in search.counts.items() if form not in said and how != CONTEXT}
    return Search(build_phrases(counts), counts, search.kept)


def may_hold(text: str, search: Search) -> bool:
    """Return whether any form stands anywhere in `text`, be it within a word: a quick look before `find_leaks`."""
    if search.phrases.automaton is None:
        return False
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return bool(search.phrases.automaton.find_matches_as_indexes(fold(plain).text if not plain.isascii() else plain))


def find_leaks(text: str, search: Search) -> list[tuple[Span, str]]:
    """Find the forms that `text` holds as names, outside phrases to keep: span and form.

    A form that counts with a capital letter is not looked for in square brackets, where the recogniser finds nothing.
    """
    found = find_phrases(text.translate(_SEPARATORS), search.phrases)
    if not found:
        return []
    kept = find_phrases(text, search.kept)
    brackets = [match.span() for match in _BRACKETS.finditer(text)]
    return [
        ((start, end), form)
        for start, end, form in found
        if not _lies_in((start, end), kept)
        and _counts(text, (start, end), form, search.counts[form])
        and not (search.counts[form] != ANY and overlaps((start, end), brackets))
    ]


def _lies_in(span: Span, phrases: Iterable[tuple[int, int, str]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end, _ in phrases)


def _counts(text: str, span: Span, form: str, how: str) -> bool:
    surface = text[span[0] : span[1]]
    if how == CAPITALS:
        return surface.isupper()
    if how == CAPITAL:
        return all(word[0].isupper() for word in surface.split() if word[0].isalpha() and word.lower() not in _SMALL)
    if how == WITHIN:
        return surface[0].isupper() and (not starts_sentence(text, span[0]) or weigh_use(text, span, form) >= SURE)
    return how != CONTEXT or _is_plainly_name(text, span, form)


_SMALL = FUNCTION_WORDS | {"de", "la", "von", "van", "der", "den", "del", "di", "da", "al", "el", "bin", "du", "le"}


def _is_plainly_name(text: str, span: Span, form: str) -> bool:
    """Return whether the words around a name that is also a word leave no doubt, nor capitals between them."""
    if form in FUNCTION_WORDS or weigh_use(text, span, form) < SURE:
        return False
    if not tells_case(text):
        return True
    return text[span[0]].isupper() and not starts_sentence(text, span[0])


def find_patterns(text: str, search: Search) -> Iterator[Span]:
    """Find what has the form of an e-mail address, a phone number or the like, whoever's it is."""
    for pattern in search.patterns:
        for match in pattern.finditer(text):
            if not _lies_in(match.span(), find_phrases(text, search.kept)):
                yield match.span()
