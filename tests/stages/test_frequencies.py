"""The frequencies stage: the theme-frequency table and participation, from decisions and machine codings."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import outputs
from pipeline.errors import SettingsError
from pipeline.stages import frequencies, reliability
from tests.support.after_coding import GIVEN, read_bytes, read_result, write_coded_study
from tests.support.coding_tables import make_coders, make_reviews

SETTINGS = "[reliability]\nresamples = 200\n"
BY_SITE = SETTINGS + '[frequencies]\ngroups = ["site"]\n'


def run(study):
    """Run reliability and frequencies; return the theme frequencies and the notices of the latter."""
    reliability.run(study)
    notices = frequencies.run(study)
    return read_result(study, "theme_frequencies"), notices


def row_of(table, code_id, group="all"):
    """Return the row of a code and group."""
    return table.set_index(["code_id", "group"]).loc[(code_id, group)]


def sample_study(folder, settings=SETTINGS):
    """Return a study in which Ada alone has read one segment in two."""
    segments = read_result(write_coded_study(folder, settings), "segments")
    codings = read_result(write_coded_study(folder, settings), "codings")
    read = segments["segment_id"].iloc[::2]
    kept = codings[(codings["coder_id"] == "rules") | codings["segment_id"].isin(read)]
    reviews = [make_reviews(segments, "ada", range(0, len(segments), 2)), make_reviews(segments, "rules")]
    tables = {"codings": kept, "reviews": pd.concat(reviews)}
    return write_coded_study(folder, settings, coders=make_coders(ada="human", rules="machine"), **tables)


def test_a_hand_coded_study_is_counted_as_it_was_coded(tmp_path):
    """Counts are those of the lead coder's sheet without the facilitators; themes are counted with their codes."""
    table, notices = run(write_coded_study(tmp_path, SETTINGS))
    for code, expected in (("trust", "trust"), ("welcome", "welcome"), ("belonging", "welcome")):
        coded = [at for at in GIVEN[expected] if at % 12]
        row = row_of(table, code)
        assert row[["n_segments", "n_segments_total", "method"]].tolist() == [len(coded), 88, "hand-coded, all"]
        assert row["n_participants"] == len(coded)
        assert row["prevalence"] == pytest.approx(len(coded) / 88)
    assert table["is_theme"].tolist() == [True, False, True, True]
    assert notices == []


def test_groups_sum_to_the_whole(tmp_path):
    """A breakdown has every group beside the whole, and its segments add up."""
    table, _ = run(write_coded_study(tmp_path, BY_SITE))
    assert set(zip(table["grouping"], table["group"], strict=True)) == {
        ("all", "all"),
        ("site", "north"),
        ("site", "south"),
    }
    parts = table[table["grouping"] == "site"].groupby("code_id")["n_segments"].sum()
    assert parts.to_dict() == table[table["grouping"] == "all"].set_index("code_id")["n_segments"].to_dict()


def test_an_accepted_machine_counts_and_a_refused_one_does_not(tmp_path):
    """Rules that agree count where Ada did not read; rules that do not agree are left out, with a notice."""
    table, notices = run(sample_study(tmp_path))
    trust, welcome = row_of(table, "trust"), row_of(table, "welcome")
    assert trust[["method", "machine_accepted"]].tolist() == ["post-stratified Jeffreys", "accepted"]
    assert trust["n_segments"] == sum(bool(at % 12) for at in GIVEN["trust"])
    assert welcome["method"] == "hand-coded sample"
    assert welcome["machine_accepted"].startswith("not accepted: krippendorff_alpha")
    assert welcome["n_machine_coded"] == 0
    assert [notice.problem.split(": ")[-1] for notice in notices] == ["belonging, welcome"]


def test_the_threshold_of_the_study_decides(tmp_path):
    """A study that asks for nothing accepts the machine for whatever can be estimated."""
    table, _ = run(sample_study(tmp_path, SETTINGS + "threshold = -1.0\n"))
    assert row_of(table, "welcome")["machine_accepted"] == "accepted"
    assert row_of(table, "silence")["machine_accepted"] == "not used"


def test_a_study_that_only_a_machine_has_coded_has_counts_without_prevalence(tmp_path):
    """Without hand-coding the machine's counts are shown for what they are, and the notice says what to do."""
    table, (notice,) = run(write_coded_study(tmp_path, SETTINGS, coders=make_coders(rules="machine")))
    assert row_of(table, "trust")[["method", "undefined"]].tolist() == ["machine count only", "no hand-coded sample"]
    assert row_of(table, "trust")["n_machine_coded"] > 0
    assert table["prevalence"].isna().all()
    assert "qualpipe sheet --sample" in notice.fix


def test_whole_sources_hand_coded_are_noticed(tmp_path):
    """Where some groups are hand-coded from end to end and the others not at all, the sample's design is questioned."""
    segments = read_result(write_coded_study(tmp_path, SETTINGS), "segments")
    codings = read_result(write_coded_study(tmp_path, SETTINGS), "codings")
    first = segments["segment_id"].iloc[:24]
    tables = {
        "codings": codings[(codings["coder_id"] == "rules") | codings["segment_id"].isin(first)],
        "reviews": pd.concat([make_reviews(segments, "ada", range(24)), make_reviews(segments, "rules")]),
    }
    _, notices = run(write_coded_study(tmp_path, SETTINGS, **tables))
    assert any("do not look like a random sample" in notice.problem for notice in notices)


