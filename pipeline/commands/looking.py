"""What lies in a folder: each file read as the analysis would read it, and what it was understood to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pipeline.commands.looking_tables import look_at_table
from pipeline.commands.looking_talk import look_at_text
from pipeline.commands.seen import CODEBOOK, Seen, count
from pipeline.errors import CodebookError, Problem, SourceError, StudyError
from pipeline.formats.codebooks import parse_codebook
from pipeline.formats.collecting import TABLES
from pipeline.methods.coding.codebook import check_codebook

_TEXTS = (".txt", ".text", ".md", ".markdown", ".mdown", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm", ".xhtml")
_TIMED = (".vtt", ".srt", ".sbv", ".json")
_RECORDINGS = (".mp3", ".m4a", ".wav", ".wma", ".aac", ".ogg", ".flac", ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".svg")
_PROJECTS = (".qdpx", ".qde", ".nvp", ".nvpx", ".mx20", ".mx22", ".mx24", ".mex22", ".mex24", ".atlproj", ".hpr7")
_OTHERS = {
    ".doc": "a Word document of before 2007: open it and save it as DOCX",
    **dict.fromkeys((".zip", ".gz", ".7z", ".rar"), "an archive: unpack it here"),
    **dict.fromkeys(_RECORDINGS, "a recording: put its transcript here as well"),
    **dict.fromkeys(_PICTURES, "a picture: if somebody's words are in it, type them into a text file"),
    **dict.fromkeys(_PROJECTS, "a project of another program: export its documents and its codebook from there"),
}
_ABOUT = re.compile(
    r"(?:read[ _-]?me|licen[cs]e|changelog|provenance|citation|copying|notice)(?:[^a-z].*)?", re.IGNORECASE
)
_CODEBOOK = re.compile(r"^(?:codebook|codes):", re.MULTILINE)
_WRITTEN = ("data/restricted", "data/derived", "reports")
_MOST_FILES = 5000
_LONG = 40
_FEWEST_REPEATED = 3
_REPEATED_SHARE = 0.5


def look(folder: Path, ours: Collection[bytes]) -> list[Seen]:
    """Return what was understood of every file below `folder`, sorted by name; nothing is changed.

    Hidden files and what an analysis writes are passed over, and so are files whose bytes are among `ours`. A file
    whose words stand in another one too is not used.

    Raises:
        StudyError: there are so many files that this cannot be the folder of one study.
    """
    names = [name for name in _list_names(folder) if not _is_among(ours, folder / name)]
    return list(_leave_out_repeated([_look_at(folder / name, name) for name in names]))


def _is_among(ours: Collection[bytes], path: Path) -> bool:
    """Tell by the size first, for recordings are large."""
    return path.stat().st_size in map(len, ours) and path.read_bytes() in ours


def _leave_out_repeated(seen: Sequence[Seen]) -> Iterator[Seen]:
    """Give each file as it was seen, but those whose words stand in a larger one; of equals the first is kept."""
    said = [
        frozenset(turn.text for source in file.sources for turn in source.turns if len(turn.text) >= _LONG)
        for file in seen
    ]
    ranks = [(len(words), -number) for number, words in enumerate(said)]
    for file, words, rank in zip(seen, said, ranks, strict=True):
        larger = (
            other
            for other, others_words, others_rank in zip(seen, said, ranks, strict=True)
            if others_rank > rank and len(words & others_words) >= max(_FEWEST_REPEATED, _REPEATED_SHARE * len(words))
        )
        other = next(larger, None)
        yield Seen(file.name, "", f"its words stand in '{other.name}' too") if other else file


def _list_names(folder: Path) -> list[str]:
    names: list[str] = []
    for path in _walk(folder, folder):
        names.append(path.relative_to(folder).as_posix())
        if len(names) > _MOST_FILES:
            raise StudyError(
                f"there are more than {_MOST_FILES} files in '{folder}'",
                where=str(folder),
                fix="choose the folder that holds the files of one study",
            )
    return sorted(names)


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")) or path.relative_to(root).as_posix() in _WRITTEN:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, root)
        elif path.is_file():
            yield path


def _look_at(path: Path, name: str) -> Seen:
    extension = path.suffix.lower()
    if _ABOUT.fullmatch(path.stem):
        return Seen(name, "", "a page about the files, not a source")
    try:
        if extension in (".yaml", ".yml"):
            return _look_at_yaml(path, name)
        if extension in TABLES:
            return look_at_table(path, name)
        if extension in (*_TEXTS, *_TIMED):
            return look_at_text(path, name)
    except (SourceError, CodebookError) as error:
        return Seen(name, "", "; ".join(_say(problem, name) for problem in error.problems))
    ending = f"that end in '{extension}'" if extension else "without an ending"
    return Seen(name, "", _OTHERS.get(extension, f"files {ending} are not read"))


def _say(problem: Problem, name: str) -> str:
    said = problem.problem.removeprefix(f"'{name}' ")
    return f"{said} ({problem.fix})" if problem.fix and "\n" not in problem.fix else said


def _look_at_yaml(path: Path, name: str) -> Seen:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return Seen(name, "", "not UTF-8 text: save it as UTF-8 in your editor")
    codes, mistakes = parse_codebook(text, name)
    if not codes and not _CODEBOOK.search(text):
        return Seen(name, "", "YAML that holds no codes")
    codebook = check_codebook(codes, mistakes)
    return Seen(name, CODEBOOK, f"codebook: {count(len(codebook.codes), 'code')}")
