"""`qualpipe init DIR`: look at the files of a study and write settings that run, or begin a study without files."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.commands.drafting import IGNORED, STUDY, TRANSCRIPTS, begin_study, draft_study, read_templates
from pipeline.commands.looking import look
from pipeline.commands.seen import KINDS, Seen, count
from pipeline.errors import StudyError
from pipeline.store import write_text


def run(folder: Path, tell: Callable[[str], None]) -> str:
    """Write the files of a study into `folder` and return what to do next; tell what each file there was taken for.

    A file that is there is read and never changed, moved or copied; only an untouched template of ours is filled in.
    Where nothing can be used as a source, the settings name a folder to put transcripts into.

    Raises:
        StudyError: there is a study.toml already, or more files than one study has.
    """
    if (folder / STUDY).exists():
        raise StudyError(
            f"there is a study in '{folder}' already",
            where=STUDY,
            fix="edit the study.toml that is there; or give it another name, and the folder is looked at once more",
        )
    folder.mkdir(parents=True, exist_ok=True)
    tell(f"looking at the files in {folder}")
    seen = look(folder, read_templates())
    for file in seen:
        tell(f"  {file.name}: {'' if file.use else 'not used: '}{file.said}")
    has_sources = any(file.use in KINDS for file in seen)
    written = draft_study(folder, seen) if has_sources else begin_study(folder)
    if not has_sources:
        (folder / TRANSCRIPTS).mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        write_text(text, folder / name)
    return "\n".join([*_summary(folder, seen, written), *_list_steps(folder, written[STUDY], has_sources=has_sources)])


def _summary(folder: Path, seen: Sequence[Seen], written: Mapping[str, str]) -> Iterator[str]:
    n_used = sum(bool(file.use) for file in seen)
    if seen:
        yield f"\n{n_used} of {count(len(seen), 'file')} can be used; none was changed."
    yield f"wrote into {folder}: {', '.join(written)}"
    if IGNORED not in written:
        yield "your .gitignore was left as it is: see that it names data/raw, data/restricted, data/derived and reports"


def _list_steps(folder: Path, settings: str, *, has_sources: bool) -> list[str]:
    """The three things to do next, each with its command."""
    study = f" --study {_shown(folder / STUDY)}" if folder.resolve() != Path.cwd() else ""
    found = tomllib.loads(settings)
    codebook = found["codebook"]["files"][0]
    roster = found["participants"].get("file")
    look_through = f"{STUDY} and {roster}: role, name, who may be quoted" if roster else STUDY
    first = (
        f"look through {look_through}" if has_sources else f"put your transcripts into {_shown(folder / TRANSCRIPTS)}"
    )
    return [
        "Next:",
        f"  1. {first}; then: qualpipe check{study}",
        f"  2. run it, and open reports/report.html: qualpipe analyze{study}",
        f"  3. write your codes into {codebook}, and code by hand: qualpipe sheet --coder anna --sample 150{study}",
    ]


def _shown(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
