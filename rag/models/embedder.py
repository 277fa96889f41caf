"""The embedder: sentence-transformers, behind LlamaIndex's interface and Citedesk's own."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import get_args

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from rag.config import EmbedderSettings
from rag.domain import Language
from rag.errors import ModelUnavailable
from rag.models.languages import embeds_across_languages, knows
from rag.models.packed_e5 import SUFFIX as PACKED
from rag.models.prefixes import Prefixes, prefixes_for
from rag.models.sentence_model import (
    NumberFormat,
    SentenceModel,
    TokenVectors,
    Vectors,
    fastest_number_format,
    tokenizable,
)
from rag.models.store import ModelStore, sha256_of
from rag.models.word_vectors import WordBits, WordVectors, pool_words, signs
from rag.text import word_spans

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
        folder = store.path(name)
        is_packed = entry.weights.name.endswith(PACKED)
        source = store.file(entry, entry.weights) if is_packed else folder
        return SentenceEmbedder(settings, f"{name}@{entry.weights.sha256:.8}", source)
    folder = Path(name).expanduser().resolve()
    if folder.is_dir():
        return SentenceEmbedder(settings, f"{folder.name}@{_fingerprint(folder):.8}", folder)
    return SentenceEmbedder(settings, name, path=None)


def _prefixes(settings: EmbedderSettings) -> Prefixes:
    """What is set, and for the rest what the model is known to need."""
    known = prefixes_for(settings.model)
    return Prefixes(
        known.query if settings.query_prefix is None else settings.query_prefix,
        known.passage if settings.passage_prefix is None else settings.passage_prefix,
    )


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

    _prefixes: Prefixes = PrivateAttr()
    _id: str = PrivateAttr()
    _path: Path | None = PrivateAttr()
    _model: SentenceModel | None = PrivateAttr(default=None)
    _loading: Lock = PrivateAttr(default_factory=Lock)

    def __init__(self, settings: EmbedderSettings, name: str, path: Path | None) -> None:
        """Embed with the model at `path`; None: with the hub's model `settings.model`."""
        super().__init__(model_name=settings.model, embed_batch_size=settings.batch_size)
        self._prefixes = _prefixes(settings)
        # A prefix changes every vector: it is part of what the embedder is.
        passage_prefix = self._prefixes.passage
        self._id = f"{name} {passage_prefix!r}" if passage_prefix else name
        self._path = path

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
        return self._loaded.max_tokens - self.count_tokens(self._prefixes.passage)

    @cached_property
    def is_multilingual(self) -> bool:
        """Whether English and Chinese lie in one space, so that no question needs translating.

        Found by embedding sixteen short sentences (a tenth of a second), once.
        """
        return embeds_across_languages(self.embed_passages)

    @cached_property
    def _languages(self) -> frozenset[Language]:
        share = self._loaded.unknown_share
        return frozenset(language for language in get_args(Language) if knows(language, share))

    def reads(self, language: Language) -> bool:
        """Whether the model knows the words of a language, by what its tokenizer knows."""
        return language in self._languages

    def count_tokens(self, text: str) -> int:
        """The text's length in the model's tokens, its special tokens not counted."""
        return self._loaded.count_tokens(tokenizable(text))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts in order: float32 (len(texts), dimensions), rows of unit length."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for batch in self._batches(texts):
            vectors[batch] = self._loaded.embed(self._prefixed(texts, batch))
        return vectors

    def embed_passages_and_words(self, texts: Sequence[str]) -> tuple[Vectors, list[WordBits]]:
        """As `embed_passages`, and the signs of the vectors of each text's content words."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        words: dict[int, WordBits] = {}
        for batch in self._batches(texts):
            prefixed = self._prefixed(texts, batch)
            vectors[batch], tokens = self._loaded.embed_with_tokens(prefixed)
            for number, text, found in zip(batch, prefixed, tokens, strict=True):
                words[number] = signs(self._words(text, self._prefixes.passage, found).vectors)
        return vectors, [words[number] for number in range(len(texts))]

    def embed_question(self, text: str) -> Vectors:
        """Embed a question: float32 (dimensions,), unit length."""
        question: Vectors = self._loaded.embed([tokenizable(self._prefixes.query + text)])[0]
        return question

    def embed_question_and_words(self, text: str) -> tuple[Vectors, WordVectors]:
        """As `embed_question`, and its content words with their vectors."""
        prefixed = tokenizable(self._prefixes.query + text)
        vectors, (tokens,) = self._loaded.embed_with_tokens([prefixed])
        return vectors[0], self._words(prefixed, self._prefixes.query, tokens)

    def _batches(self, texts: Sequence[str]) -> list[list[int]]:
        # Texts of like length share a batch: a batch is padded to its longest text.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        size = self.embed_batch_size
        return [order[start : start + size] for start in range(0, len(order), size)]

    def _prefixed(self, texts: Sequence[str], batch: Sequence[int]) -> list[str]:
        return [tokenizable(self._prefixes.passage + texts[index]) for index in batch]

    def _words(self, text: str, prefix: str, tokens: TokenVectors) -> WordVectors:
        spans = [span for span in word_spans(text) if span.start >= len(prefix)]
        return pool_words(tokens.vectors, tokens.spans, spans)

    @property
    def _loaded(self) -> SentenceModel:
        with self._loading:
            if self._model is None:
                self._model = SentenceModel(self._path or self.model_name, self.number_format)
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
