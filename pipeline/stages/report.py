"""Report: the page, the figures, the tables and the methods section, with only what may be released in them."""

from __future__ import annotations

from pipeline import outputs as o
from pipeline import schemas
from pipeline.errors import Problem
from pipeline.figures.gallery import paint
from pipeline.figures.style import render_png, render_svg
from pipeline.manifest import read_versions
from pipeline.reporting.drawing import Drawing
from pipeline.reporting.drawn import list_drawings, render_captions
from pipeline.reporting.excerpts import check_counts, list_excerpts
from pipeline.reporting.finding import find_release_risks
from pipeline.reporting.methods_text import render_methods
from pipeline.reporting.page import add_links, render_page
from pipeline.reporting.tables import list_released, render_csv
from pipeline.store import read_table, replacing, write_text
from pipeline.study import Study

_TEXTS = {"sources": o.SOURCES, "participants": o.PARTICIPANTS, "questions": o.QUESTIONS, "segments": o.SEGMENTS}
_CODED = {"codes": o.CODES, "coders": o.CODERS, "codings": o.CODINGS, "evidence": o.EVIDENCE}
_JUDGED = {"agreement": o.AGREEMENT, "decisions": o.DECISIONS}
_TOPICS = {"topic_models": o.TOPIC_MODELS, "topics": o.TOPICS, "segment_topics": o.SEGMENT_TOPICS}
_COMPARED = {"theme_topics": o.THEME_TOPICS, "alignment": o.ALIGNMENT}
_COUNTED = {"theme_frequencies": o.THEME_FREQUENCIES, "participation": o.PARTICIPATION}
READ = {**_TEXTS, **_CODED, **_JUDGED, **_TOPICS, **_COMPARED, **_COUNTED}


def run(study: Study) -> list[Problem]:
    """Write everything that may leave the study."""
    tables = {name: read_table(study.path(output), getattr(schemas, name.upper())) for name, output in READ.items()}
    check_counts(tables)
    choices = study.settings.model_dump(mode="json")
    versions = read_versions()
    drawings = list_drawings(tables, choices)
    inline = [(drawing, _write_figure(study, drawing)) for drawing in drawings]
    write_text(render_captions(drawings), study.path(o.REPORT_FIGURES) / "captions.md")
    for name, table in list_released(tables).items():
        write_text(render_csv(table), study.path(o.REPORT_TABLES) / f"{name}.csv")
    write_text(render_csv(list_excerpts(tables)), study.path(o.EXCERPTS))
    write_text(render_methods(tables, choices, versions), study.path(o.METHODS_TEXT))
    write_text(render_page(tables, choices, figures=inline, versions=versions), study.path(o.REPORT_PAGE))
    return find_release_risks(tables, choices)


def _write_figure(study: Study, drawing: Drawing) -> str:
    """Write the files of a figure; return its SVG for the page."""
    folder, figure = study.path(o.REPORT_FIGURES), paint(drawing.kind, add_links(drawing))
    with replacing(folder / f"{drawing.name}.png") as temporary:
        temporary.write_bytes(render_png(figure))
    write_text(render_svg(figure), folder / f"{drawing.name}.svg")
    write_text(render_csv(drawing.table), folder / f"{drawing.name}.csv")
    return render_svg(figure, keep_text=True)
