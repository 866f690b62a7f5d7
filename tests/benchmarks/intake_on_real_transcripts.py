"""What intake makes of 334 real transcripts: python tests/benchmarks/intake_on_real_transcripts.py.

Reads ../shared/data/iriss-fm-transcripts (334 podcast transcripts, 1.36 million words, a dozen notations). The files'
own marks are read a second time by another, simple route, which knows nothing of our grammar: a line belongs to whoever
its first word names, where that word is in the file's legend ("MD - Michelle Drumm"), or is in capitals and begins
three lines and more, or stands in bold, or before a colon; any other line goes on with the speaker before. Both are
compared turn by turn and word by word. A whole ingest of all files is timed last, by itself, with its peak memory.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pipeline.formats.transcripts.plain import parse_markdown
from pipeline.methods.text.labels import KnownLabels, comparable
from pipeline.methods.text.passages import SPEECH, count_fates

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "iriss-fm-transcripts" / "transcripts"
SHOWN = 25
STUDY = """[study]
title = "Real transcripts"
[[sources]]
kind = "interview"
files = ["{folder}/*.md"]
"""
INGEST = """
import json, resource, sys, time
from pathlib import Path
from pipeline.stages import ingest
from pipeline.study import read_study
study = read_study(Path(sys.argv[1]))
begun = time.perf_counter()
ingest.run(study)
print(json.dumps([time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def read_marks(text: str) -> dict[int, str]:
    """Return by the simple route who speaks from which line on (1 is the first)."""
    lines = text.split("\n")
    body = lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
    legend: dict[str, int] = {}
    for number in range(body, min(body + 45, len(lines))):
        words = lines[number].replace("*", "").split()
        if len(words) > 2 and len(words[0]) <= 5 and words[1] in {"-", "\u2013", "="} and words[0][0].isupper():
            legend.setdefault(words[0], number)
    begun = Counter(line.split(" ")[0] for line in lines[body:])
    short = {word for word, n in begun.items() if n > 2 and word.isalpha() and word.isupper() and len(word) < 5}
    named = {*legend, *short} - {"I", "A", "UK", "NHS", "SDS"}
    marks: dict[int, str] = {}
    for number in range(body, len(lines)):
        line = lines[number].strip().lstrip("*_ ")
        first = line.split(" ")[0].rstrip(":*_") if line else ""
        bold = re.match(r"\*\*([A-Z][^*:]{0,40}?)\s*:?\s*\*\*", lines[number].strip())
        colon = re.match(r"([A-Z][\w'.]*(?: [A-Z][\w'.]*){0,3}):\s", line)
        if (first in named or first in legend) and number not in legend.values():
            marks[number + 1] = first
        elif bold:
            marks[number + 1] = bold[1]
        elif colon and sum(other.strip().lstrip("*_ ").startswith(colon[1] + ":") for other in lines) > 1:
            marks[number + 1] = colon[1]
    return marks


def compare(text: str) -> tuple[Counter, list[tuple[int, str, str]]]:
    """Return counts of turns and words on which both ways agree or not, and the lines on which they differ."""
    transcript = parse_markdown(text, KnownLabels())
    theirs = read_marks(text)
    ours = {mark.line: mark.label for mark in transcript.marks.values() if mark.label}
    counts: Counter = Counter(
        lost=len(text) - sum(n for n, _ in count_fates(transcript).values()),
        files=1,
        named=bool(theirs),
        turns=len(theirs),
        agreed=sum(comparable(ours.get(line, "")) == comparable(label) for line, label in theirs.items()),
        ours=len(ours),
    )
    differing = [
        (line, ours.get(line, ""), theirs.get(line, ""))
        for line in sorted({*ours, *theirs})
        if comparable(ours.get(line, "")) != comparable(theirs.get(line, ""))
    ]
    speaker_of = follow(theirs, text)
    for passage in transcript.passages:
        if passage.kind == SPEECH:
            line = text.count("\n", 0, passage.start) + 1
            n_words = len(text[passage.start : passage.end].split())
            ours_here = transcript.marks[passage.turn].label
            counts["words"] += n_words
            counts["words agreed"] += n_words * (comparable(ours_here) == comparable(speaker_of.get(line, "")))
    return counts, differing


def follow(marks: dict[int, str], text: str) -> dict[int, str]:
    """Return who speaks on each line: whom the last mark named."""
    speaker, spoken = "", {}
    for line in range(1, text.count("\n") + 2):
        speaker = marks.get(line, speaker)
        spoken[line] = speaker
    return spoken


def time_ingest() -> tuple[float, float]:
    """Return the seconds and the peak MiB that ingesting all files takes in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study.toml"
        study.write_text(STUDY.format(folder=FOLDER.as_posix()), encoding="utf-8")
        command = [sys.executable, "-c", INGEST, str(study)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])  # noqa: S603 - fixed words
    seconds, mebibytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, mebibytes


def main() -> None:
    """Print the shares, the files that differ most, and the seconds."""
    if not FOLDER.exists():
        sys.exit("the transcripts are not there: ../shared/data/iriss-fm-transcripts")
    total: Counter = Counter()
    files = []
    for path in sorted(FOLDER.glob("*.md")):
        counts, differing = compare(path.read_text(encoding="utf-8"))
        total += counts
        files.append((counts["words"] - counts["words agreed"], path.name, counts, differing))
    out = sys.stdout.write
    out(f"files {total['files']}, of which {total['named']} name speakers by the simple route\n")
    out(f"turns by the simple route {total['turns']}; given the same speaker {total['agreed'] / total['turns']:.2%}\n")
    out(f"turns by the grammar {total['ours']}; also found by the simple route {total['agreed'] / total['ours']:.2%}\n")
    out(f"words {total['words']}; given the same speaker {total['words agreed'] / total['words']:.2%}\n")
    out(f"characters unaccounted for {total['lost']}\n")
    for n_words, name, counts, differing in sorted(files, reverse=True)[:SHOWN]:
        lines = "; ".join(f"{line}: {ours or '-'} / {theirs or '-'}" for line, ours, theirs in differing[:5])
        out(f"  {name[:60]:<60} {n_words:6} words, {counts['agreed']:3} of {counts['turns']:3} turns; {lines}\n")
    seconds, mebibytes = time_ingest()
    out(f"ingest of all files: {seconds:.1f} s, peak {mebibytes:.0f} MiB\n")


if __name__ == "__main__":
    main()
