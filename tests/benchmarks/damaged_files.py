"""What comes of 2,000 damaged files of every format: python tests/benchmarks/damaged_files.py.

Each file is read as a study would read it. Nothing may end in a traceback or take more than ten seconds.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.damaged_files import list_damaged, try_reading  # noqa: E402 - found through the path set above

N_FILES = 2_000
SEED = 4
_SHOWN = 20


def main() -> None:
    """Print, for each kind of file, how many were read, refused, slow or ended in a traceback; and the slowest."""
    outcomes: Counter[tuple[str, str]] = Counter()
    timed: list[tuple[float, str]] = []
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for damaged in list_damaged(N_FILES, SEED):
            outcome, seconds = try_reading(damaged, folder)
            outcomes[damaged.kind, outcome] += 1
            timed.append((seconds, f"{damaged.kind}, {damaged.damage}: {outcome}"))
            wrong += [] if outcome in {"read", "refused"} else [f"{damaged.kind}, {damaged.damage}: {outcome}"]
    columns = sorted({outcome for _, outcome in outcomes})
    sys.stdout.write(f"{'kind':<12}" + "".join(f"{column:>12}" for column in columns) + "\n")
    for kind in dict.fromkeys(kind for kind, _ in outcomes):
        sys.stdout.write(f"{kind:<12}" + "".join(f"{outcomes[kind, column]:>12}" for column in columns) + "\n")
    sys.stdout.write(
        f"{'all':<12}"
        + "".join(f"{sum(n for (_, outcome), n in outcomes.items() if outcome == column):>12}" for column in columns)
        + "\n"
    )
    sys.stdout.write("slowest: " + "; ".join(f"{what} {seconds:.1f} s" for seconds, what in sorted(timed)[-5:]) + "\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{sum(seconds for seconds, _ in timed):.0f} s in all; at most {peak} MB of memory\n")
    sys.stdout.write("".join(f"  {what}\n" for what in wrong[:_SHOWN]))


if __name__ == "__main__":
    main()
