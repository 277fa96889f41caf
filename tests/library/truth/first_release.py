"""A library as the first release left it: its schema, filled from a library of today."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SCHEMA_1 = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    embedder_id TEXT NOT NULL,
    passage_tokens INTEGER NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
    provenance TEXT NOT NULL,
    content TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    headings TEXT NOT NULL,
    vector_id TEXT NOT NULL REFERENCES vectors
) STRICT;
CREATE INDEX passages_of_document ON passages (document_id, start);
CREATE INDEX passages_of_vector ON passages (vector_id);
CREATE TABLE vectors (id TEXT PRIMARY KEY, vector BLOB NOT NULL) STRICT;
CREATE TABLE roots (path TEXT PRIMARY KEY) STRICT;
CREATE TABLE state (library_id TEXT NOT NULL, revision INTEGER NOT NULL, build TEXT) STRICT;
PRAGMA user_version = 1;
"""
_FILL = """
ATTACH ? AS today;
INSERT INTO documents
    SELECT d.id, path, d.content_hash, d.embedder_id, d.passage_tokens, title, outlet, author,
           published, url, language, '{"title": "front matter"}', content, text
    FROM today.documents AS d JOIN today.files AS f ON f.id = file_id;
INSERT INTO vectors SELECT id, vector FROM today.vectors;
INSERT INTO passages
    SELECT id, document_id, start, "end", headings, vector_id FROM today.passages;
INSERT INTO roots SELECT * FROM today.roots;
INSERT INTO state SELECT * FROM today.state;
"""


def turn_back(library_file: Path) -> None:
    """Make a closed library's file one of the first release."""
    today = library_file.rename(library_file.with_suffix(".today"))
    with closing(sqlite3.connect(library_file)) as connection:
        connection.executescript(SCHEMA_1)
        attach, *fill = _FILL.strip().split(";\n")
        connection.execute(attach, (str(today),))
        for statement in fill:
            connection.execute(statement)
        connection.commit()
    today.unlink()
