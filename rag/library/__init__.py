"""The truth, what is derived from it to search in, and how files come in.

In the code: `truth` knows nothing of `indexes` and `intake`, which know nothing of each other; the
`Library` is all that others see. On the disk:

```
<library>/library.sqlite3   documents, passages, vectors; what everything else is derived from
<library>/indexes/000007/   dense/ (Chroma), lexical/ (tantivy), columns/ (numpy); sealed
<library>/pages/            pages of the web as they were fetched: files to index, like others
<library>/uploads/          files that came through the web application, likewise
<library>/writer.lock       held by the one process that writes; writer.pid names it
```
"""

from rag.library.embedder import Embedder, Vectors
from rag.library.library import Library
from rag.library.outcomes import BuildProgress, FileOutcome, FileStatus, IndexProgress, IndexReport
from rag.library.truth.listing import ListedDocument, Listing, ListingQuery
from rag.library.truth.records import Counts, DocumentSummary, Facets, FileEntry, Story

__all__ = [
    "BuildProgress",
    "Counts",
    "DocumentSummary",
    "Embedder",
    "Facets",
    "FileEntry",
    "FileOutcome",
    "FileStatus",
    "IndexProgress",
    "IndexReport",
    "Library",
    "ListedDocument",
    "Listing",
    "ListingQuery",
    "Story",
    "Vectors",
]
