import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.cases import Case
from eval.rows import Row, Run
from eval.run_folder import RunFolder
from rag.config import Settings
from rag.errors import LLMFailed
from tests.eval.samples import ALIBABA, MOON, WHERE, WHO, WUZHEN, answer, citation, claim, script
from tests.fakes import FakeAssistant, FakeEmbedder

SCRIPTS = {
    WHERE.question: script(
        answer(WHERE.question, [claim("In Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))]),
        WUZHEN,
    ),
    WHO.question: script(LLMFailed("The LLM broke off."), ALIBABA),
    MOON.question: script(answer(MOON.question, total_ms=3000.0)),
}

Evaluate = Callable[..., int]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that assistants were built with; the assistants are fakes."""
    seen: list[Settings] = []

    def build_assistant(settings: Settings) -> FakeAssistant:
        seen.append(settings)
        return FakeAssistant([WUZHEN, ALIBABA], SCRIPTS)

    monkeypatch.setattr("eval.session.build_assistant", build_assistant)
    return seen


@pytest.fixture
def evaluate(built: list[Settings], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Evaluate:
    """Runs `python -m eval ...` in an empty folder with WHERE, WHO and MOON as cases.jsonl."""
    monkeypatch.chdir(tmp_path)
    write_cases(tmp_path / "cases.jsonl", WHERE, WHO, MOON)

    def run_command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["eval", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert isinstance(code, int)
        return code

    return run_command


ANSWERS = ("answers", "--cases", "cases.jsonl")


def write_cases(path: Path, *cases: Case) -> None:
    path.write_text("".join(case.model_dump_json() + "\n" for case in cases), encoding="utf-8")


def read_run(name: str) -> Run:
    return RunFolder.read(Path("runs") / name).run


def rows_of(name: str) -> list[Row]:
    return RunFolder.read(Path("runs") / name).rows


def test_a_run_leaves_its_figures_its_rows_its_report_and_what_it_was_made_with(
    evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(*ANSWERS, "--name", "first") == 1
    run = read_run("first")
    assert run.facts.command.startswith("python -m eval answers --cases cases.jsonl")
    assert (run.facts.library_generation, run.facts.questions, run.facts.seed) == (7, 3, 2014)
    assert [len(model.split("@")[1]) for model in run.facts.models.values()] == [64, 64]
    contains = run.tables["citedesk"]["all"]["contains gold"]
    assert (contains.value, contains.n) == (0.5, 2)
    assert "recall@5" not in run.tables["citedesk"]["unanswerable"]
    assert run.tables["citedesk"]["all"]["refusal recall"].value == 1.0

    where, who, moon = rows_of("first")
    assert where.answer
    assert where.answer.spans[0].quote == "a town in Zhejiang"
    assert (who.answer, who.error) == (None, "LLMFailed: The LLM broke off.")
    assert moon.answer
    assert moon.answer.refused

    printed = capsys.readouterr()
    assert "LLMFailed: The LLM broke off." in printed.out
    assert "runs/first/report.html" in printed.out
    assert "1 of 3 rows failed." in printed.err


def test_a_limit_takes_as_many_of_each_kind_and_the_run_exits_0(evaluate: Evaluate) -> None:
    write_cases(Path("cases.jsonl"), WHERE, MOON, MOON.model_copy(update={"id": "moon2"}))
    assert evaluate(*ANSWERS, "--name", "two", "--limit", "2") == 0
    assert sorted(row.case.kind for row in rows_of("two")) == ["fact", "unanswerable"]


def test_no_key_no_password_and_no_folder_stands_in_the_run(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEDESK_LLM__KEY", "sk-secret")
    monkeypatch.setenv("CITEDESK_LLM__URL", "https://me:hunter2@llm.example/v1")
    monkeypatch.setenv("CITEDESK_LIBRARY", "/home/somebody/library")
    evaluate(*ANSWERS, "--name", "keys")
    written = "".join(path.read_text(encoding="utf-8") for path in Path("runs/keys").iterdir())
    assert "sk-secret" not in written
    assert "hunter2" not in written
    assert "somebody" not in written
    assert "https://***@llm.example/v1" in written


def test_options_reach_the_assistant(evaluate: Evaluate, built: list[Settings]) -> None:
    evaluate(*ANSWERS, "--llm", "none", "--library", "elsewhere")
    assert built[0].llm.model == "none"
    assert built[0].library == Path("elsewhere")


def test_retrieval_loads_a_model_only_where_one_is_named(
    evaluate: Evaluate, built: list[Settings]
) -> None:
    evaluate("retrieval", "--cases", "cases.jsonl", "--name", "quick")
    evaluate("retrieval", "--cases", "cases.jsonl", "--llm", "translator", "--name", "slow")
    assert [settings.llm.model for settings in built] == ["none", "translator"]


def test_retrieval_tells_what_understanding_took_and_what_searching_took(
    evaluate: Evaluate,
) -> None:
    assert evaluate("retrieval", "--cases", "cases.jsonl", "--name", "times") == 0
    table = read_run("times").tables["citedesk"]["all"]
    steps = ("understand p50 ms", "search p50 ms", "retrieve p50 ms", "retrieve p95 ms")
    assert all((table[step].value or 0) > 0 for step in steps)
    assert table["hit@5"].value == 1.0


def test_a_run_is_not_written_over(evaluate: Evaluate, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(*ANSWERS, "--name", "again", "--limit", "1")
    before = read_run("again")
    assert evaluate(*ANSWERS, "--name", "again") == 1
    assert "There is a run in runs/again already.\nChoose" in capsys.readouterr().err
    assert read_run("again") == before


def test_an_interrupted_run_goes_on_where_it_stopped(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    interrupted = {**SCRIPTS, WHO.question: script(KeyboardInterrupt(), ALIBABA)}
    monkeypatch.setattr(
        "eval.session.build_assistant", lambda _: FakeAssistant([WUZHEN, ALIBABA], interrupted)
    )
    assert evaluate(*ANSWERS, "--name", "cut") == 130
    assert "--name cut goes on" in capsys.readouterr().err
    assert [row.case.id for row in rows_of("cut")] == ["where"]
    again = FakeAssistant(
        [WUZHEN, ALIBABA], {**SCRIPTS, WHERE.question: script(ZeroDivisionError())}
    )
    monkeypatch.setattr("eval.session.build_assistant", lambda _: again)
    assert evaluate(*ANSWERS, "--name", "cut") == 1
    assert [row.case.id for row in rows_of("cut")] == ["where", "who", "moon"]
    assert rows_of("cut")[0].error is None
    assert read_run("cut").seconds is not None


@pytest.mark.parametrize(
    ("arguments", "spoiled", "message"),
    [
        (
            ANSWERS,
            WHERE.model_dump_json().replace("answers", "anwsers", 1),
            "cases.jsonl:1: anwsers",
        ),
        (
            ANSWERS,
            WHERE.model_dump_json().replace("wuzhen.md", "absent.md"),
            "lacks 1 of the 1 documents that the cases ask for, first absent.md.",
        ),
        (("answers",), "", "Either --cases or --data says what is asked."),
        ((*ANSWERS, "--also", "x.json"), "", "--questions and --also go with --data"),
        (("retrieval", "--data", "absent"), "", "absent"),
        ((*ANSWERS, "--system", "oracle"), WHERE.model_dump_json(), "oracle"),
        ((*ANSWERS, "--judge"), WHERE.model_dump_json(), "No judge is set."),
        (("verify", "--data", "cases.jsonl"), WHERE.model_dump_json(), "cases.jsonl"),
    ],
)
def test_what_cannot_be_run_is_one_sentence_and_leaves_no_folder(
    evaluate: Evaluate,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    spoiled: str,
    message: str,
) -> None:
    Path("cases.jsonl").write_text(spoiled, encoding="utf-8")
    assert evaluate(*arguments) == 1
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert not Path("runs").exists()


def test_the_model_that_answers_may_not_judge_itself(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITEDESK_JUDGE__MODEL", Settings().llm.model)
    assert evaluate(*ANSWERS, "--judge") == 1
    assert "it would judge itself" in capsys.readouterr().err


def test_a_case_file_is_checked_without_running_it(
    evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    main_exit = evaluate("cases", "check", "cases.jsonl")
    assert main_exit == 0
    assert capsys.readouterr().out == "3 cases: 2 fact, 1 unanswerable.\n"
    Path("cases.jsonl").write_text('{"id": "a", "kind": "fact"}', encoding="utf-8")
    assert evaluate("cases", "check", "cases.jsonl") == 1
    assert "cases.jsonl:1: question: Field required" in capsys.readouterr().err


def write_pairs(path: Path) -> None:
    """Claims in the shape of ExpertQA, half of them held."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(6):
            held = number % 2 == 0
            pair: dict[str, Any] = {
                "question": "Where?",
                "system": "gpt4",
                "claim": f"Wuzhen has {number if held else 99} bridges over its canals.",
                "evidence": [f"Wuzhen has {number} bridges over its canals."],
                "human_support": "Complete" if held else "Incomplete",
                "correctness": "Unsure",
                "autoais": None,
                "field": "Travel",
            }
            file.write(json.dumps(pair) + "\n")


def test_the_verifier_is_measured_on_pairs(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.session.build_embedder", lambda _: FakeEmbedder())
    write_pairs(Path("pairs.jsonl"))
    assert evaluate("verify", "--data", "pairs.jsonl", "--name", "pairs") == 0
    table = read_run("pairs").tables["citedesk"]["all"]
    assert (table["balanced accuracy"].value, table["balanced accuracy"].n) == (1.0, 6)


def test_two_runs_are_compared_and_a_significant_drop_exits_1(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [WHERE.model_copy(update={"id": f"w{i}", "question": f"Where {i}?"}) for i in range(20)]
    write_cases(Path("cases.jsonl"), *cases)
    held = claim("In Zhejiang.", citation(WUZHEN, "a town in Zhejiang"))
    for name, claims in (("good", [held]), ("bad", [])):
        scripts = {c.question: script(answer(c.question, claims), WUZHEN) for c in cases}
        assistant = FakeAssistant([WUZHEN], scripts)
        monkeypatch.setattr("eval.session.build_assistant", lambda _, a=assistant: a)
        assert evaluate(*ANSWERS, "--name", name) == 0
    drop = ("--fail-if-drop", "Contains Gold=0.02")
    assert evaluate("compare", "runs/good", "runs/good", *drop) == 0
    assert evaluate("compare", "runs/good", "runs/bad") == 0
    assert evaluate("compare", "runs/bad", "runs/good", *drop) == 0
    capsys.readouterr()
    assert evaluate("compare", "runs/good", "runs/bad", *drop) == 1
    printed = capsys.readouterr()
    assert "citedesk: contains gold 1.000 -> 0.000" in printed.err
    assert "contains gold" in printed.out
    rise = ("--fail-if-drop", "false refusals=0.1")
    assert evaluate("compare", "runs/good", "runs/bad", *rise) == 1
    assert evaluate("compare", "runs/good", "runs/bad", "--fail-if-drop", "charm=0.1") == 1
    assert "There is no measure 'charm'." in capsys.readouterr().err
