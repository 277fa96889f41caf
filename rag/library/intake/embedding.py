"""Documents become passages with vectors; what many documents lack is embedded together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.library.embedder import Embedder, Vectors, WordEmbedder
from rag.library.intake.passages import split_into_passages, text_to_embed
from rag.library.truth.records import IndexedPassage, VectorEntry
from rag.library.truth.store import Store
from rag.models.word_vectors import WordBits


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document (as edited) in passages; `missing` has the texts that need a vector, by its id."""

    document: Document
    passages: tuple[IndexedPassage, ...]
    missing: dict[str, str]


def split(
    document: Document, store: Store, embedder: Embedder, passage_tokens: int
) -> SplitDocument:
    """Raises UnreadableFile: there is no sentence in it."""
    passages = split_into_passages(document, embedder, passage_tokens)
    if not passages:
        raise UnreadableFile(f"{document.path} holds no sentence.")
    texts = [text_to_embed(document, passage, embedder) for passage in passages]
    ids = [_vector_id(embedder, text) for text in texts]
    held = store.held_vectors(ids, with_words=isinstance(embedder, WordEmbedder))
    return SplitDocument(
        document,
        tuple(IndexedPassage(passage, i) for passage, i in zip(passages, ids, strict=True)),
        {i: text for i, text in zip(ids, texts, strict=True) if i not in held},
    )


def embed(
    documents: Sequence[SplitDocument], embedder: Embedder
) -> list[list[VectorEntry] | UnreadableFile]:
    """The missing vectors of each document, or why it has none.

    All texts go to the embedder at once, which can so batch those of like length. Where that
    fails, each document is tried alone: one bad text is no reason to lose the others.
    """
    try:
        vectors = _embed([document.missing for document in documents], embedder)
    except UnreadableFile as error:
        if len(documents) == 1:
            return [error]
        return [found for document in documents for found in embed([document], embedder)]
    return [[vectors[i] for i in document.missing] for document in documents]


def _embed(missing: Iterable[dict[str, str]], embedder: Embedder) -> dict[str, VectorEntry]:
    texts = {i: text for some in missing for i, text in some.items()}
    if not texts:
        return {}
    try:
        vectors, words = _vectors_and_words(list(texts.values()), embedder)
    except (MemoryError, RuntimeError, TypeError, ValueError) as error:
        raise UnreadableFile(f"The embedder {embedder.id} failed: {error}") from error
    if vectors.shape != (len(texts), embedder.dimensions) or not np.isfinite(vectors).all():
        raise UnreadableFile(f"The embedder {embedder.id} returned unusable vectors.")
    rows = np.asarray(vectors, dtype=np.float32)
    return {i: VectorEntry(i, *found) for i, *found in zip(texts, rows, words, strict=True)}


def _vectors_and_words(
    texts: list[str], embedder: Embedder
) -> tuple[Vectors, Sequence[WordBits | None]]:
    if isinstance(embedder, WordEmbedder):
        return embedder.embed_passages_and_words(texts)
    return embedder.embed_passages(texts), [None] * len(texts)


def _vector_id(embedder: Embedder, text: str) -> str:
    """The same text has one vector, however many passages say it.

    That saves embedding copies, and 200 equal vectors would cut others off from the search: HNSW
    links each of them only to its equals.
    """
    return hashlib.sha256(f"{embedder.id}\n{text}".encode()).hexdigest()[:24]
