"""What may still tell who somebody is after de-identification: names that remain, and what is worth a second look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.text.deidentify import Deidentified, StudyTables, list_labels
from pipeline.methods.text.entities import TurnText
from pipeline.methods.text.everyday import EVERYDAY_NAMES
from pipeline.methods.text.findings import ENTITY, MISSPELLING, NICKNAME, resolve_overlaps
from pipeline.methods.text.identifiers import Rules, find_names, find_names_in_id
from pipeline.methods.text.known_names import PARTICIPANT, find_known_names
from pipeline.methods.text.leaks import NAME_KINDS
from pipeline.methods.text.name_forms import full_name
from pipeline.methods.text.names import build_phrases, find_phrases, has_capitals
from pipeline.methods.text.spoken import list_spoken
from pipeline.methods.text.words import count_words

_LOWER_SHARE = 0.05
_LEAST_LOWER = 3
_NOT_WORDS = {"kind", "date", "language", "sha256", "text", "role", "turn_id"}
_IDS = ("source_id", "title")
_REVIEW = "data/restricted/review.xlsx"
_SETTINGS = "study.toml, [deidentify]"
_FIXES = {
    "participant_id": "give everybody in the participants' file an id that is no name, such as P1",
    "question_id": "give the question an id that holds no name",
}
_REPORT = "report it: this is a fault of the software; until then rename what holds the name in the files as collected"


def find_remaining_names(tables: StudyTables, rules: Rules) -> list[Problem]:
    """Find the known names that de-identified tables still hold, by the rules that should have replaced them.

    Args:
        tables: the de-identified tables.
        rules: what counts as identifying.

    Returns:
        One problem a source or column that holds any; none says the name.
    """
    spoken = list_spoken(tables.sources, tables.turns)
    per_source: Counter[str] = Counter()
    for source_id, text in zip(spoken["source_id"], spoken["text"], strict=True):
        per_source[source_id] += len(resolve_overlaps(find_names(TurnText(text), rules)))
    problems = [
        Problem(f"{n} known name(s) would remain in the words of a source", _say_source(source_id, rules), _REPORT)
        for source_id, n in per_source.items()
        if n
    ]
    named = {"sources": tables.sources, "participants": tables.participants, "turns": tables.turns}
    for table_name, table in {**named, "questions": tables.questions}.items():
        problems += _find_in_columns(table_name, table, rules)
    return problems


def _say_source(source_id: str, rules: Rules) -> str:
    return "a source whose id holds a name too" if find_names_in_id(source_id, rules) else f"source {source_id}"


def _find_in_columns(table_name: str, table: pd.DataFrame, rules: Rules) -> Iterator[Problem]:
    for column in table.columns:
        if column in _NOT_WORDS or not pd.api.types.is_string_dtype(table[column]):
            continue
        values = table[column].dropna().unique()
        found = [find_names_in_id(v, rules) if column in _IDS else find_names(TurnText(v), rules) for v in values]
        if n := sum(bool(each) for each in found):
            where = f"table {table_name}, column {column}"
            yield Problem(f"{n} value(s) with a known name would remain", where, _FIXES.get(column, _REPORT))


def find_pseudonym_problems(rules: Rules) -> list[Problem]:
    """Find what is wrong with the study's own pseudonyms: a name within one, or two people with the same one."""
    times = Counter(pseudonym.casefold() for pseudonym in rules.own.values())
    problems: list[Problem] = []
    if n := sum(bool(find_known_names(pseudonym, rules.known)) for pseudonym in rules.own.values()):
        fix = "choose pseudonyms that are nobody's name in the study"
        problems.append(Problem(f"{n} pseudonym(s) hold a name that is to be replaced", f"{_SETTINGS} pseudonyms", fix))
    if n := sum(count > 1 for count in times.values()):
        fix = "give each person and each place a pseudonym of its own"
        problems.append(Problem(f"{n} pseudonym(s) stand for more than one name", f"{_SETTINGS} pseudonyms", fix))
    return problems


def find_doubts(named: StudyTables, result: Deidentified, rules: Rules) -> list[Problem]:
    """Find what a researcher should look at: where names are hard to find, and words that may be names or not.

    Args:
        named: the tables as collected.
        result: the study without names.
        rules: what counts as identifying.
    """
    texts = list_spoken(named.sources, named.turns)["text"]
    problems = [
        *_tell_of_unknown(rules),
        *_tell_of_lower_case(texts),
        *_tell_of_kept(texts, rules),
        *_tell_of_words(texts, rules),
        *_tell_of_everyday_names(list_spoken(result.tables.sources, result.tables.turns)["text"], rules),
        *_tell_of_recognised(result.replacements),
        *_tell_of_labels(result, rules),
    ]
    return list(problems)


