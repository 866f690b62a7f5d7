"""study.toml becomes a frozen Study, or a list of everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pydantic
import pytest

from pipeline.errors import SettingsError
from pipeline.outputs import NAMED_TURNS, REPORT_PAGE, SEGMENTS
from pipeline.settings import CONSENSUS
from pipeline.study import find_line, parse_settings, read_study
from tests.support.studies import SMALLEST, make_study, write_study

CODED = (
    SMALLEST
    + """
[codebook]
files = ["codebook.yaml"]

[[coders]]
id = "anna"
kind = "sheet"
files = ["anna.csv"]

"""
)
CODED_FILES = {"data/raw/group.txt": "Ann: Hello.\n", "codebook.yaml": "", "anna.csv": ""}


def _problems(text):
    with pytest.raises(SettingsError) as caught:
        parse_settings(text)
    return [(p.problem, p.where, p.fix) for p in caught.value.problems]


def test_a_study_with_only_a_title_and_sources_gets_sensible_defaults(tmp_path):
    """Two tables are enough to start."""
    study = make_study(tmp_path)
    assert study.settings.coding.unit == "turn"
    assert study.settings.reliability.resamples == 2000


def test_settings_cannot_be_changed_after_reading(tmp_path):
    """A stage can never alter what another stage will follow."""
    study = make_study(tmp_path)
    with pytest.raises(pydantic.ValidationError):
        study.settings.coding.unit = "sentence"


def test_privacy_alone_decides_the_folder(tmp_path):
    """Identifiable tables lie in restricted, de-identified ones in derived, releasable files in reports."""
    study = make_study(tmp_path)
    assert study.path(NAMED_TURNS) == tmp_path / "data/restricted/ingest/turns.parquet"
    assert study.path(SEGMENTS) == tmp_path / "data/derived/segment/segments.parquet"
    assert study.path(REPORT_PAGE) == tmp_path / "reports/report.html"


def test_folders_can_be_moved(tmp_path):
    """[paths] moves data and reports, also out of the study's folder."""
    study = make_study(tmp_path, SMALLEST + '[paths]\ndata = "elsewhere"\n')
    assert study.path(SEGMENTS) == tmp_path / "elsewhere/derived/segment/segments.parquet"


def test_codebooks_stand_in_the_order_in_which_they_are_named(tmp_path):
    """The main codebook comes first in tables and reports because it was named first; a pattern is sorted within."""
    files = {f"books/{name}.yaml": "" for name in ("b", "c", "a")} | {"data/raw/group.txt": "Ann: Hello.\n"}
    named = '[codebook]\nfiles = ["books/c.yaml", "books/*.yaml"]\n'
    study = make_study(tmp_path, SMALLEST + named, files=files)
    assert [path.stem for path in study.input_files["codebook"]] == ["c", "a", "b"]


def test_a_codebook_that_applies_to_nothing_is_a_mistake():
    """A list without an entry cannot mean everything and must not mean nothing."""
    (found,) = _problems(SMALLEST + "[codebook.applies_to]\ntraits = []\n")
    assert found[1] == "study.toml, line 9"
    applies_to = parse_settings(SMALLEST + '[codebook.applies_to]\ntraits = ["survey", "q1"]\n').codebook.applies_to
    assert applies_to == {"traits": ("survey", "q1")}


def test_every_mistake_is_reported_at_once_with_its_line():
    """Wrong types, unknown keys and forbidden values come as one list in the order of their lines."""
    text = '[study]\ntitle = "x"\nseed = "one"\n[[sources]]\nkind = "chat"\nfiles = ["a"]\n[coding]\nunit = "turn"\n'
    text += "rule = 1\n"
    found = _problems(text)
    assert [where for _, where, _ in found] == ["study.toml, line 3", "study.toml, line 5", "study.toml, line 9"]
    assert found[0][2] == "write a whole number"
    assert "'focus_group'" in found[1][2]
    assert found[2][2] == "did you mean 'rules'?"


