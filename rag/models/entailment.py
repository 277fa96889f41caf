"""A cross-encoder for natural language inference: does one text follow from another?"""

from __future__ import annotations

from threading import Lock

from rag.errors import ModelUnavailable
from rag.models.cross_encoder import load_cross_encoder
from rag.models.sentence_model import tokenizable

_HINT = (
    "Set verification.entailment to a local folder or hub id of a cross-encoder for natural "
    'language inference, to "llm", or to "none".'
)


class EntailmentModel:
    """Judges a premise and a hypothesis; several threads may share it."""

    def __init__(self, model: str) -> None:
        """Load from a local folder, without the network, or from the hub by its id.

        Raises:
            ModelUnavailable: there is no such model, or none of its labels is an entailment.
        """
        self._model = load_cross_encoder("entailment model", model, _HINT)
        config = self._model.config
        labels = {int(i): str(name) for i, name in ((config and config.id2label) or {}).items()}
        found = [index for index, label in labels.items() if label.casefold().startswith("entail")]
        if len(found) != 1:
            raise ModelUnavailable(
                f"{model} does not judge entailment: its labels are {', '.join(labels.values())}.",
                hint=_HINT,
            )
        self._entailment = int(found[0])
        # transformers changes its tokenizer's settings on every call: threads cannot share it.
        self._lock = Lock()

    def entails(self, premise: str, hypothesis: str) -> float:
        """The probability that the hypothesis follows from the premise, 0 to 1.

        What goes past the model's limit of tokens is not seen.
        """
        pairs = [(tokenizable(premise), tokenizable(hypothesis))]
        with self._lock:
            chances = self._model.predict(pairs, apply_softmax=True, show_progress_bar=False)
        return float(chances[0][self._entailment])
