"""Finding what may tell who somebody is: patterns, the roster's names, and names that a recogniser proposes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.methods.text.entities import KINDS, TurnText, find_entity_names, name_kind
from pipeline.methods.text.findings import PATTERN, Finding, Span, overlaps, resolve_overlaps
from pipeline.methods.text.identifier_patterns import IN_DIGITS, LEAST_DIGITS, NUMBER, PATTERNS
from pipeline.methods.text.known_names import (
    KnownNames,
    build_known_names,
    derive_names,
    find_known_names,
    find_known_names_in_id,
    without_forms,
    without_ordinary_parts,
)
from pipeline.methods.text.lexicon import Lexicon
from pipeline.methods.text.likely_names import propose_people
from pipeline.methods.text.name_forms import full_name
from pipeline.methods.text.names import Phrases, build_phrases, find_phrases, fold
from pipeline.methods.text.nouns import NOUNS

_DIGIT = re.compile(r"\d")
_IN_DIGITS = frozenset(PATTERNS[kind] for kind in IN_DIGITS)
_BRACKETS = re.compile(r"\[[^\[\]\n]*\]")
_BETWEEN = re.compile(r"[ \u00a0-]|\s+[^\W\d_]\.?\s+")


@dataclass(frozen=True, slots=True)
class Choices:
    """What [deidentify] in study.toml says: further names, what to keep, labels to heed, patterns and pseudonyms."""

    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    patterns: Mapping[str, str] = field(default_factory=dict[str, str])
    pseudonyms: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided in the review: names that are names, of which kind, and what is none; all folded.

    `names` are those among them that are no participant's.
    """

    names: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    pseudonyms: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as identifying in a study, and what a person has decided about it.

    `own` is the study's own pseudonyms by the owner's name: a participant_id or a folded full name.
    """

    known: KnownNames
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    kept: Phrases
    labels: frozenset[str]
    pseudonym: re.Pattern[str]
    own: Mapping[str, str] = field(default_factory=dict[str, str])
    lexicon: Lexicon = field(default_factory=Lexicon)
    decisions: Decisions = field(default_factory=Decisions)


def build_rules(participants: Mapping[str, str], choices: Choices) -> Rules:
    """Return the rules of a study, from its lists alone (`refine_rules` adds what its texts say).

    Args:
        participants: participant_id -> names and labels, joined by `NAME_SEPARATOR`; may be empty.
        choices: the study's settings. Its patterns go before those that always apply; an empty one switches its kind
            off.
    """
    own = dict(choices.patterns)
    expressions = {**own, **{kind: pattern for kind, pattern in PATTERNS.items() if kind not in own}}
    heeded = frozenset(choices.labels)
    known = build_known_names(participants, [*choices.names, *choices.pseudonyms])
    pseudonyms = {_owner_name(name, known): bracket(pseudonym) for name, pseudonym in choices.pseudonyms.items()}
    return Rules(
        known=known,
        patterns=tuple((kind, re.compile(pattern)) for kind, pattern in expressions.items() if pattern),
        kept=build_phrases(choices.keep),
        labels=heeded,
        pseudonym=_match_pseudonyms([*expressions, *participants], heeded, pseudonyms.values()),
        own=pseudonyms,
    )


def refine_rules(
    rules: Rules, participants: Mapping[str, str], tokens: Iterable[str], lexicon: Lexicon, decisions: Decisions
) -> Rules:
    """Return `rules` with the nicknames and misspellings that the study's texts have, and with what was decided.

    Args:
        rules: those of the study's lists.
        participants: participant_id -> names and labels, as for `build_rules`.
        tokens: the folded words of the study.
        lexicon: what is a word, and what a given name.
        decisions: those of the review file.
    """
    known = derive_names(without_ordinary_parts(rules.known, lexicon), participants, tokens, lexicon)
    not_derived = {form for form in known.derived if form in decisions.rejected or form in decisions.kinds}
    known = without_forms(known, not_derived)
    decided = dict.fromkeys(decisions.accepted, True) | dict.fromkeys(decisions.rejected, False)
    return replace(rules, known=replace(known, decided=decided), lexicon=lexicon, decisions=decisions)


def bracket(pseudonym: str) -> str:
    """Return `pseudonym` in square brackets, which mark it as put there by a researcher."""
    return f"[{pseudonym.strip().strip('[]').strip()}]"


def _owner_name(name: str, known: KnownNames) -> str:
    owners = known.owners.get(fold(name).text.strip(), ())
    return owners[0][1] if len(owners) == 1 else full_name(name)


def _match_pseudonyms(names: Iterable[str], labels: Iterable[str], own: Iterable[str]) -> re.Pattern[str]:
    numbered = sorted({*KINDS.values(), *map(name_kind, labels)})
    forms = [
        *(rf"{re.escape(kind.capitalize())} (?:\d+|[A-Z]{{1,3}})" for kind in numbered),
        *(rf"{re.escape(noun)} [A-Z]{{1,3}}" for noun in NOUNS.values()),
        *map(re.escape, names),
        *(re.escape(pseudonym.strip("[]")) for pseudonym in own),
        r"over 89|(?:19|20)\d\d",
    ]
    return re.compile(rf"\[(?:{'|'.join(forms)})\]")


def find_identifiers(turns: Sequence[TurnText], rules: Rules) -> list[list[Finding]]:
    """Find the identifiers in each turn, none overlapping (see `resolve_overlaps`), in the order of its text.

    Nothing is found inside a pseudonym that is already there; names are not looked for within the phrases to keep,
    and no entity in brackets, which researchers use for what they have replaced or added themselves. Parts of one
    person's name side by side are one finding.

    Args:
        turns: the study's turns, in order; what one says bears on what is a name in another.
        rules: what counts as identifying.
    """
    sure = [resolve_overlaps([*_find_patterns(turn.text, rules), *find_names(turn, rules)]) for turn in turns]
    heeded = [replace(turn, entities=_list_proposed(turn, rules)) for turn in turns]
    closed = [_list_closed(turn.text, found, rules) for turn, found in zip(turns, sure, strict=True)]
    names = [_drop_rejected(each, rules) for each in find_entity_names(heeded, closed, rules.known, rules.lexicon)]
    found = [resolve_overlaps([*each, *more]) for each, more in zip(sure, names, strict=True)]
    whole = [_find_rest(turn, each, rules) for turn, each in zip(turns, found, strict=True)]
    return [_join_parts(turn.text, each) for turn, each in zip(turns, whole, strict=True)]


def _list_proposed(turn: TurnText, rules: Rules) -> list[tuple[int, int, str]]:
    heeded = [entity for entity in turn.entities if entity[2] in rules.labels]
    likely = propose_people(turn.text, rules.lexicon) if "PERSON" in rules.labels else []
    seen = [entity[:2] for entity in turn.entities]
    return [*heeded, *(one for one in likely if not overlaps(one[:2], seen))]


def _drop_rejected(found: Sequence[Finding], rules: Rules) -> list[Finding]:
    return [f for f in found if f.name not in rules.decisions.rejected]


def _join_parts(text: str, found: Sequence[Finding]) -> list[Finding]:
    joined: list[Finding] = []
    for finding in found:
        last = joined[-1] if joined else None
        if last and _are_parts_of_one(text, last, finding):
            joined[-1] = replace(last, end=finding.end)
        else:
            joined.append(finding)
    return joined


def _are_parts_of_one(text: str, last: Finding, finding: Finding) -> bool:
    same = (last.kind, last.name) == (finding.kind, finding.name) and last.detector != PATTERN
    words = fold(text[last.start : last.end]).text, fold(text[finding.start : finding.end]).text
    return same and words[0] != words[1] and _BETWEEN.fullmatch(text[last.end : finding.start]) is not None


def _find_rest(turn: TurnText, found: list[Finding], rules: Rules) -> list[Finding]:
    """Return `found` with the names that come to light once it is replaced, as Ann does in "Annwww.example"."""
    while rest := find_names(replace(turn, text=_mask(turn.text, found)), rules) if found else []:
        found = resolve_overlaps([*found, *rest])
    return found


def _mask(text: str, found: Sequence[Finding]) -> str:
    for f in found:
        text = text[: f.start] + "[" * min(1, f.end - f.start - 1) + "_" * (f.end - f.start - 2) + "]" + text[f.end :]
    return text


def find_names(turn: TurnText, rules: Rules) -> list[Finding]:
    """Find the known names in a text outside pseudonyms and outside the phrases to keep, overlapping ones too."""
    return _open(find_known_names(turn.text, rules.known, turn.present), turn.text, rules)


def find_names_in_id(text: str, rules: Rules, present: Collection[str] = ()) -> list[Finding]:
    """Find the known names in an id or title outside pseudonyms and outside the phrases to keep, none overlapping."""
    found = find_known_names_in_id(text, rules.known, present)
    return resolve_overlaps(_open(found, text, rules))


def _open(found: Sequence[Finding], text: str, rules: Rules) -> list[Finding]:
    if not found:
        return []
    pseudonyms, kept = _list_pseudonyms(text, rules), _list_kept(text, rules)
    return [f for f in found if not overlaps(_span(f), pseudonyms) and not _lies_in(_span(f), kept)]


def _find_patterns(text: str, rules: Rules) -> list[Finding]:
    pseudonyms, kept = _list_pseudonyms(text, rules), _list_kept(text, rules)
    found: list[Finding] = []
    has_digits = _DIGIT.search(text) is not None
    for kind, pattern in rules.patterns:
        for match in pattern.finditer(text) if has_digits or pattern.pattern not in _IN_DIGITS else ():
            start, end = _span_of(match)
            if start < end and _is_long(kind, text[start:end]) and not overlaps((start, end), pseudonyms):
                found.append(Finding(start, end, kind, text[start:end], PATTERN))
    return [finding for finding in found if not _lies_in(_span(finding), kept)]


def _span_of(match: re.Match[str]) -> Span:
    groups = [name for name in ("found", "said") if name in match.re.groupindex and match.group(name)]
    return match.span(groups[0]) if groups else match.span()


def _is_long(kind: str, found: str) -> bool:
    return kind != NUMBER or sum(map(str.isdigit, found)) >= LEAST_DIGITS


def _list_pseudonyms(text: str, rules: Rules) -> list[Span]:
    return [match.span() for match in rules.pseudonym.finditer(text)]


def _list_kept(text: str, rules: Rules) -> list[Span]:
    return [(start, end) for start, end, _ in find_phrases(text, rules.kept)]


def _list_closed(text: str, found: Sequence[Finding], rules: Rules) -> list[Span]:
    bracketed = [match.span() for match in _BRACKETS.finditer(text)]
    return [*map(_span, found), *_list_kept(text, rules), *bracketed]


def _span(finding: Finding) -> Span:
    return finding.start, finding.end


def _lies_in(span: Span, others: Collection[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
