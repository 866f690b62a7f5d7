"""Following coded turns through a source that was corrected since."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.methods.coding.following import AMBIGUOUS, GONE, Unit, follow_units
from pipeline.methods.text.letters import fold_letters
from tests.support.edited_sources import EDITS, SHORT, edit, lay_out, proofread

TALK = (
    "We opened the drop-in on a Tuesday because nobody else had Tuesdays.",
    "Yeah.",
    "And the first winter the pipes froze, so we met in my kitchen for a month.",
    "Mm-hmm.",
    "Yeah.",
    "I never asked to run it, they just kept handing me the keys.",
    "Okay.",
    "My sister said I would be back in hospital by spring, and I was not.",
)


def _units(texts):
    return [Unit(*span, fold_letters(text)) for span, text in zip(lay_out(texts), texts, strict=True)]


def _follow(old, new):
    return follow_units(_units(old), _units(new))


def _places(old, new):
    return [each.places for each in _follow(old, new)]


def test_what_did_not_change_is_where_it_was():
    """Whole or in part: what was not shown to the coder makes no difference."""
    assert _places(TALK, TALK) == [(n,) for n in range(len(TALK))]
    shown = _units(TALK)[1::2]
    assert [each.places for each in follow_units(shown, _units(TALK))] == [(1,), (3,), (5,), (7,)]


def test_a_proof_reader_changes_no_word():
    """Capitals, punctuation and white space are not what was said."""
    assert _places(TALK, [proofread(text) for text in TALK]) == [(n,) for n in range(len(TALK))]


def test_short_turns_are_found_between_their_neighbours():
    """'Yeah.' stands in many places; what stands around it does not."""
    assert _places(TALK, ("A word before we begin, everybody.", *TALK)) == [(n + 1,) for n in range(len(TALK))]
    assert _places(TALK, (*TALK[5:], *TALK[:5])) == [(3,), (4,), (5,), (6,), (7,), (0,), (1,), (2,)]


def test_a_short_turn_that_may_be_either_of_two_is_neither():
    """One of three is gone, and nobody can say which."""
    found = _follow(("Yeah.", "Yeah.", "Yeah."), ("Yeah.", "Yeah."))
    assert [(each.places, each.reason) for each in found] == [((), AMBIGUOUS)] * 3


def test_changed_words_are_followed_with_their_similarity_and_other_words_are_not():
    """The pipes burst instead of freezing: the same turn. Another turn in its place: not."""
    mended = [text.replace("froze", "burst") for text in TALK]
    assert [each.similarity == 1 for each in _follow(TALK, mended)] == [n != 2 for n in range(len(TALK))]
    other = [*TALK[:2], "Shall we take ten minutes, there is coffee in the hall?", *TALK[3:]]
    assert (found := _follow(TALK, other)[2]).places == ()
    assert found.reason == GONE


def test_a_turn_cut_into_several_is_all_of_them_and_several_joined_are_one():
    """A missed speaker change put right, or made."""
    parts = ("And the first winter the pipes froze,", "so we met in my kitchen for a month.")
    cut = _follow(TALK, (*TALK[:2], *parts, *TALK[3:]))[2]
    assert (cut.places, cut.similarity, cut.is_joined) == ((2, 3), 1.0, False)
    joined = _follow(TALK, (*TALK[:4], f"{TALK[4]} {TALK[5]}", *TALK[6:]))
    assert [(each.places, each.is_joined) for each in joined[4:6]] == [((4,), True), ((4,), True)]


@pytest.mark.parametrize(("old", "new"), [((), TALK), (TALK, ()), (("",), ("",)), (("...",), ("Well.",))])
def test_empty_sources_and_turns_without_a_word_break_nothing(old, new):
    """Nothing to follow, nothing left, nothing said."""
    if old:
        assert len(_follow(old, new)) == len(old)


@st.composite
def corrected(draw):
    """A source, what a coder was shown of it, and the source after random corrections of every kind."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    words = [f"{a}{b}" for a in ("ba", "ke", "so", "ti", "mu") for b in ("n", "lo", "mer", "st")]
    texts = [
        str(rng.choice(SHORT)) if rng.random() < 0.3 else " ".join(rng.choice(words, rng.integers(3, 30)))
        for _ in range(draw(st.integers(1, 60)))
    ]
    kinds = draw(st.sets(st.sampled_from(EDITS)))
    pieces = edit(texts, dict.fromkeys(kinds, draw(st.sampled_from((0.02, 0.1, 0.4)))), rng)
    shown = [n for n in range(len(texts)) if rng.random() < draw(st.sampled_from((0.4, 1.0)))]
    return texts, shown, pieces


@given(corrected())
def test_no_coded_turn_is_ever_put_silently_where_other_words_stand(case):
    """What is not told as fuzzy has all its letters where it is put; what is told has most of its words there."""
    texts, shown, pieces = case
    before, now = _units(texts), _units([" ".join(piece.words) for piece in pieces])
    followed = follow_units([before[n] for n in shown], now) if shown else []
    for n, each in zip(shown, followed, strict=True):
        there = "".join(now[place].letters for place in each.places)
        if each.places and each.similarity == 1 and not each.is_joined:
            assert there == before[n].letters
        elif each.places:
            assert 0.75 <= each.similarity <= 1
        else:
            assert each.reason in {AMBIGUOUS, GONE}


@given(corrected())
def test_a_place_is_shared_only_by_turns_that_were_joined(case):
    """Two turns in one segment would be one coder saying two things of it."""
    texts, shown, pieces = case
    now = _units([" ".join(piece.words) for piece in pieces])
    before = _units(texts)
    followed = follow_units([before[n] for n in shown], now) if shown else []
    alone = [place for each in followed if not each.is_joined for place in each.places]
    joined = {place for each in followed if each.is_joined for place in each.places}
    assert len(alone) == len({*alone})
    assert joined.isdisjoint(alone)
