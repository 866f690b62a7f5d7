"""One pseudonym a name, put in its places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.entities import TurnText
from pipeline.methods.text.findings import Finding
from pipeline.methods.text.pseudonyms import (
    Replacement,
    apply_replacements,
    assign_pseudonyms,
    count_taken,
    list_replacements,
    move_offsets,
    settle_kinds,
    to_letters,
    unite_people,
)


def person(name, start=0):
    """Return a finding of somebody called `name`."""
    return Finding(start, start + len(name), "person", name, "entity")


def test_one_word_means_the_only_full_name_that_has_it():
    """Maria is Maria Lopez, and Lopez too, where nobody else shares the word."""
    [united] = unite_people([[person("maria"), person("maria lopez"), person("lopez"), person("ann")]])
    assert [f.name for f in united] == ["maria lopez", "maria lopez", "maria lopez", "ann"]


def test_one_word_that_two_full_names_share_stays_by_itself():
    """With two Marias about, Maria alone is neither."""
    united = unite_people([[person("maria lopez")], [person("maria diaz"), person("maria"), person("diaz")]])
    assert [f.name for f in united[1]] == ["maria diaz", "maria", "maria diaz"]


def test_a_place_is_never_united_with_a_person():
    """The town of Lopez stays a town."""
    town = Finding(0, 5, "place", "lopez", "entity")
    assert unite_people([[town, person("maria lopez")]])[0][0] == town


def test_a_name_of_no_participant_is_what_the_recogniser_mostly_says():
    """A town among the study's names is a place where most of its mentions are proposed as one."""
    turns = [TurnText("Corliss and Corliss", [(0, 7, "GPE"), (12, 19, "GPE")]), TurnText("Ann", [(0, 3, "ORG")])]
    found = [
        [person("corliss"), person("corliss", 12)],
        [Finding(0, 3, "participant", "P1", "roster")],
        [person("corliss")],
    ]
    settled = settle_kinds(turns, found)
    assert [[f.kind for f in each] for each in settled] == [["place", "place"], ["participant"], ["place"]]


def test_a_name_that_is_seldom_proposed_stays_a_person():
    """One slip of the recogniser among several mentions does not make a person a town."""
    turns = [TurnText("Tiny and Tiny", [(0, 4, "ORG"), (9, 13, "CARDINAL")])]
    assert {f.kind for f in settle_kinds(turns, [[person("tiny"), person("tiny", 9)]])[0]} == {"person"}


def test_pseudonyms_have_letters_within_their_noun_in_order():
    """Everybody and every place has a letter of its own; participants have their ids; patterns have their kind."""
    found = [
        person("ann"),
        Finding(0, 5, "place", "leeds", "entity"),
        person("bo"),
        person("ann"),
        Finding(0, 3, "participant", "P3", "roster"),
        Finding(0, 9, "phone", "555-1234", "pattern"),
        Finding(0, 9, "work of art", "the scream", "entity"),
    ]
    assert list(assign_pseudonyms(found, {"Person": 4}).values()) == [
        "[Person E]",
        "[Place A]",
        "[Person F]",
        "[P3]",
        "[phone]",
        "[Work of art A]",
    ]


def test_letters_that_stand_in_the_texts_already_are_taken():
    """Where researchers have written [Person D] themselves, ours go on from E."""
    assert count_taken(["[Person D] and [Person B]", "[Work of art A] [P3] [note 12", "none"]) == {
        "Person": 4,
        "Work of art": 1,
    }


parts = st.lists(
    st.tuples(st.text(alphabet="abc \n\u00e9", max_size=6), st.text(alphabet="XYZ", min_size=1, max_size=4)), max_size=6
)


@given(parts, st.text(alphabet="ab", max_size=3))
def test_only_the_secrets_change(pairs, tail):
    """For any text of kept and secret parts, the kept parts stay and every secret becomes its pseudonym."""
    text, made = "", []
    for number, (kept, secret) in enumerate(pairs):
        start = len(text) + len(kept)
        made.append(Replacement(start, start + len(secret), f"[Person {number}]", "person", "roster"))
        text += kept + secret
    expected = "".join(f"{kept}[Person {number}]" for number, (kept, _) in enumerate(pairs)) + tail
    assert apply_replacements(text + tail, made) == expected
    assert apply_replacements(text + tail, made[::-1]) == expected


@given(parts, st.text(alphabet="ab", max_size=3))
def test_offsets_lead_from_one_text_to_the_other(pairs, tail):
    """Where a kept part starts and ends in the one text, its words start and end in the other."""
    text, made, spans = "", [], []
    for kept, secret in pairs:
        spans.append((len(text), len(text) + len(kept)))
        made.append(Replacement(spans[-1][1], spans[-1][1] + len(secret), "[P]", "person", "roster"))
        text += kept + secret
    spans.append((len(text), len(text) + len(tail)))
    replaced = apply_replacements(text + tail, made)
    starts = move_offsets([start for start, _ in spans], made)
    for (start, end), moved in zip(spans, starts, strict=True):
        assert replaced[moved : moved + end - start] == (text + tail)[start:end]


def test_the_end_of_a_turn_lies_behind_the_pseudonym_that_ends_it():
    """A turn that is nothing but a name becomes a turn that is nothing but the pseudonym."""
    made = list_replacements([person("ann")], {("person", "ann"): "[Person 1]"})
    assert made == [Replacement(0, 3, "[Person 1]", "person", "entity")]
    assert move_offsets([0, 3, 4], made) == [0, 10, 11]


def test_after_z_come_two_letters():
    """A study with many people in it does not run out of letters."""
    assert [to_letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert count_taken([f"[Person {to_letters(30)}]"]) == {"Person": 30}


def test_settled_pseudonyms_come_first_and_are_given_to_nobody_else():
    """What the study or its review has settled stays; new names take the letters that are free."""
    found = [
        person("ann"),
        person("bo"),
        Finding(0, 3, "participant", "P3", "roster"),
        Finding(0, 2, "age", "94", "pattern"),
    ]
    own = {"bo": "[Person A]", "P3": "[Rosa]"}
    assert list(assign_pseudonyms(found, {}, own).values()) == ["[Person B]", "[Person A]", "[Rosa]", "[over 89]"]


def test_a_decided_kind_counts_for_more_than_the_recogniser():
    """Who has looked knows better, also of what the recogniser called a place."""
    town = Finding(0, 5, "place", "leeds", "entity")
    assert settle_kinds([], [[person("ann"), town]], {"ann": "organisation", "leeds": "person"}) == [
        [Finding(0, 3, "organisation", "ann", "entity"), Finding(0, 5, "person", "leeds", "entity")]
    ]
