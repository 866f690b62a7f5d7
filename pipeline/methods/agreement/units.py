"""What agreement is counted in: segments, their characters, or the sources they lie in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.methods.agreement.coefficients import FloatArray, tally_units
from pipeline.methods.agreement.intervals import Resampled, sum_by_source
from pipeline.methods.agreement.readings import BoolArray, StrArray

SEGMENT, CHARACTER, SOURCE = "segment", "character", "source"
UNITS = (SEGMENT, CHARACTER, SOURCE)


@dataclass(frozen=True, slots=True)
class Places:
    """Where each segment lies, and how many characters it has."""

    source_ids: StrArray
    n_chars: npt.NDArray[np.int64]

    @classmethod
    def of(cls, codable: pd.DataFrame) -> Places:
        """Return the places of `codable` segments, in their order."""
        n_chars = (codable["end_char"] - codable["start_char"]).to_numpy(dtype=np.int64)
        return cls(codable["source_id"].to_numpy(dtype=object), n_chars)

    def take(self, is_taken: BoolArray) -> Places:
        """Return the places of the segments for which `is_taken` is true."""
        return Places(self.source_ids[is_taken], self.n_chars[is_taken])


def tally_by(unit: str, ratings: FloatArray, places: Places) -> dict[Resampled, FloatArray]:
    """Tally jointly read segments in one of `UNITS`, in rows for every way of resampling that fits the unit.

    A character is coded as its segment is, and chance falls on whole segments or sources all the same: characters of a
    segment are no independent trials. A source is coded by whoever gave the code anywhere in what they read of it.

    Args:
        unit: what is counted.
        ratings: what each coder gave, segments x coders; nan where a coder did not read; each read by two at least.
        places: where these segments lie.

    Returns:
        By what is drawn, the tallies of each thing to draw; all of them sum to the same. The first are the finest.
    """
    if unit == SOURCE:
        return {"sources": tally_units(rate_sources(ratings, places.source_ids))}
    tallies = tally_units(ratings)
    if unit == CHARACTER:
        tallies = tallies * places.n_chars[:, np.newaxis, np.newaxis]
    return {"segments": tallies, "sources": sum_by_source(tallies, places.source_ids)}


def rate_sources(ratings: FloatArray, source_ids: StrArray) -> FloatArray:
    """Return whether each coder gave the code anywhere in a source, sources x coders; nan for who read none of it."""
    source, _ = pd.factorize(source_ids)
    return pd.DataFrame(ratings).groupby(source).max().to_numpy()