def test_an_unknown_key_with_no_likeness_lists_the_known_ones():
    """When nothing is close, the researcher sees what there is."""
    (_, _, fix) = _problems('[study]\ntitle = "x"\nzzz = 1\n[[sources]]\nkind = "survey"\nfiles = ["a"]\n')[0]
    assert fix == "known here: fiction, language, seed, title"


def test_an_unknown_key_in_a_table_of_columns_gets_a_suggestion():
    """Keys inside [sources.columns] are checked like all others."""
    text = '[study]\ntitle = "x"\n[[sources]]\nkind = "survey"\nfiles = ["a"]\n[sources.columns]\npartcipant = "id"\n'
    assert _problems(text) == [
        ("unknown key 'sources[1].columns.partcipant'", "study.toml, line 7", "did you mean 'participant'?")
    ]


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("files = 'a.txt'", 'write a list, as in ["a", "b"]'),
        ("title = 3\nfiles = ['a']", 'write text in quotes, as in "this"'),
        ("files = []", "see docs/settings.md for a value that works"),
        ("files = ['a']\nspeaker_pattern = 'x'", "see docs/settings.md for a value that works"),
        ("files = ['a']\nspeaker_pattern = '(?P<speaker>'", "see docs/settings.md for a value that works"),
    ],
)
def test_every_kind_of_wrong_value_has_a_remedy(line, fix):
    """Each message says what to write instead."""
    assert fix in [f for _, _, f in _problems(f"[study]\ntitle = 'x'\n[[sources]]\nkind = 'survey'\n{line}\n")]


def test_missing_sources_are_named():
    """A study without sources says so, and nothing else."""
    assert [p for p, _, _ in _problems('[study]\ntitle = "x"\n')] == ["'sources' is missing"]


def test_text_that_is_not_toml_says_where_it_breaks():
    """A broken file names its line."""
    (_, where, _) = _problems("[study\ntitle = 1\n")[0]
    assert "line 1" in where


