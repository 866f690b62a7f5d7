"""The theme-frequency table: counts beside a prevalence whose method follows from who coded what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.errors import Problem
from pipeline.methods.agreement.readings import BoolArray, Readings, StrArray
from pipeline.methods.coding.gate import ACCEPTED, NOT_USED
from pipeline.methods.frequencies.design import MINIMUM_HAND_CODED, list_strata
from pipeline.methods.frequencies.disclosure import suppress_breakdowns
from pipeline.methods.frequencies.groups import count_by_group, list_groups
from pipeline.methods.frequencies.prevalence import Cell, Prevalence, stratified_jeffreys, wilson

HAND_CODED_ALL = "hand-coded, all"
POST_STRATIFIED = "post-stratified Jeffreys"
HAND_CODED_SAMPLE = "hand-coded sample"
MACHINE_COUNT_ONLY = "machine count only"
NOT_CODED = "not coded"
ESTIMANDS = {
    HAND_CODED_ALL: "segments like these",
    POST_STRATIFIED: "these segments",
    HAND_CODED_SAMPLE: "these segments",
    MACHINE_COUNT_ONLY: "none",
    NOT_CODED: "none",
}
WITHOUT_ESTIMATE = {MACHINE_COUNT_ONLY: "no hand-coded sample", NOT_CODED: "nobody has coded"}

_COUNTING = (ACCEPTED, NOT_USED)
_COUNTED = (
    *("n_segments", "n_participants", "n_sources", "words_share"),
    *("n_segments_total", "n_participants_total", "n_sources_total"),
)
_ESTIMATED = (
    *("prevalence", "prevalence_low", "prevalence_high", "method", "estimand"),
    *("n_hand_coded", "n_machine_coded", "machine_accepted", "undefined"),
)


@dataclass(frozen=True, slots=True)
class Coded:
    """What is known of the codable segments.

    `is_read` (segments) is whether a person read the segment, `kinds` (segments) what kind of source it is from;
    `by_hand` and `by_machine` (segments x codes) are what people decided and what the machine gave, `applies` whether
    the code is looked for there; `verdicts` (codes) is whether the machine was accepted.
    """

    code_ids: StrArray
    is_read: BoolArray
    by_hand: BoolArray
    by_machine: BoolArray
    verdicts: StrArray
    applies: BoolArray
    kinds: StrArray

    @classmethod
    def of(cls, decisions: Readings, machine: Readings, verdicts: StrArray, kinds: StrArray) -> Coded:
        """Put together the settled decisions and what the machine, if there is one, made of the same segments."""
        by_machine = machine.is_coded.sum(axis=0) > 0
        by_hand = decisions.is_coded[0]
        return cls(decisions.code_ids, decisions.is_read[0], by_hand, by_machine, verdicts, decisions.applies, kinds)

    @property
    def is_hand_coded(self) -> BoolArray:
        """Codes: whether a person read any segment that the code applies to."""
        return np.any(self.is_read[:, np.newaxis] & self.applies, axis=0)

    @property
    def is_trusted(self) -> BoolArray:
        """Codes: whether the machine's word counts where no person read: accepted, or able to give it and alone."""
        return (self.verdicts == ACCEPTED) | ((self.verdicts != NOT_USED) & ~self.is_hand_coded)

    @property
    def is_judged(self) -> BoolArray:
        """Segments x codes: whether anyone whose word counts has judged the segment for the code."""
        return (self.is_read[:, np.newaxis] | self.is_trusted) & self.applies

    @property
    def is_counted(self) -> BoolArray:
        """Segments x codes: what people decided and, where none of them read, what a trusted machine gave."""
        return np.where(self.is_read[:, np.newaxis], self.by_hand, self.by_machine & self.is_trusted)


