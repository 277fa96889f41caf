"""Documents as Markdown files with front matter, from which Citedesk makes the same documents."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath

import yaml

from rag.domain import Document
from rag.errors import CitedeskError
from rag.reading.naming import safe_path

# Names of files have at most 255 bytes; "(2).md" and the like still fit.
_MAX_NAME_BYTES = 200
_FENCE = "---\n"


def export_markdown(documents: Iterable[Document], folder: Path) -> int:
    """Write each document to a file of its own below `folder`, and say how many there are.

    Raises:
        CitedeskError: the folder holds something already, or cannot be written to.
    """
    taken: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CitedeskError(
                f"The folder {folder} is not empty.", hint="Export to one that is, or a new one."
            )
        for document in documents:
            path = folder / _file_name(document.id, taken)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_markdown(document), encoding="utf-8", newline="")
    except OSError as error:
        raise CitedeskError(
            f"{error.filename or folder} cannot be written: {error.strerror}.",
            hint="Check the folder, and that its disk has space.",
        ) from None
    return len(taken)


def as_markdown(document: Document) -> str:
    """The document's fields as front matter, then its prose without what is none of it."""
    publication = document.publication
    fields = {
        "title": document.title,
        "outlet": publication.outlet,
        "author": publication.author,
        "published": publication.published,
        "url": publication.url,
        "language": publication.language,
    }
    known = {name: value for name, value in fields.items() if value is not None}
    front_matter = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    prose = "".join(span.of(document.text) for span in document.content)
    return f"{_FENCE}{front_matter}{_FENCE}\n{prose.strip()}\n"


def _file_name(document_id: str, taken: set[str]) -> str:
    """A relative path of its own, also where upper and lower case are the same."""
    path = PurePosixPath(*map(_short, PurePosixPath(safe_path(document_id)).parts))
    stem = path.with_suffix("") if path.suffix.lower() == ".md" else path
    name, number = f"{stem}.md", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}).md"
    taken.add(name.casefold())
    return name


def _short(step: str) -> str:
    data = step.encode()
    if len(data) <= _MAX_NAME_BYTES:
        return step
    digest = sha256(data).hexdigest()[:16]
    return f"{data[: _MAX_NAME_BYTES - len(digest) - 1].decode(errors='ignore')}~{digest}"
