"""Evidence, checked claims, answers and refusals, and the events that stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Literal

from rag.domain.questions import Form, RetrievedPassage, UnderstoodQuestion
from rag.domain.sources import Document, Passage

RefusalReason = Literal[
    "empty_library",
    "nothing_admitted",
    "not_covered",
    "outside_period",
    "excluded",
    "not_in_sources",
    "not_supported",
    "false_premise",
    "other_speaker",
    "low_confidence",
]
"""`nothing_admitted`: the reader's own filters leave no document; `excluded`: only a document that
they leave out speaks of it; `not_covered`: no document speaks of it; `outside_period`: none of
that time; `not_in_sources`: those that come closest do not say; `not_supported`: what was written
could not be confirmed; `false_premise`: the question assumes what the sources deny;
`other_speaker`: somebody else said it; `low_confidence`: below the reader's threshold."""


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """One sentence of a retrieved passage, offered to the LLM under a number (from 1)."""

    number: int
    document: Document
    passage: Passage
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact span of a source: `document.text[start:end] == quote`, always."""

    number: int
    document: Document
    passage_id: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def page(self) -> int | None:
        """The page on which the quote begins; None: the document has no pages."""
        return self.document.page_at(self.start)


class Verdict(StrEnum):
    """What was found when a sentence was held against its sources."""

    SUPPORTED = "supported"
    PARTLY = "partly supported"
    """The span speaks of it, and a part of the sentence is not there."""
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    """The span says something else."""


_LONGEST_RUN = 3
"""So many markers in a row are all shown: [1][2][3]; of more, the ends."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, checked. Without a citation it is never supported."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reasons: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.verdict is Verdict.SUPPORTED and not self.citations:
            raise ValueError(f"a claim without a citation cannot be supported: {self.text!r}")

    @property
    def markers(self) -> tuple[tuple[Citation, ...], ...]:
        """The citations as their markers stand: one alone, or the first and last of a long run."""
        groups = groupby(enumerate(self.citations), lambda placed: placed[1].number - placed[0])
        shown: list[tuple[Citation, ...]] = []
        for run in ([citation for _, citation in group] for _, group in groups):
            is_long = len(run) > _LONGEST_RUN
            shown += [(run[0], run[-1])] if is_long else [(citation,) for citation in run]
        return tuple(shown)

    @property
    def marked_text(self) -> str:
        """The sentence with its markers, [1][3] or [1]–[12], as it is shown and copied."""
        markers = ("–".join(f"[{citation.number}]" for citation in ends) for ends in self.markers)
        return self.text + "".join(markers)


Relation = Literal["contradicts", "updates", "differs"]
"""`updates`: the sources speak of different times, and the later one is the newer state of things;
`differs`: other answers, perhaps because they speak of different things of one name."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What sources do not say alike: each side is a claim that quotes its own source."""

    relation: Relation
    sides: tuple[Claim, ...]

    def __post_init__(self) -> None:
        if len(self.sides) < 2:
            raise ValueError("a disagreement has at least two sides")


@dataclass(frozen=True, slots=True)
class Part:
    """A row of an answer that compares outlets or follows time."""

    heading: str
    """An outlet, or a time as it is written."""
    claims: tuple[Claim, ...]
    note: str = ""
    """Where there is no claim: why, e.g. that this outlet has no coverage."""

    def __post_init__(self) -> None:
        if bool(self.claims) == bool(self.note):
            raise ValueError("a part has claims or a note, never both and never neither")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that says why there is none. A failure is an exception, never a Refusal."""

    reason: RefusalReason
    message: str
    nearest: tuple[RetrievedPassage, ...]
    advice: str = ""
    """What would answer the question, if that can be said."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Wall-clock milliseconds since the question arrived; None: the stage was not reached."""

    retrieve_ms: float
    first_token_ms: float | None
    total_ms: float
    verify_ms: float = 0.0
    """How much of the total went into checking what was written."""


@dataclass(frozen=True, slots=True)
class ModelNames:
    llm: str
    embedder: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished, checked answer; either it has claims or it has a refusal."""

    understood: UnderstoodQuestion
    claims: tuple[Claim, ...]
    retrieved: tuple[RetrievedPassage, ...]
    refusal: Refusal | None
    timings: Timings
    model: ModelNames
    confidence: float
    """0 to 1, for ranking answers by how far to trust them; 0 for a refusal."""
    disagreements: tuple[Disagreement, ...] = ()
    """Where sources differ; the sides are among the claims, after those that nobody contests."""
    parts: tuple[Part, ...] = ()
    """The rows of a comparison or a timeline, in order; their claims are all of the claims."""
    form: Form = "prose"
    """What the parts are rows of; "prose": there are none."""
    follow_ups: tuple[str, ...] = ()
    """Questions that go on from here, and to which what was retrieved has something to say."""
    notices: tuple[str, ...] = ()
    """What the reader must know of how the answer was made, e.g. that no LLM wrote it."""
    quote_translations: Mapping[int, str] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )
    """Quotes in the language of the question, by number of citation, where theirs is another.

    They are the language model's, for orientation: only the quote itself is the source.
    """

    def __post_init__(self) -> None:
        if bool(self.claims) == bool(self.refusal):
            raise ValueError("an answer has claims or a refusal, never both and never neither")
        if self.parts and self.claims != tuple(c for part in self.parts for c in part.claims):
            raise ValueError("the claims of an answer in parts are those of its parts")
        if self.parts and self.form == "prose":
            raise ValueError("an answer in parts is by outlet or a timeline")

    @property
    def question(self) -> str:
        """As it was asked."""
        return self.understood.asked

    @property
    def agreed(self) -> tuple[Claim, ...]:
        """The claims that are no side of a disagreement."""
        sides = {side for disagreement in self.disagreements for side in disagreement.sides}
        return tuple(claim for claim in self.claims if claim not in sides)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each citation once, by number."""
        by_number = {c.number: c for claim in self.claims for c in claim.citations}
        return tuple(by_number[number] for number in sorted(by_number))

    @property
    def text(self) -> str:
        """Plain text with [n] markers, or the refusal's message."""
        if self.refusal:
            return self.refusal.message
        return " ".join(claim.marked_text for claim in self.claims)


@dataclass(frozen=True, slots=True)
class QuestionUnderstood:
    """First event of a stream: how the question was read, before anything is searched."""

    understood: UnderstoodQuestion


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """What was retrieved, before the LLM has written a word."""

    retrieved: tuple[RetrievedPassage, ...]
    notes: tuple[str, ...] = ()
    """What the reader must know of how it was found."""


@dataclass(frozen=True, slots=True)
class TextWritten:
    """The LLM is writing a sentence: `pending` is all of it so far, not yet checked."""

    pending: str


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """A sentence is complete and checked; it replaces the pending text."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class PartFinished:
    """A row is complete; the claims of its answer are told by rows only."""

    part: Part


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """Last event of a stream."""

    answer: Answer


AnswerEvent = (
    QuestionUnderstood | SourcesFound | TextWritten | ClaimChecked | PartFinished | AnswerFinished
)
