"""The speaker-label grammar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pipeline.methods.text.labels import KnownLabels
from pipeline.methods.text.passages import Line
from pipeline.methods.text.speakers import find_labels, split_lines_at_labels
from tests.support.transcripts import transcript_texts


def _lines(text):
    return [Line(0, written, number) for number, written in enumerate(text.split("\n"), start=1)]


def _labels(text, known=KnownLabels()):  # noqa: B008 - a frozen value
    found, _ = find_labels(_lines(text), known)
    return [
        (label.text, line.text[label.end :]) if label else None for label, line in zip(found, _lines(text), strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "label", "words", "time"),
    [
        ("Maria: Hello", "Maria", "Hello", None),
        ("MARIA: Hello", "MARIA", "Hello", None),
        ("**Maria**: Hello", "Maria", "Hello", None),
        ("**Maria:** Hello", "Maria", "Hello", None),
        ("__Maria:__ Hello", "Maria", "Hello", None),
        ("*Maria*: Hello", "Maria", "Hello", None),
        ("**Maria** (00:12): Hello", "Maria", "Hello", 12),
        ("**Maria (00:12):** Hello", "Maria", "Hello", 12),
        ("**Maria** Hello", "Maria", "Hello", None),
        ("[Speaker 1] Hello", "Speaker 1", "Hello", None),
        ("[Speaker 1]: Hello", "Speaker 1", "Hello", None),
        ("[00:12:31] Maria: Hello", "Maria", "Hello", 751),
        ("00:12:31 Maria: Hello", "Maria", "Hello", 751),
        ("Maria (00:12:31): Hello", "Maria", "Hello", 751),
        ("Maria 00:12", "Maria", "", 12),
        ("Maria Lopez  0:03 Hello", "Maria Lopez", "Hello", 3),
        ("Maria: [00:12:31] Hello", "Maria", "Hello", 751),
        ("P3: Hello", "P3", "Hello", None),
        ("p3: Hello", "p3", "Hello", None),
        ("Interviewer: Hello", "Interviewer", "Hello", None),
        ("interviewer 2: Hello", "interviewer 2", "Hello", None),
        ("Dr. O'Neill: Hello", "Dr. O'Neill", "Hello", None),
        ("José Ángel de la Cruz: Hello", "José Ángel de la Cruz", "Hello", None),
        ("Maria (mother): Hello", "Maria (mother)", "Hello", None),
        ("- Maria: Hello", "Maria", "Hello", None),
        (">> MARIA: Hello", "MARIA", "Hello", None),
        ("Maria\tHello", "Maria", "Hello", None),
        ("Maria:Hello", "Maria", "Hello", None),
        ("王\uff1a你好", "王", "你好", None),
        ("<v Maria Lopez>Hello", "Maria Lopez", "Hello", None),
        ("00:00:06 <v Maria>Hello", "Maria", "Hello", 6),
        ("Q: Hello", "Q", "Hello", None),
    ],
)
def test_every_usual_notation_names_its_speaker(line, label, words, time):
    """A label that recurs is found in each notation, with the words after it and the time beside it."""
    found, doubtful = find_labels(_lines(f"{line}\n{line}"), KnownLabels())
    assert [(one.text, line[one.end :], one.time) for one in found if one] == [(label, words, time)] * 2
    assert doubtful == []


@pytest.mark.parametrize(
    "line",
    [
        "I said to him: no",
        "https://example.org is a page",
        "10:30 we met",
        "At 10:30 we met",
        "Note: the tape is unclear",
        "Date: 3 May",
        "[Laughter] and so on",
        "[inaudible] and so on",
        "Question 1: What did you learn?",
        "Q1: What did you learn?",
        "2019: a good year",
        "The thing is: no",
        "and then: no",
        "",
        ":",
        "<v (x)> what",
    ],
)
def test_what_only_looks_like_a_label_is_words(line):
    """Even when it recurs, such a beginning of a line names nobody."""
    assert _labels(f"{line}\n{line}") == [None, None]


def test_a_candidate_that_occurs_once_is_words_and_is_reported():
    """In a text of unlabelled lines one capitalised word and a colon do not make a speaker."""
    text = "Maria: one\nmore\nmore\nMaria: two\nmore\nOutcome: three\nmore"
    found, doubtful = find_labels(_lines(text), KnownLabels())
    assert [number for number, label in enumerate(found) if label] == [0, 3]
    assert doubtful == [5]


def test_a_candidate_that_occurs_once_speaks_where_most_lines_carry_labels():
    """Somebody who speaks once in a focus group is not lost."""
    assert _labels("Maria: a\nAhmed: b\nMaria: c") == [("Maria", "a"), ("Ahmed", "b"), ("Maria", "c")]


def test_a_stray_label_in_another_notation_is_words():
    """Above the first speaker it is the preface, in brackets it is a noise; below, somebody speaks once."""
    text = "Plan P: a project\n\nMD Good day\nTW Hello\n[Song Plays]\nMD So what\nTeacher: Not much\nTW Bye"
    assert [label and label[0] for label in _labels(text)] == [None, None, "MD", "TW", None, "MD", "Teacher", "TW"]


def test_initials_that_no_legend_explains_speak_where_others_do():
    """In a file that writes initials without a sign, those that only begin lines are labels as well."""
    known = KnownLabels(unmarked=frozenset({"MD"}))
    text = "MD Good day\nGW Hello\nMD So\nGW ...so to say\nNHS Fife is here\nthe NHS\nof the NHS"
    assert [label and label[0] for label in _labels(text, known)] == ["MD", "GW", "MD", "GW", None, None, None]


def test_somebody_introduced_with_a_role_speaks():
    """The name must be a speaker's elsewhere in the file, or in its legend, and the line below the first label."""
    known = KnownLabels(explained=frozenset({"bo oak"}))
    text = "Ann Lee, chair, meets Bo Oak: a talk\nAnn Lee: Hello\nAnn Lee: So\nBo Oak, head of it: We\nCy Ray, head: no"
    assert [label and label[0] for label in _labels(text, known)] == [None, "Ann Lee", "Ann Lee", "Bo Oak", None]


