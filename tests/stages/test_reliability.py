"""The reliability stage: agreement and decisions from what coders and machines left on disk."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import outputs, schemas
from pipeline.stages import reliability
from pipeline.store import read_table
from tests.support.after_coding import read_bytes, read_result, write_coded_study
from tests.support.coding_tables import make_coders

SETTINGS = "[reliability]\nresamples = 200\n"


def test_agreement_and_decisions_are_written(tmp_path):
    """Two coders and a machine make two coder sets; every codable segment and code has one decision."""
    study = write_coded_study(tmp_path, SETTINGS)
    reliability.run(study)
    agreement, decisions = read_result(study, "agreement"), read_result(study, "decisions")
    assert agreement.groupby(["coder_set", "unit"])["n_units"].unique().map(list).to_dict() == {
        ("ada | ben", "segment"): [44],
        ("ada | ben", "character"): [440],
        ("ada | ben", "source"): [4],
        ("decisions | rules", "segment"): [88],
    }
    assert len(decisions) == 88 * 4
    assert decisions["basis"].value_counts().to_dict() == {"agreed": 160, "single coder": 176, "lead coder": 16}


def test_a_machine_is_compared_for_the_codes_it_can_give(tmp_path):
    """A code without rules, here `silence`, has no rows against the decisions, but has them among people."""
    study = write_coded_study(tmp_path, SETTINGS)
    reliability.run(study)
    codes = read_result(study, "agreement").groupby("coder_set")["code_id"].unique().map(sorted).to_dict()
    assert codes["decisions | rules"] == ["belonging", "trust", "welcome"]
    assert codes["ada | ben"] == ["belonging", "silence", "trust", "welcome"]


def test_a_machine_that_codes_as_the_decisions_do_has_alpha_one(tmp_path):
    """The rules give `trust` exactly as it was decided: alpha is one, and no interval pretends to know more."""
    study = write_coded_study(tmp_path, SETTINGS)
    reliability.run(study)
    table = read_result(study, "agreement").set_index(["coder_set", "code_id", "statistic", "resampled"])
    row = table.loc[("decisions | rules", "trust", "krippendorff_alpha", "segments")]
    assert row[["value", "undefined"]].tolist() == [1.0, "no_disagreement"]


def test_the_same_study_gives_the_same_bytes(tmp_path):
    """A second run, and a run over the same rows in another order, write the same files byte for byte."""
    study = write_coded_study(tmp_path, SETTINGS)
    reliability.run(study)
    first = read_bytes(study, "agreement", "decisions")
    codings = read_table(study.path(outputs.CODINGS), schemas.CODINGS)
    reviews = read_table(study.path(outputs.REVIEWS), schemas.REVIEWS)
    again = write_coded_study(tmp_path, SETTINGS, codings=codings[::-1], reviews=reviews[::-1])
    reliability.run(again)
    assert read_bytes(again, "agreement", "decisions") == first


def test_the_seed_of_the_study_moves_the_intervals_and_nothing_else(tmp_path):
    """Another seed leaves values and counts as they are."""
    tables = []
    for seed in (1, 2):
        study = write_coded_study(tmp_path / str(seed), SETTINGS)
        object.__setattr__(study.settings.study, "seed", seed)
        reliability.run(study)
        tables.append(read_result(study, "agreement"))
    bounds = ["value_low", "value_high"]
    pd.testing.assert_frame_equal(*(table.drop(columns=bounds) for table in tables))
    assert not tables[0][bounds].equals(tables[1][bounds])


def test_the_researcher_is_told_what_awaits_adjudication(tmp_path):
    """Disagreements that stand on the lead coder's word are counted in a notice."""
    (notice,) = reliability.run(write_coded_study(tmp_path, SETTINGS))
    assert "the coders differ on 8 of 88 hand-coded segments" in notice.problem


@pytest.mark.parametrize("coders", [make_coders(), make_coders(rules="machine")])
def test_a_study_without_people_has_empty_tables(tmp_path, coders):
    """No human codings at all is no error: both tables are there and empty."""
    study = write_coded_study(tmp_path, SETTINGS, coders=coders)
    assert reliability.run(study) == []
    assert len(read_result(study, "agreement")) == len(read_result(study, "decisions")) == 0


def test_one_coder_decides_alone(tmp_path):
    """With one person the decisions are theirs, and there is no agreement between people."""
    study = write_coded_study(tmp_path, SETTINGS, coders=make_coders(ada="human"))
    assert reliability.run(study) == []
    assert set(read_result(study, "decisions")["basis"]) == {"single coder"}
    assert len(read_result(study, "agreement")) == 0


def test_a_study_without_a_codebook_has_empty_tables(tmp_path):
    """Without codes there is nothing to agree on and nothing to decide."""
    study = write_coded_study(tmp_path, SETTINGS)
    empty = {name: read_result(study, name).iloc[:0] for name in ("codes", "codings", "coders", "reviews")}
    study = write_coded_study(tmp_path, SETTINGS, **empty)
    assert reliability.run(study) == []
    assert len(read_result(study, "decisions")) == 0


def test_a_codebook_for_one_kind_is_compared_and_decided_there(tmp_path):
    """Ada and Ben read talk and answers; `trust`, which is for the answers, has units and decisions there alone."""
    given = write_coded_study(tmp_path, SETTINGS)
    segments, codes = read_result(given, "segments"), read_result(given, "codes")
    is_answer = segments["source_id"].isin(["g2", "g3", "g4"]).to_numpy()
    kinds = ["survey" if yes else "focus_group" for yes in is_answer]
    scope = ["survey" if code == "trust" else None for code in codes["code_id"]]
    study = write_coded_study(
        tmp_path, SETTINGS, segments=segments.assign(kind=kinds), codes=codes.assign(applies_to=scope)
    )
    reliability.run(study)
    agreement, decisions = read_result(study, "agreement"), read_result(study, "decisions")
    by_segment = agreement[(agreement["coder_set"] == "ada | ben") & (agreement["unit"] == "segment")]
    among_people = by_segment.groupby("code_id")["n_units"].unique().map(list)
    assert among_people.to_dict() == {"belonging": [44], "silence": [44], "trust": [22], "welcome": [44]}
    assert decisions["code_id"].value_counts().to_dict() == {"belonging": 88, "silence": 88, "welcome": 88, "trust": 33}
