"""Legends."""

from __future__ import annotations

import pytest

from pipeline.methods.text.legends import find_legend
from pipeline.methods.text.passages import Line


def _lines(text):
    return [Line(0, written, number) for number, written in enumerate(text.split("\n"), start=1)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("MD - Michelle Drumm", ("MD", "Michelle Drumm")),
        ("MD \u2013 Michelle Drumm  ", ("MD", "Michelle Drumm")),
        ("MD = Michelle Drumm", ("MD", "Michelle Drumm")),
        ("MD Michelle Drumm", ("MD", "Michelle Drumm")),
        ("MD - Professor Michelle Drumm, City Council", ("MD", "Professor Michelle Drumm")),
        ("MD - Michelle Drumm - City Council", ("MD", "Michelle Drumm")),
        ("MD Good morning", None),
        ("MD Michelle Drumm, chair", None),
        ("Co-production is good", None),
    ],
)
def test_a_file_may_explain_its_own_labels(line, expected):
    """A legend line gives a label a name; the first words somebody speaks are no legend."""
    assert find_legend(_lines(f"{line}\n\nMD Good morning all\nCo stays")).get(0) == expected


def test_a_legend_counts_only_where_its_label_is_used():
    """A line that explains something nobody is called is not a legend."""
    assert find_legend(_lines("UK - United Kingdom\nAnn: hello")) == {}


def test_a_colon_explains_a_label_by_a_role_only():
    """The line "I: Interviewer" is a legend, "I: Maria" is what somebody says."""
    text = "I: Interviewer\nP: Maria\n\nI: Hello\nP: Hi\nI: P"
    assert find_legend(_lines(text)) == {0: ("I", "Interviewer")}


def test_lines_below_one_another_explain_labels_that_are_no_initials():
    """P1 and P2 get the names that stand beside them; words that somebody says after a dash are no names."""
    text = "P1 - Maria Lopez\n\nP2 - Facilitator\n\nP1: Hello\nP2: Hi"
    assert find_legend(_lines(text)) == {0: ("P1", "Maria Lopez"), 2: ("P2", "Facilitator")}
    assert find_legend(_lines("P1 - Maria Lopez\nand more\nP2 - John Roe\nP1: a\nP2: b")) == {}


def test_a_sure_line_of_a_legend_makes_its_neighbours_sure():
    """One letter for several people is explained where the line above it is plainly a legend."""
    text = "ED - Ellen Daly\nF - Natalie, Harriet\nM - Brian\n\nED So\nF Yes\nM No"
    assert find_legend(_lines(text)) == {0: ("ED", "Ellen Daly"), 1: ("F", "Natalie"), 2: ("M", "Brian")}
    assert find_legend(_lines("F - Yes\nM - No\nF - Good\nM - So")) == {}


def test_what_is_said_after_a_dash_is_no_legend():
    """Where the file writes a dash before the words, only a full name in capital words explains a label."""
    text = "MD - Mary Dee\nAB - Absolutely\nMD - Me too\nAB - Always so\nMD - Much\nAB - And so"
    assert find_legend(_lines(text)) == {0: ("MD", "Mary Dee")}


def test_a_label_is_explained_once():
    """The first line that explains it counts."""
    assert find_legend(_lines("MD - Mary Dee\nMD - Mary Dunn\nMD Hello")) == {0: ("MD", "Mary Dee")}
