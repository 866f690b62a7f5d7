"""The command line: every command answers, every mistake becomes a message and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import __main__ as command_line
from pipeline import run
from tests.support.studies import write_study

ROOT = Path(__file__).parents[2]


def _call(arguments, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["qualpipe", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    captured = capsys.readouterr()
    return stopped.value.code, captured.out, captured.err


def _loaded(program, folder):
    """Return what `program` prints, and at its end which heavy packages it has loaded."""
    program = (
        f"import sys\n{program}\nprint([x for x in ('pandas', 'numpy', 'spacy', 'matplotlib') if x in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, env=environment)  # noqa: S603 - our own words
    return done.stdout.strip()


def test_help_names_every_command_and_stage():
    """A newcomer sees what there is."""
    text = CliRunner().invoke(command_line.app, ["--help"]).output
    assert [name for name in ("init", "analyze", "status", "sheet", "adjudicate", "check") if name not in text] == []
    assert [stage.name for stage in run.STAGES if stage.name not in text] == []


def test_help_loads_nothing_heavy():
    """--help answers at once: neither pandas nor spaCy is loaded."""
    assert _loaded("import pipeline.__main__", ROOT) == "[]"


def test_status_loads_no_tables(tmp_path):
    """Saying that nothing has changed must not cost the loading of pandas."""
    write_study(tmp_path)
    program = (
        "sys.argv = ['qualpipe', 'status', '--study', 'study.toml']; import pipeline.__main__ as m\n"
        "try: m.main()\nexcept SystemExit: pass"
    )
    assert _loaded(program, tmp_path).endswith("[]")


def test_a_mistake_is_a_message_with_an_exit_code(tmp_path, capsys, monkeypatch):
    """No traceback: what, where, what to do, on standard error."""
    code, out, err = _call(["analyze", "--study", tmp_path / "study.toml"], capsys, monkeypatch)
    assert code == 3
    assert out == ""
    assert "there is no study" in err
    assert "Traceback" not in err


def test_an_unknown_option_is_answered_by_the_command_line_itself(capsys, monkeypatch):
    """A misspelt option is exit code 2, as everywhere."""
    code, _, _ = _call(["analyze", "--stduy", "x"], capsys, monkeypatch)
    assert code == 2


def test_status_prints_a_line_a_stage(tmp_path, capsys, monkeypatch):
    """Nothing has run: every stage says so."""
    code, out, _ = _call(["status", "--study", write_study(tmp_path)], capsys, monkeypatch)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [stage.name for stage in run.STAGES]
    assert out.splitlines()[0].endswith("stale: it has not run yet")


@pytest.mark.parametrize(
    ("arguments", "expected"), [(["analyze", "--from", "code"], ("code", "")), (["topics"], ("", "topics"))]
)
def test_analyze_and_stage_commands_pass_on_what_to_run(tmp_path, capsys, monkeypatch, arguments, expected):
    """--from and the stage commands reach the runner as given."""
    asked = []
    monkeypatch.setattr(run, "analyze", lambda _study, _tell, *, start="", only="": asked.append((start, only)))
    code, out, _ = _call([*arguments, "--study", write_study(tmp_path)], capsys, monkeypatch)
    assert (code, asked) == (0, [expected])
    assert "report.html" not in out


def test_analyze_ends_by_saying_where_the_report_is(tmp_path, capsys, monkeypatch):
    """The last line is the file to open."""
    monkeypatch.setattr(run, "analyze", lambda *_a, **_k: None)
    path = write_study(tmp_path, files={"data/raw/group.txt": "A: a", "reports/report.html": "<p>"})
    _, out, _ = _call(["analyze", "--study", path], capsys, monkeypatch)
    assert "reports/report.html" in out.splitlines()[-1]


def test_check_says_what_was_understood(tmp_path, capsys, monkeypatch):
    """A study without mistakes is told so, in numbers."""
    code, out, _ = _call(["check", "--study", write_study(tmp_path)], capsys, monkeypatch)
    assert code == 0
    assert out == "no problems found: 1 files of sources, 0 people on the roster, 0 codes, 0 coders' files\n"


def test_init_makes_a_study_whose_settings_can_be_read(tmp_path, capsys, monkeypatch):
    """What `init` writes for the files of a folder passes `check` at once."""
    folder = tmp_path / "new"
    write_study(folder).unlink()
    code, out, _ = _call(["init", folder], capsys, monkeypatch)
    assert code == 0
    assert "data/raw/group.txt: interview: 2 participants, 2 turns" in out
    assert "qualpipe analyze" in out
    code, out, err = _call(["check", "--study", folder / "study.toml"], capsys, monkeypatch)
    assert (code, err) == (0, "")
    assert "2 people on the roster, 1 codes" in out


def test_init_never_overwrites(tmp_path, capsys, monkeypatch):
    """A folder that holds a study is left as it is."""
    path = write_study(tmp_path)
    before = path.read_bytes()
    code, _, err = _call(["init", tmp_path], capsys, monkeypatch)
    assert code == 2
    assert "already" in err
    assert path.read_bytes() == before


def test_the_version_is_printed(capsys, monkeypatch):
    """What to cite can be asked for."""
    code, out, _ = _call(["--version"], capsys, monkeypatch)
    assert code == 0
    assert out.startswith("qualpipe 0.")


def test_what_the_system_refuses_is_a_message(tmp_path, capsys, monkeypatch):
    """A folder where a file should be, a file another program holds open: said, never a traceback."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, _, err = _call(["init", tmp_path / "file"], capsys, monkeypatch)
    assert code == 8
    assert "Traceback" not in err
    monkeypatch.setattr(run, "analyze", lambda *_a, **_k: (tmp_path / "nowhere" / "x").read_bytes())
    code, _, err = _call(["analyze", "--study", write_study(tmp_path)], capsys, monkeypatch)
    assert code == 8
    assert "the system refused a file or folder: No such file or directory" in err
