"""Good files of every format that is read, and what disks, transfers, people and attackers do to them."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

import numpy as np

from pipeline.errors import CodingsError, SourceError
from pipeline.formats.codings.files import read_grids
from pipeline.formats.collecting import SourceFile, collect_files
from pipeline.formats.surveys.columns import Export
from pipeline.methods.text.questions import Question
from tests.support.documents import make_docx, make_xlsx
from tests.support.text_documents import make_json, make_odt, make_pdf, make_rtf, make_zip

SLOW = 10.0
LONG = 100_000
TALK = (
    ("Moderator", "Welcome, everybody. What did the group mean to you?"),
    ("Maria", "It was the first time that I stood up for myself."),
    ("José", "I came for the plants, and stayed for the people."),
    ("Moderator", "Would you come back?"),
    ("Maria", "Yes, next week."),
)
_PLAIN = "\n".join(f"{who}: {words}" for who, words in TALK)
_ENTITIES = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{"".join(f"&{chr(97 + n)};" for _ in range(10))}">' for n in range(9))
    + "]>"
)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged file: what it was, what was done to it, its name and its bytes."""

    kind: str
    damage: str
    name: str
    data: bytes


def _build_docx(document):
    document.add_heading("Group one", 1)
    for who, words in TALK:
        paragraph = document.add_paragraph()
        paragraph.add_run(who + ":").bold = True
        paragraph.add_run(" " + words)
    table = document.add_table(2, 2)
    for row, (who, words) in enumerate(TALK[:2]):
        table.cell(row, 0).text, table.cell(row, 1).text = who, words


def _make_sav():
    import tempfile

    import pandas as pd
    import pyreadstat

    table = pd.DataFrame({"id": ["A1", "A2"], "q1": ["Good plants", "Good people"], "age": [31.0, 44.0]})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.sav"
        pyreadstat.write_sav(table, path)
        return path.read_bytes()


def _clock(second):
    return f"00:00:{second:02d}.000"


@cache
def list_good():
    """Return good files, small: kind -> (name, bytes)."""
    cues = "\n\n".join(
        f"{_clock(2 * n)} --> {_clock(2 * n + 1)}\n<v {who}>{words}" for n, (who, words) in enumerate(TALK)
    )
    counted = "\n\n".join(
        f"{n + 1}\n00:00:0{n},000 --> 00:00:0{n},900\n{who}: {words}" for n, (who, words) in enumerate(TALK)
    )
    segments = [{"speaker": who, "text": words, "start": n, "end": n + 1} for n, (who, words) in enumerate(TALK)]
    rows = [["id", "q1", "q2"], ["A1", "Good plants", "n/a"], ["A2", "Good people", "More time"]]
    sheet = [["segment_id", "text", "trust", "memo"], ["s:0-12", "Good plants", "1", ""], ["s:13-20", "More", "", "x"]]
    rtf = r"\par ".join(f"{{\\b {who}:}} {words.replace('é', chr(39))}" for who, words in TALK)
    page = "".join(f"<p><b>{who}:</b> {words}</p>" for who, words in TALK)
    odt = "".join(f'<text:p><text:span text:style-name="B">{who}:</text:span> {words}</text:p>' for who, words in TALK)
    return {
        "txt": ("talk.txt", _PLAIN.encode()),
        "md": ("talk.md", ("# One\n\n" + _PLAIN.replace("Maria:", "**Maria:**")).encode()),
        "docx": ("talk.docx", make_docx(_build_docx)),
        "odt": ("talk.odt", make_odt(odt)),
        "rtf": ("talk.rtf", make_rtf(rtf.encode("ascii", "replace").decode())),
        "pdf": ("talk.pdf", make_pdf([_PLAIN.split("\n"), _PLAIN.split("\n")])),
        "html": ("talk.html", f"<html><head><title>T</title></head><body>{page}</body></html>".encode()),
        "vtt": ("talk.vtt", f"WEBVTT\n\n{cues}\n".encode()),
        "srt": ("talk.srt", counted.encode()),
        "whisper": ("talk.json", make_json({"segments": segments, "language": "en"})),
        "teams": ("teams.json", make_json({"entries": [
            {"text": words, "speakerDisplayName": who, "startOffset": _clock(n)} for n, (who, words) in enumerate(TALK)
        ]})),
        "csv": ("survey.csv", "\n".join(",".join(row) for row in rows).encode()),
        "xlsx": ("survey.xlsx", make_xlsx({"Sheet1": rows})),
        "sav": ("survey.sav", _make_sav()),
        "sheet": ("ann-sheet.xlsx", make_xlsx({"coding": sheet})),
        "sheet csv": ("ann-sheet.csv", "\n".join(",".join(row) for row in sheet).encode()),
    }  # fmt: skip


