"""A retrieved passage as LlamaIndex's node, for what is made for LlamaIndex."""

from __future__ import annotations

from llama_index.core.schema import NodeWithScore, TextNode

from rag.domain import RetrievedPassage


def as_node(found: RetrievedPassage) -> NodeWithScore:
    """The passage with its place and publication as metadata; its id is the passage's."""
    publication = found.document.publication
    metadata = {
        "document_id": found.document.id,
        "title": found.document.title,
        "outlet": publication.outlet,
        "author": publication.author,
        "published": publication.published.isoformat() if publication.published else None,
        "url": publication.url,
        "start": found.passage.start,
        "end": found.passage.end,
    }
    node = TextNode(id_=found.passage.id, text=found.passage.text, metadata=metadata)
    return NodeWithScore(node=node, score=found.score)
