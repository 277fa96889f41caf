"""The columns: what filters compare and exact similarities need, a row a passage.

Rows stand in the order of the day of publication, the unknown first, so that a period is one run of
them, of the vectors, too. The arrays are mapped into memory, not read: opening a million passages
takes no time, and processes share them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.domain import Filters
from rag.errors import LibraryError
from rag.library.embedder import Vectors

Rows = NDArray[np.int64]
NAMES = ("outlet", "author", "language")
UNKNOWN_DAY = 0
UNKNOWN_NAME = -1
_COLLECTIONS_HELD = 8  # a byte a row each
_GATHERED_ROWS = 1024  # of 384 dimensions they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows from `first` to before `last` or, with a mask, those of them where it is set."""

    first: int
    last: int
    mask: NDArray[np.bool_] | None

    def __len__(self) -> int:
        return self.last - self.first if self.mask is None else int(np.count_nonzero(self.mask))

    def admits(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of these rows are selected."""
        inside = (rows >= self.first) & (rows < self.last)
        if self.mask is not None:
            inside[inside] = self.mask[rows[inside] - self.first]
        return inside


class Columns:
    """The columns in a folder, as `write_columns` left them there."""

    def __init__(self, folder: Path) -> None:
        """Raises LibraryError: they are not all there."""
        try:
            self._names: dict[str, list[str]] = json.loads(
                (folder / "names.json").read_text(encoding="utf-8")
            )
            self._fields: NDArray[np.int32] = _mapped(folder, "fields")
            self._id_text: NDArray[np.uint8] = _mapped(folder, "ids")
            self._id_ends: NDArray[np.int64] = _mapped(folder, "id_ends")
            self._of_passages = _Lookup(folder, "passages")
            self._of_vectors = _Lookup(folder, "vectors")
            self._vectors: Vectors = _mapped(folder, "matrix")
        except (OSError, ValueError) as error:
            raise LibraryError(
                f"The columns in {folder} cannot be read: {error}.",
                hint="Run: citedesk doctor --repair",
            ) from error
        # A build never changes, and a question searches more than once.
        self._mask_of = lru_cache(_COLLECTIONS_HELD)(self._find_collection)

    def __len__(self) -> int:
        return len(self._id_ends)

    def select(self, filters: Filters) -> Selection:
        """The passages of the documents that the filters admit."""
        days = self._fields[0]
        first, last = 0, len(self)
        if filters.since or filters.until:
            since = filters.since.toordinal() if filters.since else UNKNOWN_DAY + 1
            first = int(np.searchsorted(days, since))
        if filters.until:
            last = int(np.searchsorted(days, filters.until.toordinal(), side="right"))
        last = max(first, last)
        masks = [
            self._has_name(field, wanted, first, last)
            for field, wanted in zip(
                NAMES, (filters.outlets, filters.authors, filters.languages), strict=True
            )
            if wanted
        ]
        if filters.collections:
            masks.append(self._lies_in(filters.collections, first, last))
        return Selection(first, last, np.logical_and.reduce(masks) if masks else None)

    def nearest(self, vector: Vectors, k: int, selected: Selection) -> tuple[Rows, Vectors]:
        """The k nearest of the selected rows, best first, and their cosines: all are compared."""
        if selected.mask is None:
            rows: Rows = np.arange(selected.first, selected.last)
            cosines = self._vectors[selected.first : selected.last] @ vector
        else:
            rows = np.flatnonzero(selected.mask) + selected.first
            cosines = self._cosines(vector, rows)
        if len(rows) > k:
            best = np.argpartition(-cosines, k - 1)[:k]
            rows, cosines = rows[best], cosines[best]
        order = np.lexsort((rows, -cosines))
        return rows[order], cosines[order]

    def passage_ids(self, rows: Rows) -> list[str]:
        ends = self._id_ends
        return [
            self._id_text[ends[row - 1] if row else 0 : ends[row]].tobytes().decode()
            for row in rows
        ]

    def rows_of_vectors(self, vector_ids: Sequence[str]) -> tuple[Rows, Rows]:
        """The rows that have one of these vectors, and the place in `vector_ids` of each's."""
        return self._of_vectors.find(vector_ids)

    def similarities(self, vector: Vectors, passage_ids: Sequence[str]) -> dict[str, float]:
        """The cosine of each passage that is here."""
        rows, places = self._of_passages.find(passage_ids)
        cosines = self._cosines(vector, rows)
        return {
            passage_ids[place]: float(cosine) for place, cosine in zip(places, cosines, strict=True)
        }

    def admitted(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Those of these passages whose documents the filters admit."""
        rows, places = self._of_passages.find(passage_ids)
        return {passage_ids[place] for place in places[self.select(filters).admits(rows)]}

    def vectors(self, passage_ids: Sequence[str]) -> Vectors:
        """float32 (len(passage_ids), dimensions), in order; zeros for what is not here."""
        rows, places = self._of_passages.find(passage_ids)
        found = np.zeros((len(passage_ids), self._vectors.shape[1]), dtype=np.float32)
        found[places] = self._vectors[rows]
        return found

    def held_vectors(self, vector_ids: Sequence[str]) -> dict[str, Vectors]:
        """Those of these vectors that are here."""
        rows, places = self._of_vectors.find(vector_ids)
        return {
            vector_ids[place]: self._vectors[row] for place, row in zip(places, rows, strict=True)
        }

    def _has_name(
        self, field: str, wanted: Iterable[str], first: int, last: int
    ) -> NDArray[np.bool_]:
        folded = {name.casefold() for name in wanted}
        # One more for the unknown, whose code -1 means the last.
        admitted = np.array([name in folded for name in self._names[field]] + [False])
        found: NDArray[np.bool_] = admitted[self._fields[1 + NAMES.index(field)][first:last]]
        return found

    def _lies_in(self, collections: Iterable[str], first: int, last: int) -> NDArray[np.bool_]:
        """Which rows from `first` to before `last` are of documents in one of the collections."""
        masks = [self._mask_of(collection)[first:last] for collection in collections]
        found: NDArray[np.bool_] = np.logical_or.reduce(masks)
        return found

    def _find_collection(self, collection: str) -> NDArray[np.bool_]:
        """Which of all rows are of documents in it, by how the ids of the passages begin."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[self._beginning(f"{collection}/")] = True
        # A document's name may hold this sign, too: its passages' ids are read to the end.
        own = self._beginning(f"{collection}#")
        found[own] = [i.rpartition("#")[0] == collection for i in self.passage_ids(own)]
        return found

    def _beginning(self, prefix: str) -> Rows:
        """The rows whose passage ids begin so: byte by byte, those that are left."""
        starts = np.concatenate([[0], self._id_ends[:-1]])
        wanted = prefix.encode()
        rows: Rows = np.flatnonzero(self._id_ends - starts >= len(wanted))
        for place, byte in enumerate(wanted):
            rows = rows[self._id_text[starts[rows] + place] == byte]
        return rows

    def _cosines(self, vector: Vectors, rows: Rows) -> Vectors:
        """Vectors are of unit length: their product is the cosine."""
        cosines = np.empty(len(rows), dtype=np.float32)
        for first in range(0, len(rows), _GATHERED_ROWS):
            some = slice(first, first + _GATHERED_ROWS)
            cosines[some] = self._vectors[rows[some]] @ vector
        return cosines


class _Lookup:
    """Rows by id, through hashes of 128 bits: no two ids share one."""

    def __init__(self, folder: Path, name: str) -> None:
        self._keys: NDArray[np.bytes_] = _mapped(folder, f"{name}_keys")
        self._rows: NDArray[np.int32] = _mapped(folder, f"{name}_rows")

    def find(self, ids: Sequence[str]) -> tuple[Rows, Rows]:
        """The rows of these ids, in the order of `ids`, and for each its id's place in `ids`."""
        keys = hashes(ids)
        starts = np.searchsorted(self._keys, keys)
        numbers = np.searchsorted(self._keys, keys, side="right") - starts
        places = np.repeat(np.arange(len(ids)), numbers)
        # Within a run of equal keys one step a row.
        steps = np.arange(len(places)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
        return self._rows[starts[places] + steps].astype(np.int64), places


def hashes(ids: Iterable[str]) -> NDArray[np.bytes_]:
    digests = [hashlib.blake2b(i.encode(), digest_size=16).digest() for i in ids]
    return np.frombuffer(b"".join(digests), dtype="S16")


def write_lookup(folder: Path, name: str, keys: NDArray[np.bytes_]) -> None:
    order = np.argsort(keys, kind="stable")
    np.save(folder / f"{name}_keys.npy", keys[order])
    np.save(folder / f"{name}_rows.npy", order.astype(np.int32))


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    # As a plain array: numpy's own class for mapped ones takes 2 µs more for each slice.
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
