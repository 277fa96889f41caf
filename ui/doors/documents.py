"""The documents through the JSON API: listed, shown, edited, removed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from rag.domain import Document, Filters, Language
from rag.library import FileEntry, ListedDocument, ListingQuery
from rag.library.truth.listing import Order, Status
from rag.wire import document_to_json, summary_to_json
from ui.access.refusals import NotServed
from ui.doors.intake import Intake
from ui.doors.permission import may_change
from ui.protocols import Archive

DocumentId = Annotated[str, Path(examples=["report.pdf"])]


class ListingRequest(BaseModel):
    """Which documents are listed, and in which order."""

    model_config = ConfigDict(extra="forbid")

    search: str = Field(
        "", max_length=500, description="Words of title, outlet, author or id.", examples=["Wuzhen"]
    )
    outlet: list[str] = []
    author: list[str] = []
    language: list[Language] = []
    collection: list[str] = Field([], description="Folders of documents, by their ids.")
    since: date | None = Field(None, description="First day of publication.")
    until: date | None = Field(None, description="Last day of publication.")
    dated: bool | None = Field(None, description="Whether the day of publication is known.")
    status: Status | None = None
    sort: Order = "title"
    descending: bool = False
    offset: int = Field(0, ge=0)
    limit: int = Field(50, ge=1, le=500)

    @property
    def query(self) -> ListingQuery:
        filters = Filters(
            self.since,
            self.until,
            tuple(self.outlet),
            tuple(self.author),
            tuple(self.language),
            tuple(self.collection),
        )
        return ListingQuery(
            self.search, filters, self.dated, self.status, self.sort, self.descending
        )


class Fields(BaseModel):
    """Fields set by hand: "" means unknown, null takes back what was set by hand."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    outlet: str | None = Field(None, examples=["The Paper"])
    author: str | None = None
    published: str | None = Field(None, examples=["2014-11-21"])
    url: str | None = None
    language: str | None = None


class NoSuchDocument(NotServed):
    """The library has no document of this id."""


def add_document_routes(app: FastAPI, intake: Intake, library: Archive) -> None:
    """Serve /api/documents and what lies below it."""

    @app.get("/api/documents", tags=["documents"], summary="List documents")
    def documents(asked: Annotated[ListingRequest, Query()]) -> dict[str, Any]:
        """Some of the documents, and `total`: how many there are in all. Among them are files that
        could not be read, with the status "failed" and the reason.
        """
        listing = library.listing(asked.query, asked.offset, asked.limit)
        return {"total": listing.total, "documents": [_listed(e) for e in listing.entries]}

    @app.get("/api/documents/{document_id:path}", tags=["documents"], summary="Show a document")
    def document(document_id: DocumentId) -> dict[str, Any]:
        """All that is known of a document, where each field was found, and its text."""
        return _shown(library, _existing(library, document_id))

    @app.patch(
        "/api/documents/{document_id:path}",
        tags=["documents"],
        summary="Set fields of a document by hand",
        dependencies=[Depends(may_change)],
    )
    def edit(document_id: DocumentId, fields: Annotated[Fields, Body()]) -> dict[str, Any]:
        """The document as it is now. What is set holds from now on, also when the document is
        indexed again; what is not named stays as it is.
        """
        with intake.changing():
            _existing(library, document_id)
            edited = library.edit(document_id, fields.model_dump(exclude_unset=True))
        return _shown(library, edited)

    @app.delete(
        "/api/documents/{document_id:path}",
        tags=["documents"],
        summary="Remove a document",
        dependencies=[Depends(may_change)],
        status_code=204,
    )
    def remove(document_id: DocumentId) -> None:
        """Take a document out of the library. A file that was uploaded is deleted with its last
        document; any other stays where it is, and its document stays out, whatever is indexed.
        """
        with intake.changing():
            _existing(library, document_id)
            library.remove(document_id)


def _existing(library: Archive, document_id: str) -> Document:
    document = library.document(document_id)
    if document is None:
        raise NoSuchDocument(
            f"There is no document {document_id}.", hint="GET /api/documents lists them."
        )
    return document


def _shown(library: Archive, document: Document) -> dict[str, Any]:
    copies = [i for i in library.story_of(document.id).document_ids if i != document.id]
    return _told(document_to_json(document, len(library.passage_ids([document.id])), copies))


def _listed(entry: ListedDocument | FileEntry) -> dict[str, Any]:
    if isinstance(entry, FileEntry):
        return {"id": entry.id, "status": "failed", "reason": entry.failure}
    return _told({**summary_to_json(entry.summary, entry.copies), "status": "indexed"})


def _told(document: dict[str, Any]) -> dict[str, Any]:
    """Without where its file lies: that is no reader's business."""
    return {name: value for name, value in document.items() if name != "path"}
