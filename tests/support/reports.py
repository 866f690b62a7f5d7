"""Whole reports of invented studies: tables put on disk, the report stage run, pages rendered."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from pipeline import schemas
from pipeline.figures.gallery import paint
from pipeline.figures.style import render_svg
from pipeline.reporting.drawn import list_drawings
from pipeline.reporting.page import add_links, render_page
from pipeline.stages.report import READ
from pipeline.store import write_table
from pipeline.study import Study
from tests.support.report_tables import DEFAULT, Shape, Tables, build_tables, make_choices
from tests.support.studies import SMALLEST, make_study

SETTINGS = f"""{SMALLEST}
[frequencies]
groups = ["gender", "wave"]
"""
VERSIONS = {"qualpipe": "0.1.0", "python": "3.11"}


def put_on_disk(folder: Path, tables: Tables, settings: str = SETTINGS) -> Study:
    """Write `tables` where the stages would have written them; return the study."""
    study = make_study(folder, settings)
    for name, output in READ.items():
        write_table(tables[name], study.path(output), getattr(schemas, name.upper()))
    return study


def read_reports(study: Study) -> dict[str, bytes]:
    """Return every file below the reports folder by its path."""
    folder = study.root / study.settings.paths.reports
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


@cache
def make_page(shape: Shape = DEFAULT, *, is_drawn: bool = False, can_all_be_quoted: bool = False) -> str:
    """Return the page of an invented study, made once; its figures are left out unless it is drawn."""
    tables: dict[str, pd.DataFrame] = dict(build_tables(shape))
    if can_all_be_quoted:
        tables["participants"] = tables["participants"].assign(may_quote=True)
    choices = make_choices()
    drawings = list_drawings(tables, choices) if is_drawn else []
    figures = [(drawing, render_svg(paint(drawing.kind, add_links(drawing)), keep_text=True)) for drawing in drawings]
    return render_page(tables, choices, figures=figures, versions=VERSIONS)
