"""PDF: lines of text pages joined to paragraphs, without what is printed on every page; scans are refused."""

from __future__ import annotations

import logging
import re
import struct
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pipeline.errors import Problem, SourceError
from pipeline.formats.encodings import DAMAGED
from pipeline.formats.transcripts.page_lines import join_lines, take_out_number_columns, take_out_page_furniture
from pipeline.formats.transcripts.paragraphs import Document, Paragraph, take_out_line_numbers
from pipeline.formats.zipped import damaged
from pipeline.methods.text.collected import place
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import add_fates

_BROKEN = (*DAMAGED, ArithmeticError, AssertionError, MemoryError, struct.error)
_FEW = 40
_SPACES = re.compile(r"[ \t\u00a0]+")


def read_pdf(data: bytes, name: str, labels: KnownLabels | None) -> Document:
    """Return the paragraphs of a PDF's text pages, each with the number of its page.

    Headers, footers and page numbers, known by their place and by coming back on other pages, are counted and left
    out. A line that ends where the page does goes on in the next; a label opens a paragraph.

    Args:
        data: the file's bytes.
        name: what messages call the file.
        labels: what is known of the speakers; None for a text nobody speaks in.

    Raises:
        SourceError: the PDF is damaged, locked with a password, or a scan without text.
    """
    pages = _read_pages(data, name)
    empty = [page.number for page in pages if page.n_letters < _FEW and page.has_picture]
    if sum(page.n_letters for page in pages) < _FEW * max(1, len(empty)):
        raise SourceError(
            f"'{name}' holds pictures of pages, not text" if empty else f"'{name}' holds hardly any text",
            where=name,
            fix="have the scan read by a text recognition program (OCR), proof-read it and save it as DOCX or TXT",
        )
    without_columns, columns = take_out_number_columns([page.lines for page in pages])
    body, furniture = take_out_page_furniture(without_columns)
    lines = [
        Paragraph(line, number=page.number) for page, kept in zip(pages, body, strict=True) for line in kept if line
    ]
    bare, numbers = take_out_line_numbers(lines)
    paragraphs, hyphens = join_lines(bare, labels)
    beside = add_fates([columns, furniture, numbers, hyphens])
    return Document(tuple(paragraphs), beside, f"PDF, {len(pages)} page(s)", tuple(_tell_of_pictures(empty, name)))


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as read: its number, its lines, how many letters they have, and whether there is a picture on it."""

    number: int
    lines: Sequence[str]
    n_letters: int
    has_picture: bool


def _read_pages(data: bytes, name: str) -> list[_Page]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        with _silent():
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise _locked(name)
            return [_read_page(number, page) for number, page in enumerate(reader.pages, start=1)]
    except SourceError:
        raise
    except DependencyError:
        raise _locked(name) from None
    except (*_BROKEN, PyPdfError):
        raise damaged(name) from None


def _read_page(number: int, page: Any) -> _Page:
    text = page.extract_text()
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    n_letters = sum(map(str.isalpha, text))
    return _Page(number, lines, n_letters, n_letters < _FEW and _has_picture(page))


def _has_picture(page: Any) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    inside = objects.get_object().values() if objects is not None else ()
    return any(entry.get_object().get("/Subtype") == "/Image" for entry in inside)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the library from writing to the screen what it makes of a damaged file."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _locked(name: str) -> SourceError:
    return SourceError(
        f"'{name}' is locked with a password",
        where=name,
        fix="open it with the password and print it to a new PDF, or ask for the document that it was made from",
    )


def _tell_of_pictures(empty: Collection[int], name: str) -> Iterator[Problem]:
    if empty:
        yield Problem(
            f"{len(empty)} page(s) of '{name}' are pictures without text; nothing of them was read",
            where=place(name, empty),
            fix="have these pages read by a text recognition program (OCR)",
        )
