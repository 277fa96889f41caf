"""Addresses of our own pages."""

from urllib.parse import quote


def document_path(document_id: str, start: int | None = None, end: int | None = None) -> str:
    """The path of a document's page; with a span, scrolled to that span, which is highlighted.

    Percent-encoded: ids hold slashes, spaces, any script. Slashes stay, as in a file's path.
    """
    path = f"/documents/{quote(document_id)}"
    return path if start is None or end is None else f"{path}?start={start}&end={end}#cited"
