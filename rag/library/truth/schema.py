"""The tables of the truth, and how an older library gets them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType

from rag.errors import LibraryError

SCHEMA_VERSION = 4

# A file's content_hash is NULL until all of its documents are in: whoever is killed in the middle
# of a mailbox reads it again. `stat` is what the file looked like from outside (intake.planning).
_FILES = """
CREATE TABLE files (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    content_hash TEXT,
    stat TEXT,
    embedder_id TEXT NOT NULL,
    passage_tokens INTEGER NOT NULL,
    reading INTEGER NOT NULL,
    failure TEXT
) STRICT;
"""
_DOCUMENTS = """
CREATE TABLE {name} (
    id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
    content_hash TEXT NOT NULL,
    embedder_id TEXT NOT NULL,
    passage_tokens INTEGER NOT NULL,
    reading INTEGER NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
    provenance TEXT NOT NULL,
    content TEXT NOT NULL,
    stripped TEXT NOT NULL,
    page_starts TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
"""
_PASSAGES = """
CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    headings TEXT NOT NULL,
    vector_id TEXT NOT NULL REFERENCES vectors,
    mentions TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX passages_of_document ON passages (document_id, start);
CREATE INDEX passages_of_vector ON passages (vector_id);
CREATE TABLE vectors (id TEXT PRIMARY KEY, vector BLOB NOT NULL, words BLOB) STRICT;
CREATE TABLE roots (path TEXT PRIMARY KEY) STRICT;
CREATE TABLE state (library_id TEXT NOT NULL, revision INTEGER NOT NULL, build TEXT) STRICT;
INSERT INTO state VALUES (lower(hex(randomblob(16))), 0, NULL);
"""
# What people say about a document outlives the document: it may come back.
_SAID_BY_HAND = """
CREATE TABLE overrides (
    document_id TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (document_id, field)
) STRICT;
CREATE TABLE excluded (document_id TEXT PRIMARY KEY) STRICT;
"""
_STORIES = """
CREATE INDEX documents_of_file ON documents (file_id);
CREATE TABLE signatures (
    number INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL UNIQUE,
    story TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;
CREATE INDEX signatures_of_story ON signatures (story);
CREATE TABLE bands (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number))
    STRICT, WITHOUT ROWID;
"""
# What lists and filters look at, without the texts between which it stands in the table.
_LISTED = """
CREATE INDEX documents_listed ON documents (id, title, outlet, author, published, language)
"""

_NEW = "".join(
    (_FILES, _DOCUMENTS.format(name="documents"), _PASSAGES, _SAID_BY_HAND, _STORIES, _LISTED)
)

# From the first release, in which a file was a document. Its documents were made by the first
# edition of the readers (reading = 1), so that the next indexing reads them again.
_FROM_1 = "".join(
    (
        _FILES,
        """
INSERT INTO files
    SELECT id, path, content_hash, NULL, embedder_id, passage_tokens, 1, NULL FROM documents;
""",
        _DOCUMENTS.format(name="documents_2"),
        """
INSERT INTO documents_2
    SELECT id, id, content_hash, embedder_id, passage_tokens, 1, title, outlet, author, published,
           url, language, provenance, content, '[]', '[]', text
    FROM documents;
DROP TABLE documents;
ALTER TABLE documents_2 RENAME TO documents;
ALTER TABLE passages ADD COLUMN mentions TEXT NOT NULL DEFAULT '[]';
""",
        _SAID_BY_HAND,
        _STORIES,
    )
)
# `words` has the signs of the words' vectors; NULL: made before there were any, or by an embedder
# that has none.
_FROM_2 = "ALTER TABLE vectors ADD COLUMN words BLOB"
_STEPS: Mapping[int, str] = MappingProxyType(
    {
        0: _NEW,
        1: f"{_FROM_1};{_FROM_2};{_LISTED}",
        2: f"{_FROM_2};{_LISTED}",
        3: _LISTED,
    }
)


def create_or_migrate(connection: sqlite3.Connection, name: str) -> None:
    """Give a library file the tables of this version, in one transaction.

    Raises:
        LibraryError: the library is of a later version.
        sqlite3.Error: as SQLite does; the file is as it was.
    """
    if _version(connection) == SCHEMA_VERSION:
        return
    # Else dropping a table would delete what refers to it.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been first.
        version = _version(connection)
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"{name} has library format {version}; this Citedesk reads up to {SCHEMA_VERSION}.",
                hint="Update Citedesk.",
            )
        if version < SCHEMA_VERSION:
            for statement in _STEPS[version].split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _version(connection: sqlite3.Connection) -> int:
    ((version,),) = connection.execute("PRAGMA user_version")
    return int(version)
