"""The files of a new study, by what was seen in its folder: settings, roster, codebook, and the pages they point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.commands.roster_draft import draft_roster, render_roster
from pipeline.commands.seen import CODEBOOK, KINDS, ROSTER, TALK, Seen
from pipeline.commands.settings_draft import Draft, render_settings
from pipeline.errors import CodebookError
from pipeline.formats.codebooks import read_codebooks
from pipeline.formats.collecting import name_files
from pipeline.methods.text.collected import CollectedSource, slug

STUDY = "study.toml"
PEOPLE = "data/raw/participants.csv"
CODES = "codebooks/codebook.yaml"
IGNORED = ".gitignore"
TRANSCRIPTS = "data/raw/transcripts"
_TEMPLATES = Path(__file__).parent / "new_study"
_PAGES = {"docs/settings.md": "settings.md", "codebooks/README.md": "codebooks.md"}


def read_templates() -> set[bytes]:
    """Return the bytes of every file that a study begins with: such a file holds nothing of anybody's own."""
    return {path.read_bytes() for path in _TEMPLATES.iterdir()}


def begin_study(folder: Path) -> dict[str, str]:
    """Return the files of a study that has no sources yet, by name; none that is there already."""
    own = {PEOPLE: _template("participants.csv"), CODES: _template("codebook.yaml"), IGNORED: _template("gitignore")}
    draft = Draft((PEOPLE,), (CODES,))
    settings = render_settings(_template(STUDY).replace("@SOURCES@", _template("sources.toml").strip()), (), draft)
    return {STUDY: settings, **_leave_out_there(folder, own | _pages())}


def draft_study(folder: Path, seen: Sequence[Seen]) -> dict[str, str]:
    """Return the files of a study of what was seen in `folder`, by name; none that is there, but for a bare template.

    They are the roster of everybody who speaks, where no file is one; the codebook that a table holds, or one to begin
    with, where no file is one; study.toml, the pages that explain it, and .gitignore.
    """
    rosters, people = _draft_roster(folder, seen)
    found = [file for file in seen if file.use == CODEBOOK]
    codebooks, codes = _draft_codebook(folder, found)
    counting = {*codebooks, *(file.name for file in found[-1:] if codes)}
    around = _leave_out_there(folder, {IGNORED: render_ignored(seen, rosters)} | _pages())
    draft = Draft(
        tuple(rosters),
        tuple(codebooks),
        unused=tuple(file.name for file in found if file.name not in counting),
        names=(*(file.name for file in seen), *people, *codes, *_pages(), STUDY),
    )
    return {STUDY: render_settings(_template(STUDY), seen, draft), **people, **codes, **around}


def _draft_roster(folder: Path, seen: Sequence[Seen]) -> tuple[list[str], dict[str, str]]:
    """The rosters of a study, the one that counts first, and what is to be written for that."""
    rosters = [file.name for file in seen if file.use == ROSTER]
    rows = [] if rosters else draft_roster(list_talk(folder, seen))
    if not rows:
        return rosters, {}
    name = _find_free(folder, PEOPLE)
    return [name], {name: render_roster(rows)}


def list_talk(folder: Path, seen: Sequence[Seen]) -> list[CollectedSource]:
    """Return the transcripts among what was seen, with the ids and in the order that the analysis will give them."""
    used = [file for file in seen if file.use in KINDS]
    named = name_files((folder / file.name, file.name, "") for file in used)
    talk: list[CollectedSource] = []
    for file in used:
        stem, seen_as = named[folder / file.name][1], slug(PurePosixPath(file.name).stem)
        sources = file.sources if file.use in TALK else ()
        talk += [replace(source, stem=stem + source.stem.removeprefix(seen_as)) for source in sources]
    return sorted(talk, key=lambda source: source.stem)


def _draft_codebook(folder: Path, codebooks: Sequence[Seen]) -> tuple[list[str], dict[str, str]]:
    """The codebooks that count, and what is to be written for them.

    Files in YAML come before tables; of several that do not go together the last by name counts, often the latest.
    """
    ready = [file.name for file in codebooks if not file.yaml]
    if ready:
        return ready if _go_together(folder, ready) else ready[-1:], {}
    name = _find_free(folder, CODES)
    return [name], {name: codebooks[-1].yaml if codebooks else _template("codebook.yaml")}


def _go_together(folder: Path, names: Sequence[str]) -> bool:
    try:
        read_codebooks([folder / name for name in names], str)
    except CodebookError:
        return False
    return True


def render_ignored(seen: Sequence[Seen], rosters: Sequence[str]) -> str:
    """Return a .gitignore that keeps out of version control what people said and who they are, wherever it lies."""
    named = [*(file.name for file in seen if file.use in {*KINDS, ROSTER}), *rosters]
    others = [PurePosixPath(name) for name in named if not name.startswith("data/raw/")]
    tops = {path.parts[0] + ("/" if len(path.parts) > 1 else "") for path in others}
    return _template("gitignore") + "".join(f"/{top}\n" for top in sorted(tops))


def _find_free(folder: Path, name: str) -> str:
    """Return `name`, or with a number behind it the first that is free; a bare template is."""
    path = PurePosixPath(name)
    tried = [name, *(f"{path.parent}/{path.stem}-{n}{path.suffix}" for n in range(2, 100))]
    return next(name for name in tried if not (folder / name).exists() or _is_template(folder / name))


def _is_template(path: Path) -> bool:
    return path.is_file() and path.read_bytes() in read_templates()


def _leave_out_there(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if not (folder / name).exists()}


def _pages() -> dict[str, str]:
    return {name: _template(source) for name, source in _PAGES.items()}


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
