"""The command over a Chroma server of its own, which is then killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.chroma_process import ChromaProcess
from tests.end_to_end.conftest import ROOT

ARTICLE = (
    "# The summit\n\nTim Cook said that 1.8 million developers had earned 16 billion dollars.\n"
)


def test_two_processes_share_a_server_and_do_without_it_when_it_is_killed(tmp_path: Path) -> None:
    def citedesk(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ui", "--library", str(tmp_path / "library"), *arguments],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | {"CITEDESK_CHROMA__URL": chroma.url},
            check=False,
            timeout=500,
        )

    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "cook.md").write_text(ARTICLE, encoding="utf-8")
    with ChromaProcess(tmp_path / "chroma") as chroma:
        indexed = citedesk("index", str(archive))
        assert indexed.returncode == 0, indexed.stderr
        assert not list(tmp_path.glob("library/indexes/*/dense"))
        found = citedesk("search", "How much money did programmers make?", "--json")
        assert "1.8 million" in json.dumps(json.loads(found.stdout)), found.stderr
        chroma.kill()
        found = citedesk("search", "developers", "--json")
        assert "1.8 million" in found.stdout, found.stderr
        (archive / "new.md").write_text("# Another\n\nJack Ma spoke.\n", encoding="utf-8")
        failed = citedesk("index", str(archive))
        assert failed.returncode == 1
        assert chroma.url in failed.stderr
        assert "Traceback" not in failed.stderr
        assert "Jack Ma" in citedesk("search", "Jack Ma", "--json").stdout
