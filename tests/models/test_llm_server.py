"""The real LLM: small prompts, because the machine may be slow."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag.config import load_settings
from rag.errors import ModelUnavailable
from rag.models.llm_server import LocalLLMServer
from rag.models.store import ModelStore
from rag.text import detect_language

pytestmark = pytest.mark.language_model

CONTEXT_TOKENS = 1024
RULES = "Answer in at most five words. Only from the source: the conference is held in Wuzhen."


def start(gguf: Path) -> LocalLLMServer:
    return LocalLLMServer(gguf, CONTEXT_TOKENS, threads=None)


@pytest.fixture(scope="module")
def server() -> Iterator[LocalLLMServer]:
    settings = load_settings()
    server = start(ModelStore(settings.models).path(settings.llm.model))
    yield server
    server.close()


@pytest.fixture
def client(server: LocalLLMServer) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=300) as client:
        yield client


def ask(client: httpx.Client, question: str) -> dict[str, Any]:
    messages = [{"role": "system", "content": RULES}, {"role": "user", "content": question}]
    body = {"messages": messages, "max_tokens": 12, "temperature": 0}
    answer: dict[str, Any] = client.post("/chat/completions", json=body).raise_for_status().json()
    return answer


def test_it_answers_in_both_languages_from_a_prompt_that_is_read_once(client: httpx.Client) -> None:
    first = ask(client, "Where is the conference held?")
    assert "Wuzhen" in first["choices"][0]["message"]["content"]

    second = ask(client, "大会在哪里举行？")
    assert detect_language(second["choices"][0]["message"]["content"]) == "zh"
    rules_tokens = 20
    assert second["timings"]["cache_n"] > rules_tokens


def test_without_the_key_it_says_nothing(server: LocalLLMServer) -> None:
    with httpx.Client(base_url=server.url) as stranger:
        assert stranger.get("/models").status_code == httpx.codes.UNAUTHORIZED
        assert stranger.post("/chat/completions", json={}).status_code == httpx.codes.UNAUTHORIZED


def test_each_of_two_slots_has_the_whole_context(
    client: httpx.Client, server: LocalLLMServer
) -> None:
    assert [slot["n_ctx"] for slot in slots(client, server)] == [CONTEXT_TOKENS] * 2


def test_a_client_that_hangs_up_frees_its_slot(
    client: httpx.Client, server: LocalLLMServer
) -> None:
    body = {"messages": [{"role": "user", "content": "Tell a long story."}], "stream": True}
    with client.stream("POST", "/chat/completions", json=body) as answer:
        assert json.loads(next(answer.iter_lines()).removeprefix("data: "))["choices"]
        assert any(slot["is_processing"] for slot in slots(client, server))
    for _ in range(100):
        if not any(slot["is_processing"] for slot in slots(client, server)):
            return
        time.sleep(0.1)
    pytest.fail("the slot was still busy ten seconds after the client had hung up")


def slots(client: httpx.Client, server: LocalLLMServer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(server.url.removesuffix("/v1") + "/slots").json()
    return found


def test_a_file_that_is_no_model_is_one_sentence_and_llama_cpp_is_silent(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.gguf"
    page.write_text("<html>")
    with pytest.raises(ModelUnavailable, match=r"llama\.cpp cannot load .*page\.gguf"):
        start(page)
    assert capfd.readouterr() == ("", "")


def test_a_truncated_model_is_refused(server: LocalLLMServer, tmp_path: Path) -> None:
    settings = load_settings()
    truncated = tmp_path / "truncated.gguf"
    with ModelStore(settings.models).path(settings.llm.model).open("rb") as whole:
        truncated.write_bytes(whole.read(20_000_000))
    with pytest.raises(ModelUnavailable, match=r"no whole \.gguf model"):
        start(truncated)
