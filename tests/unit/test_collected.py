"""Names and places of what was collected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.collected import make_distinct, name_stems, name_tails, place, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18-september-2019", "18-september-2019"),
        ("Focus Group (2)", "focus-group-2"),
        ("  _x_ ", "x"),
        ("Entretien n\u00b0 3", "entretien-n-3"),
        ("\u9762\u8ac7 1", "\u9762\u8ac7-1"),
        ("...", "x"),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(text, expected):
    """A source id can be read back to its file, whatever its language."""
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("a.txt", "a.txt, line 1, 2"),
        ("a.DOCX", "a.DOCX, paragraph 1, 2"),
        ("a.xlsx", "a.xlsx, row 1, 2"),
    ],
)
def test_a_place_is_named_as_the_researcher_sees_it(file, expected):
    """Word has paragraphs, Excel rows, text lines."""
    assert place(file, [2, 1]) == expected


def test_a_place_shows_the_first_few_lines_only():
    """A message stays readable."""
    assert place("a.txt", range(1, 20)) == "a.txt, line 1, 2, 3, 4, 5, 6, 7, 8, ..."


def test_a_path_is_named_by_its_shortest_tail_that_no_other_has():
    """Folders are named only as far as they tell two files apart."""
    paths = [("x", "pre", "a"), ("x", "post", "a"), ("x", "post", "b"), ("y", "m", "c"), ("z", "m", "c")]
    assert name_tails(paths) == [("pre", "a"), ("post", "a"), ("b",), ("y", "m", "c"), ("z", "m", "c")]


def test_stems_are_told_apart_by_folder_or_extension():
    """Two files of one name do not become one source."""
    paths = [
        (("x", "pre", "FG 1"), ".txt"),
        (("x", "post", "FG 1"), ".txt"),
        (("x", "b"), ".docx"),
        (("x", "b"), ".vtt"),
    ]
    assert name_stems(paths) == ["pre-fg-1", "post-fg-1", "b-docx", "b-vtt"]


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "b"]), max_size=12))
def test_names_become_distinct_and_the_first_keeps_its_own(names):
    """Whatever is repeated, no two names are alike and every one begins as it was."""
    distinct = make_distinct(names)
    assert len(set(distinct)) == len(names)
    assert all(new.startswith(old) for new, old in zip(distinct, names, strict=True))
    assert distinct[:1] == names[:1]


@given(
    st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from("mn"), st.sampled_from("ab")), max_size=8, unique=True)
)
def test_tails_of_different_paths_differ(paths):
    """No two files share a name."""
    assert len(set(name_tails(paths))) == len(paths)
