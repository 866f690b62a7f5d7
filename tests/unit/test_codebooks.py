"""Codebook files in YAML, with the lines of their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import CodebookError
from pipeline.formats.codebooks import parse_codebook, read_codebooks

HEAD = 'codebook: {id: peers, title: Peers, version: "1.0"}\ncodes:\n'
WHOLE = """\
codebook:
  id: peers
  version: 1.0
codes:
  - id: trust
    label: Trust
    definition: >-
      Relying on others
      at work.
    include:
      - Being relied on.
      - Keeping one's word.
    exclude: Trust funds.
    patterns: [trust, yes, "rely on"]
    not_patterns:
      - trust fund
    also_called: [Reliance]
    colour: "#0072B2"
  - id: early
    label: Early trust
    definition: In the first weeks.
    parent: trust
    theme: true
    examples:
    counter_examples: []
"""


def _mistakes(text):
    codes, mistakes = parse_codebook(text, "c.yaml")
    return [(m.line, m.problem) for m in sorted(mistakes)], codes


def _read(folder, *texts):
    paths = []
    for number, text in enumerate(texts, start=1):
        path = Path(folder / f"{number}.yaml")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return read_codebooks(paths, lambda path: path.name)


def test_every_field_of_a_code_is_read():
    """Texts are joined to one line, lists may be one text, words like yes stay words, and a top code is a theme."""
    mistakes, (trust, early) = _mistakes(WHOLE)
    assert mistakes == []
    assert (trust.code_id, trust.label, trust.definition) == ("trust", "Trust", "Relying on others at work.")
    assert trust.include == ("Being relied on.", "Keeping one's word.")
    assert trust.exclude == ("Trust funds.",)
    assert (trust.patterns, trust.not_patterns) == (("trust", "yes", "rely on"), ("trust fund",))
    assert (trust.also_called, trust.colour, trust.is_theme) == (("Reliance",), "#0072B2", True)
    assert (trust.codebook, trust.version, trust.file) == ("peers", "1.0", "c.yaml")
    assert (early.parent_id, early.is_theme, early.examples, early.colour) == ("trust", True, (), None)
    assert (trust.lines["definition"], trust.lines["patterns.2"], early.lines["id"]) == (7, 14, 19)


def test_a_sub_code_is_no_theme_unless_it_says_so():
    """The default follows from the parent."""
    _, (one, two) = _mistakes(
        HEAD + "- {id: a, label: A, definition: D}\n- {id: b, label: B, definition: D, parent: a}"
    )
    assert (one.is_theme, two.is_theme) == (True, False)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + "- id: a\n  labl: A\n", 4, "a code has an unknown field 'labl'"),
        (HEAD + "- id: a\n  label: A\n  label: B\n", 5, "the field 'label' stands twice"),
        (HEAD + "- id: a\n  theme: perhaps\n", 4, "'theme' is neither true nor false"),
        (HEAD + "- id: a\n  definition: [one, two]\n", 4, "'definition' is not one text"),
        (HEAD + "- id: a\n  include:\n  - fine\n  - Note: this\n", 6, "an entry of 'include' is not a text"),
        (HEAD + "- just a text\n", 3, "a code is not a list of fields"),
        (HEAD, 2, "the codebook has no codes"),
        ("", 1, "the codebook has no codes"),
        ("codebook: {id: a, version: 1}\n", 1, "the codebook has no codes"),
        ("- a\n- b\n", 1, "the codebook is not a list of fields"),
        ("codebook: {id: a, version: 1}\ncode:\n- id: a\n", 2, "the codebook has an unknown field 'code'"),
        ("codebook: {id: a, versjon: 1}\ncodes: [{id: a}]\n", 1, "'codebook:' has an unknown field 'versjon'"),
        ("codebook: {id: a}\ncodes: [{id: a}]\n", 1, "the codebook has no version"),
        ("codes: [{id: a}]\n", 1, "the codebook has no id"),
        (HEAD + "- id: a\n\tlabel: A\n", 4, "this is not YAML"),
        (HEAD + "- id: 'a\n", 4, "this is not YAML"),
        ("codes: \x07", 1, "this is not YAML"),
    ],
)
def test_each_mistake_of_form_has_its_line(text, line, said):
    """An unknown or repeated field, a value of the wrong kind, a missing part and broken YAML are named and placed."""
    mistakes, _ = _mistakes(text)
    assert any(at == line and said in problem for at, problem in mistakes)


def test_an_unknown_field_comes_with_the_nearest_known_one():
    """The remedy is a suggestion, or the list of fields where none is near."""
    _, mistakes = parse_codebook(HEAD + "- id: a\n  labl: A\n  weather: fine\n", "c.yaml")
    fixes = [m.fix for m in mistakes]
    assert fixes[0] == "did you mean 'label'?"
    assert fixes[1].startswith("known here: id, label, definition")


def test_a_colour_without_quotes_is_caught():
    """YAML takes an unquoted # for a comment; the researcher is told, not left without a colour."""
    with_comment = HEAD + "- id: a\n  label: A\n  definition: D\n  colour: #0072B2\n"
    _, (code,) = _mistakes(with_comment)
    assert code.colour == ""


def test_several_files_make_one_codebook(tmp_path):
    """Codes come in the order of the files and keep the id and version of their own."""
    codebook = _read(tmp_path, WHOLE, 'codebook: {id: more, version: "2"}\ncodes: [{id: b, label: B, definition: D}]')
    assert [(code.code_id, code.codebook, code.version) for code in codebook.codes] == [
        ("trust", "peers", "1.0"),
        ("early", "peers", "1.0"),
        ("b", "more", "2"),
    ]


def test_all_mistakes_of_all_files_are_reported_at_once(tmp_path):
    """Form, meaning and encoding: one list, by file and line; an id must be unique over all files."""
    one = HEAD + "- id: a\n  label: A\n  definition: D\n  patternz: x\n- id: b\n  label: B\n  definition: \n"
    two = HEAD + "- id: a\n  label: Another\n  definition: D\n  parent: nowhere\n"
    with pytest.raises(CodebookError) as error:
        _read(tmp_path, one, two, HEAD.encode() + b"- id: caf\xe9\n")
    found = [(problem.where, problem.problem) for problem in error.value.problems]
    assert found == [
        ("1.yaml, line 6", "a code has an unknown field 'patternz'"),
        ("1.yaml, line 9", "code 'b' has no definition"),
        ("2.yaml, line 3", "the id 'a' names two codes"),
        ("2.yaml, line 6", "code 'a' has an unknown parent 'nowhere'"),
        ("3.yaml, line 3", "the codebook is not UTF-8 text"),
    ]
    assert "'a' (1.yaml, line 3) has it already" in error.value.problems[2].fix


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    """A codebook edited in Notepad reads like any other."""
    codebook = _read(tmp_path, b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert [code.code_id for code in codebook.codes] == ["trust", "early"]


def test_no_file_means_no_codes():
    """A study may have no codebook yet."""
    assert read_codebooks([], str).codes == ()


@pytest.mark.parametrize("name", ["peer-leadership.yaml", "leadership-traits.yaml"])
def test_the_codebooks_that_come_with_the_project_are_sound(name):
    """Both read without a problem and give every code some rules."""
    path = Path(__file__).parents[2] / "codebooks" / name
    assert all(code.patterns for code in read_codebooks([path], str).codes if code.is_theme)
