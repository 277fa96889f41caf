"""The dense index: vectors in a Chroma collection, by cosine similarity."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

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
# written is made again at every opening (but see `write_once`).
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

_IDS_A_CALL = 100_000


class DenseIndex:
    """Vectors by id, in the folder of a build (see builds) or on a server (see server)."""

    def __init__(
        self, client: Client, collection_name: str, failed: Callable[[Exception], LibraryError]
    ) -> None:
        """`failed` says what went wrong as people say it; that is raised by every method."""
        self._client = client
        self._failed = failed
        with self._chroma():
            self._batch_rows = client.get_max_batch_size()  # 5,461: Chroma rejects more a call
            # Without embedding_function=None Chroma would download a model of its own.
            self._collection = client.get_or_create_collection(
                collection_name, embedding_function=None, configuration=_CONFIGURATION
            )

    @classmethod
    def in_folder(cls, folder: Path) -> DenseIndex:
        """The index kept by Chroma inside this process, in `folder`."""
        import chromadb

        try:
            client = chromadb.PersistentClient(str(folder), settings=chroma_settings())
        except Exception as error:
            raise _failed(error) from error
        return cls(cast("Client", client), "passages", _failed)

    def write_once(self, changes: int) -> None:
        """When next opened, write the graph to disk with the last of so many changes, not before.

        A million vectors, written 2,000 at a time with all that were there, would be 400 GB.
        """
        with self._chroma():
            self._collection.modify(configuration={"hnsw": {"sync_threshold": max(1, changes)}})

    def close(self) -> None:
        with self._chroma():
            self._client.close()

    def ids(self) -> set[str]:
        with self._chroma():
            rows = self._collection.count()
            return {
                vector_id
                for first in range(0, rows, _IDS_A_CALL)
                for vector_id in self._collection.get(limit=_IDS_A_CALL, offset=first, include=[])[
                    "ids"
                ]
            }

    def add(self, entries: Sequence[VectorEntry]) -> None:
        with self._chroma():
            for first in range(0, len(entries), self._batch_rows):
                some = entries[first : first + self._batch_rows]
                self._collection.upsert(
                    ids=[entry.vector_id for entry in some],
                    embeddings=np.stack([entry.vector for entry in some]),
                )

    def remove(self, vector_ids: Sequence[str]) -> None:
        with self._chroma():
            for first in range(0, len(vector_ids), self._batch_rows):
                self._collection.delete(ids=list(vector_ids[first : first + self._batch_rows]))

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest vectors, best first: (vector id, cosine similarity)."""
        with self._chroma():
            found = self._collection.query(
                query_embeddings=vector[np.newaxis], n_results=k, include=["distances"]
            )
        (ids,), (distances,) = found["ids"], found["distances"] or [[]]
        return [(i, 1.0 - float(distance)) for i, distance in zip(ids, distances, strict=True)]

    @contextmanager
    def _chroma(self) -> Iterator[None]:
        """Chroma raises bare `Exception` too."""
        try:
            yield
        except Exception as error:
            raise self._failed(error) from error


def chroma_settings() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def checksum(vector_ids: Iterable[str]) -> int:
    """CRC-32 of a set of ids, and so of an index: the same id always means the same vector."""
    return zlib.crc32("\n".join(sorted(vector_ids)).encode())


def _failed(error: Exception) -> LibraryError:
    return LibraryError(f"Chroma failed: {error}.", hint="Check the disk.")
