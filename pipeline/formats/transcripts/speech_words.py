"""JSON of speech-to-text tools that list words: each tool's words put together to what was said, by whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.formats.transcripts.speech import Said, dig, list_records, name_speaker, read_seconds

_MILLISECOND = 0.001


def list_names(value: Any, path: str) -> dict[str, str]:
    """Return the names of the speakers that a list of them gives: id -> name."""
    return {
        str(person.get("id", person.get("speaker_id"))): name
        for person in list_records(value, path)
        if (name := name_speaker(person.get("name") or person.get("speaker_name")))
    }


def read_rev(value: Any) -> Iterator[Said]:
    """Yield Rev's monologues: elements of text and of punctuation, which has its own spaces."""
    names = list_names(value, "speakers")
    for monologue in list_records(value, "monologues"):
        elements = list_records(monologue, "elements")
        times = [
            (read_seconds(e.get("ts", e.get("timestamp"))), read_seconds(e.get("end_ts", e.get("end_timestamp"))))
            for e in elements
            if "ts" in e or "timestamp" in e
        ]
        called = monologue.get("speaker")
        shown = dig(monologue, "speaker_info.display_name") or monologue.get("speaker_name")
        yield Said(
            name_speaker(shown) or names.get(str(called)) or name_speaker(called),
            "".join(_word(element, "value") for element in elements),
            times[0][0] if times else None,
            times[-1][1] if times else None,
        )


def read_deepgram(value: Any) -> Iterator[Said]:
    """Yield Deepgram's sentences by paragraph, or its words where it made no paragraphs; channels in order of time."""
    channels = list_records(value, "results.channels")
    if len(channels) == 1:
        yield from _read_channel(channels[0], None)
        return
    said = [piece for number, channel in enumerate(channels) for piece in _read_channel(channel, number)]
    yield from sorted(said, key=lambda piece: piece.start or 0.0)


def _read_channel(channel: dict[str, Any], number: int | None) -> Iterator[Said]:
    paragraphs = list_records(channel, "alternatives.0.paragraphs.paragraphs")
    for paragraph in paragraphs:
        who = name_speaker(paragraph.get("speaker", number))
        for sentence in list_records(paragraph, "sentences"):
            yield _said(sentence, who, "text", ("start", "end"))
    for word in () if paragraphs else list_records(channel, "alternatives.0.words"):
        key = "punctuated_word" if "punctuated_word" in word else "word"
        yield _said(word, name_speaker(word.get("speaker", number)), key, ("start", "end"))


def read_aws(value: Any) -> Iterator[Said]:
    """Yield AWS Transcribe's items; who speaks stands beside each, or in segments that list items by their start."""
    spoken = {
        str(item.get("start_time")): name_speaker(item.get("speaker_label", segment.get("speaker_label")))
        for segment in list_records(value, "results.speaker_labels.segments")
        for item in list_records(segment, "items")
    }
    who = ""
    for item in list_records(value, "results.items"):
        is_sign = item.get("type") == "punctuation"
        named = name_speaker(item.get("speaker_label")) or spoken.get(str(item.get("start_time")), "")
        who = who if is_sign else named
        text = dig(item, "alternatives.0.content")
        start, end = read_seconds(item.get("start_time")), read_seconds(item.get("end_time"))
        yield Said(who, text if isinstance(text, str) else "", start, end, is_glued=is_sign)


def read_speechmatics(value: Any) -> Iterator[Said]:
    """Yield Speechmatics' words and punctuation, which it tells by their type."""
    who = ""
    for item in list_records(value, "results"):
        kind = item.get("type")
        if kind not in {"word", "punctuation", "entity"}:
            continue
        who = name_speaker(dig(item, "alternatives.0.speaker")) or who
        text = dig(item, "alternatives.0.content")
        start, end = read_seconds(item.get("start_time")), read_seconds(item.get("end_time"))
        is_glued = kind == "punctuation" and item.get("attaches_to", "previous") != "next"
        yield Said(who, text if isinstance(text, str) else "", start, end, is_glued=is_glued)


