"""What comes of damaged files: they are read, or refused with what is wrong, where, and what to do."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.damaged_files import Damaged, list_damaged, list_good, try_reading


@pytest.mark.parametrize("kind", list(list_good()))
def test_the_files_are_good_before_they_are_damaged(kind, tmp_path):
    """What is damaged can be read while it is whole."""
    name, data = list_good()[kind]
    assert try_reading(Damaged(kind, "none", name, data), tmp_path)[0] == "read"


@pytest.mark.slow
def test_no_damaged_file_ends_in_a_traceback_or_takes_for_ever(tmp_path):
    """Bombs, cut-off, garbled, misnamed and endless files: each is read or refused with a remedy, soon."""
    outcomes = Counter(
        (outcome, "" if outcome in {"read", "refused"} else f"{damaged.kind}, {damaged.damage}")
        for damaged in list_damaged(200, seed=1)
        for outcome, _ in [try_reading(damaged, tmp_path)]
    )
    assert set(outcomes) == {("read", ""), ("refused", "")}
