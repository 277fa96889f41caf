"""How far sentences say what a claim says: each of its words meets the nearest word there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.answering.verification.faults import Fault
from rag.answering.verification.parts import parts_of
from rag.text import WordSpan, content_words, word_spans
from rag.text.speech import REPORTING_WORD

Nearness = NDArray[np.float32]
"""(words, sentences): how near a sentence's nearest word comes, 0 nothing like it to 1 the same."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From where on a claim, and each part of it, counts as held, 0 to 1."""

    claim: float
    part: float
    alone: float
    """For a part where several sentences hold the claim: what one of them must hold of it."""


_SAME_WORDS = Bar(claim=0.6, part=0.34, alone=0.6)


@dataclass(frozen=True, slots=True)
class Match:
    """A claim beside some sentences, which go by their places (from 0).

    Where a method takes `known`: terms that stand beside the sentences, in a title, say.
    """

    claim: str
    words: tuple[WordSpan, ...]
    """The claim's content words, in order; "said" and its like are none."""
    nearness: Nearness
    bar: Bar
    likeness: Callable[[Sequence[int]], float] | None = None
    """How alike the claim and these sentences are as a whole, 0 to 1."""

    def support(self, places: Sequence[int], known: frozenset[str] = frozenset()) -> float:
        """How far the sentences together say what the claim says, 0 to 1; 0 if it says nothing."""
        if not self.words:
            return 0.0
        words = float(self._nearest(places, known).mean())
        return words if self.likeness is None else (words + self.likeness(places)) / 2

    def faults(
        self, places: Sequence[int], known: frozenset[str] = frozenset()
    ) -> tuple[Fault, ...]:
        """What of the claim the sentences do not say, () if nothing.

        Every clause and every tail must be held, however well the rest is: what was invented
        mostly comes last. Where the rest alone is held, it is a part of the claim that is missing.
        """
        nearest = self._nearest(places, known)
        parts = parts_of(self.claim, self.words)
        is_held = [nearest[part.first : part.last].mean() >= self.bar.part for part in parts]
        rest = [nearest[p.first : p.last] for p, held in zip(parts, is_held, strict=True) if held]
        if rest and not all(is_held) and np.concatenate(rest).mean() >= self.bar.claim:
            return tuple(
                Fault("wording", f"“{part.text}” is not in the cited sentence", partial=True)
                for part, held in zip(parts, is_held, strict=True)
                if not held
            )
        if all(is_held) and self.support(places, known) >= self.bar.claim:
            return ()
        return (Fault("wording", "the cited sentence is about something else"),)

    def is_parted(self, places: Sequence[int], known: frozenset[str] = frozenset()) -> bool:
        """Whether every part of the claim stands in one of the sentences, as far as the bar asks.

        Words of several sentences can be put together into what none of them says. So can a fact
        of one and the cause of another: a part that binds stands where the one before it does.
        """
        before = set(places)
        for part in parts_of(self.claim, self.words):
            span = slice(part.first, part.last)
            nearest = {place: self._nearest([place], known)[span].mean() for place in places}
            holding = {place for place in places if nearest[place] >= self.bar.claim}
            is_torn = part.binds and holding and before and not holding & before
            if is_torn or max(nearest.values()) < self.bar.alone:
                return False
            before = holding
        return True

    def gain(self, place: int, places: Sequence[int], known: frozenset[str] = frozenset()) -> float:
        """By how much one sentence more brings nearer the word for which it does most, 0 to 1."""
        more = self._nearest([*places, place], known) - self._nearest(places, known)
        return float(more.max(initial=0.0))

    def _nearest(self, places: Sequence[int], known: frozenset[str]) -> Nearness:
        nearest = self.nearness[:, list(places)].max(axis=1)
        is_known = np.array([word.term in known for word in self.words], dtype=bool)
        return np.where(is_known, np.float32(1.0), nearest)


class Meaning(Protocol):
    """Lays a claim beside sentences (at least one)."""

    def match(self, claim: str, sentences: Sequence[str]) -> Match: ...


class SameWords:
    """A word is in a sentence or it is not: the same stem, the same two Han characters."""

    def match(self, claim: str, sentences: Sequence[str]) -> Match:
        words = tuple(word for word in word_spans(claim) if counts(claim, word))
        held = [content_words(sentence) for sentence in sentences]
        there = [[word.term in terms for terms in held] for word in words]
        nearness = np.array(there, dtype=np.float32).reshape(len(words), len(held))
        return Match(claim, words, nearness, _SAME_WORDS)


def counts(claim: str, word: WordSpan) -> bool:
    """Whether a content word is one of what is said: "said" itself is not."""
    return not REPORTING_WORD.fullmatch(claim, word.start, word.end)
