"""The page: one file, no network, sound structure, every number a link, nothing in it that may not leave."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from pipeline.reporting.page import render_page
from tests.support.report_tables import Shape, build_tables, make_choices
from tests.support.reports import VERSIONS, make_page

VOID = {"meta", "br", "input", "link", "img", "hr", "col"}


class Outline(HTMLParser):
    """What a page is made of: ids, links, headings, tables, and tags that were never closed."""

    def __init__(self) -> None:
        """Start with nothing read."""
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.filters: list[str] = []
        self.levels: list[int] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says."""
        found = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in found.items()]
        self.ids += [found["id"]] if "id" in found else []
        self.hrefs += [found["href"]] if tag == "a" else []
        self.filters += [found["data-filter"]] if "data-filter" in found else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag


def outline(page: str) -> Outline:
    """Return what the page is made of."""
    found = Outline()
    found.feed(page)
    return found


def render(choices: dict | None = None, **replaced: pd.DataFrame) -> str:
    """Return a page without figures of the invented study, some of its choices or tables replaced."""
    return render_page({**build_tables(), **replaced}, choices or make_choices(), figures=[], versions=VERSIONS)


def browser_data(page: str) -> dict:
    """Return what the excerpt browser of the page holds."""
    return json.loads(re.search(r'id="excerpt-data">(.*?)</script>', page, re.DOTALL).group(1))


SHAPES = {
    "as usual": Shape(),
    "no human coders": Shape(has_humans=False),
    "no machine": Shape(has_rules=False, hand_coded_share=1.1),
    "nothing coded": Shape(has_humans=False, has_rules=False),
    "one participant, no topics": Shape(n_people=1, n_answers=0, has_topics=False),
    "many themes": Shape(n_themes=20),
    "two codebooks": Shape(has_survey_codebook=True),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_page_is_sound(shape):
    """Whatever a study lacks: tags close, ids are unique, links lead somewhere, headings skip no level, no NaN."""
    assert_sound(make_page(shape))


@pytest.mark.slow
def test_the_page_is_sound_with_its_figures():
    """Figures inside the page break none of its promises, and are the same each time."""
    assert_sound(make_page(is_drawn=True))
    assert make_page.__wrapped__(is_drawn=True) == make_page(is_drawn=True)


def assert_sound(page: str) -> None:
    """Stop at the first thing that is wrong with `page`."""
    found = outline(page)
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert {href.removeprefix("#") for href in found.hrefs} <= set(found.ids)
    assert found.levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(found.levels, found.levels[1:], strict=False))
    assert not re.search(r"\b(nan|NaN|None|<NA>|NaT)\b", page.partition('<script type="application/json"')[0])


def test_the_same_tables_make_the_same_page():
    """The page has no clock and no chance in it."""
    assert make_page.__wrapped__() == make_page()


def test_the_page_asks_the_network_for_nothing():
    """Nothing in it is loaded, sent, or framed; its own policy forbids what it does not hold."""
    found = outline(make_page(is_drawn=True))
    assert not [
        name for _, name, _ in found.attributes if name in ("src", "srcset", "action", "style") or name.startswith("on")
    ]
    assert not [value for _, name, value in found.attributes if name != "xmlns" and value.startswith(("http", "//"))]
    assert "default-src 'none'" in make_page()


@pytest.mark.parametrize(("tag", "rule"), [("style", "style-src"), ("script", "script-src")])
def test_the_policy_allows_exactly_the_script_and_the_style_of_the_page(tag, rule):
    """The hash in the policy is that of what stands in the page, so nothing else can run."""
    page = make_page()
    inside = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
    assert f"{rule} 'sha256-{digest}'" in page


def test_every_table_has_a_caption_and_headers():
    """A reader of the page by ear knows what each table and each cell is."""
    page = make_page()
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert len(tables) > 10
    for table in tables:
        assert "<caption" in table
        assert 'scope="col"' in table
        assert 'scope="row"' in table


def test_every_number_that_leads_somewhere_is_counted_in_the_browser():
    """Each link to excerpts asks for a filter that the browser knows the number of."""
    page = make_page(is_drawn=True)
    asked = set(outline(page).filters)
    known = set(browser_data(page)["numbers"])
    assert {wanted for wanted in asked if not wanted.startswith("person=")} <= known
    assert len(asked) > 60


def test_each_theme_cell_group_cell_and_topic_cell_is_a_link():
    """The counts of a theme, of its groups and of its topics lead to their words."""
    filters = set(outline(make_page(Shape(n_answers=300))).filters)
    for wanted in ("theme=belonging", "theme=missed", "topic=bertopic-01", "theme=belonging&topic=bertopic-01"):
        assert wanted in filters
    assert [wanted for wanted in filters if "grouping=wave&group=" in wanted]


