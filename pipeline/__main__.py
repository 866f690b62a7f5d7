"""The command line: parse, load the study, call what does the work, turn a StudyError into a message and exit code."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.errors import OutputError, StudyError
from pipeline.outputs import PURPOSES, REPORT_PAGE

if TYPE_CHECKING:
    from pipeline.study import Study

app = typer.Typer(
    name="qualpipe",
    help="From focus-group and survey transcripts to theme frequencies that can be defended, in one command.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

StudyPath = Annotated[Path, typer.Option("--study", help="The study's settings file.", metavar="PATH")]
HERE = Path("study.toml")


def _study(path: Path) -> Study:
    from pipeline.study import read_study

    return read_study(path)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer hands the option's value over so
    if asked:
        from importlib.metadata import version

        print(f"qualpipe {version('qualpipe')}")
        raise typer.Exit


@app.callback()
def about(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """From focus-group and survey transcripts to theme frequencies that can be defended, in one command."""


@app.command()
def analyze(
    study: StudyPath = HERE,
    start: Annotated[str, typer.Option("--from", help="Run this stage and all after it again.", metavar="STAGE")] = "",
    only: Annotated[str, typer.Option("--only", help="Run this one stage again.", metavar="STAGE")] = "",
) -> None:
    """Run everything that is out of date, from the files to the report."""
    from pipeline.run import analyze as run_all

    loaded = _study(study)
    run_all(loaded, print, start=start, only=only)
    _tell_where(loaded, only)


def _tell_where(study: Study, only: str) -> None:
    page = study.path(REPORT_PAGE)
    if page.exists() and only in ("", "report"):
        print(f"\nThe report: {study.name_of(page)} (open it in any browser)")


@app.command()
def status(study: StudyPath = HERE) -> None:
    """Say which stages are fresh, which are stale, and why; runs nothing."""
    from pipeline.run import read_status

    for stage, reasons in read_status(_study(study)):
        print(f"{stage.name:<12} {'stale: ' + '; '.join(reasons) if reasons else 'fresh'}")


@app.command()
def check(study: StudyPath = HERE) -> None:
    """Read study.toml, the roster and the codebook and list every problem; runs nothing."""
    from pipeline.commands.check import run

    print(run(_study(study)))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder of your files, or a new one.", metavar="DIR")],
) -> None:
    """Make a study: look at the files in a folder and write a commented study.toml that runs."""
    from pipeline.commands.init import run

    print(run(folder, print))


@app.command()
def sheet(
    coder: Annotated[str, typer.Option("--coder", help="The coder's id; it names the file.", metavar="ID")],
    study: StudyPath = HERE,
    sample: Annotated[int, typer.Option(help="Segments drawn at random; 0 means all.", metavar="N", min=0)] = 0,
    kind: Annotated[str, typer.Option(help="Only of this kind of source, as survey or focus_group.")] = "",
) -> None:
    """Write a coding sheet (XLSX): one row a segment, one column a code."""
    from pipeline.commands.sheet import run

    print(run(_study(study), coder, sample, kind))


@app.command()
def adjudicate(study: StudyPath = HERE) -> None:
    """Write what coders differ on into a workbook (XLSX) for an adjudicator to decide."""
    from pipeline.commands.adjudicate import run

    print(run(_study(study)))


def _add_stage_command(name: str, purpose: str) -> None:
    def command(study: StudyPath = HERE) -> None:
        from pipeline.run import analyze as run_all

        run_all(_study(study), print, only=name)

    app.command(name, help=f"Stage: {purpose}.", rich_help_panel="One stage at a time")(command)


for _name, _purpose in PURPOSES.items():
    _add_stage_command(_name, _purpose)


def main() -> None:
    """Run the command line; every StudyError becomes a message on standard error and its exit code."""
    _use_utf8()
    try:
        app()
    except StudyError as error:
        _stop(error)
    except OSError as error:
        problem = f"the system refused a file or folder: {error.strerror or 'no reason given'}"
        fix = "check that it exists, that you may read and write it, and that no other program holds it open"
        _stop(OutputError(problem, where=str(error.filename or ""), fix=fix))


def _stop(error: StudyError) -> NoReturn:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)


def _use_utf8() -> None:
    """Let names and marks print on any terminal, Windows' included."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
