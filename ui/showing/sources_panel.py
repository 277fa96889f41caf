"""The panel beside the chat: what is being read, then what the answer cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from rag.domain import Answer, Citation, Document, Passage, RetrievedPassage
from rag.reading.article import web_address
from ui.showing.answers import byline, link_to
from ui.showing.stories import Article, Story, count_of, stories_of

_CONTEXT_CHARS = 160
"""How much of the passage is shown on each side of the quoted sentence."""
_MOST_LISTED = 50
"""So many articles are listed; of the others, which a complete scan may have by the thousand, the
number is given."""

EMPTY = Markup(
    '<h2>Sources</h2><p class="note">The sources of an answer appear here, '
    "with the sentence that each citation quotes.</p>"
)


def render_reading(retrieved: Sequence[RetrievedPassage]) -> Markup:
    """The documents whose passages were found, best first, copies of a story under the first."""
    stories = stories_of(retrieved)
    if not stories:
        return EMPTY
    return Markup('<h2>Sources</h2><p class="note">{} found for this question</p>{}').format(
        count_of(stories), _listing(stories)
    )


def render_cited(answer: Answer) -> Markup:
    """A card for each citation, by number, and what else was found.

    What the copies of a story say is folded away under the first card of the story.
    """
    if not answer.citations:
        return Markup('<h2>Sources</h2><p class="note">No source is cited for this question.</p>')
    stories = stories_of(answer.retrieved, answer.citations)
    copies = {story[0].document.id: story[1:] for story in stories}
    cards = _cards(answer)
    items = []
    for citation in answer.citations:
        lead = citation.document.id
        if lead in copies:
            items.append(cards[lead].pop(0))
            items.append(_folded_copies(copies[lead], cards, _MOST_LISTED))
            copies[lead] = ()
    others = [story for story in stories if story[0].document.id not in cards]
    return Markup(
        '<h2>Sources</h2><p class="note">Cited for \u201c{}\u201d<br>{} found</p>'
        '<ol class="cards">{}</ol>{}'
    ).format(answer.question, count_of(stories), Markup().join(items), _also_found(others))


def _cards(answer: Answer) -> dict[str, list[Markup]]:
    """The cards of each cited document, by number."""
    passages = {found.passage.id: found.passage for found in answer.retrieved}
    cards: dict[str, list[Markup]] = {}
    for citation in answer.citations:
        card = _card(
            citation,
            passages.get(citation.passage_id),
            answer.quote_translations.get(citation.number),
        )
        cards.setdefault(citation.document.id, []).append(card)
    return cards


def _listing(stories: Sequence[Story]) -> Markup:
    items, room, listed = [], _MOST_LISTED, 0
    for story in stories:
        if room < 1:
            break
        items.append(_item(story[0]) + _folded_copies(story[1:], {}, room - 1))
        room -= len(story)
        listed += len(story)
    left_out = _more(sum(map(len, stories)) - listed)
    return Markup('<ul class="reading">{}{}</ul>').format(Markup().join(items), left_out)


def _folded_copies(
    copies: Sequence[Article], cards: Mapping[str, Sequence[Markup]], room: int
) -> Markup:
    """The copies of a story: the cards of those that are cited, then the titles of the others, in
    all at most `room` if not more are cited."""
    if not copies:
        return Markup()
    cited = [article for article in copies if article.document.id in cards]
    uncited = [article for article in copies if article.document.id not in cards]
    listed = uncited[: max(0, room - len(cited))]
    items = [card for article in cited for card in cards[article.document.id]]
    items += [*map(_item, listed), _more(len(uncited) - len(listed))]
    others = "1 other article" if len(copies) == 1 else f"{len(copies):,} other articles"
    return Markup(
        '<li class="copies"><details><summary>The same story in {}</summary>'
        "<ul>{}</ul></details></li>"
    ).format(others, Markup().join(items))


def _more(articles: int) -> Markup:
    if not articles:
        return Markup()
    return Markup('<li class="more">and {:,} more article{}</li>').format(
        articles, "s" * (articles != 1)
    )


def _item(article: Article) -> Markup:
    document = article.document
    title = link_to(document, article.start, article.end, document.title, "source-link")
    return Markup('<li><span class="title">{}</span><span class="byline">{}</span></li>').format(
        title, byline(document)
    )


def _also_found(stories: Sequence[Story]) -> Markup:
    if not stories:
        return Markup()
    return Markup(
        '<details class="also"><summary>Also found, not cited: {}</summary>{}</details>'
    ).format(count_of(stories), _listing(stories))


def _card(citation: Citation, passage: Passage | None, translation: str | None) -> Markup:
    document = citation.document
    title = link_to(document, citation.start, citation.end, document.title, "source-link")
    return Markup(
        '<li class="card"><p class="title"><span class="number">[{}]</span> {}</p>'
        '<p class="byline">{}</p><blockquote lang="{}">{}</blockquote>{}{}</li>'
    ).format(
        citation.number,
        title,
        byline(document) + (f" · p. {citation.page}" if citation.page else ""),
        document.publication.language or "",
        _quote_in_context(citation, passage),
        _translation(translation) if translation else "",
        _original(document),
    )


def _translation(text: str) -> Markup:
    return Markup(
        '<p class="translation"><span class="label">Translation (unchecked)</span> {}</p>'
    ).format(text)


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
    address = web_address(document.publication.url or "")
    if address is None:
        return Markup()
    return Markup(
        '<p class="original"><a href="{}" target="_blank" rel="noopener noreferrer">'
        "Original at {}</a></p>"
    ).format(address, urlsplit(address).hostname)
