"""Every form in which a known name may turn up, and where a word is not a name."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.methods.text.known_names import (
    build_known_names,
    choose_names,
    derive_names,
    find_known_names,
    find_known_names_in_id,
    owner_of,
)
from pipeline.methods.text.lexicon import Lexicon


def forms(name):
    """Return the forms of the name of a participant."""
    return set(build_known_names({"P1": name}).owners)


def found(text, names, others=()):
    """Return what of `text` is found of the one participant's `names` and of `others`, without parts of full names."""
    return [text[f.start : f.end] for f in find_known_names(text, build_known_names({"P1": names}, others))]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "Maria Lopez",
            {"maria", "lopez", "maria lopez", "lopez maria", "marialopez", "m. lopez", "maria l.", "m.l.", "m. l."},
        ),
        (
            "Lopez, Maria",
            {"lopez", "maria", "lopez, maria", "lopez maria", "maria lopez", "lopezmaria"}
            | {"l. maria", "lopez m.", "l.m.", "l. m."},
        ),
        ("Dr. Pell", {"dr. pell", "pell"}),
        ("Facilitator Anna", {"facilitator anna", "anna"}),
        ("Facilitator (Sarah)", {"facilitator (sarah)", "sarah"}),
        ("Anne-Marie", {"anne-marie", "anne marie", "annemarie", "anne", "marie"}),
        ("Jean-Li", {"jean-li", "jean li", "jeanli", "jean"}),
        ("O\u2019Brien", {"o'brien", "o brien", "obrien"}),
        ("Will Young", {"will", "young", "will young", "w. young", "will y.", "w.y.", "w. y."}),
        ("mary@post.example", {"mary@post.example", "mary"}),
        ("the Porch", {"the porch", "porch"}),
        ("AMY", {"amy"}),
        ("Miss M", {"miss m"}),
        ("Jo", {"jo"}),
        (
            "Mar\u00eda Ruiz | Mari | P3",
            {"maria", "ruiz", "maria ruiz", "ruiz maria", "mariaruiz", "mari", "m. ruiz", "maria r.", "m.r.", "m. r."},
        ),
    ],
)
def test_a_name_has_all_the_forms_people_use(name, expected):
    """Full names, first and last names, with and without hyphens, apostrophes and accents are forms of a name."""
    assert forms(name) == expected


def test_a_long_name_is_also_known_by_its_first_and_last_word():
    """Particles and middle names may be left out, but are no names alone."""
    assert {"maria del carmen", "maria carmen", "carmen"} <= forms("Maria del Carmen")
    assert "del" not in forms("Maria del Carmen")


def test_a_nickname_in_brackets_is_a_name_but_pronouns_are_not():
    """Robert (Bob) Smith (he/him) is called Robert Smith and Bob."""
    assert {"bob", "robert smith", "robert", "smith"} < forms("Robert (Bob) Smith (he/him)")
    assert not {"he", "him", "robert bob"} & forms("Robert (Bob) Smith (he/him)")


@pytest.mark.parametrize(
    "label", ["P3", "Interviewer", "Speaker 1", "ML", "JMS", "All", "The women", "Mmm", "Person A", "Dr", "", "M"]
)
def test_a_label_that_is_no_name_has_no_forms(label):
    """Roles, numbered labels and initials are never looked for."""
    assert forms(label) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Maria",
        "maria",
        "MARIA",
        "Maria's",
        "maria\u2019s",
        "Mar\u00eda",
        "Mari\u0301a",
        "MARI\u0301A",
        "(maria)",
        "maria1",
    ],
)
def test_an_unmistakable_name_is_found_however_it_is_written(text):
    """Capitals, possessives and accents make no difference to the recall of a rostered name."""
    assert len(found(f"so {text} said", "Mar\u00eda L\u00f3pez")) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I asked Will about it", ["Will"]),
        ("Will, can you start?", ["Will"]),
        ("Will's idea", ["Will"]),
        ("Thank you, Will", ["Will"]),
        ("Hello. Will?", ["Will"]),
        ("Dr. Will said", ["Will"]),
        ("Will you come", []),
        ("it will do", []),
        ("you WILL do it", []),
        ("Free Will and will", ["Will"]),
    ],
)
def test_an_everyday_word_counts_only_where_it_is_used_as_a_name(text, names):
    """Will is a name within a sentence, before a comma and as a possessive, not where a sentence merely starts."""
    assert found(text, "Will") == names


