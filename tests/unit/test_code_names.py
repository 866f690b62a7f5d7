"""The codes that a cell names, and whose they are."""

from __future__ import annotations

import pytest

from pipeline.errors import CodingsError
from pipeline.methods.coding.code_names import find_codes, find_unknown
from pipeline.methods.coding.codebook import Code, Codebook
from pipeline.methods.coding.hands import Hand, choose_own

CODEBOOK = Codebook(
    (
        Code(code_id="trust", label="Trust", definition="d"),
        Code(code_id="early", label="Early trust", definition="d", parent_id="trust", also_called=("Early",)),
        Code(code_id="week", label="First week", definition="d", parent_id="early"),
        Code(code_id="stigma", label="Stigma", definition="d"),
        Code(code_id="pay", label="Work, pay / rest", definition="d"),
    )
)


@pytest.mark.parametrize(
    ("cell", "code_ids"),
    [
        (" trust ", ["trust"]),
        ("Trust; stigma;", ["trust", "stigma"]),
        ("Trust, Stigma, trust", ["trust", "stigma"]),
        ("Trust\nStigma", ["trust", "stigma"]),
        ("Trust | Stigma", ["trust", "stigma"]),
        ("Trust/Stigma", ["trust", "stigma"]),
        ("Trust & Stigma", ["trust", "stigma"]),
        ("Work, pay / rest", ["pay"]),
        ("Trust, Work, pay / rest, Stigma", ["trust", "pay", "stigma"]),
        ("Trust->Early", ["early"]),
        ("Trust: Early trust", ["early"]),
        ("Trust > Early > First week", ["week"]),
        ("Trust/Early", ["early"]),
        ("Trust/First week", ["week"]),
        ("Nodes\\\\Trust\\Early", ["early"]),
        ("Themes: Stigma", ["stigma"]),
        ("Trust - Early", ["early"]),
        ("trust.early", ["early"]),
        ("Trust->Early; Stigma", ["early", "stigma"]),
        ("\u2022 Trust\n\u2022 \u201cStigma\u201d", ["trust", "stigma"]),
    ],
)
def test_a_cell_names_one_code_or_several_whatever_parts_them(cell, code_ids):
    """The codebook decides what is a separator and what a step to a sub-code."""
    found = find_codes(cell, CODEBOOK)
    assert (list(found.code_ids), found.unknown) == (code_ids, ())


@pytest.mark.parametrize(
    ("cell", "separator", "unknown"),
    [
        ("Trsut", "", ["Trsut"]),
        ("Trust; Shame; Blame", "", ["Shame", "Blame"]),
        ("Shame; Blame", "", ["Shame", "Blame"]),
        ("Trust: Stigma", "", ["Trust: Stigma"]),
        ("Trust, Stigma", ";", ["Trust, Stigma"]),
        ("Trust -> Shame", "", ["Trust -> Shame"]),
    ],
)
def test_names_that_mean_no_code_are_kept(cell, separator, unknown):
    """A separator that the settings name is the only one."""
    assert list(find_codes(cell, CODEBOOK, separator).unknown) == unknown


def test_unknown_names_are_listed_once_with_the_nearest_code():
    """Whatever is too long to be a name is not repeated: it may be somebody's words."""
    named = [(f"row {n}", find_codes(cell, CODEBOOK)) for n, cell in enumerate(["Trsut", "Trsut", "x" * 90, "Trust"])]
    short, long = find_unknown(named, "a.csv", CODEBOOK)
    assert short.problem == "'Trsut' is not a code of the codebook, but is given 2 time(s)"
    assert (short.where, short.fix.partition("?")[0]) == ("a.csv, row 0", "did you mean 'Trust'")
    assert "xxx" not in str(long)


ANNA = Hand("anna", ("anna", "Anna S."), ("ben",), ("both.csv",))


def test_rows_are_the_coders_by_name():
    """By id or by what the file calls the coder; in a file of one's own any name will do."""
    assert choose_own(["ANNA", "ben", "anna s."], "both.csv", ANNA) == [True, False, True]
    assert choose_own(["someone", "someone"], "own.csv", ANNA) == [True, True]
    assert choose_own([None, None], "own.csv", ANNA) == [True, True]


@pytest.mark.parametrize(
    ("names", "file", "said"),
    [
        (["anna", "cleo", ""], "own.csv", "codings of 2 coder(s) who are not in study.toml: '(blank)' (1), 'cleo' (1)"),
        ([None], "both.csv", "no column says whose row is whose"),
    ],
)
def test_rows_of_nobody_are_an_error(names, file, said):
    """Nothing is given to a coder who did not do it, and nothing is left out silently."""
    with pytest.raises(CodingsError) as error:
        choose_own(names, file, ANNA)
    assert said in str(error.value)
