"""JSON of speech-to-text tools: which tool wrote a file is seen from its structure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import SourceError
from pipeline.formats.transcripts import speech_words
from pipeline.formats.transcripts.speech import Said, compose_speech, dig, list_records, name_speaker, read_seconds
from pipeline.methods.text.passages import Transcript

_MILLISECOND = 0.001
_TICK = 1e-7
_OTTER_SAMPLE = 1 / 16_000


@dataclass(frozen=True, slots=True)
class _Records:
    """Where a tool's JSON keeps a list of pieces of speech, and what they call the words, the speaker and the times.

    Paths are dotted; of several for the speaker the first that leads somewhere counts. `unit` is a number's length in
    seconds; `duration` stands in for an end.
    """

    tool: str
    path: str
    text: str
    speaker: tuple[str, ...]
    start: str
    end: str = ""
    duration: str = ""
    unit: float = 1.0
    names: str = ""


# The first whose list is there, with words and a start, is taken: those that others contain come first.
_TOOLS = (
    _Records("pyannoteAI", "output.turnLevelTranscription", "text", ("speaker",), "start", "end"),
    _Records("AssemblyAI", "utterances", "text", ("speaker",), "start", "end", unit=_MILLISECOND),
    _Records("Deepgram", "results.utterances", "transcript", ("speaker", "channel"), "start", "end"),
    _Records("AWS Transcribe", "results.audio_segments", "transcript", ("speaker_label",), "start_time", "end_time"),
    _Records(
        "AWS Call Analytics",
        "Transcript",
        "Content",
        ("ParticipantRole",),
        "BeginOffsetMillis",
        "EndOffsetMillis",
        unit=_MILLISECOND,
    ),
    _Records(
        "Otter",
        "speech.transcripts",
        "transcript",
        ("speaker_name", "speaker.speaker_name", "speaker_id", "label"),
        "start_offset",
        "end_offset",
        unit=_OTTER_SAMPLE,
        names="speech.speakers",
    ),
    _Records("Zoom", "timeline", "text", ("users.0.username",), "ts", "end_ts"),
    _Records("Microsoft Teams", "entries", "text", ("speakerDisplayName", "speakerId"), "startOffset", "endOffset"),
    _Records(
        "Microsoft Azure Speech",
        "recognizedPhrases",
        "nBest.0.display",
        ("speaker", "channel"),
        "offsetInTicks",
        duration="durationInTicks",
        unit=_TICK,
    ),
    _Records(
        "Microsoft Azure Speech",
        "phrases",
        "text",
        ("speaker", "channel"),
        "offsetMilliseconds",
        duration="durationMilliseconds",
        unit=_MILLISECOND,
    ),
    _Records(
        "Microsoft Video Indexer",
        "videos.0.insights.transcript",
        "text",
        ("speakerId",),
        "instances.0.start",
        "instances.0.end",
        names="videos.0.insights.speakers",
    ),
    _Records("Sonix", "transcript", "text", ("speaker",), "start_time", "end_time"),
    _Records("whisper.cpp", "transcription", "text", ("speaker",), "offsets.from", "offsets.to", unit=_MILLISECOND),
    _Records("Whisper (insanely-fast)", "speakers", "text", ("speaker",), "timestamp.0", "timestamp.1"),
    _Records("Whisper (transformers)", "chunks", "text", ("speaker",), "timestamp.0", "timestamp.1"),
    _Records("Whisper or WhisperX", "segments", "text", ("speaker",), "start", "end"),
)
_WORD_BY_WORD: tuple[tuple[str, Callable[[Any], Iterator[Said]]], ...] = (
    ("Rev", speech_words.read_rev),
    ("Deepgram", speech_words.read_deepgram),
    ("AWS Transcribe", speech_words.read_aws),
    ("Speechmatics", speech_words.read_speechmatics),
    ("Google Speech-to-Text", speech_words.read_google),
    ("ElevenLabs Scribe", speech_words.read_elevenlabs),
    ("AssemblyAI", speech_words.read_assemblyai),
    ("Trint", speech_words.read_trint),
)
_SPEAKER_KEYS = ("speaker", "speaker_name", "speakerName", "speaker_label", "name", "role")
_TEXT_KEYS = ("text", "content", "transcript", "words", "utterance", "sentence")
_START_KEYS = ("start", "start_time", "startTime", "begin", "time", "timestamp")
_END_KEYS = ("end", "end_time", "endTime")


def parse_speech_json(text: str, name: str) -> tuple[Transcript, str]:
    """Return the transcript in a speech-to-text tool's JSON, and which tool it was recognised as.

    Args:
        text: the JSON.
        name: what messages call the file.

    Raises:
        SourceError: the text breaks off or is no JSON, or its structure is none that is known.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"'{name}' is damaged: from line {error.lineno} on it is no JSON",
            where=f"{name}, line {error.lineno}",
            fix="export or copy the file again; it may have been cut off",
        ) from None
    except (RecursionError, ValueError):
        raise _unknown(name) from None
    for tool, said in _list_readings(value):
        transcript = compose_speech(said)
        if transcript.marks:
            return transcript, tool
    raise _unknown(name)


