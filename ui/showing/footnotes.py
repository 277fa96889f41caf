"""What the sentences of an answer rest on: markers, each with its quote, and printed notes."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rag.domain import Citation, Claim
from rag.links import document_path
from rag.reading.article import web_address
from ui.showing.documents import byline
from ui.words import Words


class Footnotes:
    """The citations of an answer.

    A link to a document names all spans that the answer cites of it, so that the document's page
    leads from one to the next.
    """

    def __init__(self, claims: Sequence[Claim], t: Words) -> None:
        self._t = t
        citations = [citation for claim in claims for citation in claim.citations]
        self._by_number = {citation.number: citation for citation in citations}
        self._spans: dict[str, set[tuple[int, int]]] = {}
        for citation in citations:
            spans = self._spans.setdefault(citation.document.id, set())
            spans.add((citation.start, citation.end))

    def others(self, citation: Citation) -> list[tuple[int, int]]:
        """The other spans that are cited of its document, as they follow each other there."""
        spans = self._spans[citation.document.id]
        return sorted(spans - {(citation.start, citation.end)})

    def markers(self, claim: Claim) -> Markup:
        """The markers of `Claim.marked_text` as links; each shows its quote when it is pointed at.

        What it shows is part of the link, so that it needs no script, and is hidden until then, so
        that it is neither copied nor read out with the sentence.
        """
        return Markup().join(
            Markup("<sup>{}</sup>").format(Markup("\u2013").join(map(self._marker, ends)))
            for ends in claim.markers
        )

    def printed(self) -> Markup:
        """The quotes by number, for paper, where nothing can be pointed at or opened."""
        notes = Markup().join(
            Markup("<li><span>[{}]</span> {}{}</li>").format(
                number, self._source(citation), _address(citation)
            )
            for number, citation in sorted(self._by_number.items())
        )
        if not notes:
            return notes
        return Markup('<div class="footnotes"><p>{}</p><ol>{}</ol></div>').format(
            self._t("answer.footnotes"), notes
        )

    def _marker(self, citation: Citation) -> Markup:
        path = document_path(
            citation.document.id, citation.start, citation.end, self.others(citation)
        )
        return Markup(
            '<a class="citation" href="{}" target="_blank" rel="noopener">[{}]'
            '<span class="cited">{}</span></a>'
        ).format(path, citation.number, self._source(citation))

    def _source(self, citation: Citation) -> Markup:
        document = citation.document
        about = [byline(document, self._t)]
        if citation.page:
            about.append(self._t("answer.page", number=citation.page))
        return Markup(
            '<span class="quote" lang="{}">\u201c{}\u201d</span> <span class="title">{}</span> '
            '<span class="byline">{}</span>'
        ).format(
            document.publication.language or "",
            " ".join(citation.quote.split()),
            document.title,
            " · ".join(about),
        )


def _address(citation: Citation) -> Markup:
    address = web_address(citation.document.publication.url or "")
    return Markup(' <span class="address">{}</span>').format(address) if address else Markup()
