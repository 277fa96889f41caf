"""Encoding alone: what anybody gets from sentence-transformers in three lines."""

from __future__ import annotations

from collections.abc import Sequence

from eval.bench.alternating import Encode
from rag.config import Settings
from rag.factory import build_store
from rag.models.sentence_model import fastest_number_format


def open_encoder(settings: Settings) -> Encode:
    """`SentenceTransformer.encode` with the embedder's weights, number format and batch size.

    It is a model of its own: nothing of Citedesk's embedder can slow it down.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    embedder, store = settings.embedder, build_store(settings)
    in_catalogue = embedder.model in store.catalogue
    model = SentenceTransformer(
        str(store.path(embedder.model)) if in_catalogue else embedder.model,
        local_files_only=in_catalogue,
        model_kwargs={"dtype": getattr(torch, fastest_number_format())},
    )

    def encode(texts: Sequence[str]) -> object:
        return model.encode(
            list(texts),
            prompt=embedder.passage_prefix,
            batch_size=embedder.batch_size,
            show_progress_bar=False,
        )

    return encode
