"""Small studies on disk for the tests of what surrounds the stages."""

from __future__ import annotations

from pathlib import Path

from pipeline.study import Study, read_study

SMALLEST = """
[study]
title = "A small study"

[[sources]]
kind = "focus_group"
files = ["data/raw/*.txt"]
"""


def write_study(folder: Path, settings: str = SMALLEST, *, files: dict[str, str] | None = None) -> Path:
    """Write study.toml and `files` (one transcript by default) below `folder`; return the path of study.toml."""
    for name, text in (files or {"data/raw/group.txt": "Ann: Hello.\nBen: Hello to you.\n"}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    return folder / "study.toml"


def make_study(folder: Path, settings: str = SMALLEST, *, files: dict[str, str] | None = None) -> Study:
    """Write a study below `folder` and read it."""
    return read_study(write_study(folder, settings, files=files))
