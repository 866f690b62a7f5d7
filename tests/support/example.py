"""The example study, copied out of the repository so that a test can run and change it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipeline.study import Study, read_study

ROOT = Path(__file__).parents[2]

# A shell that starts something in the background has it ignore Ctrl-C; this program listens again.
STOPPABLE = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "runpy.run_module('pipeline', run_name='__main__', alter_sys=True)"
)


def copy_example(folder: Path) -> Path:
    """Copy the example study into `folder` and return its study.toml."""
    shutil.copytree(ROOT / "data" / "example", folder / "data" / "example")
    shutil.copytree(ROOT / "codebooks", folder / "codebooks")
    shutil.copy(ROOT / "study.toml", folder)
    return folder / "study.toml"


def run_elsewhere(study: Path, *arguments: str, hash_seed: int) -> subprocess.CompletedProcess[str]:
    """Run the command line on `study` in a process of its own, with another order of sets and dictionaries' hashes."""
    environment = os.environ | {"PYTHONHASHSEED": str(hash_seed)}
    return subprocess.run(  # noqa: S603 - our own words
        _command(study, *arguments), capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )


def stop_at(study: Path, *, stage: str) -> subprocess.CompletedProcess[str]:
    """Analyse `study` in a process of its own and interrupt it, as Ctrl-C does, once `stage` has begun."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", STOPPABLE, "analyze", "--study", str(study)]
    with subprocess.Popen(command, stdout=-1, stderr=-1, text=True, cwd=ROOT, env=environment) as process:  # noqa: S603 - as above
        for line in process.stdout or ():
            if line.startswith(stage):
                time.sleep(1)
                process.send_signal(signal.SIGINT)
                break
        out, err = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _command(study: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", *arguments, "--study", str(study)]


def read_everything(study: Study) -> dict[str, bytes]:
    """Return the bytes of every file that the pipeline wrote for `study`, by name."""
    folders = [study.root / "data" / "derived", study.root / "data" / "restricted", study.root / "reports"]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(study.root).as_posix(): path.read_bytes() for path in files}


def reread(study: Study) -> Study:
    """Read the settings of `study` again, as the next command would."""
    return read_study(study.root / "study.toml")
