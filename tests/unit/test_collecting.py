"""Files of any kind to collected sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.formats.collecting import SourceFile, collect_files, name_files
from pipeline.formats.surveys.columns import Export
from pipeline.methods.text.questions import Question

HOW = Question("how", "How was it?")


def _file(tmp_path, name, content, **more):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return SourceFile(path, name, more.pop("stem", path.stem), **{"kind": "focus_group", **more})


def _said(collected):
    return [(source.stem, [turn.text for turn in source.turns]) for source in collected.sources]


def test_files_are_collected_in_the_order_of_their_ids(tmp_path):
    """The order in which files are listed changes nothing."""
    files = [_file(tmp_path, f"{name}.txt", f"Ann: {name}1\nAnn: {name}2") for name in "bca"]
    collected = collect_files(files)
    assert _said(collected) == [("a", ["a1", "a2"]), ("b", ["b1", "b2"]), ("c", ["c1", "c2"])]
    assert list(collected.fates) == ["a.txt", "b.txt", "c.txt"]
    assert collect_files(reversed(files)) == collected


def test_the_problems_of_all_files_come_at_once(tmp_path):
    """A researcher mends a list, not one crash after another."""
    files = [
        _file(tmp_path, "a.docx", b"%PDF-1.7"),
        _file(tmp_path, "b.txt", b""),
        _file(tmp_path, "c.csv", "id,answer\n1,x\n", kind="survey"),
        _file(tmp_path, "d.txt", "fine", kind="survey"),
        _file(tmp_path, "e.txt", "Ann:\nAnn:\n"),
    ]
    with pytest.raises(SourceError) as caught:
        collect_files(files)
    assert [problem.where.partition(",")[0] for problem in caught.value.problems] == [
        "a.docx",
        "b.txt",
        "c.csv",
        "d.txt",
        "e.txt",
    ]


def test_a_table_is_read_by_the_layout_that_its_kind_or_the_study_says(tmp_path):
    """Surveys hold sheets, interviews in tables hold turns, unless the study says otherwise."""
    table = "id,question,how\n1,how,fine\n2,how,well\n"
    rows = Export({"participant": "id", "question": "question", "text": "how"}, (), (HOW,))
    columns = Export({"participant": "id"}, (), (HOW,))
    turns = Export({"speaker": "id", "text": "how"})
    files = [
        _file(tmp_path, "a.csv", table, kind="survey", export=rows),
        _file(tmp_path, "b.csv", table + "\n", kind="survey", export=columns),
        _file(tmp_path, "c.csv", table + "\n\n", kind="interview", export=turns),
        _file(tmp_path, "d.csv", table + "\n\n\n", kind="interview", layout="question_columns", export=columns),
    ]
    collected = collect_files(files)
    assert [(s.stem, s.key, s.is_sheet, len(s.turns)) for s in collected.sources] == [
        ("a", "1", True, 1),
        ("a", "2", True, 1),
        ("b", "1", True, 1),
        ("b", "2", True, 1),
        ("c", "", False, 2),
        ("d", "1", True, 1),
        ("d", "2", True, 1),
    ]


def test_the_account_of_a_table_sums_to_its_characters(tmp_path):
    """Cells, header and separators are all of the file."""
    text = 'id,extra,how\r\n1,"x, y", fine \r\n2,,n/a\r\n'
    collected = collect_files(
        [_file(tmp_path, "a.csv", text, kind="survey", export=Export({"participant": "id"}, (), (HOW,)))]
    )
    assert sum(n for n, _ in collected.fates["a.csv"].values()) == len(text)


def test_sources_of_a_table_are_named_by_its_source_column(tmp_path):
    """Attributes that all rows of a source share are the source's."""
    table = "file,words,site,sex\nOne,a,X,f\nOne,b,X,m\nTwo,c,Y,f\nThree,,Y,f\n"
    export = Export({"source": "file", "text": "words"}, ("site", "sex"))
    collected = collect_files([_file(tmp_path, "a.csv", table, kind="interview", export=export)])
    assert [(source.stem, source.of_person) for source in collected.sources] == [
        ("a-one", {"site": "X"}),
        ("a-two", {"site": "Y", "sex": "f"}),
    ]