def test_the_words_of_people_who_did_not_consent_are_not_in_the_page():
    """Their names are not in the excerpts, and what only they said is nowhere."""
    tables = build_tables()
    silent = set(tables["participants"].query("not may_quote")["participant_id"])
    held = browser_data(make_page())
    assert silent
    assert not silent & set(held["people"])
    spoken = tables["segments"]
    theirs = set(spoken.loc[spoken["participant_id"].isin(silent), "text"])
    assert not (theirs - set(spoken.loc[~spoken["participant_id"].isin(silent), "text"])) & {
        row[1] for row in held["excerpts"]
    }


def test_shown_withheld_and_unreleased_segments_add_up():
    """The page accounts for every participant's segment."""
    found = re.search(
        r"Of (\d+) segments of participants, (\d+) stand behind .*? quoted; (\d+) are withheld .*?; (\d+) stand",
        make_page(),
    )
    total, *parts = [int(number) for number in found.groups()]
    assert total == 192
    assert sum(parts) == total
    assert "withheld because 0 people" in make_page(can_all_be_quoted=True)


def test_no_source_can_be_recognised_by_its_hash():
    """The hash of a short answer would give the answer away to anybody who guesses it."""
    assert not [sha256 for sha256 in build_tables()["sources"]["sha256"] if sha256 in make_page()]


def test_fiction_is_said_at_the_top():
    """Invented material is called so before anything else."""
    page = make_page()
    assert page.index("Everyone in this report is invented.") < page.index("<h1>")


def test_withheld_numbers_have_words_in_their_place():
    """A suppressed cell is a sentence, never a blank; a breakdown with nothing else is one sentence."""
    assert "by wave: suppressed to protect fewer than 3 participants in every group." in make_page()
    frequencies = build_tables()["theme_frequencies"]
    is_one = (frequencies["code_id"] == "belonging") & (frequencies["group"] == "before")
    counts = frequencies["n_segments"].mask(is_one)
    reasons = frequencies["undefined"].mask(is_one, "suppressed")
    page = render(theme_frequencies=frequencies.assign(n_segments=counts, undefined=reasons))
    assert '<td colspan="4" class="why">suppressed</td>' in page


def test_what_was_not_done_is_said_in_words():
    """No coders, declined topics: a sentence with the reason or the remedy."""
    bare = make_page(Shape(has_humans=False, has_topics=False))
    assert "Let a second person code some of the same segments" in bare
    assert "No topics: too few segments" in bare


def test_words_of_participants_are_text_and_never_mark_up():
    """An answer that looks like a tag is shown as it was written."""
    segments = build_tables()["segments"]
    page = render(segments=segments.assign(text="</script><b>bold</b> &amp; " + segments["text"]))
    assert outline(page).open == []
    assert "&lt;b&gt;bold&lt;/b&gt; &amp;amp;" in page
    assert page.count("</script>") == 2
    assert browser_data(page)["excerpts"][0][1].startswith("</script><b>bold")


def test_excerpts_in_another_language_say_so():
    """German answers are read aloud as German."""
    assert '<blockquote lang="de">' in render(make_choices(study={"language": "de"}))
    assert "<blockquote lang" not in make_page()


def test_two_codebooks_are_parts_of_the_page():
    """Finding, themes, agreement and alignment have a heading for each, and a share says whose it is."""
    page = make_page(Shape(has_survey_codebook=True))
    for heading in ("What the garden gives: all sources", "What stands in the way: survey only"):
        assert f"<h3>{heading}</h3>" in page
        assert f'<h3 class="codebook">{heading}</h3>' in page
        assert f'<th scope="rowgroup" colspan="9" class="codebook">{heading}</th>' in page
        assert page.count(f'<th scope="rowgroup" colspan="5" class="codebook">{heading}</th>') == 2
    assert "among 60 survey segments, the most frequent first" in page
    assert "</b> of survey segments (" in page
    assert 'class="codebook"' not in make_page().partition("</style>")[2]
    assert " among " not in re.search("<caption id=.themes-caption.*?</caption>", make_page()).group()


@pytest.mark.slow
def test_the_figures_of_two_codebooks_break_nothing():
    """A figure for each codebook's topics under its model, with ids of its own."""
    page = make_page(Shape(has_survey_codebook=True), is_drawn=True)
    assert_sound(page)
    assert page.count('id="figure-theme_topics_bertopic_limits"') == 1