def tabulate_frequencies(
    coded: Coded, codable: pd.DataFrame, breakdowns: Mapping[str, pd.Series[str]], *, confidence: float, minimum: int
) -> pd.DataFrame:
    """Estimate the frequencies of every breakdown, and suppress small cells in all but the overall one.

    Of a code with a suppressed cell only the first breakdown shows any (see `disclosure.suppress_breakdowns`).

    Args:
        coded: who gave what.
        codable: the segments, in the order of `coded`.
        breakdowns: by grouping (`all`, which comes first, and the study's in their order), the group of each segment.
        confidence: the level of the intervals.
        minimum: the smallest number of participants that a cell of a breakdown may show.

    Returns:
        One row per grouping, code and group, as `estimate_frequencies`, with the column `grouping`.
    """
    overall, *tables = [
        estimate_frequencies(coded, codable, groups, confidence).assign(grouping=grouping)
        for grouping, groups in breakdowns.items()
    ]
    return pd.concat([overall, *suppress_breakdowns(tables, minimum)], ignore_index=True)


def estimate_frequencies(
    coded: Coded, codable: pd.DataFrame, groups: pd.Series[str], confidence: float
) -> pd.DataFrame:
    """Count each code in each group and estimate how common it is there.

    Where people read every segment of the group, the prevalence is the exact share, with Wilson's interval for
    segments like these. Where they read a sample, it is estimated for these segments: post-stratified by what the
    machine gave if it was accepted for the code, from the sample alone if not; either way each kind of source is a
    stratum, for teams sample them at different rates. Within it the sample is taken to be random; from fewer than
    `MINIMUM_HAND_CODED` segments of a group, or of a stratum in it that has more, nothing is estimated. Where people
    read nothing that the code applies to, what the machine counted is shown without any estimate, and a code that it
    cannot give has no numbers.

    Args:
        coded: who gave what.
        codable: the segments, in the order of `coded`.
        groups: the group of each segment.
        confidence: the level of the intervals.

    Returns:
        One row per code and group that has a segment which the code applies to: the counts of `count_by_group`,
        n_hand_coded, n_machine_coded (segments that count by the machine's word), prevalence with its interval, method,
        estimand, machine_accepted, and `undefined`, which says why there is no prevalence. Counts are missing where
        nobody has coded.
    """
    counts = count_by_group(coded.is_counted, coded.is_judged, codable, groups, coded.code_ids)
    members = [(groups == group).to_numpy() for group in list_groups(groups)]
    estimates = [
        _estimate(coded, code, [stratum & is_member for stratum in strata], confidence)
        for code, strata in enumerate(_list_strata(coded))
        for is_member in members
    ]
    table = pd.concat([counts, pd.DataFrame(estimates, columns=_ESTIMATED)], axis=1)
    shown = table.assign(**{name: table[name].mask(table["method"] == NOT_CODED) for name in _COUNTED})
    is_met = [(is_member & of_code).any() for of_code in coded.applies.T for is_member in members]
    is_nowhere = np.repeat(~coded.applies.any(axis=0), len(members))
    return shown[np.array(is_met, dtype=np.bool_) | is_nowhere].reset_index(drop=True)


def _list_strata(coded: Coded) -> list[list[BoolArray]]:
    return [list_strata(coded.kinds, coded.is_read, of_code) for of_code in coded.applies.T]


def _estimate(coded: Coded, code: int, strata: Sequence[BoolArray], confidence: float) -> dict[str, Any]:
    """The estimates of one code in one group; `strata` holds the segments of the group that it applies to."""
    cells = [_count_cell(coded, stratum, code) for stratum in strata]
    whole = Cell(*np.sum([Cell(0, 0, 0), *cells], axis=0).tolist())
    method = _choose_method(coded, whole, code)
    if method == POST_STRATIFIED:
        is_given = coded.by_machine[:, code]
        parts = [stratum & is_part for stratum in strata for is_part in (is_given, ~is_given)]
        prevalence = _measure(method, cells, [_count_cell(coded, part, code) for part in parts], confidence)
    else:
        prevalence = _measure(method, cells, cells, confidence)
    is_machines = coded.by_machine[:, code] & ~coded.is_read
    n_machine_coded = sum(int((stratum & is_machines).sum()) for stratum in strata)
    return {
        "prevalence": prevalence.value,
        "prevalence_low": prevalence.low,
        "prevalence_high": prevalence.high,
        "method": method,
        "estimand": ESTIMANDS[method],
        "n_hand_coded": whole.n_read,
        "n_machine_coded": n_machine_coded if coded.is_trusted[code] else 0,
        "machine_accepted": NOT_USED if method == HAND_CODED_ALL else coded.verdicts[code],
        "undefined": prevalence.undefined,
    }


