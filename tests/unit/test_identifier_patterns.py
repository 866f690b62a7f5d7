"""What identifies by its form."""

from __future__ import annotations

import re

import pytest

from pipeline.methods.text.identifier_patterns import PATTERNS, coarsen

COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}


def find(kind, text):
    """Return what the pattern of `kind` finds in `text`."""
    found = []
    for match in COMPILED[kind].finditer(text):
        named = [name for name in ("found", "said") if name in match.re.groupindex and match.group(name)]
        found.append(match.group(named[0] if named else 0))
    return found


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("e-mail", "write to maria dot lopez at agency dot org please", "maria dot lopez at agency dot org"),
        ("URL", "see www dot sunrise dot org", "www dot sunrise dot org"),
        ("IP address", "from 192.168.0.12.", "192.168.0.12"),
        ("IP address", "from 2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"),
        ("social security number", "my social is 123-45-6789", "123-45-6789"),
        ("national insurance number", "it is ab 12 34 56 c", "ab 12 34 56 c"),
        (
            "phone",
            "call six one four five five five zero one four two",
            "six one four five five five zero one four two",
        ),
        ("phone", "on oh seven seven double zero nine zero one two", "oh seven seven double zero nine zero one two"),
        ("address", "I live at 221B Baker Street, Apt 4", "221B Baker Street, Apt 4"),
        ("address", "at fourteen maple street", "fourteen maple street"),
        ("address", "P.O. Box 12", "P.O. Box 12"),
        ("postcode", "in g12 8qq", "g12 8qq"),
        ("postcode", "EH11YZ", "EH11YZ"),
        ("postcode", "Columbus, OH 43215", "OH 43215"),
        ("postcode", "my zip code is 43215", "43215"),
        ("plate", "the plate is GTX 4821", "GTX 4821"),
        ("record number", "badge 4471", "4471"),
        ("record number", "medical record number A-88231", "A-88231"),
        ("record number", "my account number is one two nine four", "one two nine four"),
        ("date", "born on 3 May 1985", "3 May 1985"),
        ("date", "on the third of may", "the third of may"),
        ("date", "March 14th, 2019", "March 14th, 2019"),
        ("date", "since may 2019", "may 2019"),
        ("date", "on 04/11/79", "04/11/79"),
        ("date", "on 2019-10-04", "2019-10-04"),
        ("age", "he is 94 years old", "94"),
        ("age", "a ninety-two-year-old", "ninety-two"),
        ("age", "aged 101", "101"),
        ("age", "she's ninety four now", "ninety four"),
    ],
)
def test_each_kind_is_found_written_and_spoken(kind, text, found):
    """Written with capitals or as a machine hears it, what identifies is found, without the cue before it."""
    assert find(kind, text) == [found]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "one two three four five six seven eight nine ten"),
        ("e-mail", "we met at work and talked"),
        ("IP address", "version 1.2.3"),
        ("address", "20 different ways to get on the road"),
        ("address", "it took 15 minutes to drive"),
        ("postcode", "in 43215 words"),
        ("plate", "the plate is full"),
        ("record number", "the case 2 weeks ago, client 3, account 20 years, staff 2019"),
        ("date", "in march 20 people came; chapter 3 may help; the first December"),
        ("date", "in 2019 and 2018-2019, 2018-19"),
        ("age", "he is 84 years old; 94 percent; she's ninety percent sure; ninety-four people"),
    ],
)
def test_what_only_looks_alike_is_left(kind, text):
    """Counting aloud, percentages, years and modal verbs identify nobody."""
    assert find(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "found", "left"),
    [
        ("age", "94", "over 89"),
        ("date", "3 May 1985", "1985"),
        ("date", "the 3rd of May", "date"),
        ("phone", "1", "phone"),
    ],
)
def test_ages_and_dates_are_coarsened(kind, found, left):
    """A year may stay, an age over 89 may not; anything else is what it is."""
    assert coarsen(kind, found) == left
