"""The code stage with codings made in other tools: one a row, or as comments."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from html import unescape

import pandas as pd
import pytest

from pipeline import outputs, schemas
from pipeline.errors import CodingsError
from pipeline.formats.codings.comments import parse_comments
from pipeline.formats.codings.files import read_grids
from pipeline.formats.codings.headers import RowLayout
from pipeline.formats.codings.rows import parse_rows
from pipeline.formats.codings.taguette import parse_taguette
from pipeline.methods.coding.codebook import Code, Codebook
from pipeline.methods.coding.hands import Hand
from pipeline.methods.text.letters import fold_letters
from pipeline.stages import code
from pipeline.store import read_table, write_table
from tests.support.coded_studies import SURVEY_TEXTS, TEXTS, list_segments, make_uncoded_study
from tests.support.documents import make_docx
from tests.support.real_data import find_data

ROWS = '[[coders]]\nid = "{}"\nkind = "rows"\nfiles = ["codings/rows.csv"]\n'
QUOTED = "file,quote,code,who\ngroup.txt,I trusted Maria,Trust -> Early trust,anna\ngroup,It was hard,Stigma,B.\n"


def _make(folder, settings, rows=QUOTED):
    """A study whose group said 'Maria' where the text says 'them'."""
    study = make_uncoded_study(folder, settings, {"codings/rows.csv": rows})
    texts = {"group": "\n".join(TEXTS), "R1": SURVEY_TEXTS[0], "R2": SURVEY_TEXTS[1]}
    sources = pd.DataFrame({"source_id": [*texts], "title": [*texts], "text": [*texts.values()]}).assign(
        kind=["focus_group", "survey", "survey"], date=None, language="en", n_words=3, sha256="0"
    )
    start = texts["group"].index("them in")
    named = texts["group"][:start] + "Maria" + texts["group"][start + 4 :]
    spans = {"start_char": start, "end_char": start + 5, "new_start_char": start, "new_end_char": start + 4}
    replaced = pd.DataFrame(
        [{"source_id": "group", **spans, "kind": "person", "pseudonym": "them", "detector": "list"}]
    )
    key = pd.DataFrame([{"name": "Maria", "kind": "person", "pseudonym": "them"}])
    write_table(sources.assign(text=[named, *SURVEY_TEXTS]), study.path(outputs.NAMED_SOURCES), schemas.SOURCES)
    write_table(sources, study.path(outputs.SOURCES), schemas.SOURCES)
    write_table(replaced, study.path(outputs.REPLACEMENTS), schemas.REPLACEMENTS)
    write_table(key, study.path(outputs.PSEUDONYM_KEY), schemas.PSEUDONYM_KEY)
    return study


def _given(study):
    codings = read_table(study.path(outputs.CODINGS), schemas.CODINGS)
    by_hand = codings[codings["coder_id"] != "rules"]
    return list(zip(by_hand["coder_id"], by_hand["segment_id"], by_hand["code_id"], strict=True))


def test_rows_of_two_coders_in_one_file_land_on_segments_with_pseudonyms(tmp_path):
    """Names are found as they were said; each coder has read the whole group, and nothing of the survey."""
    settings = ROWS.format("anna") + 'coder = "who"\n' + ROWS.format("ben") + 'called = "B."\ncoder = "who"\n'
    study = _make(tmp_path, settings)
    code.run(study)
    ids = list_segments()["segment_id"].tolist()
    assert _given(study) == [("anna", ids[1], "early"), ("ben", ids[2], "stigma")]
    reviews = read_table(study.path(outputs.REVIEWS), schemas.REVIEWS)
    assert sorted(reviews["segment_id"][reviews["coder_id"] == "anna"]) == sorted(ids[1:4])
    placements = read_table(study.path(outputs.PLACEMENTS), schemas.PLACEMENTS)
    assert placements[["coder_id", "row", "how"]].to_numpy().tolist() == [["anna", 2, "same"], ["ben", 3, "same"]]


def test_lost_quotations_stop_the_run_by_file_and_row_and_never_by_their_words(tmp_path):
    """Allowed, they are listed."""
    rows = "text,document,code\nthe parrot sang,group,Trust\nIt was hard,group,Trust\n"
    with pytest.raises(CodingsError) as error:
        code.run(_make(tmp_path / "a", ROWS.format("anna"), rows))
    assert error.value.problems[0].where == "codings/rows.csv, row 2"
    assert "parrot" not in str(error.value)
    study = _make(tmp_path / "b", ROWS.format("anna") + "[coding]\nallow_unplaced = true\n", rows)
    code.run(study)
    unplaced = read_table(study.path(outputs.UNPLACED_CODINGS), schemas.UNPLACED_CODINGS)
    assert unplaced[["place", "code", "reason"]].to_numpy().tolist() == [
        ["row 2", "trust", "its document does not have these words"]
    ]
    assert len(_given(study)) == 1


def _comment(document):
    run = document.add_paragraph().add_run("I trusted Maria in the first week.")
    document.add_comment(run, text="Early trust; Stigma", author="Anna B.")


def test_comments_of_a_word_document_are_codes_of_its_coder(tmp_path):
    """The copy that was coded goes by the name of the transcript."""
    (tmp_path / "codings").mkdir()
    (tmp_path / "codings" / "group.docx").write_bytes(make_docx(_comment))
    study = _make(tmp_path, '[[coders]]\nid = "anna"\nkind = "comments"\nfiles = ["codings/*.docx"]\n')
    code.run(study)
    own = list_segments()["segment_id"][1]
    assert _given(study) == [("anna", own, "early"), ("anna", own, "stigma")]


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "n_comments"),
    [
        ("games_as_art/bopp_test_input.docx", 199),
        ("games_as_art/bopp_test_examples.docx", 18),
        ("bopp_test_augmented_1.docx", 119),
        ("bopp_test_augmented_feelings2.docx", 148),
    ],
)
def test_every_comment_of_answers_coded_in_word_has_its_words(file, n_comments):
    """Ranges, authors and texts are all there."""
    comments, n_replies = parse_comments(find_data("games-as-art-llmcode", file).read_bytes(), file)
    assert (len(comments), n_replies) == (n_comments, 0)
    assert all(comment.words and comment.text and comment.author for comment in comments)


@pytest.mark.real_data
def test_every_row_of_a_taguette_export_is_read_with_its_code():
    """1,930 rows, of which each of 22 tags has as many as the export's own codebook says."""
    path = find_data("serdif-taguette", "all_tags_20220303.csv")
    told = _list_tags()
    ids = {tag: re.sub(r"\W+", "-", tag.lower()).strip("-") for tag in told}
    codebook = Codebook(tuple(Code(code_id=ids[tag], label=tag, definition="d") for tag in told))
    rows, notices = parse_rows(read_grids(path, "a.csv"), "a.csv", RowLayout(), codebook, Hand("a", ("a",)))
    given = [code_id for row in rows for code_id in row.code_ids]
    assert (len(rows), notices) == (1930, [])
    assert {tag: given.count(id_) for tag, id_ in ids.items()} == told


