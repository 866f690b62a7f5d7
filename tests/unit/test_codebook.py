"""The codebook as a value: names, themes, and everything that can be wrong with it."""

from __future__ import annotations

import pytest

from pipeline import schemas
from pipeline.errors import CodebookError
from pipeline.methods.coding.codebook import Codebook, Mistake, check_codebook, codes_table, find_codebook_problems
from pipeline.store import check_table
from tests.support.codebooks import make_code, make_codebook


def _said(*codes):
    return [mistake.problem for mistake in find_codebook_problems(codes)]


def test_a_sound_codebook_has_no_problems():
    """Codes with ids, labels, definitions, parents, colours and patterns of their own pass."""
    codes = [
        make_code("trust", colour="#0072B2", patterns=("trust", "rely on")),
        make_code("early-trust", parent_id="trust", not_patterns=("trust fund",)),
    ]
    assert find_codebook_problems(codes) == []
    assert check_codebook(codes) == Codebook(tuple(codes))


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (
            [make_code("a", parent_id="c"), make_code("b", parent_id="a"), make_code("c", parent_id="b")],
            "a > c > b > a",
        ),
        ([make_code("a", parent_id="a")], "codes are their own ancestors: a > a"),
        ([make_code("a"), make_code("a", label="Other")], "the id 'a' names two codes"),
        ([make_code("a", label="Trust"), make_code("b", label="TRUST ")], "the label 'TRUST ' names two codes"),
        ([make_code("a"), make_code("b", label="A")], "the label 'A' names two codes"),
        ([make_code("a"), make_code("b", also_called=("a",))], "the also_called 'a' names two codes"),
        ([make_code("a", definition="")], "code 'a' has no definition"),
        ([make_code("a", label="")], "code 'a' has no label"),
        ([make_code("", label="A")], "a code has no id"),
        ([make_code("self care")], "'self care' is not an id"),
        ([make_code("a", parent_id="b")], "code 'a' has an unknown parent 'b'"),
        ([make_code("a", colour="")], "the colour of code 'a' is not a colour"),
        ([make_code("a", colour="red")], "the colour of code 'a' is not a colour"),
        ([make_code("a", patterns=("help", "(help)"))], "code 'a', pattern '(help)': '(help)' is not a word"),
        ([make_code("a", not_patterns=("*",))], "code 'a', pattern '*': '*' is not a word"),
    ],
)
def test_each_way_a_codebook_can_be_wrong_is_found(codes, said):
    """A cycle, a duplicate, something missing, a bad parent, colour or pattern each give one problem that says so."""
    (found,) = _said(*codes)
    assert said in found


def test_a_code_below_a_cycle_is_not_blamed_for_it():
    """Only the codes that go round are listed, once."""
    codes = [make_code("a", parent_id="b"), make_code("b", parent_id="a"), make_code("c", parent_id="a")]
    assert _said(*codes) == ["codes are their own ancestors: a > b > a"]


def test_an_unknown_parent_is_corrected_from_the_ids_there_are():
    """The remedy names the id that is nearest, or says what is wanted."""
    near = find_codebook_problems([make_code("trust"), make_code("early", parent_id="trsut")])
    far = find_codebook_problems([make_code("trust"), make_code("early", parent_id="zzz")])
    assert near[0].fix == "did you mean 'trust'?"
    assert far[0].fix == "write the id of a code of this study"


def test_all_problems_come_at_once_in_the_order_of_files_and_lines():
    """A researcher mends a list, those found while reading among them."""
    codes = [
        make_code("b", definition="", file="two.yaml", lines={"id": 9, "definition": 11}),
        make_code("a", definition="", file="one.yaml", lines={"id": 7}),
        make_code("c", patterns=("fine", "|"), file="one.yaml", lines={"id": 20, "patterns": 21, "patterns.1": 23}),
    ]
    with pytest.raises(CodebookError) as error:
        check_codebook(codes, [Mistake("one.yaml", 8, "unknown field", "")])
    places = [problem.where for problem in error.value.problems]
    assert places == ["one.yaml, line 7", "one.yaml, line 8", "one.yaml, line 23", "two.yaml, line 11"]


def test_a_name_means_a_code_whatever_its_capitals_spaces_and_apostrophes():
    """Ids, labels and other names are all names."""
    codebook = make_codebook(make_code("others", label="Others' needs", also_called=("Care for  others",)))
    names = ("OTHERS", " others\u2019 NEEDS", "care for others")
    assert [codebook.find(name) for name in names] == [codebook.codes[0]] * 3
    assert codebook.find("other") is None


def test_the_closest_code_is_suggested_only_where_one_is_near():
    """A misspelt name has a nearest code, a word from elsewhere has none."""
    codebook = make_codebook("stigma", "self-care")
    assert codebook.closest("Stgima") == codebook.codes[0]
    assert codebook.closest("weather") is None


def test_a_sub_code_counts_for_the_nearest_theme_above_it():
    """Roll-up stops at the first theme; a code with no theme above it counts for itself."""
    codebook = make_codebook(
        "trust",
        make_code("early", parent_id="trust"),
        make_code("very-early", parent_id="early", is_theme=True),
        make_code("first-day", parent_id="very-early"),
        make_code("heading", is_theme=False),
        make_code("under-heading", parent_id="heading"),
    )
    themes = [codebook.theme_of(code).code_id for code in codebook.codes]
    assert themes == ["trust", "trust", "very-early", "very-early", "heading", "under-heading"]


def test_the_table_of_codes_says_which_the_rules_coder_can_give():
    """A code with patterns has rules, and so has the theme it counts for; one with exclusions alone has none."""
    codebook = make_codebook(
        "trust",
        make_code("early", parent_id="trust", patterns=("first day",)),
        make_code("late", parent_id="trust"),
        make_code("stigma", not_patterns=("bias",)),
    )
    table = check_table(codes_table(codebook), schemas.CODES)
    assert dict(zip(table["code_id"], table["has_rules"], strict=True)) == {
        "trust": True,
        "early": True,
        "late": False,
        "stigma": False,
    }
    assert table["order"].tolist() == [0, 1, 2, 3]
    assert table["theme_id"].tolist() == ["trust", "trust", "trust", "stigma"]


def test_a_codebook_without_codes_has_an_empty_table():
    """A study without a codebook still has its table of codes."""
    assert check_table(codes_table(Codebook(())), schemas.CODES).empty
