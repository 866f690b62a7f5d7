"""The turns with their words."""

from __future__ import annotations

from pipeline.methods.text.spoken import list_spoken
from tests.support.named_studies import make_named


def test_turns_come_in_the_order_of_the_sources_and_of_speech():
    """However the turns table is sorted, the words are listed source by source as they were spoken."""
    named = make_named({"b": [("P1", "One."), ("P2", "Two.")], "a": [("P1", "Three.")]})
    spoken = list_spoken(named.sources, named.turns.iloc[::-1])
    assert list(spoken["text"]) == ["One.", "Two.", "Three."]
    assert list(spoken["source_id"]) == ["b", "b", "a"]
    assert list(spoken.columns) == [*named.turns.columns, "text"]


def test_no_turns_are_no_words():
    """A study in which nothing is said has an empty table."""
    assert list_spoken(make_named({}).sources, make_named({}).turns).empty
