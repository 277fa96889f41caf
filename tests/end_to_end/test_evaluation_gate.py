"""A change that makes answers over the shipped corpus significantly worse does not pass.

The reference is a run that was made with the same command over the same cases, checked in as it
came out. It is made anew, with its reasons in the commit, when a change is meant to move figures:

    python -m eval answers --cases eval/cases/dev.jsonl --llm none --name docs_source
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.run_folder import RunFolder
from tests.end_to_end.conftest import ROOT

REFERENCE = ROOT / "eval/reference/docs_source"
NO_WORSE_IN = ("recall@5=0.02", "nDCG@10=0.02", "contains gold=0.05", "right document=0.05")


def evaluate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "eval", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def run(
    indexed: subprocess.CompletedProcess[str],
    library_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> RunFolder:
    """The development cases, answered by quoting: real retrieval, no language model."""
    folder = tmp_path_factory.mktemp("evaluation")
    cases = str(ROOT / "eval/cases/dev.jsonl")
    library = str(library_folder)
    options = ("--cases", cases, "--llm", "none", "--library", library, "--name", "now")
    result = evaluate(folder, "answers", *options)
    assert result.returncode == 0, result.stderr
    return RunFolder.read(folder / "runs/now")


def test_every_quote_shown_stands_in_its_document_word_for_word(run: RunFolder) -> None:
    exact = run.run.tables["citedesk"]["all"]["quotes exact"]
    assert (exact.value, exact.low) == (1.0, 1.0)
    assert exact.n >= 20


def test_answers_over_the_shipped_corpus_are_not_significantly_worse(run: RunFolder) -> None:
    margins = [option for margin in NO_WORSE_IN for option in ("--fail-if-drop", margin)]
    result = evaluate(run.path.parent, "compare", str(REFERENCE), str(run.path), *margins)
    assert result.returncode == 0, result.stderr


def test_the_gate_closes_on_a_run_that_finds_nothing(run: RunFolder, tmp_path: Path) -> None:
    blind = RunFolder.begin(tmp_path / "blind", run.run.facts)
    for row in run.rows:
        scores = {name: value and 0.0 for name, value in row.scores.items()}
        blind.add(row.model_copy(update={"scores": scores}))
    blind.finish()
    drop = ("--fail-if-drop", NO_WORSE_IN[0])
    result = evaluate(tmp_path, "compare", str(REFERENCE), str(blind.path), *drop)
    assert result.returncode == 1
    assert "significantly worse" in result.stderr