def test_a_known_label_counts_even_once_and_whatever_its_shape():
    """The roster decides over the grammar's doubts, even over words that are no speakers elsewhere."""
    known = KnownLabels(frozenset({"note", "the lady in red"}))
    assert _labels("one\ntwo\nNote: a\nthree\nthe lady in red: b\nfour\nfive", known)[2::2][:2] == [
        ("Note", "a"),
        ("the lady in red", "b"),
    ]


def test_short_labels_that_are_known_need_no_sign():
    """Initials before the words are a label; a single letter only before a capital."""
    known = KnownLabels(unmarked=frozenset({"MD", "A"}))
    text = "MD Good morning\nA Yes\nA lot of people\nMDs say so\nMD\n  MD and more"
    assert _labels(text, known) == [("MD", "Good morning"), ("A", "Yes"), None, None, ("MD", ""), ("MD", "and more")]


def test_a_pattern_decides_alone():
    """The researcher's own pattern replaces the grammar and is matched at the start of each line."""
    known = KnownLabels(frozenset({"ann"}), pattern=r"#(?P<speaker>\w+)\s+|(?P<nobody>!)")
    assert _labels("#ann  hi\nAnn: no\n x #bo y\n! z", known) == [("ann", "hi"), None, None, ("", " z")]


@pytest.mark.parametrize(
    ("text", "bold", "label", "words"),
    [
        ("Maria: Hello", 5, "Maria", "Hello"),
        ("Maria: Hello", 6, "Maria", "Hello"),
        ("Maria Hello", 6, "Maria", "Hello"),
        ("Maria (0:12) Hello", 12, "Maria", "Hello"),
        ("Maria", 5, "Maria", ""),
    ],
)
def test_bold_words_at_the_start_of_a_paragraph_are_a_label(text, bold, label, words):
    """In a Word document the bold beginning names the speaker, with or without a colon."""
    lines = [Line(0, text, 1, bold=bold), Line(0, text, 2, bold=bold)]
    found, _ = find_labels(lines, KnownLabels())
    assert [(one.text, text[one.end :]) for one in found if one] == [(label, words)] * 2


