"""What the store keeps and hands out, apart from documents and passages themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rag.domain import Passage, Publication
from rag.library.embedder import Vectors
from rag.models.word_vectors import WordBits


class Counts(NamedTuple):
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text, as a list of sources shows it."""

    id: str
    title: str
    publication: Publication
    path: str
    passages: int


class Recipe(NamedTuple):
    """How a document became passages and vectors: with another recipe it must be made anew."""

    embedder_id: str
    passage_tokens: int
    reading: int
    """The edition of the readers, `READING`."""


READING = 3
"""Raise it when rag.reading makes other documents of the same bytes: files are read again then."""


class FileEntry(NamedTuple):
    """A file as it was when it was last looked at.

    `content_hash` is None unless all that can be had of these bytes is in the library; `stat` is
    how the file looked from outside then, None where that proves nothing. `failure` says why it
    could not be read.
    """

    id: str
    path: str
    content_hash: str | None
    stat: str | None
    failure: str | None
    documents: int
    recipe: Recipe


class Origin(NamedTuple):
    """What a stored document was made from, and how."""

    file_id: str
    content_hash: str
    recipe: Recipe


class IndexedPassage(NamedTuple):
    """A passage and the id of its vector."""

    passage: Passage
    vector_id: str


@dataclass(frozen=True, slots=True)
class Story:
    """Documents that are copies of one text: syndicated, re-saved, lightly edited.

    `id` is the least of the documents' ids: it depends on nothing but which copies there are.
    """

    id: str
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """What documents can be chosen by: each value with its number of documents, most first.

    Spellings that differ in letter case alone are one value, as filters have it; the commonest
    stands for all. `first` and `last` are days of publication, None where no document has one.
    """

    outlets: tuple[tuple[str, int], ...]
    authors: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    collections: tuple[tuple[str, int], ...]
    """The folders at the top: the first steps of the documents' ids."""
    first: date | None
    last: date | None
    undated: int
    """Documents whose day of publication is unknown."""


class TextEntry(NamedTuple):
    """What the lexical index holds of a passage."""

    passage_id: str
    title: str
    headings: tuple[str, ...]
    text: str
    publication: Publication


class VectorEntry(NamedTuple):
    """One vector, of one passage or of several with the same text, and those of its words."""

    vector_id: str
    vector: Vectors
    words: WordBits | None = None
    """None: its embedder has none."""


class PassageKeys(NamedTuple):
    """A passage by name."""

    passage_id: str
    vector_id: str
    document_id: str


LAYOUT = 2
"""Raise it when a build holds other things of the same passages: builds are made anew then."""


class Build(NamedTuple):
    """A published set of derived indexes.

    It holds the library as of `revision`; `vector_ids` is a checksum of the ids in its dense index,
    `seal` has one for each of its files.
    """

    number: int
    revision: int
    vector_ids: int
    seal: dict[str, int]
    layout: int = 1
    """The first release did not say: it was 1."""
    collection: int = 0
    """Number of the collection that has its vectors, where they are on a Chroma server."""


class State(NamedTuple):
    """`revision` counts the changes of the truth; `build` is what readers search."""

    library_id: str
    revision: int
    build: Build | None
