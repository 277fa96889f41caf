"""Small documents that several tests cite."""

from __future__ import annotations

from datetime import date

from rag.domain import Document, EvidenceSentence, Passage, Publication, RetrievedPassage, Span
from rag.text import split_sentences

KEYNOTE = (
    "Among those who came were Tim Cook, head of Apple, and Jack Ma, founder of Alibaba. "
    "On Sunday, Cook told the hall that nearly 1.8 million Chinese developers use the App Store "
    "and have earned $17bn. "
    "“We are proud to have worked with partners in China,” he said. "
    "Wang Huning said that China stands ready to write new rules for the internet."
)
CROSSROADS = (
    "Liu Yunshan spoke to about 1,600 people at the opening of the third conference. "
    "“No internet hegemony should be allowed,” he said. "
    "Former French prime minister Dominique de Villepin said the United States had long led "
    "cyberspace. "
    "No representatives of Twitter spoke."
)
CHINESE = "第三届世界互联网大会在乌镇举行。约1600人出席了开幕式。刘云山说：“不应有网络霸权。”"


def document(
    text: str,
    identifier: str = "keynote.md",
    title: str = "The fourth conference",
    outlet: str | None = "The Daily Planet",
    published: date | None = date(2017, 12, 4),
) -> Document:
    return Document(
        id=identifier,
        title=title,
        text=text,
        publication=Publication(outlet=outlet, published=published),
        path=identifier,
        content_hash="0" * 64,
        content=(Span(0, len(text)),),
    )


def passage_of(source: Document) -> Passage:
    return Passage(
        id=f"{source.id}#0",
        document_id=source.id,
        text=source.text,
        start=0,
        end=len(source.text),
        headings=(),
    )


def retrieved(*sources: Document) -> tuple[RetrievedPassage, ...]:
    return tuple(
        RetrievedPassage(passage_of(source), source, rank, 1 / rank, story=source.id)
        for rank, source in enumerate(sources, start=1)
    )


def evidence(*sources: Document) -> list[EvidenceSentence]:
    """Every sentence of the documents as evidence, numbered from 1."""
    found = [(source, span) for source in sources for span in split_sentences(source.text)]
    return [
        EvidenceSentence(number, source, passage_of(source), span.start, span.end, 1.0)
        for number, (source, span) in enumerate(found, start=1)
    ]
