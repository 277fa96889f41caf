"""`citedesk doctor`: what this machine has, what is missing, and the command that mends it."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rag.config import Settings
from rag.errors import CitedeskError
from rag.factory import NO_LLM, build_embedder, build_library, build_store
from rag.models.catalogue import load_catalogue
from rag.reading.formats import FORMATS

_PACKAGES = "chromadb gradio llama-index-core sentence-transformers tantivy torch xllamacpp".split()
_LOW_DISK_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One checked thing; `remedy` is empty where nothing is wrong."""

    name: str
    text: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    return [
        Finding("citedesk", version("citedesk")),
        Finding("python", f"{platform.python_version()} on {platform.platform()}"),
        Finding("packages", ", ".join(f"{name} {version(name)}" for name in _PACKAGES)),
        _machine(settings),
        *_models(settings),
        _embedder(settings),
        _llm(settings),
        _formats(),
        _library(settings),
    ]


def _machine(settings: Settings) -> Finding:
    import psutil

    memory = psutil.virtual_memory()
    free = shutil.disk_usage(_existing_parent(settings.models)).free
    text = (
        f"{os.cpu_count()} CPU cores, {memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB "
        f"memory available, {free / 1e9:.1f} GB disk free"
    )
    return Finding("machine", text, "Free some disk space." if free < _LOW_DISK_BYTES else "")


def _existing_parent(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())


def _models(settings: Settings) -> list[Finding]:
    store = build_store(settings)
    findings = []
    named = {settings.embedder.model} | ({settings.llm.model} if not settings.llm.url else set())
    for entry in load_catalogue().values():
        here = store.is_complete(entry.id)
        if not here and entry.id not in named:
            continue
        text = f"{entry.id} ({entry.kind}, {entry.bytes / 1e6:.0f} MB): "
        remedy = "" if here else f"Run: citedesk models pull {entry.id}"
        findings.append(Finding("model", text + ("here" if here else "missing"), remedy))
    return findings


def _embedder(settings: Settings) -> Finding:
    try:
        embedder = build_embedder(settings)
    except CitedeskError as error:
        return Finding("embedder", error.message, error.hint)
    text = f"{embedder.id}, {embedder.dimensions} dimensions, {embedder.number_format}"
    return Finding("embedder", text)


def _llm(settings: Settings) -> Finding:
    llm = settings.llm
    if llm.model == NO_LLM:
        return Finding("llm", "none: answers are verbatim sentences of the archive")
    where = llm.url or "in this process (llama.cpp)"
    return Finding("llm", f"{llm.model}, {where}, key {'set' if llm.key else 'not set'}")


def _formats() -> Finding:
    return Finding("formats", "; ".join(f"{known.name}: {known.library}" for known in FORMATS))


def _library(settings: Settings) -> Finding:
    try:
        library = build_library(settings)
    except CitedeskError as error:
        return Finding("library", f"{settings.library}: {error.message}", error.hint)
    counts, generation = library.counts, library.generation
    library.close()
    chroma = settings.chroma.url or "embedded"
    text = (
        f"{settings.library}: {counts.documents} documents, {counts.passages} passages, "
        f"generation {generation}, Chroma {chroma}"
    )
    return Finding("library", text, "" if counts.documents else "Run: citedesk index FOLDER")
