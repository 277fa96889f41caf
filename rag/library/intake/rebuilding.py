"""Another embedder or passage size: all is made anew beside the old, then takes its place."""

from __future__ import annotations

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.library.embedder import Embedder
from rag.library.intake.embedding import SplitDocument, embed, split
from rag.library.outcomes import FileOutcome, IndexProgress
from rag.library.truth.store import Store

_TEXTS_A_CALL = 256


class Rebuilder:
    """Makes the stored documents anew, without their files. Its caller is the one writer."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        passage_tokens: int,
        progress: IndexProgress | None = None,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._passage_tokens = passage_tokens
        self._progress = progress

    def embed(self) -> None:
        """Store the vectors that the new passages will need; the library answers as before.

        If that breaks off, the next call goes on where it stopped.

        Raises:
            UnreadableFile: the embedder failed on a document.
        """
        if self._progress:
            self._progress.files_found(self._store.counts().documents)
        waiting: list[SplitDocument] = []
        for document in self._store.every_document():
            waiting.append(self._split(document))
            if sum(len(some.missing) for some in waiting) >= _TEXTS_A_CALL:
                self._embed(waiting)
                waiting = []
        self._embed(waiting)

    def replace_passages(self) -> None:
        """Give all documents their new passages: the caller makes it one transaction."""
        for document in self._store.every_document():
            self._store.put_passages(document.id, self._split(document).passages)
        self._store.set_settings(self._embedder.id, self._passage_tokens)

    def _split(self, document: Document) -> SplitDocument:
        return split(document, self._store, self._embedder, self._passage_tokens)

    def _embed(self, documents: list[SplitDocument]) -> None:
        for document, vectors in zip(documents, embed(documents, self._embedder), strict=True):
            if isinstance(vectors, UnreadableFile):
                raise vectors
            self._store.put_vectors(vectors)
            if self._progress:
                count = len(document.passages)
                self._progress.passages_embedded(count)
                self._progress.file_finished(FileOutcome(document.document.id, "updated", count))
