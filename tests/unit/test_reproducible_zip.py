"""Office files without the clock."""

from __future__ import annotations

import io
import zipfile

from pipeline.formats.reproducible_zip import remove_clock

CORE = '<a><dcterms:created xsi:type="t">{0}</dcterms:created><dcterms:modified>{0}</dcterms:modified></a>'


def _archive(moment, when):
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr(zipfile.ZipInfo("docProps/core.xml", when), CORE.format(moment))
        archive.writestr(zipfile.ZipInfo("word.xml", when), "2001-01-01: <dcterms:created>kept</dcterms:created>")
    return saved.getvalue()


def test_two_files_made_at_different_moments_become_the_same_bytes():
    """The moment of writing is the only difference, and it goes."""
    first = _archive("2024-01-01T10:00:00Z", (2024, 1, 1, 10, 0, 0))
    second = _archive("2025-06-07T11:12:13Z", (2025, 6, 7, 11, 12, 12))
    assert first != second
    assert remove_clock(first) == remove_clock(second)


def test_only_the_moments_change():
    """Members keep their order and content; the same call again changes nothing."""
    cleaned = remove_clock(_archive("2024-01-01T10:00:00Z", (2024, 1, 1, 10, 0, 0)))
    with zipfile.ZipFile(io.BytesIO(cleaned)) as archive:
        assert archive.namelist() == ["docProps/core.xml", "word.xml"]
        assert archive.read("word.xml") == b"2001-01-01: <dcterms:created>kept</dcterms:created>"
        assert archive.read("docProps/core.xml").decode() == CORE.format("2000-01-01T00:00:00Z")
    assert remove_clock(cleaned) == cleaned
