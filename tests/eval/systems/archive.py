"""A small library in both languages, and an assistant over it, real but for its models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from eval.cases import Case
from rag.config import LLMSettings
from rag.domain import Language
from rag.factory import build_language_model
from rag.library import Vectors
from rag.models.chat import ChatModel
from rag.models.store import ModelStore
from tests.fakes import FakeEmbedder, FakeLLMEndpoint

TEXTS = {
    "wuzhen.md": "# Wuzhen\n\nWuzhen is a town in Zhejiang. The conference met there in 2014.\n",
    "alibaba.md": "# Alibaba\n\nAlibaba was founded in Hangzhou by Jack Ma (马云).\n",
    "opening.txt": "开幕式\n\n第三届世界互联网大会在乌镇举行。约1600人出席了开幕式。\n",
}


class LlamaFakeEmbedder(BaseEmbedding):
    """FakeEmbedder with LlamaIndex's interface beside its own, as SentenceEmbedder has both.

    It is not in tests.fakes, because importing LlamaIndex takes seconds, and children import those.
    """

    id: ClassVar[str] = FakeEmbedder.id
    dimensions: ClassVar[int] = FakeEmbedder.dimensions
    max_tokens: ClassVar[int] = FakeEmbedder.max_tokens
    _fake: FakeEmbedder = PrivateAttr(default_factory=FakeEmbedder)

    def reads(self, language: Language) -> bool:
        return self._fake.reads(language)

    def count_tokens(self, text: str) -> int:
        return self._fake.count_tokens(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._fake.embed_passages(texts)

    def embed_question(self, text: str) -> Vectors:
        return self._fake.embed_question(text)

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self._fake.embed_question(query).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        vector: list[float] = self._fake.embed_passages([text])[0].tolist()
        return vector


def write_archive(folder: Path) -> Path:
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def chat_model(endpoint: FakeLLMEndpoint) -> ChatModel:
    """What the factory makes of the settings of an endpoint."""
    settings = LLMSettings(model="fake-llm", url=endpoint.url)
    model = build_language_model(settings, ModelStore(Path("no-models"), {}))
    assert model is not None
    return model


def case(question: str, **fields: Any) -> Case:
    return Case(id="q", kind="fact", question=question, answers=("x",), **fields)
