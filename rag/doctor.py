"""What this machine has, what is missing and what mends it; and whether all parts answer now."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal, Protocol

from rag.config import Settings
from rag.errors import CitedeskError
from rag.factory import NO_LLM, build_embedder, build_library, build_store
from rag.library import Vectors
from rag.models.catalogue import load_catalogue
from rag.models.chat import LanguageModel
from rag.reading.formats import FORMATS

_PACKAGES = "chromadb gradio llama-index-core sentence-transformers tantivy torch xllamacpp".split()
_LOW_DISK_BYTES = 2_000_000_000
_PROBE_SECONDS = 20.0
_WORD = "peace"


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


class _Embedder(Protocol):
    def embed_question(self, text: str) -> Vectors: ...


class _Library(Protocol):
    def lexical_search(self, text: str, k: int) -> list[tuple[str, float]]: ...

    def dense_search(self, vector: Vectors, k: int) -> list[tuple[str, float]]: ...


class Engine(Protocol):
    """What runs and is tried: `rag.assistant.Assistant` is one."""

    @property
    def llm(self) -> LanguageModel | None: ...
    @property
    def embedder(self) -> _Embedder: ...
    @property
    def library(self) -> _Library: ...


Part = Literal["llm", "embedder", "words", "vectors"]


@dataclass(frozen=True, slots=True)
class Probe:
    """How one part of a running engine answered; `fault` is one sentence, "" if it did."""

    part: Part
    took_ms: float
    fault: str = ""


async def probe(engine: Engine, limit_s: float = _PROBE_SECONDS) -> list[Probe]:
    """Ask each part for the least that it does, one after the other, each within the limit.

    The language model for a word, if there is one; the embedder for one vector; tantivy and Chroma
    for one passage.
    """

    async def embed() -> None:
        vectors.append(await asyncio.to_thread(engine.embedder.embed_question, _WORD))

    vectors: list[Vectors] = []
    probes = [await _timed("llm", partial(_one_word, engine.llm), limit_s)] if engine.llm else []
    probes.append(await _timed("embedder", embed, limit_s))
    words = partial(asyncio.to_thread, engine.library.lexical_search, _WORD, 1)
    probes.append(await _timed("words", words, limit_s))
    for vector in vectors:
        nearest = partial(asyncio.to_thread, engine.library.dense_search, vector, 1)
        probes.append(await _timed("vectors", nearest, limit_s))
    return probes


async def _one_word(llm: LanguageModel) -> None:
    # Streamed, for what is written whole may come from memory.
    async with aclosing(llm.stream("Answer with one word.", "Say: peace")) as pieces:
        async for _ in pieces:
            return


async def _timed(part: Part, ask: Callable[[], Awaitable[object]], limit_s: float) -> Probe:
    begun = time.perf_counter()
    fault = ""
    try:
        async with asyncio.timeout(limit_s):
            await ask()
    except TimeoutError:
        fault = f"No answer within {limit_s:g} s."
    except CitedeskError as error:
        fault = str(error)
    return Probe(part, (time.perf_counter() - begun) * 1000, fault)
