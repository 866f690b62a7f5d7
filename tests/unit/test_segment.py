"""Units of coding."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schemas
from pipeline.errors import SettingsError
from pipeline.methods.text.segment import choose_units, cut_text, find_paragraphs, list_texts_to_split, segment_turns
from pipeline.methods.text.words import count_words
from pipeline.store import check_table
from tests.support.named_studies import make_named

FOCUS_GROUP = {"focus_group": "sentence"}


def pieces(text, starts):
    """Return the pieces that `starts` cut `text` into."""
    return [text[start:end] for start, end in cut_text(text, starts)]


def cut(said, units, sentences=None, **columns):
    """Return the segments of a study in which `said` is said."""
    named = make_named(said, **columns)
    turns = named.turns.drop(columns=["row_key", "participant_key"])
    return check_table(segment_turns(named.sources, turns, units, sentences or {}), schemas.SEGMENTS)


@pytest.mark.parametrize(
    ("text", "starts", "expected"),
    [
        ("One. Two.  Three", [0, 5, 11], ["One. ", "Two.  ", "Three"]),
        ("One.  Two", [4], ["One.  ", "Two"]),
        (" One. Two", [0, 6], [" One. ", "Two"]),
        ("It hurt.\u201dThen", [9], ["It hurt.\u201d", "Then"]),
        ("home.Then", [5], ["home.", "Then"]),
        ("word", [2], ["word"]),
        ("[Person 1] came. I left", [1, 8, 17], ["[Person 1] came. ", "I left"]),
        ("Yes [laughs. Loudly] no", [13, 21], ["Yes [laughs. Loudly] ", "no"]),
        ("... Hm. !! Ok. ..", [4, 8, 11, 15], ["... Hm. !! ", "Ok. .."]),
        ("One. \n", [5, 99], ["One. \n"]),
        ("...", [1], ["..."]),
        ("", [0], []),
    ],
)
def test_a_text_is_cut_where_units_start(text, starts, expected):
    """White space ends a unit; words and brackets are never cut; no unit is without a word."""
    assert pieces(text, starts) == expected


@given(st.text(alphabet="aB. []\n\u00e9'!", max_size=30), st.lists(st.integers(0, 30), max_size=8))
def test_pieces_tile_their_text(text, starts):
    """Whatever the starts, the pieces put together are the text, and each holds a word if the text holds one."""
    spans = cut_text(text, starts)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(left[1] == right[0] for left, right in pairwise(spans))
    assert all(count_words(text[start:end]) for start, end in spans) or not count_words(text)
    assert all(not text[start].isspace() for start, _ in spans[1:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\ntwo.\n\nThree\nFour", ["One\ntwo.\n\n", "Three\nFour"]),
        ("One.\n \t\n\n  Two", ["One.\n \t\n\n  ", "Two"]),
        ("One.\nTwo.\nThree", ["One.\n", "Two.\n", "Three"]),
        ("a long line that\nis wrapped.\nTwo", ["a long line that\nis wrapped.\n", "Two"]),
        ("Wishes:\n- more time\n- less noise", ["Wishes:\n", "- more time\n", "- less noise"]),
        ("One\r\n\r\nTwo", ["One\r\n\r\n", "Two"]),
        ("\n\nOne\n\n", ["\n\nOne\n\n"]),
        ("One", ["One"]),
        ("", []),
    ],
)
def test_a_paragraph_ends_at_a_blank_line_or_else_at_a_line_break(text, expected):
    """Where there are blank lines they alone divide; else lines do, unless the next goes on in small letters."""
    assert pieces(text, find_paragraphs(text)) == expected


def test_a_turn_and_an_answer_stay_whole():
    """A unit of coding may be the turn as it was spoken, in the order of speech."""
    for unit in ("turn", "answer"):
        segments = cut({"b": [("P1", "One.\n\nTwo."), ("P2", "Three.")], "a": [("P1", "...")]}, {"focus_group": unit})
        assert list(segments["segment_id"]) == ["b:0-10", "b:11-17", "a:0-3"]
        assert list(segments["text"]) == ["One.\n\nTwo.", "Three.", "..."]
        assert list(segments["n_words"]) == [2, 1, 0]
        assert list(segments["turn_id"]) == ["b#0001", "b#0002", "a#0001"]


def test_each_kind_of_source_has_its_own_unit():
    """Focus groups may be cut into paragraphs while interviews are cut into sentences and surveys not at all."""
    said = {source_id: [("P1", "One. Two.\n\nThree.")] for source_id in ("fg", "iv", "sv")}
    units = {"focus_group": "paragraph", "interview": "sentence", "survey": "answer"}
    kinds = ["focus_group", "interview", "survey"]
    segments = cut(said, units, {"One. Two.\n\nThree.": [0, 5, 11]}, kind=kinds)
    assert segments.groupby("source_id", sort=False)["text"].agg(list).to_dict() == {
        "fg": ["One. Two.\n\n", "Three."],
        "iv": ["One. ", "Two.\n\n", "Three."],
        "sv": ["One. Two.\n\nThree."],
    }


def test_only_what_is_cut_into_sentences_is_given_to_the_splitter_and_only_once():
    """Each distinct text is split once; facilitators' words are split like all others."""
    named = make_named(
        {"fg": [("F1", "Hm. Ha."), ("P1", "Hm. Ha."), ("P1", "Ho.")], "sv": [("P1", "He.")]},
        kind=["focus_group", "survey"],
    )
    units = {"focus_group": "sentence", "survey": "answer"}
    assert list_texts_to_split(named.sources, named.turns, units) == ["Hm. Ha.", "Ho."]


