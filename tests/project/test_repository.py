"""The repository agrees with itself: tests assert, functions leave their arguments alone, docs name what exists."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from pipeline.outputs import PURPOSES
from pipeline.run import STAGES
from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "pipeline").rglob("*.py"))
TESTS = sorted(p for p in (ROOT / "tests").rglob("test_*.py"))
MOST_LINES = {"module": 300, "function": 40, "class": 100}


def _functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]


def _asserts_something(test):
    calls = [ast.unparse(n.func) for n in ast.walk(test) if isinstance(n, ast.Call)]
    asserting = any(word in call for call in calls for word in ("assert", "raises", "warns"))
    return asserting or any(isinstance(n, ast.Assert) for n in ast.walk(test))


def _arguments_written(function):
    own = {a.arg for a in function.args.args + function.args.kwonlyargs} - {"self", "ax"}
    targets = [t for n in ast.walk(function) if isinstance(n, ast.Assign) for t in n.targets]
    rebound = {t.id for t in targets if isinstance(t, ast.Name)}
    written = {t.value.id for t in targets if isinstance(t, ast.Subscript) and isinstance(t.value, ast.Name)}
    return own & written - rebound


def test_every_test_asserts_something():
    """No test passes without having checked anything."""
    tests = [(p, f) for p in TESTS for f in _functions(p) if f.name.startswith("test_")]
    assert [f"{p.name}: {f.name}" for p, f in tests if not _asserts_something(f)] == []


def test_no_function_writes_into_its_argument():
    """A table given to a function is the same table afterwards."""
    written = [f"{p.name}: {f.name}" for p in CODE for f in _functions(p) if _arguments_written(f)]
    assert written == []


def test_modules_functions_and_classes_stay_small():
    """No module over 300 lines, no function over 40, no class over 100."""
    long = []
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        long += [f"{path.name}: module"] if text.count("\n") > MOST_LINES["module"] else []
        for node in nodes:
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            length = (node.end_lineno or 0) - node.lineno + 1
            long += [f"{path.name}: {node.name} {length}"] if length > MOST_LINES[kind] else []
    assert long == []


def test_every_stage_has_a_file_a_make_target_and_a_place_in_the_readme():
    """The order of stages, the stage files, the Makefile and the README name the same nine stages."""
    names = [stage.name for stage in STAGES]
    files = sorted(p.stem for p in (ROOT / "pipeline" / "stages").glob("*.py") if p.stem != "__init__")
    makefile = re.search(r"^STAGES := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(names) == files
    assert makefile is not None
    assert makefile.group(1).split() == names == list(PURPOSES)
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_every_setting_a_stage_declares_exists():
    """A stage cannot follow a setting that study.toml does not have."""
    for stage in STAGES:
        for key in stage.settings:
            section, *rest = key.split(".")
            model = Settings.model_fields[section].annotation
            assert all(part in model.model_fields for part in rest)


def test_every_table_is_written_by_one_stage_before_another_reads_it():
    """Reading order is writing order, and no table has two makers."""
    made = []
    for stage in STAGES:
        assert set(stage.reads) <= set(made)
        assert not set(stage.writes) & set(made)
        made += stage.writes


def test_no_identifiable_or_derived_file_is_tracked():
    """Git holds no data but the example study's."""
    command = ["git", "ls-files", "data", "reports"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    if listed.returncode:
        pytest.skip("not a git checkout")
    allowed = ("data/example/", "data/README.md", "reports/README.md")
    assert [name for name in listed.stdout.split() if not name.startswith(allowed)] == []


def test_the_lock_names_no_index_and_no_torch():
    """The lock installs from wherever the researcher's pip installs, without gigabytes of torch."""
    for lock in ("requirements.lock", "tests/requirements.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert not re.search(r"^(torch|sentence-transformers|nvidia-)", text, re.MULTILINE)


def test_every_dependency_is_locked():
    """What pyproject.toml asks for is pinned, with hashes, in requirements.lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=]", d)[0] for d in project["dependencies"]]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert [name for name in names if not re.search(rf"^{re.escape(name)}==\S+ .*\\$", locked, re.MULTILINE)] == []


def test_notebooks_read_and_define_nothing():
    """A notebook holds no function or class: what is worth defining belongs in the package, where it is tested."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert [name for name, text in pages.items() if re.search(r'"(def|class) ', text)] == []


def test_every_key_of_the_settings_is_in_the_glossary_of_settings():
    """docs/settings.md explains every section of study.toml and every key in it."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = []
    for section, field in Settings.model_fields.items():
        inside = (field.annotation, *getattr(field.annotation, "__args__", ()))
        models = [model for model in inside if hasattr(model, "model_fields")]
        missing += [section] if f"`[{section}]`" not in page and f"`[[{section}]]`" not in page else []
        missing += [f"{section}.{key}" for key in models[0].model_fields if f"`{key}`" not in page]
    assert missing == []
