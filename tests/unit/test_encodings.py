"""Bytes to text."""

from __future__ import annotations

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
        (b"\x00\x01\x02\x00\x00\x03" * 9, "not a text file"),
        ("so\x01 it is".encode("utf-16-le"), "not a text file"),
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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN])
def test_wide_characters_are_told_without_a_mark(encoding, text):
    """Zero bytes on one side of each pair of bytes are no accident; the researcher is told."""
    decoded = decode(text.encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.is_guess) == (text, encoding, True)


def test_half_a_pair_of_wide_characters_is_not_text():
    """Bytes that only look like pairs are no characters."""
    lonely = b"\x00\xd8" + "and so on".encode("utf-16-le")
    with pytest.raises(SourceError, match="not a text file"):
        decode(lonely, "a.txt")


def test_a_few_lines_from_elsewhere_do_not_spoil_a_utf8_file():
    """Most lines that are not ASCII are UTF-8, so the file is; the others are read as Windows text and told."""
    lines = [
        "caf\u00e9".encode(),
        b"plain",
        "na\u00efve".encode(),
        "it\u2019s".encode("cp1252"),
        "\u00e0 la carte".encode(),
    ]
    decoded = decode(b"\r\n".join(lines), "a.csv")
    assert decoded.text == "caf\u00e9\nplain\nna\u00efve\nit\u2019s\n\u00e0 la carte"
    assert decoded.odd_lines == (4,)
    assert decoded.fates == {"line end": (4, 4)}
    (notice,) = find_guess_notice(decoded, "a.csv")
    assert (notice.problem.split(" of ")[0], notice.where) == ("1 line(s)", "a.csv, line 4")


@pytest.mark.parametrize(
    ("text", "n_spoilt"),
    [
        ("don\u00e2\u20ac\u2122t\nfine\ncaf\u00c3\u00a9", 2),
        ("a \ufffd b", 1),
        ("S\u00c3O PAULO, \u00c2ngela, IRM\u00c3\u201d", 0),
        ("it\u00e2\u20ac\u2122s once", 0),
    ],
)
def test_text_that_was_spoilt_before_it_came_here_is_told(text, n_spoilt):
    """What another program mistook cannot be mended by naming an encoding; a rare word is no damage."""
    notices = list(find_guess_notice(decode(text.encode(), "a.csv"), "a.csv"))
    assert [notice.problem.split(" ")[0] for notice in notices] == ([str(n_spoilt)] if n_spoilt else [])


def test_characters_that_nobody_sees_are_taken_out_and_odd_spaces_made_plain():
    """A soft hyphen hides a word from a search; quotation marks and the joiners of emoji stay as they were typed."""
    decoded = normalise(
        "co\u00adope\u00adrate\u200b\u2060 a\u00a0b\u202fc\x0bd\x07 \u201cx\u2019s\u201d \U0001f469\u200d\U0001f680",
        "UTF-8",
    )
    assert decoded.text == "cooperate a b c d \u201cx\u2019s\u201d \U0001f469\u200d\U0001f680"
    assert decoded.fates == {
        "soft hyphen": (2, 2),
        "zero-width character": (2, 1),
        "control character": (1, 1),
    }


@given(st.text())
def test_normalising_loses_no_character_uncounted(text):
    """What is read and what is counted sum to what the file holds, and a second time changes nothing."""
    decoded = normalise(text, "UTF-8")
    assert len(decoded.text) + sum(n for n, _ in decoded.fates.values()) == len(text)
    assert "\r" not in decoded.text
    again = normalise(decoded.text, "UTF-8")
    assert (again.text, again.fates) == (decoded.text, {})


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_problem(data):
    """No file, whatever it holds, ends in a traceback."""
    try:
        outcome = decode(data, "a.txt").text
    except SourceError as error:
        outcome = error.problems[0].where
    assert isinstance(outcome, str)
