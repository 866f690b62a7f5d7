"""A study as collected becomes a study without names."""

from __future__ import annotations

import hashlib

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schemas
from pipeline.methods.text.deidentify import StudyTables, deidentify, keep_as_collected
from pipeline.methods.text.remains import find_remaining_names
from pipeline.methods.text.spoken import list_spoken
from pipeline.store import check_table
from tests.support.named_studies import make_named, make_questions, make_rules

NAMES = {"P1": "Maria Lopez", "P2": "Jos\u00e9 O\u2019Brien | Joe", "P3": "Will Young"}
LABELS = ("PERSON", "GPE", "ORG")


def run(said, entities=None, *, names=NAMES, others=(), **columns):
    """De-identify what is said; return the study as collected and the result."""
    named = make_named(said, names, **columns)
    return named, deidentify(named, make_rules(names, others, labels=LABELS), entities or {})


def texts(result):
    """Return the words of every turn of a result."""
    return list(list_spoken(result.tables.sources, result.tables.turns)["text"])


def test_names_give_way_to_the_ids_of_their_participants():
    """Whoever is mentioned, however, is called by the id that the turns have."""
    _, result = run({"fg1": [("P1", "Thanks, jose\u2019s right."), ("P2", "Maria and MARIA LOPEZ said so, Will.")]})
    assert texts(result) == ["Thanks, [P2]\u2019s right.", "[P1] and [P1] said so, [P3]."]


def test_others_have_letters_over_the_whole_study():
    """The same name has the same pseudonym in every source, two names never share one."""
    entities = {"Sandra lives in Leeds.": [(0, 6, "PERSON"), (16, 21, "GPE")], "In York, Sandra's": [(3, 7, "GPE")]}
    _, result = run(
        {"fg1": [("P1", "Sandra lives in Leeds.")], "fg2": [("P1", "In York, Sandra's"), ("P2", "Leeds")]}, entities
    )
    assert texts(result) == ["[Person A] lives in [Place A].", "In [Place B], [Person A]'s", "[Place A]"]


def test_letters_go_on_from_those_that_researchers_have_used():
    """A transcript that was edited by hand keeps its own [Person A]."""
    _, result = run({"fg1": [("P1", "[Person A] met Ann Grey, and Ann")]}, others=["Ann Grey"])
    assert texts(result) == ["[Person A] met [Person B], and [Person B]"]


def test_shared_names_mean_whoever_is_in_the_source():
    """In a group with one of two Marias she is the one who is meant."""
    names = {"P1": "Maria Lopez", "P2": "Maria Diaz"}
    _, result = run(
        {"fg1": [("P1", "Ask Maria")], "fg2": [("P2", "Ask Maria")], "fg3": [("P4", "Ask Maria")]}, names=names
    )
    assert texts(result) == ["Ask [P1]", "Ask [P2]", "Ask [Person A]"]


def test_nothing_is_replaced_across_turns():
    """A first name that ends a turn and a surname that begins the next are two mentions."""
    _, result = run({"fg1": [("P1", "I am Maria"), ("P2", "Lopez is my name")]})
    assert texts(result) == ["I am [P1]", "[P1] is my name"]


def test_names_in_ids_give_way_everywhere_and_ids_stay_distinct():
    """A file called after a participant gets the participant's id, in the ids of its turns too."""
    said = {
        "interview-maria": [("P1", "Hm.")],
        "interview-maria-lopez": [("P1", "Hm."), ("P2", "Ha.")],
        "interview-p1": [("P1", "x")],
    }
    _, result = run(said, title=["Maria Lopez", "maria", "Plain"])
    assert list(result.tables.sources["source_id"]) == ["interview-p1-2", "interview-p1-3", "interview-p1"]
    assert list(result.tables.sources["title"]) == ["[P1]", "[P1]", "Plain"]
    assert list(result.tables.turns["turn_id"]) == [
        "interview-p1-2#0001",
        "interview-p1-3#0001",
        "interview-p1-3#0002",
        "interview-p1#0001",
    ]
    assert list(result.answer_keys["turn_id"]) == list(result.tables.turns["turn_id"])
    assert ("interview-maria", "source", "interview-p1-2") in set(
        result.pseudonym_key.itertuples(index=False, name=None)
    )


def test_names_in_labels_give_way_and_other_labels_stay():
    """Headings, wordings and attributes lose known names and nothing else."""
    named = make_named({"fg1": [("P1", "Hm.")]}, NAMES, attr_site=["Joe's, Leeds"])
    named = StudyTables(
        named.sources,
        named.participants.assign(attr_boss=["Will", None, "12345"]),
        named.turns.assign(section="Opening > What Maria said"),
        make_questions("Will you say what Jos\u00e9 meant?"),
    )
    result = deidentify(named, make_rules(NAMES), {})
    assert list(result.tables.sources["attr_site"]) == ["[P2]'s, Leeds"]
    assert list(result.tables.participants["attr_boss"].fillna("-")) == ["[P3]", "-", "12345"]
    assert list(result.tables.turns["section"]) == ["Opening > What [P1] said"]
    assert list(result.tables.questions["wording"]) == ["Will you say what [P2] meant?"]


