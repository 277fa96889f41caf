"""The truth: documents, passages and vectors in SQLite, one transaction a document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rag.domain import Document, Language, MentionedDate, Passage, Publication
from rag.library.truth import rows
from rag.library.truth.database import Database
from rag.library.truth.facets import facets_of
from rag.library.truth.records import (
    Build,
    Counts,
    DocumentSummary,
    Facets,
    IndexedPassage,
    Origin,
    PassageKeys,
    Recipe,
    State,
    TextEntry,
    VectorEntry,
)
from rag.library.truth.stories import Stories
from rag.models.word_vectors import WordBits
from rag.reading.publication.findings import with_overrides


class Store:
    """What the library knows; documents are handed out with the fields that were set by hand.

    Every method raises LibraryError, in one sentence, when SQLite or the disk fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._query = database.query
        self.stories = Stories(database)

    def state(self) -> State:
        ((library_id, revision, build),) = self._query("SELECT * FROM state")
        return State(library_id, revision, Build(*json.loads(build)) if build else None)

    def publish(self, build: Build) -> None:
        """Name the build that readers search from now on."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE state SET build = ?", (json.dumps(build),))

    def counts(self) -> Counts:
        ((documents, passages),) = self._query(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM passages)"
        )
        return Counts(documents, passages)

    def settings(self) -> set[tuple[str, int]]:
        """The embedders and passage sizes with which the documents were made; one, or none."""
        found = self._query("SELECT DISTINCT embedder_id, passage_tokens FROM documents")
        return {(embedder_id, tokens) for embedder_id, tokens in found}

    def set_settings(self, embedder_id: str, passage_tokens: int) -> None:
        """All documents have been made anew with these."""
        with self._database.transaction() as connection:
            for table in ("files", "documents"):
                connection.execute(
                    f"UPDATE {table} SET embedder_id = ?, passage_tokens = ?",  # noqa: S608
                    (embedder_id, passage_tokens),
                )

    def origin(self, document_id: str) -> Origin | None:
        found = self._query(
            "SELECT file_id, content_hash, embedder_id, passage_tokens, reading"
            " FROM documents WHERE id = ?",
            (document_id,),
        )
        return Origin(found[0][0], found[0][1], Recipe(*found[0][2:])) if found else None

    def document(self, document_id: str) -> Document | None:
        found = self._query(rows.SELECT_DOCUMENT, (document_id,))
        return self.as_edited(rows.to_document(found[0])) if found else None

    def every_document(self) -> Iterator[Document]:
        """All documents, by id, one at a time."""
        for (document_id,) in self._query("SELECT id FROM documents ORDER BY id"):
            if document := self.document(document_id):
                yield document

    def documents(self) -> list[DocumentSummary]:
        edits = self._all_overrides()
        return [
            DocumentSummary(row[0], title, publication, row[1], row[9])
            for row in self._query(rows.SELECT_SUMMARIES)
            for publication, title in [
                with_overrides(rows.to_publication(row[3:9]), row[2], edits.get(row[0], {}))
            ]
        ]

    def publications(self) -> dict[str, Publication]:
        """The publication of every document, by id, without where its fields were found."""
        edits = self._all_overrides()
        found = {
            row[0]: rows.to_publication(row[1:]) for row in self._query(rows.SELECT_PUBLICATIONS)
        }
        for document_id in edits.keys() & found.keys():
            found[document_id], _ = with_overrides(found[document_id], "", edits[document_id])
        return found

    def facets(self) -> Facets:
        return facets_of(self._database)

    def documents_holding(self, characters: str) -> list[str]:
        """The documents with these very characters in their title or text."""
        return [row[0] for row in self._query(rows.SELECT_HOLDING, (characters,))]

    def main_language(self) -> Language | None:
        """The language of most documents; None where there are none."""
        found = self._query(
            "SELECT coalesce(value, language) AS now FROM documents"
            " LEFT JOIN overrides ON document_id = id AND field = 'language'"
            " WHERE now > '' GROUP BY now ORDER BY count(*) DESC, now LIMIT 1"
        )
        return found[0][0] if found else None

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Document]]:
        """The passages among `ids` that exist, in the order of `ids`, each with its document."""
        found: dict[str, tuple[Passage, Document]] = {}
        documents: dict[str, Document] = {}
        # One snapshot: offsets of one version must never cut the text of another.
        with self._database.snapshot():
            for row in self._query(rows.SELECT_PASSAGES, (json.dumps(ids),)):
                if row[1] not in documents:
                    (columns,) = self._query(rows.SELECT_DOCUMENT, (row[1],))
                    documents[row[1]] = self.as_edited(rows.to_document(columns))
                document = documents[row[1]]
                found[row[0]] = (rows.to_passage(row, document.text), document)
        return {passage_id: found[passage_id] for passage_id in ids if passage_id in found}

    def passage_ids(self) -> set[str]:
        return {row[0] for row in self._query("SELECT id FROM passages")}

    def text_entries(self, passage_ids: Sequence[str]) -> list[TextEntry]:
        return [
            TextEntry(
                passage.id,
                document.title,
                passage.headings,
                passage.text,
                document.publication,
            )
            for passage, document in self.passages(passage_ids).values()
        ]

    def passage_keys(self, document_ids: Sequence[str]) -> list[PassageKeys]:
        """The passages of these documents, those of a document side by side in their order."""
        found = self._query(rows.SELECT_VECTOR_IDS, (json.dumps(document_ids),))
        return [PassageKeys(*row) for row in found]

    def vector_ids(self) -> set[str]:
        return {row[0] for row in self._query("SELECT DISTINCT vector_id FROM passages")}

    def vector_entries(self, vector_ids: Sequence[str]) -> list[VectorEntry]:
        found = self._query(rows.SELECT_VECTORS, (json.dumps(vector_ids),))
        return [VectorEntry(row[0], np.frombuffer(row[1], dtype=np.float32)) for row in found]

    def held_vectors(self, vector_ids: Sequence[str], *, with_words: bool) -> set[str]:
        """Those of these vectors that need no embedding."""
        found = self._query(rows.SELECT_HELD_VECTORS, (json.dumps(vector_ids), with_words))
        return {row[0] for row in found}

    def mentions(self, passage_ids: Sequence[str]) -> dict[str, tuple[MentionedDate, ...]]:
        """The times of which each of these passages speaks, by its id."""
        found = self._query(rows.SELECT_MENTIONS, (json.dumps(passage_ids),))
        return {passage_id: rows.to_mentions(mentions) for passage_id, mentions in found}

    def word_bits(self, passage_ids: Sequence[str]) -> dict[str, WordBits]:
        """The signs of the word vectors of those of these passages that have them."""
        found = self._query(rows.SELECT_WORDS, (json.dumps(passage_ids),))
        return {
            passage_id: np.frombuffer(words, dtype=np.uint8).reshape(-1, -(-dimensions // 8))
            for passage_id, words, dimensions in found
        }

    def documents_of(self, passage_ids: Sequence[str]) -> list[str]:
        """The ids of the documents that have these passages, in order."""
        found = self._query(rows.SELECT_DOCUMENTS_OF, (json.dumps(passage_ids),))
        return [row[0] for row in found]

    def put(
        self,
        file_id: str,
        document: Document,
        passages: Sequence[IndexedPassage],
        vectors: Sequence[VectorEntry],
        recipe: Recipe,
    ) -> None:
        """Store a document as it was read, in place of its old version; its file is there.

        `vectors` has those of its passages that are new to the library.
        """
        values = (document.id, file_id, document.content_hash, *recipe)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            columns = rows.from_document(document)
            marks = ", ".join("?" * (len(values) + len(columns)))
            connection.execute(f"INSERT INTO documents VALUES ({marks})", (*values, *columns))  # noqa: S608
            self.put_vectors(vectors)
            self.put_passages(document.id, passages)
            self.stories.place(document)

    def put_edited(
        self,
        document_id: str,
        overrides: Mapping[str, str],
        passages: Sequence[IndexedPassage],
        vectors: Sequence[VectorEntry],
    ) -> None:
        """Store what was set by hand, and the passages and vectors that a document has with it."""
        with self._database.transaction():
            self.set_overrides(document_id, overrides)
            self.put_vectors(vectors)
            self.put_passages(document_id, passages)

    def put_vectors(self, vectors: Sequence[VectorEntry]) -> None:
        with self._database.transaction() as connection:
            connection.executemany(
                rows.PUT_VECTOR,
                [
                    (
                        entry.vector_id,
                        entry.vector.tobytes(),
                        None if entry.words is None else entry.words.tobytes(),
                    )
                    for entry in vectors
                ],
            )

    def put_passages(self, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        """The document's passages from now on; their vectors are there."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
            connection.executemany(
                'INSERT INTO passages (id, document_id, start, "end", headings, mentions,'
                " vector_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(*rows.from_passage(passage), vector_id) for passage, vector_id in passages],
            )
            connection.execute("UPDATE state SET revision = revision + 1")

    def drop_unused_vectors(self) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM vectors WHERE id NOT IN (SELECT vector_id FROM passages)"
            )

    def remove(self, document_ids: Sequence[str]) -> None:
        if not document_ids:
            return
        with self._database.transaction() as connection:
            for document_id in document_ids:
                self.stories.forget(document_id)
                connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            connection.execute("UPDATE state SET revision = revision + 1")

    def overrides(self, document_id: str) -> dict[str, str]:
        """The fields set by hand, by name; an empty value means unknown."""
        return dict(
            self._query("SELECT field, value FROM overrides WHERE document_id = ?", (document_id,))
        )

    def set_overrides(self, document_id: str, overrides: Mapping[str, str]) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM overrides WHERE document_id = ?", (document_id,))
            connection.executemany(
                "INSERT INTO overrides VALUES (?, ?, ?)",
                [(document_id, field, value) for field, value in overrides.items()],
            )

    def as_edited(self, document: Document, overrides: Mapping[str, str] | None = None) -> Document:
        """A document as it was read, with its fields as they were set by hand."""
        if overrides is None:
            overrides = self.overrides(document.id)
        publication, title = with_overrides(document.publication, document.title, overrides)
        return replace(document, publication=publication, title=title)

    def as_read(self, document_id: str) -> Document | None:
        """A document without what was set by hand."""
        found = self._query(rows.SELECT_DOCUMENT, (document_id,))
        return rows.to_document(found[0]) if found else None

    def _all_overrides(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for document_id, field, value in self._query("SELECT * FROM overrides"):
            found.setdefault(document_id, {})[field] = value
        return found
