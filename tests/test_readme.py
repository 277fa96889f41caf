"""What README tells developers to type does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag.library import Library
from tests.fakes import FakeEmbedder

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
SIX_LINES = next(
    block
    for block in re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    if "build_assistant(load_settings()).answer" in block
)


def test_six_lines_of_python_print_an_answer_with_its_citations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "lu-wei.md"
    source.write_text("# The host\n\nLu Wei hosted the first conference.\n", encoding="utf-8")
    with Library.open(tmp_path / "library", FakeEmbedder()) as library:
        library.index([source])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("rag.factory.build_embedder", lambda _: FakeEmbedder())
    monkeypatch.setenv("CITEDESK_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("CITEDESK_LLM__MODEL", "none")

    exec(compile(SIX_LINES, "README.md", "exec"), {})

    assert len([line for line in SIX_LINES.splitlines() if line]) == 6
    assert capsys.readouterr().out == (
        "Lu Wei hosted the first conference.[1]\n"
        "[1] The host: “Lu Wei hosted the first conference.”\n"
    )