def _truncate(data, chance):
    return data[: chance.integers(0, len(data))]


def _flip(data, chance):
    flipped = bytearray(data)
    for place in chance.integers(0, len(data), size=int(chance.integers(1, 20))):
        flipped[place] ^= 1 << int(chance.integers(8))
    return bytes(flipped)


def _blank_out(data, chance):
    start = int(chance.integers(0, len(data)))
    length = int(chance.integers(1, 600))
    return data[:start] + bytes(min(length, len(data) - start)) + data[start + length :]


def _shuffle(data, chance):
    pieces = [data[start : start + 97] for start in range(0, len(data), 97)]
    return b"".join(pieces[place] for place in chance.permutation(len(pieces)))


def _add_control_characters(data, chance):
    place = int(chance.integers(0, len(data)))
    return data[:place] + bytes(chance.integers(1, 32, size=40).tolist()) + data[place:]


def _repeat(data, chance):
    return data * int(chance.integers(2, 5))


def _stretch(data, chance):
    place = int(chance.integers(0, len(data)))
    filler = chance.choice(["a", "ab ", "A: ", "**", "<v ", "[00:01] ", "1\n", "{\\", '"', "&amp;", "<b>", "> ", "--"])
    return data[:place] + (str(filler) * LONG)[:LONG].encode() + data[place:]


DAMAGES = {
    "truncated": _truncate,
    "bits flipped": _flip,
    "zeros inside": _blank_out,
    "pieces shuffled": _shuffle,
    "control characters": _add_control_characters,
    "file repeated": _repeat,
    "long line": _stretch,
}
"""Ways to damage a file's bytes: name -> function of the bytes and a random generator."""


