"""Loading with sentence-transformers: quiet, and off the network where it is a local folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from rag.errors import ModelUnavailable

# Whether the hub may be reached is a variable of huggingface_hub: one model is loaded at a time.
_one_at_a_time = Lock()


@contextmanager
def loading(role: str, source: Path | str, hint: str) -> Iterator[None]:
    """Load a model within; a local one (Path) without asking the hub, whatever is imported.

    Raises:
        ModelUnavailable: there is no such model, or sentence-transformers cannot read it; `role`
            says what it was to be ("embedder").
    """
    # Read when huggingface_hub and tokenizers are imported or first used.
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from huggingface_hub import constants
    from safetensors import SafetensorError
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    with _one_at_a_time:
        was_offline = constants.HF_HUB_OFFLINE
        # A look-up for a local folder would leave the machine; a hub id needs it.
        constants.HF_HUB_OFFLINE = was_offline or isinstance(source, Path)
        try:
            yield
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
            raise ModelUnavailable(
                f"sentence-transformers cannot load the {role} {source}: {reason}.", hint=hint
            ) from error
        finally:
            constants.HF_HUB_OFFLINE = was_offline
