"""The dense index: vectors in a Chroma collection, by cosine similarity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np

from rag.errors import LibraryError
from rag.library.embedder import Vectors
from rag.library.truth.records import VectorEntry

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.config import Settings

# Cosine cannot be chosen later. With Chroma's 16 neighbours and ef_construction 100, 3,000 near
# copies of one passage cut 7 of 300 others off; with these, none (and none of the recall@20 of
# 8,000 vectors is lost). Thresholds of 1 write the graph to disk with every call: what is not
# written is made again at every opening.
_CONFIGURATION: CreateCollectionConfiguration = {
    "hnsw": {
        "space": "cosine",
        "max_neighbors": 32,
        "ef_construction": 200,
        "ef_search": 400,
        "sync_threshold": 1,
        "batch_size": 1,
    }
}


class DenseIndex:
    """Vectors by id. The folder of one is written once and then only read (see builds)."""

    def __init__(self, client: Client, collection_name: str) -> None:
        self._client = client
        self._name = collection_name
        with _chroma():
            self._batch_rows = client.get_max_batch_size()  # 5,461: Chroma rejects more a call
            self._open_collection()

    @classmethod
    def in_folder(cls, folder: Path) -> DenseIndex:
        """The index kept by Chroma inside this process, in `folder`."""
        import chromadb

        with _chroma():
            client = chromadb.PersistentClient(str(folder), settings=_settings())
        return cls(cast("Client", client), "passages")

    @classmethod
    def on_server(cls, url: str, collection_name: str) -> DenseIndex:
        """The index kept by the Chroma server at `url`, e.g. http://127.0.0.1:8000."""
        import chromadb

        address = urlsplit(url)
        ssl = address.scheme == "https"
        try:
            client = chromadb.HttpClient(
                host=address.hostname or "",
                port=address.port or (443 if ssl else 80),
                ssl=ssl,
                settings=_settings(),
            )
        except ValueError as error:
            raise LibraryError(
                f"No Chroma server answers at {url}: {error}.",
                hint="Start it, or unset chroma.url to run Chroma inside Citedesk.",
            ) from error
        return cls(cast("Client", client), collection_name)

    def close(self) -> None:
        with _chroma():
            self._client.close()

    def ids(self) -> set[str]:
        with _chroma():
            return set(self._collection.get(include=[])["ids"])

    def add(self, entries: Sequence[VectorEntry]) -> None:
        with _chroma():
            for first in range(0, len(entries), self._batch_rows):
                some = entries[first : first + self._batch_rows]
                self._collection.upsert(
                    ids=[entry.vector_id for entry in some],
                    embeddings=np.stack([entry.vector for entry in some]),
                )

    def remove(self, vector_ids: Sequence[str]) -> None:
        with _chroma():
            for first in range(0, len(vector_ids), self._batch_rows):
                self._collection.delete(ids=list(vector_ids[first : first + self._batch_rows]))

    def clear(self) -> None:
        """Forget everything, the vectors' dimensions too."""
        with _chroma():
            self._client.delete_collection(self._name)
            self._open_collection()

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest vectors, best first: (vector id, cosine similarity)."""
        with _chroma():
            rows = self._collection.count()
            if rows == 0:
                return []
            found = self._collection.query(
                query_embeddings=vector[np.newaxis], n_results=min(k, rows), include=["distances"]
            )
        (ids,), (distances,) = found["ids"], found["distances"] or [[]]
        return [(i, 1.0 - float(distance)) for i, distance in zip(ids, distances, strict=True)]

    def _open_collection(self) -> None:
        # Without embedding_function=None Chroma would download a model of its own.
        self._collection = self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration=_CONFIGURATION
        )


def _settings() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


@contextmanager
def _chroma() -> Iterator[None]:
    """Turn whatever Chroma raises into a LibraryError: it raises bare `Exception` too."""
    try:
        yield
    except Exception as error:
        raise LibraryError(
            f"Chroma failed: {error}.",
            hint="Check the disk and, if you use one, the Chroma server.",
        ) from error
