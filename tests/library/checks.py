"""What must hold of every library, whatever happened to it."""

from __future__ import annotations

from rag.library import Library
from rag.library.intake.passages import text_to_embed
from tests.fakes import FakeEmbedder


def passage_ids(library: Library) -> set[str]:
    """All passages, found by asking for more than there are."""
    question = FakeEmbedder().embed_question("anything")
    return {passage_id for passage_id, _ in library.dense_search(question, 10_000)}


def assert_whole(library: Library) -> None:
    """Both indexes hold exactly the stored passages, and each passage finds itself."""
    embedder = FakeEmbedder()
    ids = passage_ids(library)
    assert len(ids) == library.counts.passages
    assert sum(document.passages for document in library.documents()) == len(ids)
    found = library.passages(sorted(ids))
    assert set(found) == ids
    for passage_id, (passage, document) in found.items():
        assert document.text[passage.start : passage.end] == passage.text
        vector = embedder.embed_question(text_to_embed(document, passage, embedder))
        assert passage_id in dict(library.dense_search(vector, 3))
        assert passage_id in dict(library.lexical_search(passage.text, 3))
