"""Subtitle files."""

from __future__ import annotations

from hypothesis import given, settings

from pipeline.formats.transcripts.subtitles import parse_subtitles
from pipeline.methods.text.passages import TurnMark, count_fates, join_turns
from pipeline.methods.text.speakers import KnownLabels
from tests.support.transcripts import assert_accounted, transcript_texts

ANYBODY = KnownLabels()


def _told(transcript):
    return [
        (mark.label, words, mark.start_time, mark.end_time)
        for (number, words) in join_turns(transcript).items()
        for mark in [transcript.marks[number]]
    ]


def test_cues_of_one_voice_in_a_row_are_one_turn():
    """The turn lasts from the start of its first cue to the end of its last; a space stands between cues."""
    text = (
        "WEBVTT - a talk\nKind: captions\n\nNOTE made by hand\n\nSTYLE\n::cue {}\n\n"
        "intro\n00:01.000 --> 00:02.500 align:start\n<v Ann Lee>Hello\n<i>dear</i>s</v>\n\n"
        "00:02.500 --> 00:04.000\n<v.loud Ann Lee>all\n\n"
        "01:00:00.000 --> 01:00:01.000\n<v Ben>Good. <v Ann Lee>Yes."
    )
    transcript = parse_subtitles(text, ANYBODY)
    assert _told(transcript) == [
        ("Ann Lee", "Hello dears all", 1, 4),
        ("Ben", "Good.", 3600, 3601),
        ("Ann Lee", "Yes.", 3600, 3601),
    ]
    fates = count_fates(transcript)
    assert fates["header"][1] == 2
    assert fates["note"] == (18, 1)
    assert fates["cue number"] == (6, 1)
    assert fates["timestamp"][1] == 3
    assert_accounted(transcript, text)


def test_labels_at_the_start_of_a_cue_name_the_speaker_until_the_next():
    """SRT files name people as transcripts do; a cue without a label goes on with the speaker before."""
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nANN: Hello\n\n2\n00:00:02,000 --> 00:00:03,000\nto\nyou.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nBEN: {\\an8}Fine.\nANN: &amp; well.\n"
    )
    assert _told(parse_subtitles(text, ANYBODY)) == [
        ("ANN", "Hello to you.", 1, 3),
        ("BEN", "Fine.", 5, 6),
        ("ANN", "& well.", 5, 6),
    ]


def test_without_speakers_a_turn_ends_where_a_cue_ends_a_sentence():
    """A talk without labels is neither one endless turn nor a turn a scrap."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nWe met\n\n00:02.000 --> 00:03.000\nin May. Then\n\n00:03.000 --> 00:04.000\nit ended.\n\n00:04.000 --> 00:05.000\nSo.\n"  # noqa: E501 - four cues
    transcript = parse_subtitles(text, ANYBODY)
    assert not transcript.has_speakers
    assert _told(transcript) == [("", "We met in May. Then it ended.", 1, 4), ("", "So.", 4, 5)]


def test_speech_before_the_first_named_speaker_is_somebodys_too():
    """No cue is lost because its speaker is not named."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\n00:02.000 --> 00:03.000\n<v Ann>Hi\n"
    assert [(label, words) for label, words, _, _ in _told(parse_subtitles(text, ANYBODY))] == [
        ("", "Hello"),
        ("Ann", "Hi"),
    ]


def test_a_word_that_only_begins_like_a_note_is_spoken():
    """Only a block of its own is a note, and only in WebVTT."""
    text = "1\n00:00:01,000 --> 00:00:02,000\nNOTE this\n"
    assert [words for _, words, _, _ in _told(parse_subtitles(text, ANYBODY))] == ["NOTE this"]


def test_a_turn_knows_its_line_and_times_that_are_missing_stay_missing():
    """Stray words outside any cue are kept without a time."""
    transcript = parse_subtitles("stray\n\n00:01.000 --> 00:02.000\n<v Ann>Hi", ANYBODY)
    assert list(transcript.marks.values()) == [TurnMark("", "", None, None, 1), TurnMark("Ann", "", 1, 2, 4)]


@settings(max_examples=150, deadline=None)
@given(transcript_texts)
def test_every_character_of_any_text_is_accounted_for(text):
    """Words, tags, times and blank lines tile whatever text there is."""
    assert_accounted(parse_subtitles(text, ANYBODY), text)
