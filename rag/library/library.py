"""The library: what the rest of Citedesk sees of documents, passages and the two searches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rag.domain import Document, Language, Passage
from rag.errors import LibraryError
from rag.library.builds import SearchIndexes
from rag.library.embedder import Embedder, Vectors
from rag.library.indexing import Indexer, IndexProgress, IndexReport
from rag.library.lock import writer_lock
from rag.library.records import Counts, DocumentSummary
from rag.library.store import Store


class Library:
    """A folder with documents to search. Threads may share it; processes may open it at once.

    Readers see the last complete index while another process writes, and move to the next one by
    themselves.
    """

    def __init__(
        self, path: Path, embedder: Embedder, chroma_url: str | None, passage_tokens: int
    ) -> None:
        """Connect to the truth only; `open` and `open_anew` also get the searches ready."""
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The library folder {path} cannot be made: {error.strerror}.",
                hint="Choose another with --library.",
            ) from error
        self.path = path
        self._embedder = embedder
        self._passage_tokens = passage_tokens
        self._store = Store(path / "library.sqlite3")
        self._indexes = SearchIndexes(path, self._store, embedder.id, chroma_url)

    @classmethod
    def open(
        cls,
        path: Path,
        embedder: Embedder,
        chroma_url: str | None = None,
        *,
        passage_tokens: int = 180,
    ) -> Library:
        """Open the library at `path`, or make an empty one; no text is embedded.

        Derived indexes that are damaged, or behind what was stored, are made again from SQLite.

        Raises:
            LibraryError: it cannot be used, or was embedded with another embedder.
        """
        library = cls(path, embedder, chroma_url, passage_tokens)
        try:
            library._indexes.open()
        except BaseException:
            library.close()
            raise
        return library

    @classmethod
    def open_anew(
        cls,
        path: Path,
        embedder: Embedder,
        chroma_url: str | None = None,
        *,
        passage_tokens: int = 180,
        progress: IndexProgress | None = None,
    ) -> Library:
        """Open the library after moving it to this embedder and passage size.

        The stored documents are embedded again, not their files read again; if that breaks off,
        the next call goes on where it stopped. Both derived indexes are made from scratch.

        Raises:
            LibraryLocked: another process is writing.
        """
        library = cls(path, embedder, chroma_url, passage_tokens)
        try:
            with writer_lock(path):
                Indexer(library._store, embedder, passage_tokens, progress).reembed()
                library._indexes.update(progress, from_scratch=True)
        except BaseException:
            library.close()
            raise
        return library

    def index(self, paths: Sequence[Path], progress: IndexProgress | None = None) -> IndexReport:
        """Make the library hold what these files and folders hold now.

        Unchanged files (same bytes) are left alone, changed ones replaced, and documents whose
        files are gone from one of these folders are removed. A bad file is reported, never fatal.

        Raises:
            LibraryLocked: another process is writing.
            LibraryError: the disk failed; what was stored before still answers.
        """
        paths = [path.expanduser().absolute() for path in paths]
        with writer_lock(self.path):
            self._store.remember_roots([path for path in paths if path.exists()])
            report = Indexer(self._store, self._embedder, self._passage_tokens, progress).index(
                paths
            )
            state = self._store.state()
            if state.revision != (state.build.revision if state.build else 0):
                self._indexes.update(progress)
        return report

    @property
    def roots(self) -> list[Path]:
        """The files and folders that have been indexed."""
        return self._store.roots()

    @property
    def main_language(self) -> Language | None:
        """The language of most documents; None for an empty library."""
        return self._store.main_language()

    @property
    def counts(self) -> Counts:
        return self._store.counts()

    @property
    def generation(self) -> int:
        """Number of the index that readers search now; it grows with every change."""
        build = self._store.state().build
        return build.number if build else 0

    def document(self, document_id: str) -> Document | None:
        return self._store.document(document_id)

    def documents(self) -> list[DocumentSummary]:
        """All documents, by id."""
        return self._store.documents()

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Document]]:
        """Passages by id, in the order of `ids`, each with its document, without unknown ones."""
        return self._store.passages(ids)

    def dense_search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest passages, best first: (passage id, cosine similarity)."""
        return self._indexes.dense_search(vector, k)

    def lexical_search(self, text: str, k: int) -> list[tuple[str, float]]:
        """The k best passages by words, best first: (passage id, BM25 score)."""
        return self._indexes.lexical_search(text, k)

    def close(self) -> None:
        self._indexes.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
