"""The code stage, from files of coders to the tables of codings."""

from __future__ import annotations

import pytest

from pipeline import outputs, schemas
from pipeline.commands import check
from pipeline.errors import CodebookError, CodingsError, SettingsError
from pipeline.methods.coding.scope import NOT_APPLIED
from pipeline.stages import code
from pipeline.store import read_table
from tests.support.coded_studies import FOR_THE_SURVEY, TEXTS, TRAITS, list_segments, make_uncoded_study

SHEET = '[[coders]]\nid = "A"\nkind = "sheet"\nfiles = ["codings/a.csv"]\n'
COLUMNS = '[[coders]]\nid = "B"\nkind = "columns"\nfiles = ["codings/b.csv"]\n'
ADDRESSES = [
    (outputs.CODES, schemas.CODES),
    (outputs.CODERS, schemas.CODERS),
    (outputs.CODINGS, schemas.CODINGS),
    (outputs.EVIDENCE, schemas.EVIDENCE),
    (outputs.REVIEWS, schemas.REVIEWS),
    (outputs.UNPLACED_CODINGS, schemas.UNPLACED_CODINGS),
    (outputs.PLACEMENTS, schemas.PLACEMENTS),
]
SEGMENT_IDS = list_segments()["segment_id"].tolist()


def _sheet(**codes):
    rows = [f"{segment_id},{codes.get(f's{n}', '')}" for n, segment_id in enumerate(SEGMENT_IDS)]
    return "\n".join(["segment_id,Trust,Stigma,Early trust,note", *(row + "," * (4 - row.count(",")) for row in rows)])


def _run(folder, settings, **files):
    study = make_uncoded_study(folder, settings, {f"codings/{name}.csv": text for name, text in files.items()})
    notices = [notice.problem for notice in code.run(study)]
    tables = {schema.name: read_table(study.path(output), schema) for output, schema in ADDRESSES}
    return tables, notices


def _given(tables, coder_id):
    codings = tables["codings"][tables["codings"]["coder_id"] == coder_id]
    return {(SEGMENT_IDS.index(s), c) for s, c in zip(codings["segment_id"], codings["code_id"], strict=True)}


def _reviewed(tables, coder_id):
    reviews = tables["reviews"]
    return sorted(SEGMENT_IDS.index(s) for s in reviews["segment_id"][reviews["coder_id"] == coder_id])


def test_people_and_the_machine_code_side_by_side(tmp_path):
    """Each coder's decisions, what each has read, and the words the machine went by, are in the tables."""
    tables, notices = _run(
        tmp_path,
        SHEET + COLUMNS + 'row = "id"\n',
        a=_sheet(s1="x", s2=",x"),
        b="id,Trust,Early trust,Stigma\n1,1,0,0\n2,0,0,1\n",
    )
    assert _given(tables, "A") == {(1, "trust"), (2, "stigma")}
    assert _reviewed(tables, "A") == [1, 2, 3, 4, 5]
    assert _given(tables, "B") == {(4, "trust"), (5, "stigma")}
    assert _reviewed(tables, "B") == [4, 5]
    assert _given(tables, "rules") == {(1, "trust"), (1, "early"), (4, "trust")}
    assert _reviewed(tables, "rules") == [1, 2, 3, 4, 5]
    assert tables["coders"]["coder_id"].tolist() == ["A", "B", "rules"]
    source = "\n".join(list_segments()["text"][:4])
    of_group = tables["evidence"][tables["evidence"]["segment_id"] == SEGMENT_IDS[1]]
    assert [source[row.start_char : row.end_char] for row in of_group.itertuples()] == ["trusted", "first week"]
    assert notices == []


def test_sub_codes_are_kept_as_given_and_know_their_theme(tmp_path):
    """Roll-up happens later, from theme_id; the codes say which the machine can give."""
    tables, _ = _run(tmp_path, "")
    codes = tables["codes"].set_index("code_id")
    assert codes["theme_id"].to_dict() == {"trust": "trust", "early": "trust", "stigma": "stigma"}
    assert codes["has_rules"].to_dict() == {"trust": True, "early": True, "stigma": False}


