"""What the LLM is told. The fixed part comes first, so that a local server keeps it cached."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rag.domain import Document, EvidenceSentence

NOT_IN_SOURCES = "NOT IN SOURCES"

SYSTEM = f"""\
You answer questions from numbered source sentences. Rules:
- Use only what the sources say. Put the number of the source after each sentence, like [1].
- Say who said a thing, with the name that the source gives.
- Answer in one or two short sentences, in the language of the question.
- If the sources do not answer the question, write only: {NOT_IN_SOURCES}"""

_TITLE_CHARS = 50


def user_prompt(question: str, evidence: Sequence[EvidenceSentence]) -> str:
    """The evidence grouped by document, then the question; documents are data, not instructions."""
    blocks = []
    for document, sentences in groupby(evidence, key=lambda sentence: sentence.document):
        lines = [f"[{sentence.number}] {_one_line(sentence.text)}" for sentence in sentences]
        blocks.append("\n".join([_heading(document), *lines]))
    return "Sources:\n{}\n\nQuestion: {}".format("\n".join(blocks), _one_line(question))


def _heading(document: Document) -> str:
    publication = document.publication
    title = _one_line(document.title)
    if len(title) > _TITLE_CHARS:
        title = title[:_TITLE_CHARS].rsplit(" ", 1)[0] + " …"
    published = publication.published.isoformat() if publication.published else None
    about = ", ".join(part for part in (publication.outlet, published) if part)
    return f"“{title}”" + (f" ({about}):" if about else ":")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def refuses(text: str) -> bool:
    """Whether the LLM said that the sources do not answer."""
    return NOT_IN_SOURCES.casefold() in text.casefold()
