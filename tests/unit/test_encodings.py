"""Bytes to text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.encodings import decode, find_content, find_guess_notice, normalise

ENGLISH = "“It’s a café thing” – she said… The naïve view, isn’t it?\n"
FRENCH = "Je pense que c'était très intéressant, l'élève a été déçu de la façon.\n" * 2
GERMAN = "Die Gruppe war für mich sehr schön, größer und bunter, über die Maßen.\n" * 2
POLISH = "Myślę, że było bardzo dobrze, dziękuję. Źródło wsparcia było łatwo dostępne.\n" * 2
RUSSIAN = "Я думаю, что это было очень полезно для меня.\n" * 3
JAPANESE = "とても役に立ったと思います。感謝しています。\n" * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac_roman"),
        ("so it\u2019s fine\n", "cp1252"),
        ("so it\u2019s fine\n", "mac_roman"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (GERMAN, "cp1252"),
        (GERMAN, "mac_roman"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "cp932"),
    ],
)
def test_a_file_that_is_not_utf8_is_read_as_what_fits_its_characters(text, encoding):
    """Windows, old Mac and other encodings are told apart by what their characters would mean."""
    decoded = decode(text.encode(encoding), "a.txt")
    assert decoded.text == text
    assert decoded.is_guess
    assert [notice.where for notice in find_guess_notice(decoded, "a.txt")] == ["a.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf8_and_byte_order_marks_are_no_guess(encoding):
    """A mark or valid UTF-8 decides alone; the mark is no character of the text."""
    decoded = decode(RUSSIAN.encode(encoding), "a.txt")
    assert decoded.text == RUSSIAN
    assert not decoded.is_guess
    assert list(find_guess_notice(decoded, "a.txt")) == []


def test_the_settings_decide_over_the_evidence():
    """A named encoding is used whatever the bytes look like, even one that the evidence calls binary."""
    assert decode("caf\u00e9".encode("mac_roman"), "a.txt", "mac_roman").text == "caf\u00e9"
    assert decode("caf\u00e9".encode("utf-16-le"), "a.txt", "utf-16-le").text == "caf\u00e9"


@pytest.mark.parametrize("encoding", ["utf-8", "no-such-encoding"])
def test_a_named_encoding_that_does_not_fit_is_a_problem(encoding):
    """Nothing is replaced by question marks."""
    with pytest.raises(SourceError, match=f"cannot be read as {encoding}") as caught:
        decode(b"caf\xe9", "a.txt", encoding)
    assert "cp1252" in caught.value.problems[0].fix


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04...", "zipped document"),
        (b"\xd0\xcf\x11\xe0...", "old or password-protected"),
        (b"{\\rtf1 hello}", "an RTF document"),
        (b"RIFF....WAVE", "a sound recording"),
        (b"a\x00b", "not a text file"),
    ],
)
def test_what_is_no_text_is_named(data, message):
    """The error says what the file is and what to do, and holds none of it."""
    with pytest.raises(SourceError, match=message) as caught:
        decode(data, "a.txt")
    assert caught.value.problems[0].fix


def test_content_is_told_by_the_first_bytes():
    """Text is text, also in wide characters with a mark."""
    assert find_content(b"hello") == "text"
    assert find_content("hello".encode("utf-16")) == "text"


def test_line_ends_marks_and_accents_are_normalised_and_counted():
    """CRLF and CR become LF, a mark inside goes, an accent written apart joins its letter; the costs are counted."""
    decoded = normalise("\ufeffa\r\nb\rc\nCafe\u0301", "UTF-8")
    assert decoded.text == "a\nb\nc\nCaf\u00e9"
    assert decoded.fates == {"byte order mark": (1, 1), "line end": (1, 1), "composed accent": (1, 1)}


@given(st.text())
def test_normalising_loses_no_character_uncounted(text):
    """What is read and what is counted sum to what the file holds, and accents never make a text longer."""
    decoded = normalise(text, "UTF-8")
    unified = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert len(decoded.text) + sum(n for n, _ in decoded.fates.values()) == len(text)
    assert unicodedata.normalize("NFC", decoded.text) == unicodedata.normalize("NFC", unified)


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_problem(data):
    """No file, whatever it holds, ends in a traceback."""
    try:
        outcome = decode(data, "a.txt").text
    except SourceError as error:
        outcome = error.problems[0].where
    assert isinstance(outcome, str)
