"""The ingest stage on public studies: its counts are those of the files, counted without it."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from pipeline import outputs, schemas
from pipeline.formats.transcripts.plain import parse_markdown
from pipeline.formats.transcripts.reading import read_transcript
from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import join_turns
from pipeline.stages import ingest
from pipeline.store import read_table
from tests.benchmarks.intake_on_real_transcripts import compare
from tests.support.real_data import count_quotes_by_theme, find_data, open_real_study
from tests.support.studies import make_study
from tests.support.transcripts import assert_accounted

pytestmark = pytest.mark.real_data


def _tables(study):
    return (
        read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES),
        read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS),
        read_table(study.path(outputs.INTAKE), schemas.INTAKE),
    )


def _rows(path, encoding):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_every_labelled_quote_of_the_focus_groups_is_a_turn_below_its_theme(tmp_path):
    """Three real focus groups: quotes by session and theme are those that a plain search of the files finds."""
    study = open_real_study("autspaces", tmp_path, "autspaces-focus-groups")
    ingest.run(study)
    _, turns, intake = _tables(study)
    themes = turns["section"].str.extract(r"## (\d)\. ", expand=False).astype(int)
    ours = Counter(zip(turns["source_id"], themes, strict=True))
    folder = find_data("autspaces-focus-groups")
    theirs = {
        (path.stem, theme): n
        for path in sorted(folder.glob("*-2019.md"))
        for theme, n in count_quotes_by_theme(path).items()
    }
    print({"turns": sorted(ours.items()), "quotes in the files": sorted(theirs.items())})  # noqa: T201 - read by people
    assert ours == theirs
    assert turns.groupby("source_id").size().to_dict() == {
        "04-october-2019": 271,
        "18-september-2019": 351,
        "24-september-2019": 264,
    }
    for path in folder.glob("*-2019.md"):
        of_file = intake[intake["file"].str.endswith(path.name)]
        assert of_file["n_characters"].sum() == len(path.read_text(encoding="utf-8"))


def test_every_answer_of_the_expert_interviews_is_a_turn(tmp_path):
    """Fifty-seven interviews in a Windows CSV: the answers to each question are those of its column."""
    study = open_real_study("wac", tmp_path, "wac-world-after-covid")
    assert ingest.run(study) == []
    sources, turns, _ = _tables(study)
    rows = _rows(find_data("wac-world-after-covid", "transcripts.csv"), "cp1252")
    expected = {f"q{n}": sum(bool(row[f"Q{n}"].strip()) for row in rows) for n in range(1, 6)}
    assert turns["question_id"].value_counts().to_dict() == expected
    assert len(sources) == len(rows) == 57
    assert set(turns["participant_key"]) == {row["Name"] for row in rows}
    texts = dict(zip(sources["source_id"], sources["text"], strict=True))
    said = Counter(texts[row.source_id][row.start_char : row.end_char] for row in turns.itertuples())
    written = [row[f"Q{n}"].replace("\u00a0", " ").strip() for row in rows for n in range(1, 6)]
    assert said == Counter(filter(None, written))


def test_every_comment_of_the_patient_survey_is_a_turn_or_counted(tmp_path):
    """7,908 survey rows: comments, blank cells and "n/a" sum to the rows; each comment keeps its own id."""
    study = open_real_study("nhs", tmp_path, "nhs-fft-patient-experience")
    ingest.run(study)
    sources, turns, intake = _tables(study)
    path = find_data("nhs-fft-patient-experience", "v6framework_230831.csv")
    rows = _rows(path, "utf-8")
    blank = [row for row in rows if not row["FFT answer"].strip()]
    places = intake.set_index("fate")["n_places"]
    assert places["blank answer"] == len(blank) == 508
    none = ("blank answer", "placeholder", "listed as no answer")
    assert places["turn"] + sum(places[fate] for fate in none) == len(rows) == 7908
    assert intake["n_characters"].sum() == len(path.read_bytes().decode("utf-8"))
    said = {row["Comment ID"]: row["FFT answer"].strip() for row in rows}
    texts = dict(zip(sources["source_id"], sources["text"], strict=True))
    ours = {row.row_key: texts[row.source_id][row.start_char : row.end_char] for row in turns.itertuples()}
    assert len(ours) == len(turns)
    assert all(
        re.sub(r"&\w+;", "&", said[key]).replace("\r\n", "\n").replace("\x0b", " ") == re.sub(r"&\w+;", "&", text)
        for key, text in ours.items()
    )


@pytest.mark.parametrize("first", range(0, 334, 56))
def test_real_transcripts_of_many_notations_name_their_speakers(first):
    """Of 334 podcast transcripts with a dozen notations nearly all show speakers, and nearly all words are speech."""
    paths = sorted(find_data("iriss-fm-transcripts", "transcripts").glob("*.md"))[first : first + 56]
    n_speakers, kept, written = 0, 0, 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        transcript = parse_markdown(text, KnownLabels())
        assert_accounted(transcript, text)
        n_speakers += transcript.has_speakers
        kept += sum(map(len, join_turns(transcript).values()))
        written += len(text.split("\n---", 1)[-1])
    assert n_speakers >= 0.94 * len(paths)
    assert kept > 0.95 * written


def test_real_transcripts_give_turns_to_whom_their_own_marks_name():
    """Of 10,652 turns that a simple second reading of the files' marks finds, 98 in 100 are given the same speaker."""
    total = Counter()
    for path in sorted(find_data("iriss-fm-transcripts", "transcripts").glob("*.md")):
        counts, _ = compare(path.read_text(encoding="utf-8"))
        total += counts
    assert total["turns"] == 10652
    assert total["agreed"] >= 0.98 * total["turns"]
    assert total["words agreed"] >= 0.98 * total["words"]
    assert total["lost"] == 0


