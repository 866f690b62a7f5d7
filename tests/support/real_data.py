"""The public data sets beside the repository, and what their files say when read without this software."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.study import Study, parse_settings

STUDIES = Path(__file__).parents[1] / "real"
DATA = Path(__file__).parents[3] / "shared" / "data"

_THEME = re.compile(r"## (\d)\. ")
_LABELLED = re.compile(r"[\s*(]*(?:[RATFPp]\b[*, ]*)+[digIA ]*\)")


def find_data(*parts):
    """Return the path of a public file or folder, or skip the test where the data sets are not there."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"public data is not there: {path.name}")
    return path


def open_real_study(name, folder, data):
    """Return the study tests/real/`name`, writing below `folder`; skip the test where its `data` set is not there."""
    find_data(data)
    settings = parse_settings((STUDIES / name / "study.toml").read_text(encoding="utf-8"))
    paths = settings.paths.model_copy(update={"data": str(folder / "data"), "reports": str(folder / "reports")})
    return Study(STUDIES / name, settings.model_copy(update={"paths": paths}))


def count_quotes_by_theme(path):
    """Return how many labelled quotes stand below each numbered theme of an AutSPACEs file, by its own headings."""
    counts = {}
    theme = None
    for line in path.read_text(encoding="utf-8").split("\n"):
        if heading := _THEME.match(line):
            theme = int(heading[1])
        elif theme and not line.startswith("#") and _LABELLED.match(line):
            counts[theme] = counts.get(theme, 0) + 1
    return counts
