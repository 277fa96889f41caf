"""The columns are written whole: a document more or less moves the rows of all that came later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from rag.domain import Publication
from rag.library.embedder import Vectors
from rag.library.indexes.columns import (
    NAMES,
    UNKNOWN_DAY,
    UNKNOWN_NAME,
    Columns,
    hashes,
    write_lookup,
)
from rag.library.truth.records import PassageKeys
from rag.library.truth.store import Store

_DOCUMENTS_A_STEP = 200


def write_columns(folder: Path, store: Store, kept: Columns | None) -> None:
    """Write the columns of all passages of the store; a vector that `kept` has comes from there.

    Raises:
        OSError: the disk is full.
    """
    folder.mkdir(parents=True)
    publications = store.publications()
    codes: dict[str, dict[str, int]] = {name: {} for name in NAMES}
    fields = [np.empty((0, 1 + len(NAMES)), dtype=np.int32)]
    passage_keys, vector_keys = [hashes(())], [hashes(())]
    text, ends = bytearray(), []
    with (folder / "matrix.npy").open("wb") as matrix:
        for entries in _by_day(store, publications):
            sources = [publications[entry.document_id] for entry in entries]
            fields.append(np.array([_row(source, codes) for source in sources], dtype=np.int32))
            passage_keys.append(hashes(entry.passage_id for entry in entries))
            vector_keys.append(hashes(entry.vector_id for entry in entries))
            for entry in entries:
                text += entry.passage_id.encode()
                ends.append(len(text))
            rows = _vectors([entry.vector_id for entry in entries], store, kept)
            _append(matrix, rows, store.counts().passages)
        if not ends:
            _append(matrix, np.empty((0, 0), dtype=np.float32), 0)
    np.save(folder / "fields.npy", np.ascontiguousarray(np.concatenate(fields).T))
    np.save(folder / "ids.npy", np.frombuffer(text, dtype=np.uint8))
    np.save(folder / "id_ends.npy", np.array(ends, dtype=np.int64))
    write_lookup(folder, "passages", np.concatenate(passage_keys))
    write_lookup(folder, "vectors", np.concatenate(vector_keys))
    names = {name: list(known) for name, known in codes.items()}
    (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def _by_day(store: Store, publications: dict[str, Publication]) -> Iterator[list[PassageKeys]]:
    documents = sorted(publications, key=lambda i: (_day(publications[i]), i))
    for first in range(0, len(documents), _DOCUMENTS_A_STEP):
        places = {i: n for n, i in enumerate(documents[first : first + _DOCUMENTS_A_STEP])}
        entries = store.passage_keys(list(places))
        yield sorted(entries, key=lambda entry: places[entry.document_id])


def _row(publication: Publication, codes: dict[str, dict[str, int]]) -> list[int]:
    """The day and the code of each name; a new name gets the next code."""
    row = [_day(publication)]
    for field, known in codes.items():
        name: str | None = getattr(publication, field)
        row.append(UNKNOWN_NAME if name is None else known.setdefault(name.casefold(), len(known)))
    return row


def _day(publication: Publication) -> int:
    return publication.published.toordinal() if publication.published else UNKNOWN_DAY


def _vectors(vector_ids: Sequence[str], store: Store, kept: Columns | None) -> Vectors:
    held = kept.held_vectors(vector_ids) if kept else {}
    missing = [i for i in vector_ids if i not in held]
    held.update({entry.vector_id: entry.vector for entry in store.vector_entries(missing)})
    return np.stack([held[i] for i in vector_ids])


def _append(matrix: BinaryIO, rows: Vectors, total: int) -> None:
    """Write rows of a .npy file that will have `total` of them; the header comes first."""
    if matrix.tell() == 0:
        shape = (total, rows.shape[1])
        header = {"descr": "<f4", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(matrix, header)
    matrix.write(np.ascontiguousarray(rows, dtype="<f4").data)
