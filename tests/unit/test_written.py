"""Files as the texts that stand in them."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import openpyxl
import pandas as pd
import pytest

from pipeline.formats.written import list_written


def texts(path):
    """Return place -> texts of a file."""
    found = {}
    for place, text in list_written(path):
        found.setdefault(place, []).append(text)
    return found


def test_a_table_gives_its_name_its_columns_and_their_distinct_words(tmp_path):
    """Numbers, vectors and hashes hold no names."""
    path = tmp_path / "turns.parquet"
    table = pd.DataFrame({"text": ["a", "a", None], "n": [1, 2, 3], "text_sha256": ["x", "y", "z"], "is_x": [True] * 3})
    table.to_parquet(path)
    assert texts(path) == {
        "its name": ["turns"],
        "the names of its columns": ["text\nn\ntext_sha256\nis_x"],
        "column text": ["a"],
    }


def test_a_page_gives_its_words_and_values_line_by_line_without_its_pictures(tmp_path):
    """Tags part words; titles and comments count; paths and embedded pictures do not."""
    path = tmp_path / "page.html"
    path.write_text(
        '<p class="x">Mar&iacute;a</p>\n<img src="data:image/png;base64,QUFB" alt="of Ann"\n>'
        '<path d="M 1 Bo"/><!-- Cy -->',
        encoding="utf-8",
    )
    found = texts(path)
    assert found["line 1"][0].split() == ["Mar\u00eda"]
    assert found["line 2"][0].split() == ["of", "Ann"]
    assert found["line 3"][0].split() == ["<!--", "Cy", "-->"]


@pytest.mark.parametrize("name", ["a.csv", "a.md", "a.json"])
def test_a_text_gives_its_lines(tmp_path, name):
    """Whatever is no markup is read as it is."""
    path = tmp_path / name
    path.write_text("one <b>\ntwo", encoding="utf-8")
    assert texts(path) == {"its name": ["a"], "line 1": ["one <b>"], "line 2": ["two"]}


def test_a_notebook_gives_its_cells_and_outputs(tmp_path):
    """Words in outputs and tracebacks count, pictures do not."""
    path = tmp_path / "a.ipynb"
    outputs = [
        {"data": {"text/plain": ["Ma", "ria"], "image/png": "QUFB"}, "name": "stdout"},
        {"traceback": ["Bo\n"], "text": "data:image/png;base64,QUFB x"},
    ]
    cells = [{"source": ["a", "b"], "outputs": outputs}, {"source": "c"}]
    path.write_text(json.dumps({"cells": cells, "metadata": {"authors": "Cy"}}), encoding="utf-8")
    found = texts(path)
    assert found["its metadata"] == ['{"authors": "Cy"}']
    assert found["cell 1"] == ["ab"]
    assert found["cell 2"] == ["c"]
    assert {"Maria", "stdout", "Bo\n", " x"} <= set(found["output of cell 1"])
    assert "QUFB" not in str(found)


def test_a_workbook_gives_its_cells_and_its_properties(tmp_path):
    """Who made a file is said inside it."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "Maria"
    book.active.title = "Of Ann"
    book.properties.creator = "Bo Oak"
    book.save(path)
    found = str(texts(path))
    assert all(name in found for name in ("Maria", "Of Ann", "Bo Oak"))


def test_a_document_gives_its_words_and_its_properties(tmp_path):
    """A name that is cut into runs is whole again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:p><w:r>Ma</w:r></w:p><w:p>ria</w:p>")
        archive.writestr("docProps/core.xml", "<dc:creator>Bo</dc:creator>")
        archive.writestr("word/media/a.png", "Cy")
    (tmp_path / "a.docx").write_bytes(packed.getvalue())
    found = texts(tmp_path / "a.docx")
    assert found["its part word/document.xml"][0].split() == ["Ma", "ria"]
    assert found["its part docProps/core.xml"][0].split() == ["Bo"]
    assert "Cy" not in str(found)


def test_a_picture_gives_the_texts_beside_it(tmp_path):
    """The metadata of a PNG are read, the picture is not."""
    chunks = [(b"IHDR", b"Cy"), (b"tEXt", b"Author\x00Bo"), (b"IEND", b"")]
    body = b"".join(struct.pack(">I4s", len(data), kind) + data + b"\0\0\0\0" for kind, data in chunks)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    assert texts(tmp_path / "a.png")["the text beside the picture"] == ["Author\x00Bo"]
    assert "Cy" not in str(texts(tmp_path / "a.png"))


def test_of_other_files_only_the_name_is_read(tmp_path):
    """A font has no words."""
    (tmp_path / "maria.woff2").write_bytes(b"Bo")
    assert texts(tmp_path / "maria.woff2") == {"its name": ["maria"]}