def _rezip(data, part, text):
    """Return a zipped document with `text` for the content of one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return make_zip({**parts, part: text})


def list_attacks():
    """Yield files that were made to fill memory, to take for ever, or to say what they should not."""
    good = list_good()
    parts = {"docx": "word/document.xml", "odt": "content.xml", "xlsx": "xl/worksheets/sheet1.xml"}
    for kind, part in parts.items():
        name, data = good[kind]
        head = zipfile.ZipFile(io.BytesIO(data)).read(part)
        entities = (
            head.replace(b"?>", b"?>" + _ENTITIES.encode(), 1).replace(b"Good plants", b"&j;").replace(b"Maria", b"&j;")
        )
        outside = head.replace(b"?>", b'?><!DOCTYPE r [<!ENTITY j SYSTEM "file:///etc/passwd">]>', 1).replace(
            b"Maria", b"&j;"
        )
        yield Damaged(kind, "XML entity bomb", name, _rezip(data, part, entities))
        yield Damaged(kind, "XML entity to a file", name, _rezip(data, part, outside))
        yield Damaged(kind, "zip bomb", name, _rezip(data, part, head + b" " * (200 * 2**20)))
        yield Damaged(kind, "deep XML", name, _rezip(data, part, b"<a>" * 100_000 + b"</a>" * 100_000))
        yield Damaged(kind, "long line", name, _rezip(data, part, head.replace(b"people", b"people " * LONG)))
    yield Damaged("zip", "zip in a zip", "talk.docx", make_zip({"talk.docx": good["docx"][1]}))
    yield Damaged("json", "deep JSON", "talk.json", b"[" * LONG + b"]" * LONG)
    yield Damaged("json", "large number", "talk.json", b'{"segments": [{"start": ' + b"9" * LONG + b', "text": "a"}]}')
    yield Damaged("json", "no numbers", "talk.json", b'{"segments": [{"start": NaN, "end": Infinity, "text": "a"}]}')
    yield Damaged("html", "deep HTML", "talk.html", b"<html><body>" + b"<div>" * LONG + b"Ann: hi")
    yield Damaged(
        "html", "HTML entities", "talk.html", b"<!DOCTYPE html [<!ENTITY a 'aaa'>]><html><p>Ann: &a;</p></html>"
    )
    yield Damaged("rtf", "deep RTF", "talk.rtf", b"{\\rtf1 " + b"{" * LONG + b"Ann: hi" + b"}" * LONG)
    yield Damaged("rtf", "open groups", "talk.rtf", b"{\\rtf1 " + b"{\\header " * 20_000)
    yield Damaged("rtf", "many fonts", "talk.rtf", b"{\\rtf1 {\\fonttbl" + b"{\\f1 " * 20_000 + b"Ann: hi}")
    yield Damaged("pdf", "stream bomb", "talk.pdf", _make_pdf_bomb())
    for line in ("a" * LONG, "Ann: " * (LONG // 5), "[00:00:01] " * (LONG // 11), "\t" * LONG, "-" * LONG, "&#" * LONG):
        for name in ("talk.txt", "talk.md", "talk.vtt", "talk.srt", "talk.html", "survey.csv"):
            yield Damaged(PurePath(name).suffix[1:], "long line", name, f"{_PLAIN}\n{line}\n{_PLAIN}".encode())


def _make_pdf_bomb():
    import zlib

    packed = zlib.compress(b"(Ann: hi) Tj " * (12 * 2**20))
    good = list_good()["pdf"][1]
    start = good.index(b"stream\n") + 7
    end = good.index(b"endstream")
    head = good[: start - 7].rsplit(b"/Length", 1)
    return head[0] + b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\n" + good[end:]


def list_damaged(count, seed):
    """Yield `count` damaged files, the attacks first, then random damage and wrong names to each kind in turn."""
    chance = np.random.default_rng(seed)
    good = list_good()
    names = [name for name, _ in good.values()]
    attacks = list(list_attacks())[:count]
    yield from attacks
    ways = [*DAMAGES, "wrong extension"]
    for number in range(count - len(attacks)):
        kind = list(good)[number % len(good)]
        name, data = good[kind]
        damage = ways[int(chance.integers(len(ways)))]
        if damage == "wrong extension":
            other = names[int(chance.integers(len(names)))]
            yield Damaged(kind, damage, PurePath(name).stem + PurePath(other).suffix, data)
        else:
            yield Damaged(kind, damage, name, DAMAGES[damage](data, chance))


def try_reading(damaged, folder):
    """Return what comes of reading a damaged file ('read', 'refused', 'slow' or the traceback's kind), and the seconds.

    Args:
        damaged: the file.
        folder: where to write it.
    """
    path = Path(folder) / damaged.name
    path.write_bytes(damaged.data)
    begun = time.perf_counter()
    try:
        _read(damaged, path)
        outcome = "read"
    except (SourceError, CodingsError) as error:
        outcome = (
            "refused" if all(problem.fix and problem.where for problem in error.problems) else "refused without help"
        )
    except Exception as error:  # noqa: BLE001 - any other exception is what is looked for
        outcome = f"traceback: {type(error).__name__}"
    seconds = time.perf_counter() - begun
    return ("slow" if seconds > SLOW else outcome), seconds


def _read(damaged, path):
    if damaged.kind.startswith("sheet"):
        read_grids(path, damaged.name)
        return
    kind = "survey" if damaged.name.startswith("survey") else "interview"
    export = Export(questions=(Question("q1", "What was good?", columns=("q1",)),))
    collect_files([SourceFile(path=path, name=damaged.name, stem="talk", kind=kind, export=export)])
