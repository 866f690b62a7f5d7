"""Text and Markdown transcripts."""

from __future__ import annotations

from hypothesis import given, settings

from pipeline.formats.transcripts.plain import parse_markdown, parse_plain
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import count_fates, join_turns
from tests.support.transcripts import assert_accounted, transcript_texts

ANYBODY = KnownLabels()


def _told(transcript):
    return [(transcript.marks[number].label, words) for number, words in join_turns(transcript).items()]


def test_markdown_headings_are_sections_and_plain_text_has_none():
    """A # sign begins a heading in Markdown and is a word in plain text."""
    text = "# Group\n\n**Ann**: one\n\n**Ann**: two\n#tag"
    assert [mark.section for mark in parse_markdown(text, ANYBODY).marks.values()] == ["# Group", "# Group"]
    assert _told(parse_markdown(text, ANYBODY))[1] == ("Ann", "two\n#tag")
    assert [mark.section for mark in parse_plain(text, ANYBODY).marks.values()] == ["", ""]


def test_front_matter_and_rules_are_skipped():
    """What stands between two --- lines at the top describes the file; a rule parts nothing that is said."""
    transcript = parse_markdown("---\ntitle: x\n---\n\nAnn: a\n\n***\n\nAnn: b\n—\n", ANYBODY)
    assert _told(transcript) == [("Ann", "a"), ("Ann", "b")]
    assert count_fates(transcript)["front matter"] == (17, 3)
    assert count_fates(transcript)["markup"] == (6, 2)


def test_front_matter_that_never_ends_is_text():
    """A rule at the top is a rule."""
    assert _told(parse_markdown("---\nAnn: a\nAnn: b", ANYBODY)) == [("Ann", "a"), ("Ann", "b")]


def test_emphasis_and_list_signs_are_not_words():
    """The signs of Markdown are skipped; stars and underscores that mean something else are kept."""
    text = "Ann: it is *very* **good**, un*do*\n* one\n  - two\nAnn: 2 * 3 * 4, snake_case_name, _so_"
    assert [words for _, words in _told(parse_markdown(text, ANYBODY))] == [
        "it is very good, un*do\none\ntwo",
        "2 * 3 * 4, snake_case_name, so",
    ]


def test_plain_text_keeps_every_sign():
    """In a text file a star is a star."""
    assert _told(parse_plain("Ann: *so*\nAnn: - b", ANYBODY)) == [("Ann", "*so*"), ("Ann", "- b")]


def test_bullets_with_a_pattern_are_one_turn_each_and_other_bullets_go_on():
    """Labelled bullets open turns; an unlabelled one continues the turn before; what stands above is skipped."""
    text = "# Data\n\n* key\n\n## 1. Value\n\n* (**A** d): one\n* two\n\t* (*F* g) three\n"
    transcript = parse_markdown(text, KnownLabels(pattern=r"^\s*\*+\s+\((?P<speaker>[^)]*)\):?\s*"))
    assert _told(transcript) == [("**A** d", "one\ntwo"), ("*F* g", "three")]
    assert {mark.section for mark in transcript.marks.values()} == {"# Data > ## 1. Value"}


@settings(max_examples=100, deadline=None)
@given(transcript_texts)
def test_every_character_of_any_text_is_accounted_for(text):
    """Plain text and Markdown are tiled by their passages, with speakers and without."""
    for labels in (ANYBODY, None):
        assert_accounted(parse_plain(text, labels), text)
        assert_accounted(parse_markdown(text, labels), text)
