"""The example study, copied out of the repository so that a test can run and change it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.study import Study, read_study

ROOT = Path(__file__).parents[2]


def copy_example(folder: Path) -> Path:
    """Copy the example study into `folder` and return its study.toml."""
    shutil.copytree(ROOT / "data" / "example", folder / "data" / "example")
    shutil.copytree(ROOT / "codebooks", folder / "codebooks")
    shutil.copy(ROOT / "study.toml", folder)
    return folder / "study.toml"


def run_elsewhere(study: Path, *arguments: str, hash_seed: int) -> subprocess.CompletedProcess[str]:
    """Run the command line on `study` in a process of its own, with another order of sets and dictionaries' hashes."""
    command = [sys.executable, "-m", "pipeline", *arguments, "--study", str(study)]
    environment = os.environ | {"PYTHONHASHSEED": str(hash_seed)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)  # noqa: S603 - our own words


def read_everything(study: Study) -> dict[str, bytes]:
    """Return the bytes of every file that the pipeline wrote for `study`, by name."""
    folders = [study.root / "data" / "derived", study.root / "data" / "restricted", study.root / "reports"]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(study.root).as_posix(): path.read_bytes() for path in files}


def reread(study: Study) -> Study:
    """Read the settings of `study` again, as the next command would."""
    return read_study(study.root / "study.toml")
