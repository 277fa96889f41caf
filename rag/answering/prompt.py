"""What the LLM is told. The fixed part comes first, so that a local server keeps it cached."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rag.answering.instructions import speaks_to_the_model
from rag.answering.quarantine import as_data
from rag.domain import Document, EvidenceSentence

NOT_IN_SOURCES = "NOT IN SOURCES"

SYSTEM = f"""\
You answer questions from numbered source sentences. Rules:
- Use only what the sources say. Put the number of the source after each sentence, like [1].
- Say who said a thing, with the name that the source gives.
- Answer in one or two short sentences, in the language of the question.
- If the sources do not answer the question, write only: {NOT_IN_SOURCES}"""

_TITLE_CHARS = 50
_OUTLET_CHARS = 100
_UNTITLED = "untitled"


def user_prompt(question: str, evidence: Sequence[EvidenceSentence]) -> str:
    """The evidence grouped by document, then the question; documents are data, not instructions."""
    blocks = []
    for document, sentences in groupby(evidence, key=lambda sentence: sentence.document):
        lines = [f"[{sentence.number}] {as_data(sentence.text)}" for sentence in sentences]
        blocks.append("\n".join([_heading(document), *lines]))
    return "Sources:\n{}\n\nQuestion: {}".format("\n".join(blocks), as_data(question))


def _heading(document: Document) -> str:
    publication = document.publication
    title = _UNTITLED if speaks_to_the_model(document.title) else as_data(document.title)
    outlet = _cut(as_data(publication.outlet or ""), _OUTLET_CHARS)
    published = publication.published.isoformat() if publication.published else None
    about = ", ".join(part for part in (outlet, published) if part)
    return f"“{_cut(title, _TITLE_CHARS)}”" + (f" ({about}):" if about else ":")


def _cut(text: str, chars: int) -> str:
    return text if len(text) <= chars else text[:chars].rsplit(" ", 1)[0] + " …"


def refuses(text: str) -> bool:
    """Whether the LLM said that the sources do not answer."""
    return NOT_IN_SOURCES.casefold() in text.casefold()


MENDING = (
    "You correct statements. Write the statement again so that it says only what the source says, "
    "in one short sentence, with the source's words. Write only the sentence."
)


def mending_prompt(statement: str, source: str) -> str:
    return f"Source: {as_data(source)}\n\nStatement: {as_data(statement)}"


CLOSE_READING = (
    "Answer the question in one short sentence, with the words of the source sentences. "
    "Use only what they say."
)


def close_reading_prompt(question: str, sentences: Sequence[EvidenceSentence]) -> str:
    source = " ".join(as_data(sentence.text) for sentence in sentences)
    return f"Source: {source}\n\nQuestion: {as_data(question)}"
