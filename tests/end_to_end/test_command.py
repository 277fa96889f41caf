"""The straight line on the command line, with nothing faked."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ROOT, Command

pytestmark = pytest.mark.language_model

CORPUS = ROOT / "docs_source"
QUESTIONS = {
    "developers": "How many Chinese developers did Tim Cook say use the App Store?",
    "absent": "What did Angela Merkel say in Wuzhen?",
    "chinese": "世界互联网大会国际组织的总部设在哪里？",
}


@pytest.fixture(scope="module")
def answers(
    citedesk: Command,
    indexed: subprocess.CompletedProcess[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, dict[str, object]]:
    """All questions asked in one batch of the real LLM."""
    batch = tmp_path_factory.mktemp("batch") / "questions.jsonl"
    lines = [json.dumps({"id": key, "question": text}) for key, text in QUESTIONS.items()]
    batch.write_text("\n".join(lines), encoding="utf-8")
    result = citedesk("ask", "--batch", str(batch))
    assert result.returncode == 0, result.stderr
    return {answer["id"]: answer for answer in map(json.loads, result.stdout.splitlines())}


def test_every_document_of_the_corpus_is_indexed(
    indexed: subprocess.CompletedProcess[str],
) -> None:
    count = len(list(CORPUS.glob("*.md")))
    assert f"{count} added" in indexed.stdout
    assert f"holds {count} documents" in indexed.stdout


def test_indexing_again_embeds_nothing(
    citedesk: Command, indexed: subprocess.CompletedProcess[str]
) -> None:
    again = citedesk("index", "docs_source")
    assert f"{len(list(CORPUS.glob('*.md')))} unchanged" in again.stdout
    assert "added" not in again.stdout


def test_the_llms_answer_is_right_and_cites_exact_spans(answers: dict[str, dict]) -> None:  # type: ignore[type-arg]
    answer = answers["developers"]
    assert answer["refusal"] is None
    assert "1.8 million" in answer["answer"]
    assert answer["claims"][0]["verdict"] == "supported"
    assert answer["citations"]
    for citation in answer["citations"]:
        text = (CORPUS / citation["document_id"]).read_text(encoding="utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["link"].startswith("http://127.0.0.1:7860/documents/")
    assert answer["model"]["llm"].startswith("qwen2.5")
    assert answer["timings_ms"]["first_token"] > 0


def test_who_the_archive_does_not_know_is_not_quoted(answers: dict[str, dict]) -> None:  # type: ignore[type-arg]
    answer = answers["absent"]
    assert answer["refusal"]["reason"] == "not_covered"
    assert answer["citations"] == []
    assert answer["refusal"]["nearest"]


def test_a_chinese_question_finds_english_sources(answers: dict[str, dict]) -> None:  # type: ignore[type-arg]
    answer = answers["chinese"]
    assert answer["refusal"] is None
    assert "北京" in answer["answer"] or "Beijing" in answer["answer"]


def test_without_an_llm_the_archive_is_quoted_and_it_is_said(
    citedesk: Command, indexed: subprocess.CompletedProcess[str]
) -> None:
    result = citedesk("ask", "--llm", "none", "Who is Lu Wei?")
    assert result.returncode == 0
    assert "No language model was used" in result.stdout
    assert "Lu Wei" in result.stdout


def test_search_prints_ranked_passages_as_json(
    citedesk: Command, indexed: subprocess.CompletedProcess[str]
) -> None:
    value = json.loads(citedesk("search", "draft declaration", "-k", "3", "--json").stdout)
    assert [result["rank"] for result in value["results"]] == [1, 2, 3]
    assert "declaration" in value["results"][0]["text"]


def test_an_llm_that_cannot_be_reached_is_an_error_in_one_sentence(
    citedesk: Command, indexed: subprocess.CompletedProcess[str]
) -> None:
    result = citedesk("ask", "Who is Lu Wei?", CITEDESK_LLM__URL="http://127.0.0.1:9/v1")
    assert result.returncode == 1
    assert "cannot be reached" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_taken_port_is_an_error_in_one_sentence(citedesk: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = citedesk("chat", "--port", port)
    assert result.returncode == 1
    assert port in result.stderr
    assert "Traceback" not in result.stderr


def test_an_empty_library_sends_people_to_index(citedesk: Command, tmp_path: Path) -> None:
    result = citedesk("--library", str(tmp_path / "new"), "ask", "--llm", "none", "Who?")
    assert "citedesk index" in result.stdout


@pytest.mark.parametrize("arguments", [("ask",), ("search", "x", "--batch", "y"), ("nonsense",)])
def test_wrong_usage_exits_with_2(citedesk: Command, arguments: tuple[str, ...]) -> None:
    assert citedesk(*arguments).returncode == 2


def test_settings_are_printed_with_the_key_redacted(citedesk: Command) -> None:
    result = citedesk("settings", CITEDESK_LLM__KEY="sk-very-secret")
    assert json.loads(result.stdout)["llm"]["key"] == "**********"
    assert "very-secret" not in result.stdout


def test_doctor_finds_nothing_wrong(
    citedesk: Command, indexed: subprocess.CompletedProcess[str]
) -> None:
    result = citedesk("doctor")
    assert result.returncode == 0, result.stdout
    assert "all-MiniLM-L6-v2@" in result.stdout
    assert "documents" in result.stdout
