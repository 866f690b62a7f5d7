"""A figure's SVG made fit to stand inside a page: its own ids, no style attributes, links the page understands."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.parse import parse_qs

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_UNWANTED = ("metadata", "style")


def inline_svg(svg: str, *, name: str, alt: str) -> str:
    """Return `svg` to be put inside a page.

    Ids are made the figure's own (`name` before each), so that two figures never share one. Style attributes become
    plain attributes: the page may then forbid styles from elsewhere, and can recolour the figure in the dark. A link
    to an excerpt filter (`#theme=...`) also leads somewhere without a script: to the theme's own section.

    Args:
        svg: what the figure was saved as, its text kept as text.
        name: the figure's name, unique in the page.
        alt: what the figure shows, for those who cannot see it.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 - as above
    defined = {inner for defs in root.iter(f"{{{_SVG}}}defs") for inner in defs.iter()}
    for element in list(root.iter()):
        for child in [child for child in element if _local(child) in _UNWANTED]:
            element.remove(child)
        if element not in defined:
            element.attrib.pop("id", None)
        _spread_style(element)
        _own_ids(element, name)
        _lead_to_excerpts(element)
    for unwanted in ("version", "width", "height"):
        root.attrib.pop(unwanted, None)
    root.attrib.update({"role": "group", "aria-label": alt})
    return ET.tostring(root, encoding="unicode")


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _spread_style(element: ET.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key and key != "font-family":
            element.set(key, value)


def _own_ids(element: ET.Element, name: str) -> None:
    for key, value in list(element.attrib.items()):
        if key == "id":
            element.set(key, f"{name}-{value}")
        elif key == _HREF and _local(element) == "use":
            element.set("href", f"#{name}-{element.attrib.pop(key).removeprefix('#')}")
        elif "url(#" in value:
            element.set(key, value.replace("url(#", f"url(#{name}-"))


def _lead_to_excerpts(element: ET.Element) -> None:
    if _local(element) != "a":
        return
    wanted = element.attrib.pop(_HREF).removeprefix("#")
    element.attrib.pop("target", None)
    element.set("href", f"#excerpts-of-{parse_qs(wanted)['theme'][0]}")
    element.set("data-filter", wanted)
