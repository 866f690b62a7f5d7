"""Zipped documents opened with care."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.formats import zipped
from pipeline.formats.zipped import damaged, find_part, list_parts, parse_xml, read_parts
from tests.support.text_documents import make_zip


def test_parts_are_listed_and_read_by_their_names():
    """Only the parts that are asked for are unpacked."""
    data = make_zip({"b.xml": "<b/>", "a.xml": "<a/>", "c.png": b"\x00"})
    assert list_parts(data, "a.docx") == ["a.xml", "b.xml", "c.png"]
    assert read_parts(data, "a.docx", r"a\.xml") == {"a.xml": b"<a/>"}


def test_a_document_that_unpacks_to_more_than_memory_holds_is_refused_unread(monkeypatch):
    """A zip bomb is known by what it declares, before anything is unpacked."""
    data = make_zip({"a.xml": " " * 5000, "b.png": bytes(5000)})
    monkeypatch.setattr(zipped, "MOST_TEXT", 4000)
    with pytest.raises(SourceError, match="unpacks to more than 0 MB"):
        read_parts(data, "a.docx", ".*")
    monkeypatch.setattr(zipped, "MOST_BYTES", 9000)
    with pytest.raises(SourceError, match="unpacks to more than"):
        list_parts(data, "a.docx")


def test_a_part_that_declares_entities_is_refused():
    """Neither an entity that grows nor one that names another file gets as far as a parser."""
    data = make_zip({"a.xml": '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><r>&a;</r>'})
    with pytest.raises(SourceError, match="declares XML entities"):
        read_parts(data, "a.docx", ".*")


def test_a_locked_part_is_told_as_a_password():
    """A zip with a password says so instead of failing to unpack."""
    data = bytearray(make_zip({"a.xml": "<a/>"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError, match="has a password"):
        list_parts(bytes(data), "a.docx")


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"PK\x05\x06" + bytes(7)])
def test_a_broken_zip_is_told_as_damaged(data):
    """What is cut off has no list of parts."""
    with pytest.raises(SourceError, match="damaged"):
        list_parts(data, "a.docx")


def test_a_part_whose_bytes_changed_is_told_as_damaged():
    """The checksum of a part counts."""
    data = bytearray(make_zip({"a.xml": "<a>" + "abc" * 50 + "</a>"}))
    data[45] ^= 255
    with pytest.raises(SourceError, match="damaged"):
        read_parts(bytes(data), "a.docx", ".*")


def test_xml_is_read_without_comments_and_broken_xml_is_told():
    """Comments and instructions are no content; a missing end is damage."""
    assert [child.tag for child in parse_xml(b"<a><!-- b --><?c d?><e/></a>", "x")] == ["e"]
    with pytest.raises(SourceError, match="damaged"):
        parse_xml(b"<a><b></a>", "x")


def test_a_part_that_is_missing_is_damage():
    """A document without its main part cannot be read."""
    assert find_part({"a": b"b"}, "a", "x") == b"b"
    with pytest.raises(SourceError, match="damaged"):
        find_part({}, "a", "x")
    assert damaged("x").problems[0].fix
