"""Which finding counts where two overlap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.text.findings import SURENESS, Finding, overlaps, resolve_overlaps, subtract_spans

spans = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))
findings = st.lists(
    st.builds(
        lambda span, name, detector: Finding(*span, "person", name, detector),
        spans,
        st.sampled_from("abc"),
        st.sampled_from(SURENESS),
    ),
    max_size=8,
)


def covered(found):
    """Return the characters that findings cover."""
    return {place for finding in found for place in range(finding.start, finding.end)}


def test_a_surer_finding_wins_and_the_rest_of_the_other_still_counts():
    """A known name inside a longer entity keeps its pseudonym, and what the entity has beside it is not lost."""
    entity, known = Finding(0, 15, "person", "hi maria lopez", "entity"), Finding(3, 8, "participant", "P1", "roster")
    assert resolve_overlaps([entity, known]) == [
        Finding(0, 3, "person", "hi maria lopez", "entity"),
        known,
        Finding(8, 15, "person", "hi maria lopez", "entity"),
    ]


def test_of_two_equally_sure_findings_the_longer_wins_then_the_earlier():
    """A full name wins over its parts; of two of one length the first wins."""
    full, part = Finding(0, 11, "person", "maria lopez", "roster"), Finding(0, 5, "person", "maria", "roster")
    first, second = Finding(0, 4, "person", "a", "entity"), Finding(2, 6, "person", "b", "entity")
    assert resolve_overlaps([part, full]) == [full]
    assert resolve_overlaps([second, first]) == [first, Finding(4, 6, "person", "b", "entity")]


@given(findings)
def test_nothing_found_is_lost_and_nothing_overlaps(found):
    """Resolved findings cover exactly the characters found, each once, in order, however they were listed."""
    resolved = resolve_overlaps(found)
    assert covered(resolved) == covered(found)
    assert all(left.end <= right.start for left, right in pairwise(resolved))
    assert sorted((f.start, f.end) for f in resolve_overlaps(found[::-1])) == [(f.start, f.end) for f in resolved]


@given(spans, st.lists(spans, max_size=5))
def test_what_is_left_of_a_span_is_what_no_other_span_takes(span, taken):
    """Subtracting spans leaves exactly the characters outside them."""
    left = {place for start, end in subtract_spans(span, taken) for place in range(start, end)}
    assert left == set(range(*span)) - {place for other in taken for place in range(*other)}


@given(spans, st.lists(spans, max_size=5))
def test_spans_overlap_when_they_share_a_character(span, others):
    """Touching spans do not overlap."""
    assert overlaps(span, others) == any(set(range(*span)) & set(range(*other)) for other in others)
