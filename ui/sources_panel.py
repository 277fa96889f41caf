"""The panel beside the chat: what is being read, then what the answer cites."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from rag.domain import Answer, Citation, Document, Passage, RetrievedPassage
from ui.rendering import byline, link_to, web_address

_CONTEXT_CHARS = 160
"""How much of the passage is shown on each side of the quoted sentence."""

EMPTY = Markup(
    '<h2>Sources</h2><p class="note">The sources of an answer appear here, '
    "with the sentence that each citation quotes.</p>"
)


def render_reading(retrieved: Sequence[RetrievedPassage]) -> Markup:
    """The documents whose passages were found, best first, each once."""
    documents = distinct_documents(retrieved)
    if not documents:
        return EMPTY
    items = Markup().join(
        Markup('<li><span class="title">{}</span><span class="byline">{}</span></li>').format(
            document.title, byline(document)
        )
        for document in documents
    )
    return Markup(
        '<h2>Sources</h2><p class="note">Found for this question</p><ul class="reading">{}</ul>'
    ).format(items)


def render_cited(answer: Answer) -> Markup:
    """A card for each citation of the answer, in the order of their numbers."""
    if not answer.citations:
        return Markup('<h2>Sources</h2><p class="note">No source is cited for this question.</p>')
    passages = {found.passage.id: found.passage for found in answer.retrieved}
    cards = Markup().join(
        _card(citation, passages.get(citation.passage_id)) for citation in answer.citations
    )
    return Markup(
        '<h2>Sources</h2><p class="note">Cited for \u201c{}\u201d</p><ol class="cards">{}</ol>'
    ).format(answer.question, cards)


def distinct_documents(retrieved: Sequence[RetrievedPassage]) -> list[Document]:
    return list({found.document.id: found.document for found in retrieved}.values())


def _card(citation: Citation, passage: Passage | None) -> Markup:
    document = citation.document
    title = link_to(document, citation.start, citation.end, document.title, "source-link")
    return Markup(
        '<li class="card"><p class="title"><span class="number">[{}]</span> {}</p>'
        '<p class="byline">{}</p><blockquote>{}</blockquote>{}</li>'
    ).format(
        citation.number,
        title,
        byline(document) + (f" · p. {citation.page}" if citation.page else ""),
        _quote_in_context(citation, passage),
        _original(document),
    )


def _quote_in_context(citation: Citation, passage: Passage | None) -> Markup:
    """The quote within its paragraph, as far as the paragraph belongs to the passage."""
    text = citation.document.text
    if passage is None:
        return Markup("<mark>{}</mark>").format(citation.quote)
    first = max(passage.start, text.rfind("\n\n", 0, citation.start) + 2)
    last = text.find("\n\n", citation.end, passage.end)
    before = text[first : citation.start]
    after = text[citation.end : passage.end if last == -1 else last]
    return Markup("{}<mark>{}</mark>{}").format(
        _shortened(before[::-1])[::-1], citation.quote, _shortened(after)
    )


def _shortened(text: str) -> str:
    """The beginning of a text, cut between words where there are spaces (not in Chinese)."""
    if len(text) <= _CONTEXT_CHARS:
        return text
    space = text.rfind(" ", _CONTEXT_CHARS - 20, _CONTEXT_CHARS)
    return f"{text[: space if space != -1 else _CONTEXT_CHARS]}\u2026"


def _original(document: Document) -> Markup:
    address = web_address(document.publication.url)
    if address is None:
        return Markup()
    return Markup(
        '<p class="original"><a href="{}" target="_blank" rel="noopener noreferrer">'
        "Original at {}</a></p>"
    ).format(address, urlsplit(address).hostname)
