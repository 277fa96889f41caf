"""The model store: weights by content hash, shared between libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from rag.errors import ModelUnavailable
from rag.models.catalogue import ModelEntry, ModelFile, load_catalogue

PULL_HINT = "Run: citedesk models pull"


class ModelStore:
    """Models on this machine: `root/<SHA-256 of the weights>/<the model's files>`.

    A file is there only if it was complete and its hash matched when it was put there
    (rag.models.pull), so a size that still fits is proof enough for daily use.
    """

    def __init__(self, root: Path, catalogue: Mapping[str, ModelEntry] | None = None) -> None:
        self.root = root
        self.catalogue = load_catalogue() if catalogue is None else catalogue

    def entry(self, model_id: str) -> ModelEntry:
        """The catalogue's entry.

        Raises:
            ModelUnavailable: the catalogue has no such model.
        """
        try:
            return self.catalogue[model_id]
        except KeyError:
            known = ", ".join(self.catalogue)
            raise ModelUnavailable(
                f'There is no model "{model_id}" in the catalogue.', hint=f"Known models: {known}."
            ) from None

    def path(self, model_id: str) -> Path:
        """Where the model is: the folder of an embedder, the .gguf file of an LLM.

        Raises:
            ModelUnavailable: it is not in the catalogue, or not (all) on this machine.
        """
        entry = self.entry(model_id)
        if not self.is_complete(model_id):
            raise ModelUnavailable(f"The model {model_id} is not on this machine.", hint=PULL_HINT)
        return self.folder(entry) if entry.kind == "embedder" else self.file(entry, entry.weights)

    def is_complete(self, model_id: str) -> bool:
        """Whether every file is there in its full size; nothing is hashed."""
        return not self.missing(self.entry(model_id))

    def missing(self, entry: ModelEntry) -> tuple[ModelFile, ...]:
        """The files that are not there in their full size."""
        return tuple(file for file in entry.files if size_of(self.file(entry, file)) != file.bytes)

    def verify(self, model_id: str) -> None:
        """Hash every file of the model (about a second a gigabyte).

        Raises:
            ModelUnavailable: a file is missing or has other bytes; both hashes are named.
        """
        entry = self.entry(model_id)
        self.path(model_id)
        for file in entry.files:
            path = self.file(entry, file)
            if (found := sha256_of(path)) != file.sha256:
                raise ModelUnavailable(
                    f"{path} is damaged: its SHA-256 is {found}, expected {file.sha256}.",
                    hint=f"Delete it, then run: citedesk models pull {model_id}",
                )

    def folder(self, entry: ModelEntry) -> Path:
        return self.root / entry.weights.sha256

    def file(self, entry: ModelEntry, file: ModelFile) -> Path:
        return self.folder(entry) / file.name


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def size_of(path: Path) -> int:
    """Bytes of a file; 0 if it is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
