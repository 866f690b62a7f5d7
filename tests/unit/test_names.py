"""Finding given phrases however they are written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.names import build_phrases, find_phrases, fold, has_capitals, starts_sentence, tells_case


def found(text, *phrases):
    """Return what of `text` is found of `phrases`."""
    return [text[start:end] for start, end, _ in find_phrases(text, build_phrases(phrases))]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Maria Lopez", "maria lopez"),
        ("Jos\u00e9", "jose"),
        ("Jose\u0301", "jose"),
        ("O\u2019Brien", "o'brien"),
        ("Anne\u2010Marie", "anne-marie"),
        ("Maria \n\t Lopez", "maria lopez"),
        ("\u0141ukasz S\u00f8rensen", "lukasz sorensen"),
        ("Ma\u00adria", "maria"),
        ("STRASSE stra\u00dfe", "strasse strasse"),
        ("\u0130zmir", "izmir"),
        ("a\u2026b", "a...b"),
    ],
)
def test_folding_forgets_case_accents_typography_and_spacing(text, folded):
    """Two ways of writing one name fold to the same letters."""
    assert fold(text).text == folded


@given(st.text(alphabet="aB\u00e9\u0301\u2019 \n-\u00df\u2026", max_size=30))
def test_every_folded_character_leads_back_to_the_text(text):
    """There is one offset a folded character and one for the end, never going back."""
    folded = fold(text)
    offsets = list(folded.offsets)
    assert len(offsets) == len(folded.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("I saw Ann.", "Ann"),
        ("ANN's house", "ANN"),
        ("Ann\u2019s", "Ann"),
        ("ann-marie", "ann"),
        ("(Ann)", "Ann"),
        ("Ann2", "Ann"),
        ("\u00c1nn", "\u00c1nn"),
        ("An\u0303n", "An\u0303n"),
        ("Ann\u0301 ok", "Ann\u0301"),
    ],
)
def test_a_phrase_is_found_as_a_whole_word(text, surface):
    """Case, accents, possessives and punctuation around a name do not hide it."""
    assert found(text, "Ann") == [surface]


@pytest.mark.parametrize("text", ["Annual", "Joann", "annn", "An n", "", "Marianne"])
def test_a_phrase_is_not_found_inside_a_word(text):
    """Ann is never found inside Annual."""
    assert found(text, "Ann") == []


@pytest.mark.parametrize(
    ("text", "n"), [("don't", 0), ("Don\u2019t you", 0), ("Don", 1), ("Don'tini", 1), ("Don's", 1)]
)
def test_a_contraction_is_not_a_name(text, n):
    """Don is not found in don't."""
    assert len(found(text, "Don")) == n


def test_a_phrase_of_several_words_is_found_across_any_white_space():
    """A full name that is broken over two lines is one name."""
    assert found("Maria \n Lopez and Maria Lopez", "maria lopez") == ["Maria \n Lopez", "Maria Lopez"]


def test_a_number_is_found_only_whole():
    """Covid-19 is not found in Covid-190."""
    assert found("covid-19, covid-190", "COVID-19") == ["covid-19"]


def test_without_phrases_nothing_is_found():
    """An empty list of phrases, or one of empty phrases, finds nothing."""
    assert found("Ann") == []
    assert found("Ann", "", "  ") == []


@given(
    st.lists(st.sampled_from(["ann", "maria lopez", "jos\u00e9"]), max_size=6), st.sampled_from([" ", ", ", "\n", ". "])
)
def test_every_planted_name_is_found(names, between):
    """A text made of names finds each of them, at its place."""
    text = between.join(names)
    spans = [(start, end) for start, end, _ in find_phrases(text, build_phrases(["Ann", "Maria Lopez", "Jose"]))]
    assert [text[start:end] for start, end in spans] == names


@given(st.text(alphabet="ann\u0301 \u2019s", max_size=20))
def test_what_is_found_does_not_depend_on_how_accents_are_encoded(text):
    """Composed and decomposed forms of a text hold the same names."""
    composed = unicodedata.normalize("NFC", text)
    assert len(found(composed, "ann")) == len(found(unicodedata.normalize("NFD", text), "ann"))


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Will you", True),
        ("\u201cWill you", True),
        ("Yes. Will you", True),
        ("Yes! (Will you", True),
        ("one\nWill you", True),
        ("- Will you", True),
        ("I asked Will", False),
        ("Dr. Will said", False),
        ("by the way, Will", False),
        ("[laughs] Will", True),
        ("... Will", True),
    ],
)
def test_where_a_capital_letter_says_nothing(text, starts):
    """A word starts a sentence after a full stop or the like, a remark, or on a new line; not after a title."""
    assert starts_sentence(text, text.index("Will")) == starts


@pytest.mark.parametrize(
    ("text", "expected"),
    [("so ann said", False), ("so Ann said", True), ("\u00e9l\u00e8ve, 3", False), ("\u00c9", True)],
)
def test_a_text_without_any_capital_letter_is_told(text, expected):
    """Some transcribers write everything small; such a turn cannot say what is a name."""
    assert has_capitals(text) is expected


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Ann came", True),
        ("i came", False),
        ("I came and I left", False),
        ("ALL OF IT", False),
        ("I\u2019m from Leeds", True),
    ],
)
def test_capital_letters_tell_something_where_there_are_others_than_i(text, tells):
    """Automatic transcripts write I and nothing else with a capital; somebody who shouts writes nothing else."""
    assert tells_case(text) == tells
