"""What may still tell who somebody is."""

from __future__ import annotations

import pandas as pd

from pipeline.methods.text.deidentify import StudyTables, deidentify, keep_as_collected
from pipeline.methods.text.identifiers import Decisions, refine_rules
from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.remains import find_doubts, find_pseudonym_problems, find_remaining_names
from tests.support.named_studies import make_named, make_questions, make_rules

NAMES = {"P1": "Maria Lopez", "P3": "Will Young"}


def doubts(said, names=NAMES, entities=None, **rules):
    """Return what a researcher is told about a study in which `said` is said."""
    named = make_named(said, names)
    made = make_rules(names, **rules)
    return [str(problem) for problem in find_doubts(named, deidentify(named, made, entities or {}), made)]


def test_names_that_remain_are_counted_by_source_and_column_and_never_said():
    """Tables as collected are refused: the problems say how many names are where, and not which."""
    named = make_named(
        {"maria-1": [("P1", "Maria and Maria Lopez"), ("P1", "Will, hm.")], "fg2": [("P3", "Maria")]}, NAMES
    )
    tables = keep_as_collected(named).tables
    tables = StudyTables(
        tables.sources.assign(attr_site=["Lopez's", None]),
        tables.participants,
        tables.turns.assign(section="Maria"),
        make_questions("What would Maria say?"),
    )
    problems = find_remaining_names(tables, make_rules(NAMES))
    assert [problem.problem for problem in problems] == [
        "3 known name(s) would remain in the words of a source",
        "1 known name(s) would remain in the words of a source",
        *["1 value(s) with a known name would remain"] * 6,
    ]
    wheres = [problem.where.removeprefix("table ").replace(", column", "") for problem in problems]
    assert wheres == [
        "a source whose id holds a name too",
        "source fg2",
        "sources source_id",
        "sources title",
        "sources attr_site",
        "turns source_id",
        "turns section",
        "questions wording",
    ]
    assert not any("aria" in str(problem) for problem in problems)


def test_ids_of_people_and_questions_that_are_names_have_a_remedy():
    """A participant whose id is a name cannot be hidden, and the researcher is told what to change."""
    named = make_named({"fg1": [("maria", "Hello.")]}, {"maria": "Maria Lopez"})
    named = StudyTables(named.sources, named.participants, named.turns, named.questions.assign(question_id="lopez"))
    rules = make_rules({"maria": "Maria Lopez"})
    fixes = {problem.where: problem.fix for problem in find_remaining_names(deidentify(named, rules, {}).tables, rules)}
    assert "such as P1" in fixes["table participants, column participant_id"]
    assert "such as P1" in fixes["table turns, column participant_id"]
    assert "question" in fixes["table questions, column question_id"]


def test_nothing_remains_after_deidentification():
    """What was replaced by the rules is not found by the rules."""
    named = make_named({"maria-1": [("P1", "Maria, Will and Lopez"), ("P3", "Will you?")]}, NAMES)
    assert find_remaining_names(deidentify(named, make_rules(NAMES), {}).tables, make_rules(NAMES)) == []


def test_a_study_with_nothing_doubtful_tells_nothing():
    """Where all is plain there is no notice."""
    assert doubts({"fg1": [("P1", "Hello Maria.")]}) == []


def test_a_study_that_knows_no_names_is_told():
    """Without roster and names only the recogniser stands between a name and the report."""
    [told] = doubts({"fg1": [("P1", "Hello.")]}, names={"P1": "Interviewer"})
    assert told.startswith("no names are known")


def test_turns_without_capitals_are_told_with_their_share():
    """In lower-case text the roster must do the work of the recogniser."""
    [told] = doubts({"fg1": [("P1", "hello there you"), ("P1", "Hello.")]})
    assert told.startswith("75% of the words are in turns without any capital letter")


def test_a_study_without_words_tells_nothing_of_capitals():
    """No words have no share."""
    assert doubts({}) == []


def test_known_names_that_are_kept_are_counted():
    """Keeping a word that is a participant's name is allowed, and said."""
    [told] = doubts({"fg1": [("P1", "Hello Maria Lopez and Will.")]}, keep=["Maria Lopez"])
    assert told.startswith("1 known name(s) stay as they are")


def test_everyday_words_that_may_be_names_are_counted_by_participant():
    """Where a sentence starts with Will, a person must look."""
    [told] = doubts({"fg1": [("P1", "Will you come? Will went. I will. Young people came.")]})
    assert told.startswith("2 time(s) a word that is also a name of participant P3 was taken for the word")
    assert "Will" not in told


def test_a_label_that_is_a_word_is_told():
    """A label that everybody says in small letters was probably no name."""
    said = {"fg1": [("P1", "The practitioner came. A practitioner and a practitioner."), ("P1", "Maria, maria, Maria")]}
    [told] = doubts(said, names={"P1": "Practitioner", "P2": "Maria"})
    assert told.startswith("a name or label of participant P1 was replaced 3 times without a capital letter")
    assert "keep" in told


def test_names_that_only_the_recogniser_found_are_counted():
    """The recogniser errs, so what it found is to be looked through."""
    said = {"fg1": [("P1", "Ann met Ann in York.")]}
    [told] = doubts(
        said, entities={"Ann met Ann in York.": [(0, 3, "PERSON"), (15, 19, "GPE")]}, labels=["PERSON", "GPE"]
    )
    assert told.startswith("2 name(s) were found by the recogniser alone, in 3 place(s)")


def test_no_replacements_are_no_doubts():
    """An empty list of replacements tells nothing."""
    named = make_named({"fg1": [("P1", "Hello.")]}, NAMES)
    result = keep_as_collected(named)
    assert isinstance(result.replacements, pd.DataFrame)
    assert find_doubts(named, result, make_rules(NAMES)) == []


def test_what_is_only_like_a_name_is_counted():
    """Nicknames and misspellings are taken for a participant, who may be somebody else."""
    named = make_named({"fg1": [("P1", "So Mariah came.")]}, NAMES)
    rules = refine_rules(make_rules(NAMES), NAMES, ["mariah"], Lexicon(), Decisions())
    [told] = map(str, find_doubts(named, deidentify(named, rules, {}), rules))
    assert told.startswith("1 time(s) a word was taken for a participant's name")


def test_pseudonyms_must_not_be_names_nor_stand_for_two():
    """A list of pseudonyms that would name or confuse somebody is refused without saying whom."""
    assert find_pseudonym_problems(make_rules(NAMES, pseudonyms={"Maria Lopez": "Rosa"})) == []
    problems = find_pseudonym_problems(make_rules(NAMES, pseudonyms={"Ann": "Young Maria", "Bo": "Joy", "Cy": "[joy]"}))
    assert [str(problem)[:17] for problem in problems] == ["1 pseudonym(s) ho", "1 pseudonym(s) st"]
