"""The report: one HTML page that holds everything, works from disk and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipeline.reporting import words
from pipeline.reporting.browser import build_browser, make_filter, render_browser
from pipeline.reporting.drawing import Drawing
from pipeline.reporting.finding import list_facts, list_limits, state_findings
from pipeline.reporting.given import Choices, Tables, take_groups, take_people, take_spoken
from pipeline.reporting.inline import inline_svg
from pipeline.reporting.methods_text import say_software, write_methods
from pipeline.reporting.ranked import MOST_ROWS
from pipeline.reporting.sections import list_agreement, list_participation, list_provenance, list_topic_models
from pipeline.reporting.theme_sections import list_codebook_sections

N_OPEN = 3


def add_links(drawing: Drawing) -> pd.DataFrame:
    """Return the table of `drawing` with, where its rows are about a theme, the link that opens their excerpts."""
    table = drawing.table
    if "topic_id" in table.columns:
        pairs = zip(table["theme_id"], table["topic_id"], strict=True)
        return table.assign(link=["#" + make_filter(theme=theme, topic=topic) for theme, topic in pairs])
    if "code_id" in table.columns:
        return table.assign(link=["#" + make_filter(theme=code) for code in table["code_id"]])
    return table


def render_page(
    tables: Tables,
    choices: Choices,
    *,
    figures: Sequence[tuple[Drawing, str]],
    versions: Mapping[str, str],
) -> str:
    """Return the whole page as HTML; the same tables, choices, figures and versions always give the same bytes.

    Args:
        tables: the derived tables, by name.
        choices: the settings of the study, as plain values.
        figures: each drawing with its SVG, the text kept as text.
        versions: of qualpipe and the packages it used.
    """
    style, script = _read("report.css"), _read("report.js")
    browser = build_browser(tables)
    page = _texts(tables, choices) | {
        "figures": [_figure(drawing, svg) for drawing, svg in figures],
        "first_figure": _first_figure([drawing for drawing, _ in figures]),
        "released": _say_released(tables, browser),
        "versions": versions,
        "software": say_software(versions, choices),
        "style": Markup(style),  # noqa: S704 - our own file
        "style_hash": _hash(style),
        "script": Markup(script),  # noqa: S704 - our own file
        "script_hash": _hash(script),
        "data": Markup(render_browser(browser)),  # noqa: S704 - JSON without any <
    }
    environment = Environment(
        autoescape=True, loader=FunctionLoader(_read), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2").render(page=page) + "\n"


def _texts(tables: Tables, choices: Choices) -> dict[str, Any]:
    n_excerpts = choices["report"]["excerpts_per_theme"]
    codebooks = list_codebook_sections(tables, n_excerpts, n_open=N_OPEN)
    return {
        "title": choices["study"]["title"],
        "fiction": choices["study"]["fiction"],
        "language": choices["study"]["language"],
        "author": choices["report"]["author"],
        "n_excerpts": n_excerpts,
        "level": words.say_confidence(choices["frequencies"]["confidence"]),
        "facts": list_facts(tables),
        "findings": state_findings(tables, choices),
        "codebooks": codebooks,
        "n_themes": sum(len(codebook["themes"]) for codebook in codebooks),
        "has_breakdowns": len(take_groups(tables)) > 0,
        "agreement": list_agreement(tables),
        "many_codes": tables["codes"]["codebook"].value_counts().max() > MOST_ROWS,
        "models": list_topic_models(tables),
        "participation": list_participation(tables),
        "methods": write_methods(tables, choices),
        "limits": list_limits(tables, choices),
        "stable_from": f"{words.STABLE_FROM:g}",
        "permutations": f"{choices['compare']['permutations']:,}",
        "provenance": list_provenance(tables),
    }


def _figure(drawing: Drawing, svg: str) -> dict[str, Any]:
    alt = f"{drawing.title}. {drawing.caption}"
    inline = Markup(inline_svg(svg, name=f"figure-{drawing.name}", alt=alt))  # noqa: S704 - drawn by us, escaped by ElementTree
    return {
        "name": drawing.name,
        "kind": drawing.kind if drawing.name != "theme_frequencies_top" else drawing.name,
        "model": drawing.table["model"].iloc[0] if drawing.kind == "theme_topics" else "",
        "title": drawing.title,
        "caption": drawing.caption,
        "svg": inline,
    }


def _first_figure(drawings: Sequence[Drawing]) -> str:
    names = [drawing.name for drawing in drawings]
    return "theme_frequencies_top" if "theme_frequencies_top" in names else "theme_frequencies"


def _say_released(tables: Tables, browser: Mapping[str, Any]) -> str:
    spoken, people = take_spoken(tables), take_people(tables)
    silent = people.loc[~people["may_quote"], "participant_id"]
    n_silent = int(spoken["participant_id"].isin(silent).sum())
    n_shown = len(browser["excerpts"])
    return (
        f"Of {words.say_number_of(len(spoken), 'segment', 'segments')} of participants, {n_shown:,} stand behind a "
        f"number of this page and may be quoted; {n_silent:,} are withheld because "
        f"{words.say_number_of(len(silent), 'person', 'people')} did not consent to being quoted; "
        f"{len(spoken) - n_silent - n_shown:,} stand behind no number and are not released."
    )


@cache
def _read(name: str) -> str:
    return files("pipeline.reporting").joinpath("templates", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