def test_a_missing_study_says_what_to_run(tmp_path):
    """Outside a study's folder the message names `qualpipe init`."""
    with pytest.raises(SettingsError, match="there is no study") as caught:
        read_study(tmp_path / "study.toml")
    assert "qualpipe init" in caught.value.problems[0].fix


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    """Windows' Notepad writes one."""
    path = write_study(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_study(path).settings.study.title == "A small study"


def test_settings_that_are_not_utf8_are_refused_with_a_remedy(tmp_path):
    """An accent saved in an old encoding is not guessed at."""
    path = write_study(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"A small", b"\xc9"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_study(path)


def test_files_that_are_not_there_are_listed_with_their_lines(tmp_path):
    """Every pattern that matches nothing is named, in one go."""
    settings = SMALLEST + '[codebook]\nfiles = ["codebook.yaml"]\n[participants]\nfile = "people.csv"\n'
    with pytest.raises(SettingsError) as caught:
        make_study(tmp_path, settings)
    assert [p.problem for p in caught.value.problems] == [
        "no file matches 'codebook.yaml'",
        "no file matches 'people.csv'",
    ]
    assert [p.where for p in caught.value.problems] == ["study.toml, line 9", "study.toml, line 11"]


def test_settings_that_contradict_each_other_are_found(tmp_path):
    """Repeated ids, coders without files, keys or a codebook are all reported."""
    settings = (
        SMALLEST
        + "[[questions]]\nid = 'q'\nwording = 'Why?'\n[[questions]]\nid = 'q'\nwording = 'How?'\n"
        + "[[coders]]\nid = 'a'\nkind = 'sheet'\n[[coders]]\nid = 'b'\nkind = 'columns'\n"
        + "files = ['data/raw/group.txt']\n"
    )
    with pytest.raises(SettingsError) as caught:
        make_study(tmp_path, settings)
    assert [p.problem for p in caught.value.problems] == [
        "'q' is used twice as an id",
        "there are coders but no codebook",
        "coder 'a' names no files",
        "coder 'b' does not say which column tells the rows apart",
    ]


def test_files_are_found_once_and_in_one_order(tmp_path):
    """However patterns overlap or are listed, the same files come in the same order."""
    study = make_study(tmp_path, files={"data/raw/b.txt": "B: b", "data/raw/a.txt": "A: a", "data/raw/~$c.txt": "lock"})
    assert [p.name for p in study.find_files(["data/raw/b.txt", "data/raw/*.txt"])] == ["a.txt", "b.txt"]


def test_files_outside_the_study_can_be_named(tmp_path):
    """A path may climb out of the study's folder or start at the root of the disk."""
    outside = tmp_path / "shared" / "x.txt"
    outside.parent.mkdir()
    outside.write_text("A: a", encoding="utf-8")
    study = make_study(tmp_path / "study")
    assert study.find_files(["../shared/*.txt"]) == [outside]
    assert study.find_files([str(outside)]) == [outside]
    assert study.name_of(outside) == "../shared/x.txt"
    assert study.name_of(Path(study.root) / "data" / "raw" / "group.txt") == "data/raw/group.txt"


def test_lines_are_found_in_nested_and_repeated_tables():
    """A mistake in the second of two tables is reported at the second."""
    text = "[a]\nx = 1\n[[b]]\nx = 1\n[[b]]\ny.z = 1\n[b.c]\nx = 1\n"
    assert find_line(text, ("b", 1, "y", "z")) == 6
    assert find_line(text, ("b", 1, "c", "x")) == 8
    assert find_line(text, ("b", 0, "missing")) == 3
    assert find_line(text, ("nowhere",)) is None


def test_the_folder_of_a_study_will_do(tmp_path):
    """--study may name the folder instead of the file in it."""
    assert read_study(write_study(tmp_path).parent).settings.study.title == "A small study"


@pytest.mark.parametrize("pattern", ["**g.txt", "", "data/raw/*.docx"])
def test_a_pattern_that_finds_nothing_says_what_is_there(tmp_path, pattern):
    """Also a pattern that is none; where the folder holds other files, their endings are named."""
    with pytest.raises(SettingsError, match="no file matches") as caught:
        make_study(tmp_path, SMALLEST.replace("data/raw/*.txt", pattern))
    assert ("holds files with .txt" in caught.value.problems[0].fix) == pattern.startswith("data/raw")


def test_two_coders_cannot_share_a_sheet_or_take_the_softwares_names(tmp_path):
    """One file read twice agrees with itself perfectly; `rules` is the machine coder's name."""
    sheet = "[[coders]]\nid = '{}'\nkind = 'sheet'\nfiles = ['a.csv']\n"
    settings = SMALLEST + "[codebook]\nfiles = ['a.csv']\n" + sheet.format("anna") + sheet.format("rules")
    with pytest.raises(SettingsError) as caught:
        make_study(tmp_path, settings, files={"data/raw/group.txt": "A: a", "a.csv": "x"})
    assert [p.problem for p in caught.value.problems] == [
        "no coder may be called 'rules'",
        "coders 'anna' and 'rules' have the same sheet",
    ]


@pytest.mark.parametrize("consensus", [*CONSENSUS, "anna"])
def test_a_rule_of_consensus_is_one_of_four_or_a_coder(tmp_path, consensus):
    """A coder's id is as good as a rule."""
    study = make_study(tmp_path, f'{CODED}[reliability]\nconsensus = "{consensus}"\n', files=CODED_FILES)
    assert study.settings.reliability.consensus == consensus


def test_a_rule_that_is_none_and_a_queue_of_no_adjudicator_are_told(tmp_path):
    """Each with its line and what to write."""
    settings = f'{CODED.replace("sheet", "queue")}[reliability]\nconsensus = "majorty"\n'
    with pytest.raises(SettingsError) as error:
        make_study(tmp_path, settings, files=CODED_FILES)
    assert [p.problem for p in error.value.problems] == [
        "coder 'anna' of the kind `queue` is no adjudicator",
        "'majorty' is neither a rule nor the id of a coder",
    ]
    assert error.value.problems[1].fix == "did you mean 'majority'?"
