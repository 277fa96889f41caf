import json
from pathlib import Path

import pytest

from eval.rows import Row, RunFacts
from eval.run_folder import RunExists, RunFolder, RunUnreadable
from tests.eval.samples import MOON, WHERE, WHO

FACTS = RunFacts(
    name="mine",
    command="python -m eval retrieval --cases cases.jsonl",
    started="2026-11-22T06:00:00+00:00",
    cases="cases.jsonl",
    questions=2,
    limit=None,
    seed=2014,
    systems=("citedesk", "baseline"),
    git_commit="abc",
    library_generation=7,
    models={"embedder": "fake-32"},
    machine="2 CPU cores",
    settings={},
)


def row(system: str, case_id: str, recall: float) -> Row:
    case = {case.id: case for case in (WHERE, WHO, MOON)}[case_id]
    scores = {"recall@1": recall / 2, "recall@5": recall}
    return Row(system=system, case=case, scores=scores, seconds=0.5)


def test_rows_are_there_as_soon_as_they_are_added(tmp_path: Path) -> None:
    folder = RunFolder.begin(tmp_path / "mine", FACTS)
    folder.add(row("citedesk", "where", 1.0))
    assert RunFolder.read(tmp_path / "mine").rows == folder.rows
    assert folder.has("citedesk", "where")
    assert not folder.has("baseline", "where")


def test_an_interrupted_run_goes_on_without_the_row_that_was_cut(tmp_path: Path) -> None:
    folder = RunFolder.begin(tmp_path / "mine", FACTS)
    folder.add(row("citedesk", "where", 1.0))
    with (folder.path / "cases.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"system": "baseline", "ca')
    resumed = RunFolder.begin(folder.path, FACTS.model_copy(update={"started": "later"}))
    resumed.add(row("baseline", "where", 0.0))
    assert [r.system for r in RunFolder.read(folder.path).rows] == ["citedesk", "baseline"]


def test_a_run_made_otherwise_is_not_gone_on_with(tmp_path: Path) -> None:
    RunFolder.begin(tmp_path / "mine", FACTS)
    changed = FACTS.model_copy(update={"git_commit": "def", "seed": 1})
    with pytest.raises(RunExists, match=r"cannot go on: git_commit, seed differ now\."):
        RunFolder.begin(tmp_path / "mine", changed)


def test_a_finished_run_has_figures_a_report_and_is_not_written_over(tmp_path: Path) -> None:
    folder = RunFolder.begin(tmp_path / "mine", FACTS)
    for system, recall in (("citedesk", 1.0), ("baseline", 0.0)):
        folder.add(row(system, "where", recall))
        folder.add(row(system, "who", 1.0))
    run = folder.finish()
    assert run.seconds == 2.0
    assert run.tables["citedesk"]["all"]["recall@5"].value == 1.0
    assert run.tables["baseline"]["all"]["recall@5"].value == 0.5
    (difference,) = (d for d in run.differences["baseline"] if d.measure == "recall@5")
    assert (difference.a, difference.b, difference.n) == (1.0, 0.5, 2)
    assert run.curves["citedesk"]["recall@k"] == [(1.0, 0.5), (5.0, 1.0)]
    assert RunFolder.read(folder.path).run == run
    assert "recall@5" in (folder.path / "report.html").read_text(encoding="utf-8")
    with pytest.raises(RunExists, match=r"There is a run in .* already"):
        RunFolder.begin(folder.path, FACTS)


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunUnreadable, match=r"There is no run in .*absent"):
        RunFolder.read(tmp_path / "absent")


def test_a_damaged_run_is_named_with_its_fault(tmp_path: Path) -> None:
    folder = RunFolder.begin(tmp_path / "mine", FACTS)
    written = json.loads((folder.path / "run.json").read_text(encoding="utf-8"))
    del written["facts"]["seed"]
    (folder.path / "run.json").write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(RunUnreadable, match=r"facts\.seed: Field required"):
        RunFolder.read(folder.path)
