"""Fetched pages kept as files, as they were fetched: read, and read again, like any other file.

```
Citedesk page 1                                          what shows that a file is a kept page
{"url": ..., "media_type": ..., "fetched": ..., ...}     what fetching has told
...                                                      the bytes that the address gave
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from rag.errors import UnreadableFile, WebError
from rag.reading.article import Article
from rag.reading.formats import read_source
from rag.reading.source import Source, UnreadPart
from rag.reading.web.addresses import id_for_url
from rag.reading.web.fetching import FetchedPage
from rag.reading.web.pages import as_fetched, source_of

BEGINNING = b"Citedesk page 1\n"
SUFFIX = ".page"
# Names of files have at most 255 bytes; the hash and the endings still fit.
_MAX_STEP_BYTES = 200
_PAGE: TypeAdapter[FetchedPage] = TypeAdapter(FetchedPage)


def keep_page(page: FetchedPage, folder: Path) -> Path:
    """Write a page to a file of its own below `folder`, named by its address.

    A page that is kept already and has not changed is left alone.

    Raises:
        WebError: the file cannot be written.
    """
    path = folder / _file_name(page.url)
    partial = path.with_name(f".{path.name}.partial")
    try:
        if path.exists() and _is_unchanged(page, path):
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        head = _PAGE.dump_json(page, exclude={"data"})
        partial.write_bytes(BEGINNING + head + b"\n" + page.data)
        partial.replace(path)
    except OSError as error:
        raise WebError(
            f"{page.url} cannot be kept in {path}: {error.strerror}.",
            hint="Check the folder, and that its disk has space.",
        ) from error
    return path


def read_kept_page(source: Source) -> Iterator[Article | UnreadPart]:
    """Read the page, by the format that it has; its address and date are completed by fetching's.

    Raises:
        UnreadableFile: it is damaged, lies in another file, or the page cannot be read.
    """
    if source.depth:
        raise UnreadableFile(f"{source.name} is a kept page within another file.")
    page = _parsed(source.stream.read(), str(source.name))
    inner = source_of(page)
    for item in read_source(source.part(inner.name, inner.stream, inner.media_type)):
        if isinstance(item, Article):
            yield replace(item, publication=as_fetched(item.publication, page))
        else:
            yield item


def _is_unchanged(page: FetchedPage, path: Path) -> bool:
    try:
        kept = _parsed(path.read_bytes(), str(path))
    except UnreadableFile:
        return False
    return replace(kept, fetched=page.fetched) == page


def _parsed(data: bytes, name: str) -> FetchedPage:
    head, _, body = data.removeprefix(BEGINNING).partition(b"\n")
    try:
        return _PAGE.validate_python({**json.loads(head), "data": body})
    except (ValueError, TypeError, ValidationError):
        raise UnreadableFile(f"{name} is damaged: it does not say what page it is.") from None


def _file_name(url: str) -> str:
    """The address as a relative path in which no file or folder is hidden."""
    steps = [_short(step) for step in PurePosixPath(id_for_url(url)).parts]
    return "/".join(steps) + SUFFIX


def _short(step: str) -> str:
    if step.startswith("."):
        step = f"%2E{step[1:]}"
    data = step.encode()
    if len(data) <= _MAX_STEP_BYTES:
        return step
    digest = sha256(data).hexdigest()[:16]
    return f"{data[: _MAX_STEP_BYTES - len(digest)].decode(errors='ignore')}~{digest}"
