"""The command that writes the queue of disagreements, and the way of its decisions back into the study."""

from __future__ import annotations

import openpyxl
import pytest

from pipeline.commands import adjudicate
from pipeline.errors import CodingsError, TableError
from pipeline.run import find_stage, run_stage
from tests.support.after_coding import read_result
from tests.support.coded_studies import CODEBOOK
from tests.support.studies import SMALLEST, make_study

PATH = "data/derived/sheets/adjudication.xlsx"
STAGES = ("ingest", "deidentify", "segment", "code", "reliability")
TALK = "Ann: I trusted them in the first week.\nBen: It was hard, and they did not look at me.\nAnn: A trust fund.\n"
SETTINGS = '[deidentify]\nenabled = false\n[codebook]\nfiles = ["codebooks/*.yaml"]\n[reliability]\nresamples = 100\n'
CODER = '[[coders]]\nid = "{0}"\nkind = "sheet"\nfiles = ["codings/{0}.csv"]\n'
QUEUE = '[[coders]]\nid = "judge"\nkind = "queue"\nrole = "adjudicator"\nround = {}\nfiles = ["codings/{}"]\n'


def _write(folder, *queues, talk=TALK, ben=("", "x,,", ",,x")):
    """Ann's and Ben's sheets of three turns: they differ on Trust in the first two, and on Stigma in the last."""
    sheets = {"ada": ("x,,", "", ""), "ben": ben}
    files = {f"codings/{coder}.csv": _sheet(rows) for coder, rows in sheets.items()}
    settings = SMALLEST + SETTINGS + "".join(CODER.format(coder) for coder in sheets)
    settings += "".join(QUEUE.format(in_round, file) for in_round, file in queues)
    return make_study(folder, settings, files={"data/raw/group.txt": talk, "codebooks/peers.yaml": CODEBOOK, **files})


def _sheet(marks):
    turns = [line.partition(": ")[2] for line in TALK.splitlines()]
    starts = [sum(len(turn) + 1 for turn in turns[:n]) for n in range(len(turns))]
    rows = [
        f'group:{start}-{start + len(turn)},"{turn}",{given or ",,"},x'
        for start, turn, given in zip(starts, turns, marks, strict=True)
    ]
    return "\n".join(["segment_id,text,Trust,Early trust,Stigma,read", *rows]) + "\n"


def _run(study, stages=STAGES):
    return [notice for name in stages for notice in run_stage(find_stage(name), study)]


