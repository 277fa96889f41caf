"""Files and pages are brought in through the JSON API, and all is indexed again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from rag.config import LimitSettings
from ui.doors.arrivals import IndexState, Told
from ui.doors.intake import Intake
from ui.doors.permission import may_change
from ui.doors.uploads import keep_upload
from ui.protocols import Archive

_BYTES_A_MB = 1_000_000


class PageAddress(BaseModel):
    """The address of a page, or of a feed (RSS, Atom)."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=4000, examples=["https://example.org/news/article.html"])


def add_intake_routes(
    app: FastAPI, intake: Intake, library: Archive, limits: LimitSettings
) -> None:
    """Serve the routes that bring something in, and /api/index, which tells what comes of it."""
    changing: dict[str, Any] = {"dependencies": [Depends(may_change)], "tags": ["adding"]}

    @app.post(
        "/api/documents",
        summary="Upload a file",
        status_code=202,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": {"format": "binary"}}},
            }
        },
        **changing,
    )
    async def upload(
        request: Request,
        name: Annotated[str, Query(max_length=1000, examples=["report.pdf"])],
    ) -> Told:
        """The body is the file. It waits in line to be indexed: GET /api/index tells under this
        `id` what became of it. A file that cannot be read is not kept.
        """
        path = await keep_upload(
            request.stream(), name, library.uploads, limits.upload_mb * _BYTES_A_MB
        )
        return intake.add_file(path).told()

    @app.post("/api/pages", summary="Add a page of the web", status_code=202, **changing)
    def add_page(page: Annotated[PageAddress, Body()]) -> Told:
        """Fetch a page, or those that a feed lists, and index them; GET /api/index tells under this
        `id` what became of them. Addresses within your own network are refused.
        """
        return intake.add_page(page.url.strip()).told()

    @app.post("/api/index", summary="Index all again", status_code=202, **changing)
    def index_again() -> IndexState:
        """Look at all files and folders again that were indexed before. Unchanged files are left
        alone, changed ones replaced, and documents whose files are gone are removed.
        """
        intake.index_again()
        return intake.state()

    @app.get("/api/index", summary="How far indexing is", **changing)
    def state() -> IndexState:
        """What is being done now, and what became of each file and page that was brought in."""
        return intake.state()
