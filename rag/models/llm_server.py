"""The local LLM: llama.cpp inside this process, reached like any other OpenAI-style endpoint."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from rag.errors import ModelUnavailable

# Two answers at a time; more would only share the same cores.
_SLOTS = 2
# Prompts that llama.cpp keeps to go on from, beyond the slots' own; its default is 8 GiB.
_PROMPT_CACHE_MIB = 256
# A client that hangs up is noticed between batches, within about five seconds on two cores: 256
# tokens are read as fast as the default of 2,048, and a tenth faster than 128.
_BATCH_TOKENS = 256
# Answers quote the prompt: after four of its tokens in a row, the next ten are tried at once.
# Generation 17 percent faster on cited answers, word for word the same.
_QUOTE_SEEN_TOKENS = 4
_QUOTE_TRIED_TOKENS = 10
_SILENT = -1
_LOG_INFO = 3


class LocalLLMServer:
    """An OpenAI-compatible endpoint on loopback for one .gguf file, open until `close()`.

    A prompt that begins like an earlier one is read only from where they part, so what is fixed
    belongs in front. A client that hangs up stops its answer. The endpoint serves only those who
    send `key`: without it, any web page in the user's browser could use it.
    """

    def __init__(
        self, gguf: Path, context_tokens: int, threads: int | None, *, verbose: bool = False
    ) -> None:
        """Load the model: seconds, and 1.5 GB of memory for the catalogue's.

        `context_tokens` holds one prompt and its answer; `threads` None: all cores; `verbose`:
        llama.cpp's own log goes to stderr.

        Raises:
            ModelUnavailable: not a model that llama.cpp reads, or the memory does not suffice.
        """
        xllamacpp = _import_runtime()
        self.key = secrets.token_urlsafe(24)
        params = _params(xllamacpp, gguf, context_tokens, threads or _cores())
        params.api_keys = [self.key]
        params.verbosity = _LOG_INFO if verbose else _SILENT
        try:
            self._server: Any = xllamacpp.Server(params)
        except RuntimeError:
            raise ModelUnavailable(
                f"llama.cpp cannot load {gguf} with a context of {context_tokens} tokens: it is "
                "no whole .gguf model, or the memory does not suffice.",
                hint="Run: citedesk models verify; llama.cpp's own words: --verbose",
            ) from None
        self.url = f"{self._server.listening_address}/v1"

    def close(self) -> None:
        """Stop the server and free its memory; answers under way break off."""
        self._server = None


def _import_runtime() -> Any:
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelUnavailable(
            f"llama.cpp cannot start: {error}.",
            hint="On Debian and Ubuntu: apt-get install libgomp1",
        ) from None
    return xllamacpp


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _params(xllamacpp: Any, gguf: Path, context_tokens: int, threads: int) -> Any:
    params = xllamacpp.CommonParams()
    params.model.path = str(gguf)
    params.n_parallel = _SLOTS
    params.n_ctx = context_tokens * _SLOTS  # llama.cpp divides it among the slots
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.n_batch = params.n_ubatch = _BATCH_TOKENS
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    # Mapped weights would be in memory twice: as read and as rearranged for this CPU.
    params.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    params.fit_params = False  # the context is what was asked for, or an error
    params.ui = False
    params.speculative.types = [
        xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE
    ]
    params.speculative.ngram_simple.size_n = _QUOTE_SEEN_TOKENS
    params.speculative.ngram_simple.size_m = _QUOTE_TRIED_TOKENS
    return params
