"""What the cells of a column hold."""

from __future__ import annotations

import pytest

from pipeline.formats.surveys.values import find_open_items, is_data, is_moment, is_personal
from pipeline.formats.tables import read_table_file
from tests.support.survey_exports import write_csv

SAID = [
    "it was a good day",
    "nobody ever asked me that",
    "the van broke down again, so we walked",
    "",
    "fine",
    "we would like to meet more often than that",
]


def _find(*cells):
    table = read_table_file(write_csv([["a", "b"], *([cell, "1"] for cell in cells)]).encode(), "a.csv")
    return [item.names[0] for item in find_open_items(table)]


@pytest.mark.parametrize(
    "cells",
    [
        SAID,
        ["good", "bad", "nothing", "yes", "they listened to what I said"],
        [
            "\u3068\u3066\u3082\u5f79\u306b\u7acb\u3061\u307e\u3057\u305f",
            "\u611f\u8b1d\u3057\u3066\u3044\u307e\u3059\u3002\u307e\u305f\u4f1a\u3044\u305f\u3044",
        ],
        ["Ich war die ganze Zeit dabei", "Es war f\u00fcr mich sehr sch\u00f6n"],
    ],
)
def test_peoples_own_words_are_recognised(cells):
    """In any language, though many answers are short."""
    assert _find(*cells) == ["a"]


@pytest.mark.parametrize(
    "cells",
    [
        ["NEAS PTS 528 - Q1", "NEAS PTS 531 - Q1", "NEAS PTS 534 - Q2"],
        ["I agree with all of it"] * 20 + ["I do not agree with it"] * 10,
        ["2026-03-02 10:11:12", "2026-03-03 09:00", "03/04/2026 10:00 AM"],
        ["a@example.org", "b@example.org"],
        ["https://example.org/x", "https://example.org/y"],
        ["3,5", "4,0", "12.50", "7 %"],
        ["yes", "no", "well yes"],
        ["12", "7", "15", "9 %", "it was about nine or ten"],
        ["", " "],
        [
            ", ".join(
                part for bit, part in enumerate(("A good room", "A long break", "Tea for all", "A bus")) if n >> bit & 1
            )
            for n in range(1, 16)
        ]
        * 2,
    ],
)
def test_ids_dates_addresses_numbers_and_choices_are_not(cells):
    """What a machine or a list wrote is nobody's own words."""
    assert _find(*cells) == []


def test_an_item_says_how_much_was_answered():
    """Counts are those of the whole column, words the average of its answers."""
    (item,) = find_open_items(read_table_file(write_csv([["a"], *([cell] for cell in SAID)]).encode(), "a.csv"))
    assert (item.number, item.n_answers) == (0, 5)
    assert item.n_words == pytest.approx(27 / 5, abs=0.5)


def test_a_column_without_a_header_is_no_item():
    """It could not be named in study.toml."""
    table = read_table_file(write_csv([["", "b"], *([cell, "1"] for cell in SAID)]).encode(), "a.csv")
    assert list(find_open_items(table)) == []


def test_what_no_header_holds_is_known():
    """Addresses and moments are data; a day or a number may name a column."""
    assert is_moment(" 2026/03/02 10:11:12 AM GMT ")
    assert is_personal("a@example.org")
    assert not is_personal("@example")
    assert all(map(is_data, ("203.0.113.7", "www.example.org", "2026-03-02T10:11")))
    assert not any(map(is_data, ("2026-03-02", "7", "Why?", "")))
