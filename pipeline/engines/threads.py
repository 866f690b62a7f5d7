"""Arithmetic in one thread: sums taken in another order have other last digits, and clusters turn on those."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold linear algebra and clustering to one thread inside the block, whatever the machine has."""
    import sklearn.cluster  # noqa: F401 - only libraries that are loaded already can be held
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield
