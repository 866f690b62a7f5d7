"""The page in a real browser: links filter the excerpts, nothing is logged, nothing leaves the page."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.report_tables import Shape
from tests.support.reports import make_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-extensions", "--enable-logging=stderr", "--v=0"),
    "--host-resolver-rules=MAP * ~NOTFOUND",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """Write the page of the invented study to disk."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(make_page(Shape(n_answers=300), is_drawn=True), encoding="utf-8")
    return path


@pytest.fixture
def browse(page, tmp_path):
    """Return a function that opens the page with something behind its # and returns the page's own log and its DOM."""

    def open_page(behind: str = "", *flags: str, at: Path = page) -> tuple[list[str], str]:
        run = subprocess.run(  # noqa: S603 - the browser that was found, on a file we wrote
            [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *flags, f"{at.as_uri()}{behind}"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return re.findall(r".*CONSOLE.*", run.stderr), run.stdout

    return open_page


def count_of(dom: str) -> str:
    """Return what the page says about the excerpts it found."""
    return re.search(r'id="count"[^>]*>([^<]*)<', dom).group(1)


def found_in(dom: str) -> list[str]:
    """Return the excerpts that the browser shows."""
    return re.findall(r'<li class="excerpt">.*?</li>', dom.partition('id="found"')[2].partition("</ol>")[0], re.DOTALL)


def test_a_theme_link_opens_its_excerpts(browse):
    """The filter of a number shows its excerpts, says how many there are and how many are withheld."""
    log, dom = browse("#theme=body", "--dump-dom")
    assert log == []
    shown, behind, withheld = (int(n) for n in re.findall(r"\d+", count_of(dom)))
    assert shown + withheld == behind
    assert len(found_in(dom)) == min(shown, 40)
    assert all("Work that the body remembers" in excerpt for excerpt in found_in(dom))


def test_a_topic_cell_opens_the_excerpts_of_theme_and_topic(browse):
    """Theme and topic together show as many excerpts as the cell counts, but for those withheld."""
    log, dom = browse("#theme=grief&topic=bertopic-06", "--dump-dom")
    assert log == []
    shown, behind, *withheld = (int(n) for n in re.findall(r"\d+", count_of(dom)))
    assert shown + sum(withheld) == behind > 0
    assert len(found_in(dom)) == shown


def test_a_group_cell_opens_the_excerpts_of_its_group(browse, page):
    """A group that may be shown is one of the filters."""
    cell = re.search(r'data-filter="(theme=[^"]*grouping=wave[^"]*)"', page.read_text(encoding="utf-8")).group(1)
    log, dom = browse("#" + cell.replace("&amp;", "&"), "--dump-dom")
    assert log == []
    assert "segments behind this number" in count_of(dom)
    assert found_in(dom)


def test_words_are_marked_and_people_named(browse):
    """The machine's evidence is marked in the words; each excerpt says whose it is and on whose word."""
    _, dom = browse("#theme=body&decided=coded+by+the+machine+alone%3A+nobody+has+read+it", "--dump-dom")
    assert "<mark>sleep</mark>" in dom.partition('id="found"')[2]
    assert all("<b>" in excerpt and "nobody has read it" in excerpt for excerpt in found_in(dom))


def test_a_person_and_words_narrow_the_search(browse):
    """Filters combine: one person's excerpts that hold a word."""
    _, dom = browse("#person=p01&words=GARDEN", "--dump-dom")
    assert all("<b>P01</b>" in excerpt for excerpt in found_in(dom))


def test_a_filter_that_finds_nothing_says_so(browse):
    """A theme that is not there shows no excerpt instead of all of them."""
    log, dom = browse("#theme=no-such-theme", "--dump-dom")
    assert log == []
    assert count_of(dom) == "0 excerpts."
    assert found_in(dom) == []


def test_links_become_filters_when_scripts_run(browse):
    """With scripts a number leads to its own filter, without them to its theme."""
    _, dom = browse("", "--dump-dom")
    assert 'href="#theme=belonging"' in dom
    assert 'id="filters"' in dom
    assert not re.search(r'<form id="filters"[^>]*hidden', dom)


def test_the_page_can_be_read_without_a_filter(browse):
    """Opened plainly, the page logs nothing and refuses nothing of its own."""
    log, dom = browse("", "--dump-dom")
    assert log == []
    assert "</html>" in dom


def test_the_page_prints(browse, tmp_path):
    """The browser makes a PDF of it."""
    browse("", f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_themes_to_choose_from_are_parted_by_codebook(browse, tmp_path):
    """With two codebooks the list of themes has a part for each; with one it has none."""
    two = tmp_path / "two.html"
    two.write_text(make_page(Shape(has_survey_codebook=True)), encoding="utf-8")
    log, dom = browse("#theme=grief", "--dump-dom", at=two)
    assert log == []
    assert re.findall('<optgroup label="([^"]*)"', dom) == [
        "What the garden gives: all sources",
        "What stands in the way: survey only",
    ]
    assert all("Room for grief" in excerpt for excerpt in found_in(dom))
    assert "<optgroup" not in browse("#theme=body", "--dump-dom")[1]
