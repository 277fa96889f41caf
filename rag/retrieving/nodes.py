"""Passages and quotes as LlamaIndex's nodes, for what is made for LlamaIndex."""

from __future__ import annotations

from collections.abc import Mapping

from llama_index.core.schema import NodeWithScore, TextNode

from rag.domain import Document, RetrievedPassage

_FOR_PROGRAMS = ["document_id", "url", "start", "end", "number", "quote"]
"""What LlamaIndex's prompts leave out: it says nothing to a language model."""


def as_node(found: RetrievedPassage) -> NodeWithScore:
    """The passage with its place and publication as metadata; its id is the passage's."""
    passage = found.passage
    place = {"start": passage.start, "end": passage.end}
    return NodeWithScore(
        node=node_of(passage.id, passage.text, found.document, place), score=found.score
    )


def node_of(
    node_id: str, text: str, document: Document, own_metadata: Mapping[str, int | str]
) -> TextNode:
    """A text of a document, whose publication is among the metadata as far as it is known."""
    publication = document.publication
    source = {
        "document_id": document.id,
        "title": document.title,
        "outlet": publication.outlet,
        "author": publication.author,
        "published": publication.published and publication.published.isoformat(),
        "url": publication.url,
    }
    metadata = {name: value for name, value in source.items() if value} | dict(own_metadata)
    return TextNode(
        id_=node_id,
        text=text,
        metadata=metadata,
        excluded_llm_metadata_keys=_FOR_PROGRAMS,
        excluded_embed_metadata_keys=list(metadata),
    )
