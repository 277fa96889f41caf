"""The half of the library that reads: its documents, its passages, and the searches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from rag.domain import Document, Filters, Language, MentionedDate, Passage, Publication
from rag.errors import LibraryError
from rag.library.embedder import Vectors
from rag.library.indexes.builds import SearchIndexes
from rag.library.truth.database import Database
from rag.library.truth.files import Files
from rag.library.truth.listing import Listing, ListingQuery, read_listing
from rag.library.truth.records import Counts, DocumentSummary, Facets, FileEntry, Story
from rag.library.truth.store import Store
from rag.models.word_vectors import WordBits

DATABASE_NAME = "library.sqlite3"
_ALL = Filters()


class ReadableLibrary:
    """A folder with documents to search. Threads may share it; processes may open it at once.

    Readers see the last complete index while another process writes, and move to the next one by
    themselves.
    """

    def __init__(
        self, path: Path, embedder_id: str, chroma_url: str | None, passage_tokens: int
    ) -> None:
        """Connect to the truth only; the searches find nothing yet."""
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The library folder {path} cannot be made: {error.strerror}.",
                hint="Choose another with --library.",
            ) from error
        self.path = path
        self._database = Database(path / DATABASE_NAME)
        self._store = Store(self._database)
        self._files = Files(self._database)
        self._indexes = SearchIndexes(path, self._store, embedder_id, passage_tokens, chroma_url)

    @property
    def roots(self) -> list[Path]:
        """The files and folders that have been indexed."""
        return self._files.roots()

    @property
    def pages(self) -> Path:
        """The folder for pages that were fetched from the web; it is indexed as others are."""
        return self.path / "pages"

    @property
    def uploads(self) -> Path:
        """The folder for files that are uploaded; it is indexed as others are."""
        return self.path.absolute() / "uploads"

    @property
    def files(self) -> list[FileEntry]:
        """The files that were read or failed, by id."""
        return self._files.entries()

    def documents_in(self, path: Path) -> list[str]:
        """The ids of the documents that were read from the file at `path` (absolute)."""
        entry = self._files.at(path)
        return self._files.document_ids(entry.id) if entry else []

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

    def listing(self, query: ListingQuery, offset: int, limit: int) -> Listing:
        """`limit` of the documents and unreadable files that are asked for, from `offset` on."""
        return read_listing(self._database, query, offset, limit)

    def admitted(self, filters: Filters) -> set[str]:
        """The ids of all documents that the filters admit."""
        found = self.publications().items()
        return {document_id for document_id, source in found if filters.admit(document_id, source)}

    def publications(self) -> dict[str, Publication]:
        """The publication of every document, by id, without where its fields were found.

        All are read: 100,000 articles take more than a second.
        """
        return self._store.publications()

    def stories(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The id of each document's story: copies of one text have the same."""
        return self._store.stories.stories(document_ids)

    def story_of(self, document_id: str) -> Story:
        """The document with all of its copies."""
        return self._store.stories.story_of(document_id)

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Document]]:
        """Passages by id, in the order of `ids`, each with its document, without unknown ones."""
        return self._store.passages(ids)

    @staticmethod
    def document_of(passage_id: str) -> str:
        """The id of the document that a passage is of: it is part of the passage's own."""
        return passage_id.rpartition("#")[0]

    def passage_ids(self, document_ids: Sequence[str]) -> list[str]:
        """The passages of these documents, those of a document side by side in their order."""
        return [keys.passage_id for keys in self._store.passage_keys(document_ids)]

    def facets(self) -> Facets:
        """The outlets, authors, languages, collections and days that can be chosen from."""
        return self._store.facets()

    def dense_search(
        self, vector: Vectors, k: int, filters: Filters = _ALL
    ) -> list[tuple[str, float]]:
        """The k nearest passages, best first: (passage id, cosine similarity).

        Raises:
            DenseIndexAway: a Chroma server is configured and does not answer.
        """
        return self._indexes.dense_search(vector, k, filters)

    def lexical_search(self, text: str, k: int, filters: Filters = _ALL) -> list[tuple[str, float]]:
        """The k best passages by words, best first: (passage id, BM25 score).

        Filters leave the scores as they are.
        """
        with self._indexes.lexical() as index:
            return index.search(text, k, filters) if index else []

    def lexical_scores(self, text: str, passage_ids: Sequence[str]) -> dict[str, float]:
        """The BM25 score of each of these passages; those without a word of `text` are left out."""
        with self._indexes.lexical() as index:
            return index.scores(text, passage_ids) if index else {}

    def documents_mentioning(self, phrase: str, filters: Filters = _ALL) -> list[str]:
        """The ids of all documents with a passage in which the terms of a phrase follow each other.

        All of them, by id; in the passage itself, its headings or its title. Terms are stems: who
        needs the very words looks them up in the text.
        """
        with self._indexes.lexical() as index:
            passage_ids = index.mentioning(phrase, filters) if index else []
        return self._store.documents_of(passage_ids)

    def documents_holding(self, characters: str) -> list[str]:
        """The ids of all documents with these very characters in their title or text.

        In the text, they may go on over the end of a line.
        Every text is read: 100,000 articles take about a second.
        """
        return self._store.documents_holding(characters)

    def similarities(self, vector: Vectors, passage_ids: Sequence[str]) -> dict[str, float]:
        """The exact cosine of each passage that is in the index, by id."""
        with self._indexes.columns() as columns:
            return columns.similarities(vector, passage_ids) if columns else {}

    def vectors(self, passage_ids: Sequence[str]) -> Vectors:
        """float32 (len(passage_ids), dimensions), in order; zeros for one not in the index."""
        with self._indexes.columns() as columns:
            if columns is None:
                return np.zeros((len(passage_ids), 0), dtype=np.float32)
            return columns.vectors(passage_ids)

    def passages_admitted(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Those of these passages whose documents the filters admit."""
        with self._indexes.columns() as columns:
            return columns.admitted(passage_ids, filters) if columns else set()

    def mentions(self, passage_ids: Sequence[str]) -> dict[str, tuple[MentionedDate, ...]]:
        """The times of which each of these passages speaks, by its id."""
        return self._store.mentions(passage_ids)

    def word_bits(self, passage_ids: Sequence[str]) -> dict[str, WordBits]:
        """The signs of the word vectors of those of these passages that have them."""
        return self._store.word_bits(passage_ids)

    def rarities(self, terms: Iterable[str]) -> dict[str, float]:
        """The inverse document frequency of each term among the passages, greater than 0."""
        with self._indexes.lexical() as index:
            return index.rarities(terms) if index else dict.fromkeys(terms, 1.0)

    def close(self) -> None:
        self._indexes.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