def _tell_of_unknown(rules: Rules) -> Iterator[Problem]:
    if not rules.known.owners:
        yield Problem(
            "no names are known: only the recogniser and the patterns look for what tells who somebody is",
            _SETTINGS,
            "list the people of the study in the participants' file, and others who are spoken of under `names`",
        )


def _tell_of_lower_case(texts: Iterable[str]) -> Iterator[Problem]:
    words = Counter[bool]()
    for text in texts:
        words[has_capitals(text)] += count_words(text)
    share = words[False] / max(1, words.total())
    if share >= _LOWER_SHARE:
        yield Problem(
            f"{share:.0%} of the words are in turns without any capital letter: the recogniser finds few names there",
            "the words of the sources",
            "make sure that everybody who is spoken of is in the participants' file or under [deidentify] names",
        )


def _tell_of_kept(texts: Iterable[str], rules: Rules) -> Iterator[Problem]:
    kept = sum(
        any(start <= f.start and f.end <= end for start, end, _ in find_phrases(text, rules.kept))
        for text in texts
        for f in resolve_overlaps(find_known_names(text, rules.known))
    )
    if kept:
        yield Problem(
            f"{kept} known name(s) stay as they are, because they stand in words to keep",
            _SETTINGS,
            "make sure that nothing under `keep` tells who somebody is",
        )


def _tell_of_words(texts: Iterable[str], rules: Rules) -> Iterator[Problem]:
    """Tell of names and labels that the study itself mostly writes like ordinary words."""
    cased = Counter[tuple[str, bool]]()
    for text in texts:
        if has_capitals(text):
            found = resolve_overlaps(find_names(TurnText(text), rules))
            cased.update((f.name, text[f.start].isupper()) for f in found if f.kind == PARTICIPANT)
    for participant_id, is_capital in list(cased):
        n = cased[participant_id, False]
        if not is_capital and n >= _LEAST_LOWER and n > cased[participant_id, True]:
            yield Problem(
                f"a name or label of participant {participant_id} was replaced {n} times without a capital letter",
                "the words of the sources",
                "if it is an ordinary word, put it under [deidentify] keep",
            )


def _tell_of_everyday_names(texts: Iterable[str], rules: Rules) -> Iterator[Problem]:
    left: Counter[str] = Counter()
    for text in texts:
        found = {(f.start, f.end) for f in find_names(TurnText(text), rules)}
        for start, end, form in find_phrases(text, rules.known.phrases):
            if form in EVERYDAY_NAMES and text[start].isupper() and (start, end) not in found:
                left.update(owner for kind, owner in rules.known.owners[form] if kind == PARTICIPANT)
    for participant_id, n in left.items():
        yield Problem(
            f"{n} time(s) a word that is also a name of participant {participant_id} was taken for the word",
            "the words of the sources",
            "look at its row in data/restricted/review.xlsx, and at the capital letters at the starts of sentences",
        )


def _tell_of_recognised(replacements: pd.DataFrame) -> Iterator[Problem]:
    fix = "look through it and write under 'decision' what is a name (accept) and what is none (reject)"
    recognised = replacements.loc[replacements["detector"] == ENTITY, "pseudonym"]
    if n := recognised.nunique():
        said = f"{n} name(s) were found by the recogniser alone, in {len(recognised)} place(s); it errs"
        yield Problem(said, _REVIEW, fix)
    if n := int(replacements["detector"].isin([NICKNAME, MISSPELLING]).sum()):
        said = f"{n} time(s) a word was taken for a participant's name because it is short for one or almost one"
        yield Problem(said, _REVIEW, fix)


def _tell_of_labels(result: Deidentified, rules: Rules) -> Iterator[Problem]:
    """Tell of names that the recogniser alone has found and that stand in headings and attributes: those stay."""
    found = result.pseudonym_key.loc[result.pseudonym_key["kind"].isin(NAME_KINDS), "name"]
    phrases = build_phrases(set(found.map(full_name)) - {""} - set(rules.known.owners))
    if n := sum(bool(find_phrases(label, phrases)) for label in list_labels(result.tables)):
        said = f"{n} heading(s), question(s) or value(s) of attributes hold what was replaced as a name in the words"
        yield Problem(
            f"{said}; they stay", _SETTINGS, "if one is a name that nobody may read, put it under [deidentify] names"
        )
