"""How fast a large survey is read, and in how much memory: python tests/benchmarks/survey_intake.py.

A Qualtrics export of a million answers (250,000 responses to four open items, three header rows, metadata) is made by
a script, with blanks, "n/a", quotation marks, line breaks and accents among the answers. The whole ingest stage reads
it to tables; beside it, `pandas.read_csv` reads the same file to text and does nothing else. Each runs in a process of
its own, whose peak memory is what the operating system says.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

N_RESPONSES = 250_000
N_ITEMS = 4
METADATA = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)
TALK = """
the team listened and we talked about time off rotas trust supervision a café more people came back each week than I
thought would but nobody asked what it’s like when you’re new or how long it takes to feel safe again
"""
FEW = ("", "n/a", "None", "It helped", 'She said "no", so I left', "Two lines:\nthis is the second")
SETTINGS = """[study]
title = "A large survey"

[[sources]]
id = "survey"
kind = "survey"
files = ["export.csv"]
columns.participant = "ResponseId"
columns.attributes = ["wave"]
"""
INGEST = "from pathlib import Path; from pipeline.stages.ingest import run; from pipeline.study import read_study; "
INGEST += "run(read_study(Path({folder!r})))"
PANDAS = "import pandas; pandas.read_csv({folder!r} + '/export.csv', dtype=str, keep_default_na=False)"


def list_rows(rng: np.random.Generator) -> Iterator[list[str]]:
    """Yield the rows of the export: three of headers, then the responses."""
    items = [f"Q{n}" for n in range(1, N_ITEMS + 1)]
    yield [*(name for name, _, _ in METADATA), "wave", *items]
    yield [*(wording for _, wording, _ in METADATA), "wave", *(f"What about {item}, in your words?" for item in items)]
    yield [*(f'{{"ImportId":"{code}"}}' for *_, code in METADATA), '{"ImportId":"wave"}'] + [
        f'{{"ImportId":"QID{n}_TEXT"}}' for n in range(1, N_ITEMS + 1)
    ]
    lengths = rng.integers(0, 24, size=(N_RESPONSES, N_ITEMS))
    starts = rng.integers(0, 1_000_000, size=(N_RESPONSES, N_ITEMS))
    talk = rng.choice(TALK.split(), size=1_000_100).tolist()
    for number in range(N_RESPONSES):
        moment = f"2026-03-{number % 28 + 1:02d} 10:{number % 60:02d}:07"
        known = [moment, moment, "IP Address", f"203.0.113.{number % 250}", "100", "312", "True", moment]
        known += [f"R_{number:015d}", "", "", "", "", "51.5072", "-0.1276", "anonymous", "EN"]
        answers = [
            FEW[start % len(FEW)] if length < 2 else " ".join(talk[start : start + length])
            for start, length in zip(starts[number].tolist(), lengths[number].tolist(), strict=True)
        ]
        yield [*known, ("before", "after")[number % 2], *answers]


def write_study(folder: Path) -> None:
    """Write the export and a study.toml that reads it into `folder`."""
    with (folder / "export.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(list_rows(np.random.default_rng(1)))
    questions = "".join(
        f'\n[[questions]]\nid = "q{n}"\nwording = "Item {n}"\ncolumns = ["Q{n}"]\n' for n in range(1, 5)
    )
    (folder / "study.toml").write_text(SETTINGS + questions, encoding="utf-8")


def measure(script: str) -> tuple[float, float, float]:
    """Return the seconds of a process that runs `script`, those of its processor, and the GiB it had at most."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2])  # noqa: S603 - our words
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the process ended with {status}")
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 2**30
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, memory


def main() -> None:
    """Time the ingest stage and pandas over the same file and print seconds and memory of both."""
    with tempfile.TemporaryDirectory() as name:
        write_study(Path(name))
        size = (Path(name) / "export.csv").stat().st_size / 2**20
        sys.stdout.write(f"{N_RESPONSES} responses, {N_RESPONSES * N_ITEMS} cells of answers, {size:.0f} MiB\n")
        for what, script in (("pandas.read_csv", PANDAS), ("ingest", INGEST)):
            seconds, busy, memory = measure(script.format(folder=name))
            sys.stdout.write(f"{what:<18}{seconds:7.1f} s ({busy:.1f} s of processor){memory:7.2f} GiB\n")


if __name__ == "__main__":
    main()
