"""What a run was made with: commit, machine, model hashes, settings without their secrets."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rag.config import LLMSettings, Settings
from rag.models.catalogue import load_catalogue

_USER_AND_PASSWORD = re.compile(r"(?<=://)[^/@\s]+(?=@)")


def git_commit() -> str | None:
    """The commit of this checkout, with "+changes" if files differ from it; None outside git."""
    described = subprocess.run(
        ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+changes"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or None


def machine() -> str:
    return f"{os.cpu_count()} CPU cores, {platform.system()} {platform.machine()}"


def model_hashes(settings: Settings, embedder_id: str, *, judge: bool) -> dict[str, str]:
    """Each model with the SHA-256 of its weights, or the address that serves it."""
    hashes = {
        "embedder": _pinned(settings.embedder.model) or embedder_id,
        "llm": _llm(settings.llm),
    }
    return hashes | ({"judge": _llm(settings.judge)} if judge and settings.judge else {})


def _llm(llm: LLMSettings) -> str:
    if llm.url:
        return f"{llm.model} at {redacted(llm.url)}"
    return _pinned(llm.model) or llm.model


def _pinned(model: str) -> str | None:
    """A model of the catalogue with its hash; None: it is not one."""
    entry = load_catalogue().get(model)
    return f"{model}@{entry.weights.sha256}" if entry else None


def redacted(value: Any) -> Any:
    """Keys are starred by their type (SecretStr); here go the passwords inside addresses."""
    if isinstance(value, Mapping):
        return {name: redacted(inner) for name, inner in value.items()}
    return _USER_AND_PASSWORD.sub("***", value) if isinstance(value, str) else value
