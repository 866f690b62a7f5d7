"""Subtitle files."""

from __future__ import annotations

from hypothesis import given, settings

from pipeline.formats.transcripts.subtitles import describe_subtitles, parse_subtitles
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import TurnMark, count_fates, join_turns
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


def test_rolling_captions_are_read_once_and_counted():
    """Captions that scroll show each line twice or thrice; words said twice elsewhere stay."""
    lines = ["so today we", "are going to talk", "about plants", "and about people", "and yes"]
    cues = []
    for n, (before, line) in enumerate(zip([" ", *lines], lines, strict=False)):
        cues.append(f"00:00:0{n}.000 --> 00:00:0{n}.990\n{before}\n{line.replace(' ', '<00:00:01.000><c> ', 1)}</c>")
        cues.append(f"00:00:0{n}.990 --> 00:00:0{n + 1}.000\n{line}\n ")
    text = "WEBVTT\nKind: captions\nLanguage: en\n\n" + "\n\n".join(cues) + "\n"
    transcript = parse_subtitles(text, ANYBODY)
    assert _told(transcript) == [("", " ".join(lines), 0, 4.99)]
    assert count_fates(transcript)["repeated caption"][1] == 9
    assert_accounted(transcript, text)
    assert describe_subtitles(text) == "WebVTT from YouTube"


def test_captions_that_grow_are_read_whole():
    """Live captions show a sentence word by word; only its last form counts."""
    shown = ["I", "I think", "I think so", "I think so too.", "Yes.", "Yes. But", "Yes. But why?"]
    cues = [f"{n + 1}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}" for n, line in enumerate(shown)]
    transcript = parse_subtitles("\n\n".join(cues), ANYBODY)
    assert [words for _, words, _, _ in _told(transcript)] == ["I think so too.", "Yes. But why?"]


def test_words_that_are_said_twice_are_kept_where_captions_do_not_roll():
    """Yes and yes again are two answers."""
    shown = ["ANN: Ready?", "BEN: Yes.", "Yes.", "ANN: Well.", "BEN: Sure.", "ANN: So.", "BEN: Go.", "ANN: Bye."]
    cues = [f"{n + 1}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}" for n, line in enumerate(shown)]
    transcript = parse_subtitles("\n\n".join(cues), ANYBODY)
    assert "Yes. Yes." in [words for _, words, _, _ in _told(transcript)]


def test_teams_and_zoom_name_speakers_in_their_own_ways():
    """Teams uses voice tags and long names of cues, Zoom a number and a label."""
    cue = "4ed54cd8-1d27-4c2c-9a9d-7ab4c3c5e8f7/12-0"
    teams = f"WEBVTT\n\n{cue}\n00:00:01.000 --> 00:00:02.000\n<v Ann Lee>Hello\nyou.</v>\n"
    assert [(label, words) for label, words, _, _ in _told(parse_subtitles(teams, ANYBODY))] == [
        ("Ann Lee", "Hello you.")
    ]
    assert count_fates(parse_subtitles(teams, ANYBODY))["cue number"][0] == len(cue) + 1
    assert describe_subtitles(teams) == "WebVTT from Teams"
    zoom = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Lee: Hi.\n\n2\n00:00:02.000 --> 00:00:03.000\nAnn Lee: Bye.\n"
    )
    assert [(label, words) for label, words, _, _ in _told(parse_subtitles(zoom, ANYBODY))] == [("Ann Lee", "Hi. Bye.")]
    assert parse_subtitles(zoom, ANYBODY).notation == "Name: words"


def test_sbv_has_both_times_on_one_line():
    """YouTube's own format parts the times by a comma."""
    text = "0:00:00.599,0:00:04.160\nANN: Hello\n\n0:00:04.160,0:00:06.000\nANN: you.\n"
    assert _told(parse_subtitles(text, ANYBODY)) == [("ANN", "Hello you.", 0.599, 6)]
    assert describe_subtitles(text) == "SBV subtitles"
    assert describe_subtitles("1\n00:00:01,000 --> 00:00:02,000\nHi") == "SRT subtitles"
    assert describe_subtitles("WEBVTT\n") == "WebVTT"


@settings(max_examples=150, deadline=None)
@given(transcript_texts)
def test_every_character_of_any_text_is_accounted_for(text):
    """Words, tags, times and blank lines tile whatever text there is."""
    assert_accounted(parse_subtitles(text, ANYBODY), text)
