"""The machine coder `rules`."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schemas
from pipeline.methods.coding.codebook import codes_table
from pipeline.methods.coding.rules import apply_rules, compile_rules
from pipeline.store import check_table
from tests.support.codebooks import make_code, make_codebook
from tests.support.coding_tables import make_segments

SOME = ("trust", "trusts", "fund", "mistrust", "start", "art,", "Art", "burned-out", "out.")
WORDS = st.lists(st.sampled_from(SOME), max_size=8)


def _segments(*texts, facilitators=()):
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    return make_segments(
        ["s"] * len(texts),
        segment_id=[f"s:{start}-{start + len(text)}" for start, text in zip(starts, texts, strict=True)],
        start_char=starts,
        end_char=[start + len(text) for start, text in zip(starts, texts, strict=True)],
        text=texts,
        is_facilitator=[n in facilitators for n in range(len(texts))],
    )


def _apply(codebook, segments, applies_to=None):
    return apply_rules(compile_rules(codebook), segments, codes_table(codebook).assign(applies_to=applies_to))


def _given(codebook, *texts):
    codings = _apply(codebook, _segments(*texts)).codings
    numbers = {segment_id: n for n, segment_id in enumerate(_segments(*texts)["segment_id"])}
    return [(numbers[row.segment_id], row.code_id, row.score) for row in codings.itertuples()]


def test_a_code_is_given_where_one_of_its_patterns_stands():
    """Sub-codes are given as such, codes without patterns never, and the score counts distinct patterns."""
    codebook = make_codebook(
        make_code("self-care", patterns=("burn out", "tired", "rest")),
        make_code("sleep", parent_id="self-care", patterns=("sleep",)),
        make_code("trust"),
    )
    texts = ("Burnt out, tired and so tired.", "I trust you.", "I slept, I rested.")
    assert _given(codebook, *texts) == [(0, "self-care", 2.0), (2, "self-care", 1.0), (2, "sleep", 1.0)]


@pytest.mark.parametrize(
    ("text", "is_given"),
    [
        ("she filled in the feedback form", False),
        ("her feedback stung", True),
        ("the feedback form took my feedback", True),
        ("feedback forms, feedback-form", False),
        ("no feedback", False),
        ("feedback", True),
    ],
)
def test_an_exclusion_vetoes_the_hits_it_overlaps_and_no_others(text, is_given):
    """The rule a researcher can predict: an overlapped hit does not count, another in the segment still stands."""
    codebook = make_codebook(make_code("talk", patterns=("feedback",), not_patterns=("feedback form", "no feedback")))
    assert bool(_given(codebook, text)) is is_given


def test_an_exclusion_of_one_code_leaves_other_codes_alone():
    """A veto works within its code."""
    codebook = make_codebook(
        make_code("a", patterns=("trust",), not_patterns=("trust fund",)), make_code("b", patterns=("trust",))
    )
    assert _given(codebook, "a trust fund") == [(0, "b", 1.0)]


def test_a_long_exclusion_vetoes_however_many_short_ones_follow_it():
    """Overlap is judged by how far the exclusions reach, not by the last one that starts before."""
    codebook = make_codebook(make_code("a", patterns=("=trust",), not_patterns=("=fund for the =trust", "=for")))
    assert _given(codebook, "the fund for the trust") == []


def test_a_phrase_never_runs_from_one_segment_into_the_next():
    """The end of a segment is the end of a phrase."""
    assert _given(make_codebook(make_code("a", patterns=("burn out",))), "I burn", "out") == []


@pytest.mark.parametrize("text", ["[Person 1] said no", "[laughs, persons leave]", "a per[P01]son", "this [x] person"])
def test_pseudonyms_and_remarks_are_not_read(text):
    """What the software or the transcriber wrote in brackets gives no code, and no phrase runs across it."""
    assert _given(make_codebook(make_code("a", patterns=("person 1", "=persons", "this person"))), text) == []


def test_evidence_beside_brackets_is_the_words_themselves():
    """Blanking moves no offset, in the segment or in those after it; an exclusion in brackets vetoes nothing."""
    texts = ("I told [Person 1] and a person", "[phone] one person [no person]")
    codebook = make_codebook(make_code("a", patterns=("person",), not_patterns=("no person",)))
    evidence = _apply(codebook, _segments(*texts)).evidence
    source = "\n".join(texts)
    assert [source[row.start_char - 4 : row.end_char] for row in evidence.itertuples()] == ["d a person", "one person"]


def test_facilitators_are_not_coded_and_everyone_else_is_reviewed():
    """What the rules coder read is every codable segment."""
    tables = _apply(
        make_codebook(make_code("a", patterns=("trust",))),
        _segments("Do you trust?", "I trust.", "No.", facilitators={0}),
    )
    assert tables.codings["segment_id"].tolist() == ["s:14-22"]
    assert tables.reviews["segment_id"].tolist() == ["s:14-22", "s:23-26"]


@pytest.mark.parametrize("codebook", [make_codebook(), make_codebook("a", make_code("b", not_patterns=("trust",)))])
def test_without_patterns_nothing_is_coded_and_nothing_reviewed(codebook):
    """A codebook that gives the machine nothing to go by makes no machine coder that always says no."""
    tables = _apply(codebook, _segments("I trust."))
    assert not compile_rules(codebook).can_code
    assert [len(table) for table in tables] == [0, 0, 0]


@pytest.mark.parametrize(
    "segments", [_segments("-").head(0), _segments("Welcome.", facilitators={0}), _segments("", "I trust.")]
)
def test_every_table_keeps_its_contract_however_little_there_is_to_code(segments):
    """No segments, facilitators alone, an empty segment: the tables have their columns and types."""
    tables = _apply(make_codebook(make_code("a", patterns=("trust",))), segments)
    assert len(check_table(tables.codings, schemas.CODINGS)) == len(check_table(tables.evidence, schemas.EVIDENCE))
    assert len(check_table(tables.reviews, schemas.REVIEWS)) == (~segments["is_facilitator"]).sum()


@given(st.lists(WORDS, min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_evidence_is_the_words_themselves_and_accounts_for_every_coding(segments):
    """Each span, cut from the source, is a whole-word form of its pattern; the codings are what it adds up to."""
    texts = [" ".join(words) for words in segments]
    source = "\n".join(texts)
    table = _segments(*texts)
    codebook = make_codebook(
        make_code("trust", patterns=("trust", "art"), not_patterns=("trust fund",)),
        make_code("burnout", patterns=("burn out",)),
    )
    tables = _apply(codebook, table)
    forms = {"trust": {"trust", "trusts"}, "art": {"art", "Art"}, "burn out": {"burned-out"}}
    for row in tables.evidence.itertuples():
        assert source[row.start_char : row.end_char] in forms[row.pattern]
        assert not source[max(row.start_char - 1, 0) : row.start_char].isalpha()
        assert not source[row.end_char : row.end_char + 1].isalpha()
    inside = table.merge(tables.evidence, on="segment_id", suffixes=("", "_hit"))
    assert (inside["start_char"] <= inside["start_char_hit"]).all()
    assert (inside["end_char_hit"] <= inside["end_char"]).all()
    n_patterns = tables.evidence.groupby(["segment_id", "code_id"], sort=False)["pattern"].nunique().astype(float)
    pd.testing.assert_series_equal(
        tables.codings.set_index(["segment_id", "code_id"])["score"], n_patterns, check_names=False
    )


def test_a_code_is_given_only_where_it_applies():
    """Words of a survey's code in a focus group are no coding, and leave no evidence; the segment was read."""
    codebook = make_codebook(make_code("a", patterns=("trust",)), make_code("b", patterns=("trust",)))
    segments = _segments("I trust.", "We trust.").assign(kind=["focus_group", "survey"])
    tables = _apply(codebook, segments, applies_to=[None, "survey"])
    found = tables.codings[["segment_id", "code_id"]].to_numpy().tolist()
    assert found == [["s:0-8", "a"], ["s:9-18", "a"], ["s:9-18", "b"]]
    assert len(tables.evidence) == 3
    assert len(tables.reviews) == 2


def test_a_codebook_whose_rules_are_switched_off_gives_nothing():
    """The codes stay; without their patterns there is nothing to apply."""
    codes = codes_table(make_codebook(make_code("a", patterns=("trust",))))
    tables = apply_rules(compile_rules(make_codebook()), _segments("I trust."), codes)
    assert [len(table) for table in tables] == [0, 0, 0]
