"""Spans that together stand behind one claim, and what they are read with."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answering.instructions import speaks_to_the_model
from rag.domain import Document, EvidenceSentence, Passage, Span
from rag.text import split_sentences

_SENTENCES_OF_CONTEXT = 2
"""How far back a span may grow to meet the name behind "he" or "the company"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Spans that together stand behind one claim: whole sentences, and what they are read with.

    `core` is the text that must say it; `before` are the sentences in front of it that the span
    takes in so that "he" or "the company" has a name.
    """

    spans: tuple[tuple[Document, Passage, Span], ...]
    core: str
    before: str = ""

    @property
    def context(self) -> str:
        """What a reader of the citation sees beside the quote: title, outlet, author, headings."""
        parts: list[str] = []
        for document, passage, _ in self.spans:
            publication = document.publication
            parts += [document.title, publication.outlet or "", publication.author or ""]
            parts += [str(publication.published or ""), *passage.headings]
        return " . ".join(parts)


def evidence_of(sentence: EvidenceSentence) -> Evidence:
    span = Span(sentence.start, sentence.end)
    return Evidence(((sentence.document, sentence.passage, span),), core=sentence.text)


def joined(first: Evidence, second: Evidence) -> Evidence:
    return Evidence(first.spans + second.spans, core=f"{first.core} {second.core}")


def with_sentences_before(sentence: EvidenceSentence) -> list[Evidence]:
    """The sentence grown backwards inside its passage, by one sentence, by two.

    "He said the governance ..." names nobody: the span that names him is an exact span too. It
    does not reach back over a sentence that speaks to the model, which vouches for nothing.
    """
    document, passage = sentence.document, sentence.passage
    starts: list[int] = []
    for span in split_sentences(document.text, Span(passage.start, passage.end)):
        if span.start >= sentence.start:
            break
        starts = [] if speaks_to_the_model(span.of(document.text)) else [*starts, span.start]
    return [
        Evidence(
            ((document, passage, Span(start, sentence.end)),),
            core=sentence.text,
            before=document.text[start : sentence.start],
        )
        for start in reversed(starts[-_SENTENCES_OF_CONTEXT:])
    ]
