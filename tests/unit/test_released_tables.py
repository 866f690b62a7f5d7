"""The tables that leave the study: fixed names, bytes that any program reads, nothing that identifies."""

from __future__ import annotations

import io

import pandas as pd

from pipeline.reporting.tables import RELEASED, list_released, render_csv
from tests.support.report_tables import Shape, build_tables


def test_a_csv_is_utf_8_that_excel_recognises_with_plain_line_ends():
    """Curly quotes survive a double click in Excel, and a line ends in the same way on every machine."""
    table = pd.DataFrame({"label": ["don\u2019t, ever", 'say "so"'], "n": [1, 2]})
    text = render_csv(table)
    assert text == '\ufefflabel,n\n"don\u2019t, ever",1\n"say ""so""",2\n'
    assert pd.read_csv(io.BytesIO(text.encode())).equals(table)


def test_the_same_tables_are_released_by_every_study():
    """A study without coders or topics has the same files, if empty."""
    full, bare = (list_released(build_tables(shape)) for shape in (Shape(), Shape(has_humans=False, has_topics=False)))
    assert list(full) == list(bare) == list(RELEASED)


def test_nothing_that_could_identify_a_person_is_released():
    """Attributes of people, texts of sources and coders' memos stay inside."""
    released = list_released(build_tables())
    columns = {column for table in released.values() for column in table.columns}
    assert not {column for column in columns if column.startswith("attr_")}
    assert not columns & {"text", "memo", "reason", "names", "date"}
    assert "participants" not in released


def test_codes_are_named_beside_their_ids():
    """A reader of a table does not have to look labels up."""
    frequencies = list_released(build_tables())["theme_frequencies"]
    assert frequencies.loc[frequencies["code_id"] == "body", "label"].unique().tolist() == [
        "Work that the body remembers"
    ]


def test_no_topic_is_released_without_its_stability():
    """Wherever a table names a topic, how surely it came back stands beside it."""
    for name in ("topics", "theme_topics"):
        assert list_released(build_tables())[name]["stability"].notna().all()


def test_codes_are_released_with_their_codebook_and_what_it_applies_to():
    """Whoever has the tables can tell the codebooks apart and knows their denominators."""
    codes = list_released(build_tables(Shape(has_survey_codebook=True)))["codes"].set_index("code_id")
    assert codes.loc["grief", ["codebook", "codebook_title", "applies_to"]].tolist() == [
        "limits",
        "What stands in the way",
        "survey",
    ]