def test_headings_may_be_the_codes(tmp_path):
    """The coder of kind sections reads no file."""
    tables, notices = _run(tmp_path, '[[coders]]\nid = "H"\nkind = "sections"\nlevel = 2\n')
    assert _given(tables, "H") == {(1, "trust")}
    assert _reviewed(tables, "H") == [1, 2]
    assert notices[0] == "1 heading(s) of level 2 mean no code: 'Weather'"


def test_columns_may_be_joined_by_respondent_and_question(tmp_path):
    """The header holds the question, the row the respondent."""
    settings = COLUMNS + 'participant = "Name"\npattern = "{code}_{question}"\n'
    tables, _ = _run(tmp_path, settings, b="Name,Trust_q2,Stigma_q2\nAnn,1,0\nBen,0,0\n")
    assert _given(tables, "B") == {(4, "trust")}
    assert _reviewed(tables, "B") == [4, 5]


def test_without_human_codings_the_machine_still_codes(tmp_path):
    """Nobody has coded yet: that is told, not an error."""
    tables, notices = _run(tmp_path, "")
    assert tables["coders"]["kind"].tolist() == ["machine"]
    assert notices == ["nobody has coded by hand: no frequency can be defended yet"]


def test_one_coder_is_enough_to_go_on(tmp_path):
    """Agreement cannot be estimated then, which is told."""
    _, notices = _run(tmp_path, SHEET, a=_sheet(s1="x"))
    assert notices[-1] == "one person has coded: agreement between people cannot be estimated"


def test_the_rules_coder_can_be_switched_off(tmp_path):
    """Then it is no coder, has read nothing and has no evidence."""
    tables, _ = _run(tmp_path, "[coding]\nrules = false\n")
    assert [len(tables[name]) for name in ("coders", "codings", "reviews", "evidence")] == [0, 0, 0, 0]


def test_a_study_without_a_codebook_has_empty_tables(tmp_path):
    """Nothing to code with is no reason to stop: topics need no codebook."""
    study = make_uncoded_study(tmp_path, "", {"codebooks/peers.yaml": "codebook: {id: a, version: '1'}\ncodes: []"})
    without = study.settings.model_copy(update={"codebook": study.settings.codebook.model_copy(update={"files": ()})})
    code.run(type(study)(study.root, without))
    assert all(read_table(study.path(output), schema).empty for output, schema in ADDRESSES)


def test_everything_that_is_wrong_with_every_coders_files_is_listed_at_once_and_nothing_is_written(tmp_path):
    """An unknown code, a doubtful cell, a segment that is gone, a missing column: one list, no half-made tables."""
    study = make_uncoded_study(
        tmp_path,
        SHEET.replace("a.csv", "*.csv").replace('["codings/*', '["codings/a*') + COLUMNS + 'row = "id"\n',
        {
            "codings/a1.csv": "segment_id,Trsut,Stigma\ngroup:0-1,x,\n",
            "codings/a2.csv": f"segment_id,Trust,Stigma,Early trust\n{SEGMENT_IDS[1]},maybe,,\n",
            "codings/a3.csv": "segment_id,text,Trust,Stigma,Early trust\ngroup:0-1,Never said.,x,,\n",
            "codings/b.csv": "number,Trust\n1,1\n",
        },
    )
    with pytest.raises(CodingsError) as error:
        code.run(study)
    assert [(p.problem, p.where) for p in error.value.problems] == [
        ("'Trsut' is not a code of the codebook", "codings/a1.csv, column B"),
        (
            "the sheet has no column for code 'Early trust': nobody can tell 'not given' from 'not asked'",
            "codings/a1.csv",
        ),
        ("a cell is neither a mark nor blank", "codings/a2.csv, row 2, column B ('Trust')"),
        ("there is no column 'id'", "codings/b.csv"),
        (
            "coder 'A', code 'trust': no segment of its source has its words any more",
            "codings/a3.csv, row 2",
        ),
    ]
    assert "did you mean 'Trust'?" in error.value.problems[0].fix
    assert "Never said" not in str(error.value)
    assert not any(study.path(output).exists() for output, _ in ADDRESSES)


