"""Folders of files are brought into the store: each file added, replaced, left alone or removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.library.embedder import Embedder
from rag.library.intake.checking import FileChecked, PartRead, check_files, read_ahead
from rag.library.intake.embedding import SplitDocument, embed, split
from rag.library.intake.planning import FileToCheck, make_plan
from rag.library.outcomes import FileOutcome, FileStatus, IndexProgress, IndexReport
from rag.library.truth.files import Files
from rag.library.truth.records import READING, FileEntry, Recipe
from rag.library.truth.store import Store
from rag.reading import UnreadPart
from rag.reading.process import ReadingProcess

# Texts embedded in one call: batched by length they are padded by 3 percent (256 texts: by 6). What
# a kill may cost is the time that they take.
_TEXTS_A_CALL = 512
_CHARS_WAITING = 20_000_000
_PARTS_AHEAD = 16
_REMOVED_BY_HAND = "was removed by hand"
_NOTHING = "holds no document that can be indexed"


@dataclass(slots=True)
class _Tally:
    """What has come out of a file so far."""

    file: FileToCheck
    seen: set[str] = field(default_factory=set)
    put: int = 0
    passages: int = 0
    failure: str | None = None
    reason: str = ""
    """Why the file's own document, not one of its parts, is not in the library."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document that waits to be embedded with others."""

    tally: _Tally
    raw: Document
    split: SplitDocument


