"""A synthetic archive of any size, as the library holds it: texts, dates and vectors, no models.

Everything is made from the seed, a document or a block of vectors at a time, so that a million
passages need the memory of a few thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice, product
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rag.domain import Document, Passage, Publication, Span
from rag.library import Vectors
from rag.models.word_vectors import WordBits

FILE = "synthetic"
"""The one file that all documents count as parts of, as the mails of a mailbox do."""
DIMENSIONS = 384
"""Those of all-MiniLM-L6-v2."""
FIRST_DAY, DAYS = date(2014, 1, 1), 3652
"""Documents are published on any day of ten years, each day as likely."""

_PASSAGES_A_DOCUMENT = 4
_SENTENCES_A_PASSAGE, _WORDS_A_SENTENCE = 5, 20
_TITLE_WORDS, _QUESTION_WORDS = 8, 6
# Those with a vector: real passages have stop words, and 69 others in SciFact, 60 in SQuAD.
_CONTENT_WORDS_A_PASSAGE = 70
_OUTLETS = 40
# Zipf's law as Mandelbrot mended it. Without stop words the most frequent word of a news archive is
# in about a fifth of its passages.
_VOCABULARY, _RANK_OFFSET = 50_000, 70.0
# Embeddings of text fill few of their dimensions, and those of one topic lie together: cosine .66.
_LATENT_DIMENSIONS, _PASSAGES_A_TOPIC = 32, 250
_SPREAD_OF_DOCUMENTS, _SPREAD_OF_PASSAGES, _NOISE = 0.5, 0.5, 0.1
_QUESTION_DISTANCE = 0.5
_BLOCK_DOCUMENTS = 2_500
# What else is drawn from a seed, beside documents and blocks, which are drawn by their numbers.
_TOPICS, _DATES, _QUESTIONS, _WORDS = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the vector that it embeds to; it has both from one passage."""

    text: str
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Block:
    """Some documents one after the other, and the vectors of all their passages in order."""

    documents: range
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Archive:
    """So many passages; the same texts, dates and vectors wherever size and seed are the same."""

    passages: int
    seed: int

    @property
    def documents(self) -> int:
        return -(-self.passages // _PASSAGES_A_DOCUMENT)

    def passages_of(self, document: int) -> range:
        """The numbers of a document's passages; the last document may have fewer than others."""
        first = document * _PASSAGES_A_DOCUMENT
        return range(first, min(first + _PASSAGES_A_DOCUMENT, self.passages))

    def document(self, number: int, day: int) -> tuple[Document, tuple[Passage, ...]]:
        """The document of that number, published on a day (from 0, that is FIRST_DAY)."""
        draw = np.random.default_rng((self.seed, number))
        outlet = int(draw.integers(_OUTLETS))
        title = " ".join(_words(draw, _TITLE_WORDS)).capitalize()
        texts = [_prose(draw) for _ in self.passages_of(number)]
        name = f"{FILE}/{number:07}"
        document = Document(
            id=name,
            title=title,
            text="\n\n".join(texts),
            publication=Publication(
                outlet=f"{_vocabulary()[outlet].capitalize()} Courier",
                published=date.fromordinal(FIRST_DAY.toordinal() + day),
                language="en",
            ),
            path=FILE,
            content_hash=f"{number:064}",
            content=(Span(0, len("\n\n".join(texts))),),
        )
        return document, tuple(_passages(name, texts))

    def words(self, number: int) -> list[WordBits]:
        """For each passage of a document as many word vectors as a real one has.

        Their signs are drawn by lot: comparing them takes as long as comparing real ones.
        """
        draw = np.random.default_rng((self.seed, _WORDS, number))
        shape = (_CONTENT_WORDS_A_PASSAGE, DIMENSIONS // 8)
        return [draw.integers(256, size=shape, dtype=np.uint8) for _ in self.passages_of(number)]

    def days(self) -> NDArray[np.int64]:
        """The day of publication of each document, counted from FIRST_DAY."""
        draw = np.random.default_rng((self.seed, _DATES, 0))
        return draw.integers(DAYS, size=self.documents)

    def days_of_passages(self) -> NDArray[np.int64]:
        """The day of publication of each passage's document."""
        return np.repeat(self.days(), _PASSAGES_A_DOCUMENT)[: self.passages]

    def blocks(self) -> Iterator[Block]:
        """All of the archive, in order."""
        for first in range(0, self.documents, _BLOCK_DOCUMENTS):
            documents = range(first, min(first + _BLOCK_DOCUMENTS, self.documents))
            yield Block(documents, self._vectors(documents))

    def vectors(self) -> Vectors:
        """float32 (passages, DIMENSIONS), rows of unit length, by the numbers of the passages."""
        found = np.empty((self.passages, DIMENSIONS), dtype=np.float32)
        first = 0
        for block in self.blocks():
            found[first : first + len(block.vectors)] = block.vectors
            first += len(block.vectors)
        return found

    def questions(self, count: int, vectors: Vectors) -> tuple[Question, ...]:
        """Questions about that many passages: near their vectors, with words of their texts."""
        draw = np.random.default_rng((self.seed, _QUESTIONS, 0))
        targets = draw.choice(self.passages, size=count, replace=count > self.passages)
        return tuple(self._question(draw, int(target), vectors) for target in targets)

    def _question(self, draw: np.random.Generator, target: int, vectors: Vectors) -> Question:
        document = target // _PASSAGES_A_DOCUMENT
        _, passages = self.document(document, day=0)
        passage = passages[target - self.passages_of(document).start]
        words = sorted(set(passage.text.lower().replace(".", "").split()))
        text = " ".join(draw.choice(words, size=_QUESTION_WORDS, replace=False))
        away = draw.standard_normal(_LATENT_DIMENSIONS) @ self._basis()
        away *= _QUESTION_DISTANCE / np.linalg.norm(away)
        return Question(f"{text}?", _unit(vectors[target] + away))

    def _vectors(self, documents: range) -> Vectors:
        centres = self._centres()
        draw = np.random.default_rng((self.seed, documents.start, documents.stop))
        topics = centres[draw.integers(len(centres), size=len(documents))]
        of_documents = topics + _SPREAD_OF_DOCUMENTS * _gaussian(draw, len(documents))
        sizes = [len(self.passages_of(document)) for document in documents]
        latent = np.repeat(of_documents, sizes, axis=0)
        latent += _SPREAD_OF_PASSAGES * _gaussian(draw, len(latent))
        noise = draw.standard_normal((len(latent), DIMENSIONS)) / sqrt(DIMENSIONS)
        return _unit(latent @ self._basis() + _NOISE * noise)

    def _centres(self) -> NDArray[np.float64]:
        """A point for each topic, of length 1 or about that, in the latent dimensions."""
        topics = max(8, self.passages // _PASSAGES_A_TOPIC)
        return _gaussian(np.random.default_rng((self.seed, _TOPICS, 0)), topics)

    def _basis(self) -> NDArray[np.float64]:
        """The latent dimensions as orthonormal rows among all dimensions: cosines stay."""
        return _basis(self.seed)


def passage_number(passage_id: str) -> int:
    """The number of a passage of an archive, from 0 through all documents, by its id."""
    document, place = passage_id.removeprefix(f"{FILE}/").split("#")
    return int(document) * _PASSAGES_A_DOCUMENT + int(place)


def _passage_id(document_id: str, place: int) -> str:
    return f"{document_id}#{place}"


def _passages(document_id: str, texts: list[str]) -> Iterator[Passage]:
    start = 0
    for place, text in enumerate(texts):
        end = start + len(text)
        yield Passage(_passage_id(document_id, place), document_id, text, start, end, headings=())
        start = end + len("\n\n")


def _prose(draw: np.random.Generator) -> str:
    words = _words(draw, _SENTENCES_A_PASSAGE * _WORDS_A_SENTENCE)
    sentences = (
        " ".join(words[first : first + _WORDS_A_SENTENCE]).capitalize()
        for first in range(0, len(words), _WORDS_A_SENTENCE)
    )
    return ". ".join(sentences) + "."


def _words(draw: np.random.Generator, count: int) -> list[str]:
    vocabulary = _vocabulary()
    ranks = np.searchsorted(_shares(), draw.random(count))
    return [vocabulary[rank] for rank in ranks]


@cache
def _vocabulary() -> tuple[str, ...]:
    """Words of two and three syllables, the most frequent first; none of them is English."""
    syllables = ["".join(pair) for pair in product("bdfgklmnprstvz", "aeiou")]
    short, long = product(syllables, repeat=2), product(syllables, repeat=3)
    words = [*map("".join, short), *map("".join, islice(long, _VOCABULARY))]
    return tuple(f"{word}x" for word in words[:_VOCABULARY])


@cache
def _shares() -> NDArray[np.float64]:
    """The share of all words that a word and those more frequent have."""
    weights = 1 / (np.arange(_VOCABULARY) + _RANK_OFFSET)
    shares: NDArray[np.float64] = np.cumsum(weights) / weights.sum()
    return shares


@cache
def _basis(seed: int) -> NDArray[np.float64]:
    draw = np.random.default_rng((seed, _TOPICS, 1))
    columns, _ = np.linalg.qr(draw.standard_normal((DIMENSIONS, _LATENT_DIMENSIONS)))
    return columns.T


def _gaussian(draw: np.random.Generator, rows: int) -> NDArray[np.float64]:
    return draw.standard_normal((rows, _LATENT_DIMENSIONS)) / sqrt(_LATENT_DIMENSIONS)


def _unit(vectors: NDArray[np.float64]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / lengths).astype(np.float32)
    return unit
