"""The baseline over a real Chroma, with an LLM endpoint that plays a script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from llama_index.core import Settings as LlamaSettings

from eval.systems import AskFailed, NoLanguageModel
from eval.systems.baseline import Baseline
from rag.domain import Verdict
from rag.errors import ConfigError
from rag.library import Library
from tests.assistants import assistant_over
from tests.eval.systems.archive import LlamaFakeEmbedder, case, chat_model
from tests.fakes import FakeEmbedder, FakeLLMEndpoint

WHO = case("Who founded Alibaba in Hangzhou?")


@contextmanager
def opened(
    folder: Path,
    library: Library,
    embedder: LlamaFakeEmbedder,
    endpoint: FakeLLMEndpoint | None = None,
    built: list[tuple[int, int]] | None = None,
) -> Iterator[Baseline]:
    assistant = assistant_over(library, embedder, chat_model(endpoint) if endpoint else None)

    def progress(done: int, of: int) -> None:
        if built is not None:
            built.append((done, of))

    with closing(Baseline.open(folder, assistant, progress)) as baseline:
        yield baseline


async def test_it_answers_from_its_best_two_chunks_without_citing(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    with (
        FakeLLMEndpoint("Jack Ma founded it. He is from Hangzhou.") as endpoint,
        opened(tmp_path / "baseline", library, embedder, endpoint) as baseline,
    ):
        reply = await baseline.ask(WHO)
    (prompt,) = endpoint.prompts
    assert "Context information is below." in prompt
    assert "title: Alibaba" in prompt
    assert "founded in Hangzhou by Jack Ma" in prompt
    assert reply.text == "Jack Ma founded it. He is from Hangzhou."
    assert [claim.text for claim in reply.claims] == [
        "Jack Ma founded it.",
        "He is from Hangzhou.",
    ]
    assert {claim.verdict for claim in reply.claims} == {Verdict.UNSUPPORTED}
    assert reply.claims[0].reasons == ("no source is cited",)
    assert (reply.checked, reply.refused, reply.confidence) == (False, False, None)
    assert reply.found[0].document == "alibaba.md"
    assert len(reply.found) == 2
    assert reply.prompt_tokens == len(prompt)
    assert reply.retrieve_ms is not None
    assert reply.first_token_ms is not None
    assert reply.retrieve_ms <= reply.first_token_ms <= reply.total_ms


async def test_it_reads_chinese_and_its_silence_is_a_refusal(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    with (
        FakeLLMEndpoint("提供的上下文没有提到镇长。") as endpoint,
        opened(tmp_path / "baseline", library, embedder, endpoint) as baseline,
    ):
        reply = await baseline.ask(case("第三届世界互联网大会在乌镇举行，镇长是谁？"))
    assert reply.found[0].document == "opening.txt"
    assert "约1600人出席了开幕式。" in endpoint.prompts[0]
    assert reply.refused
    assert reply.claims == ()


async def test_what_was_found_survives_a_failing_model(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    with (
        FakeLLMEndpoint() as endpoint,
        opened(tmp_path / "baseline", library, embedder, endpoint) as baseline,
        pytest.raises(AskFailed, match="InternalServerError") as raised,
    ):
        await baseline.ask(WHO)
    assert raised.value.found[0].document == "alibaba.md"


async def test_it_searches_without_a_model(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    with opened(tmp_path / "baseline", library, embedder) as baseline:
        found = (await baseline.search(WHO, 3)).found
    assert found[0].document == "alibaba.md"
    assert {item.document for item in found} == {"alibaba.md", "wuzhen.md", "opening.txt"}
    assert found[0].score > found[1].score


async def test_asking_without_a_model_is_an_error_and_never_a_call_elsewhere(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    with (
        opened(tmp_path / "baseline", library, embedder) as baseline,
        pytest.raises(NoLanguageModel, match='"baseline"'),
    ):
        await baseline.ask(WHO)
    assert LlamaSettings._llm is None
    assert LlamaSettings._embed_model is None


async def test_the_index_is_kept_while_the_documents_are_the_same(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    built: list[tuple[int, int]] = []
    with opened(tmp_path / "baseline", library, embedder, built=built) as baseline:
        first = (await baseline.search(WHO, 3)).found
    assert built == [(3, 3)]
    with opened(tmp_path / "baseline", library, embedder, built=built) as baseline:
        assert (await baseline.search(WHO, 3)).found == first
    assert built == [(3, 3)]


async def test_the_index_is_made_anew_when_a_document_changes(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    built: list[tuple[int, int]] = []
    with opened(tmp_path / "baseline", library, embedder):
        pass
    archive = tmp_path / "archive"
    (archive / "wuzhen.md").unlink()
    (archive / "alibaba.md").write_text("# Alibaba\n\nIt moved to Beijing.\n", encoding="utf-8")
    library.index([archive])
    with opened(tmp_path / "baseline", library, embedder, built=built) as baseline:
        found = (await baseline.search(WHO, 5)).found
    assert built == [(2, 2)]
    assert sorted(item.document for item in found) == ["alibaba.md", "opening.txt"]


async def test_an_index_that_was_not_finished_is_made_anew(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    def break_off(done: int, of: int) -> None:
        raise KeyboardInterrupt

    assistant = assistant_over(library, embedder, None)
    with pytest.raises(KeyboardInterrupt):
        Baseline.open(tmp_path / "baseline", assistant, break_off)
    built: list[tuple[int, int]] = []
    with opened(tmp_path / "baseline", library, embedder, built=built) as baseline:
        assert len((await baseline.search(WHO, 9)).found) == 3
    assert built == [(3, 3)]


async def test_a_long_document_is_split_into_overlapping_chunks_of_its_own(
    tmp_path: Path, library: Library, embedder: LlamaFakeEmbedder
) -> None:
    sentences = "".join(f"Speaker number {n} spoke about cables. " for n in range(300))
    (tmp_path / "archive" / "long.txt").write_text(f"Cables\n\n{sentences}", encoding="utf-8")
    library.index([tmp_path / "archive"])
    with opened(tmp_path / "baseline", library, embedder) as baseline:
        found = (await baseline.search(case("Which speaker spoke about cables?"), 9)).found
    # The splitter counts 9 tokens a sentence: 113 sentences a chunk, 22 of them again in the next.
    assert [item.document for item in found].count("long.txt") == 4


def test_an_embedder_that_llamaindex_cannot_use_is_refused(
    tmp_path: Path, library: Library
) -> None:
    with pytest.raises(ConfigError, match="FakeEmbedder"):
        Baseline.open(tmp_path / "baseline", assistant_over(library, FakeEmbedder(), None))