class Indexer:
    """Brings files into a store, one transaction a document. Its caller is the one writer."""

    def __init__(
        self,
        store: Store,
        files: Files,
        embedder: Embedder,
        passage_tokens: int,
        progress: IndexProgress | None = None,
    ) -> None:
        self._store = store
        self._files = files
        self._embedder = embedder
        self._recipe = Recipe(embedder.id, passage_tokens, READING)
        self._progress = progress
        self._outcomes: list[FileOutcome] = []
        self._excluded = files.excluded()
        self._waiting: list[_Waiting | tuple[_Tally, FileChecked]] = []
        self._texts_waiting = self._chars_waiting = 0
        self._tally: _Tally | None = None

    def index(
        self, paths: Sequence[Path], *, ocr: bool = False, named: Collection[Path] = ()
    ) -> IndexReport:
        """Make the store hold what `paths` (absolute; files, folders) hold now.

        Those of `named` are collections of their own: see `make_plan`.

        What cannot be read or embedded keeps its old version. Documents whose files are gone from
        a folder of `paths`, or that are gone from their file, are removed.

        Raises:
            ModelUnavailable: there is nothing to embed with.
        """
        plan = make_plan(paths, self._files.entries(), named)
        for name, reason, is_failure in plan.unusable:
            self._finish(FileOutcome(name, "failed" if is_failure else "skipped", reason=reason))
        for entry in plan.gone:
            self._remove_file(entry)
        if self._progress:
            self._progress.files_found(len(plan.files))
        with (
            ReadingProcess(ocr=ocr) as reading,
            closing(
                read_ahead(check_files(plan.files, self._recipe, reading), _PARTS_AHEAD)
            ) as items,
        ):
            for item in items:
                self._take(item)
            self._embed_waiting()
        return IndexReport(tuple(self._outcomes))

    def _take(self, item: PartRead | FileChecked) -> None:
        if isinstance(item, FileChecked) and item.unchanged:
            self._finish_unchanged(item.file, item.unchanged)
            return
        if self._tally is None:
            self._tally = _Tally(item.file)
        if isinstance(item, FileChecked):
            self._waiting.append((self._tally, item))
            self._tally = None
        elif isinstance(item.part, UnreadPart):
            self._tally.seen.add(item.part.name)
            self._skip(item.part.name, item.part.reason)
        else:
            self._take_document(self._tally, item.part)
        if self._texts_waiting >= _TEXTS_A_CALL or self._chars_waiting >= _CHARS_WAITING:
            self._embed_waiting()

    def _take_document(self, tally: _Tally, document: Document) -> None:
        if document.id in self._excluded:
            self._set_aside(tally, document, _REMOVED_BY_HAND)
            return
        origin = self._store.origin(document.id)
        if origin and origin.file_id != tally.file.file_id:
            self._set_aside(tally, document, f"{origin.file_id} has a document of this name")
            return
        tally.seen.add(document.id)
        if origin and origin[1:] == (document.content_hash, self._recipe):
            return
        edited = self._store.as_edited(document)
        try:
            found = split(edited, self._store, self._embedder, self._recipe.passage_tokens)
        except UnreadableFile as error:
            self._set_aside(tally, document, error.message)
            return
        self._waiting.append(_Waiting(tally, document, found))
        self._texts_waiting += len(found.missing)
        self._chars_waiting += len(document.text)

    def _embed_waiting(self) -> None:
        """Embed and store what waits, in the order in which it came."""
        waiting, self._waiting = self._waiting, []
        self._texts_waiting = self._chars_waiting = 0
        documents = [item.split for item in waiting if isinstance(item, _Waiting)]
        vectors = iter(embed(documents, self._embedder))
        for item in waiting:
            if not isinstance(item, _Waiting):
                self._finish_file(*item)
                continue
            found = next(vectors)
            if isinstance(found, UnreadableFile):
                item.tally.failure = str(found)
                continue
            file = item.tally.file
            if item.tally.put == 0:
                self._files.begin(file.file_id, str(file.path), self._recipe)
            passages = item.split.passages
            self._store.put(file.file_id, item.raw, passages, found, self._recipe)
            item.tally.put += 1
            item.tally.passages += len(passages)
            if self._progress:
                self._progress.passages_embedded(len(passages))

    def _finish_file(self, tally: _Tally, checked: FileChecked) -> None:
        file, failure = tally.file, checked.failure or tally.failure
        held = self._files.document_ids(file.file_id)
        gone = [] if failure else sorted(set(held) - tally.seen)
        complete = (None, None) if tally.failure else (checked.content_hash, checked.stat)
        left = len(held) - len(gone)
        self._store.remove(gone)
        self._files.finish(
            FileEntry(file.file_id, str(file.path), *complete, failure, left, self._recipe)
        )
        if failure:
            self._finish(FileOutcome(str(file.path), "failed", tally.passages, failure))
        elif left == 0:
            self._skip(file.file_id, tally.reason or _NOTHING)
        else:
            was_there = file.known is not None and file.known.documents > 0
            status: FileStatus = "updated" if was_there else "added"
            changed = tally.put or gone
            self._finish(
                FileOutcome(file.file_id, status if changed else "unchanged", tally.passages)
            )

    def _finish_unchanged(self, file: FileToCheck, entry: FileEntry) -> None:
        if entry != file.known:
            self._files.saw_unchanged(entry)
        if entry.failure:
            self._finish(FileOutcome(entry.path, "failed", reason=entry.failure))
        elif entry.documents == 0:
            by_hand = entry.id in self._excluded
            self._skip(entry.id, _REMOVED_BY_HAND if by_hand else _NOTHING)
        else:
            self._finish(FileOutcome(entry.id, "unchanged"))

    def _remove_file(self, entry: FileEntry) -> None:
        self._store.remove(self._files.document_ids(entry.id))
        self._files.remove(entry.id)
        if entry.documents:
            self._finish(FileOutcome(entry.id, "removed"))

    def _set_aside(self, tally: _Tally, document: Document, reason: str) -> None:
        if document.id == tally.file.file_id:
            tally.reason = reason
        else:
            self._skip(document.id, reason)

    def _skip(self, name: str, reason: str) -> None:
        self._finish(FileOutcome(name, "skipped", reason=reason))

    def _finish(self, outcome: FileOutcome) -> None:
        self._outcomes.append(outcome)
        if self._progress:
            self._progress.file_finished(outcome)
