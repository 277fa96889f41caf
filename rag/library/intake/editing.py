"""Fields of a document are set by hand, and its passages made anew where they hang on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rag.domain import Document
from rag.errors import UnreadableFile
from rag.library.embedder import Embedder
from rag.library.intake.embedding import embed, split
from rag.library.truth.store import Store


class Editor:
    """Its caller is the one writer."""

    def __init__(self, store: Store, embedder: Embedder, passage_tokens: int) -> None:
        self._store = store
        self._embedder = embedder
        self._passage_tokens = passage_tokens

    def edit(self, before: Document, fields: Mapping[str, str | None]) -> Document:
        """Set fields of a stored document; None takes back what was set before.

        Raises:
            FieldRejected: there is no such field, or it cannot have this value.
        """
        overrides = {**self._store.overrides(before.id), **fields}
        kept = {name: value for name, value in overrides.items() if value is not None}
        edited = self._store.as_edited(self._store.as_read(before.id) or before, kept)
        if _same_passages(edited, before):
            self._store.set_overrides(before.id, kept)
            return edited
        found = split(edited, self._store, self._embedder, self._passage_tokens)
        (vectors,) = embed([found], self._embedder)
        if isinstance(vectors, UnreadableFile):
            raise vectors
        self._store.put_edited(before.id, kept, found.passages, vectors)
        return edited


def _same_passages(edited: Document, before: Document) -> bool:
    """All that the indexes hold of a document is in its passages' ids; its address they do not."""
    one, other = (
        replace(document.publication, url=None, provenance={}) for document in (edited, before)
    )
    return (edited.title, one) == (before.title, other)
