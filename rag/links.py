"""Addresses of our own pages."""

from collections.abc import Sequence
from urllib.parse import quote


def document_path(
    document_id: str,
    start: int | None = None,
    end: int | None = None,
    also: Sequence[tuple[int, int]] = (),
) -> str:
    """The path of a document's page; with a span, scrolled to that span, which is highlighted.

    `also` are (start, end) of the other spans of the document that the same answer cites: the page
    highlights them as well, and leads from one to the next.

    Percent-encoded: ids hold slashes, spaces, any script. Slashes stay, as in a file's path.
    """
    path = f"/documents/{quote(document_id)}"
    if start is None or end is None:
        return path
    others = "".join(f"&also={first}-{last}" for first, last in also)
    return f"{path}?start={start}&end={end}{others}#cited"
