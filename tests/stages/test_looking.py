"""What `qualpipe init` makes of the files it finds."""

from __future__ import annotations

import pytest

from pipeline.commands import looking
from pipeline.commands.looking import look
from pipeline.errors import StudyError
from tests.support import folders
from tests.support.folders import fill


def _see(folder, files):
    """Return name -> what was seen of the `files`."""
    return {file.name: file for file in look(fill(folder, files), ())}


def _only(folder, name, content):
    (seen,) = look(fill(folder, {name: content}), ())
    return seen


@pytest.mark.parametrize(
    ("name", "content", "use", "said"),
    [
        ("g.txt", folders.GROUP, "focus_group", "focus group: 3 participants and 1 facilitator, 6 turns, 36 words"),
        ("i.txt", folders.INTERVIEW, "interview", "interview: 1 participant and 1 facilitator, 12 turns"),
        ("letter.txt", folders.LETTER, "document", "document: no speaker labels, 60 words"),
        ("topic guide.txt", folders.GUIDE, "guide", "discussion guide: 3 questions"),
        ("asked.txt", folders.GUIDE, "guide", "discussion guide: 3 questions"),
        ("codes.yaml", folders.CODEBOOK, "codebook", "codebook: 1 code"),
        ("people.csv", folders.ROSTER, "roster", "list of who took part: 2 people"),
        ("s.csv", folders.make_survey(), "survey", "survey: 24 rows, 1 open question, 24 answers"),
        ("codes.xlsx", folders.make_code_table(), "codebook", "codebook as a table: 2 rows"),
        ("doc.docx", folders.make_document("Ann: One two.", "Ben: Three."), "interview", "interview: 2 participants"),
    ],
)
def test_a_file_is_known_by_what_it_holds(tmp_path, name, content, use, said):
    """Kind, people, turns and rows are said in one line."""
    seen = _only(tmp_path, name, content)
    assert seen.use == use
    assert seen.said.startswith(said)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("README.md", "Ann: One.\nBen: Two.\n", "a page about the files"),
        ("LICENSE", "words", "a page about the files"),
        ("talk.mp3", b"\0\1", "a recording: put its transcript here"),
        ("photo.JPG", b"\0\1", "a picture"),
        ("old.doc", b"\0\1", "save it as DOCX"),
        ("project.qdpx", b"PK", "a project of another program"),
        ("notes.xyz", "words", "files that end in '.xyz' are not read"),
        ("figures", "words", "files without an ending are not read"),
        ("summary.txt", folders.NUMBERS, "numbers and signs"),
        ("coded-segments.txt", folders.GROUP, "by its name a codebook or codings"),
        ("participants.md", folders.LETTER, "by its name a list of people"),
        ("empty.txt", "", "is empty"),
        ("broken.docx", b"PK\3\4 no", "damaged"),
        ("bad.yaml", "codes: [", "this is not YAML"),
        ("bad.yml", b"codes: \xff", "not UTF-8"),
        ("other.yaml", "a: 1\n", "YAML that holds no codes"),
        ("twice.xlsx", folders.make_code_table((("A", "x"), ("a", "y"))), "names two codes"),
        ("numbers.csv", "id,a\n1,2\n2,3\n", "a table of 2 rows without open answers"),
        ("sheet.csv", "segment_id,text,note\na:0-3,one,\n", "a coding sheet"),
        (
            "tags.csv",
            "tag,content\n" + "".join(f'Help,"{text}"\n' for text in folders.make_rows(5)),
            "looks like passages coded in another program",
        ),
        ("people.csv", "participant_id,name,role\nP1,Ann,boss\n", "the role of a person on the roster is unknown"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, name, content, said):
    """Nothing is passed over in silence, and no mistake in a file stops the look at the others."""
    seen = _only(tmp_path, name, content)
    assert seen.use == ""
    assert said in seen.said