def test_a_real_webvtt_file_with_voice_tags_gives_its_speakers_turns():
    """825 tagged cues of four voices become turns that change with the speaker."""
    path = find_data("ingestion-samples", "talkpython-vtt", "525-nicegui.vtt")
    transcript = read_transcript(path.read_bytes(), path.name, KnownLabels()).transcript
    voices = re.findall(r"<v ([^>]+)>", path.read_text(encoding="utf-8"))
    changes = sum(one != other for one, other in zip(["", *voices], voices, strict=False))
    assert len(join_turns(transcript)) == changes == 176
    assert Counter(mark.label for mark in transcript.marks.values()).keys() == set(voices)


def test_a_real_panel_without_labels_is_cut_at_its_sentences():
    """Eight unlabelled speakers are one unknown participant, which the researcher is told."""
    path = find_data("ingestion-samples", "talkpython-vtt", "205-beginners-panel.vtt")
    found = read_transcript(path.read_bytes(), path.name, KnownLabels())
    assert not found.transcript.has_speakers
    assert "no speaker labels" in found.notices[0].problem
    assert len(join_turns(found.transcript)) > 500


def test_real_interviews_kept_as_tables_join_initials_and_names(tmp_path):
    """Five interviews whose table calls a poet "RW", "RW:" and by name are those of the roster's people."""
    folder = find_data("ingestion-samples", "ohd-ctrlshift")
    settings = f"""[study]
title = "Poets"

[participants]
file = "people.csv"

[[sources]]
kind = "interview"
files = ["{folder.as_posix()}/wrigley.csv"]
columns.speaker = "speaker"
columns.text = "words"
columns.start = "timestamp"
"""
    people = "participant_id,name,role\nP1,Robert Wrigley,\nF1,Devin Becker,facilitator\n"
    study = make_study(tmp_path, settings, files={"people.csv": people})
    ingest.run(study)
    _, turns, intake = _tables(study)
    rows = _rows(folder / "wrigley.csv", "utf-8")
    assert len(turns) == sum(bool(row["words"].strip()) for row in rows)
    assert set(turns["participant_id"]) == {"P1", "F1"}
    assert intake["n_characters"].sum() == len((folder / "wrigley.csv").read_bytes().decode("utf-8-sig"))