def test_bold_words_inside_a_sentence_are_words():
    """A bold beginning that has not the shape of a label names nobody."""
    lines = [Line(0, "we never agreed", 1, bold=8)] * 3
    assert find_labels(lines, KnownLabels())[0] == [None] * 3


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("MARIA - Hello all.\nJOHN - Hi.\nMARIA - Why?\nJOHN \u2013 To learn - and rest.", "NAME - words"),
        ("MARIA\nHello\n\nJOHN\nYes\n\nMARIA\nYes\n\nJOHN\nBye", "NAME on a line of its own"),
        ("Q. What?\nA. So.\nQ. Why?\nA. Because.", "Q. and A."),
        ("Maria    Hello\nJohn     Hi\nMaria    So\nJohn     Bye", "name in a column of its own"),
        ("maria: hello\njohn: hi\nmaria: so\njohn: yes", "name: words, without capitals"),
        ("MD Good day\nTW Hello\nMD So what\nTW Not much", "initials before the words"),
    ],
)
def test_a_notation_that_prose_may_look_like_counts_where_labels_take_turns(text, notation):
    """Labels that recur and alternate on a good share of the lines are the file's notation."""
    found, _ = find_labels(_lines(text), KnownLabels())
    assert [label.notation for label in found if label] == [notation] * 4


@pytest.mark.parametrize(
    "text",
    [
        "Scotland - rain.\nWe went.\nMonday - it rained.\nWe were wet.\nGlasgow - big.\nScotland - again.",
        "Aims - to learn\nMethods - by asking\nResults - many\nEnd - soon",
        "Introduction\nwords\nMethod\nwords\nResults\nwords\nConclusion\nwords",
        "NHS Scotland did.\nThen it rained.\nAnd more.\nUK Government did.\nThen no.\nAnd no.\nNHS Scotland did.",
        "note: one\nand more\nnote: two\nand more",
        "Yes\nno more\nNo\nno more\nYes\nno more\nNo\nno more",
        "MARIA - one\nMARIA - two\nMARIA - three\nMARIA - four",
    ],
)
def test_prose_with_dashes_headings_and_capitals_has_no_speakers(text):
    """Beginnings that do not recur, do not take turns or are rare are words."""
    assert find_labels(_lines(text), KnownLabels())[0] == [None] * len(_lines(text))


def test_an_answer_that_looks_like_a_label_is_words_below_one():
    """Below a name on a line of its own stand that person's words, be they a name."""
    text = "MARIA\nWho is next?\nJOHN\nMARIA\nJOHN\nFine.\nMARIA\nGood.\nJOHN\nBye."
    assert [number for number, label in enumerate(_labels(text)) if label] == [0, 2, 4, 6, 8]


def test_people_the_roster_knows_speak_once_in_any_notation():
    """Two known labels are evidence enough."""
    known = KnownLabels(frozenset({"maria", "john"}))
    assert _labels("Maria - Hello\nJohn - Hi", known) == [("Maria", "Hello"), ("John", "Hi")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Maria Lopez   0:03", "John Roe   0:10"),
        ("[Maria Lopez] 10:11:12", "[John Roe] 10:11:15"),
        ("[00:00:01] Maria Lopez", "[00:00:05] John Roe"),
    ],
)
def test_names_with_times_that_go_on_are_labels_though_each_occurs_once(first, second):
    """Automatic transcripts put the name and the time above the words."""
    text = f"{first}\nhello there\n\n{second}\nhi\nand more words\nand more"
    assert [label.time is not None for label in find_labels(_lines(text), KnownLabels())[0] if label] == [True, True]


