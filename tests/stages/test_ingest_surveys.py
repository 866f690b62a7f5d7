"""Exports of every survey tool through the ingest stage and `qualpipe check`."""

from __future__ import annotations

import pytest

from pipeline import outputs, schemas
from pipeline.commands import check
from pipeline.errors import SourceError
from pipeline.stages import ingest
from pipeline.store import read_table
from tests.support import survey_exports as exports
from tests.support.studies import make_study

SURVEY = """[study]
title = "A survey"

[[sources]]
id = "survey"
kind = "survey"
files = ["data/raw/*.*"]
{more}
{questions}
"""
QUESTION = """
[[questions]]
id = "open-{number}"
wording = "Item {number}"
columns = ["{column}"]
"""
QUALTRICS = exports.write_csv([*exports.QUALTRICS, *exports.QUALTRICS_ROWS])


def _study(folder, files, *columns, more=""):
    (folder / "data" / "raw").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / "data" / "raw" / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    questions = "".join(QUESTION.format(number=n, column=column) for n, column in enumerate(columns, start=1))
    return make_study(folder, SURVEY.format(more=more, questions=questions), files={"none.txt": "none"})


def _read(study):
    notices = ingest.run(study)
    return (
        read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES),
        read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS),
        read_table(study.path(outputs.NAMED_PARTICIPANTS), schemas.NAMED_PARTICIPANTS),
        read_table(study.path(outputs.INTAKE), schemas.INTAKE).set_index("fate"),
        notices,
    )


@pytest.mark.parametrize(
    ("rows", "column", "more", "people"),
    [
        ([*exports.QUALTRICS, *exports.QUALTRICS_ROWS], "Q1", 'columns.attributes = ["wave"]', ["R001", "R002"]),
        (exports.REDCAP, "why", 'columns.attributes = ["redcap_event_name"]', ["R001", "R001", "R002"]),
        (exports.LIMESURVEY, "G01Q02", "", ["R001", "R002"]),
        (exports.LIMESURVEY_TEXTS, "Why did you come?", "", ["R001", "R002"]),
        (exports.SURVEYMONKEY, "What helped you most?", "", ["R001", "R002"]),
        (exports.GOOGLE, "What would you change about the course?", "", ["R001", "R002"]),
        (exports.MICROSOFT, "What would you change?", "", ["R001", "R002"]),
    ],
)
def test_every_tools_answers_are_turns_of_their_respondents(tmp_path, rows, column, more, people):
    """The columns are named by id or wording, and every character of the file is accounted for."""
    text = exports.write_csv(rows)
    study = _study(tmp_path, {"a.csv": text}, column, more=more)
    _, turns, _, intake, _ = _read(study)
    assert turns["participant_id"].tolist() == people
    assert set(turns["question_id"]) == {"open-1"}
    assert intake["n_characters"].sum() == len(text)


def test_names_and_addresses_of_an_export_are_in_no_attribute_and_no_text(tmp_path):
    """Names go to de-identification, the rest is counted as personal data; what the tool adds is metadata."""
    sources, turns, people, intake, notices = _read(_study(tmp_path, {"a.csv": QUALTRICS}, "Q1"))
    assert [name for name in sources.columns if name.startswith("attr_")] == []
    assert people["names"].fillna("").tolist() == ["Rilla Oakes", ""]
    assert turns["participant_key"].tolist() == ["R_1", "R_3"]
    assert {"metadata", "personal data", "name", "preview or test response"} <= set(intake.index)
    told = "\n".join(map(str, notices))
    assert "told apart by 'ResponseId'" in told
    assert not any(word in told for word in ("Rilla", "Oakes", "example.org", "R_1", "203.0.113"))


def test_the_settings_decide_who_a_row_is_about(tmp_path):
    """Another key than the tool's is taken, and then nothing is told of it."""
    more = 'columns.participant = "RecipientEmail"'
    _, turns, _, _, notices = _read(_study(tmp_path, {"a.csv": QUALTRICS}, "Q1", more=more))
    assert turns["participant_key"].fillna("").tolist() == ["p1@example.org", ""]
    assert not any("told apart" in notice.problem for notice in notices)


