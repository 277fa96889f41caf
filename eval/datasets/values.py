"""What a data set is, whatever format it was read from."""

from __future__ import annotations

from dataclasses import dataclass

from eval.cases import Case, Pair


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document of a data set; `id` is what the cases call it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Questions over texts; `texts` become a library, `cases` are asked of it.

    `name` is that of the texts, fit for a folder.
    """

    name: str
    texts: tuple[SourceText, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class PairSet:
    """Claims with evidence, for the verifier."""

    name: str
    pairs: tuple[Pair, ...]
