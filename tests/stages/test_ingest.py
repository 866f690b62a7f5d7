"""The ingest stage, on small studies and on bad input."""

from __future__ import annotations

import contextlib

import pandas as pd
import pytest

from pipeline import outputs, run, schemas
from pipeline.errors import SourceError, StudyError
from pipeline.stages import ingest
from pipeline.store import read_table
from tests.support.documents import make_docx
from tests.support.studies import make_study

GROUP = """[study]
title = "A study"

[[sources]]
kind = "focus_group"
files = ["data/raw/*.*"]
"""
TALK = "Ann: Hello all.\nBen: Hello.\nAnn: Why did you come?\nBen: To learn.\n"


def _tables(study):
    return (
        read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES),
        read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS),
        read_table(study.path(outputs.NAMED_PARTICIPANTS), schemas.NAMED_PARTICIPANTS),
        read_table(study.path(outputs.NAMED_QUESTIONS), schemas.QUESTIONS),
        read_table(study.path(outputs.INTAKE), schemas.INTAKE),
    )


def _ingest(folder, settings=GROUP, files=None):
    files = {"data/raw/talk.txt": TALK} if files is None else files
    texts = {name: content for name, content in files.items() if isinstance(content, str)}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
    study = make_study(folder, settings, files=texts or {"data/other.md": "none"})
    return study, ingest.run(study)


def _said(turns, sources):
    texts = sources.set_index("source_id")["text"]
    return [texts[row.source_id][row.start_char : row.end_char] for row in turns.itertuples()]


def test_a_transcript_becomes_sources_turns_people_questions_and_an_account(tmp_path):
    """Each table keeps its contract, and every character of the file has its fate."""
    study, notices = _ingest(tmp_path)
    sources, turns, people, questions, intake = _tables(study)
    assert sources["source_id"].tolist() == ["talk"]
    assert _said(turns, sources) == ["Hello all.", "Hello.", "Why did you come?", "To learn."]
    assert people["participant_id"].tolist() == ["U01", "U02"]
    assert len(questions) == 0
    assert intake["n_characters"].sum() == len(TALK)
    assert [notice.where for notice in notices] == ["data/raw/talk.txt, line 1, 2"]


def test_a_study_with_roster_guide_and_survey_links_them_all(tmp_path):
    """The same person, the same question: in the focus group, before and after."""
    settings = """[study]
title = "A study"

[participants]
file = "people.csv"

[[sources]]
kind = "focus_group"
files = ["data/raw/group.txt"]
date = "2026-05-03"

[[sources]]
id = "survey"
kind = "survey"
files = ["data/raw/answers.csv"]
columns.participant = "who"
columns.attributes = ["wave"]
columns.consent = "ok"

[[questions]]
id = "motives"
wording = "Why did you come?"
columns = ["Q1"]
"""
    files = {
        "people.csv": "participant_id,name,role,labels,site\nP1,Ben Oak,,Ben,X\nF1,Ann Lee,facilitator,Ann,\n",
        "data/raw/group.txt": TALK,
        "data/raw/answers.csv": "who,wave,ok,Q1\nP1,before,yes,To learn\nz9,before,no,No idea\nP1,after,yes,People\n",
    }
    study, notices = _ingest(tmp_path, settings, files)
    sources, turns, people, questions, _ = _tables(study)
    assert notices == []
    assert sources["source_id"].tolist() == ["group", "survey-P1", "survey-R001", "survey-P1-2"]
    assert sources["attr_wave"].fillna("").tolist() == ["", "before", "before", "after"]
    assert turns["participant_id"].tolist() == ["F1", "P1", "F1", "P1", "P1", "R001", "P1"]
    assert turns["is_facilitator"].tolist() == [True, False, True, False, False, False, False]
    assert turns["question_id"].fillna("").tolist() == ["", "", "motives", "motives", "motives", "motives", "motives"]
    assert people.set_index("participant_id")["may_quote"].to_dict() == {"P1": True, "F1": True, "R001": False}
    assert questions["question_id"].tolist() == ["motives"]


