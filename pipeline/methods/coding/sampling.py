"""Drawing the segments that several people code: the same sample for all of them."""

from __future__ import annotations

import numpy as np
import pandas as pd


def draw_segments(segments: pd.DataFrame, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return a simple random sample of `size` codable segments, without replacement, in the order of `segments`.

    Facilitators' segments are never drawn. All codable segments come back where there are no more than `size`.
    """
    codable = segments[~segments["is_facilitator"]]
    drawn = rng.permutation(len(codable))[:size]
    return codable.iloc[np.sort(drawn)]
