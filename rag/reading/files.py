"""The files of a folder that can become documents, and why the others cannot."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from rag.errors import UnreadableFile
from rag.reading.formats import tell_format
from rag.reading.naming import safe_path
from rag.reading.source import open_source


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, and its id as long as no other file has that: its path within the root."""

    path: Path
    document_id: str
    root_name: str


@dataclass(frozen=True, slots=True)
class SkippedFile:
    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class FolderListing:
    """In the order of their paths."""

    files: tuple[FoundFile, ...]
    skipped: tuple[SkippedFile, ...]


def find_files(root: Path) -> FolderListing:
    """List the files under a folder, or the one file that `root` names.

    Hidden files and folders are left out without a word. Symbolic links are not followed: what
    they lead to lies in the folder anyway, or does not belong to it.

    Raises:
        UnreadableFile: there is nothing at `root`.
    """
    if not root.exists():
        raise UnreadableFile(f"There is no file or folder {root}.")
    if not root.is_dir():
        return _listed([root], root.parent)
    paths: list[Path] = []
    closed: list[OSError] = []
    for folder, folder_names, names in os.walk(root, onerror=closed.append):
        folder_names[:] = [name for name in folder_names if not name.startswith(".")]
        paths += [Path(folder, name) for name in names if not name.startswith(".")]
        paths += [Path(folder, name) for name in folder_names if Path(folder, name).is_symlink()]
    listing = _listed(paths, root)
    unlisted = [SkippedFile(Path(e.filename), f"cannot be listed: {e.strerror}") for e in closed]
    return FolderListing(listing.files, (*unlisted, *listing.skipped))


def _listed(paths: list[Path], root: Path) -> FolderListing:
    files, skipped = [], []
    for path in sorted(paths):
        reason = _reason_to_skip(path)
        if reason:
            skipped.append(SkippedFile(path, reason))
        else:
            files.append(FoundFile(path, safe_path(path.relative_to(root).as_posix()), root.name))
    return FolderListing(tuple(files), tuple(skipped))


def _reason_to_skip(path: Path) -> str | None:
    if path.is_symlink():
        return "is a symbolic link"
    if not path.is_file():
        return "is not a regular file"
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return "has a name that is not Unicode"
    return _reason_not_to_read(path)


def _reason_not_to_read(path: Path) -> str | None:
    try:
        source = open_source(path)
    except OSError:
        return None  # A failure, not a file that is none of ours: reading it will say so.
    with source.stream:
        try:
            tell_format(source)
        except UnreadableFile as error:
            return error.message.removeprefix(f"{path} ").removesuffix(".")
    return None