def test_an_old_or_locked_workbook_is_named_whatever_it_is_called(tmp_path):
    """The message says what to save it as; a table that only has the name of an old workbook is read."""
    locked = b"\xd0\xcf\x11\xe0 and so on"
    files = [_file(tmp_path, name, locked, kind="survey") for name in ("a.csv", "b.xls", "c.xlsx")]
    with pytest.raises(SourceError) as caught:
        collect_files(files)
    assert [(problem.problem, problem.fix) for problem in caught.value.problems] == [
        (f"'{name}' is an old Excel file or has a password", "save it as .xlsx without one")
        for name in ("a.csv", "b.xls", "c.xlsx")
    ]
    named = _file(tmp_path, "d.xls", "how\tid\nfine\t1\n", kind="survey", export=Export(questions=(HOW,)))
    assert _said(collect_files([named])) == [("d", ["fine"])]


def test_the_same_file_twice_is_told(tmp_path):
    """Words would be counted twice."""
    files = [_file(tmp_path, f"{name}.txt", "Ann: a\nAnn: b") for name in "ab"]
    assert [notice.problem for notice in collect_files(files).notices] == [
        "the same file is there twice: 'a.txt', 'b.txt'"
    ]


def test_a_question_that_one_wave_did_not_ask_is_told_and_one_that_none_asked_is_a_problem(tmp_path):
    """A misspelt column cannot silently empty a question."""
    when, where = Question("when", "When?", columns=("When",)), Question("where", "Where?", columns=("Place",))
    both = Export(questions=(HOW, when))
    files = [
        _file(tmp_path, "a.csv", "how,When\nfine,now\n", kind="survey", export=both),
        _file(tmp_path, "b.csv", "how\nfine\n", kind="survey", export=both),
    ]
    assert [notice.problem for notice in collect_files(files).notices] == ["'b.csv' has no column for: 'when'"]
    wrong = Export(questions=(HOW, where))
    with pytest.raises(SourceError, match="column that question 'where' names"):
        collect_files([_file(tmp_path, "c.csv", "how,Where\nfine,here\n", kind="survey", export=wrong)])


def test_documents_and_titles_are_taken_as_the_study_says(tmp_path):
    """A document's paragraphs are turns without a speaker; a title, a date and attributes go with the source."""
    file = _file(
        tmp_path, "a.txt", "One\n\nTwo: three", kind="document", title="T", date="2026", attributes={"site": "X"}
    )
    (source,) = collect_files([file]).sources
    assert (source.title, source.date, source.attributes) == ("T", "2026", {"site": "X"})
    assert [(turn.label, turn.text) for turn in source.turns] == [("", "One"), ("", "Two: three")]


def test_files_are_named_apart_by_their_folders_and_ids_by_the_settings():
    """An id of the settings names one file, or begins the names of several; nothing depends on the whole path."""
    for root in (Path("/study"), Path("/elsewhere/study")):
        files = [
            (root / "pre" / "FG.txt", "FG.txt", ""),
            (root / "post" / "FG.txt", "FG.txt", ""),
            (root / "x.csv", "data/x.csv", "survey"),
            (root / "y.txt", "data/y.txt", "talk"),
            (root / "z.txt", "data/z.txt", "talk"),
        ]
        named = {path.relative_to(root).as_posix(): names for path, names in name_files(reversed(files)).items()}
        assert named == {
            "pre/FG.txt": ("pre/FG.txt", "pre-fg"),
            "post/FG.txt": ("post/FG.txt", "post-fg"),
            "x.csv": ("data/x.csv", "survey"),
            "y.txt": ("data/y.txt", "talk-y"),
            "z.txt": ("data/z.txt", "talk-z"),
        }


def test_a_file_in_two_sources_is_a_problem():
    """Its words would be counted twice, under two kinds."""
    with pytest.raises(SourceError, match=r"two \[\[sources\]\] name 'a.txt'"):
        name_files([(Path("/s/a.txt"), "a.txt", ""), (Path("/s/a.txt"), "a.txt", "x")])