def test_words_and_hashes_are_those_of_the_new_text():
    """What is counted and hashed is what may be shown."""
    _, result = run({"fg1": [("P1", "Maria Lopez came")]})
    source = result.tables.sources.iloc[0]
    assert (source["text"], source["n_words"]) == ("[P1] came", 2)
    assert source["sha256"] == hashlib.sha256(b"[P1] came").hexdigest()


def test_the_key_lists_every_name_once_as_first_written():
    """The key is the researcher's log of what was replaced by what."""
    _, result = run({"fg1": [("P1", "Maria, maria and ring 07700 900123")]})
    assert result.pseudonym_key.to_dict("records") == [
        {"name": "Maria", "kind": "participant", "pseudonym": "[P1]"},
        {"name": "07700 900123", "kind": "phone", "pseudonym": "[phone]"},
    ]


def check_contracts(result):
    """Check every table of a result against its contract."""
    check_table(result.tables.sources, schemas.SOURCES)
    check_table(result.tables.participants, schemas.PARTICIPANTS)
    check_table(result.tables.turns, schemas.TURNS)
    check_table(result.tables.questions, schemas.QUESTIONS)
    check_table(result.pseudonym_key, schemas.PSEUDONYM_KEY)
    check_table(result.replacements, schemas.REPLACEMENTS)
    check_table(result.answer_keys, schemas.ANSWER_KEYS)


def test_every_table_keeps_its_contract():
    """What is written downstream has the columns and types that the stages after it read."""
    _, result = run({"maria": [("P1", "Maria came on 07700 900123")]}, attr_site=["Leeds"])
    check_contracts(result)
    assert set(result.tables.participants.columns) == set(schemas.PARTICIPANTS.columns) - {"^attr_.+$"}


def test_a_study_kept_as_collected_loses_only_its_keys():
    """Where de-identification is off, every word and id stays, and nothing is listed as replaced."""
    named = make_named({"maria": [("P1", "Maria came")]}, NAMES, attr_site=["Leeds"])
    result = keep_as_collected(named)
    check_contracts(result)
    assert texts(result) == ["Maria came"]
    pd.testing.assert_frame_equal(result.tables.turns, named.turns.drop(columns=["row_key", "participant_key"]))
    assert list(result.tables.sources["attr_site"]) == ["Leeds"]
    assert result.pseudonym_key.empty
    assert result.replacements.empty


def test_a_study_without_sources_passes():
    """Nothing said is nothing to replace."""
    _, result = run({})
    check_contracts(result)
    assert result.tables.sources.empty


words = st.sampled_from(
    [
        "maria",
        "Maria Lopez",
        "Jos\u00e9",
        "Joe's",
        "Will",
        "will",
        "and",
        "Hm.",
        "\n",
        "a@b.org",
        "123456",
        "Sandra",
        "\u00e9\U0001f600",
    ]
)
turns = st.lists(
    st.tuples(st.sampled_from(["P1", "P2"]), st.lists(words, min_size=1, max_size=5).map(" ".join)), max_size=4
)


@settings(max_examples=12, deadline=None)
@given(st.dictionaries(st.sampled_from(["fg1", "maria-2", "joe_lopez"]), turns, max_size=3))
def test_replacements_lead_back_to_the_text_as_collected(said):
    """Undoing the replacements gives the words as collected; making them twice changes nothing more."""
    named, result = run(said, {text: [(0, len(text), "PERSON")] for turns in said.values() for _, text in turns})
    new_ids = dict(zip(named.sources["source_id"], result.tables.sources["source_id"], strict=True))
    for old, new in zip(named.sources.itertuples(), result.tables.sources.itertuples(), strict=True):
        rebuilt, at = "", 0
        made = result.replacements[result.replacements["source_id"] == new_ids[old.source_id]]
        for row in made.sort_values("start_char").itertuples():
            assert new.text[row.new_start_char : row.new_end_char] == row.pseudonym
            rebuilt += new.text[at : row.new_start_char] + old.text[row.start_char : row.end_char]
            at = row.new_end_char
        assert rebuilt + new.text[at:] == old.text
    assert find_remaining_names(result.tables, make_rules(NAMES, labels=LABELS)) == []
    again = deidentify(
        StudyTables(
            result.tables.sources,
            named.participants,
            result.tables.turns.assign(row_key=None, participant_key=None),
            named.questions,
        ),
        make_rules(NAMES, labels=LABELS),
        {text: [(0, len(text), "PERSON")] for text in texts(result)},
    )
    assert texts(again) == texts(result)


@settings(max_examples=15, deadline=None)
@given(st.lists(turns.filter(bool), min_size=1, max_size=2))
def test_turns_are_parted_by_line_ends_alone(all_said):
    """Between the turns of a de-identified source stands nothing but one line end."""
    _, result = run({f"fg{number}": said for number, said in enumerate(all_said)})
    for source in result.tables.sources.itertuples():
        of_source = result.tables.turns[result.tables.turns["source_id"] == source.source_id]
        assert "\n".join(source.text[t.start_char : t.end_char] for t in of_source.itertuples()) == source.text
