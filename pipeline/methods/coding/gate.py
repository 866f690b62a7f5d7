"""Whether a machine coder may count: only for the codes on which it agrees with people as well as the study demands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.methods.agreement.comparisons import name_coder_set
from pipeline.methods.agreement.readings import DECISIONS, BoolArray, Readings, StrArray
from pipeline.methods.agreement.units import SEGMENT

ACCEPTED = "accepted"
NOT_USED = "not used"
NOT_COMPARED = "not accepted: no hand-coded sample"
TOO_LITTLE_READ = ("too_few_segments", "rare_code")


def judge_machine(
    agreement: pd.DataFrame, machine: Readings, has_rules: BoolArray, *, statistic: str, threshold: float
) -> StrArray:
    """Say for each code whether the machine's codings may count where no person has read.

    A code is accepted when the study's statistic between the settled decisions and the machine, segment by segment,
    reaches the threshold.
    The point estimate decides, for that is what published thresholds speak of; but where so little was read, or the
    code is so rare, that the estimate has no interval, the machine is not accepted.

    Args:
        agreement: the agreement table.
        machine: the readings of the machine; of no coder where the study has none.
        has_rules: for each code, whether the machine can give it.
        statistic: which statistic decides.
        threshold: what it must reach.

    Returns:
        For each code `accepted`, `not accepted: <reason>`, or `not used` where no machine can give it.
    """
    sets = [name_coder_set(DECISIONS, coder_id) for coder_id in machine.coder_ids]
    is_asked = (
        agreement["coder_set"].isin(sets)
        & (agreement["unit"] == SEGMENT)
        & (agreement["statistic"] == statistic)
        & (agreement["resampled"] == "segments")
    )
    judged = {row.code_id: _judge(row, threshold) for row in agreement[is_asked].itertuples()}
    otherwise = np.where(has_rules & bool(sets), NOT_COMPARED, NOT_USED)
    verdicts = [judged.get(code_id, other) for code_id, other in zip(machine.code_ids, otherwise, strict=True)]
    return np.array(verdicts, dtype=object)


def _judge(row: Any, threshold: float) -> str:
    if pd.isna(row.value) or row.undefined in TOO_LITTLE_READ:
        return f"not accepted: agreement with the decisions cannot be estimated ({row.undefined})"
    if row.value < threshold:
        return f"not accepted: {row.statistic} with the decisions is {row.value:.3f}, below {threshold:g}"
    return ACCEPTED