def _count_cell(coded: Coded, is_in: BoolArray, code: int) -> Cell:
    is_read = is_in & coded.is_read
    return Cell(int(is_in.sum()), int(is_read.sum()), int((is_read & coded.by_hand[:, code]).sum()))


def _choose_method(coded: Coded, whole: Cell, code: int) -> str:
    verdict = coded.verdicts[code]
    if not whole.n_segments:
        return NOT_CODED
    if whole.n_read == whole.n_segments:
        return HAND_CODED_ALL
    if not coded.is_hand_coded[code]:
        return NOT_CODED if verdict == NOT_USED else MACHINE_COUNT_ONLY
    return POST_STRATIFIED if verdict == ACCEPTED else HAND_CODED_SAMPLE


def _measure(method: str, strata: Sequence[Cell], cells: Sequence[Cell], confidence: float) -> Prevalence:
    """The prevalence by `method`: `strata` is where the sample was drawn, `cells` is what it is estimated from."""
    if method == HAND_CODED_ALL:
        return wilson(sum(cell.n_coded for cell in strata), sum(cell.n_segments for cell in strata), confidence)
    if method in WITHOUT_ESTIMATE:
        return Prevalence(None, None, None, WITHOUT_ESTIMATE[method])
    if any(cell.n_read < min(MINIMUM_HAND_CODED, cell.n_segments) for cell in strata):
        return Prevalence(None, None, None, "too few hand-coded segments")
    return stratified_jeffreys(cells, confidence)


def find_uncounted(coded: Coded, machine: Readings) -> list[Problem]:
    """Find where a machine coded but its word does not count, and say which codes are left to the hand-coded."""
    if not len(machine.coder_ids):
        return []
    is_left = (coded.applies & ~coded.is_read[:, np.newaxis]).any(axis=0)
    is_refused = is_left & coded.is_hand_coded & ~np.isin(coded.verdicts.astype(str), _COUNTING)
    return [
        *_tell_of_machine_alone(coded, is_left & ~coded.is_hand_coded),
        *_tell_of_refused(coded, coded.code_ids[is_refused].tolist()),
    ]


def _tell_of_machine_alone(coded: Coded, is_alone: BoolArray) -> list[Problem]:
    if not is_alone.any():
        return []
    is_shown = coded.is_trusted[is_alone].any()
    counts = "the machine's counts are shown, without prevalences" if is_shown else "nothing is counted"
    codes = "" if is_alone.all() else f" for {is_alone.sum()} of {len(is_alone)} codes"
    return [
        Problem(
            f"no person has coded any segment{codes}: {counts}",
            where="theme_frequencies",
            fix="hand-code a random sample (`qualpipe sheet --sample` writes it) and name its coder in study.toml",
        )
    ]


def _tell_of_refused(coded: Coded, refused: Sequence[str]) -> list[Problem]:
    if not refused:
        return []
    return [
        Problem(
            f"the machine coder is not accepted for {len(refused)} of {len(coded.code_ids)} codes, which are "
            f"counted from the hand-coded segments alone: {', '.join(refused)}",
            where="theme_frequencies, machine_accepted",
            fix="mend the patterns of these codes in the codebook, or hand-code more segments",
        )
    ]