def test_a_label_means_another_person_in_every_transcript_unless_the_roster_says_so(tmp_path):
    """The P1 of each group is who the roster's column `sources` says, or a new person."""
    settings = GROUP.replace("[[sources]]", '[participants]\nfile = "people.csv"\n\n[[sources]]', 1)
    people = "id,labels,sources,role\nA1,P1,group-1,\nA2,P1,group-2.txt,\nF1,Mod,*,facilitator\n"
    talk = "Mod: Well?\nP1: Yes.\nMod: So?\nP1: No.\n"
    files = {"people.csv": people} | {f"data/raw/group-{n}.txt": talk + "P1: Bye.\n" * n for n in (1, 2, 3)}
    study, notices = _ingest(tmp_path, settings, files)
    _, turns, *_ = _tables(study)
    spoken = turns[~turns["is_facilitator"]].groupby("source_id")["participant_id"].unique()
    assert {source: list(ids) for source, ids in spoken.items()} == {
        "group-1": ["A1"],
        "group-2": ["A2"],
        "group-3": ["U01"],
    }
    assert [notice.where for notice in notices] == ["data/raw/group-3.txt, line 2"]


def test_the_intake_report_is_kept_with_labels_and_told_without(tmp_path):
    """What was understood of each file: at length alone, a line a file in a whole run, and labels never on a screen."""
    study, _ = _ingest(
        tmp_path, files={"data/raw/talk.txt": TALK, "data/raw/other.md": "**Zoe:** Hi.\n**Ben:** Yes.\n"}
    )
    kept, told, short = (
        study.path(output).read_text(encoding="utf-8")
        for output in (outputs.INTAKE_REPORT, outputs.INTAKE_TOLD, outputs.INTAKE_IN_SHORT)
    )
    assert "speakers: Name: words" in told
    assert "speakers: **Name:** words" in short
    assert f"characters: {len(TALK)} in = " in kept
    assert "Zoe" in kept
    assert not any(name in told + short for name in ("Ann", "Ben", "Zoe"))
    lines: list[str] = []
    run.analyze(study, lines.append, only="ingest")
    assert told.rstrip() in lines
    lines.clear()
    study.path(outputs.INTAKE).unlink()
    with contextlib.suppress(StudyError):
        run.analyze(study, lines.append)
    assert short.rstrip() in lines


@pytest.mark.slow
def test_a_facilitators_own_words_are_linked_to_the_guide(tmp_path):
    """What means a question of the guide opens it, and what people answer belongs to it; the setting can forbid it."""
    guide = """
[[questions]]
id = "pay"
wording = "Do you feel that you are paid fairly for what you do?"
[[questions]]
id = "family"
wording = "What does your family think about the work you do?"
"""
    talk = "Mod: How do your relatives feel about you doing this?\nP1: Proud.\nMod: Is the wage a fair one?\nP1: No.\n"
    for setting, expected in (("", ["family", "family", "pay", "pay"]), ("[guide]\nsimilarity = 1.0\n", [""] * 4)):
        study, _ = _ingest(tmp_path / (setting[:2] or "by"), GROUP + guide + setting, {"data/raw/a.txt": talk})
        _, turns, *_ = _tables(study)
        assert turns["question_id"].fillna("").tolist() == expected


def test_the_order_of_listed_files_and_the_place_of_the_study_change_nothing(tmp_path):
    """The same files give the same bytes wherever the study lies and however its files are listed."""
    files = {
        f"data/raw/{name}.txt": f"{name.upper()}a: Hello {name}\nBen: Yes\nBen: No\n{name.upper()}a: So\n"
        for name in "bca"
    }
    made = []
    for folder, order in (("here", "abc"), ("there/deep", "cab")):
        listed = ", ".join(f'"data/raw/{name}.txt"' for name in order)
        settings = GROUP.replace('"data/raw/*.*"', listed)
        study, notices = _ingest(tmp_path / folder, settings, files)
        written = [study.path(output).read_bytes() for output in (outputs.NAMED_SOURCES, outputs.NAMED_TURNS)]
        written += [study.path(output).read_bytes() for output in (outputs.NAMED_PARTICIPANTS, outputs.INTAKE)]
        made.append((written, notices))
    assert made[0] == made[1]


