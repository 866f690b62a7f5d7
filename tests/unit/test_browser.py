"""The excerpt browser: every excerpt behind a number, nothing else, and safe inside a page."""

from __future__ import annotations

import json

import pandas as pd

from pipeline.reporting.browser import build_browser, make_filter, render_browser
from tests.support.report_tables import Shape, build_tables
from tests.support.small_report import by_wave, small_tables


def with_topics() -> dict[str, pd.DataFrame]:
    """Return the small study with one topic that holds the segment nobody coded."""
    tables = small_tables()
    named = {"model": ["bertopic"], "topic_id": ["bertopic-01"]}
    tables["topics"] = pd.DataFrame({**named, "terms": ["more, nothing"], "n_segments": [1], "stability": [0.5]})
    tables["segment_topics"] = pd.DataFrame({**named, "segment_id": ["g:80-99"], "probability": [1.0]})
    tables["theme_topics"] = pd.DataFrame({**named, "theme_id": ["trust"], "n_segments": [0]})
    return tables


def test_only_segments_behind_a_number_are_in_it():
    """What carries no code and belongs to no topic is not released; a topic brings its segments in."""
    assert [row[0] for row in build_browser(small_tables())["excerpts"]] == ["g:20-40", "g:40-60", "s:0-30"]
    assert "g:80-99" in [row[0] for row in build_browser(with_topics())["excerpts"]]


def test_an_excerpt_points_at_its_person_source_question_and_codes():
    """Names are given once, in lists, and pointed at by their place."""
    held = build_browser(small_tables())
    segment, text, person, source, question, codes, topics = held["excerpts"][1]
    assert (segment, text) == ("g:40-60", "Trust, and 😀 trust again.")
    assert (held["people"][person], held["sources"][source]) == ("P2", "A group")
    assert held["questions"][question] == "What brought you?"
    assert [held["codes"][code][0] for code, _, _ in codes] == ["trust"]
    assert held["bases"][codes[0][1]].startswith("coded by the machine alone")
    assert codes[0][2] == [0, 5, 13, 18]
    assert topics == []


def test_a_segment_without_a_question_points_nowhere():
    """Minus one stands for no question."""
    held = build_browser(with_topics())
    assert {row[0]: row[4] for row in held["excerpts"]}["g:80-99"] == -1


def test_every_number_says_how_many_segments_it_counts():
    """The page can say of each number how many excerpts are shown and how many are withheld."""
    assert build_browser(small_tables())["numbers"] == {"theme=trust": 3, "theme=slow-trust": 1, "theme=stigma": 1}
    assert build_browser(with_topics())["numbers"]["theme=trust&topic=bertopic-01"] == 0


def test_group_cells_hold_their_excerpts_only_where_they_may_be_opened():
    """An open cell lists its excerpts; a withheld one is not in the page at all, not even as a number."""
    tables = small_tables() | {"theme_frequencies": by_wave()}
    held = build_browser(tables)
    assert held["cells"]["theme=trust&grouping=wave&group=before"] == [0, 1]
    assert held["numbers"]["theme=trust&grouping=wave&group=before"] == 2
    closed = build_browser(tables | {"theme_frequencies": by_wave((("slow-trust", "after"),))})
    assert not [key for key in (*closed["cells"], *closed["numbers"]) if "trust" in key and "group" in key]


def test_themes_meet_topics_by_peoples_word_unless_nobody_coded():
    """Beside topics the machine's codings are left out, as the comparison leaves them out."""
    held = build_browser(small_tables())
    assert held["bases"][held["not_beside_topics"]].startswith("coded by the machine alone")
    nobody = small_tables()
    nobody["decisions"] = nobody["decisions"].iloc[:0]
    assert build_browser(nobody)["not_beside_topics"] == -1


def test_no_participant_can_end_the_script_that_holds_the_words():
    """Mark-up in an answer stays text: no less-than sign is left in the page."""
    rendered = render_browser(build_browser(small_tables()))
    assert "<" not in rendered
    assert json.loads(rendered)["excerpts"][2][1] == "Trust is <b>slow</b> & hard."


def test_a_filter_names_what_is_wanted_and_nothing_else():
    """An empty wish is no wish."""
    assert make_filter(theme="a b", topic="", group="<2 years") == "theme=a+b&group=%3C2+years"


def test_every_topic_cell_of_a_study_adds_up():
    """For each theme and topic the browser finds as many segments as the number beside them says, but for consent."""
    tables = build_tables()
    silent = tables["participants"].assign(may_quote=True)
    held = build_browser(tables | {"participants": silent})
    themes = [code for code, _ in held["codes"]]
    for key, number in held["numbers"].items():
        parts = dict(part.split("=") for part in key.split("&"))
        if set(parts) != {"theme", "topic"}:
            continue
        theme, topic = themes.index(parts["theme"]), [t for t, _ in held["topics"]].index(parts["topic"])
        found = [
            row
            for row in held["excerpts"]
            if topic in row[6] and [1 for code, by, _ in row[5] if code == theme and by != held["not_beside_topics"]]
        ]
        assert len(found) == number, key


def test_no_topic_is_named_without_its_stability():
    """The list of topics says of each how surely it came back."""
    assert build_browser(with_topics())["topics"] == [["bertopic-01", "bertopic-01: more, nothing (stability 0.50)"]]


def test_codes_have_the_heading_of_their_codebook_where_there_are_several():
    """The list of themes to choose from is parted by codebook; with one codebook it has ids and labels alone."""
    codes = build_browser(build_tables(Shape(has_survey_codebook=True)))["codes"]
    assert {tuple(code) for code in codes} >= {
        ("missed", "Being missed", "What the garden gives: all sources"),
        ("grief", "Room for grief", "What stands in the way: survey only"),
    }
    assert {len(code) for code in build_browser(build_tables())["codes"]} == {2}