@pytest.mark.parametrize("date", ["in May", "last May", "the 3rd of May", "3 May", "May 2019", "mid-May", "every May"])
def test_a_month_in_a_date_is_no_name(date):
    """Somebody called May does not take the month out of the calendar."""
    assert found(f"it was {date} I think", "May") == []
    assert found("I asked May about it", "May") == ["May"]


def test_a_function_word_counts_within_a_sentence_alone():
    """The name An is found in 'and An' but not where a sentence starts with the article."""
    assert found("An, look. An example, and An said", "Nguyen An") == ["An"]


def test_a_full_name_of_everyday_words_is_found_however_it_is_cased():
    """Grace Hill is found in 'i trust grace hill', its words alone where the words around do not forbid it."""
    assert "grace hill" in found("i went with grace hill", "Grace Hill")
    assert found("up the hill, grace said", "Grace Hill") == ["grace"]
    assert found("the young will come", "Will Young") == []
    assert found("Will Young came", "Will Young") == ["Will Young", "Young"]


def test_two_letters_in_capitals_are_an_abbreviation():
    """Jo is found in lower case, but JO is not."""
    assert found("jo and Jo and JO", "Jo") == ["jo", "Jo"]


def test_the_single_words_of_others_need_a_capital_letter():
    """A town or agency among the names does not take its words out of everybody's mouth."""
    assert found("Corliss falls, corliss falls, corliss", "", ["Corliss Bank"]) == ["Corliss"]
    assert found("corliss bank, lorraine", "", ["Corliss Bank", "Lorraine"]) == ["corliss bank", "lorraine"]


def test_a_shared_name_means_whoever_is_present_or_else_somebody():
    """Of two Marias the one in the room is meant; where neither or both are, it is somebody called Maria."""
    known = build_known_names({"P1": "Maria Lopez", "P2": "Maria Diaz"})
    assert owner_of("maria", known, {"P2"}) == ("participant", "P2")
    assert owner_of("maria", known) == ("person", "maria")
    assert owner_of("maria", known, {"P1", "P2"}) == ("person", "maria")
    assert owner_of("diaz", known) == ("participant", "P2")


def test_somebody_else_may_share_a_name_with_a_participant():
    """A name listed for somebody else as well means the participant only in the participant's own group."""
    known = build_known_names({"P1": "Maria Lopez"}, ["Maria Grey", "maria lopez"])
    assert owner_of("maria", known) == ("person", "maria")
    assert owner_of("maria", known, {"P1"}) == ("participant", "P1")
    assert owner_of("grey", known) == ("person", "maria grey")
    assert owner_of("maria lopez", known) == ("participant", "P1")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("interview-maria-lopez", {"maria-lopez", "maria", "lopez"}),
        ("marialopez_2", {"marialopez"}),
        ("fg_maria2", {"maria"}),
        ("annual-marian", set()),
    ],
)
def test_names_are_found_in_ids(text, names):
    """In an id a name may be joined to other words by hyphens, underscores and numbers."""
    known = build_known_names({"P1": "Maria Lopez"})
    assert {text[f.start : f.end] for f in find_known_names_in_id(text, known)} == names


def test_in_an_id_an_everyday_word_is_taken_for_the_name_but_a_function_word_is_not():
    """A file called interview-will names Will; one called an-interview does not name An."""
    known = build_known_names({"P1": "Will An"})
    assert [f.start for f in find_known_names_in_id("an-interview-will", known)] == [13]


def people(*rows):
    """Return the people of a study: id, names, whether they are on the roster."""
    return pd.DataFrame(rows, columns=["participant_id", "names", "is_listed"])


def test_labels_of_strangers_lose_what_the_study_writes_like_words():
    """A label that nobody put on a roster is doubted where its words are said all the time; a name is not."""
    table = people(
        ("P1", "Plan Smith", True),
        ("U1", "Mental Health Plan", False),
        ("U2", "Dave from the plan | Rose", False),
        ("U3", None, False),
    )
    texts = [
        "The mental health plan, a Plan, a plan.",
        "A mental health plan and a rose, a rose, a rose.",
        "Mental health plan, or mental",
    ]
    assert {who: " ".join(names.split()) for who, names in choose_names(table, texts).items()} == {
        "P1": "Plan Smith",
        "U1": "",
        "U2": "Dave from the | Rose",
        "U3": "",
    }


