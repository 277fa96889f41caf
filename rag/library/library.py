"""The library: what the rest of Citedesk sees of documents, passages and the two searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.domain import Document
from rag.errors import LibraryError
from rag.library.embedder import Embedder
from rag.library.intake.editing import Editor
from rag.library.intake.indexing import Indexer
from rag.library.intake.rebuilding import Rebuilder
from rag.library.lock import writer_lock
from rag.library.outcomes import BuildProgress, IndexProgress, IndexReport
from rag.library.readable import DATABASE_NAME, ReadableLibrary
from rag.library.truth.backup import restore_backup, save_backup
from rag.library.truth.records import FileEntry


class Library(ReadableLibrary):
    """A readable library, and all that changes it.

    What writes raises LibraryLocked while another process does, and LibraryError when the disk
    fails; what was stored before still answers.
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
        super().__init__(path, embedder.id, chroma_url, passage_tokens)
        self._embedder = embedder
        self._passage_tokens = passage_tokens
        self._ocr = ocr

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
        restore_backup(backup, path, DATABASE_NAME)

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
            report = indexer.index(paths, ocr=self._ocr, named=[self.uploads])
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
            edited = Editor(self._store, self._embedder, self._passage_tokens).edit(
                self._existing(document_id), fields
            )
            self._publish_changes(None)
        return edited

    def remove(self, document_id: str) -> None:
        """Take a document out; it stays out, whatever is indexed, until it is readmitted.

        An uploaded file is deleted with its last document; that may then be uploaded again.
        """
        with writer_lock(self.path):
            self._existing(document_id)
            file = self._files.of_document(document_id)
            is_upload = Path(file.path).parent == self.uploads
            with self._database.transaction():
                self._store.remove([document_id])
                if is_upload and file.documents == 1:
                    self._delete(file)
                else:
                    self._files.exclude(document_id)
            self._publish_changes(None)

    def _delete(self, file: FileEntry) -> None:
        self._files.remove(file.id)
        try:
            Path(file.path).unlink(missing_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The file {file.path} cannot be deleted: {error.strerror}.",
                hint="Check that you may write in its folder.",
            ) from error

    def readmit(self, document_id: str) -> None:
        """Let a document in again that was removed by hand, when its folder is next indexed."""
        with writer_lock(self.path):
            if not self._files.readmit(document_id):
                raise _no_document(document_id, "was removed by hand")

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


def _no_document(document_id: str, what: str) -> LibraryError:
    return LibraryError(f"No document {document_id} {what}.", hint="See: citedesk documents list")
