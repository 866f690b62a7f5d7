"""Files as they were written, as the texts that stand in them: what the gate reads before anything is let out."""

from __future__ import annotations

import html
import io
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

Written = tuple[str, str]
"""Where in a file a text stands (a column, a line, a part), and the text."""

_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,\s*[\w+/=]*(?:\s+[\w+/=]{60,})*(?:\s+[\w+/=]+(?=\"))?")
_DRAWN = re.compile(r"\b(?:d|points|transform|viewBox)=\"[^\"]*\"")
_CUT = "\x1f"
_VALUE = re.compile(r"\b(?:title|alt|content|href|aria-label|data-[\w-]+|id|name)=\"([^\"]*)\"")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?>")
_NO_WORDS = ("sha256", "vector")
_MARKUP = {".html", ".svg", ".xml", ".rels"}
_TEXTS = {".csv", ".md", ".txt", ".tex", ".json", ".toml"}
_ZIPPED = {".xlsx", ".docx", ".zip"}
_PNG_TEXTS = {b"tEXt", b"iTXt", b"zTXt", b"eXIf"}
_ENTRY = 8
COLUMN = "column "


def list_written(path: Path) -> Iterator[Written]:
    """Yield every text in the file at `path`, with where it stands, and first the file's own name.

    Parquet gives its columns' names and distinct words, workbooks and documents their parts with the properties,
    notebooks their cells and outputs, PNG pictures the texts beside the picture, other files their lines. Pictures
    and fonts inside a page are passed over.
    """
    yield "its name", path.stem
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from _list_columns(path)
    elif suffix == ".ipynb":
        yield from _list_cells(path)
    elif suffix == ".png":
        yield from _list_labels(path.read_bytes())
    elif suffix in _ZIPPED:
        yield from _list_parts(path.read_bytes())
    elif suffix in _MARKUP | _TEXTS:
        yield from _list_lines(path.read_bytes(), is_markup=suffix in _MARKUP)


def _list_columns(path: Path) -> Iterator[Written]:
    table = pd.read_parquet(path)
    yield "the names of its columns", "\n".join(map(str, table.columns))
    for name in table.columns:
        if not str(name).endswith(_NO_WORDS) and not pd.api.types.is_numeric_dtype(table[name]):
            for value in table[name].dropna().unique():
                yield f"{COLUMN}{name}", str(value)


def _list_cells(path: Path) -> Iterator[Written]:
    notebook = json.loads(path.read_bytes())
    yield "its metadata", json.dumps(notebook.get("metadata", {}), ensure_ascii=False)
    for number, cell in enumerate(notebook.get("cells", []), start=1):
        yield f"cell {number}", _EMBEDDED.sub("", "".join(cell.get("source", [])))
        for text in _list_strings(cell.get("outputs", [])):
            yield f"output of cell {number}", text


def _list_strings(value: object) -> Iterator[str]:
    """Yield the strings of a notebook's outputs, the lines of one text together, without its pictures."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from () if str(name).startswith("image/") else _list_strings(inside)
    elif isinstance(value, list):
        yield _EMBEDDED.sub("", "".join(part for part in value if isinstance(part, str)))
        for inside in value:
            yield from () if isinstance(inside, str) else _list_strings(inside)
    elif isinstance(value, str):
        yield _EMBEDDED.sub("", value)


def _list_labels(data: bytes) -> Iterator[Written]:
    at = _ENTRY
    while at + _ENTRY <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + _ENTRY])
        if kind in _PNG_TEXTS:
            yield "the text beside the picture", data[at + _ENTRY : at + _ENTRY + length].decode("utf-8", "replace")
        at += length + _ENTRY + 4


def _list_parts(data: bytes) -> Iterator[Written]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels", ".txt")):
                text = re.sub(r"</(?:\w+:)?(?:p|si|row|t)>", " ", archive.read(part).decode("utf-8", "replace"))
                yield f"its part {part}", html.unescape(_TAG.sub(" ", text) + " " + " ".join(_list_values(text)))


def _list_values(markup: str) -> list[str]:
    return re.findall(r"\b(?:name|title|descr|author|text)=\"([^\"]*)\"", markup)


def _list_lines(data: bytes, *, is_markup: bool) -> Iterator[Written]:
    text = data.decode("utf-8", "replace")
    if is_markup:
        marked = _TAG.sub(_keep_values, _DRAWN.sub("", _EMBEDDED.sub("", text)))
        text = html.unescape(marked)
    for number, line in enumerate(text.split("\n"), start=1):
        yield f"line {number}", line.replace(_CUT, "\n")


def _keep_values(tag: re.Match[str]) -> str:
    """What stays of a tag: its values, each on a line of its own, and the line ends within it."""
    values = _VALUE.findall(tag.group())
    return _CUT + "".join(value.replace("\n", " ") + _CUT for value in values) + "\n" * tag.group().count("\n")