def test_an_unknown_grouping_stops_the_stage_before_it_writes(tmp_path):
    """A misspelt attribute is an error that lists the known ones, and leaves no table behind."""
    study = write_coded_study(tmp_path, SETTINGS + '[frequencies]\ngroups = ["sight"]\n')
    reliability.run(study)
    with pytest.raises(SettingsError, match="'sight' is no attribute") as raised:
        frequencies.run(study)
    assert "site" in raised.value.problems[0].fix
    assert not study.path(outputs.THEME_FREQUENCIES).exists()


def test_participation_counts_everyone(tmp_path):
    """Everybody who spoke in a source has a row, facilitators with their role; shares of a source sum to one."""
    study = write_coded_study(tmp_path, SETTINGS)
    run(study)
    table = read_result(study, "participation")
    assert len(table) == 8 * 12
    assert set(table.loc[table["role"] == "facilitator", "participant_id"]) == {"F"}
    assert table.groupby("source_id")["words_share"].sum().to_list() == pytest.approx([1] * 8)


def test_the_same_study_gives_the_same_bytes(tmp_path):
    """Running again writes the same files byte for byte."""
    study = sample_study(tmp_path, BY_SITE)
    run(study)
    first = read_bytes(study, "theme_frequencies", "participation")
    run(study)
    assert read_bytes(study, "theme_frequencies", "participation") == first


def test_a_study_without_a_codebook_still_has_participation(tmp_path):
    """Without codes the frequencies are empty, and who spoke how much is still counted."""
    study = write_coded_study(tmp_path, SETTINGS)
    empty = {name: read_result(study, name).iloc[:0] for name in ("codes", "codings", "coders", "reviews")}
    table, notices = run(write_coded_study(tmp_path, BY_SITE, **empty))
    assert isinstance(table, pd.DataFrame)
    assert len(table) == 0
    assert notices == []


def mixed_study(folder, settings=SETTINGS, **tables):
    """Return a study whose last four sources are a survey, of which Ada has read one answer in two; the talk in full.

    `trust` stands in a codebook for the survey alone.
    """
    whole = write_coded_study(folder, settings)
    given = {name: read_result(whole, name) for name in ("segments", "sources", "codes", "codings")}
    is_answer = given["segments"]["source_id"].isin(["g4", "g5", "g6", "g7"]).to_numpy()
    segments = given["segments"].assign(kind=["survey" if yes else "focus_group" for yes in is_answer])
    is_read = ~is_answer | (segments.index % 2 == 0)
    codes = given["codes"]
    is_trust = (codes["code_id"] == "trust").tolist()
    codes = codes.assign(
        codebook=["traits" if yes else "tests" for yes in is_trust],
        applies_to=["survey" if yes else None for yes in is_trust],
    )
    applied = set(segments["segment_id"][is_answer])
    codings = given["codings"][lambda t: (t["code_id"] != "trust") | t["segment_id"].isin(applied)]
    of_ada = codings["coder_id"] == "ada"
    kept = codings[
        (codings["coder_id"] == "rules") | (of_ada & codings["segment_id"].isin(segments["segment_id"][is_read]))
    ]
    read = segments.index[is_read].tolist()
    return write_coded_study(
        folder,
        settings,
        segments=segments,
        sources=given["sources"].assign(kind=["focus_group"] * 4 + ["survey"] * 4),
        codes=codes,
        codings=kept,
        coders=make_coders(ada="human", rules="machine"),
        reviews=pd.concat([make_reviews(segments, "ada", read), make_reviews(segments, "rules")]),
        **tables,
    )


def test_talk_read_throughout_and_answers_sampled_are_two_strata(tmp_path):
    """The shares of the two kinds are estimated apart and put together by their sizes; nobody doubts the sample."""
    table, notices = run(mixed_study(tmp_path, SETTINGS + '[frequencies]\ngroups = ["kind"]\n'))
    talk, answers = (row_of(table, "welcome", kind) for kind in ("focus_group", "survey"))
    whole = row_of(table, "welcome")
    assert talk["method"] == "hand-coded, all"
    assert whole["prevalence"] == pytest.approx((talk["prevalence"] + answers["prevalence"]) / 2, abs=0.02)
    assert not [notice for notice in notices if "random sample" in notice.problem]


def test_a_code_of_the_surveys_codebook_is_counted_in_the_survey_alone(tmp_path):
    """Its denominators are those of the survey, and the focus groups have no row for it."""
    table, _ = run(mixed_study(tmp_path, SETTINGS + '[frequencies]\ngroups = ["kind"]\n'))
    assert row_of(table, "trust")["n_segments_total"] == 44
    assert table.loc[(table["code_id"] == "trust") & (table["grouping"] == "kind"), "group"].tolist() == ["survey"]
    assert row_of(table, "welcome", "survey")["n_segments_total"] < row_of(table, "welcome")["n_segments_total"]
