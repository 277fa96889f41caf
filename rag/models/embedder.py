"""The embedder: sentence-transformers, behind LlamaIndex's interface and Citedesk's own."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from rag.config import EmbedderSettings
from rag.errors import ModelUnavailable
from rag.models.sentence_model import NumberFormat, SentenceModel, Vectors, fastest_number_format
from rag.models.store import ModelStore, sha256_of

# The files of a model folder that its vectors depend on; its README may change.
_MODEL_SUFFIXES = frozenset({".safetensors", ".bin", ".json", ".txt", ".model"})


def open_embedder(settings: EmbedderSettings, store: ModelStore) -> SentenceEmbedder:
    """The embedder that the settings name; its weights are loaded when they are first needed.

    `settings.model` is looked up as a model of the catalogue, then as a local folder; anything
    else is a hub id, for which sentence-transformers contacts the hub when it loads.

    Raises:
        ModelUnavailable: it is a model of the catalogue that is not on this machine, or an LLM.
    """
    name = settings.model
    if name in store.catalogue:
        entry = store.entry(name)
        if entry.kind != "embedder":
            raise ModelUnavailable(f"{name} is not an embedder.", hint="See: citedesk models list")
        return SentenceEmbedder(settings, f"{name}@{entry.weights.sha256:.8}", store.path(name))
    folder = Path(name).expanduser().resolve()
    if folder.is_dir():
        return SentenceEmbedder(settings, f"{folder.name}@{_fingerprint(folder):.8}", folder)
    return SentenceEmbedder(settings, name, folder=None)


def _fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that make the model what it is."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in _MODEL_SUFFIXES)
    manifest = "\n".join(f"{sha256_of(path)} {path.relative_to(folder)}" for path in files)
    return hashlib.sha256(manifest.encode()).hexdigest()


class SentenceEmbedder(BaseEmbedding):
    """Embeds passages and questions; several threads may share it.

    All but `id` and `number_format` load the model when first used, and raise ModelUnavailable
    where that fails.
    """

    _settings: EmbedderSettings = PrivateAttr()
    _id: str = PrivateAttr()
    _folder: Path | None = PrivateAttr()
    _model: SentenceModel | None = PrivateAttr(default=None)
    _loading: Lock = PrivateAttr(default_factory=Lock)

    def __init__(self, settings: EmbedderSettings, name: str, folder: Path | None) -> None:
        """Embed with the model in `folder`; None: with the hub's model `settings.model`."""
        super().__init__(model_name=settings.model, embed_batch_size=settings.batch_size)
        self._settings = settings
        # A prefix changes every vector: it is part of what the embedder is.
        self._id = f"{name} {settings.passage_prefix!r}" if settings.passage_prefix else name
        self._folder = folder

    @property
    def id(self) -> str:
        """Names the weights and the passage prefix: an index belongs to one id."""
        return self._id

    @property
    def number_format(self) -> NumberFormat:
        return fastest_number_format()

    @property
    def dimensions(self) -> int:
        return self._loaded.dimensions

    @property
    def max_tokens(self) -> int:
        """Tokens of a passage that the model sees; the rest of the passage is ignored."""
        return self._loaded.max_tokens - self.count_tokens(self._settings.passage_prefix)

    def count_tokens(self, text: str) -> int:
        """The text's length in the model's tokens, its special tokens not counted."""
        return self._loaded.count_tokens(_clean(text))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts in order: float32 (len(texts), dimensions), rows of unit length."""
        prefixed = [_clean(self._settings.passage_prefix + text) for text in texts]
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        # Texts of like length share a batch: a batch is padded to its longest text.
        order = sorted(range(len(texts)), key=lambda index: len(prefixed[index]))
        size = self._settings.batch_size
        for batch in (order[start : start + size] for start in range(0, len(order), size)):
            vectors[batch] = self._loaded.embed([prefixed[index] for index in batch])
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """Embed a question: float32 (dimensions,), unit length."""
        question: Vectors = self._loaded.embed([_clean(self._settings.query_prefix + text)])[0]
        return question

    @property
    def _loaded(self) -> SentenceModel:
        with self._loading:
            if self._model is None:
                self._model = SentenceModel(self._folder or self.model_name, self.number_format)
            return self._model

    # LlamaIndex's interface, so that the embedder plugs into anything made for it.

    @classmethod
    def class_name(cls) -> str:
        return "SentenceEmbedder"

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self.embed_question(query).tolist()
        return vector

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.embed_passages(texts).tolist()
        return vectors

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


def _clean(text: str) -> str:
    """Lone surrogates, which no tokenizer accepts, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
