"""The lexical index: BM25 over terms (rag.text.index_terms), kept by tantivy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import LibraryError
from rag.library.truth.records import TextEntry
from rag.text import index_terms

if TYPE_CHECKING:
    import tantivy

# How much a term found there is worth, next to one found in the passage itself: on SciFact's train
# queries nDCG@10 is .688 without titles, .699 at .3, .675 at 1.
_FIELD_WEIGHTS = {"text": 1.0, "headings": 0.3, "title": 0.3}
_WRITER_HEAP_BYTES = 64_000_000


class LexicalIndex:
    """Terms by passage id. The folder of one is written once and then only read (see builds)."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`, or make one there."""
        import tantivy

        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("passage_id", stored=True, tokenizer_name="raw")
        for field in _FIELD_WEIGHTS:
            builder.add_text_field(field, tokenizer_name="terms", index_option="freq")
        with _tantivy():
            self._schema = builder.build()
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._index.register_tokenizer(
                "terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            )

    def ids(self) -> set[str]:
        import tantivy

        with _tantivy():
            searcher = self._index.searcher()
            every = max(1, searcher.num_docs)
            hits = searcher.search(tantivy.Query.all_query(), limit=every, count=False).hits
            return {searcher.doc(address)["passage_id"][0] for _, address in hits}

    def add(self, entries: Sequence[TextEntry]) -> None:
        import tantivy

        with self._writing() as writer:
            for entry in entries:
                document = tantivy.Document()
                document.add_text("passage_id", entry.passage_id)
                document.add_text("text", " ".join(index_terms(entry.text)))
                document.add_text("headings", " ".join(index_terms(" ".join(entry.headings))))
                document.add_text("title", " ".join(index_terms(entry.title)))
                writer.add_document(document)

    def remove(self, passage_ids: Sequence[str]) -> None:
        with self._writing() as writer:
            for passage_id in passage_ids:
                writer.delete_documents_by_term("passage_id", passage_id)

    def search(self, text: str, k: int) -> list[tuple[str, float]]:
        """The k best passages for the terms of `text`, best first: (passage id, BM25 score).

        The query is built of terms, never parsed: no character of `text` has a meaning of its own.
        """
        import tantivy

        terms = dict.fromkeys(index_terms(text))
        clauses = [
            (tantivy.Occur.Should, self._term_query(field, term))
            for term in terms
            for field in _FIELD_WEIGHTS
        ]
        if not clauses:
            return []
        with _tantivy():
            searcher = self._index.searcher()
            query = tantivy.Query.boolean_query(clauses)
            hits = searcher.search(query, limit=k, count=False).hits
            return [(searcher.doc(address)["passage_id"][0], score) for score, address in hits]

    def _term_query(self, field: str, term: str) -> tantivy.Query:
        import tantivy

        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return tantivy.Query.boost_query(query, _FIELD_WEIGHTS[field])

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        with _tantivy():
            writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
            yield writer
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()


@contextmanager
def _tantivy() -> Iterator[None]:
    """Turn what tantivy raises into a LibraryError."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise LibraryError(
            f"The lexical index failed: {error}.", hint="Check the disk of the library."
        ) from error
