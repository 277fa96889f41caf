from __future__ import annotations

import shutil
from pathlib import Path

from rag.library.lock import writer_lock
from tests.cli.conftest import Command


def test_a_backup_is_restored_with_all_documents_and_what_was_set_by_hand(
    indexed: Command, tmp_path: Path, library_folder: Path
) -> None:
    assert indexed("documents", "edit", "opening.md", "--outlet", "澎湃").code == 0
    saved = indexed("library", "backup", tmp_path / "saved.citedesk")
    assert "has 2 documents" in saved.out
    shutil.rmtree(library_folder)
    restored = indexed("library", "restore", tmp_path / "saved.citedesk")
    assert restored.code == 0, restored.err
    assert "holds 2 documents" in restored.out
    assert "澎湃" in indexed("documents", "show", "opening.md").out
    assert "Lu Wei" in indexed("search", "opening speech").out


def test_a_library_is_not_restored_over_another(indexed: Command, tmp_path: Path) -> None:
    indexed("library", "backup", tmp_path / "saved")
    ran = indexed("library", "restore", tmp_path / "saved")
    assert ran.code == 1
    assert "There is a library in" in ran.err


def test_repair_makes_deleted_indexes_anew(
    indexed: Command, library_folder: Path, archive: Path
) -> None:
    shutil.rmtree(library_folder / "indexes")
    ran = indexed("doctor", "--repair")
    assert "Error" not in ran.err
    assert list((library_folder / "indexes").iterdir())
    assert "2 documents" in ran.out
    assert "Lu Wei" in indexed("search", "opening speech").out


def test_the_doctor_names_every_format_and_what_reads_it(citedesk: Command) -> None:
    out = citedesk("doctor").out
    assert "PDF: pypdf" in out
    assert "HTML: trafilatura" in out


def test_whoever_writes_second_is_told_who_writes(
    indexed: Command, library_folder: Path, archive: Path
) -> None:
    with writer_lock(library_folder):
        for command in (("index", archive), ("documents", "remove", "opening.md")):
            ran = indexed(*command)
            assert ran.code == 1
            assert "is locked by process" in ran.err
