"""The figures of the ingest bench."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from eval.bench.alternating import Slice
from eval.bench.measuring import megabytes

_TOO_FEW = "n/a (too few texts)"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is ingested: the same text wherever these three are the same."""

    documents: int
    seed: int
    copies: float


@dataclass(frozen=True, slots=True)
class IngestFigures:
    """Seconds are wall time; sizes are bytes; memory is that of all our processes together."""

    corpus: Corpus
    corpus_bytes: int
    passages: int
    passages_per_s: float
    texts_embedded: int
    """Fewer than passages: a text that copies share is embedded once."""
    ratio: float
    """The throughput of the whole ingest as a share of that of encoding its texts alone."""
    ingest_s: float
    """From the first file to a library that can be searched."""
    embedding_s: float
    publishing_s: float
    """After the last vector: the last documents are stored, both search indexes made."""
    encode_s: float
    slices: tuple[Slice, ...]
    start_memory_bytes: int
    """With the models loaded, also the one that encodes alone."""
    peak_memory_bytes: int
    growth_bytes: int | None
    """See `growth`."""
    no_change_s: float
    rebuild_s: float
    library_bytes: int

    def rows(self) -> Sequence[tuple[str, str]]:
        rest_s = self.ingest_s - self.embedding_s - self.publishing_s
        encoded_per_s = self.texts_embedded / self.encode_s
        kb_a_passage = self.library_bytes / self.passages / 1000
        return (
            ("documents", f"{self.corpus.documents:,} ({megabytes(self.corpus_bytes)})"),
            ("passages", f"{self.passages:,} ({self.texts_embedded:,} different texts)"),
            ("ingest", f"{self.ingest_s:,.1f} s, {self.passages_per_s:,.1f} passages/s"),
            ("  embedding", self._share(self.embedding_s)),
            ("  reading, splitting, storing", self._share(rest_s)),
            ("  making the search indexes", self._share(self.publishing_s)),
            ("encoding alone", f"{self.encode_s:,.1f} s, {encoded_per_s:,.1f} texts/s"),
            ("ratio to encoding alone", f"{self.ratio:.2f}"),
            ("  until the last vector", self._slice_ratios()),
            ("memory at the start", megabytes(self.start_memory_bytes)),
            ("memory at its peak", megabytes(self.peak_memory_bytes)),
            ("  growth, 25% to 100% of texts", self._growth()),
            ("run without a change", f"{self.no_change_s:,.2f} s"),
            ("rebuild of the search indexes", f"{self.rebuild_s:,.1f} s"),
            (
                "library on the disk",
                f"{megabytes(self.library_bytes)}, {kb_a_passage:.1f} KB a passage",
            ),
        )

    def _share(self, seconds: float) -> str:
        return f"{seconds:,.1f} s ({seconds / self.ingest_s:.0%})"

    def _slice_ratios(self) -> str:
        ratios = [one.ratio for one in self.slices]
        if len(ratios) < 2:
            return _TOO_FEW
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        return f"{median(ratios):.2f} (median of {len(ratios)} slices, {spread})"

    def _growth(self) -> str:
        if self.growth_bytes is None:
            return _TOO_FEW
        texts = 0.75 * sum(one.texts for one in self.slices)
        return f"{megabytes(self.growth_bytes)}, {self.growth_bytes / texts / 1000:,.2f} KB a text"


def growth(slices: Sequence[Slice]) -> int | None:
    """How much more memory is in use after the last slice than after a quarter of them.

    By then caches and allocators are filled. A text with its vector is about 2.5 KB: whatever
    grows by much less does not hold the archive. None: there is one slice, or none.
    """
    if len(slices) < 2:
        return None
    return slices[-1].memory_bytes - slices[math.ceil(len(slices) / 4) - 1].memory_bytes