def _list_tags():
    (counts,) = read_grids(find_data("serdif-taguette", "codebook_20220303_8.csv"), "codebook.csv").values()
    return {row[0]: int(row[2]) for row in counts[1:] if row[0]}


@pytest.mark.real_data
def test_every_highlight_of_a_taguette_project_has_its_words_at_its_bytes():
    """All have those of the text without mark-up; each of 22 tags is there as often as the codebook says."""
    path = find_data("serdif-taguette", "SERDIF_P2_ThematicAnalysis.sqlite3")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        contents = dict(database.execute("SELECT name, contents FROM documents").fetchall())
    plain = {name: unescape(re.sub("<[^>]*>", "", text)).encode() for name, text in contents.items()}
    rows = parse_taguette(path.read_bytes(), "a.sqlite3")[1:]
    at_bytes = [plain[document][int(start) : int(end)].decode() for _, document, _, start, end, _ in rows]
    assert [fold_letters(row[0]) for row in rows] == [fold_letters(words) for words in at_bytes]
    assert Counter(row[2] for row in rows if row[2]) == Counter(_list_tags())
    assert {row[5] for row in rows} == {"admin"}


def test_a_database_of_something_else_is_an_error():
    """Said with what to export."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (a)")
        data = database.serialize()
    with pytest.raises(CodingsError, match="no project of Taguette"):
        parse_taguette(data, "a.sqlite3")