def _unknown(name: str) -> SourceError:
    tools = dict.fromkeys([*(records.tool for records in _TOOLS), *(tool for tool, _ in _WORD_BY_WORD)])
    return SourceError(
        f"'{name}' is JSON, but of no speech-to-text tool that is known here",
        where=name,
        fix="export the transcript as VTT, SRT, DOCX or TXT. JSON is read of " + ", ".join(sorted(tools)) + ", and any"
        " list of records with `speaker` and `text`",
    )


def _list_readings(value: Any) -> Iterator[tuple[str, list[Said]]]:
    """Yield what each tool's JSON would say, the most telling first: nothing where the structure is another's."""
    for records in _TOOLS:
        yield records.tool, list(_read_records(value, records))
    for tool, read in _WORD_BY_WORD:
        yield tool, list(read(value))
    yield from _read_any_list(value)


def _read_records(value: Any, records: _Records) -> Iterator[Said]:
    found = list_records(value, records.path)
    names = speech_words.list_names(value, records.names) if records.names else {}
    n_channels = len({str(record.get("channel")) for record in found})
    speaker = [path for path in records.speaker if path != "channel" or n_channels > 1]
    said = (_read_record(record, records) for record in found)
    heard = [
        replace(piece, speaker=_name(record, speaker, names))
        for record, piece in zip(found, said, strict=True)
        if piece
    ]
    yield from sorted(heard, key=lambda piece: piece.start or 0.0) if n_channels > 1 else heard


def _read_record(record: dict[str, Any], records: _Records) -> Said | None:
    text, begun = dig(record, records.text), dig(record, records.start)
    if not isinstance(text, str) or begun is None:
        return None
    start = read_seconds(begun, records.unit)
    end = read_seconds(dig(record, records.end), records.unit) if records.end else None
    length = read_seconds(dig(record, records.duration), records.unit) if records.duration else None
    return Said("", text, start, start + length if start is not None and length is not None else end)


def _name(record: dict[str, Any], paths: Sequence[str], names: Mapping[str, str]) -> str:
    called = next((found for path in paths if (found := dig(record, path)) is not None), None)
    return names.get(str(called)) or name_speaker(called)


def _read_any_list(value: Any) -> Iterator[tuple[str, list[Said]]]:
    """Read the one list of records of which each has a speaker and words, whatever tool or person wrote it."""
    lists = {"": value, **value} if isinstance(value, dict) else {"": value}
    for inside in lists.values():
        rows = list_records(inside)
        speaker, text, start, end = (
            next((k for k in keys if rows and k in rows[0]), "")
            for keys in (_SPEAKER_KEYS, _TEXT_KEYS, _START_KEYS, _END_KEYS)
        )
        if speaker and text and all(isinstance(row.get(text), str) for row in rows):
            told = f"a list of turns ({speaker}, {text})"
            times = [(read_seconds(row.get(start)), read_seconds(row.get(end))) for row in rows]
            yield (
                told,
                [Said(name_speaker(row.get(speaker)), row[text], *when) for row, when in zip(rows, times, strict=True)],
            )
