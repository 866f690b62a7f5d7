"""What is known of the language: ordinary words, from a spaCy pipeline's lemmatizer, and diminutives of given names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_INDEX, _EXCEPTIONS, _RULES = "lemma_index", "lemma_exc", "lemma_rules"
_PARTS_OF_SPEECH = ("noun", "verb", "adj", "adv")


def find_dictionary_words(words: Iterable[str], model: str) -> frozenset[str]:
    """Return those of `words` (in small letters) that the lemmatizer of the spaCy pipeline `model` knows or can bend.

    A pipeline without such a lemmatizer, or one that is not installed, knows its stop words or nothing.
    """
    nlp = _load(model)
    if nlp is None:
        return frozenset()
    knows = _Dictionary(nlp)
    return frozenset(word for word in words if word in knows)


def read_diminutives() -> Mapping[str, frozenset[str]]:
    """Return given name -> what it is short for and what is short for it, in small letters (package `nicknames`)."""
    from nicknames import NickNamer

    both: dict[str, set[str]] = {}
    for name, short_forms in NickNamer().nickname_lookup.items():
        for short in short_forms:
            both.setdefault(name, set()).add(short)
            both.setdefault(short, set()).add(name)
    return {name: frozenset(others) for name, others in both.items()}


def _load(model: str) -> Language | None:
    import spacy

    try:
        return spacy.load(model, exclude=["tok2vec", "transformer", "tagger", "parser", "senter", "ner"])
    except OSError:
        return None


class _Dictionary:
    """The words of a lemmatizer: its lists, and whatever its rules lead back to them."""

    def __init__(self, nlp: Language) -> None:
        lookups = nlp.get_pipe("lemmatizer").lookups if "lemmatizer" in nlp.pipe_names else None  # type: ignore[attr-defined]
        self._stops: Collection[str] = nlp.Defaults.stop_words
        self._listed: list[tuple[Collection[str], Collection[str], list[tuple[str, str]]]] = []
        if lookups is None or not all(map(lookups.has_table, (_INDEX, _EXCEPTIONS, _RULES))):
            return
        index, exceptions, rules = (lookups.get_table(name) for name in (_INDEX, _EXCEPTIONS, _RULES))
        for part in _PARTS_OF_SPEECH:
            bent = [(old, new) for old, new in rules.get(part, []) if old]
            self._listed.append((frozenset(index.get(part, ())), exceptions.get(part, {}), bent))

    def __contains__(self, word: str) -> bool:
        if word in self._stops:
            return True
        return any(
            word in index
            or word in bent
            or any(word[: -len(old)] + new in index for old, new in rules if word.endswith(old))
            for index, bent, rules in self._listed
        )
