"""OpenDocument, PDF, RTF and speech-to-text files made for tests, byte by byte where no library writes them."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    "office": f"{_ODF}:office:1.0",
    "text": f"{_ODF}:text:1.0",
    "table": f"{_ODF}:table:1.0",
    "draw": f"{_ODF}:drawing:1.0",
    "style": f"{_ODF}:style:1.0",
    "fo": f"{_ODF}:xsl-fo-compatible:1.0",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_BOLD = (
    '<office:automatic-styles><style:style style:name="B" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
)


def make_zip(parts):
    """Return the bytes of a zip with `parts`: name -> text or bytes."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def make_odt(inside, **parts):
    """Return the bytes of an OpenDocument text with `inside` as its body, and other `parts` (a __ stands for a dot)."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_DECLARED}>{_BOLD}'
        f"<office:body><office:text>{inside}</office:text></office:body></office:document-content>"
    )
    others = {name.replace("__", "."): part for name, part in parts.items()}
    return make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **others})


def make_odt_styles(inside):
    """Return the styles part of an OpenDocument text with `inside` in its master page."""
    master = f"<office:master-styles>{inside}</office:master-styles>"
    return f"<office:document-styles {_DECLARED}>{master}</office:document-styles>"


def make_pdf(pages, *, picture=False, password=None):
    """Return the bytes of a PDF whose `pages` are lists of lines; with a `picture` on each page, locked if asked."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject(key): NameObject(value)
            for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/Encoding", "/WinAnsiEncoding"))
        }
        | {NameObject("/BaseFont"): NameObject("/Courier")}
    )
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        resources = {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        if picture:
            image = StreamObject()
            image.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image")})
            image.update({NameObject("/Width"): NumberObject(1), NameObject("/Height"): NumberObject(1)})
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(image)})
        page[NameObject("/Resources")] = DictionaryObject(resources)
        stream = StreamObject()
        stream._data = _page_stream(lines)
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    data = BytesIO()
    writer.write(data)
    assert len(PdfReader(BytesIO(data.getvalue())).pages if not password else pages) == len(pages)
    return data.getvalue()


def _page_stream(lines):
    written = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]
    shown = "\n".join(f"({line}) Tj 0 -14 Td" for line in written)
    return f"BT /F1 10 Tf 40 750 Td\n{shown}\nET".encode("latin-1")


def make_rtf(inside):
    """Return the bytes of an RTF document with `inside` as its body."""
    return rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}\f0 " + inside.encode("ascii") + b"}"


def make_json(value):
    """Return the bytes of `value` as JSON."""
    return json.dumps(value).encode()
