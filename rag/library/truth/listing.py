"""A page of the list of documents, searched, filtered and sorted by SQLite."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rag.domain import Filters
from rag.library.truth import rows
from rag.library.truth.database import Database
from rag.library.truth.records import DocumentSummary, FileEntry
from rag.reading.publication.findings import with_overrides

_ALL = Filters()

Status = Literal["indexed", "copied", "failed"]
"""In the library; there with copies of its text; a file that could not be read."""
Order = Literal["title", "outlet", "published", "language", "passages", "status"]


@dataclass(frozen=True, slots=True)
class ListingQuery:
    """Which entries are listed, and in which order; without any field: all of them, by title.

    Each word of `search` stands in the title, the outlet, the author or the id, letter case aside.
    A file that could not be read has none of the fields that are filtered by.
    """

    search: str = ""
    filters: Filters = _ALL
    dated: bool | None = None
    """Whether the day of publication is known; None: either."""
    status: Status | None = None
    order: Order = "title"
    descending: bool = False
    """What is unknown comes last either way."""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as it is listed; `copies` is how many others tell the same story."""

    summary: DocumentSummary
    copies: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Some of the entries that were asked for, in order, and how many there are in all.

    A FileEntry stands for a file that could not be read; what was read of it before is listed, too.
    """

    total: int
    entries: tuple[ListedDocument | FileEntry, ...]


# What was set by hand counts, the empty value, too: it means unknown.
_LISTED = """
    WITH said AS (
        SELECT document_id,
               max(value) FILTER (WHERE field = 'title') AS title,
               max(value) FILTER (WHERE field = 'outlet') AS outlet,
               max(value) FILTER (WHERE field = 'author') AS author,
               max(value) FILTER (WHERE field = 'published') AS published,
               max(value) FILTER (WHERE field = 'language') AS language
        FROM overrides GROUP BY document_id
    ), listed AS (
        SELECT documents.id, FALSE AS failed, coalesce(said.title, documents.title) AS title,
               nullif(trim(coalesce(said.outlet, documents.outlet)), '') AS outlet,
               nullif(trim(coalesce(said.author, documents.author)), '') AS author,
               nullif(trim(coalesce(said.published, documents.published)), '') AS published,
               nullif(trim(coalesce(said.language, documents.language)), '') AS language
        FROM documents LEFT JOIN said ON said.document_id = documents.id
        UNION ALL
        SELECT id, TRUE, id, NULL, NULL, NULL, NULL FROM files WHERE failure IS NOT NULL
    )
"""
_COPIED = """
    NOT failed AND id IN (
        SELECT document_id FROM signatures
        WHERE story IN (SELECT story FROM signatures GROUP BY story HAVING count(*) > 1)
    )
"""
_IS_STATUS: dict[Status, str] = {"indexed": "NOT failed", "copied": _COPIED, "failed": "failed"}
_ORDERED_BY: dict[Order, str] = {
    "title": "title COLLATE NOCASE",
    "outlet": "outlet COLLATE NOCASE",
    "published": "published",
    "language": "language",
    "passages": "(SELECT count(*) FROM passages WHERE document_id = listed.id AND NOT failed)",
    "status": "failed",
}
_SEARCHED = "title || ' ' || coalesce(outlet, '') || ' ' || coalesce(author, '') || ' ' || id"
_COPIES = """
    SELECT one.document_id, count(*) - 1 FROM signatures AS one JOIN signatures USING (story)
    WHERE one.document_id IN (SELECT value FROM json_each(?)) GROUP BY one.document_id
"""


def read_listing(database: Database, query: ListingQuery, offset: int, limit: int) -> Listing:
    """`limit` entries from the one at `offset` (from 0) on."""
    conditions, values = ["TRUE"], []
    for condition, *wanted in _conditions(query):
        conditions.append(condition)
        values += wanted
    chosen = f"{_LISTED} SELECT {{}} FROM listed WHERE {' AND '.join(conditions)}"  # noqa: S608
    by = _ORDERED_BY[query.order]
    order = f"ORDER BY {by} {'DESC' if query.descending else 'ASC'} NULLS LAST, id, failed"
    with database.snapshot():
        ((total,),) = database.query(chosen.format("count(*)"), values)
        found = database.query(
            f"{chosen.format('id, failed')} {order} LIMIT ? OFFSET ?", [*values, limit, offset]
        )
        documents = _documents(database, [row[0] for row in found if not row[1]])
        files = _files(database, [row[0] for row in found if row[1]])
    return Listing(total, tuple((files if failed else documents)[i] for i, failed in found))


def _conditions(query: ListingQuery) -> Iterator[tuple[str, *tuple[Any, ...]]]:
    """Conditions in SQL, each with its values."""
    for word in unicodedata.normalize("NFC", query.search).casefold().split():
        yield f"instr(casefold({_SEARCHED}), ?)", word
    filters = query.filters
    if filters.since:
        yield "published >= ?", filters.since.isoformat()
    if filters.until:
        yield "published <= ?", filters.until.isoformat()
    named = {"outlet": filters.outlets, "author": filters.authors, "language": filters.languages}
    for field, names in named.items():
        if names:
            folded = json.dumps([name.casefold() for name in names])
            yield f"casefold({field}) IN (SELECT value FROM json_each(?))", folded  # noqa: S608
    if filters.collections:
        yield (
            "NOT failed AND EXISTS (SELECT 1 FROM json_each(?)"
            " WHERE listed.id = value OR instr(listed.id, value || '/') = 1)",
            json.dumps(filters.collections),
        )
    if query.dated is not None:
        yield ("published IS NOT NULL" if query.dated else "NOT failed AND published IS NULL",)
    if query.status:
        yield (_IS_STATUS[query.status],)


def _documents(database: Database, ids: list[str]) -> dict[str, ListedDocument]:
    wanted = (json.dumps(ids),)
    said: dict[str, dict[str, str]] = {}
    for document_id, field, value in database.query(rows.SELECT_OVERRIDES_OF, wanted):
        said.setdefault(document_id, {})[field] = value
    copies = dict(database.query(_COPIES, wanted))
    listed = {}
    for row in database.query(rows.SELECT_SUMMARIES_OF, wanted):
        publication, title = with_overrides(
            rows.to_publication(row[3:9]), row[2], said.get(row[0], {})
        )
        summary = DocumentSummary(row[0], title, publication, row[1], row[9])
        listed[summary.id] = ListedDocument(summary, copies.get(summary.id, 0))
    return listed


def _files(database: Database, ids: list[str]) -> dict[str, FileEntry]:
    found = database.query(rows.SELECT_FILES_OF, (json.dumps(ids),))
    return {row[0]: rows.to_file(row) for row in found}
