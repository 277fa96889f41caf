"""The lexical index: BM25 over terms (rag.text.index_terms), kept by tantivy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from rag.domain import Filters
from rag.errors import LibraryError
from rag.library.truth.records import TextEntry
from rag.text import index_terms
from rag.text.facts import names, quotations

if TYPE_CHECKING:
    import tantivy

# How much a term found there is worth, next to one found in the passage itself: on SciFact's train
# queries nDCG@10 is .688 without titles, .699 at .3, .675 at 1.
_FIELD_WEIGHTS = {"text": 1.0, "headings": 0.3, "title": 0.3, "outlet": 0.3}
# Two terms of a name or a quotation that stand side by side in the passage itself, too: the ordered
# window of the sequential dependence model (Metzler & Croft 2005). For every two terms of a
# question it did harm: on SciFact's train queries nDCG@10 fell from .684 to .675.
_PHRASE_WEIGHT = 0.3
_MENTIONING_FIELDS = ("text", "headings", "title")
_NAMES = ("outlet", "author", "language")
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
            builder.add_text_field(field, tokenizer_name="terms", index_option="position")
        for name in _NAMES:
            builder.add_text_field(_exact(name), tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("day", indexed=True, fast=True)
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
        with self._writing() as writer:
            for entry in entries:
                writer.add_document(_as_document(entry))

    def remove(self, passage_ids: Sequence[str]) -> None:
        with self._writing() as writer:
            for passage_id in passage_ids:
                writer.delete_documents_by_term("passage_id", passage_id)

    def search(self, text: str, k: int, filters: Filters) -> list[tuple[str, float]]:
        """The k best passages for the terms of `text`, best first: (passage id, BM25 score).

        The query is built of terms, never parsed: no character of `text` has a meaning of its own.
        """
        with _tantivy():
            return self._found(self._scored(text), k, self._required(filters))

    def scores(self, text: str, passage_ids: Sequence[str]) -> dict[str, float]:
        """The BM25 score of each of these passages; those without a term of `text` are left out."""
        import tantivy

        with _tantivy():
            among = tantivy.Query.term_set_query(self._schema, "passage_id", list(passage_ids))
            required = [tantivy.Query.const_score_query(among, 0.0)]
            return dict(self._found(self._scored(text), max(1, len(passage_ids)), required))

    def _scored(self, text: str) -> list[tantivy.Query]:
        """A query for each term in each field, and for each two terms side by side in a name."""
        import tantivy

        queries = [
            self._weighted(self._term_query(field, term), weight)
            for term in dict.fromkeys(index_terms(text))
            for field, weight in _FIELD_WEIGHTS.items()
        ]
        pairs = [
            pair
            for words in (*names(text), *quotations(text))
            for pair in pairwise(index_terms(words))
        ]
        phrases = [
            tantivy.Query.phrase_query(self._schema, "text", list(pair))
            for pair in dict.fromkeys(pairs)
        ]
        return queries + [self._weighted(phrase, _PHRASE_WEIGHT) for phrase in phrases]

    def rarities(self, terms: Iterable[str]) -> dict[str, float]:
        """The inverse document frequency of each term in the passages themselves, as BM25 has it.

        That is ln(1 + (N - n + .5) / (n + .5)) for n of N passages: greater than 0.
        """
        with _tantivy():
            searcher = self._index.searcher()
            every = searcher.num_docs
            counts = {term: searcher.doc_freq("text", term) for term in terms}
        return {term: log(1 + (every - n + 0.5) / (n + 0.5)) for term, n in counts.items()}

    def mentioning(self, phrase: str, filters: Filters) -> list[str]:
        """The ids of all passages with the terms of `phrase` side by side in one field."""
        import tantivy

        terms = index_terms(phrase)
        if not terms:
            return []
        with _tantivy():
            alternatives = [
                tantivy.Query.phrase_query(self._schema, field, list(terms))
                if len(terms) > 1
                else self._term_query(field, terms[0])
                for field in _MENTIONING_FIELDS
            ]
            every = max(1, self._index.searcher().num_docs)
            found = self._found(alternatives, every, self._required(filters))
            return [passage_id for passage_id, _ in found]

    def _found(
        self, alternatives: Sequence[tantivy.Query], k: int, required: Sequence[tantivy.Query]
    ) -> list[tuple[str, float]]:
        """The k best of the passages that match one of the queries, and all that are required."""
        import tantivy

        if not alternatives:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in alternatives])
        if required:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, q) for q in (query, *required)]
            )
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=k, count=False).hits
        return [(searcher.doc(address)["passage_id"][0], score) for score, address in hits]

    def _required(self, filters: Filters) -> list[tantivy.Query]:
        """What every passage found must match, without a say in its score."""
        import tantivy

        required = []
        if filters.since or filters.until:
            since = filters.since.toordinal() if filters.since else None
            until = filters.until.toordinal() if filters.until else None
            integer = tantivy.FieldType.Integer
            required.append(tantivy.Query.range_query(self._schema, "day", integer, since, until))
        chosen = (filters.outlets, filters.authors, filters.languages)
        for name, wanted in zip(_NAMES, chosen, strict=True):
            if wanted:
                folded = [value.casefold() for value in wanted]
                required.append(tantivy.Query.term_set_query(self._schema, _exact(name), folded))
        if filters.collections:
            pattern = "|".join(map(_passages_in, filters.collections))
            required.append(tantivy.Query.regex_query(self._schema, "passage_id", pattern))
        return [tantivy.Query.const_score_query(query, 0.0) for query in required]

    def _term_query(self, field: str, term: str) -> tantivy.Query:
        import tantivy

        return tantivy.Query.term_query(self._schema, field, term, index_option="freq")

    def _weighted(self, query: tantivy.Query, weight: float) -> tantivy.Query:
        import tantivy

        return tantivy.Query.boost_query(query, weight)

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        with _tantivy():
            writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
            yield writer
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()


def _as_document(entry: TextEntry) -> tantivy.Document:
    import tantivy

    publication = entry.publication
    document = tantivy.Document()
    document.add_text("passage_id", entry.passage_id)
    texts = {
        "text": entry.text,
        "headings": " ".join(entry.headings),
        "title": entry.title,
        "outlet": publication.outlet or "",
    }
    for field, text in texts.items():
        document.add_text(field, " ".join(index_terms(text)))
    for name in _NAMES:
        value: str | None = getattr(publication, name)
        if value is not None:
            document.add_text(_exact(name), value.casefold())
    if publication.published:
        document.add_integer("day", publication.published.toordinal())
    return document


def _passages_in(collection: str) -> str:
    """A pattern for the ids of the passages of its documents; of its own, if it is a document."""
    return f"{re.escape(collection)}(/.*|#[^#]*)"


def _exact(name: str) -> str:
    """The field that holds a name whole, to compare with."""
    return f"exact_{name}"


@contextmanager
def _tantivy() -> Iterator[None]:
    """Turn what tantivy raises into a LibraryError."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise LibraryError(
            f"The lexical index failed: {error}.", hint="Check the disk of the library."
        ) from error
