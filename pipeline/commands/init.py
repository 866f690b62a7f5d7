"""`qualpipe init DIR`: a new study folder with settings that can be followed from the first run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import StudyError
from pipeline.store import write_text

TEMPLATES = Path(__file__).parent / "new_study"
TRANSCRIPTS = (".txt", ".md", ".docx", ".vtt", ".srt")


def run(folder: Path) -> str:
    """Write the files of a new study into `folder` and return what to do next; never touch a file that is there."""
    if (folder / "study.toml").exists():
        raise StudyError(
            f"there is a study in '{folder}' already",
            where="study.toml",
            fix="choose another folder, or edit the study.toml that is there",
        )
    for name, text in _render(folder).items():
        if not (folder / name).exists():
            write_text(text, folder / name)
    return _next_steps(folder)


def _render(folder: Path) -> Mapping[str, str]:
    globs = [f"data/raw/*{suffix}" for suffix in TRANSCRIPTS if list(folder.glob(f"data/raw/*{suffix}"))]
    listed = ", ".join(f'"{pattern}"' for pattern in globs or ["data/raw/*.txt"])
    return {
        "study.toml": _template("study.toml").replace("@FILES@", listed),
        "codebooks/codebook.yaml": _template("codebook.yaml"),
        "data/raw/participants.csv": _template("participants.csv"),
        ".gitignore": _template("gitignore"),
    }


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _next_steps(folder: Path) -> str:
    return "\n".join(
        [
            f"made a new study in {folder}",
            f"  1. put the transcripts into {folder / 'data' / 'raw'} (it stays out of version control)",
            f"  2. list who took part in {folder / 'data' / 'raw' / 'participants.csv'}",
            f"  3. write your codes into {folder / 'codebooks' / 'codebook.yaml'}",
            f"  4. run: qualpipe analyze --study {folder / 'study.toml'}",
        ]
    )
