"""Zipped documents (DOCX, ODT, XLSX) opened with care: none unpacks to more than memory holds or expands entities."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pipeline.errors import SourceError
from pipeline.formats.encodings import DAMAGED

Element = Any
"""An element of an XML or HTML tree (lxml publishes no types)."""

MOST_TEXT = 64 * 2**20
MOST_BYTES = 2**30
_XML = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LOCKED = 0x1
_MEBIBYTE = 2**20


def list_parts(data: bytes, name: str) -> list[str]:
    """Return the names of the parts of a zipped document, sorted.

    Raises:
        SourceError: the zip is damaged, locked with a password, or unpacks to more than a document holds.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except DAMAGED:
        raise damaged(name) from None
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise SourceError(f"'{name}' has a password", where=name, fix="save it without a password")
    check_size(data, name)
    return sorted(entry.filename for entry in entries)


def check_size(data: bytes, name: str) -> None:
    """Check that a zipped document unpacks to no more than a document holds; one that is damaged passes.

    Raises:
        SourceError: it would fill the memory.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except DAMAGED:
        return
    if size > MOST_BYTES:
        raise _too_large(name, MOST_BYTES)


def read_parts(data: bytes, name: str, wanted: str) -> dict[str, bytes]:
    """Return the XML parts of a zipped document whose names match the pattern `wanted`, in order of their names.

    Raises:
        SourceError: as `list_parts`; or the document's XML is larger than any transcript's, or declares entities, which
            no program that writes documents does.
    """
    pattern = re.compile(wanted)
    names = [part for part in list_parts(data, name) if pattern.fullmatch(part)]
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            texts = [entry.file_size for entry in archive.infolist() if _XML.fullmatch(entry.filename)]
            if sum(texts) > MOST_TEXT:
                raise _too_large(name, MOST_TEXT)
            parts = {part: archive.read(part) for part in names}
    except DAMAGED:
        raise damaged(name) from None
    if any(_ENTITY.search(part) for part in parts.values()):
        raise SourceError(
            f"'{name}' declares XML entities, which documents never do and attacks on computers do",
            where=name,
            fix="ask where the file comes from; if it is sound, open it and save it again",
        )
    return parts


def parse_xml(part: bytes, name: str) -> Element:
    """Return the root of a part's XML; nothing outside the file is read and no entity expanded.

    Raises:
        SourceError: the XML is damaged.
    """
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml publishes no types

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(part, parser)
    except DAMAGED:
        raise damaged(name) from None
    return root


def find_part(parts: Mapping[str, bytes], part: str, name: str) -> bytes:
    """Return one of the parts that were read.

    Raises:
        SourceError: it is not there, so the document is damaged.
    """
    if part not in parts:
        raise damaged(name)
    return parts[part]


def damaged(name: str) -> SourceError:
    """Return the error for a document that cannot be read."""
    return SourceError(
        f"'{name}' is damaged or not the kind of document it seems to be",
        where=name,
        fix="open it in the program that made it and save it again; if that fails, copy it again from where it was",
    )


def _too_large(name: str, limit: int) -> SourceError:
    return SourceError(
        f"'{name}' unpacks to more than {limit // _MEBIBYTE} MB, which no transcript needs",
        where=name,
        fix="ask where the file comes from; if it is sound, take out its pictures or save it as text",
    )