def test_a_wave_is_a_column_a_file_or_a_label_of_spss(tmp_path):
    """Each becomes the same attribute."""
    column = 'columns.attributes = ["wave"]'
    by_column, *_ = _read(_study(tmp_path / "column", {"a.csv": QUALTRICS}, "Q1", more=column))
    assert by_column["attr_wave"].tolist() == ["before", "before"]
    data = exports.make_sav({"wave": [1.0, 2.0], "q1": ["by bus", "on foot"]}, {}, {"wave": {1: "before", 2: "after"}})
    by_label, *_ = _read(_study(tmp_path / "label", {"a.sav": data}, "q1", more=column))
    assert by_label["attr_wave"].tolist() == ["before", "after"]
    by_file, *_ = _read(
        _study(tmp_path / "file", {"before.csv": exports.write_csv(exports.MICROSOFT)}, "What would you change?",
               more='attributes = { wave = "before" }')
    )  # fmt: skip
    assert by_file["attr_wave"].tolist() == ["before", "before"]


def test_numbers_of_rows_do_not_make_one_person_of_two(tmp_path):
    """Response 1 of one form and response 1 of another are two people: such numbers only name the row."""
    files = {"before.csv": exports.write_csv(exports.MICROSOFT), "after.csv": exports.write_csv(exports.MICROSOFT[:2])}
    _, turns, people, _, _ = _read(_study(tmp_path, files, "What would you change?"))
    assert len(people) == 3
    assert turns["row_key"].tolist() == ["1", "1", "2"]


def test_answers_that_are_none_are_counted_each_by_its_fate(tmp_path):
    """What the study lists instead is the whole list."""
    cells = ["fine by me", "n/a", "-", "", "Prefer not to say", "None"]
    text = exports.write_csv([["id", "how"], *([n, cell] for n, cell in enumerate(cells))])
    _, turns, _, intake, notices = _read(_study(tmp_path / "usual", {"a.csv": text}, "how"))
    assert len(turns) == 2
    fates = ("turn", "not applicable", "placeholder", "blank answer", "declined to answer")
    assert [intake["n_places"][fate] for fate in fates] == [2, 1, 1, 1, 1]
    assert any("1 answer(s) of 'data/raw/a.csv' say \"none\"" in notice.problem for notice in notices)
    study = _study(tmp_path / "listed", {"a.csv": text}, "how", more='not_answers = ["none"]')
    _, turns, _, intake, notices = _read(study)
    assert len(turns) == 3
    assert intake["n_places"]["listed as no answer"] == 1
    assert not any("none" in notice.problem for notice in notices)


def test_what_stands_twice_is_told_and_kept(tmp_path):
    """A form that was sent twice, under an id that is there twice."""
    said = "we talked about it in the van on the way home"
    text = exports.write_csv([["id", "how"], ["7", said], ["8", "other"], ["7", said]])
    _, turns, _, _, notices = _read(_study(tmp_path, {"a.csv": text}, "how", more='columns.row = "id"'))
    assert len(turns) == 3
    told = [notice.problem.split(" of ")[0] for notice in notices]
    assert "1 response(s)" in told
    assert "1 row id(s)" in told


def test_a_survey_without_questions_is_not_coded_but_explained(tmp_path):
    """The message holds lines that make it run, and nothing that anybody wrote."""
    study = _study(tmp_path, {"a.csv": QUALTRICS})
    with pytest.raises(SourceError, match="1 of its 19 columns look like people's own words") as caught:
        ingest.run(study)
    fix = caught.value.problems[0].fix
    assert "friend" not in fix
    lines = fix.partition("\n\n")[2]
    settings = (tmp_path / "study.toml").read_text(encoding="utf-8") + lines
    sources, turns, *_ = _read(make_study(tmp_path, settings, files={"none.txt": "none"}))
    assert (len(sources), set(turns["question_id"])) == (2, {"q1"})


def test_check_reads_tables_and_says_what_it_understood(tmp_path):
    """Nothing is written; a column that is not there is found before anything runs."""
    study = _study(tmp_path, {"a.csv": QUALTRICS}, "Q1")
    said = check.run(study)
    assert (
        "  data/raw/a.csv: Qualtrics export, told by its ImportIds: CSV parted by commas, utf-8; "
        "3 rows below 3 header row(s); answers in 'Q1'; people told apart by 'ResponseId'" in said
    )
    assert "preview or test response(s)" in said
    assert not (tmp_path / "data" / "restricted").exists()
    with pytest.raises(SourceError, match="no column 'Wave'"):
        check.run(_study(tmp_path, {"a.csv": QUALTRICS}, "Q1", more='columns.attributes = ["Wave"]'))
