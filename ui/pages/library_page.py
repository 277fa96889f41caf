"""The library: its documents in a table, and for who may change it, what adds, edits, removes.

Searching, filtering, sorting and paging are addresses and work without a script; changes go through
the JSON API, by library.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from rag.config import LimitSettings
from rag.domain import Filters, Language
from rag.library import FileEntry, ListedDocument, ListingQuery
from rag.library.truth.listing import Order, Status
from rag.links import document_path
from ui.access.visitor import visitor_of
from ui.pages.shell import PlainPage
from ui.protocols import Archive
from ui.showing.times import written_date
from ui.words import Words

PATH = "/library"
SCRIPTS = ("library.js", "library_calls.js", "library_editing.js")
_STYLES = ("library.css", "library_adding.css")
_READERS_PAGE = PlainPage("library", *_STYLES, room="library")
_EDITORS_PAGE = PlainPage("library", *_STYLES, room="library", script=SCRIPTS[0])
_PER_PAGE = 50
_MAX_SEARCH_CHARS = 500
_OUTLETS_OFFERED = 200
_LATEST_FIRST = frozenset({"published", "passages", "status"})
"""Orders of which one wants the other end first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is listed, as the address says it; what makes no sense there is left out."""

    search: str = ""
    outlet: str = ""
    language: str = ""
    dated: str = ""
    """ "yes", "no" or either."""
    status: str = ""
    sort: Order = "title"
    descending: str = ""
    """ "1": from the end to the beginning."""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Choice:
        def one_of(name: str, *known: str) -> str:
            value = given.get(name, "")
            return value if value in known else ""

        page = given.get("page", "")
        return cls(
            search=" ".join(given.get("search", "")[:_MAX_SEARCH_CHARS].split()),
            outlet=given.get("outlet", ""),
            language=one_of("language", *get_args(Language)),
            dated=one_of("dated", "yes", "no"),
            status=one_of("status", *get_args(Status)),
            sort=cast(Order, one_of("sort", *get_args(Order)) or "title"),
            descending=one_of("descending", "1"),
            page=int(page) if page.isdecimal() and 0 < len(page) < 8 else 1,
        )

    @property
    def query(self) -> ListingQuery:
        filters = Filters(
            outlets=(self.outlet,) if self.outlet else (),
            languages=(cast(Language, self.language),) if self.language else (),
        )
        dated = {"yes": True, "no": False}.get(self.dated)
        status = cast(Status, self.status) if self.status else None
        return ListingQuery(self.search, filters, dated, status, self.sort, bool(self.descending))

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.outlet or self.language or self.dated or self.status)

    @property
    def address(self) -> str:
        """With what differs from the plain list alone."""
        plain = asdict(Choice())
        fields = {name: v for name, v in asdict(self).items() if v != plain[name]}
        return f"{PATH}?{urlencode(fields)}" if fields else PATH

    def sorted_by(self, order: Order) -> Choice:
        """The same list in another order; in the same order, the other way round."""
        first = "1" if order in _LATEST_FIRST else ""
        turned = "" if self.descending else "1"
        descending = turned if order == self.sort else first
        return replace(self, sort=order, descending=descending, page=1)

    def on_page(self, number: int) -> Choice:
        return replace(self, page=number)


def add_library_page(app: FastAPI, library: Archive, limits: LimitSettings) -> None:
    """Serve `/library`."""

    @app.get(PATH, response_class=HTMLResponse)
    def library_page(request: Request) -> HTMLResponse:
        visitor = visitor_of(request)
        choice = Choice.of(request.query_params)
        listing = library.listing(choice.query, (choice.page - 1) * _PER_PAGE, _PER_PAGE)
        t = Words(visitor.language)
        page = _EDITORS_PAGE if visitor.may_change_library else _READERS_PAGE
        return page.render(
            request,
            choice=choice,
            total=listing.total,
            rows=[_row(entry, library.uploads, t) for entry in listing.entries],
            pages=max(1, -(-listing.total // _PER_PAGE)),
            orders=get_args(Order),
            counts=library.counts,
            failures=library.listing(ListingQuery(status="failed"), 0, 0).total,
            outlets=[name for name, _ in library.facets().outlets[:_OUTLETS_OFFERED]],
            max_bytes=limits.upload_mb * 1_000_000,
            max_mb=limits.upload_mb,
        )


def _row(entry: ListedDocument | FileEntry, uploads: Path, t: Words) -> dict[str, Any]:
    """What the table shows of an entry."""
    if isinstance(entry, FileEntry):
        # The reason names the file by where it lies on this machine.
        reason = (entry.failure or "").replace(entry.path, Path(entry.path).name)
        return {"id": entry.id, "failure": reason}
    summary = entry.summary
    published = summary.publication.published
    return {
        "id": summary.id,
        "failure": None,
        "title": summary.title,
        "link": document_path(summary.id),
        "outlet": summary.publication.outlet,
        "published": written_date(published, t) if published else None,
        "language": summary.publication.language,
        "passages": summary.passages,
        "copies": entry.copies,
        "is_upload": Path(summary.path).parent == uploads,
    }