def test_an_empty_turn_has_no_segments_and_no_turns_are_an_empty_table():
    """Nothing said is nothing to code, in a table with all its columns."""
    assert cut({"fg": [("P1", "")]}, {"focus_group": "turn"}).empty
    empty = cut({}, {"focus_group": "turn"})
    assert (len(empty), list(empty.columns)) == (0, list(schemas.SEGMENTS.columns))


@settings(max_examples=40)
@given(
    st.lists(st.text(alphabet="ab. \n", max_size=15), max_size=4), st.sampled_from(["turn", "paragraph", "sentence"])
)
def test_segments_tile_their_turns(turns, unit):
    """The words of the segments of a turn, put together, are the words of the turn, at their places in the source."""
    sentences = {text: [at for at, char in enumerate(text) if char == "a"] for text in turns}
    named = make_named({"fg": [("P1", text) for text in turns]})
    segments = segment_turns(named.sources, named.turns, {"focus_group": unit}, sentences)
    [source] = named.sources["text"]
    assert [source[s.start_char : s.end_char] for s in segments.itertuples()] == list(segments["text"])
    joined = segments.groupby("turn_id")["text"].agg("".join).to_dict()
    assert joined == {f"fg#{number:04d}": text for number, text in enumerate(turns, start=1) if text}
    assert segments["segment_id"].is_unique


def test_the_default_unit_holds_where_no_other_is_chosen():
    """A kind of source takes the unit of its [[sources]] table, or the default."""
    assert choose_units([("survey", "answer"), ("survey", "answer"), ("interview", None)], "turn") == {
        "survey": "answer",
        "interview": "turn",
    }


def test_two_units_for_one_kind_are_refused_all_at_once():
    """Sources of one kind are compared with each other, so they must be cut alike."""
    with pytest.raises(SettingsError) as caught:
        choose_units([("survey", "answer"), ("survey", None), ("interview", "turn"), ("interview", "sentence")], "turn")
    assert [problem.problem for problem in caught.value.problems] == [
        "[[sources]] of the kind 'survey' have different units: answer, turn",
        "[[sources]] of the kind 'interview' have different units: sentence, turn",
    ]
