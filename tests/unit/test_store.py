"""Tables are written whole or not at all, and never break their contract unnoticed."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import schemas, store
from pipeline.errors import OutputError, TableError

QUESTIONS = pd.DataFrame({"question_id": ["q1"], "order": [1], "block": [None], "wording": ["Why this work?"]})


def test_a_table_comes_back_as_it_was_written(tmp_path):
    """Writing and reading is the identity, empty cells included."""
    store.write_table(QUESTIONS, tmp_path / "new" / "q.parquet", schemas.QUESTIONS)
    table = store.read_table(tmp_path / "new" / "q.parquet", schemas.QUESTIONS)
    assert table.to_dict("records")[0]["wording"] == "Why this work?"
    assert table["block"].isna().all()


def test_the_same_table_is_the_same_bytes(tmp_path):
    """Neither the index nor the order of columns reaches the file."""
    store.write_table(QUESTIONS, tmp_path / "a.parquet", schemas.QUESTIONS)
    shuffled = QUESTIONS.set_index(pd.Index([7]))[["wording", "block", "order", "question_id"]]
    store.write_table(shuffled, tmp_path / "b.parquet", schemas.QUESTIONS)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_broken_contract_names_columns_and_never_values(tmp_path):
    """The message holds the column and the rule, and not a participant's words."""
    table = QUESTIONS.assign(order=-1, extra="secret words", wording=None)
    with pytest.raises(TableError) as caught:
        store.write_table(table, tmp_path / "q.parquet", schemas.QUESTIONS)
    message = str(caught.value)
    assert "'order'" in message
    assert "'extra'" in message
    assert "'wording'" in message
    assert "secret" not in message
    assert not (tmp_path / "q.parquet").exists()


def test_a_table_that_is_not_there_says_what_makes_it(tmp_path):
    """A missing table is not a traceback."""
    with pytest.raises(TableError, match="has not been made yet") as caught:
        store.read_table(tmp_path / "q.parquet", schemas.QUESTIONS)
    assert "qualpipe analyze" in caught.value.problems[0].fix


def test_a_damaged_table_is_said_to_be_damaged(tmp_path):
    """Half a file is not read."""
    (tmp_path / "q.parquet").write_bytes(b"PAR1 but no more")
    with pytest.raises(TableError, match="is damaged"):
        store.read_table(tmp_path / "q.parquet", schemas.QUESTIONS)


def test_a_full_disk_leaves_the_old_table_and_no_rubbish(tmp_path, monkeypatch):
    """When the disk fills in the middle of a write, what was there before is still there, alone."""
    path = tmp_path / "q.parquet"
    store.write_table(QUESTIONS, path, schemas.QUESTIONS)
    before = path.read_bytes()

    def full(_table, where, **_options):
        where.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(OutputError, match="No space left on device"):
        store.write_table(QUESTIONS, path, schemas.QUESTIONS)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["q.parquet"]


def test_an_interrupted_write_leaves_nothing_behind(tmp_path):
    """Ctrl-C in the middle of a write removes what was begun."""

    def stop_halfway():
        with store.replacing(tmp_path / "a.txt") as temporary:
            temporary.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_halfway()
    assert list(tmp_path.iterdir()) == []


def test_text_is_written_as_utf8_with_plain_line_ends(tmp_path):
    """The same bytes on every system."""
    store.write_text("é\n", tmp_path / "a.md")
    assert (tmp_path / "a.md").read_bytes() == "é\n".encode()


def test_a_folder_that_cannot_be_made_is_a_message(tmp_path):
    """Where a file stands in the folder's place, the error says which result could not be written."""
    (tmp_path / "reports").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match=r"could not write 'a\.md'"):
        store.write_text("x", tmp_path / "reports" / "a.md")
