"""How documents and passages stand in rows of SQLite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any

from rag.domain import Document, MentionedDate, Passage, Provenance, Publication, Span, Stripped
from rag.library.truth.records import FileEntry, Recipe
from rag.reading.publication.findings import STATED

SELECT_DOCUMENT = """
    SELECT documents.id, path, title, outlet, author, published, url, language, provenance,
           documents.content_hash, content, stripped, page_starts, text
    FROM documents JOIN files ON files.id = file_id WHERE documents.id = ?
"""
_SUMMARIES = """
    SELECT documents.id, path, title, outlet, author, published, url, language, provenance,
           (SELECT count(*) FROM passages WHERE document_id = documents.id)
    FROM documents JOIN files ON files.id = file_id
"""
_FILES = """
    SELECT id, path, content_hash, stat, failure,
           (SELECT count(*) FROM documents WHERE file_id = files.id),
           embedder_id, passage_tokens, reading
    FROM files
"""
SELECT_SUMMARIES = _SUMMARIES + "ORDER BY documents.id"
SELECT_FILES = _FILES + "ORDER BY id"
SELECT_FILE_AT = _FILES + "WHERE path = ?"
SELECT_FILE_OF = _FILES + "WHERE id = (SELECT file_id FROM documents WHERE id = ?)"  # noqa: S608
# The ids come as one JSON array: a statement has no room for thousands of parameters.
SELECT_SUMMARIES_OF = _SUMMARIES + "WHERE documents.id IN (SELECT value FROM json_each(?))"  # noqa: S608
SELECT_FILES_OF = _FILES + "WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
SELECT_OVERRIDES_OF = """
    SELECT document_id, field, value FROM overrides
    WHERE document_id IN (SELECT value FROM json_each(?))
"""
SELECT_PASSAGES = """
    SELECT id, document_id, start, "end", headings, mentions
    FROM passages WHERE id IN (SELECT value FROM json_each(?))
"""
# Without where each field was found: that is long, and needless where only values are compared.
SELECT_PUBLICATIONS = """
    SELECT id, outlet, author, published, url, language, '{}' FROM documents
"""
SELECT_VECTOR_IDS = """
    SELECT id, vector_id, document_id FROM passages
    WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, start
"""
# Chinese goes on over the end of a line, without a space.
SELECT_HOLDING = """
    SELECT id FROM documents WHERE instr(replace(text, char(10), ''), ?1) OR instr(title, ?1)
    UNION SELECT document_id FROM overrides WHERE field = 'title' AND instr(value, ?1)
"""
SELECT_VECTORS = "SELECT id, vector FROM vectors WHERE id IN (SELECT value FROM json_each(?))"
SELECT_HELD_VECTORS = """
    SELECT id FROM vectors
    WHERE id IN (SELECT value FROM json_each(?)) AND (words IS NOT NULL OR NOT ?)
"""
SELECT_MENTIONS = "SELECT id, mentions FROM passages WHERE id IN (SELECT value FROM json_each(?))"
SELECT_WORDS = """
    SELECT passages.id, words, length(vector) / 4
    FROM passages JOIN vectors ON vectors.id = vector_id
    WHERE passages.id IN (SELECT value FROM json_each(?)) AND words IS NOT NULL
"""
PUT_VECTOR = """
    INSERT INTO vectors VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE words IS NULL
"""
SELECT_DOCUMENTS_OF = """
    SELECT DISTINCT document_id FROM passages
    WHERE id IN (SELECT value FROM json_each(?)) ORDER BY document_id
"""


def to_document(row: Sequence[Any]) -> Document:
    """A Document from a row of SELECT_DOCUMENT."""
    return Document(
        id=row[0],
        path=row[1],
        title=row[2],
        publication=to_publication(row[3:9]),
        content_hash=row[9],
        content=tuple(Span(start, end) for start, end in json.loads(row[10])),
        stripped=tuple(
            Stripped(Span(start, end), reason) for start, end, reason in json.loads(row[11])
        ),
        page_starts=tuple(json.loads(row[12])),
        text=row[13],
    )


def to_publication(row: Sequence[Any]) -> Publication:
    outlet, author, published, url, language, provenance = row
    return Publication(
        outlet=outlet,
        author=author,
        published=date.fromisoformat(published) if published else None,
        url=url,
        language=language,
        provenance=MappingProxyType(
            {name: _to_provenance(found) for name, found in json.loads(provenance).items()}
        ),
    )


def _to_provenance(found: str | dict[str, Any]) -> Provenance:
    if isinstance(found, str):
        # The first release kept the origin alone, and took only what a document states plainly.
        return Provenance(found, STATED)
    return Provenance(found["origin"], found["confidence"])


def from_document(document: Document) -> tuple[str | None, ...]:
    """Values for the columns from `title` to `text`."""
    publication = document.publication
    return (
        document.title,
        publication.outlet,
        publication.author,
        publication.published.isoformat() if publication.published else None,
        publication.url,
        publication.language,
        json.dumps(
            {name: asdict(found) for name, found in publication.provenance.items()},
            ensure_ascii=False,
        ),
        json.dumps([(span.start, span.end) for span in document.content]),
        json.dumps(
            [(part.span.start, part.span.end, part.reason) for part in document.stripped],
            ensure_ascii=False,
        ),
        json.dumps(document.page_starts),
        document.text,
    )


def to_passage(row: Sequence[Any], document_text: str) -> Passage:
    """A Passage from a row of SELECT_PASSAGES, its text cut from its document."""
    passage_id, document_id, start, end, headings, mentions = row
    return Passage(
        id=passage_id,
        document_id=document_id,
        text=document_text[start:end],
        start=start,
        end=end,
        headings=tuple(json.loads(headings)),
        mentions=to_mentions(mentions),
    )


def to_mentions(column: str) -> tuple[MentionedDate, ...]:
    return tuple(
        MentionedDate(
            Span(start, end), date.fromisoformat(first), date.fromisoformat(last), relative
        )
        for start, end, first, last, relative in json.loads(column)
    )


def to_file(row: Sequence[Any]) -> FileEntry:
    """A FileEntry from a row of SELECT_FILES."""
    file_id, path, content_hash, stat, failure, documents, *recipe = row
    return FileEntry(file_id, path, content_hash, stat, failure, documents, Recipe(*recipe))


def from_passage(passage: Passage) -> tuple[str | int, ...]:
    """Values for the columns from `id` to `mentions`."""
    headings = json.dumps(passage.headings, ensure_ascii=False)
    mentions = [
        (m.span.start, m.span.end, m.first.isoformat(), m.last.isoformat(), m.relative)
        for m in passage.mentions
    ]
    return (
        passage.id,
        passage.document_id,
        passage.start,
        passage.end,
        headings,
        json.dumps(mentions),
    )