def test_codings_that_fit_nowhere_are_kept_in_a_table_if_that_is_allowed(tmp_path):
    """Counts in are counts out: placed and unplaced add up to the marks in the file."""
    settings = COLUMNS + 'row = "id"\n[coding]\nallow_unplaced = true\n'
    tables, notices = _run(tmp_path, settings, b="id,Trust,Stigma\n1,1,1\n7,1,0\n")
    assert len(tables["unplaced_codings"]) == 1
    assert _given(tables, "B") == {(4, "trust"), (4, "stigma")}
    assert any(notice.startswith("1 coding(s) of coder 'B' left out: no answer has this key") for notice in notices)


def test_a_row_whose_words_have_moved_is_placed_and_told(tmp_path):
    """The transcript began with one more turn when the sheet was sent; the words still say where each row belongs."""
    codes = dict.fromkeys(range(len(TEXTS)), ",") | {2: "x,"}
    starts = [sum(len(text) + 1 for text in ("Good evening.", *TEXTS[:n])) for n in range(len(TEXTS))]
    rows = [f"group:{start}-{start + len(TEXTS[n])},{TEXTS[n]},{codes[n]}," for n, start in enumerate(starts)]
    sheet = "\n".join(["segment_id,text,Trust,Stigma,Early trust", "group:0-13,Good evening.,,,", *rows])
    tables, notices = _run(tmp_path, SHEET, a=sheet)
    assert _given(tables, "A") == {(2, "trust")}
    assert [notice for notice in notices if "moved" in notice] == [
        "0 row(s) in place, 3 moved, 1 lost (1 without a code, which count as not read)"
    ]
    assert tables["placements"]["how"].tolist() == ["lost", "moved", "moved", "moved"]


def test_a_broken_codebook_stops_the_stage(tmp_path):
    """Nothing is coded by half a codebook."""
    more = "codebook: {id: b, version: '1'}\ncodes: [{id: trust}]"
    study = make_uncoded_study(tmp_path, "", {"codebooks/more.yaml": more})
    with pytest.raises(CodebookError) as error:
        code.run(study)
    assert {p.where for p in error.value.problems} == {"codebooks/peers.yaml, line 4", "codebooks/more.yaml, line 2"}


def test_the_same_input_makes_the_same_bytes(tmp_path):
    """No order of sets, no clock, no path in any table."""
    made = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        study = make_uncoded_study(tmp_path / folder, SHEET, {"codings/a.csv": _sheet(s1="x", s2=",x")})
        code.run(study)
        made.append([study.path(output).read_bytes() for output, _ in ADDRESSES])
    assert made[0] == made[1]


BOTH = {"codebooks/traits.yaml": TRAITS}


def _run_both(folder, settings, **files):
    study = make_uncoded_study(folder, settings, BOTH | {f"codings/{name}.csv": text for name, text in files.items()})
    notices = [notice.problem for notice in code.run(study)]
    return {schema.name: read_table(study.path(output), schema) for output, schema in ADDRESSES}, notices


def test_a_codebook_may_be_for_the_survey_alone(tmp_path):
    """The table of codes says so; the machine gives its codes to answers alone, the other codebook's everywhere."""
    tables, _ = _run_both(tmp_path, FOR_THE_SURVEY)
    codes = tables["codes"].set_index("code_id")
    assert codes["applies_to"].dropna().to_dict() == {"courage": "survey"}
    assert codes["codebook_title"].to_dict() == {
        **dict.fromkeys(["trust", "early", "stigma"], "peers"),
        "courage": "Traits of a leader",
    }
    assert _given(tables, "rules") == {(1, "trust"), (1, "early"), (4, "trust"), (4, "courage")}
    assert set(tables["evidence"].query("code_id == 'courage'")["segment_id"]) == {SEGMENT_IDS[4]}


