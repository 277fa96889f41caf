"""A file becomes Documents: its format is told, its articles are read, each gets its id."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader
from pathlib import Path

from rag.domain import Document, Publication
from rag.errors import UnreadableFile
from rag.reading.article import Article
from rag.reading.formats import read_source
from rag.reading.naming import safe_path
from rag.reading.source import Recognizer, Source, UnreadPart
from rag.reading.structures.decoding import replace_unusable
from rag.reading.structures.hidden import set_apart
from rag.text.inert import unseen_words


def read_documents(
    path: Path, document_id: str, recognize: Recognizer | None = None
) -> Iterator[Document | UnreadPart]:
    """Read a file of any supported format; each document is yielded once it is read.

    What a file holds besides or instead of one document (members, messages, attachments, rows)
    has the id `document_id/name`, by names that are unique in the file; `UnreadPart.name` is such
    an id, too. Of these documents, `content_hash` changes with the document; of the others, it is
    that of the file. An id is the same whenever the same file is read. With `recognize`, a scan is
    read, too.

    Raises:
        UnreadableFile: it is of another format, damaged, empty or too large; what was yielded
            before stands.
    """
    taken: set[int] = set()
    empty = True
    with _opened(path) as stream:
        for item in read_source(Source(path, stream, recognize=recognize)):
            part_id = _distinct(f"{document_id}/{safe_path(item.name)}", taken)
            if isinstance(item, UnreadPart):
                yield UnreadPart(part_id, item.reason)
            elif _has_text(item):
                if item.name:
                    yield _document(item, part_id, path, _hash_of(item))
                else:
                    yield _document(item, document_id, path, content_hash(path))
            elif item.name:
                yield UnreadPart(part_id, "It holds no text.")
            else:
                continue
            empty = False
    if empty:
        raise UnreadableFile(f"{path} is empty: it holds no text.")


def read_file(path: Path, document_id: str) -> Document:
    """Read a file that is one document; of a file with several, the first that can be read.

    Raises:
        UnreadableFile: none can be read.
    """
    reason = f"{path} is empty: it holds no text."
    for item in read_documents(path, document_id):
        if isinstance(item, Document):
            return item
        reason = f"{item.name}: {item.reason}"
    raise UnreadableFile(reason)


def content_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal, read in pieces.

    Raises:
        UnreadableFile: it cannot be opened.
    """
    with _opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    try:
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFile(f"{path} is not a regular file.")
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be opened: {error.strerror}.") from error
    with stream:
        yield stream


def _distinct(part_id: str, taken: set[int]) -> str:
    """The id, numbered if another part has it; `taken` has the hashes of those given so far."""
    choice, number = part_id, 1
    while hash(choice) in taken:
        number += 1
        choice = f"{part_id} ({number})"
    taken.add(hash(choice))
    return choice


def _has_text(article: Article) -> bool:
    return any(any(map(str.isalnum, span.of(article.text))) for span in article.content)


def _hash_of(article: Article) -> str:
    """SHA-256 of what an article says and of who published it when."""
    publication = article.publication
    fields = (publication.outlet, publication.author, publication.published, publication.url)
    told = json.dumps([article.title, article.text, *map(str, fields)])
    return hashlib.sha256(told.encode()).hexdigest()


def _document(article: Article, document_id: str, path: Path, content_hash: str) -> Document:
    article = set_apart(article, unseen_words(article.text))
    return Document(
        id=document_id,
        title=replace_unusable(article.title),
        text=replace_unusable(article.text),
        publication=_usable(article.publication),
        path=str(path),
        content_hash=content_hash,
        content=article.content,
        stripped=article.stripped,
        page_starts=article.page_starts,
    )


def _usable(publication: Publication) -> Publication:
    def usable(text: str | None) -> str | None:
        return replace_unusable(text) if text else None

    return replace(
        publication,
        outlet=usable(publication.outlet),
        author=usable(publication.author),
        url=usable(publication.url),
    )
