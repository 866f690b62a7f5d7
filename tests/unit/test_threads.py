"""Arithmetic in one thread, and only where it is asked for."""

from __future__ import annotations

from threadpoolctl import threadpool_info

from pipeline.engines.threads import one_thread


def count_threads():
    """Return how many threads each loaded library of linear algebra or clustering may use."""
    return [library["num_threads"] for library in threadpool_info()]


def test_inside_there_is_one_thread_and_afterwards_as_many_as_before():
    """The limit holds inside the block and for every library loaded."""
    with one_thread():
        pass
    before = count_threads()
    with one_thread():
        assert set(count_threads()) == {1}
    assert count_threads() == before