def test_line_ends_and_marks_change_no_turn(tmp_path):
    """A file saved on Windows reads like one saved elsewhere."""
    turns = []
    for name, content in (("unix", TALK.encode()), ("windows", b"\xef\xbb\xbf" + TALK.replace("\n", "\r\n").encode())):
        study, _ = _ingest(tmp_path / name, files={"data/raw/talk.txt": content})
        turns.append(_tables(study)[:2])
    for one, other in zip(*turns, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_two_files_of_one_name_are_two_sources(tmp_path):
    """Folders tell them apart; nothing is overwritten."""
    settings = GROUP.replace("data/raw/*.*", "data/raw/*/fg.txt")
    study, _ = _ingest(tmp_path, settings, {"data/raw/pre/fg.txt": TALK, "data/raw/post/fg.txt": TALK + "Ann: Bye\n"})
    sources, _, _, _, intake = _tables(study)
    assert sources["source_id"].tolist() == ["post-fg", "pre-fg"]
    assert set(intake["file"]) == {"data/raw/post/fg.txt", "data/raw/pre/fg.txt"}


def test_one_participant_is_enough(tmp_path):
    """An interview without labels is one unknown person's, and the researcher is told."""
    study, notices = _ingest(tmp_path, GROUP.replace("focus_group", "interview"), {"data/raw/a.txt": "One.\n\nTwo.\n"})
    _, turns, people, _, _ = _tables(study)
    assert turns["participant_id"].tolist() == ["U01", "U01"]
    assert people["role"].tolist() == ["participant"]
    assert len(notices) == 1


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"data/raw/a.txt": b""}, "is empty"),
        ({"data/raw/a.docx": b"%PDF-1.7"}, "is damaged"),
        ({"data/raw/a.txt": b"\x00\x01\x02"}, "not a text file"),
        ({"data/raw/a.txt": b"Ann:\nAnn:\n"}, "no words"),
        ({"data/raw/a.docx": make_docx(str)}, "no words"),
    ],
)
def test_bad_files_are_named_with_a_remedy(tmp_path, files, message):
    """Nothing is written when a source cannot be read."""
    with pytest.raises(SourceError, match=message) as caught:
        _ingest(tmp_path, files=files)
    assert caught.value.problems[0].fix
    assert not (tmp_path / "data" / "restricted").exists()


def test_a_wrong_encoding_is_told_and_one_that_is_named_is_obeyed(tmp_path):
    """The guess can be overruled in study.toml."""
    content = "Ann: caf\u00e9\nAnn: yes\n".encode("mac_roman")
    for more, told in (("", 1), ('encoding = "mac_roman"\n', 0)):
        study, notices = _ingest(tmp_path / str(told), GROUP + more, {"data/raw/a.txt": content})
        sources, *_ = _tables(study)
        assert sources["text"].iloc[0] == "caf\u00e9\nyes"
        assert sum("read as mac_roman" in notice.problem for notice in notices) == told


def test_a_column_that_is_not_there_is_named_with_the_closest(tmp_path):
    """The file, the missing header and a suggestion are in the message."""
    settings = (
        '[study]\ntitle = "A"\n[[sources]]\nkind = "survey"\nfiles = ["a.csv"]\ncolumns.participant = "Respondent"\n'
    )
    with pytest.raises(SourceError, match="no column 'Respondent'") as caught:
        _ingest(tmp_path, settings, {"a.csv": "Respondent ID,how\n1,fine\n"})
    assert caught.value.problems[0].fix == "did you mean 'Respondent ID'?"


def test_no_message_holds_a_participants_words_or_name(tmp_path):
    """Labels, names and what was said stay in data/restricted."""
    talk = "Preface\n\n# One\nstray words\n\nZelda: secret\nZelda: hidden\nmore\nmore\nmore\nmore\nYorick: once\nmore\n"
    _, notices = _ingest(tmp_path, files={"data/raw/a.md": talk, "data/raw/b.md": talk})
    told = "\n".join(str(notice) for notice in notices)
    assert notices
    assert not any(word in told for word in ("Zelda", "Yorick", "secret", "hidden", "stray", "Preface"))


@pytest.mark.slow
def test_a_large_survey_is_read_in_seconds(tmp_path):
    """Ten thousand rows are no trouble."""
    rows = "\n".join(f"{number},before,it was a good day number {number},so it was" for number in range(10_000))
    settings = """[study]
title = "A"
[[sources]]
kind = "survey"
files = ["a.csv"]
columns.participant = "id"
columns.attributes = ["wave"]
[[questions]]
id = "one"
wording = "One?"
[[questions]]
id = "two"
wording = "Two?"
"""
    study, _ = _ingest(tmp_path, settings, {"a.csv": f"id,wave,one,two\n{rows}\n"})
    sources, turns, *_ = _tables(study)
    assert (len(sources), len(turns)) == (10_000, 20_000)
