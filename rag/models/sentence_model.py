"""A sentence-transformers embedding model in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.models import packed_e5
from rag.models.loading import loading

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

NumberFormat = Literal["bfloat16", "float32"]
Vectors = NDArray[np.float32]

_NO_PROMPT = ""  # the prefixes are settings; a model's own prompts would come on top


@cache
def fastest_number_format() -> NumberFormat:
    """bfloat16 where the CPU multiplies it in hardware (AMX), else float32.

    With AMX it doubles the throughput at a cosine of .9999 to float32; without, it is slower.
    """
    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:  # not Linux
        return "float32"
    return "bfloat16" if " amx_bf16" in cpu else "float32"


def tokenizable(text: str) -> str:
    """The text with question marks for lone surrogates, which no tokenizer accepts."""
    return text.encode("utf-8", "replace").decode("utf-8")


class SentenceModel:
    """Embeds one batch at a time; several threads may share it."""

    def __init__(self, source: Path | str, number_format: NumberFormat) -> None:
        """Load from a local folder or packed file (Path), or the hub (its id).

        Raises:
            ModelUnavailable: there is no such model, or sentence-transformers cannot read it.
        """
        import torch

        self._model = _load(source, number_format)
        self._threads = torch.get_num_threads()
        # transformers changes its tokenizer's settings on every call: threads cannot share it.
        self._lock = Lock()
        tokenizer = self._model.tokenizer.backend_tokenizer
        self._counter = type(tokenizer).from_str(tokenizer.to_str())
        self._counter.no_truncation()
        self._counter.no_padding()
        # Cuts a text where the model does, so that its tokens are those of the model.
        self._aligner = type(tokenizer).from_str(tokenizer.to_str())
        self._aligner.enable_truncation(self._model_tokens)
        self._aligner.no_padding()
        self.dimensions: int = self.embed([""]).shape[1]

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the model sees, its special tokens not counted."""
        return self._model_tokens - int(self._model.tokenizer.num_special_tokens_to_add())

    @property
    def _model_tokens(self) -> int:
        limit: int = self._model.max_seq_length or self._model.tokenizer.model_max_length
        return limit

    def count_tokens(self, text: str) -> int:
        return len(self._counter.encode(text, add_special_tokens=False))

    def unknown_share(self, text: str) -> float:
        """The share of a text's tokens that the tokenizer has no other name for than "unknown"."""
        ids: list[int] = self._counter.encode(text, add_special_tokens=False).ids
        return ids.count(self._model.tokenizer.unk_token_id) / max(1, len(ids))

    def embed(self, texts: list[str]) -> Vectors:
        """Embed one batch, in order: float32 (len(texts), dimensions), rows of unit length."""
        return _unit(_numbers(self._made_of(texts)["sentence_embedding"]))

    def embed_with_tokens(self, texts: list[str]) -> tuple[Vectors, list[TokenVectors]]:
        """As `embed`, and the vectors of each text's tokens, which the same pass makes."""
        made = self._made_of(texts)
        return _unit(_numbers(made["sentence_embedding"])), [
            TokenVectors(vectors[seen > 0], self._aligner.encode(text).offsets)
            for text, vectors, seen in zip(
                texts,
                _numbers(made["token_embeddings"]),
                _numbers(made["attention_mask"]),
                strict=True,
            )
        ]

    def _made_of(self, texts: list[str]) -> dict[str, Any]:
        """What the model makes of one batch: tensors, a row a text.

        This is what `SentenceTransformer.encode` does, without the 2 ms that it takes to get ready:
        a seventh of the time of a question.
        """
        import torch
        from sentence_transformers.util import batch_to_device

        threads = 1 if len(texts) == 1 else self._threads
        with self._lock, torch.inference_mode(), _torch_threads(threads, self._threads):
            features = self._model.preprocess(texts, prompt=_NO_PROMPT)
            made: dict[str, Any] = self._model(batch_to_device(features, self._model.device))
            return made


class TokenVectors(NamedTuple):
    """The tokens of a text as the model sees them, in order."""

    vectors: Vectors
    spans: list[tuple[int, int]]
    """Where each stands in the text; empty for special tokens."""


@contextmanager
def _torch_threads(number: int, afterwards: int) -> Iterator[None]:
    """Let torch compute on so many threads within, on another number of them from then on.

    The threads of a product wait for each other, and the products of one question take 0.3 ms
    each: a thread whose core is busy with something else holds all of them up. On two busy cores a
    question took 120 ms with two threads and 20 with one.
    """
    import torch

    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(afterwards)


def _numbers(tensor: Any) -> Vectors:
    found: Vectors = tensor.float().cpu().numpy()
    return found


def _unit(rows: Vectors) -> Vectors:
    # Rows that were made unit length in bfloat16 are off by up to 0.4 percent.
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _load(source: Path | str, number_format: NumberFormat) -> SentenceTransformer:
    if isinstance(source, Path) and source.suffix == packed_e5.SUFFIX:
        source = packed_e5.unpacked(source)
    hint = "Set embedder.model to a model of the catalogue, a local folder or a hub id."
    with loading("embedder", source, hint):
        import torch
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(
            str(source),
            local_files_only=isinstance(source, Path),
            model_kwargs={"dtype": getattr(torch, number_format)},
        )
        return model.eval()