def test_texts_without_capitals_do_not_turn_labels_into_words():
    """In a transcript all in lower case the labels are believed."""
    table = people(("U1", "Sandra", False))
    assert choose_names(table, ["sandra sandra sandra sandra"]) == {"U1": "Sandra"}
    assert choose_names(table, ["Ask sandra sandra, Sandra, Sandra"]) == {"U1": "Sandra"}


FULL_NAMES = {
    "P1": "Maria Lopez",
    "P2": "Jos\u00e9 O\u2019Brien",
    "P3": "Zo\u00eb Nguy\u1ec5n",
    "P4": "Anne-Marie Smith-Jones",
    "P5": "\u0141ukasz W\u00f3jcik",
    "P6": "Oluwaseun Adeyemi",
    "P7": "Siobh\u00e1n N\u00ed Bhriain",
    "P8": "Xiu Ying",
}


@pytest.mark.parametrize(
    "write", [str, str.lower, str.upper, lambda name: f"{name}'s", lambda name: f"{name.lower()}\u2019s"]
)
@pytest.mark.parametrize(
    "plain",
    [str, lambda name: name.translate(str.maketrans("\u00e9\u00eb\u1ec5\u00f3\u00e1\u00ed\u0141\u2019", "eeeoaiL'"))],
)
@pytest.mark.parametrize(("participant_id", "name"), FULL_NAMES.items())
def test_every_planted_name_is_found(participant_id, name, write, plain):
    """Recall on rostered names is 1: whole, first name, surname; cased or not; possessive; without accents."""
    known = build_known_names(FULL_NAMES)
    for part in (name, name.split()[0], name.split()[-1]):
        text = f"and then {write(plain(part))} said so"
        owners = {f.name for f in find_known_names(text, known) if f.end - f.start >= len(part)}
        assert owners == {participant_id}, part


def derived(text, names="Alexandra Duval", *, said=None, words=("dual", "trip")):
    """Return what of `text` is found, and by what, where the texts' own nicknames and misspellings are known."""
    people = {"P1": names}
    lexicon = Lexicon(
        frozenset(words), {"alexandra": frozenset({"sandra", "will"}), "sandra": frozenset({"alexandra"})}
    )
    known = derive_names(build_known_names(people), people, said or text.lower().split(), lexicon)
    return [(text[f.start : f.end], f.detector) for f in find_known_names(text, known)]


def test_nicknames_and_misspellings_are_the_participants_too():
    """Whoever is short for, or almost, a participant is that participant, and says by what it was known."""
    assert derived("so sandra and duvall came") == [("sandra", "nickname"), ("duvall", "misspelling")]


def test_a_nickname_that_is_a_word_needs_the_words_around():
    """Nobody listed Will: it is a name where he is asked, and a word where it will do."""
    assert derived("i asked will and it will do") == [("will", "nickname")]


def test_a_word_beside_a_name_may_be_its_misspelling():
    """Dual is a word, but not between Alexandra and a full stop; before a surname it is the same."""
    assert ("Dual", "misspelling") in derived("Then Alexandra Dual.")
    assert ("Alexandria", "misspelling") in derived("Then Alexandria Duval.", words=("alexandria",))
    assert derived("Then Alexandra trip.") == [("Alexandra", "roster")]


def test_initials_count_in_capitals_beside_the_name_they_stand_for():
    """QD is Quinn Duval where the roster says so; AD is a year, whatever the roster says."""
    assert found("so QD and qd said", "Quinn Duval | QD") == ["QD"]
    assert found("so AD and ad said", "Alexandra Duval | AD") == []
    assert found("so M.L. and m. lopez said", "Maria Lopez") == ["M.L.", "m. lopez", "lopez"]


def test_initials_are_not_looked_for_in_ids():
    """A file called ad-1 is an advertisement."""
    known = build_known_names({"P1": "Alexandra Duval | AD"})
    assert find_known_names_in_id("ad-1", known) == []
