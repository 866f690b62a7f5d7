"""What every parsed transcript must keep, and strategies for text that looks like one."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.methods.text.passages import count_fates, join_turns

_PIECES = (
    "Ann:",
    "**Bo**:",
    "[Speaker 1]",
    "[00:12:31]",
    "00:01:02 ",
    "P3: ",
    "Note:",
    "# ",
    "## ",
    "---\n",
    "* ",
    "*x* ",
    "__y__",
    "&amp;",
    "&#8212;",
    "\n",
    "\n\n",
    "\t",
    " ",
    "WEBVTT\n",
    "NOTE a\n",
    "1\n",
    "00:00:01.000 --> 00:00:02.000\n",
    "00:00:01,000 --> 00:00:02,000\n",
    "<v Ann>",
    "</v>",
    "<i>",
    ">> ",
    "words",
    "MD - Mary Dee\n",
    "MD hello",
    "Q2. Why?\n",
    "é",
    "e\u0301",
    "👍🏽",
    "\u2028",
    "\r",
)

transcript_texts = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=6)), max_size=30).map("".join)


def assert_accounted(transcript, text):
    """Assert that the passages tile `text`, that all its characters are counted, and that no turn is blank."""
    assert transcript.text == text
    assert [p.start for p in transcript.passages] == [0, *(p.end for p in transcript.passages)][
        : len(transcript.passages)
    ]
    assert text == "".join(text[p.start : p.end] for p in transcript.passages)
    assert sum(n for n, _ in count_fates(transcript).values()) == len(text)
    turns = join_turns(transcript)
    assert set(turns) <= set(transcript.marks)
    assert list(turns) == sorted(turns)
    assert all(words and words == words.strip("\n\t") for words in turns.values())
