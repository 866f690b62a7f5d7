"""The candidates for review and what a person decides about them."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.methods.text.candidates import COLUMNS, find_review_problems, list_candidates, read_decisions
from pipeline.methods.text.findings import Finding
from pipeline.methods.text.identifiers import Decisions, refine_rules
from pipeline.methods.text.lexicon import Lexicon
from tests.support.named_studies import make_rules

NAMES = {"P1": "Maria Lopez", "P2": "Ray Young"}
NONE = pd.DataFrame(columns=list(COLUMNS), dtype="str")


def make_review(*rows):
    """Return a review with `rows` of some columns, the others empty, as the sheet numbers them."""
    filled = [{**dict.fromkeys(COLUMNS, ""), "kind": "person", **row} for row in rows]
    return pd.DataFrame(filled, columns=list(COLUMNS), index=range(2, len(rows) + 2), dtype="str")


def list_for(turns, reviewed=NONE):
    """Return the candidates of `turns` (text, findings), each name with a pseudonym of its letters."""
    pseudonyms = {(f.kind, f.name): f"[{f.name[:1].upper()}]" for _, each in turns for f in each}
    return list_candidates(turns, pseudonyms, make_rules(NAMES), reviewed).to_dict("records")


def test_each_name_is_a_row_with_its_contexts_the_most_frequent_first():
    """What was replaced without a list is shown where it stands, at most three times."""
    said = "So Sandra met Tom. Sandra, Sandra, Sandra."
    sandra = [Finding(at, at + 6, "person", "sandra", "entity") for at in (3, 19, 27, 35)]
    found = [*sandra, Finding(14, 17, "person", "tom", "roster"), Finding(0, 2, "phone", "So", "pattern")]
    first, second = list_for([(said, found)])
    assert (first["text"], first["found"], first["times"], first["pseudonym"]) == (
        "Sandra",
        "by the recogniser",
        "4",
        "[S]",
    )
    assert first["context_1"] == "So \u00bbSandra\u00ab met Tom. Sandra, Sandra, Sandra."
    assert (second["text"], second["found"]) == ("Tom", "under [deidentify] names")


def test_the_same_context_is_shown_once():
    """Two turns with the same words are one context."""
    turn = ("Hi Sandra", [Finding(3, 9, "person", "sandra", "entity")])
    [row] = list_for([turn, turn])
    assert (row["times"], row["context_2"]) == ("2", "")


def test_a_slip_of_a_participants_name_is_a_row_and_the_name_itself_is_none():
    """The roster is not up for review; what is only like it is."""
    found = [Finding(0, 5, "participant", "P1", "roster"), Finding(6, 11, "participant", "P1", "misspelling")]
    [row] = list_for([("Maria Marya", found)])
    assert (row["text"], row["kind"], row["found"]) == ("Marya", "participant", "almost a known name")


def test_words_whose_use_is_not_plain_are_a_row():
    """Ray may be a ray: the places of doubt are shown, whichever way they were taken."""
    [row] = list_for([("nearly ray on it", []), ("the ray of", []), ("i asked ray about", [])])
    assert (row["text"], row["found"], row["times"], row["pseudonym"]) == (
        "ray",
        "a name that is also a word",
        "1",
        "[P2]",
    )


def test_what_a_person_wrote_is_carried_over_though_nothing_is_found_any_more():
    """A rejected name is no longer found, and its row stays."""
    reviewed = make_review(
        {"text": "Sandra", "decision": "accept", "note": "hm"},
        {"text": "Army", "decision": "reject", "times": "3", "context_1": "the \u00bbArmy\u00ab"},
    )
    first, second = list_for([("Hi SANDRA", [Finding(3, 9, "person", "sandra", "entity")])], reviewed)
    assert (first["text"], first["decision"], first["note"]) == ("SANDRA", "accept", "hm")
    assert (second["text"], second["decision"], second["context_1"]) == ("Army", "reject", "the \u00bbArmy\u00ab")


def test_decisions_are_read_by_folded_names():
    """Capitals and accents make no difference, and without a decision only the pseudonym counts."""
    decisions = read_decisions(
        make_review(
            {"text": "Jos\u00e9", "decision": "Accept", "pseudonym": "[Person B]"},
            {"text": "Army", "decision": " reject ", "pseudonym": "[Person C]"},
            {"text": "Leeds", "decision": "place", "pseudonym": "[Person D]"},
            {"text": "Tom", "pseudonym": "Tim"},
            {"text": "ray", "decision": "accept", "kind": "participant", "pseudonym": "[P2]"},
            {"text": "Marya", "decision": "person", "kind": "participant"},
            {"text": "York"},
        )
    )
    assert decisions == Decisions(
        ("Jos\u00e9", "Leeds", "Marya"),
        {"leeds": "place", "marya": "person"},
        frozenset({"jose", "ray"}),
        frozenset({"army"}),
        {"jose": "[Person B]", "tom": "[Tim]"},
    )


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"text": "Tom", "decision": "maybe"}, "decision"),
        ({"text": " "}, "text"),
        ({"text": "Tom", "pseudonym": "x" * 50}, "pseudonym"),
        ({"text": "Tom", "pseudonym": "a [b] c"}, "pseudonym"),
    ],
)
def test_cells_that_cannot_be_followed_are_named_by_their_row(row, word):
    """The message says where and what to write, and not what stands there."""
    [problem] = find_review_problems(make_review({"text": "Ann"}, row), "review.xlsx")
    assert problem.where == "review.xlsx, row 3"
    assert f"'{word}'" in problem.problem
    assert "Tom" not in str(problem)


def test_a_rejected_slip_is_not_found_and_a_decided_word_is_or_is_not():
    """Decisions change what counts as a name."""
    rules = make_rules(NAMES)
    lexicon = Lexicon(frozenset({"nearly", "on", "it"}), {"maria": frozenset({"mary"})})
    refined = refine_rules(rules, NAMES, ["marya", "mary"], lexicon, Decisions(rejected=frozenset({"marya", "ray"})))
    assert "marya" not in refined.known.owners
    assert refined.known.derived["mary"] == "nickname"
    assert refined.known.decided == {"marya": False, "ray": False}
