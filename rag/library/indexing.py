"""Folders of files are brought into the store: each file added, replaced, left alone or removed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.library.builds import BuildProgress
from rag.library.embedder import Embedder, Vectors
from rag.library.passages import split_into_passages, text_to_embed
from rag.library.records import ManifestEntry, Recipe, VectorEntry
from rag.library.store import Store
from rag.reading import FoundFile, content_hash, find_files, read_file

FileStatus = Literal["added", "updated", "unchanged", "removed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `reason` says why it failed or was skipped."""

    name: str
    """The document's id, or the path of a file that did not become a document."""
    status: FileStatus
    passages: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The outcome of every file, in the order in which they were handled."""

    outcomes: tuple[FileOutcome, ...]

    def with_status(self, status: FileStatus) -> list[FileOutcome]:
        return [outcome for outcome in self.outcomes if outcome.status == status]


class IndexProgress(BuildProgress, Protocol):
    """Told how indexing goes on; called in the thread that indexes."""

    def files_found(self, total: int) -> None: ...

    def passages_embedded(self, count: int) -> None:
        """So many passages more have been embedded."""
        ...

    def file_finished(self, outcome: FileOutcome) -> None: ...


class Indexer:
    """Brings files into a store, one transaction a document. Its caller is the one writer."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        passage_tokens: int,
        progress: IndexProgress | None = None,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._recipe = Recipe(embedder.id, passage_tokens)
        self._progress = progress
        self._outcomes: list[FileOutcome] = []
        manifest = store.manifest()
        self._by_id = {entry.document_id: entry for entry in manifest}
        self._by_path = {entry.path: entry for entry in manifest}

    def index(self, paths: Sequence[Path]) -> IndexReport:
        """Make the store hold what `paths` (absolute; files, folders) hold now.

        A file that cannot be read or embedded keeps its old version. Documents whose files are
        gone from a folder of `paths` are removed.

        Raises:
            ModelUnavailable: there is nothing to embed with.
        """
        files: dict[str, FoundFile] = {}
        for path in paths:
            files.update(self._list(path))
        self._report_total(len(files))
        for file in files.values():
            self._finish(self._index_file(file))
        return IndexReport(tuple(self._outcomes))

    def reembed(self) -> IndexReport:
        """Split and embed every stored document anew that has another recipe than ours."""
        other = [entry for entry in self._by_id.values() if entry.recipe != self._recipe]
        self._report_total(len(other))
        for entry in other:
            document = self._store.document(entry.document_id)
            if document:
                count = self._put(document)
                self._finish(FileOutcome(document.id, "updated", count))
        return IndexReport(tuple(self._outcomes))

    def _list(self, root: Path) -> dict[str, FoundFile]:
        """The files under one path, by path; what is gone from there is removed at once."""
        try:
            listing = find_files(root)
        except UnreadableFile as error:
            if str(root) in self._by_path:
                self._remove(self._by_path[str(root)])
            else:
                self._finish(FileOutcome(str(root), "failed", reason=str(error)))
            return {}
        for skipped in listing.skipped:
            name = str(skipped.path).encode(errors="replace").decode()
            self._finish(FileOutcome(name, "skipped", reason=skipped.reason))
        files = {str(file.path): file for file in listing.files}
        # What lies in a folder that cannot be listed now may still be there.
        unseen = tuple(f"{skipped.path}/" for skipped in listing.skipped if skipped.path.is_dir())
        for entry in list(self._by_path.values()):
            inside = entry.path.startswith(f"{root}/") and not entry.path.startswith(unseen)
            if inside and entry.path not in files:
                self._remove(entry)
        return files

    def _remove(self, entry: ManifestEntry) -> None:
        self._store.remove(entry.document_id)
        del self._by_id[entry.document_id], self._by_path[entry.path]
        self._finish(FileOutcome(entry.document_id, "removed"))

    def _index_file(self, file: FoundFile) -> FileOutcome:
        path = str(file.path)
        try:
            document_id = self._document_id(file)
            known = self._by_id.get(document_id)
            current_hash = content_hash(file.path)
            if known and (known.content_hash, known.recipe) == (current_hash, self._recipe):
                if known.path != path:
                    self._store.move(document_id, path)
                self._remember(known._replace(path=path))
                return FileOutcome(document_id, "unchanged")
            document = read_file(file.path, document_id)
            count = self._put(document)
        except UnreadableFile as error:
            return FileOutcome(path, "failed", reason=str(error))
        self._remember(ManifestEntry(document.id, path, document.content_hash, self._recipe))
        return FileOutcome(document_id, "updated" if known else "added", count)

    def _remember(self, entry: ManifestEntry) -> None:
        self._by_id[entry.document_id] = self._by_path[entry.path] = entry

    def _document_id(self, file: FoundFile) -> str:
        """The id that the file has, else its relative path, else that under its folder's name.

        Two folders may hold the same relative path. A file that is gone holds no id: whoever
        moves an archive keeps its ids.
        """
        known = self._by_path.get(str(file.path))
        if known:
            return known.document_id
        choices = (file.document_id, f"{file.root_name}/{file.document_id}")
        for choice in choices:
            holder = self._by_id.get(choice)
            if holder is None or not Path(holder.path).exists():
                return choice
        raise UnreadableFile(
            f"{file.path} would be {' or '.join(choices)}, and other files are that already.",
            hint="Rename its folder.",
        )

    def _put(self, document: Document) -> int:
        passages = split_into_passages(document, self._embedder, self._recipe.passage_tokens)
        if not passages:
            raise UnreadableFile(f"{document.path} holds no sentence.")
        texts = [text_to_embed(document, passage, self._embedder) for passage in passages]
        vector_ids = [self._vector_id(text) for text in texts]
        held = {entry.vector_id for entry in self._store.vector_entries(vector_ids)}
        new = {i: text for i, text in zip(vector_ids, texts, strict=True) if i not in held}
        vectors = self._embed(list(new.values()))
        self._store.put(
            document,
            list(zip(passages, vector_ids, strict=True)),
            [VectorEntry(i, vector) for i, vector in zip(new, vectors, strict=True)],
            self._recipe,
        )
        if self._progress:
            self._progress.passages_embedded(len(passages))
        return len(passages)

    def _vector_id(self, text: str) -> str:
        """The same text has one vector, however many passages say it.

        That saves embedding copies, and 200 equal vectors would cut others off from the search:
        HNSW links each of them only to its equals.
        """
        return hashlib.sha256(f"{self._embedder.id}\n{text}".encode()).hexdigest()[:24]

    def _embed(self, texts: Sequence[str]) -> Sequence[Vectors]:
        if not texts:
            return []
        try:
            vectors = self._embedder.embed_passages(texts)
        except (MemoryError, RuntimeError, TypeError, ValueError) as error:
            raise UnreadableFile(f"The embedder {self._embedder.id} failed: {error}") from error
        if (
            vectors.shape != (len(texts), self._embedder.dimensions)
            or not np.isfinite(vectors).all()
        ):
            raise UnreadableFile(f"The embedder {self._embedder.id} returned unusable vectors.")
        return list(np.asarray(vectors, dtype=np.float32))

    def _report_total(self, files: int) -> None:
        if self._progress:
            self._progress.files_found(files)

    def _finish(self, outcome: FileOutcome) -> None:
        self._outcomes.append(outcome)
        if self._progress:
            self._progress.file_finished(outcome)
