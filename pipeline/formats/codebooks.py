"""Codebook files: YAML text into codes, every entry with the line it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

import yaml

from pipeline.errors import suggest
from pipeline.methods.coding.codebook import Code, Codebook, Mistake, check_codebook
from pipeline.methods.text.words import squeeze

_PARTS = ("codebook", "codes")
_HEAD_FIELDS = ("id", "title", "version")
_TEXT_FIELDS = ("id", "label", "definition", "parent", "theme", "colour")
_LIST_FIELDS = ("include", "exclude", "examples", "counter_examples", "patterns", "not_patterns", "also_called")
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}
_README = "codebooks/README.md shows how a codebook is written"

Fields = dict[str, yaml.Node]


def read_codebooks(paths: Sequence[Path], name_of: Callable[[Path], str]) -> Codebook:
    """Return the codes of the files at `paths`, one after another, as one codebook.

    `name_of` gives the name by which messages call a file. Raises CodebookError listing every problem of every file.
    """
    parsed = [_parse_bytes(path.read_bytes(), name_of(path)) for path in paths]
    codes = [code for of_file, _ in parsed for code in of_file]
    return check_codebook(codes, [mistake for _, of_file in parsed for mistake in of_file])


def _parse_bytes(content: bytes, file: str) -> tuple[list[Code], list[Mistake]]:
    try:
        return parse_codebook(content.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return [], [Mistake(file, line, "the codebook is not UTF-8 text", "save it as UTF-8 in your editor")]


def parse_codebook(text: str, file: str) -> tuple[list[Code], list[Mistake]]:
    """Return the codes that `text` (YAML) holds, and the mistakes of form in it: what a code means is checked later.

    `file` is the name that mistakes give as their place. An unreadable entry is left out and listed.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "a character that has no place in a text file"
        fix = "mind the spaces at the start of the lines, and put text that holds ': ' or ' #' in quotes"
        return [], [Mistake(file, mark.line + 1 if mark else 1, f"this is not YAML: {said}", fix)]
    return _read_codes(root, file), [Mistake(file, line, *said) for line, *said in _form_mistakes(root)]


Found = tuple[int, str, str]


def _form_mistakes(root: yaml.Node | None) -> Iterator[Found]:
    parts = _fields(root)
    yield from _mapping_mistakes(root, _PARTS, "the codebook")
    yield from _head_mistakes(parts.get("codebook"))
    codes = parts.get("codes")
    if not isinstance(codes, yaml.SequenceNode) or not codes.value:
        yield _line(codes or root), "the codebook has no codes", f"list them under 'codes:'; {_README}"
        return
    for node in codes.value:
        yield from _mapping_mistakes(node, (*_TEXT_FIELDS, *_LIST_FIELDS), "a code")
        for name, value in _fields(node).items():
            yield from _value_mistakes(name, value)


def _head_mistakes(head: yaml.Node | None) -> Iterator[Found]:
    yield from _mapping_mistakes(head, _HEAD_FIELDS, "'codebook:'")
    for name in ("id", "version"):
        if not _text(_fields(head).get(name)):
            yield _line(head), f"the codebook has no {name}", f"write it under 'codebook:'; {_README}"


def _mapping_mistakes(node: yaml.Node | None, known: Sequence[str], what: str) -> Iterator[Found]:
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        yield _line(node), f"{what} is not a list of fields", f"write each field as `name: value`; {_README}"
        return
    keys = [(str(key.value), _line(key)) for key, _ in node.value]
    for number, (key, line) in enumerate(keys):
        if key not in known:
            fix = suggest(key, known, otherwise=f"known here: {', '.join(known)}")
            yield line, f"{what} has an unknown field '{key}'", fix
        if key in [before for before, _ in keys[:number]]:
            yield line, f"the field '{key}' stands twice", "keep one of the two"


def _value_mistakes(name: str, value: yaml.Node) -> Iterator[Found]:
    if name == "theme" and _text(value).lower() not in _YES_NO:
        yield _line(value), "'theme' is neither true nor false", "write `theme: true` or leave it out"
    elif name in _TEXT_FIELDS and not isinstance(value, yaml.ScalarNode):
        yield _line(value), f"'{name}' is not one text", "write one text; put it in quotes if it holds ': '"
    elif name in _LIST_FIELDS:
        items = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for item in items:
            if not isinstance(item, yaml.ScalarNode):
                yield _line(item), f"an entry of '{name}' is not a text", "put it in quotes if it holds ': '"


def _read_codes(root: yaml.Node | None, file: str) -> list[Code]:
    parts = _fields(root)
    head = _fields(parts.get("codebook"))
    nodes = parts["codes"].value if isinstance(parts.get("codes"), yaml.SequenceNode) else []
    return [_read_code(node, head, file) for node in nodes if isinstance(node, yaml.MappingNode)]


def _read_code(node: yaml.Node, head: Fields, file: str) -> Code:
    fields = _fields(node)
    parent_id = _text(fields.get("parent")) or None
    return Code(
        code_id=_text(fields.get("id")),
        label=_text(fields.get("label")),
        definition=_text(fields.get("definition")),
        parent_id=parent_id,
        is_theme=_YES_NO.get(_text(fields.get("theme")).lower(), parent_id is None),
        colour=_text(fields["colour"]) if "colour" in fields else None,
        codebook=_text(head.get("id")),
        codebook_title=_text(head.get("title")),
        version=_text(head.get("version")),
        file=file,
        lines=_lines(node),
        **{name: _texts(fields.get(name)) for name in _LIST_FIELDS},
    )


def _lines(node: yaml.Node) -> dict[str, int]:
    lines = {"id": _line(node)}
    for key, value in node.value:
        lines[str(key.value)] = _line(key)
        if isinstance(value, yaml.SequenceNode):
            lines.update({f"{key.value}.{n}": _line(item) for n, item in enumerate(value.value)})
    return lines


def _fields(node: yaml.Node | None) -> Fields:
    pairs = cast("list[tuple[yaml.Node, yaml.Node]]", node.value) if isinstance(node, yaml.MappingNode) else []
    return {str(key.value): value for key, value in pairs}


def _text(node: yaml.Node | None) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    return squeeze(str(node.value))


def _texts(node: yaml.Node | None) -> tuple[str, ...]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(text for item in items if (text := _text(item)))


def _line(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node else 1
