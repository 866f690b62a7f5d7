"""Bytes to text: what a file holds, and which encoding it was saved in, decided by evidence."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.errors import Problem, SourceError
from pipeline.methods.text.collected import place
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
_MIXED = "UTF-8 and cp1252"
_SAMPLE = 60_000
_RARE = 0.05
_MOST = 0.5
_ONE_SIDE = 0.95
_WIDE = 0.03
_TYPOGRAPHY = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00a0\u00a3\u20ac\u00bd"
# Capitals inside a word, or a symbol that prose hardly holds: what Windows text looks like read as Mac, and vice versa.
_MISFIT = re.compile(
    r"[a-z](?=[^\x00-\x7f])[^\W\d_a-z\u00df-\u00ff]"
    r"|[\u2020\u2021\u00a4\u00a6\u02c6\u02dc\u00af\u2260\u221e]"
    r"|[\u00c0-\u00ff\u0178](?=[A-Z][a-z])"
)
# What nobody sees and nobody typed: it would part words that belong together, or hide one from a search. Joiners that
# letters or emoji need (U+200C, U+200D) and marks of direction stay.
_UNSEEN = {
    "soft hyphen": re.compile("\u00ad+"),
    "zero-width character": re.compile("[\u200b\u2060\ufeff]+"),
    "control character": re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+"),
}
_UNSEEN_ANY = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_ODD_SPACE = re.compile("[\u00a0\u2007\u202f\x0b\x0c]")
_MISTAKEN = re.compile("\u00e2\u20ac[\u2122\u02dc\u0153\u00a6\u201c\u201d]|[\u00c2\u00c3][\u0080-\u00bf]")
_LOST = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text as `normalise` writes it, how it was read, and the characters that cost, by fate.

    `odd_lines` are the lines of a UTF-8 file that are not UTF-8 and were read as cp1252.
    """

    text: str
    encoding: str
    is_guess: bool
    fates: Fates
    odd_lines: tuple[int, ...] = ()


def find_content(data: bytes) -> str:
    """Return what `data` is by its first bytes: 'text', 'nothing', 'unreadable', or what kind of document."""
    if not data.strip():
        return "nothing"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    wide = data.startswith(tuple(mark for mark, _ in _MARKS)) or _find_wide(data)
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
    if chosen == _MIXED:
        raw, odd_lines = _decode_mixed(data)
        return replace(normalise(raw, "UTF-8", is_guess=True), odd_lines=odd_lines)
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
    """Return `raw` as the same words are written everywhere, with the characters that cost.

    Line ends are LF, accents composed (NFC), spaces that do not break and page breaks plain spaces; a byte order mark,
    soft hyphens, zero-width and control characters are taken out. Quotation marks stay as they were typed.
    """
    raw = raw if _SURROGATE.search(raw) is None else join_surrogates(raw)
    bare = raw.lstrip("\ufeff")
    text = bare.replace("\r\n", "\n")
    lost = {"byte order mark": len(raw) - len(bare), "line end": len(bare) - len(text)}
    text = text.replace("\r", "\n")
    text, unseen = take_out_unseen(text)
    composed = unicodedata.normalize("NFC", text)
    composed = composed if len(composed) <= len(text) else text
    lost |= {"composed accent": len(text) - len(composed)}
    return Decoded(composed, encoding, is_guess, {**{fate: (n, n) for fate, n in lost.items() if n}, **unseen})


def join_surrogates(text: str) -> str:
    """Return `text` with halves of a character, as RTF and JSON write emoji, put together; a lone half is U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def take_out_unseen(text: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return `text` without characters that nobody sees, odd spaces made plain, and what went: fate -> (n, places)."""
    gone: dict[str, tuple[int, int]] = {}
    if _UNSEEN_ANY.search(text):
        for fate, pattern in _UNSEEN.items():
            shorter, places = pattern.subn("", text)
            gone |= {fate: (len(text) - len(shorter), places)} if places else {}
            text = shorter
    return _ODD_SPACE.sub(" ", text), gone


def find_guess_notice(decoded: Decoded, name: str) -> Iterator[Problem]:
    """Find what the researcher should know of how the file `name` was decoded: a guess, a mixture, damage from before.

    The damage is that of programs which had read the text in a wrong encoding before it came here.
    """
    if decoded.odd_lines:
        yield Problem(
            f"{len(decoded.odd_lines)} line(s) of '{name}' are not UTF-8 as the rest is; they were read as cp1252",
            where=place(name, decoded.odd_lines),
            fix="if accents or quotation marks look wrong there, export the file again as UTF-8",
        )
    elif decoded.is_guess:
        yield Problem(
            f"'{name}' is not UTF-8; it was read as {decoded.encoding}, which fits its characters best",
            where=name,
            fix='if accents or quotation marks look wrong, name the encoding in [[sources]]: `encoding = "cp1250"`',
        )
    damaged = len(_MISTAKEN.findall(decoded.text))
    if damaged > 1 or _LOST in decoded.text:
        yield Problem(
            f"{damaged + decoded.text.count(_LOST)} character(s) of '{name}' were spoilt before the file came here",
            where=place(name, _list_spoilt(decoded.text)),
            fix="another program read the text in a wrong encoding (an apostrophe is three odd characters, or a"
            " question mark in a diamond); export it again from where it was collected",
        )


def _list_spoilt(text: str) -> Iterator[int]:
    for number, line in enumerate(text.split("\n"), start=1):
        if _LOST in line or _MISTAKEN.search(line):
            yield number


def _find_encoding(data: bytes) -> tuple[str, bool]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, False
    if wide := _find_wide(data):
        return wide, True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return (_MIXED if _is_mostly_utf8(data) else _guess_encoding(data)), True
    return "utf-8", False


def _find_wide(data: bytes) -> str:
    """Return utf-16-le or utf-16-be where zero bytes stand on one side of each pair and the pairs are characters."""
    zeros = data[:_SAMPLE].count(b"\x00")
    after = data[1:_SAMPLE:2].count(b"\x00")
    if len(data) % 2 or zeros < max(_WIDE * min(len(data), _SAMPLE), 2):
        return ""
    encoding = {True: "utf-16-le", False: "utf-16-be"}[after > zeros - after]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    plain = max(after, zeros - after) >= _ONE_SIDE * zeros and not _UNSEEN["control character"].search(text)
    return encoding if plain else ""


def _is_mostly_utf8(data: bytes) -> bool:
    """Return whether most of the lines that are not ASCII are UTF-8: a few pasted from elsewhere do not change that."""
    foreign = [line for line in data.splitlines() if not line.isascii()]
    return sum(map(_is_utf8, foreign)) > _MOST * len(foreign)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_mixed(data: bytes) -> tuple[str, tuple[int, ...]]:
    lines = data.splitlines(keepends=True)
    sound = [_is_utf8(line) for line in lines]
    text = "".join(line.decode("utf-8" if ok else "cp1252", "replace") for line, ok in zip(lines, sound, strict=True))
    return text, tuple(number for number, ok in enumerate(sound, start=1) if not ok)


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