def test_a_list_of_chapters_with_times_names_nobody():
    """Names with times right below one another are a table of contents."""
    text = "Introduction  0:00\nMethods  5:00\nResults  9:00\nThe talk begins.\nIt goes on.\nAnd on.\nAnd on."
    assert find_labels(_lines(text), KnownLabels())[0] == [None] * 7


def test_headings_name_speakers_where_they_are_roles_or_known():
    """A heading that recurs is a speaker only if most such headings are roles, numbers or people on the roster."""

    def of(*titles):
        lines = [Line(0, text, 1, level=level) for t in titles for text, level in ((f"## {t}", 2), ("words", 0))]
        return [label.text for label in find_labels(lines, KnownLabels())[0] if label]

    assert of("Interviewer", "P 1", "Interviewer", "P 1") == ["Interviewer", "P 1", "Interviewer", "P 1"]
    assert of("Strengths", "Gaps", "Strengths", "Gaps") == []


def test_a_word_that_rarely_begins_a_paragraph_is_no_speaker():
    """One label alone, unknown and on few of the lines, is a word before a colon."""
    assert not any(_labels("Outcome: one\n" + "more words\n" * 60 + "Outcome: two"))


def test_labels_in_the_usual_notation_stay_beside_another():
    """Where a file uses two notations for the same people, both count; a stray word with a colon does not."""
    text = "MARIA - a\nJOHN - b\nMARIA - c\nJOHN - d\nMARIA: e\nMARIA: f\nNews: g\nNews: h\nJOHN - i\nMARIA - j"
    assert [label[0] for label in _labels(text) if label] == ["MARIA", "JOHN"] * 2 + ["MARIA", "MARIA", "JOHN", "MARIA"]


def _cut(text, known=KnownLabels()):  # noqa: B008 - a frozen value
    lines = _lines(text)
    return [line.text for line in split_lines_at_labels(lines, find_labels(lines, known)[0])]


def test_a_line_is_cut_where_another_speaker_of_the_file_begins():
    """Several speakers share a line; the cut comes after a sentence, before a label that opens a line elsewhere."""
    assert _cut("A: Well? B: Yes. A: Good.\nB: So I said to A: no. C: what\nB: [sic] **B**: x") == [
        "A: Well? ",
        "B: Yes. ",
        "A: Good.",
        "B: So I said to A: no. C: what",
        "B: [sic] ",
        "**B**: x",
    ]
    assert _cut("[Speaker 1] Well? [Speaker 2] Yes.\n[Speaker 2] Hm.") == [
        "[Speaker 1] Well? ",
        "[Speaker 2] Yes.",
        "[Speaker 2] Hm.",
    ]


def test_a_line_is_not_cut_where_only_one_speaker_is_known():
    """One label, or labels without a colon, are no reason to cut."""
    assert _cut("A: Well? B: Yes.\nA: So. A: No.") == ["A: Well? B: Yes.", "A: So. A: No."]


def test_pieces_of_a_line_keep_their_place():
    """A piece begins where it stands in the file, and keeps the number of its line."""
    lines = [Line(10, "A: Well? B: Yes.", 3, bold=11), Line(27, "B: So.", 4)]
    pieces = split_lines_at_labels(lines, find_labels(lines, KnownLabels())[0])
    assert [(piece.start, piece.number, piece.bold) for piece in pieces] == [(10, 3, 9), (19, 3, 2), (27, 4, 0)]


@settings(max_examples=80)
@given(transcript_texts)
def test_labels_lie_inside_their_lines_in_any_text(text):
    """Whatever the text, a label ends within its line and is never found on a blank one."""
    lines = _lines(text)
    found, doubtful = find_labels(lines, KnownLabels(unmarked=frozenset({"MD"})))
    assert len(found) == len(lines)
    assert all(0 < label.end <= len(line.text) for label, line in zip(found, lines, strict=True) if label)
    assert all(found[number] is None for number in doubtful)