def _rows(study):
    header, *rows = openpyxl.load_workbook(study.root / PATH)["Disagreements"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def _decide(study, to, decisions):
    """Fill in the queue (by segment's place and code), and file it as the team's own."""
    book = openpyxl.load_workbook(study.root / PATH)
    sheet = book["Disagreements"]
    for row in sheet.iter_rows(min_row=2):
        asked = (row[5].value.split()[0], row[1].value)
        for cell, value in zip(row[9:], decisions.get(asked, ()), strict=False):
            cell.value = value
    book.save(study.root / "codings" / to)
    (study.root / PATH).unlink()


def _decisions(study, *columns):
    table = read_result(study, "decisions").merge(read_result(study, "segments")[["segment_id", "text"]])
    keys = zip(table["text"].str.split().str[0], table["code_id"], strict=True)
    return dict(zip(keys, table[list(columns)].to_numpy().tolist(), strict=True))


def test_the_queue_asks_what_the_coders_differ_on_and_shows_what_a_decision_needs(tmp_path):
    """The words, the turns around them, the definition, who gave the code and who did not; the same bytes again."""
    study = _write(tmp_path)
    _run(study)
    said = adjudicate.run(study)
    assert said.startswith(f"wrote {PATH}: 3 disagreements on 2 codes")
    asked = [(row["text"].split()[0], row["code_id"], row["given by"], row["not given by"]) for row in _rows(study)]
    assert sorted(asked) == [
        ("A", "stigma", "ben", "ada"),
        ("I", "trust", "ada", "ben"),
        ("It", "trust", "ben", "ada"),
    ]
    row = next(row for row in _rows(study) if row["text"].startswith("It"))
    assert (row["code"], row["definition"]) == ("Trust", "Relying on others.")
    assert row["before"].endswith(": I trusted them in the first week.")
    assert row["after"].endswith(": A trust fund.")
    first = (study.root / PATH).read_bytes()
    adjudicate.run(study)
    assert (study.root / PATH).read_bytes() == first


def test_decisions_come_back_and_are_never_asked_again(tmp_path):
    """A partly decided queue settles what it decides, with its reason, and the next queue holds the rest alone."""
    study = _write(tmp_path)
    _run(study)
    adjudicate.run(study)
    _decide(
        study, "first.xlsx", {("It", "trust"): ("not given", "overlooked", None, "Kim"), ("I", "trust"): ("given",)}
    )
    study = _write(tmp_path, (1, "first.xlsx"))
    notices = _run(study)
    assert "1 of 3 rows have no decision" in [notice.problem for notice in notices]
    decisions = _decisions(study, "is_coded", "basis", "decided_by")
    assert decisions["It", "trust"] == [False, "adjudicated", "Kim"]
    assert decisions["I", "trust"] == [True, "adjudicated", "judge"]
    assert decisions["It", "stigma"] == [False, "agreed", "ada | ben"]
    assert decisions["A", "stigma"] == [False, "lead coder", "ada"]
    assert read_result(study, "reasons").to_numpy().tolist() == [["trust", "overlooked", 1]]
    adjudicate.run(study)
    assert [(row["text"], row["code_id"]) for row in _rows(study)] == [("A trust fund.", "stigma")]


def test_a_later_round_overrides_and_a_settled_study_has_no_queue(tmp_path):
    """The earlier file stays as it is; a queue that was written and not filled in goes when nothing is left to ask."""
    study = _write(tmp_path)
    _run(study)
    adjudicate.run(study)
    every = {("It", "trust"): ("given",), ("I", "trust"): ("given",), ("A", "stigma"): ("given",)}
    _decide(study, "first.xlsx", every)
    before = (tmp_path / "codings/first.xlsx").read_bytes()
    adjudicate.run(study)
    _decide(study, "second.xlsx", {("It", "trust"): ("not given",)})
    adjudicate.run(study)
    study = _write(tmp_path, (1, "first.xlsx"), (2, "second.xlsx"))
    _run(study)
    assert _decisions(study, "is_coded")["It", "trust"] == [False]
    assert _decisions(study, "is_coded")["A", "stigma"] == [True]
    assert adjudicate.run(study).startswith("nothing to settle")
    assert not (study.root / PATH).exists()
    assert (tmp_path / "codings/first.xlsx").read_bytes() == before


def test_decisions_follow_their_words_through_a_corrected_transcript(tmp_path):
    """A turn was put in before; the ruling goes where its words are now."""
    study = _write(tmp_path)
    _run(study)
    adjudicate.run(study)
    _decide(study, "first.xlsx", {("It", "trust"): ("given",)})
    study = _write(tmp_path, (1, "first.xlsx"), talk="Cy: Let me say something before we begin.\n" + TALK)
    _run(study)
    assert _decisions(study, "is_coded", "basis")["It", "trust"] == [True, "adjudicated"]


def test_a_queue_that_was_filled_in_is_never_overwritten(tmp_path):
    """The team's decisions are worth more than a command that succeeds."""
    study = _write(tmp_path)
    _run(study)
    adjudicate.run(study)
    book = openpyxl.load_workbook(study.root / PATH)
    book["Disagreements"]["L2"] = "hm"
    book.save(study.root / PATH)
    before = (study.root / PATH).read_bytes()
    with pytest.raises(CodingsError, match="never overwritten"):
        adjudicate.run(study)
    assert (study.root / PATH).read_bytes() == before


def test_a_study_that_is_out_of_date_is_analysed_first(tmp_path):
    """Otherwise the queue would ask about files that have changed."""
    study = _write(tmp_path)
    _run(study, STAGES[:-1])
    with pytest.raises(TableError, match="out of date: reliability") as error:
        adjudicate.run(study)
    assert "qualpipe analyze" in error.value.problems[0].fix
