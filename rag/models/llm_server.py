"""The local LLM: llama.cpp inside this process, reached like any other OpenAI-style endpoint."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from rag.errors import ModelUnavailable

# One answer at a time is written at full speed; a second slot lets another question begin.
_SLOTS = 2
# llama.cpp keeps the prompts it has read, to go on from them; by default up to 8 GiB of them.
_PROMPT_CACHE_MIB = 256
_SILENT = -1
_LOG_INFO = 3


class LocalLLMServer:
    """An OpenAI-compatible endpoint on loopback for one .gguf file, open until `close()`.

    A prompt that begins like an earlier one is read from where they part (prompt caching).
    A client that hangs up stops its answer. `url` answers only to `key`, so that no web page
    in the user's browser can use it.
    """

    def __init__(
        self, gguf: Path, context_tokens: int, threads: int | None, *, verbose: bool = False
    ) -> None:
        """Load the model: some seconds, and about 1.5 GB for one of 1.5 billion weights.

        `context_tokens` bounds prompt and answer together; `threads` None: all cores.

        Raises:
            ModelUnavailable: the file is not a model llama.cpp reads, or memory is too small.
        """
        import xllamacpp

        self.key = secrets.token_urlsafe(24)
        params = _params(gguf, context_tokens, threads or os.cpu_count() or 1)
        params.api_keys = [self.key]
        params.verbosity = _LOG_INFO if verbose else _SILENT
        try:
            self._server: Any = xllamacpp.Server(params)
        except RuntimeError:
            raise ModelUnavailable(
                f"llama.cpp cannot load {gguf} with a context of {context_tokens} tokens: "
                "it is not a whole .gguf model, or the memory does not suffice.",
                hint="Run: citedesk models verify. For llama.cpp's own words: --verbose",
            ) from None
        self.url = f"{self._server.listening_address}/v1"

    def close(self) -> None:
        """Stop the server and free its memory; answers under way break off."""
        self._server = None


def _params(gguf: Path, context_tokens: int, threads: int) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(gguf)
    # llama.cpp divides its context among the slots.
    params.n_ctx = context_tokens * _SLOTS
    params.n_parallel = _SLOTS
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    return params
