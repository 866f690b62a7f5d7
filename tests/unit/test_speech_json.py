"""JSON of speech-to-text tools, each recognised by its structure."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.formats.transcripts.speech_json import parse_speech_json
from pipeline.methods.text.passages import join_turns

A, B = ("Hello you.", 0.5, 2.0), ("Hi.", 2.5, 3.0)
WORDS = ({"start": 0.5, "end": 1.0}, {"start": 1.5, "end": 2.0}, {"start": 2.5, "end": 3.0})


def _told(value):
    transcript, tool = parse_speech_json(json.dumps(value), "a.json")
    turns = zip(transcript.marks.values(), join_turns(transcript).values(), strict=True)
    return tool, [(mark.label, words, mark.start_time, mark.end_time) for mark, words in turns]


def _words(key, **of_each):
    """The three words of the talk as a tool lists them."""
    values = {name: dict(enumerate(value)) for name, value in of_each.items()}
    texts = ("Hello", "you.", "Hi.")
    return [
        {key: text, **times, **{name: value[n] for name, value in values.items()}}
        for n, (text, times) in enumerate(zip(texts, WORDS, strict=True))
    ]


def _ms(speaker, said):
    return {"speaker": speaker, "text": said[0], "start": int(said[1] * 1000), "end": int(said[2] * 1000)}


def _item(text, start=None, end=None, **more):
    times = {"start_time": str(start), "end_time": str(end)} if start is not None else {}
    kind = "punctuation" if start is None else "pronunciation"
    return {"type": kind, "alternatives": [{"confidence": "0.9", "content": text}], **times, **more}


def _heard(text, start, end, speaker):
    times = {"start_time": start, "end_time": end}
    return {"type": "word", **times, "alternatives": [{"content": text, "speaker": speaker}]}


TICKS = 10_000_000
CASES = {
    "Whisper or WhisperX": (
        {"language": "en", "word_segments": [], "segments": [
            {"start": 0.5, "end": 1.0, "text": " Hello", "speaker": "A"},
            {"start": 1.5, "end": 2.0, "text": " you.", "speaker": "A"},
            {"start": 2.5, "end": 3.0, "text": " Hi.", "speaker": "B"},
        ]},
        ("A", "B"),
    ),
    "whisper.cpp": (
        {"transcription": [
            {"offsets": {"from": 500, "to": 2000}, "text": " Hello you.", "speaker": "0"},
            {"offsets": {"from": 2500, "to": 3000}, "text": " Hi.", "speaker": "1"},
        ]},
        ("0", "1"),
    ),
    "Whisper (insanely-fast)": (
        {"speakers": [
            {"speaker": "SPEAKER_00", "timestamp": [0.5, 2.0], "text": "Hello you."},
            {"speaker": "SPEAKER_01", "timestamp": [2.5, 3.0], "text": "Hi."},
        ], "chunks": [{"timestamp": [0.5, 3.0], "text": "Hello you. Hi."}], "text": "Hello you. Hi."},
        ("SPEAKER_00", "SPEAKER_01"),
    ),
    "AssemblyAI": ({"audio_url": "x", "utterances": [_ms("A", A), _ms("B", B)], "words": []}, ("A", "B")),
    "Deepgram": (
        {"metadata": {}, "results": {"channels": [{"alternatives": [{"paragraphs": {"paragraphs": [
            {"speaker": 0, "sentences": [{"text": "Hello you.", "start": 0.5, "end": 2.0}]},
            {"speaker": 1, "sentences": [{"text": "Hi.", "start": 2.5, "end": 3.0}]},
        ]}}]}]}},
        ("Speaker 0", "Speaker 1"),
    ),
    "Otter": (
        {"speech": {"speakers": [{"id": 7, "speaker_name": "Ann"}, {"id": 8, "speaker_name": "Ben"}], "transcripts": [
            {"transcript": "Hello you.", "start_offset": 8_000, "end_offset": 32_000, "speaker_id": 7},
            {"transcript": "Hi.", "start_offset": 40_000, "end_offset": 48_000, "speaker_id": 8},
        ]}},
        ("Ann", "Ben"),
    ),
    "Zoom": (
        {"timeline": [
            {"text": "Hello you.", "ts": "00:00:00.500", "end_ts": "00:00:02.000", "users": [{"username": "Ann"}]},
            {"text": "Hi.", "ts": "00:00:02.500", "end_ts": "00:00:03.000", "users": [{"username": "Ben"}]},
        ]},
        ("Ann", "Ben"),
    ),
    "Microsoft Teams": (
        {"type": "Transcript", "entries": [
            {"text": "Hello you.", "speakerDisplayName": "Ann", "speakerId": "1",
             "startOffset": "00:00:00.5000000", "endOffset": "00:00:02.0000000"},
            {"text": "Hi.", "speakerId": "2", "startOffset": "00:00:02.5000000", "endOffset": "00:00:03.0000000"},
        ]},
        ("Ann", "2"),
    ),
    "Microsoft Azure Speech": (
        {"recognizedPhrases": [
            {"channel": 0, "speaker": 1, "offsetInTicks": 0.5 * TICKS, "durationInTicks": 1.5 * TICKS,
             "nBest": [{"display": "Hello you."}]},
            {"channel": 0, "speaker": 2, "offsetInTicks": 2.5 * TICKS, "durationInTicks": 0.5 * TICKS,
             "nBest": [{"display": "Hi."}]},
        ]},
        ("Speaker 1", "Speaker 2"),
    ),
    "Microsoft Video Indexer": (
        {"videos": [{"insights": {"speakers": [{"id": 1, "name": "Ann"}], "transcript": [
            {"text": "Hello you.", "speakerId": 1, "instances": [{"start": "0:00:00.5", "end": "0:00:02"}]},
            {"text": "Hi.", "speakerId": 2, "instances": [{"start": "0:00:02.5", "end": "0:00:03"}]},
        ]}}]},
        ("Ann", "Speaker 2"),
    ),
    "Sonix": (
        {"transcript": [
            {"speaker": "Ann", "text": "Hello you.", "start_time": 0.5, "end_time": 2.0},
            {"speaker": "Ben", "text": "Hi.", "start_time": 2.5, "end_time": 3.0},
        ]},
        ("Ann", "Ben"),
    ),
    "pyannoteAI": (
        {"jobId": "1", "output": {"turnLevelTranscription": [
            {"start": 0.5, "end": 2.0, "text": "Hello you.", "speaker": "SPEAKER_00"},
            {"start": 2.5, "end": 3.0, "text": "Hi.", "speaker": "SPEAKER_01"},
        ]}},
        ("SPEAKER_00", "SPEAKER_01"),
    ),
    "AWS Call Analytics": (
        {"Transcript": [
            {"ParticipantRole": "AGENT", "Content": "Hello you.", "BeginOffsetMillis": 500, "EndOffsetMillis": 2000},
            {"ParticipantRole": "CUSTOMER", "Content": "Hi.", "BeginOffsetMillis": 2500, "EndOffsetMillis": 3000},
        ]},
        ("AGENT", "CUSTOMER"),
    ),
    "AWS Transcribe": (
        {"results": {"speaker_labels": {"segments": [
            {"speaker_label": "spk_0", "items": [{"start_time": "0.5"}, {"start_time": "1.5"}]},
        ]}, "items": [
            _item("Hello", 0.5, 1.0), _item("you", 1.5, 2.0), _item("."),
            _item("Hi", 2.5, 3.0, speaker_label="spk_1"), _item("."),
        ]}},
        ("spk_0", "spk_1"),
    ),
    "Rev": (
        {"speakers": [{"id": 0, "name": "Ann"}], "monologues": [
            {"speaker": 0, "elements": [
                {"type": "text", "value": "Hello", "ts": 0.5, "end_ts": 1.0}, {"type": "punct", "value": " "},
                {"type": "text", "value": "you", "ts": 1.5, "end_ts": 2.0}, {"type": "punct", "value": "."},
            ]},
            {"speaker": 1, "elements": [
                {"type": "text", "value": "Hi", "timestamp": "00:00:02,500", "end_timestamp": "00:00:03,000"},
                {"type": "punct", "value": "."},
            ]},
        ]},
        ("Ann", "Speaker 1"),
    ),
    "Speechmatics": (
        {"format": "2.9", "results": [
            _heard("Hello", 0.5, 1.0, "S1"),
            _heard("you", 1.5, 2.0, "S1"),
            {"type": "punctuation", "attaches_to": "previous", "alternatives": [{"content": "."}]},
            {"type": "speaker_change"},
            _heard("Hi.", 2.5, 3.0, "S2"),
        ]},
        ("S1", "S2"),
    ),
    "Google Speech-to-Text": (
        {"results": [
            {"alternatives": [{"transcript": "Hello you. Hi.", "words": [{"word": "Hello", "startTime": "0.5s"}]}]},
            {"alternatives": [{"words": [
                {"word": "Hello", "startTime": "0.5s", "endTime": "1s", "speakerTag": 1},
                {"word": "you.", "startTime": "1.5s", "endTime": "2s", "speakerTag": 1},
                {"word": "Hi.", "startTime": "2.5s", "endTime": "3s", "speakerTag": 2},
            ]}]},
        ]},
        ("Speaker 1", "Speaker 2"),
    ),
    "ElevenLabs Scribe": (
        {"language_code": "en", "words": [
            {"type": "word", "text": "Hello", "start": 0.5, "end": 1.0, "speaker_id": "s0"},
            {"type": "spacing", "text": " ", "speaker_id": "s0"},
            {"type": "word", "text": "you.", "start": 1.5, "end": 2.0, "speaker_id": "s0"},
            {"type": "word", "text": "Hi.", "start": 2.5, "end": 3.0, "speaker_id": "s1"},
        ]},
        ("s0", "s1"),
    ),
    "Trint": (
        {"transcript": {"speakers": [{"id": "x", "name": "Ann"}], "paragraphs": [
            {"speaker": "x", "words": [
                {"value": "Hello", "time": 500, "duration": 500}, {"value": "you.", "time": 1500, "duration": 500},
                {"value": "struck", "time": 2100, "duration": 100, "strikethrough": True},
            ]},
            {"id": "p2", "speaker": {"name": "Ben"}},
        ], "words": [{"paragraphId": "p2", "text": "Hi.", "start": 2.5, "end": 3.0}]}},
        ("Ann", "Ben"),
    ),
    "a list of turns (speaker, content)": (
        {"topics": [{"topic": "x"}], "talk": [
            {"speaker": "Ann", "content": "Hello you.", "start": 0.5, "end": 2}, {"speaker": "Ben", "content": "Hi.",
                                                                                 "start": 2.5, "end": 3},
        ]},
        ("Ann", "Ben"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("tool", CASES)
def test_each_tool_is_recognised_and_its_turns_have_speakers_words_and_seconds(tool):
    """Whatever a tool calls them and however it counts time, the turns are the same."""
    value, (first, second) = CASES[tool]
    assert _told(value) == (tool, [(first, *A), (second, *B)])


def test_word_lists_serve_where_a_tool_made_no_utterances():
    """Deepgram and AssemblyAI list words in any case; without speakers a turn is a sentence."""
    words = _words("punctuated_word", speaker=(0, 0, 1))
    told = _told({"results": {"channels": [{"alternatives": [{"words": words}]}]}})
    assert told == ("Deepgram", [("Speaker 0", *A), ("Speaker 1", *B)])
    milliseconds = [{**word, "start": word["start"] * 1000, "end": word["end"] * 1000} for word in _words("text")]
    assert _told({"audio_url": "x", "utterances": None, "words": milliseconds}) == ("AssemblyAI", [("", *A), ("", *B)])


def test_channels_are_speakers_where_there_are_several():
    """A call recorded in two channels has two speakers, in order of time; one channel says nothing of who speaks."""
    utterances = [
        {"transcript": "Hi.", "start": 2.5, "end": 3.0, "channel": 1},
        {"transcript": "Hello you.", "start": 0.5, "end": 2.0, "channel": 0},
    ]
    assert _told({"results": {"utterances": utterances}}) == ("Deepgram", [("Speaker 0", *A), ("Speaker 1", *B)])
    assert _told({"results": {"utterances": utterances[1:]}}) == ("Deepgram", [("", *A)])
    channels = [{"alternatives": [{"words": words}]} for words in (_words("word")[2:], _words("word")[:2])]
    assert [turn[0] for turn in _told({"results": {"channels": channels}})[1]] == ["Speaker 1", "Speaker 0"]


def test_google_s_results_without_words_are_transcripts():
    """The end of a result is all that is known of its time."""
    value = {"results": [{"alternatives": [{"transcript": "Hello you."}], "resultEndTime": "2s"}]}
    assert _told(value) == ("Google Speech-to-Text", [("", "Hello you.", None, 2.0)])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"segments": [{"start": 0', "line 1 on it is no JSON"),
        ("\n\nplain", "line 3 on it is no JSON"),
        ('{"a": 1}', "of no speech-to-text tool"),
        ("[1, 2]", "of no speech-to-text tool"),
        ('"text"', "of no speech-to-text tool"),
        ('{"segments": []}', "of no speech-to-text tool"),
        ('{"results": {"utterances": [{"transcript": 3, "start": 1}]}}', "of no speech-to-text tool"),
        ("[" * 100_000, "of no speech-to-text tool"),
        ('{"a": ' + "9" * 5000 + "}", "of no speech-to-text tool"),
    ],
)
def test_json_that_is_damaged_or_of_no_known_tool_is_told(text, message):
    """The researcher learns which tools are known and what else to export."""
    with pytest.raises(SourceError, match=message) as raised:
        parse_speech_json(text, "a.json")
    assert "cut off" in raised.value.problems[0].fix or "WhisperX" in raised.value.problems[0].fix


KEYS = sorted({"results", "segments", "words", "speaker", "text", "start", "monologues", "elements", "transcript", "0"})
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=4),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inside, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(json_values)
def test_any_json_is_read_or_told(value):
    """No structure, however odd, ends in a traceback."""
    try:
        outcome = len(parse_speech_json(json.dumps(value), "a.json")[0].marks)
    except SourceError as error:
        outcome = len(error.problems)
    assert outcome
