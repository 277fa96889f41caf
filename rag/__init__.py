"""Citedesk's engine: from a folder of documents to checked, cited answers."""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.config import load_settings
    from rag.factory import build_assistant

__all__ = ["build_assistant", "load_settings"]

# Before anything imports numpy, whose products are small here: threads wait for each other longer
# than they compute, 20 ms a question where cores are busy. (torch has threads of its own.)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_HOME_OF = {"build_assistant": "rag.factory", "load_settings": "rag.config"}


def __getattr__(name: str) -> Any:
    """What is offered is imported when it is asked for: `citedesk --help` needs none of it."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
