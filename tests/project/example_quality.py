"""Whether the example's talk is like real talk: python tests/project/example_quality.py, after make analyze.

The first table sets the focus groups beside real recordings (../shared/data, where it is there): words per turn, how
many turns are of a word or four, how evenly people speak, and how soon words repeat. Then: what is said twice, what
identifiers were planted, how often each code was given, how often two together, and how far the coders agreed.
"""

from __future__ import annotations

import json
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd

from pipeline import outputs, schemas
from pipeline.store import read_table
from pipeline.study import Study, read_study

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
PHRASE = 6
FEWEST_WORDS = 2000
CURVE = (500, 2000)

LENGTHS = ("words", "turns")

Talk = Sequence[tuple[str, str]]
"""The turns of one recording: who speaks, and the words."""

_WORD = re.compile(r"[\w'\u2019]+")
_SPEAKER = re.compile(r"(?:\*\*)?([^*:\n]{1,40}?)(?:\*\*)?\s*:(?:\*\*)?\s+(\S.*)")


def read_example(study: Study) -> dict[str, Talk]:
    """Return the focus groups of the example study, as collected."""
    sources = read_table(study.path(outputs.NAMED_SOURCES), schemas.SOURCES)
    turns = read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    talk: dict[str, Talk] = {}
    for source in sources[sources["kind"] == "focus_group"].itertuples():
        of_source = turns[turns["source_id"] == source.source_id]
        talk[source.source_id] = [
            (t.participant_id, source.text[t.start_char : t.end_char]) for t in of_source.itertuples()
        ]
    return talk


def read_real_talk() -> dict[str, Talk]:
    """Return the real recordings of three people or more that say a good deal; nothing where the sets are not there."""
    found: dict[str, Talk] = {}
    for path in sorted((SHARED / "ingestion-samples" / "qmsum-committee").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]
        found[path.stem] = _join_turns((row["speaker"], row["content"]) for row in rows)
    for path in sorted((SHARED / "iriss-fm-transcripts" / "transcripts").glob("*.md")):
        found[path.stem[:24]] = _join_turns(_read_lines(path))
    return {name: talk for name, talk in found.items() if _is_a_group(talk)}


def _read_lines(path: Path) -> Iterator[tuple[str, str]]:
    speaker = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        label = _SPEAKER.fullmatch(line.strip())
        speaker = label[1] if label else speaker
        if speaker and line.strip() and not line.startswith("#"):
            yield speaker, label[2] if label else line.strip()


def _join_turns(lines: Iterable[tuple[str, str]]) -> Talk:
    turns: list[tuple[str, str]] = []
    for speaker, words in lines:
        if turns and turns[-1][0] == speaker:
            turns[-1] = (speaker, f"{turns[-1][1]} {words}")
        else:
            turns.append((speaker, words))
    return turns


def _is_a_group(talk: Talk) -> bool:
    words = _count_by_speaker(talk)
    heard = [n for n in words.values() if n > sum(words.values()) / 100]
    return len(heard) >= 3 and sum(words.values()) >= FEWEST_WORDS and len(talk) >= 4 * len(heard)


def _count_by_speaker(talk: Talk) -> Counter[str]:
    words: Counter[str] = Counter()
    for speaker, text in talk:
        words[speaker] += len(_WORD.findall(text))
    return words


def _share_of_new_words(talk: Talk, window: int) -> float:
    """Distinct words per word, the mean over stretches of `window` words one after another."""
    words = [word.casefold() for _, text in talk for word in _WORD.findall(text)]
    stretches = [words[at : at + window] for at in range(0, len(words) - window + 1, window)]
    return statistics.mean(len(set(stretch)) / window for stretch in stretches) if stretches else float("nan")


MEASURES: Mapping[str, Callable[[Talk], float]] = {
    "words": lambda talk: sum(_count_by_speaker(talk).values()),
    "turns": len,
    "words per turn, mean": lambda talk: statistics.mean(len(_WORD.findall(text)) for _, text in talk),
    "words per turn, median": lambda talk: statistics.median(len(_WORD.findall(text)) for _, text in talk),
    "turns under 5 words": lambda talk: statistics.mean(len(_WORD.findall(text)) < 5 for _, text in talk),
    "most talkative, share": lambda talk: max(_count_by_speaker(talk).values()) / sum(_count_by_speaker(talk).values()),
    **{f"distinct in {n} words": lambda talk, n=n: _share_of_new_words(talk, n) for n in CURVE},
}


