"""What there is to do: the files that the folders hold now beside those that were read."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rag.errors import UnreadableFile
from rag.library.truth.records import FileEntry
from rag.reading import FoundFile, find_files

# The coarsest clocks of file systems (FAT) tick every 2 s.
_TICK_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class FileToCheck:
    """A file that is there, the id that it has or gets, and what the library knows of that id."""

    path: Path
    file_id: str
    known: FileEntry | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`unusable` are paths with the reason and whether that is a failure (else it is skipped)."""

    files: list[FileToCheck] = field(default_factory=list)
    gone: list[FileEntry] = field(default_factory=list)
    unusable: list[tuple[str, str, bool]] = field(default_factory=list)


def make_plan(
    roots: Sequence[Path], entries: Sequence[FileEntry], named: Collection[Path] = ()
) -> Plan:
    """Compare what `roots` (absolute; files, folders) hold with the library's `entries`.

    The ids of new files begin with the name of their root where that is one of `named`.
    """
    plan = Plan()
    by_path = {entry.path: entry for entry in entries}
    found: dict[str, FoundFile] = {}
    for root in roots:
        files = _list(root, by_path, plan)
        if root in named:
            files = {path: _below_its_root(file) for path, file in files.items()}
        found.update(files)
    by_id = {entry.id: entry for entry in by_path.values()}
    claimed: set[str] = set()
    for path, file in found.items():
        known = by_path.get(path)
        file_id = known.id if known else _free_id(file, by_id, claimed)
        if file_id is None:
            names = " or ".join(_ids_for(file))
            reason = f"{path} would be {names}, and other files are that already."
            plan.unusable.append((path, f"{reason} Rename its folder.", True))
        else:
            claimed.add(file_id)
            plan.files.append(FileToCheck(file.path, file_id, by_id.get(file_id)))
    return plan


def outside_look(path: Path) -> str | None:
    """What changes with every change of a file: as in Git, its size, times and place on the disk.

    The time of a file's last change (ctime) cannot be set back as its mtime can. None: it changed
    so lately that one more change might not be told by its times. Raises OSError as `stat` does.
    """
    seen = path.stat()
    if time.time_ns() - max(seen.st_mtime_ns, seen.st_ctime_ns) < _TICK_NS:
        return None
    return f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}"


def _list(root: Path, by_path: dict[str, FileEntry], plan: Plan) -> dict[str, FoundFile]:
    """The files under one path, by path; what is gone from there leaves `by_path`."""
    try:
        listing = find_files(root)
    except UnreadableFile as error:
        entry = by_path.pop(str(root), None)
        if entry:
            plan.gone.append(entry)
        else:
            plan.unusable.append((str(root), str(error), True))
        return {}
    for skipped in listing.skipped:
        name = str(skipped.path).encode(errors="replace").decode()
        plan.unusable.append((name, skipped.reason, name in by_path))
    files = {str(file.path): file for file in listing.files}
    # What can be read no more, or lies in a folder that cannot be listed now, is not gone.
    kept = {str(skipped.path) for skipped in listing.skipped}
    unseen = tuple(f"{skipped.path}/" for skipped in listing.skipped if skipped.path.is_dir())
    inside = [path for path in by_path if path.startswith(f"{root}/")]
    gone = [
        path
        for path in inside
        if path not in files and path not in kept and not path.startswith(unseen)
    ]
    if gone and not files:
        # So a disk that is not mounted looks, and nothing that was there may be lost by that.
        reason = (
            f"{root} holds no file any more; what was read from it is kept, in case its disk is "
            "not mounted. If it is gone for good: citedesk documents remove ID"
        )
        plan.unusable.append((str(root), reason, True))
        return {}
    plan.gone.extend(by_path.pop(path) for path in gone)
    return files


def _below_its_root(file: FoundFile) -> FoundFile:
    return replace(file, document_id=f"{file.root_name}/{file.document_id}")


def _ids_for(file: FoundFile) -> tuple[str, str]:
    """Its relative path, else that under its folder's name: two folders may hold the same path."""
    return file.document_id, f"{file.root_name}/{file.document_id}"


def _free_id(file: FoundFile, by_id: dict[str, FileEntry], claimed: set[str]) -> str | None:
    """A file that is gone holds no id: whoever moves an archive keeps its ids."""
    for choice in _ids_for(file):
        holder = by_id.get(choice)
        if choice not in claimed and (holder is None or not Path(holder.path).exists()):
            return choice
    return None