def read_google(value: Any) -> Iterator[Said]:
    """Yield Google's words, or its alternatives where it lists no words.

    With speakers told apart, version 1 repeats all words in its last result; then that result counts alone.
    """
    results = list_records(value, "results") or list_records(value, "response.results")
    by_result = [list_records(result, "alternatives.0.words") for result in results]
    starts = [read_seconds(words[0].get("startTime", words[0].get("startOffset"))) for words in by_result if words]
    if len(starts) > 1 and starts[-1] == starts[0]:
        results, by_result = results[-1:], by_result[-1:]
    for result, words in zip(results, by_result, strict=True):
        for word in words:
            start, end = word.get("startTime", word.get("startOffset")), word.get("endTime", word.get("endOffset"))
            who = name_speaker(word.get("speakerTag", word.get("speakerLabel")))
            yield Said(who, _word(word, "word"), read_seconds(start), read_seconds(end))
        transcript = dig(result, "alternatives.0.transcript")
        if not words and isinstance(transcript, str):
            end = read_seconds(result.get("resultEndTime", result.get("resultEndOffset")))
            yield Said(name_speaker(result.get("channelTag")), transcript, None, end)


def read_elevenlabs(value: Any) -> Iterator[Said]:
    """Yield ElevenLabs' words, the spaces between them and the sounds it heard, as they stand."""
    words = list_records(value, "words")
    if any(word.get("type") in {"spacing", "audio_event"} or "speaker_id" in word for word in words):
        who = ""
        for word in words:
            who = name_speaker(word.get("speaker_id")) or who
            start, end = read_seconds(word.get("start")), read_seconds(word.get("end"))
            yield Said(who, _word(word, "text"), start, end, is_glued=True)


def read_assemblyai(value: Any) -> Iterator[Said]:
    """Yield AssemblyAI's words, for a transcript without utterances; its times are milliseconds."""
    if isinstance(value, dict) and {"audio_url", "acoustic_model", "language_model"} & set(value):
        for word in list_records(value, "words"):
            yield _said(word, name_speaker(word.get("speaker")), "text", ("start", "end"), _MILLISECOND)


def read_trint(value: Any) -> Iterator[Said]:
    """Yield the words of paragraphs, as Trint keeps them; struck-out words are no speech.

    A word is a `value` (or `text`) at a `time` for a `duration`, in milliseconds, or from `start` to `end`, in seconds.
    """
    inside = value.get("transcript") if isinstance(value, dict) and isinstance(value.get("transcript"), dict) else value
    names = list_names(inside, "speakers")
    of_paragraph: dict[str, list[dict[str, Any]]] = {}
    for word in list_records(inside, "words"):
        of_paragraph.setdefault(str(word.get("paragraphId")), []).append(word)
    for paragraph in list_records(inside, "paragraphs"):
        called = paragraph.get("speaker", paragraph.get("speakerId"))
        called = called.get("name") if isinstance(called, dict) else called
        who = names.get(str(called)) or name_speaker(called)
        for word in list_records(paragraph, "words") or of_paragraph.get(str(paragraph.get("id")), []):
            if not word.get("strikethrough"):
                yield _trint_word(word, who)


def _trint_word(word: dict[str, Any], who: str) -> Said:
    text = next((_word(word, key) for key in ("value", "text", "word") if key in word), "")
    if "time" not in word:
        return Said(who, text, read_seconds(word.get("start")), read_seconds(word.get("end")))
    start, length = read_seconds(word["time"], _MILLISECOND), read_seconds(word.get("duration"), _MILLISECOND)
    return Said(who, text, start, None if start is None or length is None else start + length)


def _said(record: dict[str, Any], who: str, text: str, times: tuple[str, str], unit: float = 1.0) -> Said:
    start, end = (read_seconds(record.get(key), unit) for key in times)
    return Said(who, _word(record, text), start, end)


def _word(record: dict[str, Any], key: str) -> str:
    found = record.get(key)
    return found if isinstance(found, str) else ""
