"""Whether the quotes of an exported file still stand in the library where it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rag.domain import Document
from rag.errors import CitedeskError, UnreadableFile
from rag.exporting.formats import format_of
from rag.exporting.notes import NotedQuote, as_printed

_MAX_BYTES = 20_000_000


class Documents(Protocol):
    def document(self, document_id: str) -> Document | None: ...


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quote, and why it does not stand where it should; "": it does."""

    noted: NotedQuote
    fault: str


def check_export(path: Path, library: Documents) -> list[CheckedQuote]:
    """Look up each quote of an exported file in the library.

    Quotes are compared as they are printed (`as_printed`).

    Raises:
        CitedeskError: the file cannot be read, or has no quote that Citedesk noted.
    """
    form = format_of(path)
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise CitedeskError(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > _MAX_BYTES:
        raise CitedeskError(f"{path} is larger than {_MAX_BYTES // 1_000_000} MB.")
    try:
        quotes = form.read(data)
    except UnreadableFile as error:
        raise UnreadableFile(f"{path} is not a file that Citedesk exported: {error}") from None
    if not quotes:
        raise CitedeskError(
            f"{path} has no quote with its place in a document.",
            hint="Check a file that was exported from Citedesk.",
        )
    return [CheckedQuote(quote, _fault(quote, library)) for quote in quotes]


def _fault(noted: NotedQuote, library: Documents) -> str:
    document = library.document(noted.document_id)
    if document is None:
        return "the document is not in the library"
    text = as_printed(document.text)
    if noted.quote and text[noted.start : noted.end] == noted.quote:
        return ""
    is_same = document.content_hash.startswith(noted.version)
    now = text.find(noted.quote) if noted.quote else -1
    if now >= 0:
        moved = f"it stands at characters {now}–{now + len(noted.quote)}"
        return f"{moved}: the export was changed" if is_same else f"{moved} since the text changed"
    if is_same:
        return "the document is the same and does not say so: the export was changed"
    return "the document was changed since, and does not say so any more"