def measure_talk(talk: Mapping[str, Talk]) -> pd.DataFrame:
    """Return one row a recording, one column a measure."""
    return pd.DataFrame(
        {name: {measure: of(turns) for measure, of in MEASURES.items()} for name, turns in talk.items()}
    ).T


def find_repeated(talk: Iterable[Talk], facilitators: frozenset[str], *, least: int) -> dict[str, int]:
    """Return the phrases of six words that people other than facilitators say `least` times or more, with how often."""
    phrases: Counter[str] = Counter()
    for turns in talk:
        for speaker, text in turns:
            words = [word.casefold() for word in _WORD.findall(text)]
            if speaker not in facilitators:
                phrases.update({" ".join(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1)})
    return {phrase: n for phrase, n in phrases.items() if n >= least}


def find_sentences_twice(talk: Iterable[Talk], *, longer_than: int) -> dict[str, int]:
    """Return the sentences of more than `longer_than` words that occur twice or more."""
    sentences = Counter(
        sentence.strip().casefold()
        for turns in talk
        for _, text in turns
        for sentence in re.split(r"(?<=[.!?])\s+", text)
        if len(_WORD.findall(sentence)) > longer_than
    )
    return {sentence: n for sentence, n in sentences.items() if n > 1}


def find_unlike(example: pd.DataFrame, real: pd.DataFrame) -> list[str]:
    """Return the measures, but for mere length, by which a recording of the example is unlike all the real ones."""
    of_talk = [measure for measure in MEASURES if measure not in LENGTHS]
    is_outside = (example[of_talk] < real[of_talk].min()) | (example[of_talk] > real[of_talk].max())
    return [f"{name}: {measure}" for name, row in is_outside.iterrows() for measure in row.index[row]]


def _print_beside_real(example: pd.DataFrame, real: pd.DataFrame) -> None:
    print(example.round(3).to_string())
    if len(real):
        print(real.quantile([0, 0.25, 0.5, 0.75, 1]).rename(lambda q: f"real, {q:.0%}").round(3).to_string())
        print(f"real: {len(real)} recordings of three people or more; outside their range:", find_unlike(example, real))


def _print_codes(study: Study) -> None:
    decisions = read_table(study.path(outputs.DECISIONS), schemas.DECISIONS)
    codes = read_table(study.path(outputs.CODES), schemas.CODES)
    wide = decisions.pivot_table(index="segment_id", columns="code_id", values="is_coded", aggfunc="first")
    given = wide.eq(other=True)
    share = (given.sum() / wide.notna().sum()).round(3)
    print(given.sum().reindex(codes["code_id"]).to_frame("segments").assign(share=share).to_string())
    themes = [c for c in codes.loc[codes["is_theme"], "code_id"] if c in given]
    main = [c for c in themes if c in set(codes.loc[codes["codebook"] == codes["codebook"].iloc[0], "code_id"])]
    print(
        f"segments with a theme: {given[main].any(axis=1).mean():.3f}; of those with two or more: "
        f"{(given[main].sum(axis=1) > 1).sum() / given[main].any(axis=1).sum():.3f}"
    )
    for one, other in combinations(main, 2):
        if (both := int((given[one] & given[other]).sum())) >= 5:
            print(f"  {one} and {other}: {both}")
    agreement = read_table(study.path(outputs.AGREEMENT), schemas.AGREEMENT)
    by_segment = agreement[(agreement["unit"] == "segment") & (agreement["resampled"] == "segments")]
    asked = by_segment[by_segment["statistic"] == "krippendorff_alpha"]
    values = asked.pivot_table(index="code_id", columns="coder_set", values="value", aggfunc="first")
    print(values.reindex(codes["code_id"]).round(3).to_string())


def main() -> None:
    """Print everything."""
    study = read_study(ROOT)
    talk = read_example(study)
    _print_beside_real(measure_talk(talk), measure_talk(read_real_talk()))
    turns = read_table(study.path(outputs.NAMED_TURNS), schemas.NAMED_TURNS)
    leads = frozenset(turns.loc[turns["is_facilitator"], "participant_id"])
    print("\nphrases of six words said 3 times or more:", find_repeated(talk.values(), leads, least=3) or "none")
    print("sentences of more than 4 words said twice:", find_sentences_twice(talk.values(), longer_than=4) or "none")
    planted = pd.read_csv(ROOT / "data" / "example" / "identifiers.csv", dtype=str)
    print("\nplanted identifiers:", planted["kind"].value_counts().to_dict())
    _print_codes(study)


if __name__ == "__main__":
    main()
