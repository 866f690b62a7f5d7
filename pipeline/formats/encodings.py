"""Bytes to text: what a file holds, and which encoding it was saved in, decided by evidence."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import Problem, SourceError
from pipeline.methods.text.passages import Fates

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (ZIP, "a zipped document such as DOCX, XLSX or ODT"),
    (OLD_OFFICE, "an old or password-protected Office file"),
    (b"{\\rtf", "an RTF document"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"RIFF", "a sound recording"),
)
# Anything that the readers of zipped documents raise for one that is damaged, locked or of another kind.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
_SAMPLE = 60_000
_RARE = 0.05
_TYPOGRAPHY = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00a0\u00a3\u20ac\u00bd"
# Capitals inside a word, or a symbol that prose hardly holds: what Windows text looks like read as Mac, and vice versa.
_MISFIT = re.compile(
    r"[a-z](?=[^\x00-\x7f])[^\W\d_a-z\u00df-\u00ff]"
    r"|[\u2020\u2021\u00a4\u00a6\u02c6\u02dc\u00af\u2260\u221e]"
    r"|[\u00c0-\u00ff\u0178](?=[A-Z][a-z])"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with LF line ends and composed accents, how it was read, and the characters that cost, by fate."""

    text: str
    encoding: str
    is_guess: bool
    fates: Fates


def find_content(data: bytes) -> str:
    """Return what `data` is by its first bytes: 'text', 'nothing', 'unreadable', or what kind of document."""
    if not data.strip():
        return "nothing"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    wide = data.startswith(tuple(mark for mark, _ in _MARKS))
    return "unreadable" if b"\x00" in data and not wide else "text"


def decode(data: bytes, name: str, encoding: str = "") -> Decoded:
    """Return the text of a file, decoded by the evidence: `encoding` if given, else a mark, UTF-8, or the best guess.

    Args:
        data: the file's bytes.
        name: what messages call the file.
        encoding: what the settings say; empty to decide by the bytes.

    Raises:
        SourceError: the file holds no text, is another kind of document, or cannot be read in the encoding.
    """
    content = find_content(data)
    if content != "text" and not (encoding and content == "unreadable"):
        raise _not_text(content, name)
    chosen, is_guess = (encoding, False) if encoding else _find_encoding(data)
    try:
        raw = data.decode(chosen)
    except (UnicodeDecodeError, LookupError):
        raise SourceError(
            f"'{name}' cannot be read as {chosen or 'text in any known encoding'}",
            where=name,
            fix='save it as UTF-8, or name its encoding in study.toml, as in `encoding = "cp1252"`',
        ) from None
    return normalise(raw, "UTF-8" if chosen == "utf-8-sig" else chosen, is_guess=is_guess)


def _not_text(content: str, name: str) -> SourceError:
    if content == "nothing":
        return SourceError(f"'{name}' is empty", where=name, fix="export it again, or take it out of study.toml")
    return SourceError(
        f"'{name}' is {content}, not text" if content != "unreadable" else f"'{name}' is not a text file",
        where=name,
        fix="export the transcript as TXT, Markdown, DOCX, VTT or SRT, a table as CSV or XLSX",
    )


def normalise(raw: str, encoding: str, *, is_guess: bool = False) -> Decoded:
    """Return `raw` with LF line ends, without byte order mark and with accents composed (NFC)."""
    bare = raw.lstrip("\ufeff")
    text = bare.replace("\r\n", "\n")
    n_line_ends = len(bare) - len(text)
    text = text.replace("\r", "\n")
    composed = unicodedata.normalize("NFC", text)
    composed = composed if len(composed) <= len(text) else text
    lost = {
        "byte order mark": len(raw) - len(bare),
        "line end": n_line_ends,
        "composed accent": len(text) - len(composed),
    }
    return Decoded(composed, encoding, is_guess, {fate: (n, n) for fate, n in lost.items() if n})


def find_guess_notice(decoded: Decoded, name: str) -> Iterator[Problem]:
    """Find out whether the encoding of the file `name` was guessed, which the researcher should know."""
    if decoded.is_guess:
        yield Problem(
            f"'{name}' is not UTF-8; it was read as {decoded.encoding}, which fits its characters best",
            where=name,
            fix='if accents or quotation marks look wrong, name the encoding in [[sources]]: `encoding = "cp1250"`',
        )


def _find_encoding(data: bytes) -> tuple[str, bool]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess_encoding(data), True
    return "utf-8", False


def _guess_encoding(data: bytes) -> str:
    """Return cp1252 or mac_roman for a Western text, else what charset-normalizer finds most likely."""
    sample = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    misfits = dict(_count_misfits(sample))
    western = min(misfits, key=lambda encoding: misfits[encoding]) if misfits else ""
    if western and _is_plainly_western(sample, western):
        return western
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample))
    possible = {encoding for match in matches for encoding in match.could_be_from_charset}
    best = matches[0].encoding if matches else ""
    is_western = not matches or "cp1252" in possible or best.startswith("mac")
    return western if western and is_western else best


def _count_misfits(sample: bytes) -> Iterator[tuple[str, int]]:
    for encoding in ("cp1252", "mac_roman"):
        try:
            yield encoding, len(_MISFIT.findall(sample.decode(encoding)))
        except UnicodeDecodeError:
            continue


def _is_plainly_western(sample: bytes, encoding: str) -> bool:
    """Return whether all that is not ASCII is typography, or so rare that the text is written in Latin letters."""
    foreign = [char for char in sample.decode(encoding) if not char.isascii()]
    return all(char in _TYPOGRAPHY for char in foreign) or len(foreign) < _RARE * len(sample)
