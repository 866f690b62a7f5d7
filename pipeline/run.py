"""The runner: which stages are stale and why, and running those that are, in the order of the chain."""

from __future__ import annotations

import importlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from pipeline import gate
from pipeline.chain import STAGES, Stage
from pipeline.errors import InterruptedRunError, Problem, StudyError, TableError
from pipeline.manifest import (
    Manifest,
    hash_code,
    hash_file,
    hash_output,
    hash_text,
    read_manifest,
    read_versions,
    render_manifest,
)
from pipeline.study import Study


def find_stage(name: str) -> Stage:
    """Return the stage called `name`; raise StudyError naming the stages there are."""
    for stage in STAGES:
        if stage.name == name:
            return stage
    raise StudyError(f"there is no stage '{name}'", fix=f"the stages are: {', '.join(s.name for s in STAGES)}")


def read_inputs(stage: Stage, study: Study) -> Manifest:
    """Return all that decides the stage's result, as hashes and values: the part of its manifest known beforehand."""
    return {
        "stage": stage.name,
        "files": {study.name_of(f): hash_file(f) for part in stage.files for f in study.input_files[part]},
        "tables": {output.name: hash_output(study.path(output)) for output in stage.reads},
        "settings": {key: _setting(study, key) for key in stage.settings},
        "software": hash_code(),
        "versions": dict(read_versions()),
    }


def _setting(study: Study, key: str) -> str:
    """The hash of one setting: settings hold names and file names, which a manifest must not repeat."""
    value: Any = study.settings.model_dump(mode="json")
    for part in key.split("."):
        value = value[part]
    ordered = sorted(map(_in_one_order, value), key=repr) if key == "sources" else value
    return hash_text(render_manifest({"value": ordered}))


def _in_one_order(source: dict[str, Any]) -> dict[str, Any]:
    """One [[sources]] table, freed from the order in which its files happen to be listed."""
    return source | {"files": sorted(source["files"])}


def find_stale(stage: Stage, study: Study) -> list[str]:
    """Find the reasons why the stage must run again, in plain words; an empty list means it is fresh."""
    manifest = read_manifest(study.path(stage.manifest))
    if manifest is None:
        return ["it has not run yet"]
    now = read_inputs(stage, study)
    reasons = [*_changed("file", manifest, now, "files"), *_changed("table", manifest, now, "tables")]
    reasons += [
        f"setting [{key}] changed" for key in stage.settings if manifest["settings"].get(key) != now["settings"][key]
    ]
    reasons += ["the software changed"] if manifest["software"] != now["software"] else []
    reasons += ["a package has another version"] if manifest["versions"] != now["versions"] else []
    return [*reasons, *_touched(stage, study, manifest)]


def _changed(what: str, before: Manifest, now: Manifest, part: str) -> Iterator[str]:
    for name in sorted({*before[part], *now[part]}):
        old, new = before[part].get(name), now[part].get(name)
        if old is None:
            yield f"{what} {name} is new"
        elif new in (None, "missing"):
            yield f"{what} {name} is gone"
        elif old != new:
            yield f"{what} {name} changed"


def _touched(stage: Stage, study: Study, manifest: Manifest) -> Iterator[str]:
    for output in stage.writes:
        found = hash_output(study.path(output))
        if found != manifest["outputs"].get(output.name):
            yield f"its result {output.name} is gone" if found == "missing" else f"its result {output.name} was edited"


def run_stage(stage: Stage, study: Study) -> list[Problem]:
    """Run one stage whole: its old manifest goes first and the new one comes last; return its notices."""
    study.path(stage.manifest).unlink(missing_ok=True)
    inputs = read_inputs(stage, study)
    missing = [name for name, found in inputs["tables"].items() if found == "missing"]
    if missing:
        raise TableError(
            f"stage {stage.name} needs tables that are not there: {', '.join(missing)}",
            fix="run `qualpipe analyze`, which makes everything that is missing",
        )
    _clear_folders(stage, study)
    gate.close_restricted(study)
    try:
        notices = list(_load(stage)(study))
    except KeyboardInterrupt:
        raise InterruptedRunError(
            f"stopped while running {stage.name}", fix="run the same command again; it goes on from this stage"
        ) from None
    finally:
        gate.close_restricted(study)
    _write_manifest(stage, study, inputs, notices)
    gate.search_results(stage.name, stage.writes, stage.manifest, study)
    return notices


def _load(stage: Stage) -> Callable[[Study], list[Problem]]:
    return importlib.import_module(f"pipeline.stages.{stage.name}").run


def _clear_folders(stage: Stage, study: Study) -> None:
    for output in stage.writes:
        if study.path(output).is_dir():
            shutil.rmtree(study.path(output))


def _write_manifest(stage: Stage, study: Study, inputs: Manifest, notices: Iterable[Problem]) -> None:
    from pipeline.store import write_text

    written = {output.name: hash_output(study.path(output)) for output in stage.writes}
    told = [asdict(notice) for notice in notices]
    write_text(render_manifest({**inputs, "outputs": written, "notices": told}), study.path(stage.manifest))


def analyze(study: Study, tell: Callable[[str], None], *, start: str = "", only: str = "") -> None:
    """Run every stale stage in order, telling what happens; `start` forces all from there on, `only` just one."""
    forced = find_stage(start or only) if start or only else None
    started = forced is None
    for stage in STAGES:
        started = started or stage is forced
        if only and stage is not forced:
            _warn_if_stale(stage, forced, study, tell)
            continue
        is_forced = forced is not None and started
        reasons = ["as you asked"] if is_forced else find_stale(stage, study)
        if not reasons:
            if not gate.is_searched(stage.name, stage.manifest, study):
                gate.search_results(stage.name, stage.writes, stage.manifest, study)
            tell(f"{stage.name:<12} fresh")
            continue
        _run_told(stage, study, reasons, tell, alone=bool(only))


def _warn_if_stale(stage: Stage, asked: Stage | None, study: Study, tell: Callable[[str], None]) -> None:
    if asked is not None and stage in _list_needed(asked) and find_stale(stage, study):
        tell(f"{stage.name:<12} is out of date, and {asked.name} builds on it: `qualpipe analyze` runs both")


def _list_needed(asked: Stage) -> list[Stage]:
    """The stages that `asked` builds on, directly or through others, the nearest first."""
    needed, tables = [], set(asked.reads)
    for stage in reversed(STAGES):
        if tables & set(stage.writes):
            needed.append(stage)
            tables |= set(stage.reads)
    return needed


def _run_told(stage: Stage, study: Study, reasons: list[str], tell: Callable[[str], None], *, alone: bool) -> None:
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    tell(f"{stage.name:<12} {stage.purpose}: {reasons[0]}{more}")
    begun = time.perf_counter()
    notices = run_stage(stage, study)
    tell(f"{'':<12} done in {time.perf_counter() - begun:.1f} s")
    for output in stage.tells[:1] if alone else stage.tells[1:]:
        tell(study.path(output).read_text(encoding="utf-8").rstrip())
    for notice in notices:
        tell(f"  note: {notice}".replace("\n", "\n      "))


def read_status(study: Study) -> list[tuple[Stage, list[str]]]:
    """Return every stage with the reasons why it is stale; a stage after a stale one waits for it."""
    rows: list[tuple[Stage, list[str]]] = []
    stale: list[Stage] = []
    for stage in STAGES:
        waits = [f"waits for {s.name}" for s in stale if set(s.writes) & set(stage.reads)]
        reasons = [*find_stale(stage, study), *waits]
        stale += [stage] if reasons else []
        rows.append((stage, reasons))
    return rows
