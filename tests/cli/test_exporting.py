"""`citedesk ask --export`, and `citedesk check` over what it wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ASK = ("ask", "--llm", "none", "Who gave the opening speech in Wuzhen?")


@pytest.mark.parametrize("suffix", [".md", ".docx", ".json"])
def test_an_exported_answer_is_checked_against_the_library(
    indexed: Command, archive: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"answer{suffix}"
    exported = indexed(*ASK, "--export", path)
    assert exported.code == 0, exported.err
    assert f"Exported to {path}." in exported.err

    checked = indexed("check", path)
    assert checked.code == 0, checked.out
    assert re.fullmatch(rf"(\d) of \1 quotes stand where answer{suffix} says\.\n", checked.out)

    (archive / "opening.md").write_text("# Wuzhen\n\nSomebody gave the opening speech in Wuzhen.\n")
    assert indexed("index", archive).code == 0
    changed = indexed("check", path)
    assert changed.code == 1
    assert "opening.md): the document was changed since, and does not say so" in changed.out


def test_a_wrong_suffix_is_told_before_anything_is_loaded(
    citedesk: Command, tmp_path: Path
) -> None:
    ran = citedesk(*ASK, "--export", tmp_path / "answer.pdf")
    assert ran.code == 1
    assert "answer.pdf has no suffix that Citedesk exports to." in ran.err
    assert ".docx (Word)" in ran.err


def test_an_export_overwrites_nothing(citedesk: Command, tmp_path: Path) -> None:
    path = tmp_path / "answer.md"
    path.write_text("mine")
    ran = citedesk(*ASK, "--export", path)
    assert ran.code == 1
    assert f"{path} exists already." in ran.err
    assert path.read_text() == "mine"


def test_many_questions_are_not_exported_to_one_file(citedesk: Command, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "1", "question": "Who?"}\n')
    ran = citedesk("ask", "--batch", tmp_path / "q.jsonl", "--export", tmp_path / "a.md")
    assert ran.code == 2
    assert "--export is for one question" in ran.err
