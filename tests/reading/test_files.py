"""Walking a folder: every readable file once, with a safe id, and a reason for each other one."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from rag.errors import UnreadableFile
from rag.reading import find_files


def ids(root: Path) -> list[str]:
    return [file.document_id for file in find_files(root).files]


def write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("text")


def test_ids_are_relative_paths_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.txt", "a/b/c.html"):
        write(tmp_path / name)
    assert ids(tmp_path) == ["a/b/c.html", "a/z.txt", "b.md"]


def test_a_single_file_is_listed_by_its_name(tmp_path: Path) -> None:
    write(tmp_path / "sub/a.md")
    listing = find_files(tmp_path / "sub/a.md")
    assert [(file.document_id, file.root_name) for file in listing.files] == [("a.md", "sub")]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for name in (".git/a.md", ".hidden.md", "seen.md"):
        write(tmp_path / name)
    assert ids(tmp_path) == ["seen.md"]
    assert find_files(tmp_path).skipped == ()


def test_links_pipes_and_unknown_types_are_skipped_with_a_reason(tmp_path: Path) -> None:
    outside = tmp_path / "outside/secret.md"
    write(outside)
    root = tmp_path / "root"
    write(root / "a.md")
    (root / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    write(root / "style.css")
    (root / "out.md").symlink_to(outside)
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.md")
    listing = find_files(root)
    assert [file.document_id for file in listing.files] == ["a.md"]
    assert {skipped.path.name: skipped.reason for skipped in listing.skipped} == {
        "loop": "is a symbolic link",
        "out.md": "is a symbolic link",
        "photo.jpg": "is a JPEG image, not text",
        "pipe.md": "is not a regular file",
        "style.css": "is of a type that cannot be read (.css)",
    }


def test_ids_have_one_spelling(tmp_path: Path) -> None:
    write(tmp_path / unicodedata.normalize("NFD", "café.md"))
    assert ids(tmp_path) == [unicodedata.normalize("NFC", "café.md")]


def test_line_breaks_and_invisible_characters_do_not_enter_an_id(tmp_path: Path) -> None:
    write(tmp_path / "a\nb\u202egnp.md")
    assert ids(tmp_path) == ["a%0Ab%E2%80%AEgnp.md"]


def test_a_name_that_is_not_unicode_is_skipped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("text")
    assert [skipped.reason for skipped in find_files(tmp_path).skipped] == [
        "has a name that is not Unicode"
    ]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no file or folder"):
        find_files(tmp_path / "gone")
