"""The gate: no table and no page goes out with a name, a number or an address that was to be replaced."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import outputs as o
from pipeline.errors import LeakError, Problem
from pipeline.manifest import hash_file, hash_text, read_json, render_manifest
from pipeline.outputs import Output, Privacy
from pipeline.study import Study

if TYPE_CHECKING:
    from pipeline.methods.text.leaks import Search

_PLACES_SHOWN = 12
_IDS = ("_id", "sha256", "_key")
_OURS = frozenset(
    f"column {name}"
    for name in (
        *("basis", "declined", "encoder", "estimand", "kind", "language", "machine_accepted", "method", "model"),
        *("resampled", "role", "statistic", "undefined", "unit"),
    )
)
"""Columns in which the software writes words of its own."""
_FIXES = {
    "codes": "take the name out of the codebook, or put the words that are no name under [deidentify] keep",
    "codings": "take the name out of the coders' notes, or put the words that are no name under [deidentify] keep",
    "rulings": "take the name out of the adjudicator's notes, or put what is no name under [deidentify] keep",
    "decisions": "take the name out of the adjudicator's reasons, or put what is no name under [deidentify] keep",
}
_FIX = (
    "find the name in what is named here (a title, a code, a note, an attribute) and take it out, or, if it is no name,"
    " put the words under [deidentify] keep"
)
_NOTEBOOK_FIX = "clear the notebook's outputs and take the name out of its cells"


@dataclass(frozen=True, slots=True)
class Gate:
    """What is looked for in tables, and what in pages, where the software's own words are no names."""

    tables: Search
    pages: Search


def search_results(stage: str, written: Sequence[Output], manifest: Output, study: Study) -> None:
    """Search what a stage has written for everything that identifies, and note in data/restricted that it was done.

    Of tables, the names and the words of every column are searched; of pages, pictures and documents, every text in
    them and beside them. With the report, the notebooks in the study's folder are searched as well; they stay.

    Args:
        stage: the stage's name.
        written: what it writes; identifiable files are passed over.
        manifest: where its manifest is.
        study: the study.

    Raises:
        LeakError: listing each file and place with a name, never the name; what the stage wrote is gone then.
    """
    if is_searched(stage, manifest, study):
        return
    gate = build_gate(study)
    public = [study.path(output) for output in (*written, manifest) if output.privacy is not Privacy.IDENTIFIABLE]
    if problems := [_say(file, places, study) for file, places in find_leaking(public, gate, study)]:
        for path in public:
            _remove(path)
        raise LeakError.of(problems)
    if manifest.privacy is Privacy.RELEASABLE:
        _check_notebooks(gate, study)
    _note_searched(stage, manifest, study)


def is_searched(stage: str, manifest: Output, study: Study) -> bool:
    """Return whether the results of `stage` have been searched, as they are, for what is known to identify today."""
    is_private = manifest.privacy is Privacy.IDENTIFIABLE
    if is_private or not study.settings.deidentify.enabled or not study.path(o.NAME_FORMS).exists():
        return True
    return read_json(study.path(o.SEARCHED)).get(stage) == _mark(manifest, study)


def _mark(manifest: Output, study: Study) -> str:
    written = read_json(study.path(manifest)).get("outputs")
    keep = list(study.settings.deidentify.keep)
    return hash_text(render_manifest({"for": hash_file(study.path(o.NAME_FORMS)), "keep": keep, "in": written}))


def _note_searched(stage: str, manifest: Output, study: Study) -> None:
    from pipeline.store import write_text

    path = study.path(o.SEARCHED)
    write_text(render_manifest({**read_json(path), stage: _mark(manifest, study)}), path)
    close_restricted(study)


def check_file(path: Path, study: Study) -> None:
    """Search one file that a command has written, and remove it where anything is found; raise LeakError then."""
    if not study.settings.deidentify.enabled or not study.path(o.NAME_FORMS).exists():
        return
    for file, places in find_leaking([path], build_gate(study), study):
        _remove(file)
        raise LeakError.of([_say(file, places, study)])


def build_gate(study: Study) -> Gate:
    """Return what no output of `study` may hold, as its de-identification has left it."""
    path = study.path(o.NAME_FORMS)
    settings = study.settings.deidentify
    return _build_gate(path, hash_file(path), settings.keep, frozenset(settings.patterns))


@cache
def _build_gate(path: Path, _content: str, keep: tuple[str, ...], own: frozenset[str]) -> Gate:
    """The gate for forms of that content; kinds for which the study has a pattern of its `own` are its own affair."""
    from pipeline import schemas
    from pipeline.methods.text.identifier_patterns import UNMISTAKABLE
    from pipeline.methods.text.leaks import build_search, without_own_words
    from pipeline.store import read_table

    kinds = [kind for kind in UNMISTAKABLE if kind not in own]
    tables = build_search(read_table(path, schemas.NAME_FORMS), keep, kinds)
    return Gate(tables, without_own_words(tables, _read_own_words()))


def _read_own_words() -> tuple[str, ...]:
    """The texts of this package that reach a page: its templates, and the modules that write words."""
    folder = Path(__file__).parent
    files = [*folder.glob("reporting/**/*"), *folder.glob("figures/*.py"), *folder.glob("*.py")]
    readable = sorted(file for file in files if file.is_file() and file.suffix != ".pyc")
    return tuple(file.read_text(encoding="utf-8", errors="replace") for file in readable)


def find_leaking(paths: Iterable[Path], gate: Gate, study: Study) -> Iterator[tuple[Path, list[str]]]:
    """Find the files among `paths` and below them that hold what was to be replaced, and where in them."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                is_table = file.suffix == ".parquet" or file.is_relative_to(study.path(o.SHEETS))
                if places := _find_places(file, gate, is_table=is_table):
                    yield file, places


def _find_places(file: Path, gate: Gate, *, is_table: bool) -> list[str]:
    from pipeline.formats.written import COLUMN, list_written
    from pipeline.methods.text.leaks import find_leaks, find_patterns, may_hold

    places: dict[str, int] = {}
    for place, text in list_written(file):
        is_theirs = is_table and place.startswith(COLUMN) and place not in _OURS
        search = gate.tables if is_theirs else gate.pages
        has_words = is_theirs and not place.endswith(_IDS)
        if (may_hold(text, search) and find_leaks(text, search)) or (has_words and any(find_patterns(text, search))):
            places[place] = places.get(place, 0) + 1
    return [f"{place} ({n} times)" if n > 1 else place for place, n in places.items()]


def _check_notebooks(gate: Gate, study: Study) -> None:
    problems = [
        Problem("a notebook holds what was to be replaced", f"{study.name_of(file)}: {_list(places)}", _NOTEBOOK_FIX)
        for file, places in find_leaking(sorted((study.root / "notebooks").glob("*.ipynb")), gate, study)
    ]
    if problems:
        raise LeakError.of(problems)


def _say(file: Path, places: Sequence[str], study: Study) -> Problem:
    name = "a file whose name holds it" if "its name" in places else study.name_of(file)
    said = "a result would hold a name, number or address that was to be replaced; it has been removed"
    return Problem(said, f"{name}: {_list(places)}", _FIXES.get(file.stem, _FIX))


def _list(places: Sequence[str]) -> str:
    return ", ".join(places[:_PLACES_SHOWN]) + (", ..." if len(places) > _PLACES_SHOWN else "")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def close_restricted(study: Study) -> None:
    """Make data/restricted if need be, and let nobody but its owner read it: folders 0700, files 0600.

    Where the system knows no owners, nothing changes.
    """
    folder = study.path(Output("", Privacy.IDENTIFIABLE))
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