def test_labels_that_catch_few_of_the_words_make_no_talk(tmp_path):
    """Two labels in a page of prose leave it a document, and so do labels of facilitators only."""
    few = _only(tmp_path / "few", "a.txt", folders.LETTER * 3 + "Ann: One.\nBen: Two.\nAnn: Three.\n")
    led = _only(tmp_path / "led", "b.txt", "Moderator: One two three.\nModerator: Four five six.\n")
    assert (few.use, led.use) == ("document", "document")
    assert "most of its words stand below none" in few.said
    assert "only facilitators have speaker labels" in led.said


def test_words_that_stand_in_two_files_are_used_once(tmp_path):
    """An export beside its subset, or a transcript in two formats, would count everybody twice."""
    text = "\n".join(f"{'Ann' if n % 2 else 'Ben'}: {said}" for n, said in enumerate(folders.make_rows(8)))
    seen = _see(tmp_path, {"a.txt": text, "b.docx": folders.make_document(*text.split("\n")), "c.txt": folders.GROUP})
    assert [file.use for file in seen.values()] == ["interview", "", "focus_group"]
    assert seen["b.docx"].said == "its words stand in 'a.txt' too"
    assert not seen["b.docx"].sources


def test_hidden_files_results_and_templates_are_passed_over(tmp_path):
    """What the analysis wrote is no material for it, and a folder that a link points to is not followed."""
    files = {
        ".hidden": "x",
        "~$a.docx": b"x",
        ".venv/a.txt": "x",
        "reports/a.txt": "x",
        "data/derived/a.txt": "x",
        "data/restricted/a.txt": "x",
        "ours.md": "ours",
        "data/raw/a.txt": folders.GROUP,
    }
    fill(tmp_path, files)
    (tmp_path / "link").symlink_to(tmp_path / "data")
    assert [file.name for file in look(tmp_path, {b"ours"})] == ["data/raw/a.txt"]


def test_a_folder_of_thousands_of_files_is_no_study(tmp_path, monkeypatch):
    """A home folder named by mistake is not read from end to end."""
    monkeypatch.setattr(looking, "_MOST_FILES", 2)
    with pytest.raises(StudyError, match="more than 2 files"):
        look(fill(tmp_path, dict.fromkeys(("a.txt", "b.txt", "c.txt"), "x")), ())


def test_nothing_that_anybody_said_or_is_called_is_in_a_line(tmp_path):
    """The lines are printed to a terminal: they hold numbers and formats."""
    files = {"g.txt": folders.GROUP, "s.csv": folders.make_survey(), "p.csv": folders.ROSTER, "l.txt": folders.LETTER}
    said = " ".join(file.said for file in _see(tmp_path, files).values())
    assert [word for word in ("Ann", "Ben", "Lee", "nowhere", "listens", "spring") if word in said] == []


def test_a_transcript_kept_as_a_table_is_a_talk(tmp_path):
    """A column of speakers beside one of words, with times and several sessions."""
    rows = [
        f"s{k // 8},{'Ann' if k % 2 else 'Ben'},0:00:{k:02d},{text}" for k, text in enumerate(folders.make_rows(16))
    ]
    seen = _only(tmp_path, "talk.csv", "session,speaker,time,words\n" + "\n".join(rows))
    assert seen.use == "interview"
    assert seen.said.startswith("interview: 2 transcripts, 4 participants, 16 turns")
    assert seen.reading is not None
    assert seen.reading.columns == {"text": "words", "speaker": "speaker", "start": "time", "source": "session"}


def test_a_table_with_an_answer_a_row_names_its_question_column(tmp_path):
    """Who answered, which answer and which question are told by their columns."""
    rows = [f"c{k},p{k // 2},{'Why?' if k % 2 else 'What?'},{text}" for k, text in enumerate(folders.make_rows(12))]
    seen = _only(tmp_path, "a.csv", "comment id,respondent,question,answer\n" + "\n".join(rows))
    assert seen.said == "survey: 12 rows, one answer a row, 12 answers"
    assert seen.reading is not None
    assert seen.reading.layout == "answer_rows"
    assert seen.reading.columns == {
        "participant": "respondent",
        "row": "comment id",
        "text": "answer",
        "question": "question",
    }