def test_a_sheet_of_focus_groups_needs_no_column_of_the_surveys_codebook(tmp_path):
    """Two sheets of one coder, each with the codes of its kind, are one reading of the whole study."""
    group = "\n".join(["segment_id,Trust,Stigma,Early trust", f"{SEGMENT_IDS[1]},x,,", f"{SEGMENT_IDS[2]},,x,"])
    survey = "\n".join(["segment_id,Trust,Stigma,Early trust,Courage", f"{SEGMENT_IDS[4]},,,,x"])
    settings = FOR_THE_SURVEY + SHEET.replace('["codings/a.csv"]', '["codings/a1.csv", "codings/a2.csv"]')
    tables, _ = _run_both(tmp_path, settings, a1=group, a2=survey)
    assert _given(tables, "A") == {(1, "trust"), (2, "stigma"), (4, "courage")}
    assert _reviewed(tables, "A") == [1, 2, 4]
    assert tables["unplaced_codings"].empty


def test_a_sheet_of_answers_needs_every_column_that_applies_to_them(tmp_path):
    """Without it nobody can tell 'not given' from 'not asked'."""
    sheet = f"segment_id,Trust,Stigma,Early trust\n{SEGMENT_IDS[4]},x,,\n"
    with pytest.raises(CodingsError, match="no column for code 'Courage'"):
        _run_both(tmp_path, FOR_THE_SURVEY + SHEET, a=sheet)


OUTSIDE = f"segment_id,Trust,Stigma,Early trust,Courage\n{SEGMENT_IDS[1]},x,,,x\n{SEGMENT_IDS[5]},,,,x\n"


def test_a_mark_where_the_codebook_does_not_apply_stops_the_stage(tmp_path):
    """The coder meant something by it: it is named by coder, code and row."""
    with pytest.raises(CodingsError) as error:
        _run_both(tmp_path, FOR_THE_SURVEY + SHEET, a=OUTSIDE)
    (problem,) = error.value.problems
    assert (problem.problem, problem.where) == (f"coder 'A', code 'courage': {NOT_APPLIED}", "codings/a.csv, row 2")


def test_a_mark_where_the_codebook_does_not_apply_is_kept_with_its_reason_if_that_is_allowed(tmp_path):
    """It lands in the table of unplaced codings; the rest of its row stands and counts as read."""
    settings = FOR_THE_SURVEY + SHEET + "[coding]\nallow_unplaced = true\n"
    tables, notices = _run_both(tmp_path, settings, a=OUTSIDE)
    assert _given(tables, "A") == {(1, "trust"), (5, "courage")}
    assert _reviewed(tables, "A") == [1, 5]
    unplaced = tables["unplaced_codings"].to_dict("records")
    assert [(row["code"], row["place"], row["reason"]) for row in unplaced] == [("courage", "row 2", NOT_APPLIED)]
    assert f"1 coding(s) of coder 'A' left out: {NOT_APPLIED}" in notices


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ('applies_to = { trait = ["survey"] }', "there is no codebook 'trait'"),
        ('applies_to = { traits = ["surveys"] }', "'surveys', to which codebook 'traits' shall apply, is no kind"),
        ('applies_to = { traits = ["q7"] }', "'q7', to which codebook 'traits' shall apply, is no kind"),
    ],
)
def test_a_scope_that_does_not_exist_stops_the_stage_and_is_found_by_check(tmp_path, scope, said):
    """An unknown codebook, kind or question: the stage writes nothing, and `check` finds it without running."""
    study = make_uncoded_study(tmp_path, f"{scope}\n", BOTH)
    for command in (code.run, check.run):
        with pytest.raises(SettingsError) as error:
            command(study)
        assert error.value.problems[0].problem.startswith(said)
    assert not any(study.path(output).exists() for output, _ in ADDRESSES)
