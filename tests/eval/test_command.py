import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eval.__main__ import main
from eval.cases import Case
from rag.config import Settings
from rag.errors import LLMFailed
from tests.eval.samples import ALIBABA, MOON, WHERE, WHO, WUZHEN, answer, citation, claim, script
from tests.fakes import FakeAssistant

SCRIPTS = {
    WHERE.question: script(
        answer(WHERE.question, [claim("In Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))]),
        WUZHEN,
    ),
    WHO.question: script(LLMFailed("The LLM broke off."), ALIBABA),
    MOON.question: script(answer(MOON.question, total_ms=3000.0)),
}

RunCommand = Callable[..., int]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that assistants were built with; the assistants are fakes."""
    seen: list[Settings] = []

    def build_assistant(settings: Settings) -> FakeAssistant:
        seen.append(settings)
        return FakeAssistant([WUZHEN, ALIBABA], SCRIPTS)

    monkeypatch.setitem(
        sys.modules, "rag.factory", SimpleNamespace(build_assistant=build_assistant)
    )
    return seen


@pytest.fixture
def evaluate(built: list[Settings], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RunCommand:
    """Runs `python -m eval run` in an empty folder with WHERE, WHO and MOON as cases."""
    monkeypatch.chdir(tmp_path)
    write_cases(tmp_path / "cases.jsonl", WHERE, WHO, MOON)

    def run_command(*options: str) -> int:
        monkeypatch.setattr(sys, "argv", ["eval", "run", "cases.jsonl", *options])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert isinstance(code, int)
        return code

    return run_command


def write_cases(path: Path, *cases: Case) -> None:
    path.write_text("".join(case.model_dump_json() + "\n" for case in cases), encoding="utf-8")


def read_run(name: str) -> dict[str, Any]:
    run = json.loads((Path("runs") / name / "run.json").read_text(encoding="utf-8"))
    assert isinstance(run, dict)
    return run


def test_a_run_leaves_its_figures_its_rows_and_what_it_was_made_with(
    evaluate: RunCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--name", "first") == 1
    run = read_run("first")
    assert run["counts"] == {"cases": 3, "answered": 1, "refused": 1, "failed": 1}
    assert run["model"] == {"llm": "fake-llm", "embedder": "fake-32"}
    assert run["library_generation"] == 7
    contains = run["metrics"]["all"]["answer contains gold"]
    assert (contains["value"], contains["n"]) == (0.5, 2)
    assert run["metrics"]["unanswerable"]["recall@5"]["value"] is None
    assert run["metrics"]["all"]["refusal recall"]["value"] == 1.0

    lines = (Path("runs") / "first" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    where, who, moon = map(json.loads, lines)
    assert where["case"]["id"] == "where"
    assert where["answer"]["answer"] == "In Zhejiang.[1]"
    assert where["answer"]["citations"][0]["quote"] == "a town in Zhejiang"
    assert (who["answer"], who["error"]) == (None, "LLMFailed: The LLM broke off.")
    assert moon["answer"]["refusal"]["reason"] == "not_in_sources"

    printed = capsys.readouterr()
    assert "failed: who: LLMFailed: The LLM broke off." in printed.out
    assert "n/a" in printed.out
    assert "1 of 3 cases failed." in printed.err


def test_a_run_without_failures_exits_0_and_keeps_to_the_limit(evaluate: RunCommand) -> None:
    assert evaluate("--name", "one", "--limit", "1") == 0
    assert read_run("one")["counts"] == {"cases": 1, "answered": 1, "refused": 0, "failed": 0}


def test_no_key_and_no_password_stands_in_the_run(
    evaluate: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEDESK_LLM__KEY", "sk-secret")
    monkeypatch.setenv("CITEDESK_LLM__URL", "https://me:hunter2@llm.example/v1")
    evaluate("--name", "keys")
    written = "".join(path.read_text(encoding="utf-8") for path in Path("runs/keys").iterdir())
    assert "sk-secret" not in written
    assert "hunter2" not in written
    assert read_run("keys")["settings"]["llm"]["url"] == "https://***@llm.example/v1"


def test_options_reach_the_assistant(evaluate: RunCommand, built: list[Settings]) -> None:
    evaluate("--llm", "none", "--library", "elsewhere")
    assert built[0].llm.model == "none"
    assert built[0].library == Path("elsewhere")


def test_a_run_is_not_written_over(
    evaluate: RunCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--name", "again", "--limit", "1")
    before = read_run("again")
    assert evaluate("--name", "again") == 1
    assert "There is a run in runs/again already.\nChoose" in capsys.readouterr().err
    assert read_run("again") == before


@pytest.mark.parametrize(
    ("spoiled", "message"),
    [
        (WHERE.model_dump_json().replace("answers", "anwsers", 1), "cases.jsonl:1: anwsers: Extra"),
        (
            WHERE.model_dump_json().replace("wuzhen.md", "absent.md"),
            "lacks 1 of the 1 documents that the cases ask for, first absent.md.\n"
            "Run: citedesk index docs_source",
        ),
    ],
)
def test_what_cannot_be_run_is_one_sentence_and_leaves_no_folder(
    evaluate: RunCommand, capsys: pytest.CaptureFixture[str], spoiled: str, message: str
) -> None:
    Path("cases.jsonl").write_text(spoiled, encoding="utf-8")
    assert evaluate() == 1
    assert message in capsys.readouterr().err
    assert not Path("runs").exists()
