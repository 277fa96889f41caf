"""The library: what the rest of Citedesk sees of documents, passages and the two searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rag.domain import Document, Language, Passage
from rag.errors import LibraryError, UnreadableFile
from rag.library.embedder import Embedder, Vectors
from rag.library.indexes.builds import SearchIndexes
from rag.library.intake.embedding import embed, split
from rag.library.intake.indexing import Indexer
from rag.library.intake.rebuilding import Rebuilder
from rag.library.lock import writer_lock
from rag.library.outcomes import BuildProgress, IndexProgress, IndexReport
from rag.library.truth.backup import restore_backup, save_backup
from rag.library.truth.database import Database
from rag.library.truth.files import Files
from rag.library.truth.records import Counts, DocumentSummary, FileEntry, Story
from rag.library.truth.store import Store

_FILE = "library.sqlite3"


class Library:
    """A folder with documents to search. Threads may share it; processes may open it at once.

    Readers see the last complete index while another process writes, and move to the next one by
    themselves. What writes raises LibraryLocked while another process does, and LibraryError when
    the disk fails; what was stored before still answers.
    """

    def __init__(
        self,
        path: Path,
        embedder: Embedder,
        chroma_url: str | None,
        passage_tokens: int,
        ocr: bool = False,
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
        self._ocr = ocr
        self._database = Database(path / _FILE)
        self._store = Store(self._database)
        self._files = Files(self._database)
        self._indexes = SearchIndexes(path, self._store, embedder.id, passage_tokens, chroma_url)

    @classmethod
    def open(
        cls,
        path: Path,
        embedder: Embedder,
        chroma_url: str | None = None,
        *,
        passage_tokens: int = 180,
        ocr: bool = False,
    ) -> Library:
        """Open the library at `path`, or make an empty one; no text is embedded.

        Damaged or stale indexes are made again from SQLite. With `ocr`, scans can be indexed, too.

        Raises:
            LibraryError: it cannot be used, or was made with another embedder or passage size.
        """
        library = cls(path, embedder, chroma_url, passage_tokens, ocr)
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
        ocr: bool = False,
        progress: IndexProgress | None = None,
    ) -> Library:
        """Open the library after moving it to this embedder and passage size.

        The stored documents are embedded again, not their files read again. Until all is there,
        documents and indexes, the library answers as before; if it breaks off, it stays so, and
        the next call goes on with the embedding where it stopped.

        Raises:
            LibraryLocked: another process is writing.
        """
        library = cls(path, embedder, chroma_url, passage_tokens, ocr)
        rebuilder = Rebuilder(library._store, embedder, passage_tokens, progress)
        try:
            with writer_lock(path):
                rebuilder.embed()
                with library._database.transaction():
                    rebuilder.replace_passages()
                    library._indexes.publish(progress, from_scratch=True)
                library._indexes.sweep()
        except BaseException:
            library.close()
            raise
        return library

    @staticmethod
    def restore(backup: Path, path: Path) -> None:
        """Make a library of a backup; its indexes are made when it is opened.

        Raises:
            LibraryError: `backup` is none, or there is a library at `path` already.
        """
        restore_backup(backup, path, _FILE)

    def backup(self, target: Path) -> None:
        """Save all that cannot be made again in one file, while others may use the library."""
        save_backup(self._database, target)

    def repair(self, progress: BuildProgress | None = None) -> None:
        """Make the derived indexes anew from what is stored; no text is embedded.

        Raises:
            LibraryError: what is stored is damaged itself.
        """
        with writer_lock(self.path):
            self._database.check()
            self._indexes.publish(progress, from_scratch=True)
            self._indexes.sweep()

    def index(self, paths: Sequence[Path], progress: IndexProgress | None = None) -> IndexReport:
        """Make the library hold what these files and folders hold now.

        Unchanged files (same bytes) are left alone, changed ones replaced, and documents whose
        files are gone from one of these folders are removed. A bad file is reported, never fatal.
        """
        paths = [path.expanduser().absolute() for path in paths]
        with writer_lock(self.path):
            self._files.remember_roots([path for path in paths if path.exists()])
            indexer = Indexer(
                self._store, self._files, self._embedder, self._passage_tokens, progress
            )
            report = indexer.index(paths, ocr=self._ocr)
            self._publish_changes(progress)
        return report

    def edit(self, document_id: str, fields: Mapping[str, str | None]) -> Document:
        """Set fields of a document by hand: title, outlet, author, published, url, language.

        An empty value means unknown, None takes back what was set. What is set holds from now on,
        also when the document is indexed again, moved, or removed and returned.

        Raises:
            FieldRejected: there is no such field, or it cannot have this value.
        """
        with writer_lock(self.path):
            before = self._existing(document_id)
            overrides = {**self._store.overrides(document_id), **fields}
            kept = {name: value for name, value in overrides.items() if value is not None}
            edited = self._store.as_edited(self._store.as_read(document_id) or before, kept)
            if _same_passages(edited, before):
                self._store.set_overrides(document_id, kept)
                return edited
            found = split(edited, self._store, self._embedder, self._passage_tokens)
            (vectors,) = embed([found], self._embedder)
            if isinstance(vectors, UnreadableFile):
                raise vectors
            with self._database.transaction():
                self._store.set_overrides(document_id, kept)
                self._store.put_vectors(vectors)
                self._store.put_passages(document_id, found.passages)
            self._publish_changes(None)
        return edited

    def remove(self, document_id: str) -> None:
        """Take a document out; it stays out, whatever is indexed, until it is readmitted."""
        with writer_lock(self.path):
            self._existing(document_id)
            with self._database.transaction():
                self._files.exclude(document_id)
                self._store.remove([document_id])
            self._publish_changes(None)

    def readmit(self, document_id: str) -> None:
        """Let a document in again that was removed by hand, when its folder is next indexed."""
        with writer_lock(self.path):
            if not self._files.readmit(document_id):
                raise _no_document(document_id, "was removed by hand")

    @property
    def roots(self) -> list[Path]:
        """The files and folders that have been indexed."""
        return self._files.roots()

    @property
    def pages(self) -> Path:
        """The folder for pages that were fetched from the web; it is indexed as others are."""
        return self.path / "pages"

    @property
    def files(self) -> list[FileEntry]:
        """The files that were read or failed, by id."""
        return self._files.entries()

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

    def stories(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The id of each document's story: copies of one text have the same."""
        return self._store.stories.stories(document_ids)

    def story_of(self, document_id: str) -> Story:
        """The document with all of its copies."""
        return self._store.stories.story_of(document_id)

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
        self._database.close()

    def _existing(self, document_id: str) -> Document:
        document = self._store.document(document_id)
        if document is None:
            raise _no_document(document_id, "is in the library")
        return document

    def _publish_changes(self, progress: BuildProgress | None) -> None:
        state = self._store.state()
        if state.revision != (state.build.revision if state.build else 0):
            self._indexes.publish(progress)
            self._indexes.sweep()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _same_passages(edited: Document, before: Document) -> bool:
    """Passages are found by their title, too; what "last year" means hangs on the publication."""
    one, other = edited.publication, before.publication
    return (edited.title, one.published, one.language) == (
        before.title,
        other.published,
        other.language,
    )


def _no_document(document_id: str, what: str) -> LibraryError:
    return LibraryError(f"No document {document_id} {what}.", hint="See: citedesk documents list")
