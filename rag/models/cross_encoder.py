"""A cross-encoder in memory: it reads a question and a passage together, and says how they fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.config import RerankerSettings
from rag.errors import ModelUnavailable
from rag.models.loading import loading
from rag.models.sentence_model import fastest_number_format, tokenizable

if TYPE_CHECKING:
    import sentence_transformers

Scores = NDArray[np.float32]

_HINT = "Set reranker.model to a local folder or hub id of a cross-encoder, or to nothing."


def open_cross_encoder(settings: RerankerSettings) -> CrossEncoder | None:
    """The reranker that the settings name, loaded; None: none is set.

    A local folder is loaded without the network; anything else is a hub id.

    Raises:
        ModelUnavailable: it cannot be loaded, or is no cross-encoder that ranks.
    """
    if not settings.model:
        return None
    return CrossEncoder(settings.model, settings)


class CrossEncoder:
    """Scores passages for a question; several threads may share it."""

    def __init__(self, source: str, settings: RerankerSettings) -> None:
        """Load from a local folder, or the hub by its id.

        Raises:
            ModelUnavailable: there is no such model, or it is no cross-encoder that ranks.
        """
        self._model = load_cross_encoder("reranker", source, _HINT)
        if self._model.num_labels != 1:
            raise ModelUnavailable(
                f"{source} does not rank: it gives {self._model.num_labels} scores for a pair, "
                "not one.",
                hint=_HINT,
            )
        limits = [limit for limit in (self._model.max_seq_length, settings.max_tokens) if limit]
        self._model.max_seq_length = min(limits)
        self._batch_size = settings.batch_size
        # transformers changes its tokenizer's settings on every call: threads cannot share it.
        self._lock = Lock()

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each text answers the question: float32 (len(texts),), higher is better.

        They are the model's logits, comparable for one question. What of a text goes past the
        model's limit of tokens (question and text together) is not seen.
        """
        import torch

        pairs = [(tokenizable(question), tokenizable(text)) for text in texts]
        with self._lock:
            logits = self._model.predict(
                pairs,
                batch_size=self._batch_size,
                # A sigmoid in float32 makes all that is far above zero equal.
                activation_fn=torch.nn.Identity(),
                show_progress_bar=False,
            )
        return np.asarray(logits, dtype=np.float32)


def load_cross_encoder(what: str, source: str, hint: str) -> sentence_transformers.CrossEncoder:
    """A model that reads two texts together; a local folder is loaded without the network.

    Raises:
        ModelUnavailable: there is no such model, or it would judge by chance.
    """
    folder = Path(source).expanduser().resolve()
    found = folder if folder.is_dir() else source
    with loading(what, found, hint):
        import torch
        from sentence_transformers import CrossEncoder

        model: sentence_transformers.CrossEncoder = CrossEncoder(
            str(found),
            local_files_only=isinstance(found, Path),
            model_kwargs={"dtype": getattr(torch, fastest_number_format())},
        )
    _check_kind(model, source, hint)
    return model


def _check_kind(model: sentence_transformers.CrossEncoder, source: str, hint: str) -> None:
    """Refuse what would load and judge by chance: an embedder gets a random head put on top."""
    kinds: list[str] = (model.config and model.config.architectures) or []
    if not any(kind.endswith(("ForSequenceClassification", "ForCausalLM")) for kind in kinds):
        what = f"a {kinds[0]}" if kinds else "of no known kind"
        raise ModelUnavailable(f"{source} is not a cross-encoder: it is {what}.", hint=hint)
