"""Where a codebook applies: kinds of source and questions, and what becomes of codes given elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline import schemas
from pipeline.errors import SettingsError
from pipeline.methods.coding.placing import Placed, Placement, Ruling, SheetRow
from pipeline.methods.coding.scope import NOT_APPLIED, assign_scope, find_applicable, list_asked, set_apart
from pipeline.store import check_table
from tests.support.coding_tables import make_codes, make_segments

CODES = make_codes("trust", "trust > early", "courage").assign(codebook=["peers", "peers", "traits"])
SEGMENTS = make_segments(
    ["g", "g", "R1", "R2"],
    kind=["focus_group", "focus_group", "survey", "survey"],
    question_id=[None, "closing", "learned", "hard"],
    is_facilitator=[True, False, False, False],
)
KNOWN = {"focus_group", "survey", "closing", "learned", "hard"}
TRAITS = {"traits": ["survey"]}


def scoped(*names):
    """Return the codes, the traits applied to what is named."""
    return assign_scope(CODES, {"traits": names} if names else {}, KNOWN)


def test_a_codebook_that_is_not_named_applies_to_everything():
    """A study that says nothing has codes without a limit, in a table that keeps its contract."""
    codes = check_table(scoped(), schemas.CODES)
    assert codes["applies_to"].isna().all()
    assert find_applicable(codes, SEGMENTS).all()


def test_every_code_of_a_named_codebook_has_its_limits():
    """The column holds what was named, in its order, for the codes of that codebook alone."""
    codes = check_table(scoped("survey", "closing"), schemas.CODES)
    assert codes["applies_to"].fillna("").tolist() == ["", "", "survey; closing"]


@pytest.mark.parametrize(
    ("names", "applies"),
    [
        (["survey"], [False, False, True, True]),
        (["focus_group", "survey"], [True, True, True, True]),
        (["learned"], [False, False, True, False]),
        (["closing", "hard"], [False, True, False, True]),
        (["focus_group", "hard"], [True, True, False, True]),
    ],
)
def test_a_code_applies_to_kinds_of_source_and_to_questions(names, applies):
    """A segment is meant by the kind of its source or by its question; one without a question by its kind alone."""
    found = find_applicable(scoped(*names), SEGMENTS)
    assert found[:, 2].tolist() == applies
    assert found[:, :2].all()


def test_without_segments_or_codes_there_is_nothing_to_apply():
    """Empty tables have the right, empty shape."""
    assert find_applicable(scoped("survey"), SEGMENTS.iloc[:0]).shape == (0, 3)
    assert find_applicable(assign_scope(CODES.iloc[:0], {}, KNOWN), SEGMENTS).shape == (4, 0)


def test_all_that_the_study_does_not_have_is_listed_at_once():
    """An unknown codebook and an unknown kind: two problems, each with what was probably meant."""
    with pytest.raises(SettingsError) as error:
        assign_scope(CODES, {"trait": ["survey"], "peers": ["surveys", "focus_group"], "traits": ["x"]}, KNOWN)
    assert [(problem.problem, problem.fix) for problem in error.value.problems[:3]] == [
        ("there is no codebook 'trait'", "did you mean 'traits'?"),
        (
            "'surveys', to which codebook 'peers' shall apply, is no kind of source or question here",
            "did you mean 'survey'?",
        ),
        (
            "'x', to which codebook 'traits' shall apply, is no kind of source or question here",
            "known are: closing, focus_group, hard, learned, survey",
        ),
    ]
    assert {problem.where for problem in error.value.problems} == {"study.toml, [codebook.applies_to]"}


def test_a_sub_code_applies_where_its_theme_does():
    """A code that counts for a theme of another codebook would be counted where the theme was never looked for."""
    codes = CODES.assign(codebook=["peers", "traits", "traits"])
    assert assign_scope(codes, {}, KNOWN)["applies_to"].isna().all()
    both = {"peers": ["survey"], "traits": ["survey"]}
    assert set(assign_scope(codes, both, KNOWN)["applies_to"]) == {"survey"}
    with pytest.raises(SettingsError, match="code 'early' counts for 'trust', whose codebook does not apply"):
        assign_scope(codes, TRAITS, KNOWN)


def test_a_coder_is_asked_for_what_applies_to_a_segment():
    """By segment and, for rows whose segment is gone, by source; for nothing in a facilitator's turn."""
    asked = list_asked(scoped("survey", "closing"), SEGMENTS)
    ids = SEGMENTS["segment_id"].tolist()
    every = {"trust", "early", "courage"}
    assert [asked[id_] for id_ in ids] == [set(), every, every, every]
    assert asked["g"] == every
    only_peers = list_asked(scoped("hard"), SEGMENTS)
    assert [only_peers[name] for name in ("g", "R1", "R2")] == [{"trust", "early"}, {"trust", "early"}, every]
    assert list_asked(scoped(), SEGMENTS.iloc[:0]) == {}


def place(segment, *code_ids, number=2):
    """Return a row of a sheet with these codes that landed on a segment, or on none."""
    segment_id = "gone:0-1" if segment is None else SEGMENTS["segment_id"].iloc[segment]
    row = SheetRow(file="a.xlsx", row=number, segment_id=segment_id, code_ids=code_ids, note="hm")
    return Placement(row, None if segment is None else segment_id, "it is gone" if segment is None else "")


def apart(*placements, names=("survey",)):
    """Return segment, codes and reason of what becomes of `placements`."""
    placed = set_apart(Placed(placements, notices=[]), list_asked(scoped(*names), SEGMENTS))
    return [(p.segment_id, p.row.code_ids, p.reason) for p in placed.placements]


def test_a_code_given_where_it_does_not_apply_has_no_place():
    """The rest of the row stays where it was, and the segment was read; the code is set apart with its reason."""
    segment_id = SEGMENTS["segment_id"].iloc[1]
    assert apart(place(1, "trust", "courage")) == [
        (segment_id, ("trust",), ""),
        (None, ("courage",), NOT_APPLIED),
    ]
    assert apart(place(1, "courage")) == [(segment_id, (), ""), (None, ("courage",), NOT_APPLIED)]


def test_a_ruling_where_its_code_does_not_apply_has_no_place_and_leaves_nothing_behind():
    """It was about that code alone, so nothing of it is left in the segment."""
    placed = place(1, "courage")
    ruled = replace(placed, row=replace(placed.row, ruling=Ruling(is_coded=False)))
    assert apart(ruled) == [(None, ("courage",), NOT_APPLIED)]
    assert apart(replace(ruled, row=replace(ruled.row, code_ids=("trust",))))[0][1:] == (("trust",), "")


def test_what_applies_and_what_had_no_place_anyway_stay_as_they_are():
    """Codes where they belong, rows without a code, rows that fitted nowhere."""
    given = [place(2, "trust", "courage"), place(1, "early"), place(1), place(None, "courage")]
    placed = Placed(given, notices=["told"])
    assert set_apart(placed, list_asked(scoped("survey"), SEGMENTS)) == placed


def test_every_mark_is_kept_or_set_apart():
    """Counts in are counts out, wherever the codebook applies."""
    rng = np.random.default_rng(2)
    given = [
        place(int(rng.integers(1, 4)), *rng.permutation(CODES["code_id"])[: rng.integers(4)], number=n)
        for n in range(50)
    ]
    parted = apart(*given)
    before = pd.Series([code for p in given for code in p.row.code_ids]).value_counts()
    after = pd.Series([code for _, codes, _ in parted for code in codes]).value_counts()
    assert after.to_dict() == before.to_dict()
