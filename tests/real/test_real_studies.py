"""Real studies through the chain: every theme counts as often as in the researchers' own files."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from pipeline import outputs, schemas
from pipeline.run import analyze
from pipeline.store import read_table
from pipeline.study import Study, read_study

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data"

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


def _run_chain(name: str, data: str, folder: Path) -> Study:
    """Copy the settings and codebook of a study into `folder` and run it from the files to the report."""
    if not (DATA / data).exists():
        pytest.skip(f"{data} is not here; tests/real/README.md says where it comes from")
    shutil.copy(HERE / name / "codebook.yaml", folder)
    settings = (HERE / name / "study.toml").read_text(encoding="utf-8")
    (folder / "study.toml").write_text(settings.replace("../../../../shared/data", DATA.as_posix()), encoding="utf-8")
    study = read_study(folder / "study.toml")
    analyze(study, lambda _line: None)
    assert study.path(outputs.REPORT_PAGE).exists()
    return study


def _compare(in_files: Counter[str], study: Study) -> None:
    """Print how often each code stands in the files and in the report's table, and assert that the two agree."""
    in_study = _count_reported(study)
    found = {name.casefold(): count for name, count in in_files.items()}
    for name in sorted({*found, *in_study}):
        print(f"{found.get(name, 0):>6} {in_study[name]:>6}  {name}")  # noqa: T201 - the two counts are the point
    assert in_study == found


def _count_reported(study: Study) -> Counter[str]:
    """How many segments carry each code in the theme-frequency table, by its label, and how many codings found none."""
    labels = read_table(study.path(outputs.CODES), schemas.CODES).set_index("code_id")["label"].str.casefold()
    frequencies = read_table(study.path(outputs.THEME_FREQUENCIES), schemas.THEME_FREQUENCIES)
    unplaced = read_table(study.path(outputs.UNPLACED_CODINGS), schemas.UNPLACED_CODINGS)
    counts = Counter(labels[code_id] for code_id in unplaced["code"])
    for row in frequencies[frequencies["grouping"] == "all"].itertuples():
        counts[labels[row.code_id]] += row.n_segments
    return +counts


THEMES = {
    "1": "Value and motives",
    "2": "Daily life",
    "3": "Platform design",
    "4": "Moderation",
    "5": "Representing others",
    "6": "Data management",
    "7": "Contribution channels",
    "8": "Ways of working",
}
LABELLED = re.compile(r"[\s*(]*[ARTFPp][ARTFPpIdig*,\s]*\)")
BULLETED = re.compile(r"\s*\* \(")


def test_focus_groups_have_as_many_quotes_below_each_heading_as_their_files(tmp_path):
    """AutSPACEs: 886 lines below eight headings begin with a speaker's label; 866 of them are bullets as usual."""
    study = _run_chain("autspaces", "autspaces-focus-groups", tmp_path)
    counts: Counter[str] = Counter()
    n_bullets = 0
    for path in sorted((DATA / "autspaces-focus-groups").glob("*-2019.md")):
        theme = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                theme = THEMES.get(line[3], "") if line[4] == "." else ""
            elif theme and LABELLED.match(line):
                counts[theme] += 1
                n_bullets += bool(BULLETED.match(line))
    _compare(counts, study)
    assert (counts.total(), n_bullets) == (886, 866)


def test_interviews_have_every_theme_as_often_as_the_table_of_codes(tmp_path):
    """World After COVID: 556 codings in 110 columns, 64 spellings of 60 themes."""
    study = _run_chain("wac", "wac-world-after-covid", tmp_path)
    with (DATA / "wac-world-after-covid" / "codes.csv").open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file))
    spellings: Counter[str] = Counter()
    for row in rows:
        spellings.update(header.rpartition("_q")[0] for header, cell in row.items() if cell == "1")
    counts: Counter[str] = Counter()
    for spelling, count in spellings.items():
        counts[_one_spelling(spelling)] += count
    _compare(counts, study)
    assert (len(spellings), len(counts), counts.total()) == (64, 60, 556)


def _one_spelling(theme: str) -> str:
    same = {
        "acknowledge of uncertainty/flexibility": "acknowledge uncertainty/flexibility",
        "learning from the pandemics": "learning from pandemics",
        "perspective taking": "perspective-taking",
        "self-reflection on what is important": "self-reflection on what's important",
    }
    return same.get(theme, theme)


def test_survey_comments_have_every_code_as_often_as_the_export(tmp_path):
    """NHS: 10,307 codings; those of comments without a word are listed as unplaced, and no others."""
    study = _run_chain("nhs", "nhs-fft-patient-experience", tmp_path)
    with (DATA / "nhs-fft-patient-experience" / "v6framework_230831.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = list(rows[0])[list(rows[0]).index("Comment sentiment") + 1 :]
    counts = Counter(code for row in rows for code in codes if row[code] == "1")
    _compare(counts, study)
    unplaced = read_table(study.path(outputs.UNPLACED_CODINGS), schemas.UNPLACED_CODINGS)
    answers = [rows[int(place.removeprefix("row ")) - 2]["FFT answer"] for place in unplaced["place"]]
    words = {re.sub(r"[\W_]+", "", answer).casefold() for answer in answers}
    assert words <= {"", "na", "notapplicable"}
    assert (counts.total(), len(counts)) == (10_307, 46)
