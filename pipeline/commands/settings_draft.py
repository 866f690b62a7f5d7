"""The study.toml that `qualpipe init` drafts: what was understood as settings, what was not sure as remarks."""

from __future__ import annotations

import glob
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipeline.commands.seen import GUIDE, Reading, Seen, count, list_quoted, quote
from pipeline.formats.surveys.open_items import render_questions
from pipeline.formats.surveys.values import OpenItem
from pipeline.formats.tables import TextTable
from pipeline.methods.text.collected import make_distinct, slug

_CALLED = {
    "focus_group": ("focus group", "More than two participants speak in each; if that is wrong, write another `kind`."),
    "interview": ("interview", "One or two participants speak in each; if that is wrong, write another `kind`."),
    "document": ("document", "They have no speaker labels, or few, so each is read as the text of one author."),
}
_MOST_FOLDERS = 6
_ID_WORDS = 4
_IF_PEOPLE_SPEAK = (
    "# If people speak in them, write `interview` or `focus_group`; `speaker_pattern` describes labels of another form."
)
_EXAMPLE = """\
# [[questions]]
# id = "motives"
# block = "Opening"
# wording = "What made you take up this work?\""""


@dataclass(frozen=True, slots=True)
class Draft:
    """What goes into study.toml beside what was seen: the rosters, of which one counts, and the codebooks.

    `unused` are codebooks that do not count; `names` are all files that lie or will lie in the folder: a pattern
    matches none but those it is meant for.
    """

    rosters: tuple[str, ...]
    codebooks: tuple[str, ...]
    unused: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def render_settings(template: str, seen: Sequence[Seen], draft: Draft) -> str:
    """Return study.toml: the `template` with its places, as @SOURCES@, filled in."""
    parts = {
        "@SOURCES@": "\n\n".join((*_render_texts(seen, draft.names), *_render_tables(seen))),
        "@PARTICIPANTS@": _render_roster(draft.rosters),
        "@QUESTIONS@": "\n\n".join((*_render_asked(seen), *_render_guides(seen))),
        "@CODEBOOKS@": _render_codebooks(draft),
    }
    for place, text in parts.items():
        template = template.replace(place, text, 1)
    return template


def _render_roster(rosters: Sequence[str]) -> str:
    if not rosters:
        return '# file = "data/raw/participants.csv"'
    return "\n".join([f"file = {quote(rosters[0])}", *(f"# file = {quote(other)}" for other in rosters[1:])])


def _render_codebooks(draft: Draft) -> str:
    lines = [f"files = {list_quoted(draft.codebooks)}"]
    if draft.unused:
        lines.append(f"# Codebooks that are there too and do not count: {', '.join(draft.unused)}")
    return "\n".join(lines)


def _render_texts(seen: Sequence[Seen], names: Collection[str]) -> Iterator[str]:
    for kind, (called, reason) in _CALLED.items():
        texts = [file.name for file in seen if file.use == kind and not file.reading]
        for group in _group_by_folder(texts):
            lines = [f"# {count(len(group), called)}. {reason}"]
            lines += [_IF_PEOPLE_SPEAK] if kind == "document" else []
            lines += ["[[sources]]", f"kind = {quote(kind)}", f"files = {list_quoted(list_patterns(group, names))}"]
            yield "\n".join(
                [*lines, '# attributes = { wave = "before" }    # a fact about all of these, to compare by']
            )


def _group_by_folder(names: Sequence[str]) -> list[list[str]]:
    """Return the files of each folder, or all together where there are many folders."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[str(PurePosixPath(name).parent)].append(name)
    return list(groups.values()) if len(groups) <= _MOST_FOLDERS else [list(names)]


def list_patterns(wanted: Sequence[str], names: Collection[str]) -> list[str]:
    """Return patterns for study.toml that match the files `wanted` and none of the other `names`."""
    like: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in {*names, *wanted}:
        like[_folder_and_ending(name)].append(name)
    patterns: dict[str, None] = {}
    for name in wanted:
        folder, ending = _folder_and_ending(name)
        others = set(like[folder, ending]) - set(wanted)
        is_alone = others or len(like[folder, ending]) == 1
        patterns[glob.escape(name) if is_alone else f"{glob.escape(folder)}*{glob.escape(ending)}"] = None
    return list(patterns)


def _folder_and_ending(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    return name.removesuffix(path.name), path.suffix


def _render_tables(seen: Sequence[Seen]) -> Iterator[str]:
    for file in seen:
        if file.reading and file.sources:
            columns = [f"columns.{use} = {quote(header)}" for use, header in file.reading.columns.items()]
            lines = [f"# {file.said}", "[[sources]]", f"kind = {quote(file.use)}"]
            lines += [f"files = [{quote(glob.escape(file.name))}]", f"layout = {quote(file.reading.layout)}"]
            yield "\n".join([*lines, *columns, *file.reading.doubts])


def _render_asked(seen: Sequence[Seen]) -> Iterator[str]:
    """The open questions of all surveys as one list: a column that two exports share is one question."""
    columns: dict[tuple[str, ...], OpenItem | None] = {}
    readings = [file.reading for file in seen if file.reading]
    for reading in readings:
        columns |= _add_items(columns, reading)
    asked = [replace(item, number=n) for n, item in enumerate(columns.values()) if item]
    if asked:
        yield "# Proposed by what the survey's columns hold: check each, and delete what is no open question."
        yield render_questions(TextTable("", tuple(columns), (), (), {}), asked, [])


def _add_items(
    columns: Mapping[tuple[str, ...], OpenItem | None], reading: Reading
) -> dict[tuple[str, ...], OpenItem | None]:
    items = {item.number: item for item in reading.items}
    added: dict[tuple[str, ...], OpenItem | None] = {}
    for number, names in enumerate(reading.table.columns):
        before, here = columns.get(names), items.get(number)
        if before and here:
            n_answers = before.n_answers + here.n_answers
            n_words = (before.n_answers * before.n_words + here.n_answers * here.n_words) / n_answers
            here = replace(here, n_answers=n_answers, n_words=n_words)
        added[names] = here or before
    return added


def _render_guides(seen: Sequence[Seen]) -> Iterator[str]:
    guides = [file for file in seen if file.use == GUIDE]
    if not guides:
        yield "# The discussion guide, one entry a question:\n" + _EXAMPLE
    wordings = [wording for guide in guides for wording in guide.wordings]
    ids = iter(make_distinct(map(_name_question, wordings)))
    for guide in guides:
        yield f"# Found in {guide.name}: take the # away from what was asked, and give each a short id of your own."
        for wording in guide.wordings:
            yield f"# [[questions]]\n# id = {quote(next(ids))}\n# wording = {quote(wording)}"


def _name_question(wording: str) -> str:
    plain = slug(wording.encode("ascii", "ignore").decode())
    return "-".join(plain.split("-")[:_ID_WORDS])
