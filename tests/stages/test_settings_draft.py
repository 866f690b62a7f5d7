"""The study.toml that `qualpipe init` drafts."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.commands.drafting import draft_study
from pipeline.commands.looking import look
from pipeline.commands.settings_draft import list_patterns
from pipeline.study import Study, parse_settings
from tests.support import folders
from tests.support.folders import fill


def _draft(folder, files):
    """Return the text of study.toml that is drafted for `files`."""
    return draft_study(fill(folder, files), look(folder, ()))["study.toml"]


def _sources(text):
    return [(source.kind, source.files) for source in parse_settings(text).sources]


def test_like_files_of_a_folder_are_one_entry(tmp_path):
    """A pattern takes in what comes later; a file of another kind beside it makes a list of names."""
    files = {f"groups/g{n}.txt": folders.GROUP + f"Ann: {n}." for n in range(3)}
    files |= {f"talks/i{n}.md": folders.INTERVIEW + f" {n}" for n in range(2)} | {"talks/letter.md": folders.LETTER}
    assert _sources(_draft(tmp_path, files)) == [
        ("focus_group", ("groups/*.txt",)),
        ("interview", ("talks/i0.md", "talks/i1.md")),
        ("document", ("talks/letter.md",)),
    ]


def test_folders_of_one_kind_stay_apart_where_they_are_few(tmp_path):
    """Before and after lie in two folders: each may be given its attributes."""
    few = {f"f{n}/a.txt": folders.GROUP + f"Ann: {n}." for n in range(2)}
    many = {f"f{n}/a.txt": folders.GROUP + f"Ann: {n}." for n in range(9)}
    assert len(_sources(_draft(tmp_path / "few", few))) == 2
    ((_, names),) = _sources(_draft(tmp_path / "many", many))
    assert len(names) == 9


def test_a_column_of_two_exports_is_one_question(tmp_path):
    """Before and after have the same item: proposed once, with the answers of both counted."""
    before, after = folders.make_survey(20), folders.make_survey(40).replace("reason", "cause")
    text = _draft(tmp_path, {"after.csv": after, "before.csv": before})
    (question,) = parse_settings(text).questions
    assert question.columns == ("What would help you?",)
    assert "[[questions]]    # 60 answers" in text


def test_two_wordings_below_one_header_are_two_questions(tmp_path):
    """Q1 of one survey is not Q1 of another: the wording tells them apart."""
    ids = ",".join(f'"{{""ImportId"":""{name}""}}"' for name in ("startDate", "_recordId", "QID1"))
    head = "StartDate,ResponseId,Q1\nStart Date,Response ID,{wording}\n{ids}\n"
    files = {
        f"{name}.csv": head.format(wording=wording, ids=ids)
        + "".join(f'2024-01-01 10:00:00,R_{k},"{answer} {name}"\n' for k, answer in enumerate(folders.make_rows(8)))
        for name, wording in (("before", "What do you hope for?"), ("after", "What did you learn?"))
    }
    questions = parse_settings(_draft(tmp_path, files)).questions
    assert [question.columns for question in questions] == [("What did you learn?",), ("What do you hope for?",)]


def test_a_guide_is_a_remark_that_becomes_settings(tmp_path):
    """Taking the # away from the guide's lines gives questions that can be read."""
    text = _draft(tmp_path, {"g.txt": folders.GROUP, "topic guide.md": folders.GUIDE})
    assert parse_settings(text).questions == ()
    assert "# Found in topic guide.md" in text
    marked = text[text.index("# [[questions]]") : text.index("# What is coded")]
    opened = parse_settings(text.replace(marked, marked.replace("# ", "")))
    assert [question.wording for question in opened.questions] == folders.GUIDE.split("\n")[1:4]


def test_codebooks_that_do_not_go_together_are_named_as_left(tmp_path):
    """The last by name counts, a table after all files in YAML."""
    files = {
        "g.txt": folders.GROUP,
        "c1.yaml": folders.CODEBOOK,
        "c2.yaml": folders.CODEBOOK,
        "c3.xlsx": folders.make_code_table(),
    }
    text = _draft(tmp_path, files)
    assert parse_settings(text).codebook.files == ("c2.yaml",)
    assert "# Codebooks that are there too and do not count: c1.yaml, c3.xlsx" in text


def test_a_second_roster_is_a_remark(tmp_path):
    """One roster counts, and nothing is drafted beside it."""
    files = draft_study(
        fill(tmp_path, {"g.txt": folders.GROUP, "r1.csv": folders.ROSTER, "r2.csv": folders.ROSTER}), look(tmp_path, ())
    )
    assert parse_settings(files["study.toml"]).participants.file == "r1.csv"
    assert '# file = "r2.csv"' in files["study.toml"]
    assert "data/raw/participants.csv" not in files


_PATHS = st.builds(
    lambda folder, stem, ending: f"{folder}{stem}{ending}",
    st.sampled_from(["", "a/", "a/b/", "[x]/", "it's*/"]),
    st.sampled_from(["one", "two", "th?ree", "[four]", "five.six", "ü"]),
    st.sampled_from([".txt", ".docx", ".TXT", ".a*"]),
)


@settings(max_examples=60, deadline=None)
@given(st.sets(_PATHS, min_size=1, max_size=10), st.data())
def test_patterns_match_what_they_are_meant_for_and_nothing_else(names, data):
    """Whatever characters the names hold, and whatever lies beside them."""
    wanted = data.draw(st.lists(st.sampled_from(sorted(names)), min_size=1, unique=True))
    patterns = list_patterns(wanted, names)
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), dict.fromkeys(names, "x"))
        study = Study(Path(folder), parse_settings('sources = []\n[study]\ntitle = "t"\n'))
        assert {study.name_of(path) for path in study.find_files(patterns)} == set(wanted)
    assert all(PurePosixPath(name).parts for name in patterns)
