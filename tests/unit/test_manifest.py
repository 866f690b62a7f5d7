"""A manifest depends on content alone."""

from __future__ import annotations

import hashlib

from pipeline import manifest


def test_a_file_is_known_by_its_bytes(tmp_path):
    """The hash is the SHA-256 that any other tool prints."""
    (tmp_path / "a").write_bytes(b"words")
    assert manifest.hash_file(tmp_path / "a") == hashlib.sha256(b"words").hexdigest()
    assert manifest.hash_file(tmp_path / "b") == "missing"


def test_a_folder_is_known_by_the_names_and_bytes_inside(tmp_path):
    """Renaming, adding or editing a file in a folder changes its hash; touching does not."""
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "a.svg").write_bytes(b"1")
    first = manifest.hash_output(folder)
    (folder / "a.svg").touch()
    assert manifest.hash_output(folder) == first
    (folder / "a.svg").rename(folder / "b.svg")
    assert manifest.hash_output(folder) != first


def test_the_code_has_one_hash_for_the_whole_run():
    """The package's own source counts as an input."""
    assert manifest.hash_code() == manifest.hash_code()
    assert len(manifest.hash_code()) == 64


def test_packages_that_are_not_there_are_said_to_be_missing(monkeypatch):
    """A study can be read where a heavy package is not installed."""
    monkeypatch.setattr(manifest, "PACKAGES", ("numpy", "surely-not-a-package"))
    manifest.read_versions.cache_clear()
    versions = manifest.read_versions()
    manifest.read_versions.cache_clear()
    assert versions["surely-not-a-package"] == "not installed"
    assert versions["numpy"][0].isdigit()


def test_a_manifest_comes_back_as_it_was_written(tmp_path):
    """Rendering sorts keys, so equal manifests are equal bytes."""
    whole = dict.fromkeys(["versions", "files", "tables", "settings", "software", "outputs"], "é")
    (tmp_path / "m.json").write_text(manifest.render_manifest(whole), encoding="utf-8")
    assert manifest.read_manifest(tmp_path / "m.json") == whole
    assert manifest.render_manifest({"b": 1, "a": 2}) == manifest.render_manifest({"a": 2, "b": 1})


def test_a_manifest_that_cannot_be_read_counts_as_none(tmp_path):
    """Half a manifest means the stage did not finish."""
    (tmp_path / "m.json").write_text('{"stage": ', encoding="utf-8")
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    (tmp_path / "empty.json").write_text("{}", encoding="utf-8")
    assert manifest.read_manifest(tmp_path / "empty.json") is None
    assert manifest.read_manifest(tmp_path / "m.json") is None
    assert manifest.read_manifest(tmp_path / "list.json") is None
    assert manifest.read_manifest(tmp_path / "none.json") is None
